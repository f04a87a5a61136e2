"""Makes the folder of tiny pictures that the tests of data sets read, and what Keras 3.15.1 makes of it (keras.json).

    KERAS_BACKEND=tensorflow python make_folder_fixtures.py

The pictures are gradients and noise from a seed. JPEG files are left out of the pixel batches: decoders may differ by rounding.
"""

import json
import os
import pathlib

import numpy as np
from PIL import Image

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import keras  # noqa: E402

HERE = pathlib.Path(__file__).parent
FOLDER = HERE / "insects"
# Names in an order that differs between bytes and letters, in folders that do so too, and one folder in a folder.
FILES = {
    "ant": ["ant.1.png", "ant.10.png", "ant.2.png", "Big.png", "wings/z.png", "wings/a.png", "wings-old/b.png"],
    "bee": ["bee-1.png", "bee_1.png", "BEE.PNG", "z.png"],
    "Cicada": ["c1.png", "c2.png", "c3.png", "c4.png", "c5.jpg"],
}


def picture(rng, number):
    height, width = [(9, 12), (14, 9), (11, 11), (7, 16), (5, 6)][number % 5]
    y, x = np.mgrid[0:height, 0:width]
    base = np.stack([x * 255 / width, y * 255 / height, (x + y) * 255 / (width + height)], axis=-1)
    return Image.fromarray(np.clip(base + rng.integers(-60, 60, base.shape), 0, 255).astype(np.uint8))


def make_folder():
    rng = np.random.default_rng(3)
    number = 0
    for kind, names in FILES.items():
        for name in names:
            path = FOLDER / kind / name
            path.parent.mkdir(parents=True, exist_ok=True)
            image = picture(rng, number)
            # A picture with fewer and one with more channels than are read.
            image = image.convert("L") if name == "c2.png" else image.convert("RGBA") if name == "c3.png" else image
            image.save(path)
            number += 1
    (FOLDER / "ant" / "notes.txt").write_text("no picture\n")


def masks():
    """Labels 1 to 3 for pictures of `ant`, as the Oxford pets have them; `Big` has none, and `other` no picture."""
    rng = np.random.default_rng(4)
    folder = HERE / "insect-masks"
    folder.mkdir(exist_ok=True)
    for name in ["ant.1.png", "ant.10.png", "ant.2.png", "other.png"]:
        source = FOLDER / "ant" / name
        size = Image.open(source).size if source.exists() else (4, 4)
        labels = rng.integers(1, 4, (size[1], size[0])).astype(np.uint8)
        Image.fromarray(labels).save(folder / name)


def dataset(**settings):
    return keras.utils.image_dataset_from_directory(str(FOLDER), verbose=False, **settings)


def names(data):
    return [os.path.relpath(path, FOLDER) for path in data.file_paths]


def order(**settings):
    data = dataset(**settings)
    return {"names": names(data), "classes": data.class_names}


def batches(**settings):
    data = dataset(image_size=(6, 5), batch_size=4, shuffle=False, **settings)
    images, labels = [], []
    for x, y in data:
        images.append(x.numpy())
        labels.append(y.numpy())
    x, y = np.concatenate(images), np.concatenate(labels)
    return {
        "names": names(data), "shape": list(x.shape), "batches": [len(part) for part in images],
        "pixels": [round(float(v), 3) for v in x.flatten()],
        "labelShape": list(y.shape), "labels": [float(v) for v in y.flatten()],
    }


def main():
    make_folder()
    masks()
    png = ["ant", "bee"]
    result = {
        "sorted": order(shuffle=False),
        "shuffled": {str(seed): order(shuffle=True, seed=seed)["names"] for seed in (0, 7, 4294967295)},
        "split": {
            f"{share} {seed}": {
                part: order(shuffle=True, seed=seed, validation_split=share, subset=part)["names"]
                for part in ("training", "validation")
            }
            for share in (0.2, 0.5, 0.34) for seed in (1, 7)
        },
        "sortedSplit": {
            part: order(shuffle=False, validation_split=0.25, subset=part)["names"]
            for part in ("training", "validation")
        },
        "unlabelled": names(dataset(labels=None, label_mode=None, shuffle=False)),
        "int": batches(class_names=png),
        "binary": batches(class_names=["bee", "ant"], label_mode="binary", interpolation="nearest"),
        "categorical": batches(class_names=["bee", "ant"], label_mode="categorical", color_mode="grayscale"),
        "cropped": batches(class_names=png, crop_to_aspect_ratio=True),
        "area": batches(class_names=png, interpolation="area"),
    }
    (HERE / "keras.json").write_text(json.dumps(result, sort_keys=True, separators=(",", ":")) + "\n")


main()
