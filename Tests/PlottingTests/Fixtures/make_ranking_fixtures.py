"""Writes areas and curves of rankings as scikit-learn 1.7 or later gives them, as JSON beside this script.

Run: python make_ranking_fixtures.py   (needs scikit-learn and numpy)

rankings.json  labels and scores, with ties and without, and for each: areas under both curves, precision and recall
"""

import json
from pathlib import Path

import numpy as np
from sklearn.metrics import average_precision_score, precision_recall_curve, roc_auc_score, roc_curve

random = np.random.default_rng(7)


def case(name, labels, scores):
    precision, recall, thresholds = precision_recall_curve(labels, scores)
    false, true, _ = roc_curve(labels, scores, drop_intermediate=False)
    return {
        "name": name,
        "labels": [int(v) for v in labels],
        "scores": [float(v) for v in scores],
        "rocArea": float(roc_auc_score(labels, scores)),
        "averagePrecision": float(average_precision_score(labels, scores)),
        # From the greatest threshold to the least, without the point of no threshold.
        "precisions": [float(v) for v in precision[:-1][::-1]],
        "recalls": [float(v) for v in recall[:-1][::-1]],
        "falsePositiveRates": [float(v) for v in false[1:]],
        "truePositiveRates": [float(v) for v in true[1:]],
    }


labels = random.integers(0, 2, 40)
noisy = np.round(labels * 0.4 + random.random(40) * 0.6, 4)
cases = [
    case("noisy", labels, noisy),
    case("ties", labels, np.round(noisy * 5) / 5),
    case("perfect", [0, 0, 1, 1], [0.1, 0.2, 0.3, 0.4]),
    case("inverted", [1, 1, 0, 0], [0.1, 0.2, 0.3, 0.4]),
    case("constant", [1, 0, 0, 1, 0], [0.5] * 5),
]
Path(__file__).with_name("rankings.json").write_text(json.dumps(cases, separators=(",", ":")) + "\n")
