"""How the scripts beside this one write numbers."""

import json
import pathlib

import numpy as np

FOLDER = pathlib.Path(__file__).parent


def numbers(values):
    """Nested arrays as one flat list of short decimals, with their shape."""
    array = np.asarray(values, dtype=np.float32)
    return {"shape": list(array.shape), "values": [float(f"{v:.8g}") for v in array.ravel()]}


def write(name, content):
    text = json.dumps(content, separators=(",", ":"))
    (FOLDER / name).write_text(text + "\n")
    print(name, len(text), "bytes")
