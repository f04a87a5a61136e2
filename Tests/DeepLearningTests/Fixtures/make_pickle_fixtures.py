"""Writes Python pickles of NumPy arrays, and pickles that no reader of weights may accept, as JSON beside this script.

Run: python make_pickle_fixtures.py   (needs numpy)

pickles.json   a nested dictionary of arrays as NumPy 1 pickles it, and the arrays; then pickles to be refused, by name

NumPy 2 has moved the array constructor; its old name is put back, as in files that NumPy 1 wrote.
"""

import base64
import json
import os
import pathlib
import pickle

import numpy as np

FOLDER = pathlib.Path(__file__).parent


def pickled(value, protocol=3):
    return pickle.dumps(value, protocol=protocol).replace(b"numpy._core.multiarray", b"numpy.core.multiarray")


def text(data):
    return base64.b64encode(data).decode()


class Command:
    """What a hostile file does: a call that runs as soon as the file is read."""

    def __reduce__(self):
        return os.system, ("echo read",)


tree = {
    "VGG16_0": {
        "Conv_0": {"kernel": np.arange(12, dtype=np.float32).reshape(1, 2, 2, 3) / 8, "bias": np.float32([1, -2, 3.5])},
        "Conv_1": {"kernel": np.zeros((1, 1, 3, 0), np.float32)},
    },
    "Gewicht": np.float32(np.linspace(-1, 1, 300)).reshape(3, 100),
}
flat = {
    "VGG16_0/Conv_0/kernel": tree["VGG16_0"]["Conv_0"]["kernel"],
    "VGG16_0/Conv_0/bias": tree["VGG16_0"]["Conv_0"]["bias"],
    "VGG16_0/Conv_1/kernel": tree["VGG16_0"]["Conv_1"]["kernel"],
    "Gewicht": tree["Gewicht"],
}

array = np.float32([[1, 2], [3, 4]])
endless = {}
endless["again"] = endless
deep = array
for _ in range(9):
    deep = {"a": deep}

refused = {
    "a command": pickled({"a": Command()}),
    "a command of protocol 2": pickled({"a": Command()}, 2),
    "protocol 4": pickled({"a": array}, 4),
    "protocol 0": pickled({"a": array}, 0),
    "64-bit floats": pickled({"a": array.astype(np.float64)}),
    "16-bit floats": pickled({"a": array.astype(np.float16)}),
    "integers": pickled({"a": array.astype(np.int32)}),
    "other byte order": pickled({"a": array.astype(">f4")}),
    "columns first": pickled({"a": np.asfortranarray(array)}),
    "objects": pickled({"a": np.array([None, 1], dtype=object)}),
    "an array alone": pickled(array),
    "a list": pickled([array]),
    "a number": pickled({"a": 1}),
    "a key that is no text": pickled({1: array}),
    "an array twice": pickled({"a": array, "b": array}),
    "a dictionary in itself": pickled(endless),
    "dictionaries too deep": pickled(deep),
    "no array": pickled({"a": None}),
    "two paths of one name": pickled({"a": {"b": array}, "a/b": array.copy()}),
    "a tuple of arrays": pickled({"a": (array,)}),
}

content = {
    "good": text(pickled(tree)),
    "arrays": {k: {"shape": list(v.shape), "values": [float(f"{x:.9g}") for x in v.ravel()]} for k, v in flat.items()},
    "refused": {name: text(data) for name, data in refused.items()},
}
output = json.dumps(content, separators=(",", ":"))
(FOLDER / "pickles.json").write_text(output + "\n")
print("pickles.json", len(output), "bytes")
