#!/usr/bin/env python3
"""Times a step of each network in Quire and in its peers by turns; prints a Markdown table of ratios.

    swift build -c release --product quire-bench
    Benchmarks/compare.py --python path/to/venv/bin/python                       # every network, keras_tf
    Benchmarks/compare.py --python ... --only mnist:train dogs:infer --rounds 5 --rows keras_tf torch_nhwc_malloc

Every measurement is a process of its own (peers/networks.md says what is computed). In a round Quire and each peer run one
after another, so that they see the same machine; a round gives a ratio, and the median of the rounds is the verdict.
Variables that slow OpenBLAS down are removed for all. All runs are kept in a JSON file.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess

HERE = pathlib.Path(__file__).resolve().parent
DROPPED = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")
MATRIX = ("mnist:train", "mnist:infer", "dogs:train", "dogs:infer", "dogs_aug:train", "vgg16:infer", "vgg_frozen:train",
          "vgg_finetune:train", "seg:train", "seg:infer", "xception:train", "xception:infer")


def run(command):
    """The last line that a program prints, read as JSON; None if the program does not know the network."""
    environment = {name: value for name, value in os.environ.items() if name not in DROPPED}
    result = subprocess.run(list(map(str, command)), env=environment, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, command))}\nfailed:\n{result.stderr[-2000:]}")
    last = result.stdout.strip().splitlines()[-1]
    return json.loads(last) if last.startswith("{") else None


def peer_command(python, row, network, mode):
    program = "bench_torch.py" if row.startswith("torch") else "bench_keras.py"
    return [python, HERE / "peers" / program, "--row", row, "--network", network, "--mode", mode]


def rounds_of(arguments, network, mode):
    """Runs of each row, by turns: {row: [result of each round]}."""
    runs = {}
    for _ in range(arguments.rounds):
        ours = run([arguments.bench, network, mode])
        if ours is None:
            return None
        runs.setdefault("quire", []).append(ours)
        for row in arguments.rows:
            runs.setdefault(row, []).append(run(peer_command(arguments.python, row, network, mode)))
    return runs


def table_line(network, mode, runs):
    """The line of the fastest peer."""
    median = {row: statistics.median(r["median_ms"] for r in results) for row, results in runs.items()}
    peer = min((row for row in runs if row != "quire"), key=median.get)
    pairs = list(zip(runs["quire"], runs[peer]))
    ratios = sorted(ours["median_ms"] / theirs["median_ms"] for ours, theirs in pairs)
    least = [min(r["min_ms"] for r in runs[row]) for row in ("quire", peer)]
    memory = [max(r["peak_mb"] for r in runs[row]) for row in ("quire", peer)]
    return (f"| {network} | {mode} | {median['quire']:.1f} | {peer} | {median[peer]:.1f} | {statistics.median(ratios):.2f} "
            f"| {ratios[0]:.2f}–{ratios[-1]:.2f} | {least[0] / least[1]:.2f} | {memory[0]} / {memory[1]} "
            f"| {memory[0] / memory[1]:.2f} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", default="python3", help="a Python with the packages of peers/requirements.txt")
    parser.add_argument("--bench", default=HERE.parent / ".build/release/quire-bench", type=pathlib.Path)
    parser.add_argument("--rows", nargs="+", default=["keras_tf"], help="peers, as in peers/bench_*.py")
    parser.add_argument("--only", nargs="+", default=MATRIX, metavar="NETWORK:MODE")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--results", default="results.json", type=pathlib.Path)
    arguments = parser.parse_args()
    everything = []
    print("| network | mode | quire ms | fastest peer | ms | ratio | rounds | ratio of least | peak MB | ratio |\n"
          "| --- | --- | ---: | --- | ---: | ---: | --- | ---: | --- | ---: |")
    for pair in arguments.only:
        network, mode = pair.split(":")
        runs = rounds_of(arguments, network, mode)
        if runs is None:
            continue
        everything += [result for results in runs.values() for result in results]
        arguments.results.write_text(json.dumps(everything, indent=1) + "\n")
        print(table_line(network, mode, runs), flush=True)


if __name__ == "__main__":
    main()
