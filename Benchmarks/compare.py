#!/usr/bin/env python3
"""Times each network in Quire and in its fastest peers by turns; prints a Markdown table and writes it as JSON.

    swift build -c release --product quire-bench
    Benchmarks/compare.py                                          # everything; installs the peers in .build-peers first
    Benchmarks/compare.py --only mnist:train dogs:infer --rounds 5
    Benchmarks/compare.py --only seg:infer --rows keras_tf torch_nhwc torch_compile --python VENV/bin/python

Every measurement is a process of its own (peers/networks.md says what is computed). In a round Quire and each peer run one after
another, so that they see the same machine; a round gives a ratio, and the median of the rounds is the verdict. A ratio says how
many times as fast Quire is as the fastest of the peers. Variables that slow OpenBLAS down are removed for all.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
DROPPED = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")

# The peers that lead in one network or another; where others do, they stand beside the network.
TRAINING = ("keras_tf", "torch_nhwc_malloc")
INFERENCE = ("keras_tf", "torch_compile_huge")
MATRIX = {
    "mnist:train": TRAINING, "mnist:infer": ("keras_jax_huge", "torch_compile_huge"),
    "dogs:train": TRAINING, "dogs:infer": INFERENCE, "dogs_aug:train": TRAINING, "vgg16:infer": INFERENCE,
    "vgg_frozen:train": TRAINING, "vgg_finetune:train": TRAINING, "seg:train": TRAINING, "seg:infer": INFERENCE,
    "xception:train": TRAINING, "xception:infer": ("keras_tf_frozen_huge", "torch_compile_huge"),
    "mnist_e2e:e2e": ("keras_tf_spe16", "torch_nhwc_malloc"),
}


def peers_python():
    """The interpreter of an environment that has peers/requirements.txt; makes it where there is none."""
    folder = HERE.parent / ".build-peers"
    python, done = folder / "bin/python", folder / "complete"
    if not done.exists():
        print(f"installing peers/requirements.txt in {folder}", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "-r", HERE / "peers/requirements.txt"], check=True)
        done.touch()
    return python


def run(command):
    """What a program's last line says, its fields read as JSON, with the seconds that its process took."""
    environment = {name: value for name, value in os.environ.items() if name not in DROPPED}
    begin = time.perf_counter()
    result = subprocess.run(list(map(str, command)), env=environment, capture_output=True, text=True, check=False)
    wall = time.perf_counter() - begin
    if result.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, command))}\nfailed:\n{result.stderr[-2000:]}")
    return {"wall_s": round(wall, 2)} | json.loads(result.stdout.strip().splitlines()[-1])


def peer_command(python, row, network, mode):
    program = "bench_torch.py" if row.startswith("torch") else "bench_keras.py"
    return [python, HERE / "peers" / program, "--row", row, "--network", network.removesuffix("_e2e"), "--mode", mode]


def rounds_of(arguments, network, mode, rows):
    """Runs of each row, by turns: {row: [result of each round]}."""
    runs = {}
    for _ in range(arguments.rounds):
        runs.setdefault("quire", []).append(run([arguments.bench, network, mode]))
        for row in rows:
            runs.setdefault(row, []).append(run(peer_command(arguments.python, row, network, mode)))
    return runs


def milliseconds(result):
    """A step's time; of a whole process, the process's."""
    return result["wall_s"] * 1e3 if result["mode"] == "e2e" else result["median_ms"]


def verdict(network, mode, runs):
    """Quire against the peer whose median is the least."""
    median = {row: statistics.median(map(milliseconds, results)) for row, results in runs.items()}
    peer = min((row for row in runs if row != "quire"), key=median.get)
    ratios = sorted(milliseconds(theirs) / milliseconds(ours) for ours, theirs in zip(runs["quire"], runs[peer]))
    memory = {row: max(result["peak_mb"] for result in runs[row]) for row in ("quire", peer)}
    return {
        "model": network, "mode": mode, "batch": runs["quire"][0]["batch"], "quire_ms": round(median["quire"], 1),
        "peer_ms": round(median[peer], 1), "peer": peer, "ratio": round(statistics.median(ratios), 2),
        "ratios": [round(ratio, 2) for ratio in ratios], "quire_mb": memory["quire"], "peer_mb": memory[peer],
    }


def table_line(line):
    return (f"| {line['model']} | {line['mode']} | {line['batch']} | {line['quire_ms']} | {line['peer']} | {line['peer_ms']} "
            f"| {line['ratio']:.2f} | {line['ratios'][0]:.2f}–{line['ratios'][-1]:.2f} "
            f"| {line['quire_mb']} / {line['peer_mb']} | {line['quire_mb'] / line['peer_mb']:.2f} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", help="a Python with the packages of peers/requirements.txt; without it one is set up")
    parser.add_argument("--bench", default=HERE.parent / ".build/release/quire-bench", type=pathlib.Path)
    parser.add_argument("--rows", nargs="+", help="peers, as in peers/bench_*.py; without it those that lead somewhere")
    parser.add_argument("--only", nargs="+", default=list(MATRIX), choices=list(MATRIX), metavar="NETWORK:MODE")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--results", default=HERE / "results.json", type=pathlib.Path, help="the table as JSON")
    parser.add_argument("--runs", type=pathlib.Path, help="a file for every run")
    arguments = parser.parse_args()
    arguments.python = arguments.python or peers_python()
    lines, everything = [], []
    print("| network | mode | batch | Quire, ms | fastest peer | ms | times as fast | rounds | peak MB | ratio |\n"
          "| --- | --- | ---: | ---: | --- | ---: | ---: | --- | ---: | ---: |")
    for pair in arguments.only:
        network, mode = pair.split(":")
        runs = rounds_of(arguments, network, mode, arguments.rows or MATRIX[pair])
        everything += [result for results in runs.values() for result in results]
        lines.append(verdict(network, mode, runs))
        arguments.results.write_text(json.dumps(lines, indent=1) + "\n")
        if arguments.runs:
            arguments.runs.write_text(json.dumps(everything, indent=1) + "\n")
        print(table_line(lines[-1]), flush=True)


if __name__ == "__main__":
    main()
