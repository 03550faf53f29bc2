"""The settings of a training as one frozen record, from the command line to the card; their checks and their hash."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Literal

from speechcls.paths import home


@dataclass(frozen=True)
class Interval:
    """Numbers that a setting may have; "[" and "]" include an end, "(" and ")" don't. NaN lies in none."""

    low: float
    high: float = math.inf
    ends: str = "[]"

    def __contains__(self, value: float) -> bool:
        above = value >= self.low if self.ends[0] == "[" else value > self.low
        return above and (value <= self.high if self.ends[1] == "]" else value < self.high)

    def __str__(self) -> str:
        if self.high == math.inf:
            return f"{'at least' if self.ends[0] == '[' else 'more than'} {self.low:g}"
        return f"from {self.low:g} to {'' if self.ends[1] == ']' else 'below '}{self.high:g}"


NOT_NEGATIVE, SHARE, BELOW_ONE = Interval(0), Interval(0, 1), Interval(0, 1, "[)")


def _setting(default: Any, meaning: str, allowed: Interval | None = None) -> Any:
    """A field that the command line offers as an option with this help, and the numbers allowed for it."""
    return field(default=default, metadata={"help": meaning, "allowed": allowed})


@dataclass(frozen=True)
class TrainingConfig:
    """One training of one network on one front end. The defaults are the chapter's protocol.

    Each field is an option of `train`; some are options of `find-lr`, too.
    """

    front_end: str
    network: str = _setting("chapter", "Name of the network in speechcls.models.networks.TRAINABLE.")
    partition: Literal["speaker", "random"] = _setting("random", "Split by voice, or 60/20/20 at random.")
    max_per_word: int = _setting(0, "Training clips a word at most; 0 takes all.", NOT_NEGATIVE)
    epochs: int = _setting(50, "Epochs of the one-cycle schedule.", Interval(1))
    batch_size: int = _setting(128, "Clips a step.", Interval(2))
    max_lr: float = _setting(
        0.01, "Peak of the one-cycle schedule; pictures of a sweep mark it.", Interval(0, ends="(]")
    )
    patience: int = _setting(
        3, "Epochs without a lower validation loss before stopping; 0 never stops early.", NOT_NEGATIVE
    )
    standardise: bool = _setting(False, "Subtract the mean and divide by the deviation of the training clips.")
    weight_decay: float = _setting(0.0, "Weight decay (AdamW); with 0 it is Adam.", NOT_NEGATIVE)
    time_shift: float = _setting(0.0, "Shift words by up to so many seconds.", BELOW_ONE)
    speed_perturbation: float = _setting(0.0, "Make words faster or slower by up to this share.", BELOW_ONE)
    noise: float = _setting(0.0, "Share of clips with noise mixed in; any changes the loudness of all.", SHARE)
    min_gain: float = _setting(-18.0, "Lowest gain, in dB, that comes with noise.", Interval(-80, 0))
    babble: float = _setting(0.0, "Share of the noise that is 2 to 8 other clips at once.", SHARE)
    artificial_noise: bool = _setting(False, "Hums, chords and clicks beside the recordings of noise.")
    reverb: float = _setting(0.0, "Share of clips with the echo of a room.", BELOW_ONE)
    telephone: float = _setting(0.0, "Share of clips limited to a telephone's band.", BELOW_ONE)
    equaliser: float = _setting(
        0.0, "Share of clips through a random filter, as another microphone's (FilterAugment, Nam et al. 2022).", SHARE
    )
    tight_cuts: float = _setting(0.0, "Share of clips cut off where a word is 20 dB below its peak.", SHARE)
    spec_augment: bool = _setting(False, "Hide stretches of frames and of bands (SpecAugment, Park et al. 2019).")
    negatives: float = _setting(
        0.0,
        "Share of each batch turned into negatives, for which, unless --background-class is given, every word is "
        "equally likely (outlier exposure, Hendrycks et al. 2019).",
        BELOW_ONE,
    )
    background_class: bool = _setting(
        False,
        "Negatives are a class of their own (background class), its logit fixed at 0, in place of all words being "
        "equally likely.",
    )
    pieces: bool = _setting(False, "Negatives are also babble alone and halves of words, as a stream holds them.")
    coloured_noise: bool = _setting(False, "Negatives are also the recordings of noise through random filters.")
    am_margin: float = _setting(
        0.0, "Margin of a cosine by which the right word must lead (AM-softmax, Wang et al. 2018); 0: none.", BELOW_ONE
    )
    tts_negatives: int = _setting(
        0, "Synthetic clips of each word outside the list, for half of the negatives.", NOT_NEGATIVE
    )
    ema_decay: float = _setting(
        0.0, "Decay of the exponential moving average of the weights that is kept; 0: none.", BELOW_ONE
    )
    min_per_word: int = _setting(0, "Repeat the clips of rare words until an epoch has so many of each.", NOT_NEGATIVE)
    tts_clips: int = _setting(
        0, "Synthetic clips of each word, by espeak-ng and flite; half by flite up to 60.", NOT_NEGATIVE
    )
    tts_flite: Literal["words", "all", "nothing"] = _setting(
        "words", "What flite speaks of the synthetic clips; the rest, espeak-ng does."
    )
    tts_balance: bool = _setting(
        False,
        "As many synthetic clips of the words in each batch as of words outside the list, in place of all in each "
        "epoch; by the same synthesisers with --tts-flite all and at most 60 clips of each word.",
    )
    logit_adjustment: float = _setting(
        0.0,
        "Share of the log frequency of words that is taken off their logits (Menon et al. 2021).",
        SHARE,
    )
    leave_out: str = _setting("", "Words that are not taught, separated by commas.")
    seed: int = _setting(0, "Seed of the random split, the order and dropout.")

    def __post_init__(self) -> None:
        self._check_front_end()
        if self.partition not in ("speaker", "random"):
            raise ValueError(f"--partition is 'speaker' or 'random', not {self.partition!r}.")
        if self.tts_flite not in ("words", "all", "nothing"):
            raise ValueError(f"--tts-flite is 'words', 'all' or 'nothing', not {self.tts_flite!r}.")
        for each in fields(self):
            allowed, value = each.metadata.get("allowed"), getattr(self, each.name)
            if allowed and value not in allowed:
                raise ValueError(f"{_flag(each.name)} must be {allowed}, not {value}.")
        for holds, sentence in RULES:
            if not holds(self):
                raise ValueError(sentence)

    def _check_front_end(self) -> None:
        """Raise ValueError where front end or network is unknown, or one doesn't take the other."""
        # Imported here, since they load torch and decoders, which the command line's help doesn't need.
        from speechcls.frontends.atlas import by_name
        from speechcls.models.networks import MODELS, TRAINABLE

        front_end = by_name(self.front_end)
        if self.network not in TRAINABLE:
            known = f"The network {self.network!r} is taught from takes, by `python -m speechcls teach`, not trained."
            unknown = f"No network is called {self.network!r}."
            raise ValueError(f"{known if self.network in MODELS else unknown} There are: {', '.join(TRAINABLE)}.")
        needed, given = TRAINABLE[self.network].DOMAIN, front_end.gives
        if needed != given:
            fitting = [name for name, model in TRAINABLE.items() if given == model.DOMAIN]
            raise ValueError(
                f"The network {self.network!r} takes a {needed}, and {self.front_end!r} is a {given}: "
                f"give --network {' or '.join(fitting)}."
            )
        least = TRAINABLE[self.network].LEAST
        if min(front_end.input_shape[1:]) < least:
            raise ValueError(
                f"The network {self.network!r} takes {least} bins and frames at least, and {self.front_end!r} has "
                f"{front_end.values} and {front_end.frames()}: give --network compact."
            )
        if self.spec_augment and given != "spectrogram":
            raise ValueError(
                f"--spec-augment hides frames and bands of a spectrogram, and {self.front_end!r} is a {given}."
            )

    @property
    def augments(self) -> bool:
        """Whether waves or labels are augmented."""
        of_time = self.time_shift, self.speed_perturbation, self.tight_cuts
        of_spectrum = self.noise, self.equaliser, self.reverb, self.telephone
        return any((*of_time, *of_spectrum, self.negatives))

    def command(self, verb: str = "train") -> str:
        """The command line that repeats this training, or runs another command (`verb`) with its settings."""
        words = [f"python -m speechcls {verb}", self.front_end, "--data DATA"]
        for name, value in non_defaults(vars(self)).items():
            if name == "front_end":
                continue
            words.append(_flag(name) if value is True else f"{_flag(name)} {value}")
        return " ".join(words)

    @property
    def identity(self) -> str:
        """SHA-256, in hexadecimal, of the settings that differ from their defaults.

        So a new setting, or a renamed flag, leaves the identity of former trainings as it is.
        """
        return hashlib.sha256(json.dumps(non_defaults(vars(self)), sort_keys=True).encode()).hexdigest()

    def run_folder(self, data: str) -> Path:
        """The folder of this training's checkpoints, named after its settings and the hash of its data.

        Logit adjustment is left out of the name, since it is applied to the trained network.
        """
        trained = replace(self, logit_adjustment=0.0).identity
        identity = hashlib.sha256(f"{trained}\n{data}".encode()).hexdigest()
        return home() / "runs" / f"{self.front_end}-{self.partition}-{identity[:10]}"


def non_defaults(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Those settings of a TrainingConfig that differ from their defaults, by which trainings are compared."""
    defaults = {each.name: each.default for each in fields(TrainingConfig)}
    return {name: value for name, value in settings.items() if name not in defaults or value != defaults[name]}


def _flag(name: str) -> str:
    return "--" + name.replace("_", "-")


# Rules between settings: a test, and the sentence for where it fails.
RULES: tuple[tuple[Callable[[TrainingConfig], bool], str], ...] = (
    (
        lambda config: bool(config.noise) or not (config.babble or config.artificial_noise or config.min_gain != -18.0),
        "--babble, --artificial-noise and --min-gain say how --noise is mixed in: give --noise.",
    ),
    (
        lambda config: (
            bool(config.negatives)
            or not (config.tts_negatives or config.background_class or config.pieces or config.coloured_noise)
        ),
        "--tts-negatives, --background-class, --pieces and --coloured-noise say how the negatives are: give "
        "--negatives a share.",
    ),
    (
        lambda config: bool(config.tts_clips or config.tts_negatives) or config.tts_flite == "words",
        "--tts-flite says who speaks the synthetic clips: give --tts-clips or --tts-negatives.",
    ),
    (
        lambda config: not config.tts_balance or bool(config.tts_clips and config.tts_negatives),
        "--tts-balance is between words of the list and others: give --tts-clips and --tts-negatives.",
    ),
)
