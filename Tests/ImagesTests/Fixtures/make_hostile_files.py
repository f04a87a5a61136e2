"""Writes files that try to do harm, into Hostile beside this script: `bad-…` must be refused, `fine-…` be read.

Run: python make_hostile_files.py   (needs pillow and numpy)
"""

import io
import pathlib
import struct
import zlib

import numpy as np
from PIL import Image

from png_writer import GREY, PALETTE, RGB, SIGNATURE, chunk, header, png

FOLDER = pathlib.Path(__file__).parent / "Hostile"


def jpeg(size=(16, 16), **options):
    x = np.arange(size[0] * size[1] * 3).reshape(size[1], size[0], 3) * 7 % 256
    buffer = io.BytesIO()
    Image.fromarray(x.astype(np.uint8)).save(buffer, "JPEG", **options)
    return buffer.getvalue()


def with_size(data, width, height, marker=0xC0):
    place = data.index(bytes([0xFF, marker]))
    return data[:place + 5] + struct.pack(">HH", height, width) + data[place + 9:]


def with_exif(block):
    data = jpeg()
    segment = b"Exif\0\0" + block
    return data[:2] + b"\xff\xe1" + struct.pack(">H", len(segment) + 2) + segment + data[2:]


def many_scans():
    """A file of three components, each in scans of its own, and the first 300 times: each costs a pass over the image."""
    buffer = io.BytesIO()
    Image.new("L", (16, 16), 90).save(buffer, "JPEG")
    data = buffer.getvalue()
    frame, scan = data.index(b"\xff\xc0"), data.index(b"\xff\xda")
    frame_end = frame + 2 + int.from_bytes(data[frame + 2:frame + 4], "big")
    components = b"".join(bytes([number, 0x11, 0]) for number in (1, 2, 3))
    three = b"\xff\xc0" + struct.pack(">HBHHB", 17, 8, 16, 16, 3) + components
    def scan_of(number):
        return data[scan:scan + 5] + bytes([number]) + data[scan + 6:-2]
    scans = scan_of(1) * 300 + scan_of(2) + scan_of(3)
    return data[:frame] + three + data[frame_end:scan] + scans + b"\xff\xd9"


def png_of(*parts):
    return SIGNATURE + b"".join(parts) + chunk(b"IEND", b"")


def files():
    good = png(np.arange(48).reshape(4, 4, 3), 8, RGB)
    data = chunk(b"IDAT", zlib.compress(b"\0" * 20))
    yield "bad-empty.jpg", b""
    yield "bad-one-byte.jpg", b"\xff"
    yield "bad-gif-named-jpeg.jpg", b"GIF89a\x01\0\x01\0\0\0\0;"
    yield "bad-page.png", b"<!DOCTYPE html><title>404</title>"
    yield "bad-signature-only.png", SIGNATURE
    yield "bad-start-only.jpg", b"\xff\xd8\xff"
    yield "bad-no-scan.jpg", jpeg()[:jpeg().index(b"\xff\xda")] + b"\xff\xd9"
    yield "bad-cut-in-scan.jpg", jpeg((40, 40))[:-40]
    yield "bad-only-end-missing.jpg", jpeg()[:-2]
    yield "bad-huge.jpg", with_size(jpeg(), 65500, 65500)
    yield "bad-tall-for-its-data.jpg", with_size(jpeg(), 16, 6000)
    yield "bad-no-rows.jpg", with_size(jpeg(), 16, 0)
    yield "bad-many-scans.jpg", many_scans()
    yield "fine-marker-length.jpg", b"\xff\xd8\xff\xe0\0\0" + jpeg()[4:]
    yield "bad-limit.png", png_of(header(2 ** 31 - 1, 2 ** 31 - 1, 8, GREY), data)
    yield "bad-over-limit.png", png_of(header(2 ** 31, 2 ** 31, 8, GREY), data)
    yield "bad-wide.png", png_of(header(2 ** 31 - 1, 1, 16, 6), data)
    yield "bad-no-columns.png", png_of(header(0, 4, 8, GREY), data)
    yield "bad-no-data.png", png_of(header(4, 4, 8, GREY))
    yield "bad-few-data.png", png_of(header(40, 40, 8, GREY), data)
    yield "bad-no-palette.png", png_of(header(4, 4, 8, PALETTE), data)
    yield "bad-no-end.png", good[:-12]
    yield "bad-checksum.png", good[:45] + bytes([good[45] ^ 1]) + good[46:]
    yield "bad-depth.png", png_of(header(4, 4, 3, GREY), data)
    text = zlib.compress(b"\0" * (20 << 20), 9)
    yield "fine-large-text.png", good[:33] + chunk(b"zTXt", b"Comment\0\0" + text) + good[33:]
    yield "fine-index-beyond-palette.png", png(np.full((4, 4, 1), 9), 8, PALETTE, palette=[1, 2, 3])
    entry = struct.pack("<HHIHH", 0x0112, 3, 1, 6, 0)
    yield "fine-exif-circle.jpg", with_exif(b"II*\0" + struct.pack("<IH", 8, 1) + entry + struct.pack("<I", 8))
    yield "fine-exif-many-entries.jpg", with_exif(b"II*\0" + struct.pack("<IH", 8, 0xFFFF) + entry[:5])
    yield "fine-exif-far-away.jpg", with_exif(b"MM\0*" + struct.pack(">I", 0xFFFFFFFF))
    yield "fine-exif-orientation-9.jpg", with_exif(
        b"II*\0" + struct.pack("<IH", 8, 1) + struct.pack("<HHIHH", 0x0112, 3, 1, 9, 0))
    yield "fine-exif-empty.jpg", with_exif(b"")


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, data in files():
        (FOLDER / name).write_bytes(data)
