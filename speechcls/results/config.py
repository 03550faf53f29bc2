"""What a training is told: one frozen record, from the command line to the card of the variant."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields, replace
from pathlib import Path

from speechcls.data.corpus import Partition
from speechcls.frontends.recipe import RECIPES
from speechcls.models.networks import MODELS
from speechcls.paths import home


@dataclass(frozen=True)
class TrainingConfig:
    """One training of one network on one representation. The defaults are the chapter's protocol."""

    recipe: str
    network: str = "chapter"
    partition: Partition = "random"
    per_word: int = 0  # training clips a word at most; 0 takes all
    epochs: int = 50
    batch: int = 128  # clips
    max_rate: float = 0.01  # the peak of the one-cycle schedule
    patience: int = 3  # epochs without a lower validation loss before stopping; 0 never stops early
    standardise: bool = False  # one mean and deviation over the training clips, kept in the recipe
    decay: float = 0.0  # of the weights, in AdamW; with 0 it is Adam
    shift: float = 0.0  # s by which a word is moved at most
    tempo: float = 0.0  # share by which it is made faster or slower at most
    noise: float = 0.0  # share of the clips with noise mixed in; any changes the loudness of all
    min_gain: float = -18.0  # dB, the lowest of the loudness that noise brings with it
    babble: float = 0.0  # share of the noise mixed in that is other clips of the batch, 2 to 8 at once
    artificial_noise: bool = False  # hums, chords and clicks beside the recordings of noise
    reverb: float = 0.0  # share of the clips with the echo of a room
    telephone: float = 0.0  # share of the clips limited to a telephone's band
    mask: bool = False  # hide stretches of frames and of bands (SpecAugment)
    strangers: float = 0.0  # share of each batch that is made into what is no word, with every word equally likely
    tts_negatives: int = 0  # synthetic clips of each word outside the list, of which half of the strangers then are
    average: float = 0.0  # decay of the running average of the weights that is kept; 0 keeps the weights themselves
    at_least: int = 0  # clips a word that an epoch holds at least, those of rarer words repeated
    voices: int = 0  # synthetic clips of each word, beside the real ones
    prior: float = 0.0  # share of what words owe to being frequent in training that is taken back from their scores
    leave_out: str = ""  # words that are not taught, separated by commas
    seed: int = 0

    def __post_init__(self) -> None:
        if self.recipe not in RECIPES:
            raise ValueError(f"No representation is called {self.recipe!r}. There are: {', '.join(RECIPES)}.")
        if self.network not in MODELS:
            raise ValueError(f"No network is called {self.network!r}. There are: {', '.join(MODELS)}.")
        needed, given = MODELS[self.network].DOMAIN, RECIPES[self.recipe].domain
        if needed != given:
            fitting = [name for name, model in MODELS.items() if given == model.DOMAIN]
            raise ValueError(
                f"The network {self.network!r} takes a {needed}, and {self.recipe!r} is a {given}: "
                f"give --network {' or '.join(fitting)}."
            )
        if self.mask and given != "spectrogram":
            raise ValueError(f"--mask hides frames and bands of a spectrogram, and {self.recipe!r} is a {given}.")
        if self.partition not in ("speaker", "random"):
            raise ValueError(f"--partition is 'speaker' or 'random', not {self.partition!r}.")
        for flag, value, least in (
            ("--epochs", self.epochs, 1),
            ("--batch", self.batch, 2),
            ("--per-word", self.per_word, 0),
            ("--patience", self.patience, 0),
            ("--at-least", self.at_least, 0),
            ("--voices", self.voices, 0),
            ("--tts-negatives", self.tts_negatives, 0),
        ):
            if value < least:
                raise ValueError(f"{flag} must be at least {least}, not {value}.")
        for flag, share in (
            ("--tempo", self.tempo),
            ("--strangers", self.strangers),
            ("--average", self.average),
            ("--reverb", self.reverb),
            ("--telephone", self.telephone),
        ):
            if not 0 <= share < 1:
                raise ValueError(f"{flag} is a share from 0 to below 1, not {share}.")
        if not (0 <= self.noise <= 1 and 0 <= self.prior <= 1 and 0 <= self.shift < 1 and self.decay >= 0):
            raise ValueError(
                "--noise and --prior are shares from 0 to 1, --shift is from 0 to below 1 s, and --decay at least 0."
            )
        if not (0 <= self.babble <= 1 and -80 <= self.min_gain <= 0):
            raise ValueError("--babble is a share from 0 to 1, and --min-gain from -80 to 0 dB.")
        if not self.noise and (self.babble or self.artificial_noise or self.min_gain != -18.0):
            raise ValueError("--babble, --artificial-noise and --min-gain say how --noise is mixed in: give --noise.")
        if self.tts_negatives and not self.strangers:
            raise ValueError("--tts-negatives are a part of the strangers of a batch: give --strangers a share.")
        if not self.max_rate > 0:
            raise ValueError(f"--max-rate must be positive, not {self.max_rate}.")

    @property
    def augments(self) -> bool:
        """Whether the waves or their labels are changed at all."""
        return any((self.shift, self.tempo, self.noise, self.reverb, self.telephone, self.strangers))

    def command(self, verb: str = "train") -> str:
        """The command that repeats this training, or another with the same options; the data folder is written DATA."""
        words = [f"python -m speechcls {verb}", self.recipe, "--data DATA"]
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name == "recipe" or value == field.default:
                continue
            flag = "--" + field.name.replace("_", "-")
            words.append(flag if value is True else f"{flag} {value}")
        return " ".join(words)

    def run_folder(self, data: str) -> Path:
        """Where this training keeps its checkpoints: another for every other setting of it or other data.

        What words owe to being frequent is taken back when all is trained, so it doesn't make another.
        """
        trained = replace(self, prior=0.0).command()
        identity = hashlib.sha256(f"{trained}\n{data}".encode()).hexdigest()
        return home() / "runs" / f"{self.recipe}-{self.partition}-{identity[:10]}"
