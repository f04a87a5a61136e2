"""Prints what NumPy prints, for TensorDescriptionTests. Run with NumPy 2: python3 Fixtures/descriptions.py"""
import numpy as np

f = np.float32
for values in (
    np.array(2.5, f), np.array([], f), np.array([0, 0.5, 1], f), np.array([1, 2, 3], f), np.array([[1.5, -2], [3, 4.25]], f),
    np.array([1e-5, 2.5], f), np.array([1e8, 1], f), np.array([0.1, 1000], f), np.array([1 / 3, 2 / 3, 100 / 3], f),
    np.array([np.nan, np.inf, -np.inf, 1], f), np.array([-0.0, 0.001], f), np.array([123456.789, 0.5], f),
    np.arange(24, dtype=f).reshape(2, 3, 4), np.arange(1100, dtype=np.int32), np.arange(30, dtype=np.int32),
    np.arange(2000, dtype=np.uint8).reshape(40, 50), np.arange(40, dtype=f) / 7, np.array([[1, -20], [300, 4]], np.int32),
    np.array([1e-10, 1e10], f), np.array([999.99999, 0.0001], f),
    np.zeros((10, 10, 20), f),
):
    print(repr(str(values)))
