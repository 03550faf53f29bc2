"""A recording holds what it says it does, and what a listener makes of it is compared with that by known answers."""

import itertools
import json
from types import SimpleNamespace

import numpy as np
import pytest
from typer.testing import CliRunner

from speechcls.audio import Clip
from speechcls.cli import app
from speechcls.data import other_sounds, recording, tts, wordlists
from speechcls.data.corpus import DatasetError, split
from speechcls.data.other_sounds import OtherSounds
from speechcls.data.recording import Recording, Spoken
from speechcls.data.waves import load_noises, load_waves
from speechcls.evaluation import streaming
from speechcls.evaluation.streaming import Caught
from speechcls.live.detector import Smoothing, activity
from speechcls.models.classifier import Classifier
from speechcls.models.rejection import Rejection, is_silence
from synthetic import WATCHED, WORDS

pytestmark = pytest.mark.slow

RATE = 16_000
SAID = Recording(
    np.zeros(360 * RATE, np.float32),
    (Spoken("go", 1.0, 1.5), Spoken("up", 3.0, 3.4), Spoken("down", 5.0, 5.6)),
    ((180.0, 360.0),),
)


@pytest.fixture
def made(corpus, card) -> Recording:
    return recording.record(corpus, card(), "validation", minutes=1.0, seed=0)


@pytest.fixture
def hushed(monkeypatch):
    """A recording whose noise under the words can't be heard."""
    monkeypatch.setattr(recording, "LEVELS", (-200.0,))


def second(samples: np.ndarray, start: float) -> np.ndarray:
    return samples[round(start * RATE) : round((start + 1) * RATE)]


def dbfs(samples: np.ndarray) -> float:
    return 20 * np.log10(np.sqrt(np.mean(np.square(samples, dtype=np.float64))))


def test_the_same_seed_makes_the_same_recording_and_another_seed_another(corpus, card, made):
    again, other = (recording.record(corpus, card(), "validation", 1.0, seed) for seed in (0, 1))
    assert np.array_equal(made.samples, again.samples) and made.spoken == again.spoken
    assert made.spoken != other.spoken
    assert made.seconds == 60.0 and made.samples.dtype == np.float32 and np.abs(made.samples).max() <= 1


def test_what_is_said_are_clips_of_that_part_at_the_times_told(hushed, corpus, made):
    clips = {path: load_waves(corpus)[i] / 32768 for i, path in enumerate(corpus.paths)}
    assert len(made.spoken) > 15 and {said.word for said in made.spoken} == set(WORDS)
    for said in made.spoken:
        ours = [p for p in clips if p.startswith(f"{said.word}/{WATCHED[0]}")]
        fits = []
        for path in ours:
            first, last = recording.extent(clips[path])
            inside = slice(round(first * RATE) + 400, round(last * RATE) - 400)
            heard = second(made.samples, said.start - first)
            fits.append(len(heard) == RATE and np.allclose(heard[inside], clips[path][inside], atol=1e-4))
        assert any(fits), said


def test_where_nothing_is_said_is_the_noise_at_its_level_and_then_as_it_was_recorded(made):
    levels = itertools.cycle(recording.LEVELS)
    for (begin, end), level in zip(made.noise_only, levels, strict=False):
        assert not any(said.start < end and begin < said.end for said in made.spoken)
        middle = end - recording.RECORDED
        inside = made.samples[round((begin + 0.1) * RATE) : round((middle - 0.2) * RATE)]
        assert dbfs(inside) == pytest.approx(level, abs=0.5)
        assert dbfs(made.samples[round(middle * RATE) : round(end * RATE)]) == pytest.approx(-20, abs=0.5)


def test_words_are_apart_and_within_the_talking_part_of_their_block(made):
    for one, other in itertools.pairwise(made.spoken):
        assert one.start < one.end < other.start
    assert all(said.end % recording.BLOCK <= recording.TALK for said in made.spoken)


def test_the_parts_noise_is_taken_where_there_is_some(corpus, monkeypatch):
    asked = []
    monkeypatch.setattr(recording, "load_noises", lambda corpus, part: asked.append(part) or ["noise"])
    rng = np.random.default_rng(0)
    assert [recording.part_noises(corpus, part, rng) for part in ("validation", "test")] == [["noise"], ["noise"]]
    assert asked == ["train", "test"]
    with pytest.raises(DatasetError):
        load_noises(corpus, "train")  # which is why the recordings here have white noise


def test_a_part_without_a_known_word_is_refused(corpus, card):
    few = {"training_clips": dict.fromkeys(WORDS, 10)}
    for fields, known in (({"words": ("zig", "zag")}, "zig, zag"), (few, "none")):
        with pytest.raises(DatasetError, match=rf"'fake' knows from many voices: {known}\. Add clips .* --variant"):
            recording.record(corpus, card(**fields), "validation", 1.0, 0)


@pytest.mark.parametrize(("noise", "loud"), [(0.0, 0.5), (0.001, 0.5), (0.05, 0.5)])
def test_the_ends_of_a_word_are_found_in_noise_and_without(noise, loud):
    clip = noise * np.random.default_rng(0).standard_normal(RATE).astype(np.float32)
    clip[4800:9600] += loud * np.sin(np.arange(4800))
    assert recording.extent(clip) == pytest.approx((0.3, 0.6), abs=0.011)


def test_a_clip_that_is_as_loud_all_over_is_all_word():
    for clip in (np.zeros(RATE), np.ones(RATE)):
        assert recording.extent(clip.astype(np.float32)) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("caught", "counts"),  # hits, wrong, misses, doubles, false accepts, those in noise only
    [
        ([], (0, 0, 3, 0, 0, 0)),
        ([("go", 1.2), ("up", 3.2), ("down", 5.3)], (3, 0, 0, 0, 0, 0)),
        ([("go", 1.2), ("go", 1.3), ("down", 5.3)], (2, 0, 1, 1, 0, 0)),
        ([("up", 1.2), ("go", 1.3)], (1, 0, 2, 1, 0, 0)),
        ([("up", 1.2)], (0, 1, 2, 0, 0, 0)),
        ([("go", 0.72), ("up", 3.68)], (2, 0, 1, 0, 0, 0)),
        ([("go", 0.68), ("up", 3.72)], (0, 0, 3, 0, 2, 0)),
        ([("go", 179.0), ("go", 181.0)], (0, 0, 3, 0, 2, 1)),
    ],
    ids=str,
)
def test_what_was_caught_is_compared_with_what_was_said(caught, counts):
    outcome = streaming.compare(SAID, [Caught(word, seconds, seconds + 0.5) for word, seconds in caught])
    measured = (outcome.hits, outcome.wrong, outcome.misses, outcome.doubles)
    assert (*measured, outcome.false_accepts, outcome.false_accepts_in_noise) == counts
    assert outcome.errors == sum(counts[1:5])
    assert outcome.to_json()["errors_per_100_words"] == pytest.approx(100 * sum(counts[1:5]) / 3, abs=0.01)


def test_false_accepts_are_told_by_the_hour_and_delays_from_the_words_end():
    caught = [Caught("go", 1.25, 1.9), Caught("up", 3.2, 3.6), Caught("go", 10.0, 11.0), Caught("go", 200.0, 201.0)]
    told = streaming.compare(SAID, caught).to_json()
    assert (told["false_accepts_per_hour"], told["false_accepts_per_hour_of_noise"]) == (20, 20)
    assert (told["minutes"], told["delay_median"]) == (6, pytest.approx(0.3))
    assert told["delay_95th"] == pytest.approx(0.39)


def test_where_nothing_was_caught_there_is_no_delay():
    told = streaming.compare(SAID, []).to_json()
    assert (told["delay_median"], told["delay_95th"]) == (None, None)
    assert "delay median                     -" in streaming.as_table(streaming.compare(SAID, []))


def test_one_who_knows_every_word_is_found_to_have_caught_each_once(made, card):
    class Knowing:
        """Is sure of the word whose middle lies in the middle of the second, and else of nothing."""

        def __init__(self):
            self.card = card()
            self.end = 0.0

        def logits(self, waves):
            answered = []
            for _ in waves:
                self.end += 0.1
                near = [s.word for s in made.spoken if abs((s.start + s.end) / 2 - (self.end - 0.5)) < 0.26]
                answered.append([0.94 if word in near else 0.03 for word in WORDS] if near else [1 / 3] * 3)
            return np.log(answered)

    [(smoothing, outcome)] = streaming.results(Knowing(), made)
    assert smoothing == Smoothing()
    assert (outcome.words, outcome.hits) == (len(made.spoken), len(made.spoken))
    assert (outcome.errors, outcome.misses, outcome.doubles, outcome.false_accepts) == (0, 0, 0, 0)
    assert 0 < outcome.to_json()["delay_median"] < 1


@pytest.mark.parametrize(
    "rejection", [None, Rejection(1.0, "energy", 0.0, -35.0, 0.0), Rejection(1.0, "energy", 0.0, -200.0, 60.0)], ids=str
)
def test_windows_are_answered_in_order_as_they_would_be_one_by_one(fake, made, rejection):
    fake(rejection=rejection)
    silence = (rejection.floor, rejection.rise) if rejection else ()
    classifier = Classifier.load()
    short = Recording(made.samples[: 5 * RATE], made.spoken[:1], ())
    heard = streaming.hear(classifier, short)
    assert len(heard.logits) == len(heard.silent) == len(heard.activities) == 50
    padded = np.concatenate([np.zeros(RATE, np.float32), short.samples])
    for i in (0, 9, 31, 32, 49):
        window = padded[(i + 1) * 1600 : (i + 1) * 1600 + RATE]
        assert np.allclose(heard.logits[i], classifier.logits(window[None])[0], atol=1e-4)
        assert heard.silent[i] == is_silence(window[None], *silence)[0] and heard.activities[i] == activity(window)


def test_the_sweep_compares_possible_settings_and_the_usual_ones_are_among_them():
    settings = list(streaming.combinations())
    assert len(settings) == len(set(settings)) > 50
    assert Smoothing() in settings
    assert {one.refractory for one in settings} == set(streaming.SWEEP["refractory"])


def test_the_best_settings_come_first_and_the_usual_ones_are_shown_and_starred():
    nothing, everything = streaming.compare(SAID, []), streaming.compare(SAID, [Caught("go", 1.2, 1.9)])
    settings = list(streaming.combinations())
    best = next(one for one in settings if one != Smoothing())
    results = [(one, everything if one == best else nothing) for one in settings]
    heading, first, *rest = streaming.sweep_table(results, rows=3).splitlines()
    assert heading.split() == [*streaming.SWEEP, "errors/100", *heading.split()[5:]] and len(heading.split()) >= 12
    assert [float(number) for number in first.split()[:4]] == [getattr(best, name) for name in streaming.SWEEP]
    assert [line[0] for line in rest].count("*") == 1 and rest[-1][0] == "*"


@pytest.fixture
def deaf(card, monkeypatch):
    """The variant that is loaded knows nothing, and so is quick."""
    uniform = np.full(len(WORDS), 1 / len(WORDS))
    quick = SimpleNamespace(card=card(), logits=lambda waves: np.array([uniform] * len(waves)))
    monkeypatch.setattr(Classifier, "load", lambda name, folder: quick)


def run(*words: object):
    result = CliRunner().invoke(app, ["evaluate-stream", *map(str, words)], catch_exceptions=False)
    return result.exit_code, result.stdout, result.stderr


def test_the_command_tells_a_table_or_json(deaf, data):
    code, out, _ = run("--data", data, "--minutes", 0.5)
    assert code == 0 and out.startswith("words  ") and "false accepts per hour of noise" in out
    code, out, _ = run("--data", data, "--minutes", 0.5, "--split", "test", "--format", "json")
    told = json.loads(out)
    assert (code, told["variant"], told["split"], told["seed"]) == (0, "fake", "test", 0)
    [result] = told["results"]
    assert result["minutes"] == 0.5 and result["threshold"] == Smoothing().threshold
    assert result["hits"] + result["wrong"] + result["misses"] == result["words"] > 0


def test_the_command_sweeps(deaf, data, monkeypatch):
    monkeypatch.setattr(streaming, "SWEEP", {name: (getattr(Smoothing(), name),) for name in streaming.SWEEP})
    code, out, _ = run("--data", data, "--minutes", 0.5, "--sweep")
    assert code == 0 and len(out.splitlines()) == 2 and out.splitlines()[1].startswith("*")


def test_data_or_variants_that_are_not_there_are_wrong_usage(fake, data, tmp_path):
    fake()
    for words in (["--data", tmp_path], ["--data", data, "--variant", "nosuch"]):
        code, out, told = run(*words)
        assert (code, out) == (2, "") and told.startswith("speechcls: ")


@pytest.fixture
def others(corpus, card, monkeypatch) -> OtherSounds:
    """A minute and a half of each kind, a synthesiser's sentences being half a second of a tone."""
    said = Clip(np.sin(np.arange(RATE // 2) * 0.3).astype(np.float32))
    monkeypatch.setattr(tts, "training_commands", lambda text: [["say", text]])
    monkeypatch.setattr(tts, "speak", lambda command: iter([said]))
    return other_sounds.record_others(corpus, card(), "validation", minutes=7.5, seed=0)


def test_other_sounds_are_each_kind_in_turn_without_gaps(others):
    kinds = ["speech", "pieces of words", "babble", "noise", "silence"]
    assert [stretch.kind for stretch in others.stretches] == 3 * kinds
    assert others.seconds == 450 == others.stretches[-1].end and others.stretches[0].start == 0
    assert all(one.end == other.start for one, other in itertools.pairwise(others.stretches))
    assert others.samples.dtype == np.float32 and np.abs(others.samples).max() <= 1


def test_silence_is_silent_and_the_other_sounds_are_as_loud_as_they_may_be(others):
    for stretch in others.stretches:
        inside = others.samples[round(stretch.start * RATE) : round(stretch.end * RATE)]
        if stretch.kind == "silence":
            assert np.abs(inside).max() <= 1.01 / 32768
        else:
            low, high = other_sounds.LEVELS
            assert low - 0.1 <= dbfs(inside) <= high + 0.1


def test_the_same_seed_makes_the_same_other_sounds_without_a_synthesiser_no_speech(corpus, card, monkeypatch):
    monkeypatch.setattr(tts, "training_commands", lambda text: [])
    one, again, other = (other_sounds.record_others(corpus, card(), "validation", 2.0, seed) for seed in (0, 0, 1))
    assert "speech" not in {stretch.kind for stretch in one.stretches}
    assert np.array_equal(one.samples, again.samples) and not np.array_equal(one.samples, other.samples)


def test_where_every_voice_fails_there_is_no_speech_and_one_failure_costs_none(corpus, card, monkeypatch):
    said = Clip(np.ones(RATE // 2, np.float32))
    monkeypatch.setattr(tts, "training_commands", lambda text: [["say", text]])
    for answers, spoken in ((itertools.repeat(()), False), (itertools.cycle([(), (said,)]), True)):
        monkeypatch.setattr(tts, "speak", lambda command, answers=answers: iter(next(answers)))
        made = other_sounds.record_others(corpus, card(), "validation", 2.0, 0)
        assert ("speech" in {stretch.kind for stretch in made.stretches}) == spoken


@pytest.mark.parametrize("settings", [{"partition": "speaker", "seed": 7}, {"partition": "random", "seed": 3}], ids=str)
def test_other_sounds_are_made_of_the_clips_that_the_variant_did_not_learn(corpus, card, monkeypatch, settings):
    asked = []
    monkeypatch.setattr(other_sounds, "_speech", lambda part, rng: iter(()))
    monkeypatch.setattr(other_sounds, "split", lambda *given: asked.append(given) or split(*given))
    other_sounds.record_others(corpus, card(training={"settings": settings}), "test", 0.5, 0)
    assert asked == [(corpus, settings["partition"], settings["seed"])]


def test_no_voice_of_training_speaks_in_the_test(monkeypatch):
    monkeypatch.setattr(tts.shutil, "which", lambda program: program)
    heard = {part: other_sounds._speakers(part, "tea") for part in ("validation", "test")}
    assert {command[0] for command in heard["test"]} == {"espeak-ng", "festival"}
    learnt = [command for some in tts.commands("tea") for command in some]
    assert not {tuple(command[:3]) for command in heard["test"]} & {tuple(command[:3]) for command in learnt}
    assert all(command in learnt for command in heard["validation"])


def test_only_test_hears_the_words_and_voices_of_the_test(corpus, card, monkeypatch):
    said = []
    monkeypatch.setattr(tts, "speak", lambda command: said.append(command) or iter([Clip(np.ones(RATE, np.float32))]))
    for part in ("train", "test"):
        commands = {"train": "training_commands", "test": "voice_commands"}[part]
        monkeypatch.setattr(tts, commands, lambda text, *programs, part=part: [[part, text]])
    words = {part: {*wordlists.other_words(part), *other_sounds.BETWEEN} for part in ("train", "test")}
    for part, of in (("validation", "train"), ("test", "test")):
        said.clear()
        other_sounds.record_others(corpus, card(), part, 0.5, 0)
        assert said and all(voice == of and set(text.split()) <= words[of] for voice, text in said)


def test_a_sentence_has_no_word_of_the_list(card):
    rng = np.random.default_rng(0)
    spoken = {word for _ in range(300) for word in other_sounds.sentence(wordlists.other_words("test"), rng).split()}
    assert len(spoken) > 100 and not spoken & set(Classifier.load().card.words)
