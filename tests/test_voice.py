"""Pitch and formants: those of vowels that are made here from known ones, and none where there is no voice."""

import numpy as np
import pytest
from scipy.signal import lfilter

from speechcls.audio import SAMPLE_RATE
from speechcls.audio.voice import voice

# F1, F2, F3 of men's vowels (Peterson and Barney 1952), and two higher ones that all share; Hz.
VOWELS = {
    "heed": (270, 2290, 3010),
    "head": (530, 1840, 2480),
    "hod": (730, 1090, 2440),
    "who'd": (300, 870, 2240),
}
HIGHER = (3500, 4500)
WIDTHS = (60, 90, 120, 150, 200)  # Hz


def vowel(pitch: float, formants: tuple[int, ...], seconds: float = 0.4, at: float = 0.3) -> np.ndarray:
    """A second with a vowel in it: pulses of a glottis through resonators in a row (Klatt 1980)."""
    phase = np.arange(round(seconds * SAMPLE_RATE)) * pitch / SAMPLE_RATE
    pulses = np.diff(np.floor(phase), prepend=0.0)
    sound = lfilter([1.0], [1.0, -1.8, 0.81], pulses)  # 12 dB an octave down
    for hertz, width in zip((*formants, *HIGHER), WIDTHS, strict=True):
        radius = np.exp(-np.pi * width / SAMPLE_RATE)
        poles = [1.0, -2 * radius * np.cos(2 * np.pi * hertz / SAMPLE_RATE), radius**2]
        sound = lfilter([sum(poles)], poles, sound)
    sound = np.diff(sound, prepend=0.0) * np.hanning(len(sound)) ** 0.3  # what leaves the lips
    second = np.zeros(SAMPLE_RATE, np.float32)
    first = round(at * SAMPLE_RATE)
    second[first : first + len(sound)] = 0.5 * sound / np.abs(sound).max()
    return second


@pytest.mark.parametrize("pitch", [90, 118, 150, 210])
@pytest.mark.parametrize("name", VOWELS)
def test_pitch_and_formants_of_a_made_vowel_are_those_it_was_made_of(name: str, pitch: float) -> None:
    found = voice(vowel(pitch, VOWELS[name]))
    assert found is not None
    assert found.pitch == pytest.approx(pitch, rel=0.01)
    assert 0.3 < found.time < 0.7
    # An envelope is known at the harmonics alone, so within less than half the distance between them.
    assert found.formants == pytest.approx(VOWELS[name][:2], abs=0.42 * pitch)


def test_pitch_and_formants_stay_when_the_sound_is_quiet_or_noisy() -> None:
    clear = vowel(118, VOWELS["head"])
    noise = np.random.default_rng(0).standard_normal(SAMPLE_RATE)
    clean = voice(clear)
    assert clean is not None
    for changed in (0.01 * clear, clear + 0.005 * noise):
        found = voice(changed.astype(np.float32))
        assert found is not None
        assert found.pitch == pytest.approx(clean.pitch, rel=0.01)
        assert found.formants == pytest.approx(clean.formants, rel=0.05)


def silence() -> np.ndarray:
    return np.zeros(SAMPLE_RATE)


def hiss() -> np.ndarray:
    return 0.1 * np.random.default_rng(1).standard_normal(SAMPLE_RATE)


def whisper() -> np.ndarray:
    """A vocal tract that is excited by noise."""
    sound = np.random.default_rng(2).standard_normal(SAMPLE_RATE)
    for hertz, width in zip((*VOWELS["head"], *HIGHER), WIDTHS, strict=True):
        radius = np.exp(-np.pi * 3 * width / SAMPLE_RATE)
        poles = [1.0, -2 * radius * np.cos(2 * np.pi * hertz / SAMPLE_RATE), radius**2]
        sound = lfilter([sum(poles)], poles, sound)
    return 0.3 * sound / np.abs(sound).max()


def click() -> np.ndarray:
    return np.eye(1, SAMPLE_RATE, 8_000)[0]


@pytest.mark.parametrize("sound", [silence, hiss, whisper, click], ids=lambda sound: sound.__name__)
def test_nothing_is_named_where_no_voice_is(sound) -> None:  # type: ignore[no-untyped-def]
    assert voice(sound().astype(np.float32)) is None


@pytest.mark.parametrize("hertz", [100, 440])
def test_a_pure_tone_has_a_pitch_and_no_formants(hertz: float) -> None:
    found = voice((0.5 * np.sin(2 * np.pi * hertz * np.arange(SAMPLE_RATE) / SAMPLE_RATE)).astype(np.float32))
    assert found is not None
    assert found.pitch == pytest.approx(hertz, rel=0.01)
    assert found.formants == ()
