"""A look inside and a sound spoiled, without a page: what each step shows, and what a browser may send."""

import base64
import itertools
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from speechcls.audio import SAMPLE_RATE, Clip
from speechcls.models import last_layer, layers
from speechcls.models.occlusion import occlusion
from speechcls.plots import inside_panels
from speechcls.plots.input_panels import network_inputs
from speechcls.ui.model_pool import ModelPool
from speechcls.ui.parts.break_it import steps as break_it
from speechcls.ui.parts.inside import steps as inside
from speechcls.ui.parts.lab import steps
from speechcls.ui.selection import Selection, example_files

NAMES = ("compact", "power", "complex", "wave", "spectrum")


@pytest.fixture(scope="module")
def stop(pool: ModelPool) -> Selection:
    return pool.select(example_files()["stop"])


@pytest.fixture(scope="module")
def silence() -> Selection:
    return Selection(Clip(np.zeros(SAMPLE_RATE, np.float32)), 0.0)


def show(pool: ModelPool, selection: Selection, step: str, **asked: object) -> dict:
    return steps.step(pool, selection, {"step": step, **asked})


def cells(tile: dict) -> np.ndarray:
    return np.frombuffer(base64.b64decode(tile["values"]), np.uint8).reshape(tile["rows"], tile["columns"])


def packed(kept: np.ndarray) -> str:
    return base64.b64encode(kept.astype(np.uint8).tobytes()).decode()


def samples(sound: dict) -> np.ndarray:
    return np.frombuffer(base64.b64decode(sound["samples"]), "<i2") * sound["peak"] / 32767


@pytest.mark.parametrize("name", NAMES)
def test_maps_stand_with_the_strongest_first_and_on_one_scale_a_block(pool, stop, name) -> None:
    shown = show(pool, stop, "inside", variant=name)["inside"]
    for block in shown["blocks"]:
        strengths = [np.square(cells(one["tile"]), dtype=float).mean() for one in block["maps"]]
        assert all(one >= 0.9 * other - 2 for one, other in itertools.pairwise(strengths))
        assert max(cells(one["tile"]).max() for one in block["maps"]) > 100
        assert len(block["maps"]) == min(inside.MAPS, block["shape"][0])


@pytest.mark.parametrize("name", NAMES)
def test_what_is_shown_of_a_sum_adds_up_to_the_lead_of_the_answer(pool, stop, name) -> None:
    shown = show(pool, stop, "inside", variant=name)["inside"]
    logits = np.sort(pool.classifiers[name].logits(stop.clip.second(stop.start)[None])[0])
    total = shown["bias"] + shown["rest"] + sum(one["brings"] for one in shown["brings"])
    assert total == pytest.approx(shown["margin"], abs=1e-4)
    assert shown["margin"] == pytest.approx(logits[-1] - logits[-2], abs=2e-3)


def test_a_rival_may_be_chosen_among_the_other_words_and_one_that_is_none_is_the_next_likeliest(pool, stop) -> None:
    shown = show(pool, stop, "inside", variant="compact")["inside"]
    word, rivals = shown["word"], shown["rivals"]
    assert {word, *rivals} == set(pool.classifiers["compact"].card.words)
    assert rivals[5] in show(pool, stop, "inside", variant="compact", rival=rivals[5])["texts"]["sum"]
    for odd in (word, "no such word", 7, None):
        assert show(pool, stop, "inside", variant="compact", rival=odd)["inside"]["margin"] == shown["margin"]


@pytest.mark.parametrize("name", NAMES)
def test_the_nearest_test_clips_of_a_clear_word_are_mostly_of_that_word_but_to_the_whole_spectrum(
    pool, stop, name
) -> None:
    near = show(pool, stop, "inside", variant=name)["inside"]["near"]
    assert len(near) == inside.NEAR
    assert name == "spectrum" or sum(clip["word"] == "stop" for clip in near) > inside.NEAR / 2
    assert all(clip["file"].startswith(f"{clip['word']}/") for clip in near)


def test_a_network_without_a_table_has_no_near_clips(pool, stop, monkeypatch, tmp_path) -> None:
    assert last_layer.neighbours("wave", tmp_path) is None
    monkeypatch.setattr(last_layer, "neighbours", lambda name, folder: None)
    assert show(pool, stop, "inside", variant="wave")["inside"]["near"] == []


def test_words_taught_from_takes_are_no_network_to_look_into(pool, stop, monkeypatch) -> None:
    taught = SimpleNamespace(card=SimpleNamespace(network="own-words"))
    monkeypatch.setattr(pool, "classifiers", {"mine": taught, **pool.classifiers})
    assert show(pool, stop, "inside", variant="mine")["inside"]["variant"] == "compact"
    monkeypatch.setattr(pool, "classifiers", {"mine": taught})
    assert inside.inside(pool, stop, {"variant": "mine"}) == {"texts": {"sum": inside.UNTRAINED}}


@pytest.mark.parametrize("name", NAMES)
def test_an_input_is_brightest_where_the_map_answers_most(pool, stop, name) -> None:
    classifier = pool.classifiers[name]
    features = classifier.variant.front_end(torch.tensor(stop.clip.second(stop.start))[None])
    block = layers.blocks(classifier.variant.network, features)[0]
    channel = int(block.order[0])
    panel = network_inputs(stop.clip, stop.start, classifier.card.front_end)[0]
    lit = inside_panels.lit(panel, block, channel, classifier.card.front_end)
    answers = block.on_input(channel, *features.shape[2:])
    if lit.image is not None:
        assert lit.image.light.shape == answers.shape == panel.image.values.shape
        assert lit.image.light.max() == lit.image.light[np.unravel_index(answers.argmax(), answers.shape)] == 1.0
    else:
        assert lit.lines[-1].y.max() == pytest.approx(panel.y.high)


@pytest.mark.parametrize("name", NAMES)
def test_a_map_of_a_block_has_its_kernels(pool, stop, name) -> None:
    shown = show(pool, stop, "map", variant=name, block=1, channel=2)
    assert shown["texts"]["map"].startswith("Map 2 of block 2. ")
    assert 1 <= len(shown["kernels"]) <= layers.SHOWN
    weights = np.concatenate([cells(one["tile"]).ravel() for one in shown["kernels"]])
    assert weights.min() == 0 or weights.max() == 255


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("method", ["occlusion", "gradients"])
def test_every_network_says_where_it_found_the_word_in_its_own_input(pool, stop, name, method) -> None:
    shown = show(pool, stop, "where", variant=name, method=method)
    panel = shown["panels"]["where"]
    before = network_inputs(stop.clip, stop.start, pool.classifiers[name].card.front_end)[0]
    assert panel["x"]["high"] == before.x.high
    assert "“stop”" in shown["texts"]["where"]


def test_heat_of_occlusion_is_each_patches_fall_at_its_place(pool, stop) -> None:
    found = occlusion(pool.classifiers["compact"], stop.clip, stop.start)
    spread = found.cells()
    assert spread.shape == (found.bins, found.frames)
    for row, column in ((0, 0), (2, 3), (5, 7)):
        b0, b1, f0, f1 = found.edges(row, column)
        assert (spread[b0:b1, f0:f1] == found.falls[row, column]).all()


def test_what_integrated_gradients_add_up_to_is_said_beside_what_the_lead_rises_by(pool, stop) -> None:
    text = show(pool, stop, "where", variant="compact", method="gradients", rival="dog")["texts"]["where"]
    assert "over “dog” goes from" in text and "all cells together bring" in text


def test_a_picture_of_which_nothing_was_painted_over_gives_the_sound_back(pool, stop) -> None:
    shown = show(pool, stop, "paint", kept=packed(np.ones((inside.ROWS, inside.COLUMNS))))
    second = stop.clip.second(stop.start)
    np.testing.assert_allclose(samples(shown["sound"]), second, atol=np.abs(second).max() / 30_000)
    assert shown["texts"]["painted"] == "100% of the picture is left, and 100% of the energy."


def test_what_is_painted_over_is_not_heard_and_every_network_answers_again(pool, stop) -> None:
    kept = np.ones((inside.ROWS, inside.COLUMNS))
    kept[:, 25:] = 0
    shown = show(pool, stop, "paint", kept=packed(kept))
    heard = samples(shown["sound"])
    assert np.abs(heard[8_800:]).max() < 1e-4 < np.abs(heard[:7_000]).max()
    assert [answer["variant"] for answer in shown["answers"]] == pool.names
    assert all("before" in answer for answer in shown["answers"])


@pytest.mark.parametrize("odd", [None, 7, "", "no base64!", packed(np.zeros(5)), "A" * 100_000])
def test_an_odd_painting_paints_nothing_over(pool, stop, odd) -> None:
    assert show(pool, stop, "paint", kept=odd)["texts"]["painted"].startswith("100%")


def test_the_picture_to_paint_on_is_brightest_where_the_sound_is_strongest(pool) -> None:
    times = np.arange(SAMPLE_RATE) / SAMPLE_RATE
    tone = Selection(Clip((0.3 * np.sin(2 * np.pi * 1_768 * times)).astype(np.float32)), 0.0)
    picture = cells(show(pool, tone, "canvas")["tile"])
    assert len(picture) == inside.ROWS
    assert picture.max(axis=1).argmax() in (31, 32)  # 1,768 Hz lies in the middle of the mel scale


@pytest.mark.parametrize("kind", [one["name"] for one in break_it.kinds()])
def test_every_way_to_spoil_a_sound_is_answered_by_all_networks_and_has_a_curve(pool, stop, kind) -> None:
    way = next(one for one in break_it.kinds() if one["name"] == kind)
    shown = show(pool, stop, "break", kind=kind, amount=way["harmless"], under="bird")
    assert [answer["variant"] for answer in shown["answers"]] == pool.names
    panel = show(pool, stop, "curve", kind=kind, under="bird", variant="compact")["panels"]["curve"]
    assert (panel["x"]["low"], panel["x"]["high"]) == tuple(sorted((way["harmless"], way["worst"])))
    assert {line["name"] for line in panel["lines"]} == set(pool.names)


def test_an_amount_out_of_range_is_the_nearest_within_it(pool, stop) -> None:
    worst = show(pool, stop, "break", kind="loudness", amount=-60)
    assert show(pool, stop, "break", kind="loudness", amount=-1e9)["sound"] == worst["sound"]


def test_a_lead_is_how_much_likelier_the_clear_word_is_than_any_other(pool, stop) -> None:
    classifier = pool.classifiers["compact"]
    second = stop.clip.second(stop.start)
    word, leads = break_it.leads_of(classifier, second, np.stack([second, np.zeros_like(second)]))
    answer = classifier(stop.clip, stop.start)
    assert word == answer.word
    assert leads[0] == pytest.approx(np.log(answer.probabilities[0] / answer.probabilities[1]), rel=1e-3)


def test_a_lead_gives_way_where_it_first_crosses_nought() -> None:
    amounts = [40.0, 20.0, 0.0, -20.0]
    assert break_it.gives_way(amounts, np.array([3.0, 1.0, -1.0, 2.0]), log=False) == pytest.approx(10.0)
    assert break_it.gives_way(amounts, np.array([3.0, 1.0, 1.0, 2.0]), log=False) is None
    assert break_it.gives_way(amounts, np.array([-3.0, 1.0, 1.0, 2.0]), log=False) == 40.0
    assert break_it.gives_way([8_000.0, 2_000.0], np.array([1.0, -1.0]), log=True) == pytest.approx(4_000.0)


@pytest.mark.parametrize("step", ["inside", "map", "where", "canvas", "paint", "break", "curve"])
def test_silence_is_shown_too(pool, silence, step) -> None:
    assert "error" not in show(pool, silence, step, variant="compact")
