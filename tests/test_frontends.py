"""The atlas of front ends: what holds for every one of them."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import example, given, settings
from hypothesis import strategies as st

from speechcls.frontends.atlas import FRONTENDS
from speechcls.frontends.config import FrontEndConfig, Pcen
from speechcls.frontends.differences import differences
from speechcls.frontends.frames import covered
from speechcls.frontends.mel import filter_bank, to_hertz, to_mel
from speechcls.frontends.transform import pcen, transform

RNG = np.random.default_rng(0)
WAVES = (RNG.standard_normal((2, 16_000)) * [[0.1], [0.01]]).astype(np.float32)
KNOWN = [pytest.param(known, id=name) for name, known in FRONTENDS.items()]
# Others take a mean over frames, or put frames of zeros behind.
NEEDING_NO_FRAME = [p for p in KNOWN if not (p.values[0].config.mean_over or p.values[0].config.n_frames)]
# Divided by a deviation that is 0 where all is silent; the library itself gives no number.
UNDEFINED_ON_SILENCE = ("speech2text",)


@pytest.mark.parametrize("known", KNOWN)
def test_the_shape_is_as_declared(known):
    for samples in (16_000, 6_400):
        made = transform(known.config, WAVES[0, :samples])
        expected = known.config.shape(samples)
        assert made.shape == (expected if known.config.domain != "spectrum" else (8_000, 1))


ODD_LENGTHS = st.integers(400, 17_000)  # mostly no multiples of a hop
MIRRORS = {"reflect": "reflect", "mirror": "symmetric"}  # edges, and what numpy calls them


@settings(deadline=None, max_examples=100)
@given(st.sampled_from(("whisper-80-unpadded", "logmel-64", "torchaudio-mfcc", "lhotse-fbank")), ODD_LENGTHS)
@example("whisper-80-unpadded", 16_100)  # whose frames end before the wave does
@example("whisper-80-unpadded", 16_119)
@example("whisper-80-unpadded", 16_150)
def test_the_frames_of_a_wave_of_any_length_cover_it_as_numpy_pads_it(name, samples):
    config, wave = FRONTENDS[name].config, np.resize(WAVES[0], samples)
    first = config.first_sample
    end = first + (config.frames_inside(samples) - 1) * config.hop_samples + config.frame_samples
    padded = np.pad(wave, 399, mode=MIRRORS[config.edges])
    np.testing.assert_array_equal(covered(config, wave, np), padded[399 + first : 399 + end])
    np.testing.assert_array_equal(covered(config, torch.from_numpy(wave), torch), padded[399 + first : 399 + end])


@settings(deadline=None, max_examples=100)
@given(st.sampled_from(("whisper-80-unpadded", "nnaudio-mfcc", "lhotse-fbank", "librosa-pcen")), ODD_LENGTHS)
@example("whisper-80-unpadded", 16_100)
def test_a_wave_of_any_length_has_the_features_that_are_declared(name, samples):
    config, wave = FRONTENDS[name].config, np.resize(WAVES[0], samples)
    made = transform(config, wave)
    assert made.shape == config.shape(samples) and np.isfinite(made).all()


@pytest.mark.parametrize("known", NEEDING_NO_FRAME)
@pytest.mark.parametrize("samples", [100, 1_599])
def test_a_wave_too_short_for_a_frame_or_a_tenth_of_a_second_has_the_shape_that_is_declared(known, samples):
    wave = WAVES[0, :samples]
    made = transform(known.config, wave)
    assert made.shape == known.config.shape(samples) and np.isfinite(made).all()
    in_torch = transform(known.config, torch.from_numpy(wave))
    np.testing.assert_allclose(in_torch, made, atol=1e-4 * max(np.ptp(made), 1e-6) if made.size else 0)


@pytest.mark.parametrize("known", [p for p in KNOWN if p.id not in UNDEFINED_ON_SILENCE])
def test_silence_gives_finite_values(known):
    assert np.isfinite(transform(known.config, np.zeros(16_000, dtype=np.float32))).all()


@pytest.mark.parametrize("known", KNOWN)
def test_a_batch_gives_what_each_clip_gives_unless_the_floor_is_that_of_the_batch(known):
    config = replace(known.config, top_over="clip")
    together = transform(config, WAVES)
    for clip, wave in zip(together, WAVES, strict=True):
        np.testing.assert_allclose(clip, transform(config, wave), rtol=1e-5, atol=1e-5 * np.abs(clip).max())


@pytest.mark.parametrize("known", KNOWN)
def test_torch_gives_what_numpy_gives(known):
    made = transform(known.config, torch.from_numpy(WAVES))
    assert made.dtype == torch.float32
    expected = transform(known.config, WAVES)
    np.testing.assert_allclose(made.numpy(), expected, atol=1e-4 * np.ptp(expected))


def test_a_floor_over_the_batch_lifts_a_quiet_clip_beside_a_loud_one():
    config = FRONTENDS["torchaudio-melspectrogram-db"].config
    quiet = WAVES[1] / 100
    alone, beside = transform(config, quiet), transform(config, np.stack([quiet, WAVES[0]]))[0]
    assert np.abs(beside - alone).max() > 10  # dB
    np.testing.assert_allclose(beside.max(), alone.max(), rtol=1e-5)


def test_aliases_name_one_front_end_each():
    names = [alias for known in FRONTENDS.values() for alias in known.aliases]
    assert len({*names, *FRONTENDS}) == len(names) + len(FRONTENDS)


@pytest.mark.parametrize("scale", ["htk", "slaney", "linear", "erb"])
def test_mel_scales_have_inverses(scale):
    hertz = np.linspace(0, 8_000, 100)
    np.testing.assert_allclose(to_hertz(to_mel(hertz, scale), scale), hertz, atol=1e-8)


def test_both_mel_scales_say_1000_at_their_known_points():
    assert to_mel(1_000.0, "htk") == pytest.approx(999.986, abs=1e-3)
    assert to_mel(1_000.0, "slaney") == pytest.approx(15.0)


def test_bands_on_the_htk_scale_sum_to_one_between_the_first_and_the_last_centre():
    bank = filter_bank(FrontEndConfig(n_bands=20))
    centres = to_hertz(np.linspace(0, to_mel(8_000.0, "htk"), 22), "htk")[[1, -2]]
    hertz = np.arange(257) * 16_000 / 512
    between = (hertz >= centres[0]) & (hertz <= centres[1])
    np.testing.assert_allclose(bank.sum(1)[between], 1)


def test_pcen_of_a_constant_energy_reaches_the_value_of_its_formula():
    settings = FRONTENDS["librosa-pcen"].config.pcen
    made = pcen(replace(settings, sample_scale=1.0), np.full((2_000, 1), 5.0), hop_samples=512)
    expected = (5.0 / (settings.floor + 5.0) ** settings.gain + settings.bias) ** settings.power
    assert made[-1, 0] == pytest.approx(expected - settings.bias**settings.power)


def test_each_setting_of_pcen_that_differs_is_named():
    one = FrontEndConfig(n_bands=40, pcen=Pcen())
    other = replace(one, pcen=Pcen(gain=0.5, start="first frame"))
    assert differences(one, other) == ["PCEN: gain 0.5 instead of 0.98, start first frame instead of one."]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"window_samples": 600}, "must not exceed n_fft"),
        ({"power": None, "n_bands": 10}, "give a power"),
        ({"n_bands": 10, "f_max": 9_000.0}, "f_max"),
        ({"n_bands": 10, "n_cepstra": 13}, "at most n_bands"),
    ],
)
def test_settings_that_contradict_each_other_are_refused(wrong, message):
    with pytest.raises(ValueError, match=message):
        FrontEndConfig(**wrong)
