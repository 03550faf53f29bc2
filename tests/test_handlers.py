"""What the page decides, without a page."""

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from speechcls import audio
from speechcls.audio import AudioError, Clip
from speechcls.frontends.atlas import FRONTENDS, by_name
from speechcls.models import variants
from speechcls.models.classifier import Answer
from speechcls.models.rejection import Reason, Rejection
from speechcls.ui import handlers, wording
from speechcls.ui.model_pool import RANKED, ModelPool
from speechcls.ui.selection import Selection, asked_about, example_files, uploaded_file


@pytest.fixture
def selection() -> Selection:
    samples = np.random.default_rng(0).normal(0, 0.01, 48_000).astype(np.float32)
    samples[30_000:38_000] *= 20
    clip = Clip(samples, "noise")
    return Selection(clip, clip.loudest_second())


def test_variants_come_in_the_order_of_the_story_and_the_best_is_the_default(pool: ModelPool) -> None:
    assert pool.names == ["wave", "spectrum", "power", "mel", "logmel", "complex", "compact"]
    assert pool.best == max(pool.names, key=lambda n: variants.card(n).accuracy_covered)


def test_an_answer_holds_five_words_the_likeliest_first_and_the_exact_input(
    pool: ModelPool, selection: Selection
) -> None:
    for name in pool.names:
        answer = pool.answer(selection, name)
        probabilities = [word["probability"] for word in answer["words"]]
        assert len(probabilities) == RANKED
        assert probabilities == sorted(probabilities, reverse=True)
        front_end = pool.classifiers[name].card.front_end
        if front_end.domain == "spectrogram":
            channels, *grid = front_end.input_shape
            assert [[p["image"]["rows"], p["image"]["columns"]] for p in answer["inputs"]] == [grid] * channels
        else:
            assert [(p["image"], len(p["lines"])) for p in answer["inputs"]] == [(None, 1)]


def test_another_network_gives_another_answer_for_the_same_sound(pool: ModelPool, selection: Selection) -> None:
    answers = [pool.answer(selection, name)["words"] for name in pool.names]
    assert all(one != other for i, one in enumerate(answers) for other in answers[:i])


def test_the_four_pictures_are_those_of_the_page(selection: Selection) -> None:
    shown = handlers.pictures(selection)
    assert list(shown["panels"]) == ["waveform", "spectrum", "spectrogram", "mel-filters"]
    assert (shown["start"], shown["earliest"], shown["latest"]) == (selection.start, 0.0, 2.0)
    assert shown["warning"] == ""


def test_what_could_not_be_read_is_said_beside_the_pictures(selection: Selection) -> None:
    part = replace(selection, clip=Clip(selection.clip.samples, "yes.m4a", missing=1.04))
    told = handlers.pictures(part)["warning"]
    assert told == "At least 1.0 s of yes.m4a could not be read: the file is damaged or cut off."


def test_other_settings_draw_again_what_they_change_and_nothing_else(selection: Selection) -> None:
    before, after = (
        handlers.set_pictures(selection, settings) for settings in (None, {"window": 0.064, "filters": 24})
    )
    assert set(before) == set(after) == {"spectrum", "spectrogram", "mel-filters"}
    assert [name for name in before if before[name]["title"] != after[name]["title"]] == ["spectrogram", "mel-filters"]


@pytest.mark.parametrize(
    ("wanted", "start"),
    [(1.25, 1.25), (-3, 0.0), (99, 2.0), (float("inf"), 2.0), (float("nan"), None), ("1", None), (None, None)],
)
def test_a_moved_second_stays_within_the_clip_whatever_the_browser_sends(
    selection: Selection, wanted: object, start: float | None
) -> None:
    assert selection.at(wanted).start == (selection.start if start is None else start)


def test_an_upload_outside_the_upload_folder_is_refused(tmp_path: Path) -> None:
    inside, outside = tmp_path / "uploads" / "a.wav", tmp_path / "secret.wav"
    inside.parent.mkdir()
    for file in (inside, outside):
        file.write_bytes(b"x")
    assert uploaded_file(str(inside), inside.parent) == inside.resolve()
    for path in (
        outside,
        inside.parent / ".." / "secret.wav",
        inside.parent,
        inside.parent / "no.wav",
        "a\0b",
        "a" * 9999,
        None,
        7,
    ):
        with pytest.raises(AudioError, match="did not arrive"):
            uploaded_file(path if path is None else str(path), inside.parent)


def test_a_link_out_of_the_upload_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "uploads").mkdir()
    (tmp_path / "secret.wav").write_bytes(b"x")
    (tmp_path / "uploads" / "link.wav").symlink_to(tmp_path / "secret.wav")
    with pytest.raises(AudioError, match="did not arrive"):
        uploaded_file(str(tmp_path / "uploads" / "link.wav"), tmp_path / "uploads")


def test_the_standing_of_a_variant_is_what_its_card_measured(pool: ModelPool) -> None:
    for name in pool.names:
        card = pool.classifiers[name].card
        assert f"{card.metrics['test']['accuracy_covered']:.0%}" in handlers.standing(card)


def test_a_word_that_few_people_taught_is_said_to_be_one(pool: ModelPool, selection: Selection) -> None:
    classifier = pool.classifiers[pool.best]
    answer = replace(classifier(selection.clip, selection.start), reason="")
    few = {word: 3 for word in classifier.card.words}
    made_thin = variants.Card(**vars(classifier.card) | {"training_clips": few})
    assert "3 real training clips" in handlers.caution(made_thin, answer)


def test_hundreds_of_people_taught_most_words_as_the_story_says_and_not_each(pool: ModelPool) -> None:
    voices = [v for c in pool.classifiers.values() for v in c.card.training_voices.values()]
    assert voices and sum(v >= 200 for v in voices) > len(voices) / 2 and min(voices) < 100


@pytest.mark.parametrize("name", FRONTENDS)
def test_what_a_network_sees_is_said_in_words_whatever_its_front_end(pool: ModelPool, name: str) -> None:
    config = replace(by_name(name), mean=1.0, deviation=2.0)
    seen = handlers.sees(replace(pool.classifiers[pool.best].card, front_end=config))
    assert "(" not in seen
    assert "moments" not in seen or not FRONTENDS[name].source.startswith("speechcls")
    with wording.speaking("de"):
        assert re.fullmatch(r"Es sieht .+\.", wording.translate(seen)) and " and " not in wording.translate(seen)


def test_a_levelled_front_end_is_told_as_the_one_it_is_but_for_its_level(pool: ModelPool) -> None:
    card = pool.classifiers[pool.best].card
    plain, levelled = (
        handlers.sees(replace(card, front_end=by_name(name))) for name in ("logmel-64", "logmel-64-levelled")
    )
    assert levelled == f"{plain[:-1]}{handlers.LEVELLED}."


def test_the_words_that_few_people_taught_are_named_with_how_few_and_how_well_they_are_known(pool: ModelPool) -> None:
    card = pool.classifiers[pool.best].card
    counts = {word: 2 + n if n < 2 else 1000 for n, word in enumerate(card.words)}
    measured = card.metrics | {"test": card.metrics["test"] | {"accuracy_rare": 0.314}}
    made = {"training_clips": counts, "training_voices": dict.fromkeys(card.words, 7), "metrics": measured}
    told = handlers.rare(variants.Card(**vars(card) | made))
    first, second, third = card.words[:3]
    assert f"its real training clips (and people): “{first}” 2 (7), “{second}” 3 (7)." in told
    assert "right for 31% of their test clips" in told and f"“{third}”" not in told
    assert handlers.rare(variants.Card(**vars(card) | {"training_clips": dict.fromkeys(card.words, 1000)})) == ""


def test_synthetic_clips_that_taught_it_are_told_apart_from_real_ones(pool: ModelPool) -> None:
    card = pool.classifiers[pool.best].card
    for voices, told in ((0, False), (60, True)):
        made = card.training | {"settings": card.training["settings"] | {"tts_clips": voices}}
        text = handlers.training(variants.Card(**vars(card) | {"training": made}))["text"]
        assert (f" and {60 * len(card.words):,} synthetic ones, " in text) is told


def set_reason(pool: ModelPool, monkeypatch: pytest.MonkeyPatch, reason: Reason = "") -> None:
    """Let the best network refuse for this reason, or accept."""
    best = pool.classifiers[pool.best]
    judge = best.judge
    monkeypatch.setattr(best, "judge", lambda waves: (judge(waves)[0], [reason] * len(waves)))


@pytest.mark.parametrize(
    ("reason", "refusal"), [("", ""), ("unknown", "Not one of my 30 words"), ("silence", "No word heard")]
)
def test_what_is_no_word_is_said_to_be_none_and_the_best_guess_stays(
    pool: ModelPool, selection: Selection, monkeypatch: pytest.MonkeyPatch, reason: Reason, refusal: str
) -> None:
    set_reason(pool, monkeypatch, reason)
    answer = pool.answer(selection, pool.best)
    assert answer["refusal"] == refusal
    assert len(answer["words"]) == RANKED
    if refusal:
        assert answer["caution"] == ""


@pytest.mark.parametrize(
    ("probability", "told"),
    [
        (0.95, "it is right 90 of 100 times."),
        (1.0, "it is right 90 of 100 times."),
        (0.05, ""),
        (0.3, ""),
    ],
)
def test_how_often_such_an_answer_is_right_is_told_where_it_was_measured_often_enough(
    pool: ModelPool, probability: float, told: str
) -> None:
    tenths = {"clips": [19, *[0] * 8, 200], "right": [9, *[0] * 8, 180]}
    rejection = Rejection(1.0, "probability", 0.0, -60.0, measured={"test": {"tenths": tenths}})
    card = replace(pool.classifiers[pool.best].card, rejection=rejection)
    answer = Answer(("go", "up"), (probability, 1 - probability), 0.0, 0.01)
    card = replace(card, training_clips={"go": variants.COVERED})
    said = handlers.as_sure(card, answer)
    assert told in said and bool(said) == bool(told)
    assert handlers.as_sure(card, replace(answer, reason="unknown")) == ""
    assert handlers.as_sure(replace(card, training_clips={}), answer) == ""  # a rare word
    assert handlers.as_sure(replace(card, rejection=None), answer) == ""


def test_the_api_says_whether_a_word_was_heard_and_keeps_the_best_guess(pool: ModelPool, tmp_path: Path) -> None:
    soundfile.write(tmp_path / "silence.wav", np.zeros(16_000), 16_000)
    said = pool.classify(tmp_path / "silence.wav", pool.best)
    assert (said["heard"], said["reason"]) == (False, "silence")
    assert said["label"] == said["confidences"][0]["label"] and len(said["confidences"]) == 30


def test_the_api_asks_for_a_sound_where_none_came(pool: ModelPool) -> None:
    with pytest.raises(AudioError, match="No sound came"):
        pool.classify(None, pool.best)


def test_the_pictures_follow_the_settings_that_were_changed(selection: Selection) -> None:
    plain, shown = (
        handlers.pictures(selection)["panels"],
        handlers.pictures(selection, {"window": 0.064, "filters": 40})["panels"],
    )
    assert "1024 samples (64 ms)" in shown["spectrogram"]["title"] and "40 filters" in shown["mel-filters"]["title"]
    assert shown["waveform"] == plain["waveform"] and shown["spectrum"] == plain["spectrum"]
    assert handlers.pictures(selection, {})["panels"] == handlers.pictures(selection, None)["panels"] == plain


@pytest.mark.parametrize(
    "settings", [{"window": 99, "hop": -1}, {"filters": "many"}, {"power": 3, "scale": None}, {"hop": 1e-9}, [], "x"]
)
def test_nonsense_for_settings_is_brought_within_bounds(selection: Selection, settings: object) -> None:
    image = handlers.pictures(selection, settings)["panels"]["spectrogram"]["image"]
    assert 0 < image["rows"] <= 2049 and 0 < image["columns"] <= 2001


def test_a_view_has_the_hop_and_the_power_that_were_set() -> None:
    view = handlers.view({"window": 0.032, "hop": 0.008, "power": "dB", "scale": "mel"})
    assert (view.window, view.overlap, view.power, view.scale) == (0.032, 0.75, None, "mel")


MADE = {
    "settings": {"partition": "speaker", "seed": 0, "max_lr": 0.01},
    "data": "Speech Commands",
    "clips": {"train": 9},
    "epochs": 1,
    "seconds": 1,
    "device": "CPU",
    "command": "python -m speechcls train logmel --data DATA",
}


def test_a_broken_variant_does_not_keep_the_page_from_the_others(fake, caplog):
    fake("good", training=MADE)
    (fake("bad weights", training=MADE) / "weights.safetensors").write_bytes(b"")
    (fake("bad card", training=MADE) / "card.json").write_text("[]")
    broken = fake("bad metrics", training=MADE) / "card.json"
    broken.write_text(broken.read_text().replace('"clips"', '"nothing"'))
    (fake("no history", training=MADE) / "history.csv").write_text("x")
    pool = ModelPool()
    assert sorted(pool.classifiers) == ["good", "no history"]
    assert pool.training("no history")["panels"] == []
    assert all(f"'{name}'" in caplog.text for name in ("bad weights", "bad card", "bad metrics", "no history"))


def test_a_listeners_curve_is_drawn_where_one_was_kept_and_a_damaged_one_harms_no_other_picture(fake, caplog):
    point = {
        "setting": {"rejection": 2.0, "average": 0.7},
        "missed": 0.1,
        "false_alarms_per_hour": 9.0,
    }
    for name, kept in (("kept", {"shipped": 0, "chosen": 0, "test": [point]}), ("damaged", {"shipped": 0})):
        folder = fake(name, training=MADE)
        of = {"sha256": variants.card(name).sha256, "threshold": None}
        (folder / variants.STREAM).write_text(json.dumps(kept | of))
    fake("without", training=MADE)
    pool = ModelPool()
    drawn = {name: [panel["title"] for panel in pool.training(name)["panels"]] for name in pool.names}
    assert drawn["kept"] == [*drawn["without"], "What listening costs"]
    assert drawn["damaged"] == drawn["without"] and "'damaged'" in caplog.text


def test_the_page_shows_the_variants_of_another_folder(fake, tmp_path):
    fake("mine", training=MADE).parent.rename(tmp_path / "mine only")
    assert ModelPool(tmp_path / "mine only").names == ["mine"]


def test_a_word_at_the_start_has_a_second_that_begins_before_the_clip() -> None:
    samples = np.zeros(48_000, np.float32)
    samples[:6_000] = np.sin(np.arange(6_000))
    clip = Clip(samples)
    shown = handlers.pictures(Selection(clip, clip.loudest_second()))
    assert shown["start"] == shown["earliest"] == pytest.approx(-0.3125, abs=0.01)
    axis = shown["panels"]["waveform"]["x"]
    assert (axis["low"], axis["high"]) == (shown["earliest"], 3.0)
    assert Selection(clip, 0.0).at(-9).start == shown["earliest"]


def test_a_question_that_names_an_example_is_about_its_second_and_any_other_about_the_chosen_sound(
    selection: Selection,
) -> None:
    bird = audio.read(example_files()["bird"])
    asked = asked_about({"example": "bird", "start": 0.125}, selection)
    assert asked is not None and asked.start == bird.within(0.125)
    assert np.array_equal(asked.clip.samples, bird.samples)
    assert asked_about({"start": 0.125}, selection) is selection
    assert asked_about({}, None) is None


@pytest.mark.parametrize("name", ["nobody", "../secret", None, 7])
def test_an_example_that_is_none_is_refused_with_the_names_of_those_that_are(
    selection: Selection, name: object
) -> None:
    with pytest.raises(AudioError, match="There are: bird, "):
        asked_about({"example": name}, selection)
