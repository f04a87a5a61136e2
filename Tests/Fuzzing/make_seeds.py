"""Writes small good files of every format that is fuzzed, for libFuzzer to begin with.

    python Tests/Fuzzing/make_seeds.py .build-fuzz/seeds

Needs numpy and h5py. One folder a format: tar, zip, npy, npz, idx, csv, hdf5, safetensors, chapter.
"""

import gzip
import io
import json
import pathlib
import struct
import sys
import tarfile
import zipfile

import h5py
import numpy

root = pathlib.Path(sys.argv[1])


def put(kind, name, content):
    folder = root / kind
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())


def tar(form, mode="w"):
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode=mode, format=form) as archive:
        for name in ["a.txt", "folder/b.txt", "folder/" + "long" * 20 + "/ü.txt"]:
            member = tarfile.TarInfo(name)
            member.size = 5
            archive.addfile(member, io.BytesIO(b"hello"))
        for name, kind in [("link", tarfile.SYMTYPE), ("hard", tarfile.LNKTYPE), ("folder", tarfile.DIRTYPE)]:
            member = tarfile.TarInfo(name)
            member.type, member.linkname = kind, "a.txt"
            archive.addfile(member)
    return file.getvalue()


def archive(method):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as members:
        members.writestr("a.txt", "hello")
        members.writestr("folder/ü.txt", "hello " * 50)
    return file.getvalue()


def saved(array, version=None):
    file = io.BytesIO()
    numpy.lib.format.write_array(file, array, version=version, allow_pickle=True)
    return file.getvalue()


def several(save, **arrays):
    file = io.BytesIO()
    save(file, **arrays)
    return file.getvalue()


def hdf5(fill, **options):
    path = root / "draft.h5"
    with h5py.File(path, "w", **options) as file:
        fill(file)
    content = path.read_bytes()
    path.unlink()
    return content


def keras2(file):
    file.attrs["layer_names"] = [b"dense", b"conv"]
    file.attrs["backend"] = "tensorflow"
    group = file.create_group("dense")
    group.attrs["weight_names"] = numpy.array([b"dense/kernel:0", b"dense/bias:0"])
    group["dense/kernel:0"] = numpy.arange(6, dtype="f4").reshape(2, 3)
    group["dense/bias:0"] = numpy.zeros(3, "f8")
    group["step"] = numpy.int64(7)


def texts(file):
    kind = h5py.string_dtype()
    file.attrs.create("layer_names", ["conv1", "a text"], dtype=kind)
    file["packed"] = numpy.arange(4, dtype=">i2")


def chunked(file):
    file.create_dataset("x", data=numpy.arange(64, dtype="f2").reshape(8, 8), chunks=(4, 4), compression="gzip", shuffle=True)


def truths(file):
    file.attrs["trained"] = True
    file.attrs["sizes"] = numpy.arange(3)
    file.create_dataset("x", data=numpy.arange(8, dtype="f8"), maxshape=(None,), fletcher32=True)


def many(file):
    for number in range(12):
        file.attrs[f"text{number}"] = f"text {number}"
        file[f"x{number}"] = numpy.float32(number)


def idx(code, array):
    return bytes([0, 0, code, array.ndim]) + struct.pack(f">{array.ndim}I", *array.shape) + array.tobytes()


def safetensors(header, content):
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + content


for form in [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT]:
    put("tar", f"{form}.tar", tar(form))
put("tar", "gzip.tar.gz", gzip.compress(tar(tarfile.USTAR_FORMAT), mtime=0))
put("tar", "xz.tar.xz", tar(tarfile.GNU_FORMAT, "w:xz"))
put("tar", "bzip2.tar.bz2", tar(tarfile.GNU_FORMAT, "w:bz2"))
for method in [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]:
    put("zip", f"{method}.zip", archive(method))

for kind in ["?", "i1", "<i2", ">i4", "<i8", "u1", ">u2", "<u4", "<u8", "<f2", ">f4", "<f8"]:
    put("npy", f"{kind.replace('<', 'l').replace('>', 'b').replace('?', 'bool')}.npy", saved(numpy.ones((2, 3), kind)))
for version in [(1, 0), (2, 0), (3, 0)]:
    put("npy", f"version{version[0]}.npy", saved(numpy.asfortranarray(numpy.ones((2, 3, 2), "f4")), version))
put("npy", "scalar.npy", saved(numpy.float32(1)))
put("npy", "objects.npy", saved(numpy.array([{}, 1], object)))
put("npy", "fields.npy", saved(numpy.zeros(2, [("a", "f4"), ("b", "i2")])))
for save in [numpy.savez, numpy.savez_compressed]:
    put("npz", f"{save.__name__}.npz", several(save, x=numpy.arange(6).reshape(2, 3), y=numpy.ones(2, "f2")))

for code, kind in [(8, "u1"), (9, "i1"), (11, ">i2"), (12, ">i4"), (13, ">f4"), (14, ">f8")]:
    put("idx", f"{code}.idx", idx(code, numpy.ones((2, 3), kind)))
put("idx", "rank0.idx", bytes([0, 0, 8, 0, 1]))

put("csv", "plain.csv", "name,price\nNice,12.5\nRome,\n")
put("csv", "quoted.csv", '\ufeffa;"b ""c"""\r\n"1\n2";-3e5\r\n')
put("csv", "odd.csv", 'a,b\n"x"y,1\n')

put("hdf5", "keras2.h5", hdf5(keras2))
put("hdf5", "texts.h5", hdf5(texts))
put("hdf5", "latest.h5", hdf5(keras2, libver="latest"))
put("hdf5", "chunked.h5", hdf5(chunked))
put("hdf5", "truths.h5", hdf5(truths))
put("hdf5", "many.h5", hdf5(many))
for fill in [texts, chunked, truths, many]:
    put("hdf5", f"latest-{fill.__name__}.h5", hdf5(fill, libver="latest"))

f32 = {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}
put("safetensors", "one.safetensors", safetensors({"a": f32, "__metadata__": {"format": "pt"}}, bytes(8)))
u8 = {"dtype": "U8", "shape": [1, 3], "data_offsets": [8, 11]}
put("safetensors", "two.safetensors", safetensors({"a": f32, "b/c": u8}, bytes(11)))
dense = {
    "dense/bias": {"dtype": "F32", "shape": [3], "data_offsets": [0, 12]},
    "dense/kernel": {"dtype": "F32", "shape": [2, 3], "data_offsets": [12, 36]},
}
put("safetensors", "dense.safetensors", safetensors(dense, numpy.arange(9, dtype="<f4").tobytes()))
put("safetensors", "none.safetensors", safetensors({}, b""))

put("chapter", "full.md", """---
title: Reading digits
number: 1
data: [mnist, "fashion-mnist"]
params:
  epochs: {sample: 3, full: 10}
  name: &name text
  again: *name
---

Text.
""")
put("chapter", "odd.md", "---\ntitle: |\n  a\n  b\ndata: !!set {a, b}\n...\n")
put("chapter", "blocks.md", """---
title: Blocks
seed: 7
---

# A heading {#sec-a}

Text with `{swift} a`, *emphasis*, [a link](#sec-a), @fig-x and a note[^1].

```swift run
//| label: fig-x
//| fig-cap: "A: caption"
//| layout-ncol: 2
let a = 1 // <1>
```
1. It is one.

::: note A *title*
- An item

  ```swift run
  print(a)
  ```
:::

| a | `b\\|c` |
|:--|:-----:|
| 1 | @tbl-y  |

[^1]: A note
    that goes on.
""")
