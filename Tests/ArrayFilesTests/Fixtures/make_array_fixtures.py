"""Writes the arrays that NumPy makes, for the tests of ArrayFiles.

    python Tests/ArrayFilesTests/Fixtures/make_array_fixtures.py

Needs numpy. Every array of numbers has the shape [2, 3]; `numbers.json` has what each holds, in row-major order.
"""

import json
import pathlib

import numpy

folder = pathlib.Path(__file__).parent
numbers = {}


def save(name, array, version=None):
    with (folder / f"{name}.npy").open("wb") as file:
        numpy.lib.format.write_array(file, array, version=version, allow_pickle=True)
    if array.dtype.kind in "biuf":
        # JSON has no infinities: they stand as texts.
        values = [str(v) if v in ("inf", "-inf", "nan") else v for v in array.flatten().tolist()]
        values = [str(v) if isinstance(v, float) and not numpy.isfinite(v) else v for v in values]
        numbers[name] = {"type": array.dtype.name, "shape": list(array.shape), "values": values}


for order, sign in [("little", "<"), ("big", ">")]:
    for kind in ["i2", "i4", "i8", "u2", "u4", "u8", "f2", "f4", "f8"]:
        dtype = numpy.dtype(sign + kind)
        limits = numpy.finfo(dtype) if kind[0] == "f" else numpy.iinfo(dtype)
        values = [0, 1, 5, 100, limits.min, limits.max]
        save(f"{order}-{dtype.name}", numpy.array(values, dtype).reshape(2, 3))
save("int8", numpy.array([[0, 1, -1], [100, -128, 127]], "i1"))
save("uint8", numpy.array([[0, 1, 2], [100, 200, 255]], "u1"))
save("bool", numpy.array([[True, False, True], [False, False, True]]))
save("odd-halves", numpy.array([[numpy.inf, -numpy.inf, -0.0], [6e-8, 1 / 3, 65504]], "<f2"))
save("fortran", numpy.asfortranarray(numpy.arange(24, dtype="<i4").reshape(2, 3, 4)))
for version in [(1, 0), (2, 0), (3, 0)]:
    save(f"version{version[0]}", numpy.arange(6, dtype="<f4").reshape(2, 3), version)
save("scalar", numpy.array(7.5, "<f4"))
save("vector", numpy.arange(4, dtype="<i4"))
save("empty", numpy.zeros((0, 3), "<f4"))

save("objects", numpy.array([{}, 1], object))
save("texts", numpy.array(["a", "bc"]))
save("complex", numpy.array([1j]))
save("fields", numpy.zeros(2, [("a", "f4"), ("b", "i2")]))
save("dates", numpy.array(["2020-01-01"], "M8[D]"))

arrays = {"x": numpy.arange(6, dtype="u1").reshape(2, 3), "labels": numpy.array([1, 0], "<i8")}
numpy.savez(folder / "plain.npz", **arrays)
numpy.savez_compressed(folder / "compressed.npz", **arrays)
numpy.savez(folder / "pickled.npz", good=arrays["x"], bad=numpy.array([{}], object))

(folder / "numbers.json").write_text(json.dumps(numbers, indent=1) + "\n")
