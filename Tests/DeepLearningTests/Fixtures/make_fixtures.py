"""Writes the numbers that Keras 3 (TensorFlow backend) gives for small inputs, as JSON beside this script.

Run: python make_fixtures.py   (needs keras 3.15 and tensorflow-cpu 2.21)

layers.json        for each layer: input, weights, output, and the gradients of sum(output * output_gradient)
losses.json        for each loss: outputs, targets, mean loss, gradient by the outputs
optimizers.json    for each optimizer: the losses and the last weights of ten steps of a dense network
network.json       the losses of twenty steps of a small convolutional network from Keras' initial weights
"""

import json
import os
import pathlib

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")

import keras
import numpy as np
import tensorflow as tf
from keras import layers

FOLDER = pathlib.Path(__file__).parent
random = np.random.default_rng(7)


def numbers(values):
    """Nested arrays as one flat list of short decimals, with their shape."""
    array = np.asarray(values, dtype=np.float32)
    return {"shape": list(array.shape), "values": [float(f"{v:.8g}") for v in array.ravel()]}


def write(name, content):
    text = json.dumps(content, separators=(",", ":"))
    (FOLDER / name).write_text(text + "\n")
    print(name, len(text), "bytes")


def layer_case(name, layer, shape, batch=2):
    inputs = keras.Input(shape)
    model = keras.Model(inputs, layer(inputs))
    weights = [random.normal(0, 0.5, w.shape).astype(np.float32) for w in layer.get_weights()]
    layer.set_weights(weights)
    x = tf.constant(random.normal(0, 1, (batch, *shape)).astype(np.float32))
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = model(x)
        seed = tf.constant(random.normal(0, 1, y.shape).astype(np.float32))
        total = tf.reduce_sum(y * seed)
    gradients = tape.gradient(total, [x] + layer.trainable_variables)
    return {
        "name": name,
        "input": numbers(x),
        "weights": [numbers(w) for w in weights],
        "output": numbers(y),
        "outputGradient": numbers(seed),
        "inputGradient": numbers(gradients[0]),
        "weightGradients": [numbers(g) for g in gradients[1:]],
    }


def layer_cases():
    conv, pool = layers.Conv2D, layers.MaxPooling2D
    return [
        layer_case("conv valid", conv(3, 3), (5, 7, 2)),
        layer_case("conv same", conv(2, 3, padding="same"), (4, 5, 3)),
        layer_case("conv same stride 2 even", conv(2, 3, strides=2, padding="same"), (6, 8, 1)),
        layer_case("conv same stride 2 odd", conv(2, 3, strides=2, padding="same"), (5, 7, 2)),
        layer_case("conv same even kernel", conv(2, (2, 4), padding="same"), (4, 6, 2)),
        layer_case("conv valid ragged stride", conv(2, (3, 2), strides=(2, 3)), (6, 9, 2)),
        layer_case("conv one channel batch 1", conv(4, 3), (5, 4, 1), batch=1),
        layer_case("conv 1 x 1 no bias", conv(3, 1, use_bias=False), (3, 4, 2)),
        layer_case("conv 5 x 5 stride 2 valid", conv(2, 5, strides=2), (9, 8, 2)),
        layer_case("conv relu", conv(3, 3, activation="relu"), (6, 5, 2)),
        layer_case("conv sigmoid", conv(2, 3, activation="sigmoid"), (4, 4, 1)),
        layer_case("conv tanh same", conv(2, 3, activation="tanh", padding="same"), (3, 4, 2)),
        layer_case("pool 2", pool(2), (4, 6, 2)),
        layer_case("pool 2 ragged", pool(2), (5, 7, 3)),
        layer_case("pool 2 same odd", pool(2, padding="same"), (5, 7, 2)),
        layer_case("pool 3 stride 2", pool(3, strides=2), (7, 8, 2)),
        layer_case("pool 3 stride 2 same", pool(3, strides=2, padding="same"), (6, 7, 1), batch=1),
        layer_case("pool (2, 3) stride (1, 2)", pool((2, 3), strides=(1, 2)), (4, 7, 2)),
        layer_case("flatten", layers.Flatten(), (2, 3, 2)),
        layer_case("dense", layers.Dense(4), (5,), batch=3),
        layer_case("dense relu batch 1", layers.Dense(4, activation="relu"), (6,), batch=1),
        layer_case("dense softmax", layers.Dense(5, activation="softmax"), (4,), batch=3),
        layer_case("dense no bias sigmoid", layers.Dense(2, use_bias=False, activation="sigmoid"), (3,), batch=3),
        layer_case("dense on maps", layers.Dense(3), (2, 3, 2)),
        layer_case("activation softmax", layers.Activation("softmax"), (2, 3, 4)),
        layer_case("activation relu", layers.Activation("relu"), (3, 4)),
        layer_case("activation tanh", layers.Activation("tanh"), (3, 4)),
        layer_case("rescaling", layers.Rescaling(1 / 127.5, offset=-1), (2, 3, 1)),
        layer_case("dropout outside training", layers.Dropout(0.5), (4,)),
    ]


def loss_case(name, loss, outputs, targets, activation=None):
    """The mean loss of `outputs`, which pass through an activation first if one is named."""
    x = tf.constant(outputs.astype(np.float32))
    inputs = keras.Input(outputs.shape[1:])
    model = keras.Model(inputs, layers.Activation(activation or "linear")(inputs))
    with tf.GradientTape() as tape:
        tape.watch(x)
        value = loss(targets, model(x))
    return {
        "name": name,
        "outputs": numbers(x),
        "targets": numbers(targets),
        "activation": activation or "linear",
        "loss": float(value),
        "gradient": numbers(tape.gradient(value, x)),
    }


def loss_cases():
    sparse, binary = keras.losses.SparseCategoricalCrossentropy, keras.losses.BinaryCrossentropy
    logits = random.normal(0, 2, (5, 4))
    labels = random.integers(0, 4, 5)
    probabilities = np.exp(logits) / np.exp(logits).sum(-1, keepdims=True)
    probabilities[0] = [0, 1, 0, 0]
    unnormalised = random.uniform(0.05, 0.9, (3, 4))
    scores = random.normal(0, 2, (6, 1))
    answers = random.integers(0, 2, (6, 1))
    chances = 1 / (1 + np.exp(-scores))
    chances[0], chances[1] = 0, 1
    maps, map_labels = random.normal(0, 1, (2, 2, 3, 3)), random.integers(0, 3, (2, 2, 3))
    return [
        loss_case("sparse softmax", sparse(), logits, labels, "softmax"),
        loss_case("sparse softmax large", sparse(), logits * 40, labels, "softmax"),
        loss_case("sparse logits", sparse(from_logits=True), logits, labels),
        loss_case("sparse probabilities clipped", sparse(), probabilities, labels),
        loss_case("sparse probabilities unnormalised", sparse(), unnormalised, labels[:3]),
        loss_case("sparse softmax per pixel", sparse(), maps, map_labels, "softmax"),
        loss_case("binary sigmoid", binary(), scores, answers, "sigmoid"),
        loss_case("binary sigmoid large", binary(), scores * 50, answers, "sigmoid"),
        loss_case("binary logits", binary(from_logits=True), scores, answers),
        loss_case("binary probabilities clipped", binary(), chances, answers),
        loss_case("binary sigmoid several", binary(), random.normal(0, 1, (3, 4)), random.integers(0, 2, (3, 4)), "sigmoid"),
    ]


def optimizer_case(name, optimizer, x, y, weights):
    inputs = keras.Input((6,))
    hidden = layers.Dense(5, activation="tanh")(inputs)
    model = keras.Model(inputs, layers.Dense(3, activation="softmax")(hidden))
    model.set_weights(weights)
    model.compile(optimizer=optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(x, y, epochs=5, batch_size=8, shuffle=False, verbose=0)
    return {
        "name": name,
        "losses": [float(v) for v in history.history["loss"]],
        "accuracies": [float(v) for v in history.history["accuracy"]],
        "weights": [numbers(w) for w in model.get_weights()],
    }


def optimizer_cases():
    x = random.normal(0, 1, (13, 6)).astype(np.float32)
    y = random.integers(0, 3, 13)
    shapes = [(6, 5), (5,), (5, 3), (3,)]
    weights = [random.normal(0, 0.4, s).astype(np.float32) for s in shapes]
    o = keras.optimizers
    optimizers = {
        "sgd": o.SGD(),
        "sgd momentum": o.SGD(0.05, momentum=0.9),
        "sgd nesterov": o.SGD(0.05, momentum=0.8, nesterov=True),
        "rmsprop": o.RMSprop(),
        "rmsprop momentum": o.RMSprop(0.002, rho=0.8, momentum=0.5),
        "adam": o.Adam(),
        "adam fast": o.Adam(0.02, beta_1=0.8, beta_2=0.95, epsilon=1e-4),
    }
    return {
        "x": numbers(x), "y": numbers(y), "weights": [numbers(w) for w in weights],
        "cases": [optimizer_case(name, optimizer, x, y, weights) for name, optimizer in optimizers.items()],
    }


def network():
    keras.utils.set_random_seed(3)
    inputs = keras.Input((13, 11, 1))
    t = layers.Conv2D(6, 3, activation="relu")(inputs)
    t = layers.MaxPooling2D(2)(t)
    t = layers.Conv2D(8, 3, padding="same", strides=2, activation="relu")(t)
    t = layers.Flatten()(t)
    t = layers.Dense(10, activation="relu")(t)
    model = keras.Model(inputs, layers.Dense(4, activation="softmax")(t))
    initial = model.get_weights()
    model.compile(optimizer=keras.optimizers.RMSprop(2e-3), loss="sparse_categorical_crossentropy")
    x = random.uniform(0, 1, (15, 13, 11, 1)).astype(np.float32)
    y = random.integers(0, 4, 15)
    losses = []
    for step in range(20):
        start = step % 3 * 5
        losses.append(float(model.train_on_batch(x[start : start + 5], y[start : start + 5])))
        model.reset_metrics()
    return {"x": numbers(x), "y": numbers(y), "weights": [numbers(w) for w in initial], "losses": losses}


write("layers.json", layer_cases())
write("losses.json", loss_cases())
write("optimizers.json", optimizer_cases())
write("network.json", network())
