"""Records of trainings that never were: four voices, three words, known predictions."""

import numpy as np

from speechcls.results import records
from speechcls.results.records import Clips, Predictions, Run

WORDS = ("no", "tree", "yes")
PATHS = [f"{word}/{voice}_nohash_{n}.wav" for word in WORDS for voice in ("a1", "b2", "c3", "d4") for n in (0, 1)]
NOISE = {"20": 0.9, "0": 0.6, "-5": 0.3}  # accuracy at each level
HISTORY = [
    {"epoch": epoch, "set": part, "loss": 3.0 / epoch, "accuracy": 0.4 * epoch}
    for epoch in (1, 2)
    for part in ("train", "validation")
]


def clips() -> Clips:
    """24 of them; "tree" is a rare word."""
    return Clips(np.array(PATHS), np.array([not path.startswith("tree") for path in PATHS]))


def predictions(wrong: dict[int, str], sure: float = 0.9) -> Predictions:
    """All right, but for the clips at these places, each of which was taken for another word."""
    words = clips().words.astype("<U9")
    probabilities = np.full(len(words), 0.8)
    for place, word in wrong.items():
        words[place], probabilities[place] = word, sure
    return Predictions(words, probabilities)


def run(arm: str, wrong: dict[int, str], seed: int = 0, table: str = "controlled", noise=NOISE, **more) -> Run:
    """The record of a run of which these predictions came."""
    right = records.right(predictions(wrong), clips())
    tested = {
        "accuracy": float(right.mean()),
        "accuracy_covered": float(right[clips().covered].mean()),
        "accuracy_rare": float(right[~clips().covered].mean()),
        "loss": 0.5,
        "clips": len(PATHS),
    }
    made = {
        "command": f"python -m speechcls train {arm} --data DATA --seed {seed}",
        "settings": {"seed": seed, "partition": "speaker", "epochs": 2, "max_lr": 0.01, "patience": 0},
        "data": "digest",
        "clips": 1_234,
        "epochs": 2,
        "seconds": 600.0,
        "device": "CPU",
        "precision": "32-true",
        "weights": 7,
        "noise": noise,
    }
    return Run(f"{arm}-{seed}", table, arm, metrics={"test": tested}, **made | more)


def save(folder, arm: str, wrong: dict[int, str], sure: float = 0.9, **more) -> Run:
    made = run(arm, wrong, **more)
    records.save(made, clips(), predictions(wrong, sure), HISTORY, folder)
    return made


def save_front_end(folder, name: str, wrong: dict[int, str], seed: int = 0) -> None:
    """An arm of the fair table."""
    settings = run(name, {}).settings | {"front_end": name, "network": "compact", "seed": seed}
    level = {"level": {peak: {"accuracy": 0.5, "refused": 0.0} for peak in ("-30", "-40", "-50")}}
    save(folder, name, wrong, seed=seed, table="front-ends", settings=settings, robustness=level)
