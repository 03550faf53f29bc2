"""Representations against scipy, librosa and torchaudio, and what holds for each of them."""

import json
import math
from dataclasses import replace

import librosa
import numpy as np
import pytest
import scipy.signal
import torch
import torchaudio

from speechcls.audio.level import level
from speechcls.frontends.atlas import FRONTENDS, LOG, OURS, POWER, by_name, name_of
from speechcls.frontends.config import FrontEndConfig, Pcen
from speechcls.frontends.frames import levelled
from speechcls.frontends.mel import mel_filters
from speechcls.frontends.module import FrontEnd

RATE = 16_000
EVERY = pytest.mark.parametrize("config", [known.config for known in FRONTENDS.values()], ids=FRONTENDS)
WITH_NUMBERS_IN_SILENCE = [name for name in FRONTENDS if name != "speech2text"]  # which divides by a deviation of 0


@pytest.fixture
def wave() -> np.ndarray:
    """(16000,) float64: a chirp and noise."""
    times = np.arange(RATE) / RATE
    noise = np.random.default_rng(0).standard_normal(RATE)
    return 0.2 * np.sin(2 * np.pi * (200 + 3000 * times) * times) + 0.02 * noise


def transformed(config: FrontEndConfig, wave: np.ndarray, dtype: torch.dtype = torch.float32) -> np.ndarray:
    """(channels, bins, frames) of one wave."""
    return FrontEnd(config)(torch.tensor(wave[None], dtype=dtype))[0].numpy()


def normalised_stft(wave: np.ndarray, window: int, hop: int) -> np.ndarray:
    """(257, frames) complex, by scipy."""
    hann = scipy.signal.get_window("hann", window)
    padded = np.pad(hann, (512 - window) // 2)
    mirrored = np.pad(wave, 256, mode="reflect")
    steps = {"nperseg": 512, "noverlap": 512 - hop, "boundary": None, "padded": False}
    _, _, spectra = scipy.signal.stft(mirrored, RATE, padded, **steps)
    return spectra * padded.sum() / np.sqrt(np.square(hann).sum())


@pytest.mark.parametrize(
    ("config", "shape"),
    [
        (POWER, (1, 257, 101)),
        (by_name("mel"), (1, 128, 101)),
        (by_name("complex"), (2, 257, 101)),
        (replace(POWER, window_samples=512, hop_samples=256, power=0.5), (1, 257, 63)),
        (by_name("wave"), (1, 1, 16_000)),
        (by_name("spectrum"), (1, 8_000, 1)),
    ],
    ids=["power", "mel", "complex", "a window of 512", "wave", "spectrum"],
)
def test_the_chapters_shapes_come_out_exactly(config, shape, wave):
    assert config.input_shape == shape
    assert transformed(config, wave).shape == shape


def test_the_chapters_front_ends_have_its_parameters():
    assert FrontEndConfig(window_samples=480, hop_samples=160, n_fft=512, power=2.0, window_norm="energy") == POWER
    assert by_name("mel") == replace(POWER, n_bands=128)
    assert by_name("complex") == replace(POWER, power=None)


@pytest.mark.parametrize(("window", "hop"), [(480, 160), (512, 256), (256, 100)])
def test_the_complex_spectrogram_is_scipys(window, hop, wave):
    config = replace(POWER, window_samples=window, hop_samples=hop, power=None)
    real, imaginary = transformed(config, wave, torch.float64)
    np.testing.assert_allclose(real + 1j * imaginary, normalised_stft(wave, window, hop), atol=1e-12)


@pytest.mark.parametrize("power", [2.0, 1.0, 0.5, 3.7])
def test_any_power_is_that_power_of_scipys_magnitude(power, wave):
    expected = np.abs(normalised_stft(wave, 480, 160)) ** power
    np.testing.assert_allclose(transformed(replace(POWER, power=power), wave, torch.float64)[0], expected, rtol=1e-7)


def test_the_power_spectrogram_is_librosas(wave):
    spectra = librosa.stft(wave, n_fft=512, hop_length=160, win_length=480, window="hann", pad_mode="reflect")
    energy = np.square(scipy.signal.get_window("hann", 480)).sum()
    expected = np.abs(spectra) ** 2 / energy
    np.testing.assert_allclose(transformed(POWER, wave, torch.float64)[0], expected, rtol=1e-7, atol=1e-15)


def test_the_mel_spectrogram_is_librosas(wave):
    steps = {"n_fft": 512, "hop_length": 160, "win_length": 480, "window": "hann", "pad_mode": "reflect", "power": 2.0}
    bank = {"n_mels": 128, "fmin": 0.0, "fmax": RATE / 2, "htk": True, "norm": None, "dtype": np.float64}
    mel = librosa.feature.melspectrogram(y=wave, sr=RATE, **steps, **bank)
    expected = mel / np.square(scipy.signal.get_window("hann", 480)).sum()
    np.testing.assert_allclose(transformed(by_name("mel"), wave, torch.float64)[0], expected, rtol=1e-7, atol=1e-15)


@pytest.mark.parametrize("name", OURS)
def test_single_precision_is_near_double(name, wave):
    single = transformed(by_name(name), wave)
    exact = transformed(by_name(name), wave, torch.float64)
    assert single.dtype == np.float32
    np.testing.assert_allclose(single, exact, atol=1e-4 * np.abs(exact).max())


@pytest.mark.parametrize("name", WITH_NUMBERS_IN_SILENCE)
@pytest.mark.parametrize("scale", [0.0, 1.0], ids=["silence", "full scale"])
def test_features_are_finite_and_shaped_as_declared(name, scale):
    features = transformed(by_name(name), scale * np.sign(np.random.default_rng(0).standard_normal(RATE)))
    assert features.shape == by_name(name).input_shape
    assert np.isfinite(features).all()


@EVERY
def test_a_batch_equals_single_clips(config, wave):
    waves = torch.tensor(np.stack([wave, 0.01 * wave[::-1]]), dtype=torch.float32)
    front_end = FrontEnd(config)
    together = front_end(waves)
    assert together.is_contiguous()
    for one, expected in zip(waves, together, strict=True):
        near = 1e-5 * float(expected.abs().max())
        torch.testing.assert_close(front_end(one[None])[0], expected, rtol=1e-4, atol=near)


def test_the_wave_is_its_samples_and_the_spectrum_its_first_8000_magnitudes(wave):
    np.testing.assert_allclose(transformed(by_name("wave"), wave, torch.float64)[0, 0], wave)
    expected = np.abs(np.fft.fft(wave))[:8_000] / np.sqrt(RATE)
    np.testing.assert_allclose(transformed(by_name("spectrum"), wave, torch.float64)[0, :, 0], expected, atol=1e-12)


def test_the_mel_filters_on_one_window_equal_torchaudios_mel_scale(wave):
    window = FrontEnd(POWER)(torch.tensor(wave[None], dtype=torch.float32))[0, 0, :, 30]
    with pytest.warns(UserWarning, match="all zero values"):
        scale = torchaudio.transforms.MelScale(128, RATE, n_stft=257, mel_scale="htk")
    difference = torch.tensor(mel_filters(128), dtype=torch.float32).T @ window - scale(window[:, None])[:, 0]
    assert window.max() > 0.1
    assert difference.abs().max() < 1e-5  # whose filters are computed in float32


def test_the_mel_filters_are_triangles_that_widen_up_to_8_khz():
    filters = mel_filters(16)
    assert filters.shape == (257, 16)
    frequencies = np.linspace(0, 8000, 257)
    edges = 700 * (10 ** (np.linspace(0, 2595 * np.log10(1 + 8000 / 700), 18) / 2595) - 1)
    for k, filter in enumerate(filters.T):
        expected = np.interp(frequencies, edges[k : k + 3], [0, 1, 0])
        np.testing.assert_allclose(filter, expected, atol=1e-5)
    assert (np.diff((filters > 0).sum(axis=0)) >= 0).all()


def test_of_128_filters_the_first_is_empty_and_25_hold_a_single_bin():
    bins = (mel_filters(128) > 0).sum(axis=0)
    assert np.flatnonzero(bins == 0).tolist() == [0]
    assert (bins == 1).sum() == 25


def test_the_length_of_the_window_does_not_change_the_level_of_noise():
    noise = np.random.default_rng(0).standard_normal(RATE)
    levels = [transformed(replace(POWER, window_samples=w), noise).mean() for w in (160, 320, 512)]
    np.testing.assert_allclose(levels, 1.0, rtol=0.05)


def test_the_logarithm_keeps_a_floor(wave):
    power = transformed(POWER, wave)
    np.testing.assert_allclose(transformed(LOG, wave), np.log(power + 1e-6), rtol=1e-5)
    assert transformed(LOG, 0 * wave) == pytest.approx(math.log(1e-6))


@pytest.mark.parametrize("name", ["logmel", "mel", "complex", "wave", "spectrum", "whisper-80-unpadded", "kaldi-mfcc"])
def test_mean_and_deviation_apply_after_all_else(name, wave):
    moved = replace(by_name(name), mean=-3.0, deviation=2.0)
    expected = (transformed(by_name(name), wave) + 3) / 2
    np.testing.assert_allclose(transformed(moved, wave), expected, rtol=1e-5, atol=1e-5)
    assert moved.plain == by_name(name) and moved.is_standardised and not moved.plain.is_standardised


def test_a_floor_over_the_batch_becomes_that_of_each_clip_before_a_network(wave):
    config = by_name("librosa-power_to_db")
    assert config.top_over == "batch"
    alone = transformed(config, 1e-4 * wave)
    beside = FrontEnd(config)(torch.tensor(np.stack([1e-4 * wave, wave]), dtype=torch.float32))[0].numpy()
    np.testing.assert_allclose(beside, alone, atol=1e-3)


@EVERY
def test_settings_that_differ_from_the_defaults_make_the_front_end_again(config):
    again = FrontEndConfig.from_settings(json.loads(json.dumps(config.settings())))
    assert again == config
    assert name_of(replace(again, mean=1.0, deviation=3.0)) in FRONTENDS
    assert by_name(name_of(config)) == config


def test_only_what_differs_from_the_defaults_is_among_the_settings():
    assert FrontEndConfig().settings() == {}
    assert FrontEndConfig(pcen=Pcen(gain=0.5), n_bands=3).settings().keys() == {"pcen", "n_bands"}
    assert name_of(FrontEndConfig(n_bands=3)) == ""


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"hop_samples": 0}, "hop_samples"),
        ({"hop_samples": -160}, "hop_samples"),
        ({"hop_samples": 0.01}, "hop_samples"),
        ({"hop_samples": math.nan}, "hop_samples"),
        ({"window_samples": math.inf}, "window_samples"),
        ({"window_samples": 600}, "window_samples"),
        ({"n_fft": 256}, "n_fft"),
        ({"power": 0.0}, "power"),
        ({"power": -1.0}, "power"),
        ({"power": math.inf}, "power"),
        ({"power": math.nan}, "power"),
        ({"power": None, "log": "ln"}, "power"),
        ({"power": None, "n_bands": 40}, "bands"),
        ({"n_bands": -1}, "n_bands"),
        ({"deviation": 0.0}, "deviation"),
        ({"deviation": math.inf}, "deviation"),
        ({"mean": math.nan}, "mean"),
        ({"level": 3.0}, "level"),
        ({"level": math.nan}, "level"),
        ({"domain": "time"}, "domain"),
        ({"domain": "wave", "power": None}, "domain"),
        ({"domain": "spectrum", "n_bands": 40}, "domain"),
        ({"domain": "wave", "log": "ln"}, "log"),
    ],
    ids=str,
)
def test_an_impossible_front_end_is_refused_with_a_sentence(fields, told):
    with pytest.raises(ValueError, match=rf"\b{told}\b.*\.$"):
        FrontEndConfig(**fields)


SCRAMBLED = by_name("scrambled")


def test_the_loudest_tenth_of_a_levelled_wave_has_the_level_whatever_it_had():
    quiet = np.random.default_rng(0).normal(0, 1e-3, (3, RATE)) * np.array([[1.0], [0.1], [100.0]])
    quiet[:, 6400:9600] *= 20
    brought = levelled(torch.tensor(quiet + 0.01), -15.0, RATE).numpy()
    np.testing.assert_allclose(level(brought), -15, atol=0.01)
    assert np.corrcoef(brought[0], quiet[0])[0, 1] == pytest.approx(1)


@pytest.mark.parametrize("name", [name for name in OURS if name.endswith("-levelled") and "scrambled" not in name])
def test_a_levelled_front_end_is_librosas_of_the_amplified_wave(name, wave):
    quiet = 0.01 * wave * np.linspace(0, 1, RATE) + 0.02
    centred = quiet - quiet.mean()
    loud = centred * 10 ** ((-15.0 - float(level(centred[None])[0])) / 20)
    spectrum = librosa.stft(loud, n_fft=512, hop_length=160, win_length=480, window="hann", pad_mode="reflect")
    spectrum /= np.sqrt(np.square(scipy.signal.get_window("hann", 480)).sum())
    bank = librosa.filters.mel(sr=RATE, n_fft=512, n_mels=64, htk=True, norm=None, dtype=np.float64)
    expected = {
        "power": [np.abs(spectrum) ** 2],
        "complex": [spectrum.real, spectrum.imag],
        "magnitude": [np.abs(spectrum)],
        "logmel-64": [np.log(bank @ np.abs(spectrum) ** 2 + 1e-6)],
    }[name.removesuffix("-levelled")]
    made = transformed(by_name(name), quiet, torch.float64)
    np.testing.assert_allclose(made, expected, rtol=1e-6, atol=1e-9 * np.ptp(made))


def test_nothing_is_amplified_by_more_than_60_db():
    flicker = np.random.default_rng(0).integers(-1, 2, (2, RATE)) / 32768
    flicker[1] = 0
    brought = levelled(torch.tensor(flicker), -15.0, RATE).numpy()
    assert level(brought)[0] == pytest.approx(level(flicker)[0] + 60, abs=0.01)
    assert not brought[1].any()


def test_the_features_of_a_levelled_clip_do_not_depend_on_its_loudness(wave):
    config = by_name("logmel-64-levelled")
    np.testing.assert_allclose(transformed(config, wave), transformed(config, 0.003 * wave), atol=1e-3)
    assert np.abs(transformed(by_name("logmel-64"), wave) - transformed(by_name("logmel-64"), 0.003 * wave)).max() > 5


@pytest.mark.parametrize("level", ["", "-levelled"])
def test_random_phases_leave_the_magnitudes_of_the_complex_spectrogram(level, wave):
    scrambled, kept = (transformed(by_name(f"{name}{level}"), wave) for name in ("scrambled", "complex"))
    np.testing.assert_allclose(np.hypot(*scrambled), np.hypot(*kept), rtol=1e-4, atol=1e-6)
    turns = np.arctan2(scrambled[1], scrambled[0]) / (2 * np.pi) % 1
    shares, _ = np.histogram(turns, bins=8, range=(0, 1))
    np.testing.assert_allclose(shares / turns.size, 1 / 8, atol=0.01)


def test_random_phases_repeat_for_the_same_wave_and_differ_between_waves(wave):
    np.testing.assert_array_equal(transformed(SCRAMBLED, wave), transformed(SCRAMBLED, wave))
    one, other = transformed(SCRAMBLED, wave), transformed(SCRAMBLED, wave[::-1].copy())
    assert np.corrcoef(np.arctan2(*one).ravel(), np.arctan2(*other).ravel())[0, 1] < 0.05


def test_random_phases_are_drawn_anew_at_each_visit_of_a_training(wave):
    front_end = FrontEnd(SCRAMBLED).train()
    waves = torch.tensor(wave[None], dtype=torch.float32)
    assert not torch.allclose(front_end(waves), front_end(waves))


def test_only_a_complex_spectrogram_can_have_random_phases():
    with pytest.raises(ValueError, match=r"phase .* complex"):
        replace(POWER, phase="random")
    with pytest.raises(ValueError, match=r"phase .*'kept'"):
        FrontEndConfig(power=None, phase="zero")
