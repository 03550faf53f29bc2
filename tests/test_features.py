"""Representations against scipy, librosa and torchaudio, and what holds for each of them."""

import math
import warnings
from collections.abc import Iterator

import librosa
import numpy as np
import pytest
import scipy.signal
import torch
import torchaudio

from speechcls.audio.level import level
from speechcls.frontends.features import LOG_FLOOR, Features, levelled, mel_filters
from speechcls.frontends.recipe import RECIPES, FeatureRecipe

RATE = 16_000
EVERY = pytest.mark.parametrize("recipe", RECIPES.values(), ids=RECIPES)


@pytest.fixture
def wave() -> np.ndarray:
    """(16000,) float64: a chirp and noise."""
    times = np.arange(RATE) / RATE
    noise = np.random.default_rng(0).standard_normal(RATE)
    return 0.2 * np.sin(2 * np.pi * (200 + 3000 * times) * times) + 0.02 * noise


@pytest.fixture
def double() -> Iterator[None]:
    """Windows and filters are made in double precision, so that they can be held against an oracle's."""
    torch.set_default_dtype(torch.float64)
    yield
    torch.set_default_dtype(torch.float32)


def transformed(recipe: FeatureRecipe, wave: np.ndarray, dtype: torch.dtype = torch.float32) -> np.ndarray:
    """(channels, bins, frames) of one wave."""
    return Features(recipe)(torch.tensor(wave[None], dtype=dtype))[0].numpy()


def normalised_stft(wave: np.ndarray, window: int, hop: int) -> np.ndarray:
    """(257, frames) complex, by scipy."""
    hann = scipy.signal.get_window("hann", window)
    padded = np.pad(hann, (512 - window) // 2)
    mirrored = np.pad(wave, 256, mode="reflect")
    steps = {"nperseg": 512, "noverlap": 512 - hop, "boundary": None, "padded": False}
    _, _, spectra = scipy.signal.stft(mirrored, RATE, padded, **steps)
    return spectra * padded.sum() / np.sqrt(np.square(hann).sum())


@pytest.mark.parametrize(
    ("recipe", "shape"),
    [
        (RECIPES["power"], (1, 257, 101)),
        (RECIPES["mel"], (1, 128, 101)),
        (RECIPES["complex"], (2, 257, 101)),
        (FeatureRecipe(window=0.032, hop=0.016, power=0.5), (1, 257, 63)),
        (RECIPES["wave"], (1, 1, 16_000)),
        (RECIPES["spectrum"], (1, 8_000, 1)),
    ],
    ids=["R1", "R2", "R3", "P3", "L1", "L2"],
)
def test_the_chapters_shapes_come_out_exactly(recipe, shape, wave):
    assert recipe.shape == shape
    assert transformed(recipe, wave).shape == shape


def test_the_chapters_parameters_are_the_defaults():
    assert RECIPES["power"] == FeatureRecipe(0.030, 0.010, 512, 2.0, 0, False, 0.0, 1.0)
    assert (RECIPES["power"].window_samples, RECIPES["power"].hop_samples) == (480, 160)
    assert RECIPES["mel"] == FeatureRecipe(n_mels=128)
    assert RECIPES["complex"] == FeatureRecipe(power=None)


@pytest.mark.parametrize(("window", "hop"), [(480, 160), (512, 256), (256, 100)])
def test_the_complex_spectrogram_is_scipys(window, hop, wave, double):
    recipe = FeatureRecipe(window / RATE, hop / RATE, power=None)
    real, imaginary = transformed(recipe, wave, torch.float64)
    np.testing.assert_allclose(real + 1j * imaginary, normalised_stft(wave, window, hop), atol=1e-12)


@pytest.mark.parametrize("power", [2.0, 1.0, 0.5, 3.7])
def test_any_power_is_that_power_of_scipys_magnitude(power, wave, double):
    expected = np.abs(normalised_stft(wave, 480, 160)) ** power
    np.testing.assert_allclose(transformed(FeatureRecipe(power=power), wave, torch.float64)[0], expected, rtol=1e-7)


def test_the_power_spectrogram_is_librosas(wave, double):
    spectra = librosa.stft(wave, n_fft=512, hop_length=160, win_length=480, window="hann", pad_mode="reflect")
    energy = np.square(scipy.signal.get_window("hann", 480)).sum()
    expected = np.abs(spectra) ** 2 / energy
    np.testing.assert_allclose(transformed(RECIPES["power"], wave, torch.float64)[0], expected, rtol=1e-7, atol=1e-15)


def test_the_mel_spectrogram_is_librosas(wave, double):
    steps = {"n_fft": 512, "hop_length": 160, "win_length": 480, "window": "hann", "pad_mode": "reflect", "power": 2.0}
    bank = {"n_mels": 128, "fmin": 0.0, "fmax": RATE / 2, "htk": True, "norm": None, "dtype": np.float64}
    mel = librosa.feature.melspectrogram(y=wave, sr=RATE, **steps, **bank)
    expected = mel / np.square(scipy.signal.get_window("hann", 480)).sum()
    np.testing.assert_allclose(transformed(RECIPES["mel"], wave, torch.float64)[0], expected, rtol=1e-7, atol=1e-15)


@EVERY
def test_single_precision_is_near_double(recipe, wave):
    single = transformed(recipe, wave)
    torch.set_default_dtype(torch.float64)
    try:
        exact = transformed(recipe, wave, torch.float64)
    finally:
        torch.set_default_dtype(torch.float32)
    assert single.dtype == np.float32
    np.testing.assert_allclose(single, exact, atol=1e-4 * np.abs(exact).max())


@EVERY
@pytest.mark.parametrize("scale", [0.0, 1.0], ids=["silence", "full scale"])
def test_features_are_finite_and_shaped_as_declared(recipe, scale):
    features = transformed(recipe, scale * np.sign(np.random.default_rng(0).standard_normal(RATE)))
    assert features.shape == recipe.shape
    assert np.isfinite(features).all()


@EVERY
def test_a_batch_equals_single_clips(recipe, wave):
    waves = torch.tensor(np.stack([wave, wave[::-1], 0 * wave]), dtype=torch.float32)
    features = Features(recipe)
    together = features(waves)
    assert together.is_contiguous()
    for one, expected in zip(waves, together, strict=True):
        torch.testing.assert_close(features(one[None])[0], expected, rtol=1e-5, atol=1e-6)


def test_the_wave_is_its_samples_and_the_spectrum_its_first_8000_magnitudes(wave):
    np.testing.assert_allclose(transformed(RECIPES["wave"], wave, torch.float64)[0, 0], wave)
    expected = np.abs(np.fft.fft(wave))[:8_000] / np.sqrt(RATE)
    np.testing.assert_allclose(transformed(RECIPES["spectrum"], wave, torch.float64)[0, :, 0], expected, atol=1e-12)


def test_the_mel_filters_on_one_window_equal_torchaudios_mel_scale(wave):
    window = Features(RECIPES["power"])(torch.tensor(wave[None], dtype=torch.float32))[0, 0, :, 30]
    with pytest.warns(UserWarning, match="all zero values"):
        scale = torchaudio.transforms.MelScale(128, RATE, n_stft=257, mel_scale="htk")
    difference = mel_filters(128).T @ window - scale(window[:, None])[:, 0]
    assert window.max() > 0.1
    assert difference.abs().max() < 1e-6


def test_the_mel_filters_are_triangles_that_widen_up_to_8_khz():
    filters = mel_filters(16).numpy()
    assert filters.shape == (257, 16)
    frequencies = np.linspace(0, 8000, 257)
    edges = 700 * (10 ** (np.linspace(0, 2595 * np.log10(1 + 8000 / 700), 18) / 2595) - 1)
    for k, filter in enumerate(filters.T):
        expected = np.interp(frequencies, edges[k : k + 3], [0, 1, 0])
        np.testing.assert_allclose(filter, expected, atol=1e-5)
    assert (np.diff((filters > 0).sum(axis=0)) >= 0).all()


def test_of_128_filters_the_first_is_empty_and_25_hold_a_single_bin():
    bins = (mel_filters(128) > 0).sum(dim=0)
    assert (bins == 0).nonzero().flatten().tolist() == [0]
    assert int((bins == 1).sum()) == 25


def test_128_filters_give_no_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        mel_filters(128)
        Features(RECIPES["mel"])


def test_the_length_of_the_window_does_not_change_the_level_of_noise():
    noise = np.random.default_rng(0).standard_normal(RATE)
    levels = [transformed(FeatureRecipe(window=w), noise).mean() for w in (0.010, 0.020, 0.032)]
    np.testing.assert_allclose(levels, 1.0, rtol=0.05)


def test_the_logarithm_keeps_a_floor(wave):
    power = transformed(FeatureRecipe(), wave)
    np.testing.assert_allclose(transformed(FeatureRecipe(log=True), wave), np.log(power + LOG_FLOOR), rtol=1e-5)
    assert transformed(FeatureRecipe(log=True), 0 * wave) == pytest.approx(math.log(LOG_FLOOR))


@pytest.mark.parametrize("recipe", [FeatureRecipe(log=True), FeatureRecipe(n_mels=40), FeatureRecipe(power=None)])
def test_mean_and_deviation_apply_after_all_else(recipe, wave):
    moved = FeatureRecipe(**vars(recipe) | {"mean": -3.0, "deviation": 2.0})
    np.testing.assert_allclose(transformed(moved, wave), (transformed(recipe, wave) + 3) / 2, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"hop": 0.0}, "hop"),
        ({"hop": -0.01}, "hop"),
        ({"hop": 0.04}, "hop"),
        ({"hop": 1e-6}, "hop"),
        ({"hop": math.nan}, "hop"),
        ({"window": math.inf}, "window"),
        ({"window": 0.033}, "window"),
        ({"n_fft": 256}, "n_fft"),
        ({"power": 0.0}, "power"),
        ({"power": -1.0}, "power"),
        ({"power": math.inf}, "power"),
        ({"power": math.nan}, "power"),
        ({"power": None, "log": True}, "power"),
        ({"power": None, "n_mels": 40}, "mel"),
        ({"n_mels": -1}, "n_mels"),
        ({"deviation": 0.0}, "deviation"),
        ({"deviation": math.inf}, "deviation"),
        ({"mean": math.nan}, "mean"),
        ({"level": 3.0}, "level"),
        ({"level": math.nan}, "level"),
        ({"domain": "time"}, "domain"),
        ({"domain": "wave", "power": None}, "domain"),
        ({"domain": "spectrum", "n_mels": 40}, "domain"),
        ({"domain": "wave", "log": True}, "log"),
    ],
    ids=str,
)
def test_an_impossible_recipe_is_refused_with_a_sentence(fields, told):
    with pytest.raises(ValueError, match=rf"\b{told}\b.*\.$"):
        FeatureRecipe(**fields)


SCRAMBLED = RECIPES["scrambled"]


def test_the_loudest_tenth_of_a_levelled_wave_has_the_level_whatever_it_had():
    quiet = np.random.default_rng(0).normal(0, 1e-3, (3, RATE)) * np.array([[1.0], [0.1], [100.0]])
    quiet[:, 6400:9600] *= 20
    brought = levelled(torch.tensor(quiet + 0.01), -15.0).numpy()
    np.testing.assert_allclose(level(brought), -15, atol=0.01)
    assert np.corrcoef(brought[0], quiet[0])[0, 1] == pytest.approx(1)


def test_nothing_is_amplified_by_more_than_60_db():
    flicker = np.random.default_rng(0).integers(-1, 2, (2, RATE)) / 32768
    flicker[1] = 0
    brought = levelled(torch.tensor(flicker), -15.0).numpy()
    assert level(brought)[0] == pytest.approx(level(flicker)[0] + 60, abs=0.01)
    assert not brought[1].any()


def test_the_features_of_a_levelled_clip_do_not_depend_on_its_loudness(wave):
    recipe = RECIPES["logmel-64-levelled"]
    np.testing.assert_allclose(transformed(recipe, wave), transformed(recipe, 0.003 * wave), atol=1e-3)
    assert np.abs(transformed(RECIPES["logmel-64"], wave) - transformed(RECIPES["logmel-64"], 0.003 * wave)).max() > 5


def test_random_phases_leave_the_magnitudes_of_the_complex_spectrogram(wave):
    scrambled, kept = transformed(SCRAMBLED, wave), transformed(RECIPES["complex"], wave)
    np.testing.assert_allclose(np.hypot(*scrambled), np.hypot(*kept), rtol=1e-4, atol=1e-6)
    turns = np.arctan2(scrambled[1], scrambled[0]) / (2 * np.pi) % 1
    shares, _ = np.histogram(turns, bins=8, range=(0, 1))
    np.testing.assert_allclose(shares / turns.size, 1 / 8, atol=0.01)


def test_random_phases_repeat_for_the_same_wave_and_differ_between_waves(wave):
    np.testing.assert_array_equal(transformed(SCRAMBLED, wave), transformed(SCRAMBLED, wave))
    one, other = transformed(SCRAMBLED, wave), transformed(SCRAMBLED, wave[::-1].copy())
    assert np.corrcoef(np.arctan2(*one).ravel(), np.arctan2(*other).ravel())[0, 1] < 0.05


def test_random_phases_are_drawn_anew_at_each_visit_of_a_training(wave):
    features = Features(SCRAMBLED).train()
    waves = torch.tensor(wave[None], dtype=torch.float32)
    assert not torch.allclose(features(waves), features(waves))


def test_only_a_complex_spectrogram_can_have_random_phases():
    with pytest.raises(ValueError, match=r"phase .* complex"):
        FeatureRecipe(phase="random")
    with pytest.raises(ValueError, match=r"phase .*'kept'"):
        FeatureRecipe(power=None, phase="zero")
