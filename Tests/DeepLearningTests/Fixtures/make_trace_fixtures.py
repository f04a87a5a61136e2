"""Writes the losses that Keras 3 (TensorFlow backend) gives while it trains the book's networks, as JSON beside this script.

Run: python make_trace_fixtures.py   (needs keras 3.15 and tensorflow-cpu 2.21)

traces.json          for each network: the shapes of its weights and the losses of twenty steps
vgg16.json           what the base of VGG16 makes of two small images, and images as its weights want them

Weights and batches are not stored: both sides compute them by the function `uniform` below. The networks have the book's
layers; images and batches are smaller, and nothing is random: neither dropout nor augmentation. All but the frozen VGG16
learn more slowly than in the book: at the book's rates not even Keras follows itself. Its losses of mini-Xception with and
without oneDNN differ by 2e-2 after twenty steps at 1e-3; weights that differ by 1e-5 of themselves, which is what rounding in
another order comes to, move the losses of dogs by 1e-2 at 1e-4 and by 3e-5 at 1e-5, those of the fine-tuned VGG16 by 9e-3 at
1e-5 and by 6e-4 at 1e-6. RMSprop moves every weight by about the learning rate, however small its gradient, and units near
the kink of their ReLU jump. With wider weights (gain 2) the segmentation's loss varies more.
"""

import json
import os
import pathlib

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")

import keras
import numpy as np
from keras import layers

FOLDER = pathlib.Path(__file__).parent
STEPS = 20
IMAGE_STREAM, LABEL_STREAM, OTHER_LABEL_STREAM = 1000, 2000, 3000


def uniform(stream, count):
    """Numbers from 0 to below 1 that look random: a hash of their place and of the stream's number, in 24 bits.

    The mixing is that of C. Wellons' hash-prospector, "lowbias32".
    """
    h = np.arange(count, dtype=np.uint32) + np.uint32(stream * 0x9E3779B1 % 2**32)
    for shift, factor in ((16, 0x7FEB352D), (15, 0x846CA68B), (16, 1)):
        h = (h ^ (h >> np.uint32(shift))) * np.uint32(factor)
    return (h >> np.uint32(8)) / 2**24


def weight(number, name, shape, gain):
    """The first value of the model's weight of this number: of a kernel Glorot uniform, times the gain."""
    u = uniform(number, int(np.prod(shape)))
    if name in ("moving_mean", "moving_variance"):
        values = np.full_like(u, name == "moving_variance")
    elif name == "gamma":
        values = 0.9 + 0.2 * u
    elif len(shape) == 1:
        values = 0.05 * (2 * u - 1)
    else:
        values = (2 * u - 1) * np.sqrt(6 * gain**2 / (np.prod(shape[:-2]) * (shape[-2] + shape[-1])))
    return values.astype(np.float32).reshape(shape)


def set_weights(model, gain=1):
    shapes = []
    for number, variable in enumerate(model.weights):
        variable.assign(weight(number, variable.name, variable.shape, gain))
        shapes.append(list(variable.shape))
    return shapes


def batch(step, shape, size, classes, scale, per_pixel):
    """Images and labels. Brightness tells two thirds of the labels, so that there is something to learn, but not all.

    One label for each image, or one for each square of 8 x 8 pixels.
    """
    cells = (size, shape[0] // 8, shape[1] // 8) if per_pixel else (size, 1, 1)
    count = int(np.prod(cells))
    told = np.floor(uniform(LABEL_STREAM + step, count) * classes)
    other = np.floor(uniform(OTHER_LABEL_STREAM + step, count) * classes)
    labels = np.where(np.arange(count) % 3 == 2, other, told)
    told, labels = (spread(a.reshape(cells), shape[:2]) for a in (told, labels))
    pixels = uniform(IMAGE_STREAM + step, size * int(np.prod(shape))).reshape(size, *shape)
    images = (pixels * ((told[..., None] + 1) / classes) * scale).astype(np.float32)
    return images, (labels if per_pixel else labels[:, 0, 0]).astype(np.int32)


def spread(cells, extents):
    """Repeats each cell until the array has the extents of an image."""
    rows, columns = extents[0] // cells.shape[1], extents[1] // cells.shape[2]
    return cells.repeat(rows, axis=1).repeat(columns, axis=2)


def trace(name, model, size, classes, learning_rate=1e-3, gain=1, scale=255, per_pixel=False, preprocess=lambda x: x):
    shapes = set_weights(model, gain)
    loss = "binary_crossentropy" if classes == 2 else "sparse_categorical_crossentropy"
    model.compile(optimizer=keras.optimizers.RMSprop(learning_rate), loss=loss)
    losses = []
    for step in range(STEPS):
        x, y = batch(step, model.input_shape[1:], size, classes, scale, per_pixel)
        losses.append(float(model.train_on_batch(preprocess(x), y.reshape(-1, 1) if classes == 2 else y)))
        model.reset_metrics()
    print(name, model.count_params(), losses[0], losses[-1])
    return {"name": name, "shapes": shapes, "losses": losses}


def mnist():
    x = inputs = keras.Input((28, 28, 1))
    for filters in (32, 64):
        x = layers.MaxPooling2D(2)(layers.Conv2D(filters, 3, activation="relu")(x))
    x = layers.Flatten()(layers.Conv2D(128, 3, activation="relu")(x))
    return keras.Model(inputs, layers.Dense(10, activation="softmax")(x))


def dogs():
    inputs = keras.Input((80, 82, 3))
    x = layers.Rescaling(1 / 255)(inputs)
    for filters in (32, 64, 128, 256):
        x = layers.MaxPooling2D(2)(layers.Conv2D(filters, 3, activation="relu")(x))
    x = layers.Flatten()(layers.Conv2D(256, 3, activation="relu")(x))
    return keras.Model(inputs, layers.Dense(1, activation="sigmoid")(x))


def vgg_base():
    return keras.applications.VGG16(weights=None, include_top=False, input_shape=(48, 40, 3))


def vgg(is_finetuned):
    base = vgg_base()
    base.trainable = is_finetuned
    for layer in base.layers[:-4]:
        layer.trainable = False
    inputs = keras.Input((48, 40, 3))
    x = layers.Dense(256)(layers.Flatten()(base(inputs)))
    return keras.Model(inputs, layers.Dense(1, activation="sigmoid")(x))


def segmentation():
    inputs = keras.Input((24, 32, 3))
    x = layers.Rescaling(1 / 255)(inputs)
    for filters in (64, 128, 256):
        x = layers.Conv2D(filters, 3, strides=2, activation="relu", padding="same")(x)
        x = layers.Conv2D(filters, 3, activation="relu", padding="same")(x)
    for filters in (256, 128, 64):
        x = layers.Conv2DTranspose(filters, 3, activation="relu", padding="same")(x)
        x = layers.Conv2DTranspose(filters, 3, activation="relu", padding="same", strides=2)(x)
    return keras.Model(inputs, layers.Conv2D(3, 3, activation="softmax", padding="same")(x))


def mini_xception():
    inputs = keras.Input((68, 60, 3))
    x = layers.Rescaling(1 / 255)(inputs)
    x = layers.Conv2D(32, 5, use_bias=False)(x)
    for filters in (32, 64, 128, 256, 512):
        residual = layers.Conv2D(filters, 1, strides=2, padding="same", use_bias=False)(x)
        for _ in range(2):
            x = layers.Activation("relu")(layers.BatchNormalization()(x))
            x = layers.SeparableConv2D(filters, 3, padding="same", use_bias=False)(x)
        x = layers.add([layers.MaxPooling2D(3, strides=2, padding="same")(x), residual])
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(inputs, layers.Dense(1, activation="sigmoid")(x))


def features():
    base = vgg_base()
    set_weights(base)
    x, _ = batch(0, (48, 40, 3), 2, 2, 255, False)
    y = base.predict(keras.applications.vgg16.preprocess_input(x), verbose=0)
    return numbers(y)


def preprocessed():
    pixels = np.floor(256 * uniform(1, 2 * 2 * 3 * 3)).astype(np.float32).reshape(2, 2, 3, 3)
    convert = keras.applications.imagenet_utils.preprocess_input
    return {"pixels": numbers(pixels), **{mode: numbers(convert(pixels.copy(), mode=mode)) for mode in ("caffe", "torch")}}


def numbers(values):
    return {"shape": list(values.shape), "values": [float(f"{v:.8g}") for v in values.ravel()]}


def write(name, content):
    text = json.dumps(content, separators=(",", ":"))
    (FOLDER / name).write_text(text + "\n")
    print(name, len(text), "bytes")


if __name__ == "__main__":
    caffe = keras.applications.vgg16.preprocess_input
    write("traces.json", [
        trace("mnist", mnist(), 16, 10, learning_rate=1e-4, scale=1),
        trace("dogs", dogs(), 8, 2, learning_rate=1e-5),
        trace("vgg16 frozen", vgg(False), 4, 2, preprocess=caffe),
        trace("vgg16 fine-tuned", vgg(True), 4, 2, learning_rate=1e-6, preprocess=caffe),
        trace("segmentation", segmentation(), 2, 3, learning_rate=1e-5, gain=2, per_pixel=True),
        trace("mini-Xception", mini_xception(), 8, 2, learning_rate=3e-5),
    ])
    write("vgg16.json", {"features": features(), **preprocessed()})
