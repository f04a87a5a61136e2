"""Writes small files that Keras 3 saved, and what their models predict, beside this script.

Run: python make_keras_files.py   (needs keras 3.15, tensorflow-cpu 2.21 and h5py)

keras/*.keras              models; all but sequential.keras are packed again with compression, to be small
keras/branches.weights.h5  the weights of branches.keras
keras/chain.legacy.h5      weights in Keras 2's layout as its functions in Keras 3 write it
keras/plain.h5             the same layout with the bare names that the published VGG16 file has
keras_files.json           for each of them: inputs and what Keras predicts
"""

import json
import os
import pathlib
import zipfile

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import h5py
import keras
import numpy as np
from keras import layers
from keras.src.legacy.saving import legacy_h5_format

HERE = pathlib.Path(__file__).parent
FOLDER = HERE / "keras"
random = np.random.default_rng(11)


def numbers(values):
    array = np.asarray(values, dtype=np.float32)
    return {"shape": list(array.shape), "values": [float(f"{v:.8g}") for v in array.ravel()]}


def randomize(model):
    """Weights that are not what a new model has; variances stay positive."""
    model.set_weights([np.abs(random.normal(0.5, 0.3, w.shape)) if "variance" in v.path else random.normal(0, 0.4, w.shape)
                       for v, w in zip(model.weights, model.get_weights())])
    for layer in model.layers:
        if isinstance(layer, layers.Normalization):
            layer.finalize_state()  # computes constants from the weights


def pack(path):
    with zipfile.ZipFile(path) as source:
        members = [(i.filename, source.read(i)) for i in source.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in members:
            target.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)


def save(name, model, packed=True):
    randomize(model)
    path = FOLDER / f"{name}.keras"
    model.save(path)
    if packed:
        pack(path)
    return case(model)


def case(model):
    x = random.normal(0, 1, (3, *model.inputs[0].shape[1:])).astype(np.float32)
    outputs = model.predict(x, verbose=0)
    return {"input": numbers(x), "outputs": [numbers(y) for y in (outputs if isinstance(outputs, list) else [outputs])]}


def branches():
    keras.utils.clear_session()
    x = keras.Input((9, 8, 2), name="image")
    t = layers.Rescaling(0.5, offset=-0.1)(x)
    t = layers.Conv2D(4, 3, padding="same", activation="relu", kernel_regularizer=keras.regularizers.L2(1e-3))(t)
    left = layers.MaxPooling2D(2, padding="same")(t)
    right = layers.DepthwiseConv2D(3, strides=2, padding="same", use_bias=False)(t)
    t = layers.Add()([left, right])
    t = layers.BatchNormalization()(t)
    t = layers.Concatenate()([t, layers.SeparableConv2D(3, 3, padding="same", activation="tanh")(t)])
    t = layers.Dropout(0.4, seed=3)(t)
    classes = layers.Dense(3, activation="softmax", name="classes")(layers.GlobalAveragePooling2D()(t))
    masks = layers.Conv2DTranspose(2, 3, strides=2, padding="same", activation="sigmoid", name="masks")(t)
    model = keras.Model(x, [classes, masks], name="branches")
    model.compile("adam", loss=["sparse_categorical_crossentropy", "mse"])
    return model


def nested():
    keras.utils.clear_session()
    a = keras.Input((5, 6, 3))
    h = layers.Conv2D(3, 3, padding="same", name="inner_conv")(a)
    block = keras.Model(a, [h, layers.BatchNormalization()(h)], name="block")
    head = keras.Sequential([layers.ZeroPadding2D(1), layers.Conv2D(2, 2), layers.Flatten(), layers.Dense(2)], name="head")
    x = keras.Input((5, 6, 3))
    first, normal = block(x)
    second, other = block(layers.Multiply()([first, normal]))
    t = layers.Subtract()([second, other])
    block.trainable = False
    model = keras.Model(x, head(t), name="nested")
    return model


def shared():
    """A layer at two depths, so that its place in the order follows from the deeper call."""
    keras.utils.clear_session()
    x = keras.Input((4, 4, 2))
    conv = layers.Conv2D(2, 3, padding="same", activation="sigmoid", name="twice")
    early = layers.Conv2D(2, 1, name="once")(x)
    t = conv(early)
    t = layers.Conv2D(2, 1, name="between")(t)
    t = layers.Maximum()([conv(t), conv(x)])
    return keras.Model(x, layers.GlobalMaxPooling2D()(t), name="shared")


def sequential():
    keras.utils.clear_session()
    return keras.Sequential(
        [keras.Input((6, 6, 1)), layers.Conv2D(2, 3, dilation_rate=2), layers.UpSampling2D(2, interpolation="bilinear"),
         layers.Flatten(), layers.Dense(2, activation="softmax")], name="sequential")


def palette():
    """The layers that the models above have not, with settings of their own."""
    keras.utils.clear_session()
    x = keras.Input((10, 10, 3), name="image")
    adapted = layers.Normalization(axis=(1, 3), name="adapted")
    adapted.adapt(random.normal(0.5, 2, (4, 10, 10, 3)))
    t = layers.Normalization(mean=[0.125, -0.25, 0.5], variance=[0.5, 2, 1.5], name="given")(adapted(x))
    t = layers.Normalization(axis=None, mean=0.25, variance=0.5, invert=True, name="inverse")(t)
    t = layers.RandomFlip("vertical", seed=1)(t)
    t = layers.RandomRotation((-0.1, 0.2), fill_mode="constant", fill_value=0.5)(t)
    t = layers.RandomZoom(0.2, (-0.3, 0.1), fill_mode="nearest")(t)
    t = layers.RandomTranslation(0.1, (-0.2, 0.3), fill_mode="wrap", interpolation="nearest")(t)
    t = layers.RandomContrast(0.3, value_range=(0, 1))(t)
    t = layers.Conv2D(6, 3, activation="leaky_relu", use_bias=True)(t)
    t = layers.BatchNormalization(epsilon=0.01, momentum=0.9, center=False)(t)
    t = layers.SpatialDropout2D(0.25, seed=2)(t)
    whole = layers.AveragePooling2D((3, 2), strides=2, padding="same")(t)
    inner = layers.AveragePooling2D(2)(t)
    t = layers.Concatenate()([layers.ReLU(max_value=0.6)(whole), layers.LeakyReLU(negative_slope=0.15)(inner)])
    t = layers.Concatenate(axis=1)([t, layers.ELU(alpha=0.7)(t)])
    t = layers.ReLU(negative_slope=0.2, threshold=0.3, name="bent")(t)
    gate = layers.Dense(12, activation="sigmoid")(layers.GlobalAveragePooling2D(keepdims=True)(t))
    t = layers.Multiply()([t, gate])
    t = layers.Average()([t, layers.Minimum()([t, layers.Activation("elu")(t)])])
    rows = layers.Dense(5, activation="silu")(layers.Reshape((-1, 12))(t))
    rows = layers.Softmax()(layers.Dense(4, activation="gelu")(rows))
    return keras.Model(x, [layers.GlobalMaxPooling2D()(t), rows], name="palette")


def unknown_layer():
    keras.utils.clear_session()
    a = keras.Input((4,))
    inner = keras.Model(a, layers.LayerNormalization(name="norm")(a), name="inner")
    x = keras.Input((4,))
    return keras.Model(x, layers.Dense(2)(inner(x)), name="outer")


def unknown_option():
    keras.utils.clear_session()
    x = keras.Input((4,))
    return keras.Model(x, layers.Dense(2, kernel_constraint="non_neg", name="bound")(x), name="outer")


def operation():
    keras.utils.clear_session()
    x = keras.Input((4,))
    return keras.Model(x, layers.Dense(2)(x + 1.0), name="outer")


def chain():
    """Keras 2's layout, a nested model with untrained weights among its layers included."""
    keras.utils.clear_session()
    a = keras.Input((5, 5, 2))
    block = keras.Model(a, layers.Conv2D(2, 2, name="block_conv")(layers.BatchNormalization(name="block_norm")(a)), name="block")
    x = keras.Input((6, 6, 1))
    t = layers.Conv2D(2, 2, name="block1_conv1")(x)
    t = layers.Flatten()(block(t))
    model = keras.Model(x, layers.Dense(2, name="fc")(t), name="chain")
    randomize(model)
    with h5py.File(FOLDER / "chain.legacy.h5", "w") as file:
        legacy_h5_format.save_weights_to_hdf5_group(file, model)
    return case(model)


def plain():
    keras.utils.clear_session()
    x = keras.Input((6, 6, 3))
    t = layers.Conv2D(2, 3, name="block1_conv1")(x)
    t = layers.MaxPooling2D(2, name="block1_pool")(t)
    model = keras.Model(x, layers.Conv2D(3, 2, name="block2_conv1")(t), name="plain")
    randomize(model)
    with h5py.File(FOLDER / "plain.h5", "w") as file:
        file.attrs["layer_names"] = np.array([l.name.encode() for l in model.layers])
        for layer in model.layers:
            group = file.create_group(layer.name)
            names = [f"{layer.name}_{kind}_1:0".encode() for kind in "Wb"] if layer.weights else []
            group.attrs["weight_names"] = np.array(names) if names else []
            for name, value in zip(names, layer.get_weights()):
                group.create_dataset(name.decode(), data=value)
    return case(model)


FOLDER.mkdir(exist_ok=True)
cases = {}
model = branches()
cases["branches"] = save("branches", model)
model.optimizer = None
model.save_weights(FOLDER / "branches.weights.h5")
cases["nested"] = save("nested", nested())
cases["shared"] = save("shared", shared())
cases["sequential"] = save("sequential", sequential(), packed=False)
for make in [unknown_layer, unknown_option, operation]:
    save(make.__name__, make())
cases["chain"] = chain()
cases["plain"] = plain()
cases["palette"] = save("palette", palette())
(HERE / "keras_files.json").write_text(json.dumps(cases, separators=(",", ":")) + "\n")
for path in sorted(FOLDER.iterdir()):
    print(path.name, path.stat().st_size)
