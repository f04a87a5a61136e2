#!/usr/bin/env python3
"""Times one training step in Quire and in Keras by turns and prints the ratio.

    swift build -c release --product quire-bench
    Benchmarks/compare.py --python path/to/venv/bin/python      # a Python with TensorFlow and Keras 3

Every measurement is a process of its own. The programs take turns, so that both see the same machine; each round gives a
ratio, and the median of the rounds is the verdict. Variables that slow OpenBLAS down are removed for both.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess

HERE = pathlib.Path(__file__).resolve().parent
DROPPED = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")


def measure(command):
    environment = {name: value for name, value in os.environ.items() if name not in DROPPED}
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, command))}\nfailed:\n{result.stderr[-2000:]}")
    return json.loads(result.stdout.strip().splitlines()[-1])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", default="python3", help="a Python with TensorFlow and Keras 3")
    parser.add_argument("--bench", default=HERE.parent / ".build/release/quire-bench", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--fit", action="store_true", help="compare with Keras' fit instead of its bare step")
    arguments = parser.parse_args()
    peer = [arguments.python, HERE / "peers/keras_mnist.py"] + (["--fit"] if arguments.fit else [])
    rounds = []
    for number in range(1, arguments.rounds + 1):
        ours = measure([arguments.bench, "mnist"])
        theirs = measure(peer)
        rounds.append((ours["median_ms"], theirs["median_ms"]))
        print(f"round {number}: quire {rounds[-1][0]:.2f} ms, {theirs['row']} {rounds[-1][1]:.2f} ms, "
              f"ratio {rounds[-1][0] / rounds[-1][1]:.2f}", flush=True)
    ours, theirs = (statistics.median(column) for column in zip(*rounds))
    ratio = statistics.median(a / b for a, b in rounds)
    print(f"medians: quire {ours:.2f} ms, {peer[1].stem} {theirs:.2f} ms; quire takes {ratio:.2f} of the peer's time")


if __name__ == "__main__":
    main()
