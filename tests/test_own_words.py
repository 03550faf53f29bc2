"""Words of one's own: what a few takes teach, what is refused, what is told, and how it is carried."""

import itertools
import json
import math
from pathlib import Path

import numpy as np
import pytest

import speechcls
from speechcls import audio
from speechcls.audio import SAMPLE_RATE, Clip
from speechcls.models import own_words, takes, variants
from speechcls.models.classifier import Classifier
from speechcls.models.heard_takes import Taught, listen
from speechcls.models.held_out import HeldOut, tradeoff, wilson
from speechcls.models.own_words import check, teach
from speechcls.models.runtime import Session
from speechcls.models.takes import OTHER, Take, TakesError
from speechcls.paths import ASSETS

WORDS = ("stop", "seven", "yes")


def said(word: str, speed: float = 1.0, gain: float = 1.0) -> Clip:
    """A shipped example sound, slower or faster, louder or quieter."""
    wave = audio.read(ASSETS / "clips" / f"{word}.flac").samples
    places = np.arange(0, len(wave) - 1, speed)
    return Clip((gain * np.interp(places, np.arange(len(wave)), wave)).astype(np.float32), word)


@pytest.fixture(scope="module")
def lesson() -> own_words.Lesson:
    return teach({word: [said(word, speed) for speed in (0.93, 1.0, 1.07)] for word in WORDS}, others=[said("bird")])


def taught(word: str, digest: str = "") -> Taught:
    return Taught(word, np.zeros((1, 448), np.float32), -20.0, (), "me", digest or word)


def test_words_are_recognised_from_three_takes_and_others_are_refused(lesson: own_words.Lesson) -> None:
    for word in WORDS:
        answer = lesson.classifier(said(word, 1.1, 0.3))
        assert (answer.word, answer.heard) == (word, True)
    for other in ("happy", "bird", "left"):
        assert not lesson.classifier(said(other)).heard


def test_what_is_taught_carries_its_whole_answer_in_its_files(lesson: own_words.Lesson, tmp_path: Path) -> None:
    own_words.save(lesson, tmp_path)
    waves = np.stack([said(word, 1.1).second() for word in (*WORDS, "left")])
    for carried in (Classifier(variants.load("mine", tmp_path)), Classifier.load("mine", tmp_path)):  # torch, then ONNX
        np.testing.assert_allclose(carried.logits(waves), lesson.classifier.logits(waves), atol=2e-2)
        assert carried.judge(waves)[1] == lesson.classifier.judge(waves)[1]
    assert carried.card.training["data"] == "taught from 9 takes by 1 voice"
    json.loads(carried.card.to_json(), parse_constant=pytest.fail)  # NaN is no JSON


@pytest.mark.parametrize("words, others", [(WORDS, ()), (WORDS, ("bird",)), (("stop",), ())])
def test_onnx_runtime_alone_answers_by_the_file_that_is_carried(
    words: tuple[str, ...], others: tuple[str, ...]
) -> None:
    import onnxruntime

    lesson = teach({word: [said(word), said(word, 1.05)] for word in words}, others=[said(other) for other in others])
    session = onnxruntime.InferenceSession(own_words.files(lesson)[takes.ONNX])
    silence = np.zeros(SAMPLE_RATE, np.float32)
    waves = np.stack([*(said(word, 0.97).second() for word in words), said("happy").second(), silence])
    about = session.get_modelmeta().custom_metadata_map
    logits, probabilities, heard, reason = session.run(
        ["logits", "probabilities", "heard", "reason"], {session.get_inputs()[0].name: waves}
    )
    assert len(session.get_inputs()) == 1
    assert tuple(json.loads(about["words"])) == words
    assert "Apache License" in about["sources"]
    expected, reasons = lesson.classifier.judge(waves)
    np.testing.assert_allclose(logits, lesson.classifier.logits(waves), atol=2e-2)
    np.testing.assert_allclose(probabilities, expected, atol=1e-3)
    assert [json.loads(about["reasons"])[place] for place in reason] == reasons
    assert heard.tolist() == [True] * len(words) + [False, False]
    assert reasons[-2:] == ["unknown", "silence"]


def test_a_stricter_threshold_misses_more_and_accepts_less(lesson: own_words.Lesson) -> None:
    points = lesson.tradeoff
    assert all(a.missed <= b.missed and a.alarms >= b.alarms for a, b in itertools.pairwise(points))
    assert points[0].alarms > points[-1].alarms
    chosen = next(point for point in points if point.stricter == 0)
    assert chosen.missed == lesson.estimate.takes - lesson.estimate.right
    kept = {word: [said(word, speed) for speed in (0.95, 1.05)] for word in WORDS}
    heard = dict(enumerate(listen(Take(word, clip)) for word, clips in kept.items() for clip in clips))
    usual, strict = (own_words.fit(heard, WORDS, stricter=by).classifier.rejection for by in (0.0, 1.5))
    assert strict.threshold == pytest.approx(usual.threshold + 1.5)


def test_what_a_threshold_costs_is_counted_over_takes_and_over_an_hour_of_other_sounds() -> None:
    held = [HeldOut("a", "a", 1.0, False), HeldOut("a", "b", 9.0, False), HeldOut("b", "b", 0.2, True)]
    points = tradeoff(held, [np.array([0.4, 0.6]), np.array([0.6, -5.0])], 0.5)
    costs = {point.stricter: (point.missed, point.alarms) for point in points}
    assert costs[0.0] == (1, 1800.0)  # the take that was named wrongly; two seconds of four
    assert costs[-0.2] == (1, 2700.0)
    assert costs[6.0] == (2, 0.0)


@pytest.mark.slow
def test_export_makes_onnx_of_a_taught_variant_as_of_any(lesson: own_words.Lesson, tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from speechcls.cli import app

    own_words.save(lesson, tmp_path)
    file = tmp_path / "exported.onnx"
    told = CliRunner().invoke(app, ["export", str(tmp_path / "mine"), "--output", str(file)])
    assert told.exit_code == 0, told.output
    waves = np.stack([said(word).second() for word in (*WORDS, "left")])
    np.testing.assert_allclose(Session(file.read_bytes()).logits(waves), lesson.classifier.logits(waves), atol=2e-2)


def test_the_estimate_counts_takes_that_the_others_named(lesson: own_words.Lesson) -> None:
    assert (lesson.estimate.right, lesson.estimate.takes) == (9, 9)
    assert "9 of 9 takes" in lesson.estimate.sentence
    assert lesson.estimate.low == pytest.approx(0.7008, abs=1e-3)


def test_one_take_of_each_word_is_enough_to_begin_and_nothing_is_promised() -> None:
    lesson = teach({word: [said(word)] for word in ("stop", "yes")})
    assert lesson.classifier(said("yes", 1.05)).word == "yes"
    assert lesson.estimate.takes == 0
    assert "at least twice" in lesson.estimate.sentence
    assert any("“stop” and “yes”" in told for told in lesson.advice)


def test_one_word_alone_can_be_taught() -> None:
    classifier = speechcls.teach({"öffne dich": [said("stop"), said("stop", 1.05)]})
    assert classifier(said("stop", 0.97)).heard
    assert not classifier(said("happy")).heard


def test_a_take_that_is_unlike_its_word_is_told() -> None:
    lesson = teach({"a": [said("stop"), said("stop", 1.05), said("yes", 1.02)], "b": [said("yes"), said("yes", 1.05)]})
    assert lesson.takes[2].warnings == ("sounds like “b”",)
    assert any("“a” and “b” sound alike" in told for told in lesson.advice)


def test_a_take_that_is_unlike_the_others_of_its_word_is_told() -> None:
    lesson = teach({"a": [said("stop"), said("stop", 1.05), said("happy")], "b": [said("yes"), said("yes", 1.05)]})
    assert lesson.takes[0].warnings == ()
    assert lesson.takes[2].warnings != ()


@pytest.mark.parametrize("right, count, low, high", [(10, 10, 0.722, 1.0), (0, 10, 0.0, 0.278), (5, 10, 0.237, 0.763)])
def test_the_interval_of_a_share_is_wilsons(right: int, count: int, low: float, high: float) -> None:
    assert wilson(right, count) == pytest.approx((low, high), abs=1e-3)


def test_nothing_seen_leaves_every_share_possible() -> None:
    assert wilson(0, 0) == (0.0, 1.0)


def test_silence_is_no_take() -> None:
    with pytest.raises(TakesError, match="“stop” is silence"):
        listen(Take("stop", Clip(np.zeros(SAMPLE_RATE, np.float32), "")))


@pytest.mark.parametrize(
    "change, warning",
    [
        (lambda x: 0.002 * x / np.abs(x).max(), "too quiet"),
        (lambda x: np.clip(20 * x / np.abs(x).max(), -1, 1), "clipped"),
        (lambda x: x[4000:8000], "cut off"),
        (lambda x: np.append(x, x[8000:8600]), "cut off"),  # behind the last whole stretch that is looked at
    ],
)
def test_a_spoilt_take_is_told(change, warning: str) -> None:
    wave = change(said("stop").second()).astype(np.float32)
    assert any(warning in told for told in listen(Take("stop", Clip(wave, ""))).warnings)


def test_a_good_take_has_no_warning() -> None:
    assert listen(Take("stop", said("stop"))).warnings == ()


def test_too_many_words_and_takes_are_refused_and_train_is_named() -> None:
    words = [str(n) for n in range(60)]
    with pytest.raises(TakesError, match=r"60 words.*speechcls train"):
        check([taught(word) for word in words], words)
    with pytest.raises(TakesError, match=r"500 takes.*speechcls train"):
        check([taught("a", str(n)) for n in range(500)], ["a"])


def test_no_take_at_all_is_refused() -> None:
    with pytest.raises(TakesError, match="no take"):
        teach({})
    with pytest.raises(TakesError, match="no take"):
        teach({"stop": []})


def test_the_same_recording_under_two_words_is_refused() -> None:
    with pytest.raises(TakesError, match="same recording stands under “a” and something else"):
        check([taught("a", "x"), taught(OTHER, "x")], ["a"])


def test_a_gaussian_prefers_its_own_take_and_the_more_takes_the_narrower_it_is() -> None:
    from speechcls.models.gaussians import gaussian, space

    rng = np.random.default_rng(0)
    vector = rng.standard_normal((1, len(space().between)))
    terms = np.concatenate([np.square(vector), vector], axis=1)[0]
    ratios = [terms @ weights + offset for weights, offset in (gaussian(vector, n, space()) for n in (1, 4, 16))]
    assert 0 < ratios[0] < ratios[1] < ratios[2]
    weights, offset = gaussian(-vector, 16, space())
    assert terms @ weights + offset < 0


def test_a_gaussian_is_the_logarithm_of_a_ratio_of_two_densities() -> None:
    from speechcls.models.gaussians import Space, gaussian

    between, takes = np.array([2.0, 0.5]), np.array([[1.0, -1.0], [3.0, 0.0]])
    known = Space(between, np.ones(2), np.empty((0, 2)), np.empty(0))
    weights, offset = gaussian(takes, 2, known)
    x = np.array([0.7, 0.2])

    def density(x: float, mean: float, variance: float) -> float:
        return math.exp(-((x - mean) ** 2) / (2 * variance)) / math.sqrt(2 * math.pi * variance)

    expected = 0.0
    for i, b in enumerate(between):
        mean = (
            takes[:, i].mean() * 2 * b / (2 * b + 1)
        )  # posterior of a mean with variance b, seen twice with variance 1
        expected += math.log(density(x[i], mean, 1 + b / (2 * b + 1)) / density(x[i], 0.0, 1 + b))
    assert np.concatenate([x**2, x]) @ weights + offset == pytest.approx(expected)


@pytest.mark.slow
def test_a_folder_is_taught_on_the_command_line_and_its_variant_predicts(tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from speechcls.cli import app

    for word in ("stop", "yes"):
        for number, speed in enumerate((0.95, 1.05)):
            file = tmp_path / "takes" / f"我的 {word}" / f"anna_nohash_{number}.wav"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(takes.wav(said(word, speed)))
    run = CliRunner()
    told = run.invoke(app, ["teach", str(tmp_path / "takes"), "--name", "mine", "--output", str(tmp_path / "variants")])
    assert (told.exit_code, "4 of 4 takes" in told.output) == (0, True)
    clip = tmp_path / "clip.wav"
    clip.write_bytes(takes.wav(said("yes")))
    options = ["--variant", "mine", "--variants", str(tmp_path / "variants"), "--format", "csv"]
    assert "我的 yes" in run.invoke(app, ["predict", str(clip), *options]).output
    packed = tmp_path / "ben.zip"
    packed.write_bytes(takes.pack([Take("我的 yes", said("yes", 0.9), "ben")], {}))
    pooled = ["teach", str(tmp_path / "takes"), str(packed), "--output", str(tmp_path / "variants")]
    assert run.invoke(app, pooled).exit_code == 0
    card = variants.load("mine", tmp_path / "variants").card
    assert card.training["data"] == "taught from 5 takes by 2 voices"
    told = run.invoke(app, ["teach", str(tmp_path / "nothing"), "--output", str(tmp_path / "variants")])
    assert (told.exit_code, "no folder or zip" in told.output) == (2, True)
