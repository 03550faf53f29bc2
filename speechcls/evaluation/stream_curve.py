"""The curve of a listener: missed words against false alarms an hour as its thresholds vary, and which it takes."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from speechcls.data import other_sounds, recording
from speechcls.data.corpus import Corpus, split
from speechcls.data.other_sounds import OtherSounds
from speechcls.data.recording import Recording
from speechcls.data.waves import load_waves
from speechcls.evaluation.accuracy import select_known
from speechcls.evaluation.calibration import Measured, at_false_rejection_rate, false_rejection_rate
from speechcls.evaluation.rejection import sounds
from speechcls.evaluation.streaming import Caught, WindowAnswers, catch, compare, hear
from speechcls.live.detector import Smoothing
from speechcls.models.classifier import Classifier
from speechcls.models.rejection import Rejection
from speechcls.models.variants import Card

SHARES = (0.01, 0.02, 0.05, 0.08, 0.12, 0.2, 0.3, 0.5)  # of validation clips of the words that rejection refuses
AVERAGES = (0.5, 0.6, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995)  # thresholds of the averaged probability
INSTALL = "apt-get install espeak-ng festival festvox-kallpc16k festvox-kdlpc16k festvox-us-slt-hts"
ALIKE = 0.0005  # shares this near to each other read the same in the tables
SHIPPED = 0  # index of the shipped setting in a curve


@dataclass(frozen=True)
class Trial:
    """What a curve is measured on, besides the corpus."""

    minutes: float  # of the recording of words
    others: float  # minutes of the recording without any of the words
    seed: int

    def command(self, variant: str) -> str:
        """The command line that measures it again."""
        numbers = f"--minutes {self.minutes:g} --others {self.others:g} --seed {self.seed}"
        return f"python -m speechcls evaluate-stream --data DATA --variant {variant} {numbers} -o FILE"


@dataclass(frozen=True)
class Setting:
    """The two thresholds that a detection has to pass."""

    rejection: float  # of the variant's confidence in a window
    clips_rejected: float  # share of the validation clips of its words that are below it
    average: float  # of the averaged probability


@dataclass(frozen=True)
class Point:
    """Error rates of a listener with one setting."""

    setting: Setting
    missed: float  # share of the words that were not detected, or taken for another
    delay: float | None  # s from the end of a word until its detection was known, median
    false_alarms_per_hour: float  # in the other sounds
    by_kind: dict[str, float]  # the same for each kind of them
    errors_per_hour: float  # of all kinds in an hour of words over noise, and false alarms in an hour of other sounds


def curves(classifier: Classifier, corpus: Corpus, parts: Sequence[str], trial: Trial) -> dict[str, list[Point]]:
    """The curve of a variant on each of the parts ("validation", "test").

    Raises ValueError without a rejection, and where the parts' other sounds are not of the same kinds.
    """
    card = classifier.card
    if card.rejection is None:
        raise ValueError(f"{card.name!r} accepts every sound as a word. Run calibrate first, which fits its rejection.")
    sounds_of = {part: other_sounds.record_others(corpus, card, part, trial.others, trial.seed) for part in parts}
    _require_same_kinds(sounds_of)
    some = settings(card.rejection, _validation_clips(classifier, corpus))
    made = {}
    for part, sound in sounds_of.items():
        words = hear(classifier, recording.record(corpus, card, part, trial.minutes, trial.seed))
        others = hear(classifier, sound)
        made[part] = [_point(words, others, card.rejection, setting) for setting in some]
    return made


def _require_same_kinds(sounds_of: Mapping[str, OtherSounds]) -> None:
    """Raise ValueError where one part has a kind of other sounds that another part lacks."""
    kinds = {part: {stretch.kind for stretch in sound.stretches} for part, sound in sounds_of.items()}
    for (part, some), (other, more) in itertools.permutations(kinds.items(), 2):
        if missing := ", ".join(sorted(more - some)):
            raise ValueError(
                f"The other sounds of {other} have {missing}, those of {part} have not, so that their false alarms "
                f"can't be compared. Speech needs both synthesisers with their voices: {INSTALL}"
            )


def _validation_clips(classifier: Classifier, corpus: Corpus) -> Measured:
    made = classifier.card.training["settings"]
    indices = split(corpus, made["partition"], made["seed"])["validation"]
    known, labels = select_known(classifier.card, corpus, indices)
    return Measured(sounds(classifier, load_waves(corpus)[known]), labels, corpus.voices[known], {})


def settings(rejection: Rejection, clips: Measured) -> list[Setting]:
    """The shipped setting, then each rejection with the default smoothing, then each average with the card's rejection.

    `clips` are the validation clips of the variant's words. The share of them that the card's rejection refuses is
    measured once, as shipped.
    """
    shipped = Setting(rejection.threshold, round(false_rejection_rate(rejection, clips), 4), Smoothing().threshold)
    shares = [share for share in SHARES if abs(share - shipped.clips_rejected) > ALIKE]
    fitted = [(at_false_rejection_rate(rejection, clips, share).threshold, share) for share in shares]
    return [
        shipped,
        *(replace(shipped, rejection=threshold, clips_rejected=share) for threshold, share in fitted),
        *(replace(shipped, average=average) for average in AVERAGES),
    ]


def _point(words: WindowAnswers, others: WindowAnswers, rejection: Rejection, setting: Setting) -> Point:
    assert isinstance(words.recording, Recording)
    assert isinstance(others.recording, OtherSounds)
    judged_by = replace(rejection, threshold=setting.rejection), replace(Smoothing(), threshold=setting.average)
    outcome, alarms = compare(words.recording, catch(words, *judged_by)), catch(others, *judged_by)
    per_hour = len(alarms) * 3600 / others.recording.seconds
    return Point(
        setting=setting,
        missed=round(1 - outcome.hits / max(outcome.words, 1), 4),
        delay=outcome.to_json()["delay_median"],
        false_alarms_per_hour=round(per_hour, 2),
        by_kind=alarms_by_kind(others.recording, alarms),
        errors_per_hour=round(outcome.errors / outcome.hours + per_hour, 2),
    )


def alarms_by_kind(others: OtherSounds, alarms: Sequence[Caught]) -> dict[str, float]:
    """False alarms an hour of each kind of sound."""
    seconds: dict[str, float] = defaultdict(float)
    count: Counter[str] = Counter()
    for stretch in others.stretches:
        seconds[stretch.kind] += stretch.end - stretch.start
        count[stretch.kind] += sum(stretch.start <= alarm.seconds < stretch.end for alarm in alarms)
    return {kind: round(count[kind] * 3600 / seconds[kind], 2) for kind in seconds}


def choose(points: Sequence[Point]) -> int:
    """Index of the point with the fewest errors an hour: the setting that a listener should have.

    Missed, doubled and mistaken words count as much as false alarms, be those in the recording of words or in the
    other; of equal points the one that misses fewer words is taken. Meant for points on validation, so that test tells
    what the choice is worth.
    """
    return min(range(len(points)), key=lambda i: (points[i].errors_per_hour, points[i].missed))


def to_json(card: Card, trial: Trial, made: Mapping[str, Sequence[Point]]) -> dict[str, Any]:
    """Curves by part, how they were measured, and where validation was, the index of the setting chosen on it."""
    assert card.rejection
    return {
        "command": trial.command(card.name),
        "sha256": card.sha256,  # of the weights that were measured
        "threshold": card.rejection.threshold,  # on the card then
        **asdict(trial),
        "shipped": SHIPPED,
        **({"chosen": choose(made["validation"])} if "validation" in made else {}),
        **{part: [asdict(point) for point in points] for part, points in made.items()},
    }


def table(points: Sequence[Point]) -> str:
    """The points of a curve as text, a line each: the shipped one starred, the one with the fewest errors marked <."""
    kinds = list(points[SHIPPED].by_kind)
    lines = ["  " + "  ".join(["clips refused", "average", "missed", "delay", "errors/h", "false/h", *kinds])]
    fewest = choose(points)
    for i, point in enumerate(points):
        shown = [
            f"{point.setting.clips_rejected:13.1%}",
            f"{point.setting.average:7g}",
            f"{point.missed:6.1%}",
            f"{'-' if point.delay is None else point.delay:>5}",
            f"{point.errors_per_hour:8g}",
            f"{point.false_alarms_per_hour:7g}",
            *(f"{point.by_kind[kind]:{len(kind)}g}" for kind in kinds),
        ]
        lines.append(f"{'*' if i == SHIPPED else ' '} {'  '.join(shown)}{' <' if i == fewest else ''}")
    return "\n".join(lines)
