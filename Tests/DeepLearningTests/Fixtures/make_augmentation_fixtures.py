"""Writes what Keras 3 (TensorFlow backend) makes of images with given random parameters, as JSON beside this script.

Run: python make_augmentation_fixtures.py   (needs keras 3.15 and tensorflow-cpu 2.21)

warps.json      rotation, zoom and translation with every fill mode and interpolation; both bounds of each factor are equal,
                so that the layers draw nothing else
contrasts.json  contrast with a given factor, and the gradient of sum(output * output_gradient) by the input
"""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")

import numpy as np
import tensorflow as tf
from keras import layers

from fixture_files import numbers, write

random = np.random.default_rng(11)

LAYERS = {"rotation": layers.RandomRotation, "zoom": layers.RandomZoom, "translation": layers.RandomTranslation}

# Height, width and channels with the factors of each layer for images of this shape.
GEOMETRIES = [
    ("rotation", (7, 5, 3), [0.1]),
    ("rotation", (4, 9, 1), [-0.43]),
    ("rotation", (5, 19, 2), [0.25]),
    ("zoom", (6, 7, 4), [0.3, -0.2]),
    ("zoom", (9, 20, 1), [1.0, 0.7]),
    ("zoom", (5, 4, 3), [-0.45, None]),
    ("translation", (5, 8, 3), [0.1, -0.3]),
    ("translation", (4, 18, 2), [-1.0, 0.77]),
    ("translation", (1, 6, 5), [0.4, 0.4]),
]


def warp_case(kind, shape, factors, fill_mode, interpolation):
    images = random.integers(0, 256, (1, *shape)).astype(np.float32)
    bounds = [None if f is None else (f, f) for f in factors]
    layer = LAYERS[kind](*bounds, fill_mode=fill_mode, interpolation=interpolation, fill_value=7.5)
    return {
        "kind": kind,
        "factors": [f for f in factors if f is not None],
        "fillMode": fill_mode,
        "interpolation": interpolation,
        "input": numbers(images),
        "output": numbers(layer(images, training=True)),
    }


def contrast_case(shape, factor, value_range):
    layer = layers.RandomContrast((-factor, factor), value_range=value_range)
    images = tf.constant(random.uniform(*value_range, (2, *shape)).astype(np.float32))
    with tf.GradientTape() as tape:
        tape.watch(images)
        output = layer(images, training=True)
        seed = tf.constant(random.normal(0, 1, output.shape).astype(np.float32))
        total = tf.reduce_sum(output * seed)
    return {
        "factor": factor,
        "valueRange": value_range,
        "input": numbers(images),
        "output": numbers(output),
        "outputGradient": numbers(seed),
        "inputGradient": numbers(tape.gradient(total, images)),
    }


write(
    "warps.json",
    [
        warp_case(*geometry, fill_mode, interpolation)
        for geometry in GEOMETRIES
        for fill_mode in ["reflect", "constant", "nearest", "wrap"]
        for interpolation in ["bilinear", "nearest"]
    ],
)
write(
    "contrasts.json",
    [
        contrast_case((5, 7, 3), 0.3, (0, 255)),
        contrast_case((4, 3, 1), 0.9, (-1, 1)),
        contrast_case((1, 9, 2), 0.5, (0, 1)),
    ],
)
