"""Search for the settings that made an array: the atlas, and what one or two changed settings make of it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from speechcls.audio.level import rms
from speechcls.frontends.atlas import FRONTENDS
from speechcls.frontends.config import FrontEndConfig
from speechcls.frontends.differences import differing
from speechcls.frontends.explained import largest_difference, left_over
from speechcls.frontends.mistakes import FINEST, GRIDS, changed, fitted, mistakes
from speechcls.frontends.transform import features_of, spectra, transform

EXPLAINED = 3e-3  # largest difference over the range, above which nothing is claimed
EQUAL = 1e-4  # at and below it two explanations are equally good
PROMISING = 0.1  # of the variance left over: settings that explain an array leave less
FIRST, BEAM, EACH = 16, 12, 4  # states that are followed: of the atlas, of later ones, of one front end among these
DITHER = 3e-5  # Kaldi's 1 on 16-bit samples, for samples in [-1, 1]
SPARE = 0.25  # s of the padding after a clip that the search looks at; in the end all of it is compared


@dataclass(frozen=True)
class State:
    """Settings on the way to explaining an array, in the layout (frames, bands)."""

    config: FrontEndConfig
    frames_first: bool  # so the array lies; else (bands, frames)
    score: float  # share of the array's variance that an affine map of the features leaves over
    start: str  # the front end of the atlas from which it came
    fitting: int = 0  # settings changed to have the array's shape


@dataclass(frozen=True)
class Solution:
    config: FrontEndConfig
    frames_first: bool
    residual: float  # largest difference over the array's range
    affine: tuple[str, ...] = ()  # what the values are multiplied by, and what is added
    dithered: bool = False


def neutral(config: FrontEndConfig) -> FrontEndConfig:
    return replace(config, layout="frames, bands")


class Search:
    """A beam search over settings for an array (2 axes, 3 where it is complex, 1 where it is flat) and its clip."""

    def __init__(self, array: np.ndarray, clip: np.ndarray, rounding: float) -> None:
        """`rounding` is half the step to which the array's values are rounded, over their range."""
        self.array, self.clip = array, clip
        self.equal, self.explained = EQUAL + rounding, EXPLAINED + 2 * rounding
        self.spectra: Callable[..., Any] = functools.lru_cache(maxsize=96)(self._spectra)
        self.seen: list[State] = []

    def solutions(self, enough: Callable[[list[Solution], int], bool]) -> list[Solution]:
        """Settings that explain the array, looked for with one change more until there are enough for that many."""
        states = sorted(self._first(), key=lambda state: state.score * (1 + state.fitting))
        found = self._solved(states)
        beam = _beam(states, FIRST, 1)
        for changes in range(2):
            if enough(found, changes):
                return found
            self.seen += beam
            states = sorted(self._next(beam), key=_score)
            found += self._solved(states[: 4 * BEAM])
            beam = _beam(states, BEAM, EACH)
        self.seen = sorted(self.seen + beam, key=_score)
        return found or self._solved(self._refined(self.seen[:BEAM])) or self._dithered()

    def _first(self) -> list[State]:
        """States of every front end that has the array's shape, or gets it by the fewest changes."""
        made: dict[tuple[FrontEndConfig, bool], State] = {}
        for name, known in FRONTENDS.items():
            base = neutral(known.config)
            if base.domain != "spectrogram" or base.phase == "random":
                continue
            for target, frames_first in self._targets(known.config):
                for config in fitted(base, (target.shape[-2], target.shape[-1]), len(self.clip)):
                    start = State(config, frames_first, 1.0, name, len(differing(base, config)))
                    before = made.get((config, frames_first))
                    if before is None or start.fitting < before.fitting:
                        made[config, frames_first] = start
        return self._scored(replace(state, config=self._cropped(state.config)) for state in made.values())

    def _next(self, states: list[State]) -> list[State]:
        """The states that are one more change away, none twice."""
        made: dict[tuple[FrontEndConfig, bool], State] = {}
        for state in states:
            for config in mistakes(state.config, self.target(state)):
                made.setdefault((config, state.frames_first), replace(state, config=config))
        return self._scored(made.values())

    def _scored(self, states: Iterable[State]) -> list[State]:
        made = []
        for state in states:
            target = self.target(state)
            features = self._features(state.config, target.shape)
            if features is not None:
                made.append(replace(state, score=left_over(features, target)))
        return made

    def _targets(self, config: FrontEndConfig) -> Iterator[tuple[np.ndarray, bool]]:
        """The array as (frames, values), lying the one way and the other; a flat one lies as the front end has it."""
        array = self.array
        if array.ndim == 1:
            frames = config.frames(len(self.clip))
            if frames and array.size % frames == 0:
                yield self._laid(config.layout == "frames, bands", frames), config.layout == "frames, bands"
        elif (array.ndim == 3) == (config.power is None):
            yield from ((self._laid(frames_first), frames_first) for frames_first in (True, False))

    def _laid(self, frames_first: bool, frames: int = 0) -> np.ndarray:
        array = self.array
        if array.ndim == 1:
            array = array.reshape((frames, -1) if frames_first else (-1, frames))
        if array.ndim == 3 and array.shape[0] != 2:
            array = np.moveaxis(array, -1, 0)
        return array if frames_first else array.swapaxes(-1, -2)

    def target(self, state: State) -> np.ndarray:
        """The array as (frames, values), as far as the state's settings look."""
        frames = state.config.frames(len(self.clip))
        whole = FRONTENDS[state.start].config.frames(len(self.clip)) if self.array.ndim == 1 else 0
        target = self._laid(state.frames_first, whole)
        return target[..., :frames, :] if state.config.pad_seconds else target

    def _cropped(self, config: FrontEndConfig) -> FrontEndConfig:
        hop, rate = config.hop_samples, config.sample_rate
        samples = (len(self.clip) + round(SPARE * rate)) // hop * hop
        return replace(config, pad_seconds=min(config.pad_seconds, samples / rate))

    def _solved(self, states: Iterable[State]) -> list[Solution]:
        """The solutions among the states, compared over the whole array."""
        found = []
        for state in states:
            if state.score > PROMISING:
                continue
            config = state.config
            if config.pad_seconds:
                config = replace(config, pad_seconds=FRONTENDS[state.start].config.pad_seconds)
            target = self.target(replace(state, config=config))
            features = self._features(config, target.shape)
            if features is not None:
                residual, affine = largest_difference(features, target, self.equal)
                if residual <= self.explained:
                    found.append(Solution(config, state.frames_first, residual, affine))
        return found

    def _refined(self, states: list[State]) -> list[State]:
        """The states with numbers other than the usual ones, looked for between those that were tried."""
        made = []
        for state in states:
            for name in set(GRIDS) & set(differing(neutral(FRONTENDS[state.start].config), state.config)):
                if getattr(state.config, name) is not None:
                    made.append(self._refined_by(state, name))
        return made

    def _refined_by(self, best: State, name: str) -> State:
        low, high = _neighbours(GRIDS[name], getattr(best.config, name))
        while high - low > FINEST[name] * 2:
            values = np.round(np.linspace(low, high, 9) / FINEST[name]) * FINEST[name]
            configs = [changed(best.config, {name: round(float(value), 3)}) for value in values]
            tried = self._scored(replace(best, config=config) for config in configs if config)
            best = min([best, *tried], key=_score)
            step = (high - low) / 8
            low, high = getattr(best.config, name) - step, getattr(best.config, name) + step
        return best

    def _dithered(self) -> list[Solution]:
        """Front ends with noise added: the array is as far from one run of them as two runs are from each other."""
        noise = np.random.default_rng(0).standard_normal((2, *self.clip.shape)).astype(np.float32) * DITHER
        for state in self.seen[: 2 * BEAM]:
            target, config = self.target(state), state.config
            if config.log and not config.n_frames and not config.pad_seconds:
                one, other = transform(config, self.clip + noise)
                if rms(np.ravel(target - one)) < 1.2 * rms(np.ravel(one - other)):
                    residual = float(np.abs(target - one).max() / np.ptp(target))
                    return [Solution(config, state.frames_first, residual, dithered=True)]
        return []

    def _spectra(self, config: FrontEndConfig) -> tuple[np.ndarray, np.ndarray | None]:
        return spectra(config, self.clip[None], np)

    def _features(self, config: FrontEndConfig, shape: tuple[int, ...]) -> np.ndarray | None:
        if config.shape(len(self.clip)) != shape:
            return None
        with np.errstate(all="ignore"):
            power, log_energy = self.spectra(_of_spectra(config))
            made = features_of(config, power, log_energy, np)[0]
        return made if np.isfinite(made).all() else None


def _of_spectra(config: FrontEndConfig) -> FrontEndConfig:
    """The settings on which the spectra depend, all others at their defaults, so that they are computed once."""
    return FrontEndConfig(
        sample_scale=config.sample_scale, level=config.level, wave_eps=config.wave_eps,
        pad_seconds=config.pad_seconds, preemphasis=config.preemphasis, preemphasis_of=config.preemphasis_of,
        window_samples=config.window_samples, hop_samples=config.hop_samples, n_fft=config.n_fft, edges=config.edges,
        window_at=config.window_at, drop_last=config.drop_last, remove_dc=config.remove_dc, window=config.window,
        periodic=config.periodic, window_norm=config.window_norm, power=config.power,
        spectrum_scale=config.spectrum_scale, energy=config.energy, energy_of=config.energy_of,
        energy_floor=config.energy_floor, floor=config.floor if config.energy else 1e-10,
        floored=config.floored if config.energy else "below",
    )  # fmt: skip


def _beam(states: list[State], count: int, each: int) -> list[State]:
    """The best states, few of any one front end, so that those that are nearly alike don't crowd out the others."""
    taken: list[State] = []
    for state in states:
        if sum(state.start == other.start for other in taken) < each:
            taken.append(state)
        if len(taken) == count:
            break
    return taken


def _score(state: State) -> float:
    return state.score


def _neighbours(grid: tuple[float, ...], at: float) -> tuple[float, float]:
    return max([value for value in grid if value < at] or [at]), min([value for value in grid if value > at] or [at])
