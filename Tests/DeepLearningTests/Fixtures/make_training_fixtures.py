"""Writes how Keras 3 (TensorFlow backend) trains: optimizers, schedules, regularizers and callbacks, as JSON beside this script.

Run: python make_training_fixtures.py   (needs keras 3.15 and tensorflow-cpu 2.21)

optimizer_variants.json   for each variant: the losses of five epochs of two steps and the last weights of a dense network
schedules.json            for each schedule: the learning rates of some steps
regularizers.json         losses, evaluations and last weights of regularized models: shared, nested, frozen
callbacks.json            what callbacks decide on made-up values: epochs, learning rates, files
"""

import os
import tempfile

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")

import keras
import numpy as np
from fixture_files import numbers, write
from keras import layers

random = np.random.default_rng(11)
o = keras.optimizers
s = keras.optimizers.schedules


# Optimizers


def trained(model, x, y, epochs=5):
    history = model.fit(x, y, epochs=epochs, batch_size=8, shuffle=False, verbose=0)
    return {
        "losses": [float(v) for v in history.history["loss"]],
        "weights": [numbers(w) for w in model.get_weights()],
    }


def optimizer_case(name, optimizer, x, y, weights):
    inputs = keras.Input((6,))
    hidden = layers.Dense(5, activation="tanh")(inputs)
    model = keras.Model(inputs, layers.Dense(3, activation="softmax")(hidden))
    model.set_weights(weights)
    model.compile(optimizer=optimizer, loss="sparse_categorical_crossentropy")
    return {"name": name, **trained(model, x, y)}


def optimizer_variants():
    x = random.normal(0, 1, (13, 6)).astype(np.float32)
    y = random.integers(0, 3, 13)
    weights = [random.normal(0, 0.4, s).astype(np.float32) for s in [(6, 5), (5,), (5, 3), (3,)]]
    variants = {
        "sgd decay": o.SGD(0.1, weight_decay=0.3),
        "sgd clip norm": o.SGD(0.3, clipnorm=0.15),
        "sgd clip value": o.SGD(0.3, clipvalue=0.05),
        "sgd global clip norm": o.SGD(0.3, global_clipnorm=0.3),
        "sgd momentum decay clip": o.SGD(0.1, momentum=0.9, weight_decay=0.1, clipnorm=0.2),
        "sgd nesterov decay global clip": o.SGD(0.1, momentum=0.7, nesterov=True, weight_decay=0.2, global_clipnorm=0.25),
        "rmsprop centered": o.RMSprop(0.01, centered=True),
        "rmsprop centered momentum": o.RMSprop(0.005, rho=0.8, momentum=0.6, centered=True, epsilon=1e-3),
        "rmsprop decay clip value": o.RMSprop(0.01, weight_decay=0.5, clipvalue=0.02),
        "rmsprop momentum clip norm": o.RMSprop(0.01, momentum=0.5, clipnorm=0.05),
        "adam decay": o.Adam(0.02, weight_decay=0.3),
        "adam amsgrad": o.Adam(0.05, beta_2=0.6, amsgrad=True),
        "adam global clip norm": o.Adam(0.02, epsilon=1e-2, global_clipnorm=0.1),
        "adamw": o.AdamW(0.02),
        "adamw decay amsgrad clip": o.AdamW(0.03, weight_decay=0.4, beta_1=0.8, beta_2=0.7, amsgrad=True, clipnorm=0.1),
        "sgd exponential": o.SGD(s.ExponentialDecay(0.4, 3, 0.5)),
        "sgd piecewise momentum": o.SGD(s.PiecewiseConstantDecay([3, 6], [0.3, 0.1, 0.02]), momentum=0.5),
        "rmsprop cosine warm-up decay": o.RMSprop(
            s.CosineDecay(0.001, 5, alpha=0.1, warmup_target=0.03, warmup_steps=4), weight_decay=0.2),
        "adamw polynomial": o.AdamW(s.PolynomialDecay(0.05, 7, 0.001, power=2.0), weight_decay=0.1),
    }
    return {
        "x": numbers(x), "y": numbers(y), "weights": [numbers(w) for w in weights],
        "cases": [optimizer_case(name, optimizer, x, y, weights) for name, optimizer in variants.items()],
    }


# Schedules


def schedules():
    steps = list(range(24)) + [99, 100, 101, 250, 1000, 100000]
    cases = {
        "piecewise": s.PiecewiseConstantDecay([5, 11, 100], [1.0, 0.5, 0.25, 0.01]),
        "exponential": s.ExponentialDecay(0.1, 10, 0.7),
        "exponential staircase": s.ExponentialDecay(0.1, 4, 0.5, staircase=True),
        "cosine": s.CosineDecay(0.2, 20),
        "cosine alpha": s.CosineDecay(0.2, 12, alpha=0.25),
        "cosine warm-up": s.CosineDecay(0.0, 15, warmup_target=0.5, warmup_steps=6),
        "cosine warm-up from above 0": s.CosineDecay(0.1, 100, alpha=0.05, warmup_target=0.3, warmup_steps=10),
        "cosine warm-up of no steps": s.CosineDecay(0.1, 10, warmup_target=0.3, warmup_steps=0),
        "polynomial": s.PolynomialDecay(0.1, 20, 0.01),
        "polynomial power": s.PolynomialDecay(0.1, 16, 0.002, power=0.5),
        "polynomial cycle": s.PolynomialDecay(0.1, 5, 0.01, power=2.0, cycle=True),
        "inverse time": s.InverseTimeDecay(0.3, 4, 0.5),
        "inverse time staircase": s.InverseTimeDecay(0.3, 4, 0.5, staircase=True),
    }
    rates = {name: [float(schedule(step)) for step in steps] for name, schedule in cases.items()}
    return {"steps": steps, "cases": [{"name": name, "rates": values} for name, values in rates.items()]}


# Regularizers


def regularized_models():
    r = keras.regularizers

    def plain():
        inputs = keras.Input((4,))
        hidden = layers.Dense(3, activation="tanh", kernel_regularizer=r.L1(0.02), bias_regularizer=r.L2(0.05))(inputs)
        return keras.Model(inputs, layers.Dense(2, kernel_regularizer=r.L1L2(0.01, 0.03))(hidden))

    def shared():
        inputs = keras.Input((4,))
        layer = layers.Dense(4, activation="tanh", kernel_regularizer=r.L2(0.1))
        return keras.Model(inputs, layers.Dense(2)(layer(layer(inputs))))

    def nested():
        inner_inputs = keras.Input((4,))
        inner = keras.Model(inner_inputs, layers.Dense(3, activation="tanh", kernel_regularizer=r.L2(0.1))(inner_inputs))
        inputs = keras.Input((4,))
        return keras.Model(inputs, layers.Dense(2, kernel_regularizer=r.L1(0.05))(inner(inputs)))

    def frozen():
        model = nested()
        model.layers[1].trainable = False
        return model

    def convolution():
        inputs = keras.Input((4,))
        t = layers.Reshape((2, 2, 1))(inputs)
        t = layers.Conv2D(3, 2, padding="same", activation="tanh", kernel_regularizer=r.L2(0.05), bias_regularizer=r.L1(0.1))(t)
        return keras.Model(inputs, layers.Dense(2)(layers.Flatten()(t)))

    sgd = o.SGD
    return {
        "plain": (plain(), sgd(0.1)),
        "plain clipped": (plain(), sgd(0.1, clipnorm=0.1)),
        "plain clipped by all, decayed": (plain(), sgd(0.1, global_clipnorm=0.2, weight_decay=0.1)),
        "plain adam": (plain(), o.Adam(0.02)),
        "shared": (shared(), sgd(0.1)),
        "nested": (nested(), sgd(0.1)),
        "frozen": (frozen(), sgd(0.1)),
        "convolution": (convolution(), sgd(0.1)),
    }


def regularizers():
    x = random.normal(0, 1, (13, 4)).astype(np.float32)
    y = random.integers(0, 2, 13)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    cases = []
    for name, (model, optimizer) in regularized_models().items():
        initial = [random.normal(0, 0.5, w.shape).astype(np.float32) for w in model.get_weights()]
        initial[0].flat[0] = 0
        model.set_weights(initial)
        model.compile(optimizer=optimizer, loss=loss, metrics=["accuracy"])
        before = model.evaluate(x, y, batch_size=8, verbose=0)
        case = trained(model, x, y)
        after = model.evaluate(x, y, batch_size=8, verbose=0)
        cases.append({
            "name": name, "initial": [numbers(w) for w in initial],
            "evaluations": [float(before[0]), float(after[0])], **case,
        })
    return {"x": numbers(x), "y": numbers(y), "cases": cases}


# Callbacks


def small_model():
    inputs = keras.Input((1,))
    model = keras.Model(inputs, layers.Dense(1)(inputs))
    model.compile(optimizer=o.SGD(1.0), loss="mse")
    return model


def run(callback, values, key="script"):
    """Gives the callback one value an epoch; the model's only weight is the number of the epoch."""
    model = small_model()
    saved = []
    model.save = lambda path, **_: saved.append(int(model.get_weights()[1][0]))
    callback.set_model(model)
    model.stop_training = False
    callback.on_train_begin()
    rates, epochs = [], 0
    for epoch, value in enumerate(values):
        model.set_weights([np.ones((1, 1)), np.array([epoch + 1.0])])
        if hasattr(callback, "on_epoch_begin"):
            callback.on_epoch_begin(epoch)
        callback.on_epoch_end(epoch, {key: value})
        rates.append(float(model.optimizer.learning_rate))
        epochs = epoch + 1
        if model.stop_training:
            break
    callback.on_train_end()
    return {"epochs": epochs, "lastWeight": int(model.get_weights()[1][0]), "rates": rates, "saved": saved}


SEQUENCES = [
    [1.0, 0.8, 0.9, 0.7, 0.75, 0.72, 0.71, 0.6, 0.65, 0.64, 0.63, 0.62],
    [0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5],
    [0.1, 0.2, 0.3, 0.25, 0.35, 0.3, 0.5, 0.45, 0.55, 0.1, 0.2, 0.6],
    [1.0, 0.96, 0.93, 0.91, 0.895, 0.885, 0.88, 0.8, 0.79, 0.785, 0.784, 0.7],
    [0.3, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.2, 0.9, 0.8, 0.7, 0.1],
]


def stopping_cases():
    settings = [
        {}, {"patience": 1}, {"patience": 2}, {"patience": 3, "min_delta": 0.05},
        {"patience": 2, "restore_best_weights": True}, {"patience": 1, "start_from_epoch": 4},
        {"patience": 2, "start_from_epoch": 3, "restore_best_weights": True}, {"patience": 3, "baseline": 0.65},
        {"patience": 2, "baseline": 0.4, "restore_best_weights": True}, {"patience": 20, "restore_best_weights": True},
    ]
    return [
        {"settings": {"mode": mode, **one}, "sequence": index,
         "decision": run(keras.callbacks.EarlyStopping("script", mode=mode, **one), values)}
        for one in settings for mode in ("min", "max") for index, values in enumerate(SEQUENCES)
    ]


def plateau_cases():
    settings = [
        {"patience": 1}, {"patience": 2, "factor": 0.5}, {"patience": 1, "factor": 0.5, "cooldown": 2},
        {"patience": 2, "factor": 0.2, "min_delta": 0.05}, {"patience": 1, "factor": 0.25, "min_lr": 0.1},
        {"patience": 0, "factor": 0.5, "cooldown": 1},
    ]
    return [
        {"settings": {"mode": mode, **one}, "sequence": index,
         "decision": run(keras.callbacks.ReduceLROnPlateau("script", mode=mode, **one), values)}
        for one in settings for mode in ("min", "max") for index, values in enumerate(SEQUENCES)
    ]


def checkpoint_cases():
    settings = [{"save_best_only": True}, {"save_best_only": False}, {"save_best_only": True, "initial_value_threshold": 0.65}]
    return [
        {"settings": {"mode": mode, **one}, "sequence": index,
         "decision": run(keras.callbacks.ModelCheckpoint("/tmp/none.keras", "script", mode=mode, **one), values)}
        for one in settings for mode in ("min", "max") for index, values in enumerate(SEQUENCES)
    ]


def scheduler_rates():
    callback = keras.callbacks.LearningRateScheduler(lambda epoch, rate: rate if epoch < 3 else rate * 0.5)
    return run(callback, SEQUENCES[0])["rates"]


def logs(names, rows, **settings):
    with tempfile.TemporaryDirectory() as folder:
        path = folder + "/log.csv"
        logger = keras.callbacks.CSVLogger(path, **settings)
        logger.on_train_begin()
        for epoch, row in enumerate(rows):
            logger.on_epoch_end(epoch, dict(zip(names, row)))
        logger.on_train_end()
        return {"names": names, "rows": rows, "text": open(path, newline="").read()}


def logger_cases():
    with_validation = ["loss", "accuracy", "val_loss", "val_accuracy"]
    rows = [[0.6931471805599453, 0.5, 0.7, 0.25], [1e-05, 1.0, 123456.75, 0.1], [2.5e-07, 0.3333333432674408, 3.0, 0.0]]
    return [logs(with_validation, rows), logs(["loss", "accuracy"], [row[:2] for row in rows], separator=";")]


write("optimizer_variants.json", optimizer_variants())
write("schedules.json", schedules())
write("regularizers.json", regularizers())
write("callbacks.json", {
    "sequences": SEQUENCES, "stopping": stopping_cases(), "plateau": plateau_cases(), "checkpoint": checkpoint_cases(),
    "schedulerRates": scheduler_rates(), "logs": logger_cases(),
})
