"""What the benchmark programs share: the environment of a row, the timing of a step, and the line of results."""

import json
import os
import resource
import statistics
import sys
import time

# Batch sizes of each network and mode.
BATCH = {
    ("mnist", "train"): 64, ("mnist", "infer"): 256,
    ("dogs", "train"): 32, ("dogs", "infer"): 32,
    ("dogs_aug", "train"): 32,
    ("vgg16", "infer"): 32,
    ("vgg_frozen", "train"): 32, ("vgg_finetune", "train"): 32,
    ("seg", "train"): 16, ("seg", "infer"): 16,
    ("xception", "train"): 32, ("xception", "infer"): 32,
}

# Shape of one image (height, width, channels) and the range of its values.
IMAGE = {
    "mnist": ((28, 28, 1), 1.0), "seg": ((200, 200, 3), 255.0),
}
DEFAULT_IMAGE = ((180, 180, 3), 255.0)

# glibc keeps freed memory instead of giving it back to the kernel, which saves the page faults of every step.
MALLOC = {"MALLOC_MMAP_MAX_": "0", "MALLOC_TRIM_THRESHOLD_": "16000000000"}
# The same, and the memory in pages of 2 MiB (needs glibc 2.35 and transparent huge pages at `madvise` or `always`).
HUGE = {**MALLOC, "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}


def set_environment(row):
    """Start this program anew with the environment that the row needs, if it does not have it yet.

    Rows that end in `_malloc` tell glibc to keep freed memory, rows that end in `_huge` to use huge pages too. Two
    variables that may be set to slow OpenBLAS down are dropped in every row.
    """
    wanted = dict(os.environ)
    wanted.pop("OPENBLAS_CORETYPE", None)
    wanted.pop("OPENBLAS_L2_SIZE", None)
    if row.endswith("_malloc"):
        wanted.update(MALLOC)
    elif row.endswith("_huge"):
        wanted.update(HUGE)
    if wanted != dict(os.environ):
        os.execve(sys.executable, [sys.executable, *sys.argv], wanted)


def arrays(network, batch, seed=0):
    """Random images for one batch (channels last), and 16 batches of labels for them, as NumPy arrays.

    A training step takes the labels in turn. With one batch of labels the network would learn it by heart, and its
    gradients would become denormal numbers, which are slow on some rows and no part of real training.
    """
    import numpy as np

    rng = np.random.default_rng(seed)
    shape, scale = IMAGE.get(network, DEFAULT_IMAGE)
    x = (rng.random((batch, *shape), dtype=np.float32) * scale).astype(np.float32)
    if network == "mnist":
        y = rng.integers(0, 10, (16, batch), dtype=np.int32)
    elif network == "seg":
        y = rng.integers(0, 3, (16, batch, *shape[:2]), dtype=np.int32)
    else:
        y = rng.integers(0, 2, (16, batch, 1)).astype(np.float32)
    return x, y


def best_so_far(results, network, mode):
    """The least median of this network and mode in a results file, or None."""
    if not results or not os.path.exists(results):
        return None
    with open(results) as file:
        rows = [json.loads(line) for line in file if line.strip()]
    medians = [r["median_ms"] for r in rows
               if r.get("network") == network and r.get("mode") == mode and r.get("median_ms")]
    return min(medians, default=None)


def measure(step, best_ms=None):
    """Time `step`, a function that runs one step to its end and returns its loss (or any number).

    Warms up for at least 3 steps and 1 second, then takes the median of at least 10 steps (5 where a step takes more
    than 1.5 s; 3, marked `cut`, where it takes more than 3 times `best_ms`), up to about 6 seconds.
    """
    begin = time.perf_counter()
    step()  # compiles
    compile_s = time.perf_counter() - begin
    warm, last = 1, 0.0
    begin = time.perf_counter()
    while warm < 4 or time.perf_counter() - begin < 1.0:
        t = time.perf_counter()
        step()
        last = (time.perf_counter() - t) * 1e3
        warm += 1
        if best_ms and warm >= 3 and last > 3 * best_ms and last > 1000:
            break
    cut = bool(best_ms and last > 3 * best_ms)
    count = 3 if cut else 5 if last > 1500 else int(min(200, max(10, 6000 / last)))
    times, loss = [], None
    for _ in range(count):
        t = time.perf_counter()
        loss = step()
        times.append((time.perf_counter() - t) * 1e3)
    times.sort()
    return {
        "median_ms": round(statistics.median(times), 3),
        "min_ms": round(times[0], 3),
        "p90_ms": round(times[min(count - 1, round(0.9 * count))], 3),
        "steps": count,
        "cut": cut,
        "first_step_s": round(compile_s, 2),
        "loss": None if loss is None else round(float(loss), 5),
    }


def report(**fields):
    """Print one JSON line, with the peak memory of this process in MB (2^20 bytes)."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    fields.setdefault("peak_mb", round(peak))
    print(json.dumps(fields), flush=True)


def whole_process(argv):
    """Run this program again as a child with `argv`, and print its JSON line with the wall time of the process."""
    import subprocess

    begin = time.perf_counter()
    done = subprocess.run([sys.executable, *argv], stdout=subprocess.PIPE, text=True, check=True)
    wall = time.perf_counter() - begin
    fields = json.loads(done.stdout.strip().splitlines()[-1])
    print(json.dumps({**fields, "wall_s": round(wall, 2)}), flush=True)
