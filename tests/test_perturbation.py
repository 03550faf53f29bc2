"""What spoils a sound: each does what its number says, and at its harmless end nothing."""

import numpy as np
import pytest

from speechcls import audio
from speechcls.audio import SAMPLE_RATE, Clip
from speechcls.frontends import perturbation, resynthesis
from speechcls.frontends.perturbation import NOISES, PERTURBATIONS
from speechcls.paths import ASSETS

EVERY = pytest.mark.parametrize("name", PERTURBATIONS)


@pytest.fixture(scope="module")
def word() -> Clip:
    clip = audio.read(ASSETS / "clips" / "stop.flac")
    return Clip(clip.second(clip.loudest_second()))


def tone(hertz: float, begin: float = 0.0, end: float = 1.0) -> Clip:
    times = np.arange(SAMPLE_RATE) / SAMPLE_RATE
    return Clip((0.5 * np.sin(2 * np.pi * hertz * times) * ((times >= begin) & (times < end))).astype(np.float32))


def highest(clip: Clip) -> float:
    """The frequency (Hz) of a clip's strongest Fourier coefficient."""
    return float(np.abs(np.fft.rfft(clip.samples * np.hanning(len(clip.samples)))).argmax()) / clip.duration


def power(samples: np.ndarray) -> float:
    return float(np.mean(np.square(samples, dtype=np.float64)))


def changed(name: str, clip: Clip, amount: float) -> Clip:
    other = {"another word": (tone(300).samples,)}.get(name, ())
    return PERTURBATIONS[name].change(clip, amount, *other)


@EVERY
def test_every_amount_gives_a_sound_of_the_same_length_within_full_scale(name: str, word: Clip) -> None:
    for amount in PERTURBATIONS[name].amounts(3):
        heard = changed(name, word, amount)
        assert len(heard.samples) == len(word.samples)
        assert np.abs(heard.samples).max() <= 1.5


@EVERY
def test_silence_is_survived(name: str) -> None:
    silence = Clip(np.zeros(SAMPLE_RATE, np.float32))
    assert np.isfinite(changed(name, silence, PERTURBATIONS[name].worst).samples).all()


@EVERY
def test_the_harmless_end_leaves_the_word_nearly_as_it_is(name: str, word: Clip) -> None:
    loud = Clip(word.samples / np.abs(word.samples).max())
    heard = changed(name, loud, PERTURBATIONS[name].harmless)
    assert power(heard.samples - loud.samples) < 2e-3 * power(loud.samples)


@EVERY
def test_the_worst_end_leaves_little_of_the_word(name: str, word: Clip) -> None:
    heard = changed(name, word, PERTURBATIONS[name].worst)
    assert np.corrcoef(heard.samples, word.samples)[0, 1] < 0.9 or power(heard.samples) < 1e-3 * power(word.samples)


@pytest.mark.parametrize("kind", NOISES)
@pytest.mark.parametrize("snr", [20.0, 0.0, -10.0])
def test_noise_lies_as_many_decibels_below_the_word_as_asked(kind: str, snr: float, word: Clip) -> None:
    quiet = Clip(word.samples * 0.1)  # so that nothing reaches full scale
    added = perturbation.noise(quiet, snr, kind).samples - quiet.samples
    assert 10 * np.log10(power(quiet.samples) / power(added)) == pytest.approx(snr, abs=0.1)


def test_pink_noise_has_as_much_power_in_each_octave() -> None:
    spectrum = np.square(np.abs(np.fft.rfft(NOISES["pink"](np.random.default_rng(0), 16 * SAMPLE_RATE))))
    octaves = [spectrum[16 * low : 32 * low].sum() for low in (125, 250, 500, 1_000, 2_000)]
    assert max(octaves) < 1.3 * min(octaves)


def test_a_quieter_word_has_the_peak_that_was_asked_and_the_steps_of_sixteen_bits(word: Clip) -> None:
    heard = perturbation.loudness(word, -60.0)
    assert 20 * np.log10(np.abs(heard.samples).max()) == pytest.approx(-60.0, abs=0.3)
    assert np.array_equal(heard.samples * 32_768, np.round(heard.samples * 32_768))


@pytest.mark.parametrize("times", [0.5, 1.25, 3.0])
def test_a_tape_that_runs_faster_is_as_much_higher_and_shorter(times: float) -> None:
    heard = perturbation.speed(tone(400, 0.3, 0.7), times)
    assert highest(heard) == pytest.approx(400 * times, rel=0.01)
    loud = np.flatnonzero(np.abs(heard.samples) > 0.1)
    assert (loud[-1] - loud[0]) / SAMPLE_RATE == pytest.approx(min(0.4 / times, 1.0), abs=0.01)
    assert (loud[-1] + loud[0]) / 2 == pytest.approx(SAMPLE_RATE / 2, abs=100)


@pytest.mark.parametrize("semitones", [-12, -3, 7, 12])
def test_a_higher_voice_says_it_in_the_same_time(semitones: int) -> None:
    heard = perturbation.pitch(tone(600, 0.2, 0.8), semitones)
    assert highest(heard) == pytest.approx(600 * 2 ** (semitones / 12), rel=0.01)
    loud = np.flatnonzero(np.abs(heard.samples) > 0.1)
    assert (loud[-1] - loud[0]) / SAMPLE_RATE == pytest.approx(0.6, abs=0.06)


def test_an_echo_falls_by_sixty_decibels_in_the_time_that_was_asked() -> None:
    click = np.zeros(SAMPLE_RATE, np.float32)
    click[0] = 0.9
    heard = perturbation.echo(Clip(click), 0.8).samples
    early, late = (power(heard[round(at * SAMPLE_RATE) :][:1600]) for at in (0.1, 0.5))
    assert 10 * np.log10(early / late) == pytest.approx(60 * 0.4 / 0.8, abs=1.5)
    assert power(heard[1:]) / power(heard[:1]) * (len(heard) - 1) == pytest.approx(10**0.5, rel=0.01)


def test_a_low_pass_halves_at_its_frequency_keeps_what_is_lower_and_takes_what_is_higher() -> None:
    gains = [
        np.sqrt(power(perturbation.low_pass(tone(hz), 1_000.0).samples) / power(tone(hz).samples))
        for hz in (500, 1_000, 2_000)
    ]
    assert gains == pytest.approx([1.0, 0.5, 0.0], abs=0.01)


def test_clipping_keeps_the_peak_and_flattens_what_would_go_beyond_it() -> None:
    heard = perturbation.clipping(tone(100), 40.0).samples
    assert np.abs(heard).max() == pytest.approx(0.5, abs=1e-6)
    assert np.mean(np.abs(heard) > 0.49) > 0.95


def test_amounts_go_from_harmless_to_worst_in_equal_steps_or_ratios() -> None:
    assert PERTURBATIONS["noise"].amounts(4) == pytest.approx([40, 20, 0, -20])
    assert PERTURBATIONS["low-pass"].amounts(4) == pytest.approx([8_000, 2_000, 500, 125])


def test_a_sound_of_which_everything_is_kept_is_the_same(word: Clip) -> None:
    painted = resynthesis.paint(word, np.ones((64, 50), np.float32))
    np.testing.assert_allclose(painted.samples, word.samples, atol=1e-6)


def test_a_sound_of_which_nothing_is_kept_is_silence(word: Clip) -> None:
    assert not resynthesis.paint(word, np.zeros((64, 50), np.float32)).samples.any()


def test_a_stretch_of_frequencies_painted_over_is_gone_and_the_others_stay() -> None:
    both = Clip(tone(400).samples * 0.5 + tone(3_000).samples * 0.5)
    kept = np.ones((2, 50), np.float32)
    kept[1] = 0.0  # above half of 2,840 mel, which is 1,768 Hz
    np.testing.assert_allclose(
        resynthesis.paint(both, kept).samples[800:-800], tone(400).samples[800:-800] / 2, atol=0.005
    )


def test_a_stretch_of_time_painted_over_is_silent_but_for_the_windows_at_its_ends() -> None:
    kept = np.ones((64, 50), np.float32)
    kept[:, 10:20] = 0.0  # from 0.2 to 0.4 s
    painted = resynthesis.paint(tone(400), kept).samples
    assert np.abs(painted[round(0.225 * SAMPLE_RATE) : round(0.375 * SAMPLE_RATE)]).max() < 1e-6
    np.testing.assert_allclose(
        painted[: round(0.175 * SAMPLE_RATE)], tone(400).samples[: round(0.175 * SAMPLE_RATE)], atol=1e-5
    )
