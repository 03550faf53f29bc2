"""Two front ends side by side: aligned in time and frequency, and told apart in sentences."""

import base64
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from speechcls.audio import SAMPLE_RATE, Clip
from speechcls.frontends.atlas import FRONTENDS, by_name
from speechcls.frontends.transform import transform
from speechcls.plots import two_front_ends
from speechcls.plots.two_front_ends import COMPARED, Chosen, before_now, difference, drawn, side_by_side
from speechcls.ui.parts.front_ends import comparison
from speechcls.ui.selection import Selection


def chosen(name: str) -> Chosen:
    return Chosen(name, by_name(name))


RNG = np.random.default_rng(0)
NOISE = (0.1 * RNG.standard_normal(2 * SAMPLE_RATE)).astype(np.float32)
IN_HERTZ = [name for name in COMPARED if two_front_ends._hertz(by_name(name)) is not None]
ENERGIES = [name for name in IN_HERTZ if by_name(name).power is not None]
# What each band has in the whole second is taken off, or rounded away.
NORMALISED = ("parakeet", "parakeet-128", "nemo", "speech2text", "seamless-m4t", "kaldi-fbank-wespeaker")


def brightest(panel) -> tuple[float, float]:
    """Time and row of the largest mean over rows, and over columns."""
    image = panel.image
    columns = image.values.shape[1]
    time = image.x_low + (image.values.mean(0).argmax() + 0.5) * (image.x_high - image.x_low) / columns
    return time, int(image.values.mean(1).argmax())


@pytest.mark.parametrize("name", [name for name in ENERGIES if name != "ast"])  # whose padding is brighter than sound
def test_a_burst_stands_at_its_own_time_whatever_the_front_end(name):
    quiet = 1e-3 * NOISE
    quiet[int(0.95 * SAMPLE_RATE) : int(1.05 * SAMPLE_RATE)] = NOISE[: SAMPLE_RATE // 10]
    panel, config = drawn(Clip(quiet), 0.5, chosen(name)), by_name(name)
    near = 0.05 + (config.hop_samples + config.window_samples / 2) / SAMPLE_RATE
    assert abs(brightest(panel)[0] - 1.0) <= near
    assert panel.x.low == 0.5 and panel.image.x_high <= 1.6


@pytest.mark.parametrize("name", [name for name in ENERGIES if name not in NORMALISED])
def test_a_tone_stands_in_the_row_that_is_centred_near_it(name):
    tone = 0.3 * np.sin(2 * np.pi * 1_000 * np.arange(2 * SAMPLE_RATE) / SAMPLE_RATE)
    centres, (_, row) = (
        two_front_ends._hertz(by_name(name)),
        brightest(drawn(Clip(tone.astype(np.float32)), 0.5, chosen(name))),
    )
    assert abs(centres[row] - 1_000) <= max(1.5 * np.diff(centres)[max(row - 1, 0) : row + 1].max(), 150)


@pytest.mark.parametrize("name", IN_HERTZ)
def test_a_front_end_does_not_differ_from_itself(name):
    panel = difference(Clip(NOISE), 0.5, by_name(name), by_name(name))
    np.testing.assert_allclose(panel.image.values, 0, atol=1e-5)


def test_a_scale_and_an_offset_are_no_difference_but_another_window_is():
    kaldi = by_name("kaldi-fbank")
    apart = [
        difference(Clip(NOISE), 0.5, kaldi, other).image.values
        for other in (by_name("kaldi-native-fbank"), by_name("logmel-64"))
    ]
    assert np.abs(apart[0]).max() < 1e-4 < 0.1 < np.abs(apart[1]).max()


def test_cepstra_are_compared_with_nothing():
    assert side_by_side(Clip(NOISE), 0.5, chosen("kaldi-mfcc"), chosen("kaldi-fbank"))[2] is None
    assert side_by_side(Clip(NOISE), 0.5, chosen("kaldi-fbank"), chosen("logmel-64"))[2] is not None


def test_of_thirty_seconds_of_padding_only_the_second_is_drawn():
    assert 100 <= drawn(Clip(NOISE), 0.5, chosen("whisper-80")).image.values.shape[1] <= 106


@pytest.mark.parametrize("name", COMPARED)
def test_every_front_end_is_drawn_beside_itself_on_sound_and_in_silence(name):
    for samples in (NOISE, np.zeros(SAMPLE_RATE, np.float32)):
        if name == "speech2text" and not samples.any():
            continue  # which divides nothing by nothing
        one, other, _ = side_by_side(Clip(samples), 0.0, chosen(name), chosen(name))
        assert one.title == other.title == name
        json.dumps(before_now(one).to_json(), allow_nan=False)


def test_two_waves_differ_by_what_is_no_scale_and_no_offset():
    scaled = by_name("wave"), by_name("wav2vec2")
    panel = difference(Clip(0.1 + NOISE), 0.5, *scaled)
    assert np.abs(panel.lines[0].y).max() < 1e-4 and (panel.x.low, panel.x.high) == (0.5, 1.5)
    emphasised = difference(Clip(NOISE), 0.5, scaled[0], replace(scaled[1], preemphasis=0.97))
    assert np.abs(emphasised.lines[0].y).max() > 0.1
    assert difference(Clip(NOISE), 0.5, by_name("wave"), by_name("spectrum")) is None
    assert difference(Clip(NOISE), 0.5, by_name("wave"), by_name("logmel")) is None


@pytest.mark.parametrize(("name", "moves"), [("logmel-64", True), ("wave", True), ("spectrum", False)])
def test_time_of_a_live_picture_is_counted_back_from_now_and_frequency_stays(name, moves):
    panel = drawn(Clip(NOISE), 0.0, chosen(name))
    live = before_now(panel)
    assert (live.x.low, live.x.high) == ((-1, 0) if moves else (panel.x.low, panel.x.high))
    before, after = ((p.image.x_low, p.image.x_high) if p.image else p.lines[0].x[[0, -1]] for p in (panel, live))
    np.testing.assert_allclose(after, np.array(before) - moves)


class Pool:
    """A pool of these networks."""

    def __init__(self, classifiers=None) -> None:
        self.classifiers = classifiers or {}


def selected() -> Selection:
    return Selection(Clip(NOISE[:SAMPLE_RATE]), 0.0)


def test_the_section_says_each_setting_that_differs_in_a_sentence():
    told = comparison.compare(Pool(), selected(), {"one": "kaldi-fbank", "other": "kaldi-fbank-wenet"})
    assert list(told["panels"]) == ["one", "other", "difference"]
    assert any(sentence.startswith("Number of bands: 80 instead of 23") for sentence in told["differences"])
    assert any("16-bit integers" in sentence for sentence in told["differences"])
    same = comparison.compare(Pool(), selected(), {"one": "mel", "other": "mel"})
    assert same["differences"] == ["No setting differs: both give the same."]
    json.dumps(told)


def test_what_a_browser_makes_up_becomes_the_first_choice():
    told = comparison.compare(Pool(), selected(), {"one": "nosuch", "other": 7})
    assert [told["panels"][name]["title"] for name in ("one", "other")] == list(comparison.FIRST)


def test_parameters_of_pcen_move_the_second_front_end_that_has_it():
    both = {"one": "librosa-pcen", "other": "librosa-pcen", "pcen": {"gain": 0.5, "power": 9, "bias": "much"}}
    told = comparison.compare(Pool(), selected(), both)
    assert told["differences"] == ["PCEN: gain 0.5 instead of 0.98, power 1 instead of 0.5."]
    pair = comparison.chosen(both | {"other": "mel"})
    assert (pair.one.config.pcen.gain, pair.other.config) == (0.5, by_name("mel"))
    assert comparison.chosen({"one": "mel", "other": "logmel", "pcen": {"gain": 0}}).other == chosen("logmel")
    values = [np.frombuffer(base64.b64decode(told["panels"][n]["image"]["values"]), "<f2") for n in ("one", "other")]
    assert not np.array_equal(*values)


def test_every_value_of_a_slider_gives_numbers():
    for name, limits in comparison.PCEN.items():
        for value in limits:
            asked = {"one": "mel", "other": "librosa-pcen", "pcen": {name: value}}
            json.dumps(comparison.compare(Pool(), selected(), asked), allow_nan=False)


def test_a_network_speaks_for_a_front_end_only_as_it_was_trained(desk_of_one):
    pair = comparison.chosen({"one": "logmel-64-levelled", "other": "logmel-64-levelled"})
    assert comparison.trained(desk_of_one, pair) == [("logmel-64-levelled", "compact")]
    moved = pair._replace(one=pair.one._replace(config=by_name("mel")), other=chosen("mel"))
    assert comparison.trained(desk_of_one, moved) == []


def test_a_network_that_was_trained_with_a_front_end_names_the_word(desk_of_one):
    told = comparison.compare(desk_of_one, selected(), {"one": "logmel-64-levelled", "other": "mel"})
    assert any(
        sentence.startswith("logmel-64-levelled: the network compact, trained with it, hears")
        for sentence in told["about"]
    )


@pytest.fixture(scope="module")
def desk_of_one():
    from speechcls.models.classifier import Classifier

    return Pool({"compact": Classifier.load("compact")})


def test_an_array_is_named_with_the_chosen_sound(tmp_path):
    file = tmp_path / "array.npy"
    np.save(file, transform(FRONTENDS["vggish"].config, NOISE[:SAMPLE_RATE]))
    made = comparison.what_made(file, selected())["made"]
    assert made[0].startswith("vggish (")


@pytest.mark.parametrize("content", [b"\x93NUMPY\x01", b"nothing here", b"\xff\xfe\xfd"])
def test_a_file_without_an_array_is_refused_in_a_sentence_without_its_path(tmp_path: Path, content: bytes):
    (tmp_path / "array.npy").write_bytes(content)
    told = comparison.what_made(tmp_path / "array.npy", selected())
    assert told["error"].startswith("The file") and str(tmp_path) not in told["error"]


def test_an_array_that_is_too_large_to_be_looked_into_is_refused(tmp_path):
    np.save(tmp_path / "array.npy", np.zeros((1_001, 1_000), np.float32))
    assert "1,001,000 values" in comparison.what_made(tmp_path / "array.npy", selected())["error"]
