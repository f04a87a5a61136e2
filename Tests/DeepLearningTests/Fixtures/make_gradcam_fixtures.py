"""Writes Grad-CAM heat maps as Keras 3 (TensorFlow backend) gives them, as JSON beside this script.

Run: python make_gradcam_fixtures.py   (needs keras 3.15 and tensorflow-cpu 2.21)

gradcam.json  a convolutional network; heat maps of its last convolution for two images, for class 1 and for the best class
"""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")

import keras
import numpy as np
import tensorflow as tf
from keras import layers

from fixture_files import numbers, write

random = np.random.default_rng(31)

inputs = keras.Input((10, 8, 3))
first = layers.Conv2D(4, 3, activation="relu", name="first")(inputs)
last = layers.Conv2D(5, 3, activation="relu", name="last")(first)
outputs = layers.Dense(3, activation="softmax", name="classes")(layers.GlobalAveragePooling2D()(last))
model = keras.Model(inputs, [outputs, last])
weights = [random.normal(0, 0.4, w.shape).astype(np.float32) for w in model.get_weights()]
model.set_weights(weights)
images = tf.constant(random.integers(-8, 9, (2, 10, 8, 3)).astype(np.float32) / 8)


def heat(number):
    """The maps weighted by their mean gradients, without what is negative, divided by the greatest."""
    with tf.GradientTape() as tape:
        classes, maps = model(images)
        answers = tf.argmax(classes, axis=-1) if number is None else tf.fill([2], number)
        score = tf.reduce_sum(tf.gather(classes, answers, axis=1, batch_dims=1))
    weights = tf.reduce_mean(tape.gradient(score, maps), axis=(1, 2), keepdims=True)
    found = np.maximum(tf.reduce_sum(weights * maps, axis=-1).numpy(), 0)
    greatest = found.max(axis=(1, 2), keepdims=True)
    return found / np.where(greatest > 0, greatest, 1)


write(
    "gradcam.json",
    {
        "input": numbers(images),
        "weights": [numbers(w) for w in weights],
        "classOne": numbers(heat(1)),
        "best": numbers(heat(None)),
    },
)
