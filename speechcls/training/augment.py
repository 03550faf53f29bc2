"""Data augmentation: time shift, speed, gain, noise, babble, rooms, filters, cuts, SpecAugment, negatives."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import nn

from speechcls.audio import SAMPLE_RATE, to_float
from speechcls.audio.level import amplitude, at_snr, rms, unit
from speechcls.results.config import TrainingConfig

SNR = (-5.0, 30.0)  # dB, of a word in the noise that is mixed in
MAX_GAIN = 6.0  # dB
TALKERS = (2, 8)  # voices at the same time, of babble
BABBLE_SNR = (-3.0, 25.0)  # dB; at lower ratios a single voice would be as loud as the word
REVERBERATION = (0.1, 0.6)  # s until the echo has decayed by 60 dB (RT60)
DIRECT = (0.0, 15.0)  # dB, direct-to-reverberant ratio
TELEPHONE = (300, 3400)  # Hz
NEGATIVE_LEVEL = (-80.0, -10.0)  # dB of full scale: noise alone, down to silence
BABBLE_LEVEL = (-60.0, -15.0)  # dB of full scale, of babble alone
COLOUR = 20.0  # dB, of the filters of noise
MICROPHONE = 10.0  # dB, of the filters that stand for another microphone
CORNERS = 9  # frequencies from 0 to 8 kHz at which a filter's gain is drawn; between them it is interpolated
TIGHT = 20.0  # dB below a word's peak, where it is cut off
PADDING = -80.0  # dB of full scale, of the faint noise beside a word that was cut
FADE = SAMPLE_RATE // 50  # samples over which half a word fades in and out
CUT = (0.40, 0.75)  # s by which a word is shifted, so that only a part stays in the window
MASKED = {"frames": 20, "bands": 8}  # the most that one mask hides
MASKS = 2  # of each kind


class Augment:
    """Augments waves float32 (batch, 16000) with labels (batch,) as the config says, by torch's random generator.

    Labels come back as probabilities (batch, words), since a part of a batch may become negatives. For these all words
    are equally likely (outlier exposure, Hendrycks et al. 2019), or none is, where they are a class of their own.
    """

    def __init__(
        self,
        config: TrainingConfig,
        words: int,
        noises: list[torch.Tensor],
        spoken: torch.Tensor | None = None,
        balance: torch.Tensor | None = None,
    ) -> None:
        self.config, self.words, self.noises = config, words, noises
        self.spoken = spoken  # int16 (clips, 16000), words that are none of the list
        self.balance = balance  # int16 (words, clips, 16000), words of the list by the same voices

    def __call__(self, waves: torch.Tensor, labels: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        targets = nn.functional.one_hot(labels, self.words).float()
        if count := self.negatives(len(waves)):
            waves = torch.cat([self._negatives(waves, count), waves[count:]])
            targets[:count] = 0 if self.config.background_class else 1 / self.words
            if self.balance is not None:
                waves, targets = self._balanced(waves, targets, slice(count, count + count // 2))
        if self.config.time_shift or self.config.speed_perturbation:
            waves = warp(waves, self.config.time_shift, self.config.speed_perturbation)
        words = spans(waves) if self.config.tight_cuts else None
        if self.config.equaliser:
            waves = on_a_share(equalise, waves, self.config.equaliser)
        if self.config.reverb:
            waves = on_a_share(reverberate, waves, self.config.reverb)
        if self.config.noise:
            waves = self._noisy(waves)
        if self.config.telephone:
            waves = on_a_share(limit_band, waves, self.config.telephone)
        if words is not None:
            kept = words | (torch.rand(len(waves), 1, device=waves.device) >= self.config.tight_cuts)
            waves = torch.where(kept, waves, torch.randn_like(waves) * amplitude(PADDING))
        return waves, targets

    def negatives(self, batch: int) -> int:
        """Number of leading examples of a batch that are replaced by negatives."""
        return round(self.config.negatives * batch)

    def _balanced(self, waves: torch.Tensor, targets: torch.Tensor, places: slice) -> tuple[torch.Tensor, torch.Tensor]:
        """Waves and targets that have synthetic words of the list at these places, as many as negatives are spoken."""
        assert self.balance is not None
        number = len(waves[places])
        labels, which = (torch.randint(size, (number,)) for size in self.balance.shape[:2])
        said = to_float(self.balance[labels, which].to(waves.device))
        words = nn.functional.one_hot(labels.to(targets.device), self.words).float()
        waves, targets = waves.clone(), targets.clone()
        waves[places], targets[places] = said, words
        return waves, targets

    def _noisy(self, waves: torch.Tensor) -> torch.Tensor:
        """Each wave at a random gain, and a share of them with noise at a random signal-to-noise ratio."""
        gain = amplitude(uniform(waves, self.config.min_gain, MAX_GAIN))
        noise = self._noise(waves)
        share = (torch.rand(len(waves), 1, device=waves.device) < self.config.noise).float()
        ratio = uniform(waves, *SNR)
        if self.config.babble:
            talk = torch.rand(len(waves), 1, device=waves.device) < self.config.babble
            noise = torch.where(talk, babble(waves), noise)
            ratio = torch.where(talk, uniform(waves, *BABBLE_SNR), ratio)
        return (gain * (waves + share * at_snr(noise, waves, ratio))).clamp(-1, 1)

    def _noise(self, like: torch.Tensor) -> torch.Tensor:
        """A random second of the recordings of noise for each wave, at an RMS of 1."""
        which = torch.randint(len(self.noises), (len(like),)).tolist()
        stretches = []
        for n in which:
            begin = int(torch.randint(len(self.noises[n]) - SAMPLE_RATE, ()))
            stretches.append(self.noises[n][begin : begin + SAMPLE_RATE])
        return unit(torch.stack(stretches).to(like.device))

    def _negatives(self, waves: torch.Tensor, count: int) -> torch.Tensor:
        """`count` negatives: noise, tones, words reversed, spliced or cut off, synthetic words outside the list.

        With `pieces` also babble alone and halves of words, with `coloured_noise` also noise through random filters.
        """
        others = waves[torch.randperm(len(waves), device=waves.device)[:count]]
        own = waves[:count]
        half = SAMPLE_RATE // 2
        sounds = [
            self._noise(own) * amplitude(uniform(own, *NEGATIVE_LEVEL)),
            tones(own) * amplitude(uniform(own, *NEGATIVE_LEVEL)),
            own.flip(1),
            torch.cat([own[:, half:], others[:, :half]], dim=1),
            move(own, _either_way(uniform(own, *CUT)) * SAMPLE_RATE),
        ]
        if self.config.pieces:
            sounds += [
                babble(waves)[:count] * amplitude(uniform(own, *BABBLE_LEVEL)),
                torch.cat([_either_half(own), torch.zeros_like(own[:, half:])], dim=1).roll(half // 2, 1),
                torch.cat([_either_half(own), _either_half(others)], dim=1),
            ]
        if self.config.coloured_noise:
            sounds += [coloured(self._noise(own)) * amplitude(uniform(own, *NEGATIVE_LEVEL)) for _ in range(2)]
        kinds = torch.stack(sounds)
        chosen = torch.randint(len(kinds), (count,), device=waves.device)
        made = kinds[chosen, torch.arange(count, device=waves.device)]
        if self.spoken is not None:
            some = torch.randint(len(self.spoken), (count // 2,))
            made[: count // 2] = to_float(self.spoken[some].to(waves.device))
        return made.clamp(-1, 1)


def warp(waves: torch.Tensor, shift: float, tempo: float) -> torch.Tensor:
    """Waves shifted by up to `shift` s either way; half of them also faster or slower by up to the share `tempo`."""
    waves = move(waves, uniform(waves, -shift, shift) * SAMPLE_RATE)
    some = slice(0, len(waves) // 2 if tempo else 0)
    speeds = 1 + uniform(waves[some], -tempo, tempo)
    middle = (SAMPLE_RATE - 1) / 2
    positions = (torch.arange(SAMPLE_RATE, device=waves.device) - middle) * speeds + middle
    before = positions.floor()
    slow = _take(waves[some], before.long()).lerp(_take(waves[some], before.long() + 1), positions - before)
    return torch.cat([slow, waves[some.stop :]])


def move(waves: torch.Tensor, by: torch.Tensor) -> torch.Tensor:
    """Waves (batch, samples), each delayed by its number of samples (batch, 1), with zeros beyond the ends."""
    return _take(waves, torch.arange(waves.shape[1], device=waves.device) - by.round().long())


def _take(waves: torch.Tensor, indices: torch.Tensor) -> torch.Tensor:
    """The samples at these indices (batch, samples), and zeros outside."""
    inside = indices.clamp(0, waves.shape[1] - 1)
    return torch.where(indices == inside, waves.gather(1, inside), 0.0)


def babble(waves: torch.Tensor) -> torch.Tensor:
    """Babble for each wave: several others of the batch at once, each rotated within its second, at an RMS of 1."""
    count, device = len(waves), waves.device
    begin = (torch.rand(count, 1, device=device) * waves.shape[1]).long()
    turned = waves.gather(1, (torch.arange(waves.shape[1], device=device) + begin) % waves.shape[1])
    rank = torch.rand(count, count, device=device).fill_diagonal_(2).argsort(dim=1).argsort(dim=1)
    talkers = torch.randint(TALKERS[0], TALKERS[1] + 1, (count, 1), device=device).clamp(max=count - 1)
    sound = (rank < talkers).float() @ unit(turned)
    return unit(sound)


def coloured(waves: torch.Tensor) -> torch.Tensor:
    """Waves through random filters of up to COLOUR dB, at an RMS of 1."""
    return unit(_filtered(waves, COLOUR))


def equalise(waves: torch.Tensor) -> torch.Tensor:
    """Waves as other microphones would hear them: through random filters of up to MICROPHONE dB, at their former RMS.

    After FilterAugment (Nam et al. 2022).
    """
    return unit(_filtered(waves, MICROPHONE)) * rms(waves)


def _filtered(waves: torch.Tensor, most: float) -> torch.Tensor:
    """Waves through random smooth filters of up to `most` dB, one for each."""
    corners = waves.new_empty(len(waves), 1, CORNERS).uniform_(-most, most)
    bins = waves.shape[1] // 2 + 1
    gain = amplitude(nn.functional.interpolate(corners, bins, mode="linear", align_corners=True)[:, 0])
    return torch.fft.irfft(torch.fft.rfft(waves) * gain, waves.shape[1])


def spans(waves: torch.Tensor) -> torch.Tensor:
    """From the first to the last sample that is within TIGHT dB of each wave's peak: bool, of the waves' shape."""
    loud = waves.abs() >= waves.abs().amax(dim=1, keepdim=True) * amplitude(-TIGHT)
    return (loud.cumsum(dim=1) > 0) & (loud.flip(1).cumsum(dim=1) > 0).flip(1)


def _either_half(waves: torch.Tensor) -> torch.Tensor:
    """The half second before or after the middle of each wave's energy, (batch, 8000), its ends faded."""
    half = waves.shape[1] // 2
    energy = waves.square().cumsum(dim=1)
    middle = (energy < energy[:, -1:] / 2).sum(dim=1, keepdim=True)
    later = torch.rand(len(waves), 1, device=waves.device) < 0.5
    piece = move(waves, torch.where(later, -middle, half - middle))[:, :half]
    ramp = (torch.arange(1, half + 1, device=waves.device) / FADE).clamp(max=1)
    return piece * ramp * ramp.flip(0)


def on_a_share(change: Callable[[torch.Tensor], torch.Tensor], waves: torch.Tensor, share: float) -> torch.Tensor:
    """Waves with `change` applied to a random share of them, clipped to full scale."""
    chosen = torch.rand(len(waves), device=waves.device) < share
    if not chosen.any():  # an empty batch has no Fourier transform
        return waves
    waves = waves.clone()
    waves[chosen] = change(waves[chosen]).clamp(-1, 1)
    return waves


def reverberate(waves: torch.Tensor) -> torch.Tensor:
    """Waves in simulated rooms: convolved with exponentially decaying noise, at their former RMS."""
    length = round(REVERBERATION[1] * SAMPLE_RATE)
    times = torch.arange(length, device=waves.device) / SAMPLE_RATE
    echo = torch.randn(len(waves), length, device=waves.device) * 10 ** (-3 * times / uniform(waves, *REVERBERATION))
    echo /= echo.square().sum(dim=1, keepdim=True).sqrt() * amplitude(uniform(waves, *DIRECT))
    echo[:, 0] = 1
    size = 2 * SAMPLE_RATE  # zero-padded, so that the echo doesn't wrap round to the beginning
    sound = torch.fft.irfft(torch.fft.rfft(waves, size) * torch.fft.rfft(echo, size), size)[:, : waves.shape[1]]
    return sound * rms(waves) / rms(sound).clamp(min=1e-9)


def limit_band(waves: torch.Tensor) -> torch.Tensor:
    """Waves limited to the band of a telephone."""
    hertz = torch.fft.rfftfreq(waves.shape[1], 1 / SAMPLE_RATE, device=waves.device)
    heard = (hertz >= TELEPHONE[0]) & (hertz <= TELEPHONE[1])
    return torch.fft.irfft(torch.fft.rfft(waves) * heard, waves.shape[1])


def tones(like: torch.Tensor, voices: int = 4) -> torch.Tensor:
    """Chords of up to `voices` sines between 60 Hz and 4 kHz, each at an RMS near 1."""
    time = torch.arange(like.shape[1], device=like.device) / SAMPLE_RATE
    sound = torch.zeros_like(like)
    for _ in range(voices):
        hertz = 60 * (4000 / 60) ** torch.rand(len(like), 1, device=like.device)
        loud = torch.rand(len(like), 1, device=like.device)
        sound += loud * torch.sin(2 * torch.pi * hertz * time)
    return unit(sound)


def spec_augment(features: torch.Tensor) -> torch.Tensor:
    """SpecAugment (Park et al. 2019) of features (batch, channels, bins, frames): hidden stretches become the mean."""
    batch, _, bins, frames = features.shape
    hidden = torch.zeros(batch, 1, bins, frames, dtype=torch.bool, device=features.device)
    for _ in range(MASKS):
        hidden |= _stretch(batch, bins, MASKED["bands"], features.device)[:, None, :, None]
        hidden |= _stretch(batch, frames, MASKED["frames"], features.device)[:, None, None, :]
    return torch.where(hidden, features.mean(dim=(1, 2, 3), keepdim=True), features)


def _stretch(batch: int, length: int, longest: int, device: torch.device) -> torch.Tensor:
    """Masks (batch, length), each true on one random stretch of 0 to `longest` indices."""
    wide = torch.randint(0, longest + 1, (batch, 1), device=device)
    begin = (torch.rand(batch, 1, device=device) * (length - wide)).long()
    indices = torch.arange(length, device=device)
    return (indices >= begin) & (indices < begin + wide)


def uniform(like: torch.Tensor, low: float, high: float) -> torch.Tensor:
    """Random numbers (batch, 1), uniform between low and high."""
    return low + (high - low) * torch.rand(len(like), 1, device=like.device)


def _either_way(values: torch.Tensor) -> torch.Tensor:
    return values * torch.where(torch.rand_like(values) < 0.5, -1.0, 1.0)
