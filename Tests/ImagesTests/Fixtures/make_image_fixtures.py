"""Writes small synthetic images, and what Pillow and TensorFlow make of them, beside this script.

Run: python make_image_fixtures.py   (needs pillow 13, numpy, keras 3.15 and tensorflow-cpu 2.21)

Files/        JPEG and PNG files of every kind
decoded.json  their pixels in each colour mode: Pillow's, or the formula beside the case where Pillow has no convention
keras.json    the JPEG files in another size as image_dataset_from_directory reads them
resized.json  small images in other sizes: tf.image.resize (bilinear, area), Pillow (nearest), Keras (crop_to_aspect_ratio)
"""

import base64
import io
import json
import os
import pathlib
import struct

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ["KERAS_BACKEND"] = "tensorflow"

import keras
import numpy as np
import tensorflow as tf
from PIL import Image, ImageDraw, ImageOps

import png_writer as writer

FOLDER = pathlib.Path(__file__).parent
FILES = FOLDER / "Files"
ALL_MODES = {"colors-420.jpg", "colors-rgb.jpg", "grey.jpg", "inks.jpg", "turned-6.jpg"}
MODES = {"grayscale": "L", "rgb": "RGB", "rgba": "RGBA"}
random = np.random.default_rng(5)


# Pictures

def picture(width=23, height=19):
    """Gradients, a disc, a line and some noise: smooth and sharp parts in strong colours."""
    y, x = np.mgrid[0:height, 0:width]
    pixels = np.stack([255 * x / width, 255 * y / height, 127 + 127 * np.sin(x / 3 + y / 5)], axis=-1)
    image = Image.fromarray(pixels.astype(np.uint8))
    draw = ImageDraw.Draw(image)
    draw.ellipse((width // 4, height // 4, width // 2, height // 2), fill=(250, 10, 30))
    draw.line((0, height, width, 0), fill=(0, 240, 250), width=2)
    noise = random.integers(-12, 13, (height, width, 3))
    return Image.fromarray(np.clip(np.asarray(image).astype(int) + noise, 0, 255).astype(np.uint8))


# JPEG

def jpeg(image, **options):
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", **{"quality": 90, **options})
    return buffer.getvalue()


def exif(orientation, order="II"):
    mark = "<" if order == "II" else ">"
    entry = struct.pack(mark + "HHIHH", 0x0112, 3, 1, orientation, 0)
    other = struct.pack(mark + "HHII", 0x010F, 2, 4, 0)
    header = order.encode() + struct.pack(mark + "HI", 42, 8)
    return b"Exif\0\0" + header + struct.pack(mark + "H", 2) + other + entry + struct.pack(mark + "I", 0)


def without_marker(data, number):
    """A JPEG file without its marker segments of this number."""
    kept, place = data[:2], 2
    while data[place + 1] != 0xDA:
        length = 2 + int.from_bytes(data[place + 2:place + 4], "big")
        if data[place + 1] != number:
            kept += data[place:place + length]
        place += length
    return kept + data[place:]


def with_adobe_transform(data, transform):
    place = data.index(b"Adobe")
    return data[:place + 11] + bytes([transform]) + data[place + 12:]


def jpeg_files():
    image = picture()
    inks = image.convert("CMYK")
    inks = Image.merge("CMYK", [*inks.split()[:3], picture().convert("L").point(lambda v: v // 2)])
    files = {
        "colors-420": jpeg(image, subsampling="4:2:0"),
        "colors-422": jpeg(image, subsampling="4:2:2"),
        "colors-444": jpeg(image, subsampling="4:4:4"),
        "colors-rgb": jpeg(image, keep_rgb=True),
        "colors-low": jpeg(image, quality=15),
        "colors-restarts": jpeg(image, restart_marker_blocks=2),
        "grey": jpeg(image.convert("L")),
        "progressive": jpeg(image, progressive=True),
        "progressive-grey": jpeg(image.convert("L"), progressive=True),
        "inks": jpeg(inks),
        "inks-ycck": with_adobe_transform(jpeg(inks), 2),
        "inks-plain": without_marker(jpeg(inks), 0xEE),
        "wide": jpeg(picture(90, 5)),
        "one-pixel": jpeg(picture(1, 1)),
        "trailing-bytes": jpeg(image) + b"more than the image",
    }
    for orientation in range(1, 9):
        small = picture(13, 10)
        files[f"turned-{orientation}"] = jpeg(small, exif=exif(orientation, "II" if orientation % 2 else "MM"))
    return {name + ".jpg": data for name, data in files.items()}


def decoded_jpeg(data, name, mode):
    image = Image.open(io.BytesIO(data))
    if name.startswith("inks-plain"):
        # Without Adobe's marker 255 is full ink, which Pillow does not consider: TensorFlow does.
        image = Image.fromarray(tf.io.decode_jpeg(data, channels=3, dct_method="INTEGER_ACCURATE").numpy())
    elif mode == "L":
        image.draft("L", image.size)  # the luminance as it is stored, as TensorFlow takes it
    image = ImageOps.exif_transpose(image)
    if image.mode == "CMYK":
        image = image.convert("RGB")
    return np.asarray(image.convert(mode))


# PNG

def png_files():
    """Pairs of a file and its pixels by formula, where Pillow has no convention or another."""
    files = {}
    for kind, depths in [(writer.GREY, [1, 2, 4, 8, 16]), (writer.RGB, [8, 16]), (writer.PALETTE, [1, 2, 4, 8]),
                         (writer.GREY_ALPHA, [8, 16]), (writer.RGBA, [8, 16])]:
        for depth in depths:
            for interlaced in [False, True]:
                for transparent in [False, True] if kind in (writer.GREY, writer.RGB, writer.PALETTE) else [False]:
                    name, case = png_case(kind, depth, interlaced, transparent)
                    files[name] = case
    return files


KINDS = {writer.GREY: "grey", writer.RGB: "rgb", writer.PALETTE: "palette", writer.GREY_ALPHA: "grey-alpha",
         writer.RGBA: "rgba"}


def png_case(kind, depth, interlaced, transparent):
    shape = (7, 9, writer.CHANNELS[kind])
    samples = random.integers(0, 2 ** depth, shape)
    palette, transparency = None, None
    if kind == writer.PALETTE:
        palette = random.integers(0, 256, 3 * 2 ** depth).astype(np.uint8)
    if transparent and kind == writer.PALETTE:
        transparency = bytes(random.integers(0, 256, 2 ** depth // 2 + 1).astype(np.uint8))
    elif transparent:
        samples[2:5, 3:6] = samples[0, 0]
        transparency = b"".join(struct.pack(">H", int(v)) for v in samples[0, 0])
    data = writer.png(samples, depth, kind, interlaced, palette, transparency)
    name = f"{KINDS[kind]}-{depth}" + ("-interlaced" if interlaced else "") + ("-transparent" if transparent else "")
    own = None
    if kind == writer.GREY and (depth == 16 or transparent) or kind == writer.RGB and depth == 16 and transparent:
        own = by_formula(samples, depth, samples[0, 0] if transparent else None)
    return name + ".png", (data, own)


def by_formula(samples, depth, transparent):
    """Grey or colours to 8 bits, and the transparent sample compared in all its bits, as the PNG standard says."""
    pixels = samples >> 8 if depth == 16 else samples * 255 // (2 ** depth - 1)
    rgb = np.broadcast_to(pixels, (*samples.shape[:2], 3)).astype(np.uint8)
    alpha = np.full((*samples.shape[:2], 1), 255, np.uint8)
    if transparent is not None:
        alpha[np.all(samples == transparent, axis=-1)] = 0
    grey = pixels.astype(np.uint8) if samples.shape[2] == 1 else np.asarray(Image.fromarray(rgb).convert("L"))[..., None]
    return {"L": grey, "RGB": rgb, "RGBA": np.concatenate([rgb, alpha], axis=-1)}


def decoded_png(data, mode):
    return np.asarray(Image.open(io.BytesIO(data)).convert(mode))


# Writing

def pixels(array):
    array = np.asarray(array)
    array = array[..., None] if array.ndim == 2 else array
    return {"shape": list(array.shape), "pixels": base64.b64encode(array.astype(np.uint8).tobytes()).decode()}


def write_decoded():
    FILES.mkdir(exist_ok=True)
    cases = []
    for name, data in jpeg_files().items():
        (FILES / name).write_bytes(data)
        chosen = MODES if name in ALL_MODES else {"rgb": "RGB"}
        cases.append({"file": name, "modes": {key: pixels(decoded_jpeg(data, name, mode)) for key, mode in chosen.items()}})
    for name, (data, own) in png_files().items():
        (FILES / name).write_bytes(data)
        cases.append({"file": name, "modes": {
            key: pixels(own[mode] if own else decoded_png(data, mode)) for key, mode in MODES.items()}})
    (FOLDER / "decoded.json").write_text(json.dumps(cases, indent=0))


def write_keras():
    """What image_dataset_from_directory makes of files without an orientation."""
    cases = []
    for name in ["colors-420", "colors-422", "colors-444", "colors-low", "grey", "progressive", "wide", "inks-plain"]:
        data = (FILES / f"{name}.jpg").read_bytes()
        image = tf.image.decode_image(data, channels=3, expand_animations=False)
        values = tf.image.resize(image, (11, 14)).numpy()
        cases.append({"file": f"{name}.jpg", "values": [round(float(v), 3) for v in values.reshape(-1)]})
    (FOLDER / "keras.json").write_text(json.dumps(cases))


RESIZES = [((7, 5, 3), (3, 4)), ((5, 9, 3), (11, 10)), ((1, 1, 3), (4, 5)), ((8, 6, 1), (1, 1)), ((20, 31, 3), (9, 9)),
           ((31, 20, 4), (10, 7)), ((13, 17, 1), (11, 13)), ((6, 5, 3), (6, 5)), ((6, 40, 2), (6, 19)),
           ((1, 9, 3), (3, 1))]


def cropped(image, size):
    resize = tf.function(
        lambda x: keras.ops.image.resize(x, size, interpolation="bilinear", crop_to_aspect_ratio=True),
        input_signature=[tf.TensorSpec((None, None, image.shape[2]), tf.float32)])
    return resize(image.astype(np.float32)).numpy()


def nearest(image, size):
    bands = [Image.fromarray(np.ascontiguousarray(image[..., c])).resize(size[::-1], Image.NEAREST)
             for c in range(image.shape[2])]
    return np.stack([np.asarray(band) for band in bands], axis=-1)


def write_resized():
    cases = []
    for shape, size in RESIZES:
        image = random.integers(0, 256, shape).astype(np.uint8)
        results = {
            "bilinear": tf.image.resize(image, size, method="bilinear", antialias=False).numpy(),
            "area": tf.image.resize(image, size, method="area").numpy(),
            "nearest": nearest(image, size),
            "cropped": cropped(image, size),
        }
        values = {key: [round(float(v), 4) for v in value.reshape(-1)] for key, value in results.items()}
        cases.append({"image": pixels(image), "size": list(size), "results": values})
    (FOLDER / "resized.json").write_text(json.dumps(cases))


if __name__ == "__main__":
    write_decoded()
    write_keras()
    write_resized()
