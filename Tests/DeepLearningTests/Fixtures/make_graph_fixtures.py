"""Writes the numbers that Keras 3 (TensorFlow backend) gives for layers of images, joined values and normalisation.

Run: python make_graph_fixtures.py   (needs keras 3.15 and tensorflow-cpu 2.21)

graphs.json                for each small graph: input, weights, output, and the gradients of sum(output * output_gradient)
batch_normalization.json   losses and last weights of some steps of networks with batch normalisation
"""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")

import keras
import numpy as np
import tensorflow as tf
from keras import layers as L

from fixture_files import numbers, write

random = np.random.default_rng(11)


def randomise(model):
    """Weights of a size that shows; moving variances are positive, moments of data stay as they are."""
    for layer in model.layers:
        if isinstance(layer, L.Normalization):
            continue
        for weight in layer.weights:
            values = random.normal(0, 0.5, weight.shape)
            weight.assign(np.abs(values) + 0.3 if "variance" in weight.name else values)


def graph(name, build, shape, batch=2, training=False, scale=1.0):
    inputs = keras.Input(shape)
    x = tf.constant(random.normal(0, scale, (batch, *shape)).astype(np.float32))
    model = keras.Model(inputs, build(inputs, x))
    randomise(model)
    weights = [numbers(w) for w in model.get_weights()]
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = model(x, training=training)
        seed = tf.constant(random.normal(0, 1, y.shape).astype(np.float32))
        total = tf.reduce_sum(y * seed)
    gradients = tape.gradient(total, [x] + model.trainable_variables)
    return {
        "name": name,
        "isTraining": training,
        "input": numbers(x),
        "weights": weights,
        "output": numbers(y),
        "outputGradient": numbers(seed),
        "inputGradient": numbers(gradients[0]),
        "weightGradients": [numbers(g) for g in gradients[1:]],
    }


def layer(name, made, shape, **options):
    return graph(name, lambda inputs, _: made(inputs), shape, **options)


def in_groups(made, groups):
    """A convolution in groups, made of one convolution a group: TensorFlow has no gradient of the other on a CPU."""

    def build(inputs, _):
        channels = inputs.shape[-1] // groups
        parts = [L.Lambda(lambda t, i=i: t[..., i * channels : (i + 1) * channels])(inputs) for i in range(groups)]
        return L.Concatenate()([made()(part) for part in parts])

    return build


def grouped(name, filters, groups, shape, **options):
    """The numbers of a convolution in groups, its kernel and bias put together from those of its groups."""
    case = graph(name, in_groups(lambda: L.Conv2D(filters // groups, **options), groups), shape)

    def joined(arrays):
        arrays = [np.reshape(a["values"], a["shape"]) for a in arrays]
        return [numbers(np.concatenate(arrays[k::2], -1)) for k in range(2)]

    case["weights"], case["weightGradients"] = joined(case["weights"]), joined(case["weightGradients"])
    return case


def image_layers():
    return [
        layer("dilated", L.Conv2D(3, (3, 2), dilation_rate=(2, 3)), (7, 8, 2)),
        layer("dilated same", L.Conv2D(2, 3, dilation_rate=2, padding="same", activation="relu"), (6, 5, 3)),
        grouped("groups", 6, 2, (5, 6, 4), kernel_size=3, padding="same"),
        grouped("groups stride 2", 6, 3, (7, 6, 3), kernel_size=(3, 2), strides=2),
        layer("depthwise", L.DepthwiseConv2D(3, depth_multiplier=2), (5, 6, 3)),
        layer("depthwise same stride 2", L.DepthwiseConv2D(3, strides=2, padding="same", activation="relu"), (6, 7, 2)),
        layer("depthwise one channel batch 1", L.DepthwiseConv2D((2, 3), padding="same"), (4, 5, 1), batch=1),
        layer("depthwise dilated", L.DepthwiseConv2D(3, dilation_rate=2, use_bias=False), (7, 6, 2)),
        layer("separable", L.SeparableConv2D(4, 3, padding="same", depth_multiplier=2), (5, 4, 3)),
        layer("separable stride 2", L.SeparableConv2D(3, (3, 2), strides=2, use_bias=False), (7, 7, 2)),
        layer("transposed same stride 2", L.Conv2DTranspose(3, 3, strides=2, padding="same"), (3, 4, 2)),
        layer("transposed valid stride 2", L.Conv2DTranspose(2, 3, strides=2, activation="relu"), (4, 3, 3)),
        layer("transposed ragged", L.Conv2DTranspose(2, (2, 4), strides=(3, 2)), (3, 4, 2)),
        layer("transposed ragged same", L.Conv2DTranspose(2, (4, 2), strides=(3, 2), padding="same"), (3, 4, 1), batch=1),
        layer("nearest", L.UpSampling2D((2, 3)), (3, 4, 2)),
        layer("bilinear", L.UpSampling2D((3, 2), interpolation="bilinear"), (3, 4, 2)),
        layer("bilinear one row", L.UpSampling2D((2, 4), interpolation="bilinear"), (1, 3, 1), batch=1),
        layer("zeros", L.ZeroPadding2D(((1, 0), (2, 3))), (3, 4, 2)),
        layer("mean 2", L.AveragePooling2D(2), (5, 6, 3)),
        layer("mean same", L.AveragePooling2D(3, strides=2, padding="same"), (6, 7, 2)),
        layer("mean ragged", L.AveragePooling2D((2, 3), strides=(1, 2), padding="same"), (4, 6, 1), batch=1),
        layer("mean of all", L.AveragePooling2D((5, 4)), (5, 4, 2)),
        layer("global mean", L.GlobalAveragePooling2D(), (5, 4, 3)),
        layer("global mean kept", L.GlobalAveragePooling2D(keepdims=True), (3, 7, 1), batch=1),
        layer("global maximum", L.GlobalMaxPooling2D(), (5, 4, 3)),
        layer("global maximum kept", L.GlobalMaxPooling2D(keepdims=True), (2, 3, 2)),
        layer("reshape", L.Reshape((4, -1, 2)), (4, 3, 2)),
        layer("spatial dropout outside training", L.SpatialDropout2D(0.5), (3, 2, 2)),
    ]


def activations():
    names = ["relu", "leaky_relu", "elu", "gelu", "silu", "swish", "sigmoid", "tanh", "softmax", "linear"]
    made = [layer(f"activation {name}", L.Activation(name), (5, 7), scale=2.0) for name in names]
    return made + [
        layer("dense gelu", L.Dense(4, activation="gelu"), (5,), batch=3),
        layer("relu layer", L.ReLU(), (4, 5)),
        layer("relu 1", L.ReLU(max_value=1.0), (4, 5)),
        layer("relu of all", L.ReLU(max_value=1.2, negative_slope=0.2, threshold=0.4), (4, 9)),
        layer("leaky relu layer", L.LeakyReLU(), (4, 5)),
        layer("elu layer", L.ELU(alpha=0.6), (4, 5)),
        layer("softmax layer", L.Softmax(), (3, 5)),
    ]


def joined_values():
    def dense(units, activation=None):
        return L.Dense(units, activation=activation)

    def residual(x, _):
        t = L.Activation("relu")(L.BatchNormalization()(x))
        t = L.SeparableConv2D(3, 3, padding="same", use_bias=False)(t)
        t = L.Activation("relu")(L.BatchNormalization()(t))
        t = L.SeparableConv2D(3, 3, padding="same", use_bias=False)(t)
        t = L.MaxPooling2D(3, strides=2, padding="same")(t)
        return L.Add()([t, L.Conv2D(3, 1, strides=2, padding="same", use_bias=False)(x)])

    def weighted(x, _):
        return L.Multiply()([x, dense(3, "sigmoid")(L.GlobalAveragePooling2D(keepdims=True)(x))])

    return [
        graph("sum", lambda x, _: L.Add()([x, dense(4)(x), x]), (3, 4)),
        graph("sum and relu", lambda x, _: L.Activation("relu")(L.Add()([x, dense(4)(x)])), (3, 4)),
        graph("sum of ranks", lambda x, _: L.Add()([L.GlobalMaxPooling2D()(x), x]), (3, 4, 2)),
        graph("product", lambda x, _: L.Multiply()([x, dense(2, "tanh")(x)]), (3, 2)),
        graph("product by channel", weighted, (4, 3, 3)),
        graph("product by pixel", lambda x, _: L.Multiply()([dense(1, "sigmoid")(x), x]), (4, 3, 3)),
        graph("difference", lambda x, _: L.Subtract()([dense(1)(x), x]), (3, 5)),
        graph("average", lambda x, _: L.Average()([x, dense(5)(x), x]), (5,)),
        graph("maximum", lambda x, _: L.Maximum()([x, dense(5)(x), dense(1)(x)]), (3, 5)),
        graph("minimum", lambda x, _: L.Minimum()([dense(5)(x), x]), (3, 5)),
        graph("joined", lambda x, _: L.Concatenate()([x, dense(3)(x), x]), (3, 2, 2)),
        graph("joined rows", lambda x, _: L.Concatenate(axis=1)([x, L.ZeroPadding2D(((1, 0), (0, 0)))(x)]), (3, 2, 2)),
        layer("normalised", L.BatchNormalization(), (3, 4, 2)),
        layer("normalised and relu", lambda x: L.Activation("relu")(L.BatchNormalization(epsilon=0.01)(x)), (3, 4, 3)),
        layer("normalised rows", L.BatchNormalization(scale=False), (5,), batch=4),
        layer("normalised by the batch", L.BatchNormalization(), (3, 4, 2), training=True),
        layer("normalised rows by the batch", L.BatchNormalization(center=False), (5,), batch=7, training=True),
        layer("normalised one channel batch 1", L.BatchNormalization(scale=False), (4, 3, 1), batch=1, training=True),
        graph("residual block", residual, (5, 6, 2), training=True),
    ]


def given_moments():
    def adapted(**options):
        def build(inputs, x):
            made = L.Normalization(**options)
            made.adapt(x.numpy() * 3 + 1)
            return made(inputs)

        return build

    given = L.Normalization(mean=[0.5, -1.0, 2.0], variance=[0.25, 4.0, 0.0])
    return [
        layer("moments given", given, (2, 2, 3)),
        layer("moments of one", L.Normalization(axis=None, mean=0.3, variance=2.0, invert=True), (4, 2)),
        graph("moments adapted", adapted(), (3, 4, 2)),
        graph("moments adapted by place", adapted(axis=(1, 3)), (3, 4, 2)),
        graph("moments adapted over all", adapted(axis=None), (4,)),
    ]


def trained(name, frozen):
    inputs = keras.Input((7, 6, 2))
    t = L.Conv2D(4, 3, strides=2, padding="same", use_bias=False)(inputs)
    first = L.BatchNormalization(momentum=0.9)
    t = L.Activation("relu")(first(t))
    t = L.Conv2D(5, 2, use_bias=False)(t)
    t = L.Activation("relu")(L.BatchNormalization(momentum=0.6, epsilon=0.01, scale=False)(t))
    model = keras.Model(inputs, L.Dense(3, activation="softmax")(L.GlobalAveragePooling2D()(t)))
    randomise(model)
    first.trainable = not frozen
    initial = model.get_weights()
    model.compile(optimizer=keras.optimizers.SGD(0.1, momentum=0.5), loss="sparse_categorical_crossentropy")
    x = random.normal(0.5, 1, (12, 7, 6, 2)).astype(np.float32)
    y = random.integers(0, 3, 12)
    losses = []
    for step in range(8):
        rows = slice(step % 2 * 6, step % 2 * 6 + 6)
        losses.append(float(model.train_on_batch(x[rows], y[rows])))
        model.reset_metrics()
    return {
        "name": name, "frozen": frozen, "x": numbers(x), "y": numbers(y), "weights": [numbers(w) for w in initial],
        "losses": losses, "finalWeights": [numbers(w) for w in model.get_weights()],
        "outputs": numbers(model.predict(x, verbose=0)),
    }


write("graphs.json", image_layers() + activations() + joined_values() + given_moments())
write("batch_normalization.json", [trained("all layers", False), trained("first normalisation frozen", True)])
