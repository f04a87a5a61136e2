"""A PNG writer for every colour type, bit depth and interlacing, which Pillow cannot write."""

import struct
import zlib

GREY, RGB, PALETTE, GREY_ALPHA, RGBA = 0, 2, 3, 4, 6
CHANNELS = {GREY: 1, RGB: 3, PALETTE: 1, GREY_ALPHA: 2, RGBA: 4}
ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
SIGNATURE = b"\x89PNG\r\n\x1a\n"


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def header(width, height, depth, kind, interlaced=False):
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, int(interlaced)))


def packed(row, depth):
    """Samples of one row as bytes, the first in the highest bits."""
    if depth == 16:
        return b"".join(struct.pack(">H", int(v)) for v in row)
    if depth == 8:
        return bytes(int(v) for v in row)
    bits = "".join(format(int(v), f"0{depth}b") for v in row)
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits), 8))


def scanlines(samples, depth):
    return b"".join(b"\0" + packed(row.reshape(-1), depth) for row in samples if row.size)


def png(samples, depth, kind, interlaced=False, palette=None, transparency=None):
    """The file of samples [height, width, channels] of integers below 2^depth."""
    height, width, channels = samples.shape
    assert channels == CHANNELS[kind]
    if interlaced:
        data = b"".join(scanlines(samples[y::dy, x::dx], depth) for x, y, dx, dy in ADAM7)
    else:
        data = scanlines(samples, depth)
    parts = [SIGNATURE, header(width, height, depth, kind, interlaced)]
    if palette is not None:
        parts.append(chunk(b"PLTE", bytes(palette)))
    if transparency is not None:
        parts.append(chunk(b"tRNS", bytes(transparency)))
    return b"".join(parts + [chunk(b"IDAT", zlib.compress(data, 9)), chunk(b"IEND", b"")])
