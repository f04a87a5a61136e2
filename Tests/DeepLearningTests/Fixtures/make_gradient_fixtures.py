"""Writes what Keras 3 (TensorFlow backend) gives as gradients of outputs by what layers give, as JSON beside this script.

Run: python make_gradient_fixtures.py   (needs keras 3.15 and tensorflow-cpu 2.21)

output_gradients.json  a convolutional network; for two scores: the score, and value and gradient of input and of two layers
"""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")

import keras
import numpy as np
import tensorflow as tf
from keras import layers

from fixture_files import numbers, write

random = np.random.default_rng(23)

inputs = keras.Input((11, 9, 2))
first = layers.Conv2D(3, 3, activation="relu", name="first")(inputs)
second = layers.Conv2D(4, 3, padding="same", activation="relu", name="second")(layers.MaxPooling2D(2)(first))
outputs = layers.Dense(3, activation="softmax", name="classes")(layers.Flatten()(second))
model = keras.Model(inputs, [outputs, first, second])
weights = [random.normal(0, 0.3, w.shape).astype(np.float32) for w in model.get_weights()]
model.set_weights(weights)
# Round numbers with few digits keep the file small and the sums of both sides the same.
images = tf.constant(random.integers(-8, 9, (2, 11, 9, 2)).astype(np.float32) / 8)


def case(name, score):
    """Gradients of a number made of (classes, first) by the inputs and by the two layers."""
    with tf.GradientTape() as tape:
        tape.watch(images)
        classes, a, b = model(images)
        value = score(classes, a)
    gradients = tape.gradient(value, [images, a, b], unconnected_gradients=tf.UnconnectedGradients.ZERO)
    return {
        "name": name,
        "value": float(value),
        "gradients": [numbers(g) for g in gradients],
        "values": [numbers(v) for v in (a, b)],
    }


write(
    "output_gradients.json",
    {
        "input": numbers(images),
        "weights": [numbers(w) for w in weights],
        "cases": [
            case("class", lambda classes, _: tf.reduce_sum(classes[:, 1])),
            case("filter", lambda _, maps: tf.reduce_mean(maps[..., 2])),
        ],
    },
)
