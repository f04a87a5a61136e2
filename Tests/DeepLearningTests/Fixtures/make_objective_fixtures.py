"""Writes what Keras 3 (TensorFlow backend) gives for losses, metrics and weighted training, as JSON beside this script.

Run: python make_objective_fixtures.py   (needs keras 3.15 and tensorflow-cpu 2.21)

objective_losses.json     for each loss: outputs, targets, weights, the mean loss, its gradient by the outputs
objective_metrics.json    for each metric: outputs, targets, the value over batches of 5 (the last is smaller)
objective_training.json   training with weights of classes, examples and pixels: values of the epochs, last weights
objective_several.json    ten steps of a model with two inputs and two outputs
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
random = np.random.default_rng(11)
BATCH = 5


def numbers(values):
    """Nested arrays as one flat list of short decimals, with their shape."""
    array = np.asarray(values, dtype=np.float32)
    return {"shape": list(array.shape), "values": [float(f"{v:.8g}") for v in array.ravel()]}


def write(name, content):
    text = json.dumps(content, separators=(",", ":"))
    (FOLDER / name).write_text(text + "\n")
    print(name, len(text), "bytes")


def normal(*shape, scale=1.0):
    return random.normal(0, scale, shape).astype(np.float32)


def uniform(*shape):
    return random.uniform(0.02, 0.98, shape).astype(np.float32)


def one_hot(labels, classes):
    return np.eye(classes, dtype=np.float32)[labels]


# Losses

KINDS = {
    "sparse": keras.losses.SparseCategoricalCrossentropy,
    "categorical": keras.losses.CategoricalCrossentropy,
    "binary": keras.losses.BinaryCrossentropy,
    "squared": keras.losses.MeanSquaredError,
    "absolute": keras.losses.MeanAbsoluteError,
    "dice": keras.losses.Dice,
}


def loss_case(name, kind, outputs, targets, activation="linear", logits=False, smoothing=0.0, weights=None):
    """`weights` are those that Quire gets; Keras wants those of examples with an axis of 1 for each axis of the rows."""
    settings = {}
    if logits:
        settings["from_logits"] = True
    if smoothing:
        settings["label_smoothing"] = smoothing
    loss = KINDS[kind](**settings)
    x = tf.constant(outputs.astype(np.float32))
    inputs = keras.Input(outputs.shape[1:])
    model = keras.Model(inputs, layers.Activation(activation)(inputs))
    given = weights
    if weights is not None and kind != "dice" and weights.ndim == 1 and outputs.ndim > 2:
        given = weights.reshape((-1,) + (1,) * (outputs.ndim - 2))
    with tf.GradientTape() as tape:
        tape.watch(x)
        value = loss(targets, model(x), sample_weight=given)
    return {
        "name": name, "kind": kind, "activation": activation, "logits": logits, "smoothing": smoothing,
        "outputs": numbers(x), "targets": numbers(targets),
        "weights": None if weights is None else numbers(weights),
        "loss": float(value), "gradient": numbers(tape.gradient(value, x)),
    }


def class_losses():
    labels = random.integers(0, 4, 7)
    logits, hot = normal(7, 4, scale=2), one_hot(labels, 4)
    soft = uniform(7, 4)
    soft /= soft.sum(-1, keepdims=True)
    probabilities = uniform(7, 4)
    edges = one_hot(random.integers(0, 4, 7), 4)
    maps, map_labels = normal(2, 3, 2, 3), random.integers(0, 3, (2, 3, 2))
    long = normal(33, 2), random.integers(0, 2, 33)
    return [
        loss_case("categorical softmax", "categorical", logits, hot, "softmax"),
        loss_case("categorical softmax large", "categorical", logits * 40, hot, "softmax"),
        loss_case("categorical softmax soft targets", "categorical", logits, soft, "softmax"),
        loss_case("categorical logits", "categorical", logits, hot, logits=True),
        loss_case("categorical probabilities unnormalised", "categorical", probabilities, soft),
        loss_case("categorical probabilities clipped", "categorical", edges, hot),
        loss_case("categorical softmax smoothed", "categorical", logits, hot, "softmax", smoothing=0.1),
        loss_case("categorical probabilities smoothed", "categorical", probabilities, hot, smoothing=0.3),
        loss_case("categorical per pixel", "categorical", maps, one_hot(map_labels, 3), "softmax"),
        loss_case("categorical weighted", "categorical", logits, hot, "softmax", weights=uniform(7)),
        loss_case("categorical probabilities weighted", "categorical", probabilities, soft, weights=uniform(7)),
        loss_case("sparse 33 rows", "sparse", *long, "softmax"),
        loss_case("sparse one row", "sparse", normal(1, 5), np.array([3]), "softmax"),
        loss_case("sparse weighted", "sparse", logits, labels, "softmax", weights=uniform(7) * 3),
        loss_case("sparse probabilities weighted", "sparse", probabilities, labels, weights=uniform(7)),
        loss_case("sparse weights per pixel", "sparse", maps, map_labels, "softmax", weights=uniform(2, 3, 2)),
        loss_case("sparse weights per example", "sparse", maps, map_labels, "softmax", weights=np.float32([0.5, 2])),
        loss_case("sparse some weights 0", "sparse", logits, labels, "softmax",
                  weights=np.float32([0, 1, 0, 2, 0, 0, 1])),
    ]


def element_losses():
    scores, answers = normal(7, 1, scale=2), random.integers(0, 2, (7, 1))
    several, several_answers = normal(5, 3), random.integers(0, 2, (5, 3))
    chances = uniform(7, 1)
    chances[0], chances[1] = 0, 1
    maps, masks = normal(2, 3, 4, 1), random.integers(0, 2, (2, 3, 4, 1))
    colours, aims = normal(2, 3, 2, 3), normal(2, 3, 2, 3)
    aims[0, 0, 0, 0] = colours[0, 0, 0, 0]
    binary, squared, absolute, dice = "binary", "squared", "absolute", "dice"
    return [
        loss_case("binary smoothed", binary, scores, answers, "sigmoid", smoothing=0.2),
        loss_case("binary logits smoothed", binary, scores, answers, logits=True, smoothing=0.1),
        loss_case("binary probabilities smoothed", binary, chances, answers, smoothing=0.1),
        loss_case("binary soft targets", binary, scores, uniform(7, 1), "sigmoid"),
        loss_case("binary per pixel", binary, maps, masks, "sigmoid"),
        loss_case("binary per pixel weighted", binary, maps, masks, "sigmoid", weights=uniform(2, 3, 4)),
        loss_case("binary several weighted", binary, several, several_answers, "sigmoid", weights=uniform(5)),
        loss_case("binary probabilities weighted", binary, chances, answers, weights=uniform(7)),
        loss_case("squared", squared, normal(7, 3), normal(7, 3)),
        loss_case("squared one row", squared, normal(1, 1), normal(1, 1)),
        loss_case("squared targets without last axis", squared, normal(19, 1), normal(19)),
        loss_case("squared per pixel", squared, colours, aims),
        loss_case("squared weighted", squared, normal(7, 3), normal(7, 3), weights=uniform(7)),
        loss_case("squared weights per pixel", squared, colours, aims, weights=uniform(2, 3, 2)),
        loss_case("squared sigmoid", squared, several, several_answers, "sigmoid"),
        loss_case("absolute", absolute, normal(7, 3), normal(7, 3)),
        loss_case("absolute per pixel", absolute, colours, aims),
        loss_case("absolute weighted", absolute, colours, aims, weights=uniform(2)),
        loss_case("dice sigmoid", dice, maps, masks, "sigmoid"),
        loss_case("dice softmax", dice, colours, one_hot(random.integers(0, 3, (2, 3, 2)), 3), "softmax"),
        loss_case("dice empty", dice, np.zeros((2, 3, 1), np.float32), np.zeros((2, 3, 1), np.float32)),
        loss_case("dice weighted", dice, maps, masks, "sigmoid", weights=uniform(2)),
        loss_case("dice one example", dice, uniform(1, 5), random.integers(0, 2, (1, 5))),
    ]


# Metrics


def metric_case(name, metric, outputs, targets, loss, given=None):
    """`given` are the targets that Quire gets where they differ from Keras'."""
    for start in range(0, len(outputs), BATCH):
        metric.update_state(targets[start : start + BATCH], outputs[start : start + BATCH])
    return {
        "name": name, "loss": loss, "outputs": numbers(outputs),
        "targets": numbers(targets if given is None else given), "value": float(metric.result()),
    }


def accuracy_cases(m):
    labels = random.integers(0, 4, 13)
    scores = normal(13, 4).round(1)
    maps, map_labels = normal(6, 3, 2, 3), random.integers(0, 3, (6, 3, 2))
    chances, answers = uniform(13, 1), random.integers(0, 2, (13, 1))
    chances[3] = 0.5
    many, many_answers = uniform(12, 3), random.integers(0, 2, (12, 3))
    return [
        metric_case("accuracy sparse", m.SparseCategoricalAccuracy(), scores, labels, "sparse"),
        metric_case("accuracy sparse per pixel", m.SparseCategoricalAccuracy(), maps, map_labels, "sparse"),
        metric_case("accuracy binary", m.BinaryAccuracy(), chances, answers, "squared"),
        metric_case("accuracy categorical", m.CategoricalAccuracy(), scores, one_hot(labels, 4), "squared"),
        metric_case("binary accuracy 0.3", m.BinaryAccuracy(threshold=0.3), chances, answers, "squared"),
        metric_case("binary accuracy several", m.BinaryAccuracy(), many, many_answers, "squared"),
        metric_case("categorical accuracy", m.CategoricalAccuracy(), maps, one_hot(map_labels, 3), "squared"),
        metric_case("sparse categorical accuracy", m.SparseCategoricalAccuracy(), scores, labels, "sparse"),
        metric_case("top 2", m.TopKCategoricalAccuracy(k=2), scores, one_hot(labels, 4), "squared"),
        metric_case("sparse top 2", m.SparseTopKCategoricalAccuracy(k=2), scores, labels, "sparse"),
        metric_case("sparse top 2 per pixel", m.SparseTopKCategoricalAccuracy(k=2), maps, map_labels, "sparse"),
        metric_case("squared error", m.MeanSquaredError(), normal(13, 3), normal(13, 3), "squared"),
        metric_case("absolute error", m.MeanAbsoluteError(), normal(13, 3, 2), normal(13, 3, 2), "squared"),
    ]


def confusion_cases(m):
    chances, answers = uniform(23, 1), random.integers(0, 2, (23, 1))
    chances[2], chances[3], chances[4], chances[5] = 0, 1, 0.5, np.float32(100 / 199)
    labels = random.integers(0, 3, 13)
    scores = uniform(13, 3)
    hot = one_hot(labels, 3)
    none = np.zeros((7, 1), np.float32)
    far = uniform(11, 2, 3), random.integers(0, 2, (11, 2, 3))
    wide = uniform(37, 1), random.integers(0, 2, (37, 1))
    return [
        metric_case("precision", m.Precision(), chances, answers, "squared"),
        metric_case("precision 0.7", m.Precision(0.7), chances, answers, "squared"),
        metric_case("precision several", m.Precision(), *far, "squared"),
        metric_case("precision of class 1", m.Precision(0.4, class_id=1), scores, hot, "squared"),
        metric_case("precision of label 1", m.Precision(0.4, class_id=1), scores, hot, "sparse", labels),
        metric_case("precision of none", m.Precision(), none, none, "squared"),
        metric_case("recall", m.Recall(), chances, answers, "squared"),
        metric_case("recall 0.7", m.Recall(0.7), chances, answers, "squared"),
        metric_case("recall of class 2", m.Recall(0.4, class_id=2), scores, hot, "squared"),
        metric_case("auc", m.AUC(), chances, answers, "squared"),
        metric_case("auc wide", m.AUC(), *wide, "squared"),
        metric_case("auc 17 thresholds", m.AUC(17), *wide, "squared"),
        metric_case("auc several", m.AUC(), *far, "squared"),
        metric_case("auc of none", m.AUC(), none, none, "squared"),
        metric_case("auc pr", m.AUC(curve="PR"), chances, answers, "squared"),
        metric_case("auc pr 17 thresholds", m.AUC(17, curve="PR"), *wide, "squared"),
        metric_case("auc pr of none", m.AUC(curve="PR"), none, none, "squared"),
    ]


def iou_cases(m):
    labels, found = random.integers(0, 3, (7, 4, 1)), random.integers(0, 3, (7, 4, 1))
    maps, map_labels = normal(7, 3, 2, 4), random.integers(0, 3, (7, 3, 2))
    chances, answers = uniform(13, 1), random.integers(0, 2, (13, 1))
    chances[1] = 0.5
    return [
        metric_case("mean iou of classes", m.MeanIoU(4), found, labels, "squared"),
        metric_case("iou of classes 0 and 2", m.IoU(3, [0, 2]), found, labels, "squared"),
        metric_case("mean iou of scores", m.MeanIoU(4, sparse_y_pred=False), maps, map_labels, "sparse"),
        metric_case("iou of scores, class 1", m.IoU(4, [1], sparse_y_pred=False), maps, map_labels, "sparse"),
        metric_case("mean iou of one-hot", m.OneHotMeanIoU(4), maps, one_hot(map_labels, 4), "squared"),
        metric_case("binary iou", m.BinaryIoU(), chances, answers, "squared"),
        metric_case("binary iou 0.3, class 1", m.BinaryIoU([1], threshold=0.3), chances, answers, "squared"),
    ]


# Training


def epochs(history):
    return {name: [float(v) for v in values] for name, values in history.history.items()}


def training_case(name, model, x, y, loss, metrics, **weights):
    initial = [normal(*w.shape, scale=0.5) for w in model.get_weights()]
    model.set_weights(initial)
    model.compile(keras.optimizers.SGD(0.2), loss, metrics=metrics)
    given = dict(weights)
    val_weight = given.pop("validation_weight", None)
    checked = slice(0, 7)
    validation = (x[checked], y[checked]) + (() if val_weight is None else (val_weight,))
    history = model.fit(x, y, epochs=3, batch_size=BATCH, shuffle=False, verbose=0, validation_data=validation, **given)
    sample, classes = given.get("sample_weight"), given.get("class_weight")
    return {
        "name": name, "x": numbers(x), "y": numbers(y), "initial": [numbers(w) for w in initial],
        "sampleWeight": None if sample is None else numbers(sample),
        "validationWeight": None if val_weight is None else numbers(val_weight),
        "classWeight": None if classes is None else [[k, v] for k, v in classes.items()],
        "values": epochs(history), "weights": [numbers(w) for w in model.get_weights()],
    }


def dense(units, activation):
    inputs = keras.Input((4,))
    hidden = layers.Dense(5, activation="tanh")(inputs)
    return keras.Model(inputs, layers.Dense(units, activation=activation)(hidden))


def training_cases():
    x, labels, answers = normal(13, 4), random.integers(0, 3, 13), random.integers(0, 2, 13)
    classes = {0: 2.0, 2: 0.25}
    maps, map_labels = normal(13, 3, 2, 4), random.integers(0, 3, (13, 3, 2))
    pixels = keras.Input((3, 2, 4))
    segmenter = keras.Model(pixels, layers.Dense(3, activation="softmax")(pixels))
    sparse, categorical, binary = (
        "sparse_categorical_crossentropy", "categorical_crossentropy", "binary_crossentropy")
    return [
        training_case("class weights of labels", dense(3, "softmax"), x, labels, sparse, ["accuracy"],
                      class_weight=classes),
        training_case("class weights of one-hot", dense(3, "softmax"), x, one_hot(labels, 3), categorical, ["accuracy"],
                      class_weight=classes),
        training_case("class weights of answers", dense(1, "sigmoid"), x, answers, binary,
                      ["accuracy", keras.metrics.AUC(name="auc")], class_weight={1: 3.0}),
        training_case("sample weights", dense(3, "softmax"), x, labels, sparse, ["accuracy"], sample_weight=uniform(13)),
        training_case("sample weights and validation weights", dense(1, "sigmoid"), x, answers, binary,
                      ["accuracy", keras.metrics.Precision(name="precision")], sample_weight=uniform(13) * 2,
                      validation_weight=uniform(7)),
        training_case("weights per pixel", segmenter, maps, map_labels, sparse, ["accuracy"],
                      sample_weight=uniform(13, 3, 2), validation_weight=uniform(7, 3, 2)),
    ]


def several():
    """Two inputs, two outputs, a layer that both ways share; the second output is weighted."""
    left, right = keras.Input((4,), name="left"), keras.Input((2, 2), name="right")
    shared = layers.Dense(5, activation="tanh")
    kind = layers.Dense(3, activation="softmax", name="kind")(shared(left))
    size = layers.Dense(2, name="size")(shared(layers.Flatten()(right)))
    model = keras.Model([left, right], [kind, size])
    initial = [normal(*w.shape, scale=0.5) for w in model.get_weights()]
    model.set_weights(initial)
    model.compile(
        keras.optimizers.SGD(0.1), loss=["sparse_categorical_crossentropy", "mean_squared_error"],
        loss_weights=[1.0, 0.3], metrics=[["accuracy"], ["accuracy", keras.metrics.MeanAbsoluteError()]])
    # Whole batches only: Keras' losses of single outputs are means over batches, however small the last one is.
    x = [normal(12, 4), normal(12, 2, 2)]
    y = [random.integers(0, 3, 12), normal(12, 2)]
    sizes = uniform(12)
    history = model.fit(x, y, sample_weight=[np.ones(12, np.float32), sizes], epochs=3, batch_size=4, shuffle=False,
                        verbose=0, validation_data=([v[:8] for v in x], [v[:8] for v in y]))
    losses = []
    for step in range(10):
        rows = slice(step % 3 * 4, step % 3 * 4 + 4)
        model.reset_metrics()
        result = model.train_on_batch([v[rows] for v in x], [v[rows] for v in y], return_dict=True)
        losses.append(float(result["loss"]))
    return {
        "x": [numbers(v) for v in x], "y": [numbers(v) for v in y], "sizeWeights": numbers(sizes),
        "initial": [numbers(w) for w in initial], "values": epochs(history), "steps": losses,
        "paths": [w.path for w in model.weights], "weights": [numbers(w) for w in model.get_weights()],
    }


write("objective_losses.json", class_losses() + element_losses())
write("objective_metrics.json",
      accuracy_cases(keras.metrics) + confusion_cases(keras.metrics) + iou_cases(keras.metrics))
write("objective_training.json", training_cases())
write("objective_several.json", several())
