"""The experiments as data: the settings of each training, in their order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from speechcls.results.config import TrainingConfig

_SHIPPED = TrainingConfig("power", partition="speaker", epochs=12, batch_size=64, patience=0)
_CONTROLLED = replace(_SHIPPED, max_per_word=500, epochs=10)
# `compact` for clear words alone; single changes are measured on it.
_CLEAR = TrainingConfig(
    "logmel-64",
    network="compact",
    partition="speaker",
    epochs=50,
    max_lr=0.004,
    patience=0,
    standardise=True,
    weight_decay=0.01,
    time_shift=0.1,
    speed_perturbation=0.1,
    noise=0.8,
    spec_augment=True,
    negatives=0.1,
    ema_decay=0.999,
    min_per_word=500,
    tts_clips=60,
)
# In each second at one level, among voices, hums and rooms, and beside synthetic words that are none of its own, for
# which all words are equally likely.
_UNIFORM = replace(
    _CLEAR,
    front_end="logmel-64-levelled",
    babble=0.3,
    artificial_noise=True,
    reverb=0.1,
    telephone=0.05,
    negatives=0.15,
    tts_negatives=4,
)
# This one refuses synthetic voices rather than other words, which they mostly say to it.
_REFUSING = replace(_UNIFORM, negatives=0.25, background_class=True, pieces=True, tts_negatives=8, tts_flite="all")
# Here they say words of the list as often; clips come through other microphones and are cut off where a word ends.
_COMPACT = replace(
    _REFUSING,
    epochs=40,
    negatives=0.2,
    coloured_noise=True,
    tts_balance=True,
    equaliser=0.4,
    tight_cuts=0.15,
)
# For the learning curves: a quarter as long, and as many steps where clips are left out.
_BRIEFLY = replace(_COMPACT, epochs=10)
# Trials are without the two settings for rare words; the moving average spans a tenth of the steps.
_TRIAL = replace(_CLEAR, max_per_word=500, epochs=10, ema_decay=0.99, min_per_word=0, tts_clips=0)
_LEVELLED = replace(_TRIAL, front_end="logmel-64-levelled")
_NEGATIVES = replace(_LEVELLED, negatives=0.2, tts_negatives=6, tts_clips=60)
_BACKGROUND = replace(_NEGATIVES, tts_flite="all", background_class=True)
_BALANCED = replace(_BACKGROUND, pieces=True, tts_balance=True)
_LEFT_OUT = "cat,five,happy,nine,stop,up"
# Without SpecAugment, which hides so many frames and bands: more of a second where there are few of them.
_FRONT_END = replace(_TRIAL, spec_augment=False)
_FRONT_ENDS = (
    "logmel-64",
    "whisper-80-unpadded",
    "kaldi-fbank-wenet",
    "logmel-64-levelled",
    "librosa-pcen",
    "kaldi-mfcc",
    "parakeet",
    "librosa-power_to_db",
    "micro-frontend",
    "edge-impulse-mfe",
    "torchaudio-mfcc",
    "openwakeword",
    "gammatone",
    "tensorflow-mfcc",
    "speechbrain-fbank",
    "ast-unpadded",
    "mel",
    "power",
)
_ABLATED = (
    "standardise",
    "weight_decay",
    "time_shift",
    "speed_perturbation",
    "noise",
    "spec_augment",
    "negatives",
    "ema_decay",
)

# Table -> arm -> settings, in the order of training. The chapter's own representations are not standardised, nor is
# scrambled, which is complex with other phases; the other controls are. So power is there both ways.
TABLES: dict[str, dict[str, TrainingConfig]] = {
    "shipped": {
        "compact": _COMPACT,
        "logmel": replace(_SHIPPED, front_end="logmel", standardise=True),
        "complex": replace(_SHIPPED, front_end="complex"),
        "power": _SHIPPED,
        "mel": replace(_SHIPPED, front_end="mel"),
        # The first two steps of the chapter's ladder of ideas, with networks of their own.
        "wave": replace(_SHIPPED, front_end="wave", network="wave", standardise=True),
        "spectrum": replace(_SHIPPED, front_end="spectrum", network="spectrum", standardise=True),
    },
    "controlled": {
        "complex": replace(_CONTROLLED, front_end="complex"),
        "scrambled": replace(_CONTROLLED, front_end="scrambled"),
        "magnitude": replace(_CONTROLLED, front_end="magnitude", standardise=True),
        "power": _CONTROLLED,
        "power-standardised": replace(_CONTROLLED, standardise=True),
        "mel": replace(_CONTROLLED, front_end="mel"),
        "logpower": replace(_CONTROLLED, front_end="logpower", standardise=True),
        "logmel": replace(_CONTROLLED, front_end="logmel", standardise=True),
    },
    # The same with all clips at one level, and with a random split of clips; then the chapter's protocol.
    "levelled": {
        "complex": replace(_CONTROLLED, front_end="complex-levelled"),
        "scrambled": replace(_CONTROLLED, front_end="scrambled-levelled"),
        "magnitude": replace(_CONTROLLED, front_end="magnitude-levelled", standardise=True),
        "power": replace(_CONTROLLED, front_end="power-levelled"),
    },
    "random-split": {
        "complex": replace(_CONTROLLED, front_end="complex", partition="random"),
        "scrambled": replace(_CONTROLLED, front_end="scrambled", partition="random"),
        "magnitude": replace(_CONTROLLED, front_end="magnitude", standardise=True, partition="random"),
        "power": replace(_CONTROLLED, partition="random"),
    },
    "chapter": {name: TrainingConfig(name) for name in ("power", "mel", "complex")},
    "ablation": {"all": _TRIAL}
    | {f"no-{name}".replace("_", "-"): replace(_TRIAL, **{name: type(getattr(_TRIAL, name))()}) for name in _ABLATED},
    # What helps rare words; each beside "none".
    "rare-words": {
        "none": _TRIAL,
        "prior": replace(_TRIAL, logit_adjustment=0.5),
        "repeated": replace(_TRIAL, min_per_word=200),
        "synthetic": replace(_TRIAL, tts_clips=60),
        "repeated-synthetic": replace(_TRIAL, min_per_word=200, tts_clips=60),
        "stronger": replace(_TRIAL, time_shift=0.15, speed_perturbation=0.25),
    },
    # What helps quiet voices, each beside "none"; levelling makes all clips equally loud, whatever their gain.
    "loudness": {
        "none": _TRIAL,
        "gain": replace(_TRIAL, min_gain=-50.0),
        "level": _LEVELLED,
        "pcen": replace(_TRIAL, front_end="pcen-64"),
        "pcen-trained": replace(_TRIAL, front_end="mel-64", network="compact-pcen", standardise=False),
    },
    # What helps in babble and noise, each beside "none".
    "noises": {
        "none": _LEVELLED,
        "babble": replace(_LEVELLED, babble=0.4),
        "artificial": replace(_LEVELLED, artificial_noise=True),
        "telephone": replace(_LEVELLED, telephone=0.1),
        "reverb": replace(_LEVELLED, reverb=0.2),
        "together": replace(_LEVELLED, babble=0.4, artificial_noise=True, telephone=0.1, reverb=0.2),
    },
    # Whether negatives help with words by real voices that are in no training (open set).
    "open-set": {
        "clear": replace(_TRIAL, leave_out=_LEFT_OUT),
        "uniform": replace(_NEGATIVES, tts_flite="all", leave_out=_LEFT_OUT),
        "background": replace(_BACKGROUND, leave_out=_LEFT_OUT),
        "pieces": replace(_BACKGROUND, pieces=True, leave_out=_LEFT_OUT),
        "balanced": replace(_BALANCED, leave_out=_LEFT_OUT),
    },
    # What makes the rejection of other words better: who speaks the synthetic clips, and the loss.
    "negatives": {
        "words": _NEGATIVES,
        "nothing": replace(_NEGATIVES, tts_flite="nothing"),
        "all": replace(_NEGATIVES, tts_flite="all"),
        "margin": replace(_NEGATIVES, tts_flite="all", am_margin=0.2),
        "background": _BACKGROUND,
        "pieces": replace(_BACKGROUND, pieces=True),
        "pieces-more": replace(_BACKGROUND, pieces=True, negatives=0.3),
        "balanced": _BALANCED,
    },
    # What `compact` lacks: longer training, more weights or more clips.
    "learning": {
        "as-shipped": _BRIEFLY,
        "twice-as-long": replace(_BRIEFLY, epochs=20),
        "fewer-weights": replace(_BRIEFLY, network="compact-narrow"),
        "more-weights": replace(_BRIEFLY, network="compact-wide"),
        "half-the-clips": replace(_BRIEFLY, max_per_word=1000, epochs=16),
        "quarter-of-the-clips": replace(_BRIEFLY, max_per_word=500, epochs=27),
    },
    # One network on the field's front ends, all else the same.
    "front-ends": {name: replace(_FRONT_END, front_end=name) for name in _FRONT_ENDS},
    # Trainings that don't ship; each beside the shipped network that its name begins with.
    "unreleased": {
        "compact-clear": _CLEAR,
        "compact-unmasked": replace(_CLEAR, epochs=40, spec_augment=False),
        "compact-levelled": replace(_UNIFORM, epochs=25, babble=0.4),
        "compact-uniform": _UNIFORM,
        "compact-background": _REFUSING,
        "compact-coloured": replace(_REFUSING, epochs=30, coloured_noise=True),
        "compact-balanced": replace(_REFUSING, coloured_noise=True, tts_balance=True),
        "logmel-shorter": replace(_SHIPPED, front_end="logmel", standardise=True, epochs=8),
        "complex-shorter": replace(_SHIPPED, front_end="complex", epochs=8),
        "power-shorter": replace(_SHIPPED, epochs=8),
        "mel-shorter": replace(_SHIPPED, front_end="mel", epochs=8),
    },
}


@dataclass(frozen=True)
class Step:
    """One training of the study."""

    table: str
    arm: str
    config: TrainingConfig

    @property
    def name(self) -> str:
        return f"{self.arm}-{self.config.seed}"


def steps(tables: list[str] | None = None, seeds: int = 1, arms: list[str] | None = None) -> Iterator[Step]:
    """The trainings of the study in their order, `seeds` of each table; only the tables and arms that are named."""
    if unknown := set(tables or ()) - set(TABLES):
        raise ValueError(f"No experiment is called {min(unknown)!r}. There are: {', '.join(TABLES)}.")
    chosen = {table: TABLES[table] for table in tables or TABLES}
    known = {arm: None for table in chosen.values() for arm in table}
    if unknown := set(arms or ()) - set(known):
        raise ValueError(f"No arm is called {min(unknown)!r}. There are: {', '.join(known)}.")
    for table, configs in chosen.items():
        for seed in range(seeds):
            for arm, config in configs.items():
                if arm in (arms or known):
                    yield Step(table, arm, replace(config, seed=seed))
