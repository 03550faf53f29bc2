"""The steps of the lab without a page: what each shows for a sound, as in the chapter, and what a browser may send."""

import base64
import json
import re
from dataclasses import replace

import numpy as np
import pytest
import torch
import torchaudio

from speechcls.audio import SAMPLE_RATE, Clip, read
from speechcls.frontends import resynthesis
from speechcls.frontends.atlas import by_name
from speechcls.models import variants
from speechcls.models.classifier import Classifier
from speechcls.models.occlusion import COLUMNS, ROWS, occlusion
from speechcls.plots import clip_panels, lab_panels, spectra
from speechcls.plots.clip_panels import PANELS
from speechcls.plots.input_panels import network_inputs
from speechcls.plots.lab_panels import View
from speechcls.ui.model_pool import GONE, ModelPool
from speechcls.ui.parts.lab import networks, steps
from speechcls.ui.parts.lab.answers import first_word
from speechcls.ui.selection import Selection, example_files, quiz_files, word_of

NOISE = np.random.default_rng(22).normal(0, 0.1, 2 * SAMPLE_RATE).astype(np.float32)


@pytest.fixture(scope="module")
def bird(pool: ModelPool) -> Selection:
    return pool.select(example_files()["bird"])


@pytest.fixture(scope="module")
def noise() -> Selection:
    return Selection(Clip(NOISE, "noise"), 0.5)


def show(pool: ModelPool, selection: Selection, step: str, **asked: object) -> dict:
    return steps.step(pool, selection, {"step": step, **asked})


def tone(frequency: float) -> Selection:
    return Selection(
        Clip((0.5 * np.sin(2 * np.pi * frequency * np.arange(SAMPLE_RATE) / SAMPLE_RATE)).astype("f")), 0.0
    )


def played(sound: dict) -> np.ndarray:
    return np.frombuffer(base64.b64decode(sound["samples"]), "<i2") * sound["peak"] / 32767


# The rows of the chapter


def test_the_game_shows_wave_spectrum_and_spectrogram_and_what_every_network_says(pool, bird) -> None:
    shown = steps.guess(pool, bird)
    assert list(shown["panels"]) == ["waveform", "spectrum", "spectrogram"]
    assert shown["panels"]["waveform"]["x"]["unit"] == "s"
    assert shown["panels"]["spectrum"]["x"]["unit"] == "Hz"
    image = shown["panels"]["spectrogram"]["image"]
    assert (image["rows"], image["columns"]) == (257, 63)
    for answer in shown["answers"]:
        whole = pool.classifiers[answer["variant"]](bird.clip, bird.start)
        assert answer["words"][0]["word"] == whole.word


def test_the_rebuilt_wave_lies_over_the_original_and_can_be_played(pool, bird) -> None:
    shown = show(pool, bird, "fourier", count=50)
    second = Clip(bird.clip.second(bird.start))
    expected = resynthesis.keep(second, resynthesis.strongest(second, 50)).samples
    assert [line["name"] for line in shown["panels"]["rebuilt"]["lines"]] == ["original", "rebuilt"]
    np.testing.assert_allclose(played(shown["sound"]), expected, atol=np.abs(expected).max() / 32767)


def test_all_frequencies_give_the_wave_back_to_about_1e_7(pool, bird) -> None:
    shown = show(pool, bird, "fourier", count=8_000)
    difference = float(shown["texts"]["error"].split(": ")[1].split(". ")[0])
    assert 0 < difference < 5e-7
    assert "Nothing is lost" in shown["texts"]["error"]
    assert shown["panels"]["kept"]["title"] == "8,000 of 8,000 frequencies kept"


def test_the_kept_and_the_left_out_make_up_the_spectrum() -> None:
    sound = Clip(NOISE)
    kept = resynthesis.strongest(Clip(sound.second(0.5)), 300)
    left, held = (line.y for line in lab_panels.kept_frequencies(sound, 0.5, kept).lines)
    assert np.count_nonzero(held) == 300 and not np.any((left > 0) & (held > 0))
    np.testing.assert_allclose(left + held, PANELS["spectrum"](sound, 0.5).lines[0].y, rtol=1e-3, atol=1e-4)


@pytest.mark.parametrize("power", [0.5, 1.0, 2.0])
@pytest.mark.parametrize("window", [0.004, 0.032, 0.256])
def test_a_spectrogram_of_any_window_and_power_is_torchaudios(window: float, power: float) -> None:
    panel = lab_panels.analysed(Clip(NOISE), 0.5, View(window, 0.5, power))
    points = round(window * SAMPLE_RATE)
    oracle = torchaudio.transforms.Spectrogram(points, hop_length=points // 2, power=power, normalized=True)
    values = oracle(torch.tensor(Clip(NOISE).second(0.5))).numpy()
    assert panel.image is not None
    np.testing.assert_allclose(panel.image.values, values, rtol=1e-4, atol=1e-5)


def test_the_chapters_window_gives_257_by_63_and_decibels_are_ten_logarithms_of_power() -> None:
    view = View(0.032, 0.5, 2.0)
    power, decibels = (lab_panels.analysed(Clip(NOISE), 0.5, v).image for v in (view, View(0.032, 0.5, None)))
    assert power is not None and decibels is not None and power.values.shape == (257, 63)
    np.testing.assert_allclose(decibels.values, 10 * np.log10(power.values.astype(np.float64)), rtol=1e-6)
    assert decibels.unit == "dB" and decibels.high == decibels.values.max()


@pytest.mark.parametrize("scale", ["linear", "log", "mel"])
def test_frequency_is_linear_logarithmic_or_mel(pool, noise, scale: str) -> None:
    panel = show(pool, noise, "spectrogram", scale=scale)["panels"]["one"]
    assert (panel["y"]["scale"], panel["y"]["high"]) == (scale, 8_000)


def test_two_windows_trade_time_for_frequency(pool, noise) -> None:
    shown = show(pool, noise, "spectrogram", window=0.008, other=0.128, overlap=0.5)
    grids = [(shown["panels"][n]["image"]["rows"], shown["panels"][n]["image"]["columns"]) for n in ("one", "other")]
    assert grids == [(65, 251), (1_025, 16)]
    assert "4 ms x 125 Hz" in shown["panels"]["one"]["subtitle"]
    text = shown["texts"]["traded"]
    assert "4 ms x 125 Hz" in text and "64 ms x 7.812 Hz" in text and "16 times more finely" in text
    assert "nothing is traded" in show(pool, noise, "spectrogram", window=0.03, other=0.03)["texts"]["traded"]


def test_a_long_window_parts_two_tones_and_a_short_one_does_not() -> None:
    pair = Clip(tone(1_000).clip.samples / 2 + tone(1_040).clip.samples / 2)
    dips = []
    for window in (0.004, 0.256):
        image = lab_panels.analysed(pair, 0.0, View(window)).image
        assert image is not None
        mean = image.values.mean(axis=1)
        at = [round(hertz * window) for hertz in (1_000, 1_020, 1_040)]
        dips.append(mean[at[1]] < 0.5 * min(mean[at[0]], mean[at[2]]))
    assert dips == [False, True]


def test_sixteen_filters_have_shape_257_by_16(pool, bird) -> None:
    panel = show(pool, bird, "mel", filters=16)["panels"]["filters"]
    assert "(257, 16)" in panel["title"]
    assert sum(line["name"] == "filter" for line in panel["lines"]) == 16


def test_of_128_filters_one_that_holds_no_bin_and_25_that_hold_one_stand_out(pool, bird) -> None:
    panel = show(pool, bird, "mel", filters=128)["panels"]["filters"]
    names = [line["name"] for line in panel["lines"]]
    assert (names.count("no bin"), names.count("single bin"), names.count("filter")) == (1, 25, 102)
    assert "hold no bin: 1, a single bin: 25" in panel["subtitle"]


def test_the_mel_curve_of_a_window_is_shifted_to_the_right() -> None:
    selection = tone(1_000)
    panel = lab_panels.fourier_and_mel(selection.clip, 0.0)
    fourier, mel = panel.lines
    assert (len(fourier.x), len(mel.x)) == (128, 128)
    assert fourier.y.argmax() == 1_000 / 31.25
    centre = spectra.mel_centres(128)[mel.y.argmax()]
    assert abs(centre - 1_000) < 40 and mel.y.argmax() > fourier.y.argmax()


def test_the_moment_is_frame_30_of_the_baseline() -> None:
    assert spectra.frame_at(lab_panels.MOMENT) == 30
    expected = spectra.values_of(Clip(NOISE), 0.5, by_name("power"))[0, :, 30]
    np.testing.assert_array_equal(spectra.power_at(Clip(NOISE), 0.5, 0.30), expected)


def test_our_filters_equal_the_librarys_mel_transform_to_6e_8(pool, bird, noise) -> None:
    for selection in (bird, noise):
        assert spectra.mel_difference(selection.clip, selection.start, 0.30, 128) <= 5.97e-8
    assert "the chapter: 5.96e-08" in show(pool, bird, "mel")["texts"]["difference"]


def test_both_pairs_of_tones_are_40_hz_apart_and_the_low_one_many_more_mel() -> None:
    low, high = steps.tones()
    assert (low["hertz"], high["hertz"]) == ((440, 480), (8_000, 8_040))
    assert (low["text"], high["text"]) == ("40 Hz apart, 39 mel", "40 Hz apart, 5 mel")


def test_side_by_side_shows_the_exact_inputs_five_words_and_time(pool, bird) -> None:
    networks = {network["variant"]: network for network in show(pool, bird, "side")["networks"]}
    shapes = {"power": (1, 257, 101), "mel": (1, 128, 101), "complex": (2, 257, 101)}
    for name, shape in shapes.items():
        images = [panel["image"] for panel in networks[name]["inputs"]]
        assert (len(images), images[0]["rows"], images[0]["columns"]) == shape
        assert len(networks[name]["words"]) == 5 and networks[name]["milliseconds"] > 0


def test_phase_is_the_angle_and_the_brightness_grows_with_the_magnitude() -> None:
    image = lab_panels.phase(Clip(NOISE), 0.5).image
    real, imaginary = spectra.values_of(Clip(NOISE), 0.5, by_name("complex")).astype(np.float64)
    assert image is not None and image.light is not None and image.colours == "cyclic"
    np.testing.assert_allclose(image.values, np.angle(real + 1j * imaginary), atol=1e-5)
    order = np.hypot(real, imaginary).ravel().argsort()
    assert np.all(np.diff(image.light.ravel()[order]) >= 0) and image.light.max() == 1.0


@pytest.mark.parametrize("treatment", ["none", "scrambled", "zero", "reversed"])
@pytest.mark.parametrize("of", ["windows", "whole"])
def test_each_treatment_says_which_networks_still_know_the_word(pool, bird, treatment: str, of: str) -> None:
    shown = show(pool, bird, "phase", treatment=treatment, of=of)
    same = [a["variant"] for a in shown["answers"] if first_word(a) == first_word(a["before"])]
    if treatment == "none":
        assert same == pool.names
    assert steps.names(same) in shown["texts"]["known"]
    assert len(shown["answers"]) == len(pool.names) and len(played(shown["sound"])) == SAMPLE_RATE
    assert list(shown["panels"]) == ["real", "imaginary", "phase", "wave"]


# What else the steps do


def test_what_mel_keeps_says_how_it_was_rebuilt(pool, bird) -> None:
    for phase, words in (("kept", "own phases"), ("found", "Griffin and Lim")):
        shown = show(pool, bird, "mel-sound", filters=32, phase=phase)
        assert "32 mel energies" in shown["texts"]["sound"] and words in shown["texts"]["sound"]
        assert len(played(shown["sound"])) == SAMPLE_RATE


def test_a_band_is_taken_whichever_end_was_moved_past_the_other(pool, noise) -> None:
    one, other = (show(pool, noise, "fourier", keep="band", low=a, high=b) for a, b in ((300, 900), (900, 300)))
    assert one["sound"] == other["sound"] and "from 300 to 900 Hz" in one["texts"]["said"]


def test_the_fewest_frequencies_are_those_from_which_the_word_is_still_said(pool, bird) -> None:
    name = pool.best
    text = show(pool, bird, "fewest", variant=name)["texts"]["fewest"]
    fewest = int(text.split(" down to ")[1].split(" of ")[0].replace(",", ""))
    second = Clip(bird.clip.second(bird.start))
    word = pool.classifiers[name](second, 0.0).word
    assert f"“{word}”" in text
    assert pool.classifiers[name](resynthesis.keep(second, resynthesis.strongest(second, fewest)), 0.0).word == word


def test_a_sound_beyond_full_scale_says_by_how_much(pool) -> None:
    loud = Selection(Clip(np.full(SAMPLE_RATE, 4.0, np.float32)), 0.0)
    sound = show(pool, loud, "phase")["sound"]
    assert sound["peak"] == 4.0 and played(sound).max() == pytest.approx(4.0)


def test_covering_patches_of_silence_takes_nothing_from_any_word(pool) -> None:
    found = occlusion(pool.classifiers["mel"], Clip(np.zeros(SAMPLE_RATE, np.float32)), 0.0)
    assert found.falls.shape == (ROWS, COLUMNS)
    assert np.abs(found.falls).max() < 1e-5


def test_evidence_lies_where_the_word_is(pool, bird) -> None:
    found = occlusion(pool.classifiers["mel"], bird.clip, bird.start)
    assert found.word == "bird" and found.falls.max() > 0.1 and found.strongest in found.decisive()
    first, last = found.edges(*found.strongest)[2:]
    assert 20 < first < last < 80  # of 101 frames; the word is in the middle of its second
    shown = show(pool, bird, "evidence", variant="mel")
    assert "Covering" in shown["evidence"]
    assert [line["name"] for line in shown["inputs"][0]["lines"]] == ["evidence"] * len(found.decisive())


@pytest.mark.parametrize(("domain", "shape", "unit"), [("wave", (1, 48), "s"), ("spectrum", (48, 1), "Hz")])
def test_evidence_in_a_wave_or_a_spectrum_is_a_stretch_of_it(
    pool, bird, card, monkeypatch, domain, shape, unit
) -> None:
    def network(features: torch.Tensor) -> torch.Tensor:
        """Says the first word by the size of what comes between a third and two thirds of the input."""
        values = features.flatten(1).abs()
        third = values.shape[1] // 3
        size = values[:, third : 2 * third].sum(1)
        return torch.stack([size, 0 * size, 0 * size - 1], 1)

    made = card(domain, domain, network=domain, words=("bed", "bird", "cat"), sizes={"channels": 1, "words": 3})
    monkeypatch.setitem(pool.classifiers, domain, Classifier(variants.Variant(made, network)))
    found = occlusion(pool.classifiers[domain], bird.clip, bird.start)
    assert found.falls.shape == shape
    shown = show(pool, bird, "evidence", variant=domain)
    assert re.search(rf"^Covering [\d.,]+ to [\d.,]+ {unit} costs “bed” most: its logit's lead", shown["evidence"])
    assert 15 <= max(found.strongest) < 33  # of 48
    outlines = [line for line in shown["inputs"][0]["lines"] if line["name"] == "evidence"]
    assert len(outlines) == len(found.decisive()) > 0


def test_evidence_is_the_fall_of_the_lead_in_logits_and_none_where_no_patch_takes_a_tenth_of_it(pool, bird) -> None:
    found = occlusion(pool.classifiers["mel"], bird.clip, bird.start)
    logits = np.sort(pool.classifiers["mel"].logits(bird.clip.second(bird.start)[None])[0])
    assert found.margin == pytest.approx(logits[-1] - logits[-2], abs=1e-3)
    spread = replace(found, falls=np.full_like(found.falls, 0.09 * found.margin))
    assert spread.decisive() == []
    panel = network_inputs(bird.clip, bird.start, pool.classifiers["mel"].card.front_end)[0]
    assert networks.costs(spread, panel).startswith("No single patch matters")
    overtaken = replace(found, falls=np.full_like(found.falls, found.margin + 2), rival="bed")
    assert "“bed” overtakes it, by 2.0 in logits" in networks.costs(overtaken, panel)


def test_each_network_of_the_game_stands_under_the_picture_that_is_its_input(pool, bird) -> None:
    told = steps.guess(pool, bird)["answers"]
    pictures = {answer["variant"]: answer["sees"] for answer in told}
    assert pictures["wave"] == "waveform" and pictures["spectrum"] == "spectrum"
    assert {pictures[name] for name in pictures.keys() - {"wave", "spectrum"}} == {"spectrogram"}


def test_the_same_spectrogram_has_the_same_colours_at_the_top_and_in_the_lab(bird) -> None:
    top = PANELS["spectrogram"](bird.clip, bird.start).image
    lab = lab_panels.analysed(bird.clip, bird.start, View(power=clip_panels.SPECTROGRAM.power)).image
    assert (top.low, top.high, top.colours) == (lab.low, lab.high, lab.colours)
    assert np.array_equal(top.values, lab.values)


def test_patches_lie_side_by_side_and_cover_the_whole_input(pool, bird) -> None:
    found = occlusion(pool.classifiers["power"], bird.clip, bird.start)
    covered = np.zeros((257, 101), int)
    for row in range(ROWS):
        for column in range(COLUMNS):
            b0, b1, f0, f1 = found.edges(row, column)
            covered[b0:b1, f0:f1] += 1
    assert np.all(covered == 1)


@pytest.mark.parametrize(
    ("ranked", "expected"),
    [
        ([("bird", 0.9), ("bed", 0.1)], "80 points ahead of “bed”"),
        ([("bed", 0.45), ("bird", 0.4)], "its number 2, at 40%; “bed” leads “bird” by 5 points, a near thing"),
        (
            [("bed", 0.9), ("three", 0.05), ("bird", 0.01)],
            "its number 3, at 1%; “bed” leads “three” by 85 points, not",
        ),
        ([("bed", 0.9), ("three", 0.05)], "“bird” is not even among its five words"),
    ],
)
def test_a_disagreement_is_explained_from_its_numbers(ranked: list, expected: str) -> None:
    assert expected in networks.why([{"word": w, "probability": p} for w, p in ranked], "bird")


@pytest.mark.parametrize(
    ("same", "expected"),
    [
        ([True, True, True], "a, b and c say the same word as before."),
        ([True, False, True], "a and c say the same word as before; b does not."),
        ([False, False, False], "none says the same word as before; a, b and c do not."),
    ],
)
def test_who_still_knows_the_word_is_one_sentence(same: list[bool], expected: str) -> None:
    words = [[{"word": "yes" if kept else "no", "probability": 1.0}] for kept in same]
    before = {"refusal": "", "words": [{"word": "yes", "probability": 1.0}]}
    answers = [{"variant": n, "refusal": "", "words": w, "before": before} for n, w in zip("abc", words, strict=True)]
    assert steps.known(answers, "reversed") == f"The sound reversed: {expected}"


# What comes from a browser

SLOW = ("evidence", "fewest", "side", "where", "curve")
NONSENSE = [None, "x", float("nan"), float("inf"), -float("inf"), -5, 1e9, True, [], {}]


@pytest.mark.parametrize("value", NONSENSE, ids=repr)
@pytest.mark.parametrize("step", [step for step in steps.STEPS if step not in SLOW])
def test_no_value_that_a_browser_sends_breaks_a_step(pool, noise, step: str, value: object) -> None:
    names = ("count", "keep", "low", "high", "window", "other", "overlap", "power", "scale", "filters", "moment", "log")
    more = ("phase", "treatment", "of", "variant")
    inside = ("rival", "block", "channel", "kept", "kind", "amount", "noise", "under")
    shown = show(pool, noise, step, **dict.fromkeys((*names, *more, *inside), value))
    json.dumps(shown, allow_nan=False)
    assert "error" not in shown


@pytest.mark.parametrize("step", steps.STEPS)
def test_silence_is_answered_by_every_step(pool, step: str) -> None:
    shown = show(pool, Selection(Clip(np.zeros(5, np.float32)), 0.0), step)
    json.dumps(shown, allow_nan=False)
    assert "error" not in shown


def test_without_a_sound_or_with_an_unknown_step_a_sentence_comes(pool, noise) -> None:
    assert steps.step(pool, None, {"step": "fourier"})["error"] == GONE
    assert "no step 'nothing'" in show(pool, noise, "nothing")["error"]
    assert "no step" in steps.step(pool, noise, {})["error"]


def test_the_quiz_has_more_than_ten_clips_of_known_words_by_several_voices(pool) -> None:
    clips = quiz_files()
    words = [word_of(name) for name in clips]
    assert len(set(words)) == len(words) > 10 and set(words) <= set(steps.words(pool))
    assert len({name.partition("-")[2] for name in clips}) >= 4
    assert all(read(file).duration == 1.0 for file in clips.values())
    assert word_of("two-voices") == "two" and word_of("bird") == "bird"


def test_the_words_to_guess_from_are_those_that_the_networks_know(pool) -> None:
    words = steps.words(pool)
    assert words == sorted(set(words)) and set(pool.classifiers["mel"].card.words) <= set(words)
