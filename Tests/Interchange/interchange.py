"""Compares Quire with Keras 3 and onnxruntime over random graphs; see README.md.

Run: python interchange.py PROGRAM [--cases 200] [--seed 1] [--folder DIR]
"""

import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import warnings

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")

import keras
import numpy as np
import onnx
import onnxruntime
from keras import layers as L

warnings.filterwarnings("ignore", message="The structure of `inputs`")
ACTIVATIONS = ["linear", "relu", "sigmoid", "tanh", "softmax", "leaky_relu", "elu", "gelu", "silu"]
BATCH = 3


class Graph:
    """A random functional model: images grow step by step, then a head makes classes of them."""

    def __init__(self, seed, trained):
        self.random = np.random.default_rng(seed)
        self.trained = trained
        self.used = set()

    def pick(self, *choices):
        return choices[self.random.integers(len(choices))]

    def chance(self, share=0.5):
        return self.random.random() < share

    def pair(self, low, high):
        values = [int(v) for v in self.random.integers(low, high + 1, 2)]
        return values if self.chance() else values[0]

    def layer(self, kind, *arguments, **settings):
        self.used.add(kind.__name__)
        return kind(*arguments, **settings)

    def activation(self):
        return str(self.random.choice(ACTIVATIONS))

    def size(self):
        return int(self.random.integers(1, 6))

    def convolution(self, x):
        height, width, channels = x.shape[1:]
        dilated = self.chance(0.25)
        same = self.chance(0.6) or min(height, width) < 6
        groups = self.pick(*[g for g in (1, 1, channels) if channels % g == 0])
        return self.layer(L.Conv2D,
            groups * int(self.random.integers(1, 4)), self.pair(1, 3), strides=1 if dilated else self.pair(1, 2),
            padding="same" if same else "valid", dilation_rate=2 if dilated else 1, groups=groups,
            activation=self.activation(), use_bias=self.chance(0.8),
            kernel_regularizer=self.pick(None, None, keras.regularizers.L1L2(1e-4, 1e-3)) if not self.trained else None)(x)

    def depthwise(self, x):
        return self.layer(L.DepthwiseConv2D, self.pair(1, 3), strides=self.pick(1, 2), padding="same",
            depth_multiplier=self.pick(1, 2), activation=self.activation(), use_bias=self.chance())(x)

    def separable(self, x):
        return self.layer(L.SeparableConv2D, self.size(), self.pair(1, 3), strides=self.pick(1, 2), padding="same",
            depth_multiplier=self.pick(1, 2), activation=self.activation(), use_bias=self.chance())(x)

    def transposed(self, x):
        if x.shape[1] * x.shape[2] > 150:
            return self.pooling(x)
        return self.layer(L.Conv2DTranspose, self.size(), self.pair(1, 4), strides=self.pair(1, 3),
            padding=self.pick("same", "valid"), activation=self.activation(), use_bias=self.chance())(x)

    def pooling(self, x):
        kind = self.pick(L.MaxPooling2D, L.AveragePooling2D)
        fits = min(x.shape[1:3]) >= 3
        return self.layer(kind, self.pair(2, 3), strides=self.pick(None, 1, 2),
            padding=self.pick("same", "valid") if fits else "same")(x)

    def pointwise(self, x):
        kinds = [
            lambda: self.layer(L.Activation, self.activation()),
            lambda: self.layer(L.BatchNormalization, epsilon=self.pick(1e-3, 1e-2), scale=self.chance(0.8), center=self.chance(0.8)),
            lambda: self.layer(L.Rescaling, 0.7, offset=-0.2),
            lambda: self.layer(L.Dropout, 0.0 if self.trained else 0.3),
            lambda: self.layer(L.SpatialDropout2D, 0.0 if self.trained else 0.2),
            lambda: self.layer(L.Dense, self.size(), activation=self.activation()),
            lambda: self.layer(L.ReLU, self.pick(None, 0.8), self.pick(0, 0.2), self.pick(0, 0.3)),
            lambda: self.layer(L.LeakyReLU, negative_slope=0.1),
            lambda: self.layer(L.ELU, alpha=0.7),
            lambda: self.layer(L.Softmax),
            lambda: self.normalization(x.shape[1:]),
        ]
        random_layers = [
            lambda: self.layer(L.RandomFlip, self.pick("horizontal", "vertical", "horizontal_and_vertical")),
            lambda: self.layer(L.RandomRotation, 0.2, fill_mode=self.pick("reflect", "constant", "nearest")),
            lambda: self.layer(L.RandomZoom, 0.2),
            lambda: self.layer(L.RandomTranslation, 0.1, 0.2),
            lambda: self.layer(L.RandomContrast, 0.3),
        ]
        if not self.trained:
            kinds += random_layers
        return self.pick(*kinds)()(x)

    def normalization(self, shape):
        """Moments that are given, or weights."""
        axes = self.pick(-1, -1, None, (1, 3), 2)
        if self.chance():
            layer = self.layer(L.Normalization, axis=axes)
            layer.adapt(self.random.normal(0.2, 1.5, (8, *shape)).astype(np.float32))
            return layer
        count = {-1: (2, shape[-1]), None: 2}.get(axes, (2, 1))
        moments = self.random.uniform(0.2, 1, count).tolist()
        return self.layer(L.Normalization, axis=axes, mean=moments[0], variance=moments[1], invert=self.chance(0.3))

    def resizing(self, x):
        if x.shape[1] * x.shape[2] > 150:
            return self.pooling(x)
        if self.chance():
            return self.layer(L.ZeroPadding2D, self.pick(1, (1, 2), ((0, 1), (2, 0))))(x)
        return self.layer(L.UpSampling2D, self.pair(1, 2), interpolation=self.pick("nearest", "bilinear"))(x)

    def branch(self, x):
        """Two ways that meet again, sometimes through one shared layer."""
        shared = self.layer(L.Conv2D, x.shape[-1], 3, padding="same", activation=self.activation())
        left = shared(x)
        right = shared(left) if self.chance(0.4) else self.pointwise(x)
        if right.shape != left.shape:
            return self.layer(L.Concatenate)([left, right, x])
        kind = self.pick(L.Add, L.Multiply, L.Subtract, L.Average, L.Maximum, L.Minimum)
        return self.layer(kind)([left, right])

    def gate(self, x):
        """Channels weighted by what is in the whole image."""
        kind = self.pick(L.GlobalAveragePooling2D, L.GlobalMaxPooling2D)
        weights = self.layer(kind, keepdims=True)(x)
        return self.layer(L.Multiply)([x, self.layer(L.Dense, x.shape[-1], activation="sigmoid")(weights)])

    def nested(self, x):
        inputs = keras.Input(x.shape[1:])
        if self.chance(0.4):
            self.used.add("Sequential")
            model = keras.Sequential([keras.Input(x.shape[1:]), self.layer(L.Conv2D, x.shape[-1], 3, padding="same"),
                                      self.layer(L.Activation, self.activation())])
            return model(model(x)) if self.chance() else model(x)
        self.used.add("Functional")
        a = self.layer(L.Conv2D, x.shape[-1], 1)(inputs)
        b = self.layer(L.BatchNormalization)(a)
        inner = keras.Model(inputs, [a, b])
        first, second = inner(x)
        if self.chance():
            first, _ = inner(second)
        return self.layer(L.Add)([first, second])

    def image(self, x):
        steps = [self.convolution, self.depthwise, self.separable, self.transposed, self.pooling, self.pointwise,
                 self.pointwise, self.resizing, self.branch, self.branch, self.gate, self.nested]
        for _ in range(self.random.integers(2, 7)):
            x = self.pick(*steps)(x)
        return x

    def flat(self, x):
        if self.chance(0.3):
            x = self.layer(L.Reshape, (-1, x.shape[-1]))(x)
            return self.layer(L.Flatten)(self.layer(L.Dense, 3, activation="tanh")(x))
        if self.chance(0.3):
            return self.layer(L.Flatten)(x)
        return self.layer(self.pick(L.GlobalAveragePooling2D, L.GlobalMaxPooling2D))(x)

    def model(self):
        shape = tuple(int(v) for v in self.random.integers(3, 12, 2)) + (int(self.random.integers(1, 4)),)
        inputs = [keras.Input(shape)]
        x = self.image(inputs[0])
        if SEVERAL and self.chance(0.3) and not self.trained:
            inputs.append(keras.Input(x.shape[1:], name="side"))
            x = self.layer(L.Concatenate)([x, self.pointwise(inputs[1])])
        flat = self.flat(x)
        if self.chance(0.3):
            flat = self.layer(L.BatchNormalization)(flat)
        classes = self.layer(L.Dense, 3, activation="softmax")(flat)
        if self.trained or self.chance():
            return keras.Model(inputs, classes)
        return keras.Model(inputs, [classes, self.image(x)])


def listed(value):
    return value if isinstance(value, (list, tuple)) else [value]


def randomize(model, random):
    model.set_weights([
        np.abs(random.normal(1, 0.3, w.shape)) if "variance" in v.path
        else random.normal(0, 1 / np.sqrt(max(np.prod(w.shape[:-1]), 4)), w.shape)
        for v, w in zip(model.weights, model.get_weights())])
    for layer in model._flatten_layers():
        if isinstance(layer, L.Normalization):
            layer.finalize_state()  # computes constants from the weights


def prepare(folder, seed, trained):
    keras.utils.clear_session()
    graph = Graph(seed, trained)
    model = graph.model()
    randomize(model, graph.random)
    folder.mkdir()
    inputs = [graph.random.normal(0, 1, (BATCH, *x.shape[1:])).astype(np.float32) for x in model.inputs]
    for index, x in enumerate(inputs):
        x.tofile(folder / f"x{index}.f32")
    expected = [np.asarray(y) for y in listed(model(inputs if len(inputs) > 1 else inputs[0], training=False))]
    model.save(folder / "keras.keras")
    model.save_weights(folder / "keras.weights.h5")
    losses = None
    if trained:
        labels = graph.random.integers(0, 3, BATCH).astype(np.int32)
        labels.tofile(folder / "labels.i32")
        model.compile(keras.optimizers.SGD(0.05), "sparse_categorical_crossentropy", jit_compile=False)
        losses = [float(listed(model.train_on_batch(inputs[0], labels))[0])]
        model.reset_metrics()
        losses.append(float(listed(model.train_on_batch(inputs[0], labels))[0]))
    return {"folder": folder, "inputs": inputs, "expected": expected, "losses": losses, "used": graph.used}


def difference(found, expected):
    """The greatest difference, relative to the greatest expected number."""
    found, expected = np.asarray(found, np.float64).ravel(), np.asarray(expected, np.float64).ravel()
    if found.size != expected.size:
        return float("inf")
    return float(np.max(np.abs(found - expected)) / max(np.max(np.abs(expected)), 1e-6))


def check(case):
    folder, inputs, expected = case["folder"], case["inputs"], case["expected"]
    error = folder / "quire-error.txt"
    if error.exists():
        return {"error": error.read_text().strip()}
    read = lambda name: [np.fromfile(folder / f"{name}{i}.f32", np.float32) for i in range(len(expected))]
    worst = lambda found: max(difference(a, b) for a, b in zip(found, expected))
    results = {"keras->quire .keras": (worst(read("quire-y")), 1e-5), "keras->quire .weights.h5": (worst(read("quire-w")), 1e-5)}
    given = inputs if len(inputs) > 1 else inputs[0]
    keras.utils.clear_session()
    model = keras.models.load_model(folder / "quire.keras")
    results["quire->keras .keras"] = (worst(listed(model(given, training=False))), 1e-5)
    original = keras.models.load_model(folder / "keras.keras")
    original.set_weights([np.zeros_like(w) for w in original.get_weights()])
    original.load_weights(folder / "quire.weights.h5")
    results["quire->keras .weights.h5"] = (worst(listed(original(given, training=False))), 1e-5)
    onnx.checker.check_model(onnx.load(folder / "quire.onnx"), full_check=True)
    session = onnxruntime.InferenceSession(str(folder / "quire.onnx"), providers=["CPUExecutionProvider"])
    names = [i.name for i in session.get_inputs()]
    results["quire->onnxruntime"] = (worst(session.run(None, dict(zip(names, inputs)))), 1e-4)
    if case["losses"]:
        results["two training steps"] = (difference(np.fromfile(folder / "quire-losses.f32", np.float32), case["losses"]), 1e-4)
    return results


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("--cases", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=pathlib.Path)
    parser.add_argument("--one-input", action="store_true")
    arguments = parser.parse_args()
    global SEVERAL
    SEVERAL = not arguments.one_input
    folder = arguments.folder or pathlib.Path(tempfile.mkdtemp())
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    cases = [prepare(folder / f"case-{n:03d}", arguments.seed * 1000 + n, trained=n % 2 == 0) for n in range(arguments.cases)]
    subprocess.run([arguments.program, folder], check=True)
    worst, failures = {}, 0
    for case in cases:
        try:
            results = check(case)
        except Exception as problem:
            results = {"error": f"{type(problem).__name__}: {problem}"[:600]}
        bad = results.get("error") or {k: v for k, (v, limit) in results.items() if not v <= limit}
        if bad:
            failures += 1
            print(case["folder"].name, sorted(case["used"]), bad)
        else:
            for name, (value, _) in results.items():
                worst[name] = max(worst.get(name, (0, 0))[0], value), worst.get(name, (0, 0))[1] + 1
    print("layers drawn:", ", ".join(sorted(set().union(*(c["used"] for c in cases)))))
    for name, (value, count) in worst.items():
        print(f"{name}: worst relative difference {value:.2g} over {count} graphs")
    print(f"{failures} of {len(cases)} graphs differ")
    sys.exit(failures > 0)


main()
