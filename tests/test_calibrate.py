"""Known temperatures, errors and thresholds; negatives that repeat; a card gains its rejection and nothing else."""

import json
from dataclasses import replace

import numpy as np
import pytest
from typer.testing import CliRunner

from speechcls.cli import app
from speechcls.data import negatives
from speechcls.data.corpus import read_corpus
from speechcls.evaluation import calibration, rejection
from speechcls.evaluation.calibration import Measured, Sounds
from speechcls.models import variants
from speechcls.models.rejection import MEASURES, Rejection, softmax
from speechcls.models.reliability import calibration_error
from synthetic import RESTORED, TESTED, WORDS, write_corpus

WORD_KINDS = ("reversed words", "spliced words")
KEYS = {
    "tenths",
    "clips",
    "false_rejection_rate",
    "false_rejection_rate_right",
    "false_acceptance_rate",
    "false_acceptance_by_kind",
}


def sampled(clips: int = 20_000, temperature: float = 1.0, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Scores (clips, 4) and labels drawn from their softmax at that temperature, so what is honest is known."""
    rng = np.random.default_rng(seed)
    scores = rng.normal(0, 2, (clips, 4))
    drawn = softmax(scores / temperature).cumsum(axis=1) < rng.random((clips, 1))
    return scores, drawn.sum(axis=1)


def sounds(confidences: list[float] | np.ndarray, silent: bool = False) -> Sounds:
    """Two words' scores whose larger probability is the one given."""
    sure = np.asarray(confidences, float)
    return Sounds(np.log(np.stack([sure, 1 - sure], axis=1)), np.full(len(sure), silent))


def part(words: Sounds, **kinds: Sounds) -> Measured:
    n = len(words.silent)
    return Measured(words, np.zeros(n, int), np.array([f"v{i % 10}" for i in range(n)]), kinds)


@pytest.mark.parametrize("temperature", [0.5, 1.0, 2.5])
def test_the_temperature_that_labels_were_drawn_at_is_found(temperature):
    assert calibration.fit_temperature(*sampled(temperature=temperature)) == pytest.approx(temperature, rel=0.05)


def test_no_other_temperature_makes_the_labels_likelier():
    scores, labels = sampled(500, 1.7)
    found = calibration.fit_temperature(scores, labels)

    def loss(temperature: float) -> float:
        return -np.log(softmax(scores / temperature)[np.arange(500), labels]).mean()

    assert all(loss(found) <= loss(found * factor) for factor in (0.5, 0.95, 1.05, 2.0))


@pytest.mark.parametrize(("labels", "limit"), [([0, 0], 1 / 50), ([1, 1], 50.0)])
def test_labels_that_are_all_right_or_all_wrong_still_give_a_temperature(labels, limit):
    scores = np.array([[1.0, 0.0], [1.0, 0.0]])
    assert calibration.fit_temperature(scores, np.array(labels)) == pytest.approx(limit, rel=0.01)


def test_honest_probabilities_have_next_to_no_calibration_error():
    scores, labels = sampled(temperature=2.0)
    for temperature, low, high in ((2.0, 0, 0.01), (1.0, 0.1, 1)):
        probabilities = softmax(scores / temperature)
        assert low < calibration_error(probabilities.max(axis=1), probabilities.argmax(axis=1) == labels) < high


def test_the_crossed_error_never_measures_a_voice_by_its_own_temperature():
    scores, labels = sampled(1000, seed=1)
    voices = np.repeat([f"v{i}" for i in range(10)], 100)
    fitted_on = []

    def watched(some: np.ndarray, of: np.ndarray) -> float:
        fitted_on.append(some)
        return 1.0

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(calibration, "fit_temperature", watched)
        calibration.cross_validated_error(Measured(Sounds(scores, np.zeros(1000, bool)), labels, voices, {}))
    assert [len(some) for some in fitted_on] == [800] * 5
    seen = [{voices[np.flatnonzero(scores[:, 0] == row[0])[0]] for row in some} for some in fitted_on]
    assert all(len(used) == 8 for used in seen) and set.union(*seen) == set(voices)


def test_one_voice_alone_still_has_a_crossed_error():
    scores, labels = sampled(50)
    alone = Measured(Sounds(scores, np.zeros(50, bool)), labels, np.array(["v"] * 50), {})
    assert 0 <= calibration.cross_validated_error(alone) < 1


@pytest.mark.parametrize(("share", "missed"), [(0.0, 0), (0.05, 5), (0.5, 50), (1.0, 100)])
def test_a_threshold_misses_as_many_words_as_it_may(share, missed):
    words = part(sounds(np.linspace(0.505, 0.995, 100)))
    found = calibration.at_false_rejection_rate(Rejection(1.0, "probability", 0.0, -60.0), words, share)
    assert calibration.false_rejection_rate(found, words) == missed / 100


def test_silence_is_missed_and_never_heard():
    silent = sounds([0.9] * 4, silent=True)
    rejection = Rejection(1.0, "probability", 0.5, -60.0)
    assert calibration.false_rejection_rate(rejection, part(silent)) == 1.0
    assert calibration.false_acceptance_rates(rejection, part(silent, hiss=silent, hum=sounds([0.9, 0.5001]))) == {
        "hiss": 0.0,
        "hum": 1.0,
    }


def test_where_both_can_be_had_fewer_than_five_percent_are_rejected_or_accepted_wrongly():
    words = part(sounds(np.linspace(0.8, 0.99, 200)), noise=sounds(np.linspace(0.51, 0.81, 200)))
    found = calibration.fit(words)
    assert (
        max(calibration.false_rejection_rate(found, words), calibration.mean_false_acceptance(found, words))
        < calibration.ALLOWED
    )


def test_where_both_can_not_be_had_five_percent_of_the_words_are_missed():
    words = part(sounds(np.linspace(0.51, 0.99, 200)), noise=sounds(np.linspace(0.6, 0.99, 200)))
    found = calibration.fit(words)
    assert calibration.false_rejection_rate(found, words) == calibration.ALLOWED
    assert calibration.mean_false_acceptance(found, words) > calibration.ALLOWED


def test_spliced_words_most_of_which_still_hold_a_word_do_not_raise_the_threshold():
    words = sounds(np.linspace(0.8, 0.99, 200))
    kinds = {"noise": sounds(np.linspace(0.51, 0.81, 200)), negatives.SPLICED: sounds(np.linspace(0.7, 0.99, 200))}
    plain = part(words, noise=kinds["noise"])
    assert calibration.fit(part(words, **kinds)).threshold == calibration.fit(plain).threshold


def test_networks_that_are_compared_reject_one_share_of_their_words():
    words = part(sounds(np.linspace(0.8, 0.99, 200)), noise=sounds(np.linspace(0.51, 0.81, 200)))
    found = calibration.fit(words, balance=False)
    assert calibration.false_rejection_rate(found, words) == calibration.ALLOWED


def test_the_measure_that_hears_least_amiss_is_taken():
    rng = np.random.default_rng(0)
    words = Sounds(np.eye(3)[rng.integers(3, size=300)] * 3 + rng.normal(0, 0.1, (300, 3)) + 5, np.zeros(300, bool))
    noise = Sounds(words.logits - 5, words.silent)  # only the energy tells them apart
    found = calibration.fit(Measured(words, words.logits.argmax(1), np.array(["v"] * 300), {"noise": noise}))
    assert found.measure == "energy"


def test_kinds_that_only_test_has_do_not_count_in_the_mean():
    words = part(sounds([0.9]), **{"noise": sounds([0.51]), negatives.TEST_ONLY[0]: sounds([0.9])})
    assert calibration.mean_false_acceptance(Rejection(1.0, "probability", 0.7, -60.0), words) == 0.0


def test_the_costs_on_a_card_are_those_of_its_rejection():
    scored = part(sounds([0.95, 0.85, 0.65, 0.55]), noise=sounds([0.9, 0.6]))
    costs = calibration.error_rates(Rejection(1.0, "probability", 0.7, -60.0), scored)
    assert (
        costs["clips"],
        costs["false_rejection_rate"],
        costs["false_rejection_rate_right"],
        costs["false_acceptance_rate"],
    ) == (4, 0.5, 0.5, 0.5)
    assert costs["tenths"]["clips"] == [0, 0, 0, 0, 0, 0, 0, 0, 1, 1] == costs["tenths"]["right"]
    assert costs["calibration_error"] == pytest.approx(np.mean([0.05, 0.15, 0.35, 0.45]))


def test_curves_fall_from_all_heard_to_none():
    scored = part(sounds(np.linspace(0.51, 0.99, 50)), noise=sounds(np.linspace(0.51, 0.99, 50)))
    drawn = calibration.curves(Rejection(1.0, "margin", 0.0, -60.0), scored)
    assert drawn["false_rejection_rate"][0] == 0.0 and drawn["false_rejection_rate"][-1] == 1.0
    assert set(drawn["false_acceptance_rate"]) == set(MEASURES) and set(drawn["false_acceptance_by_kind"]) == {"noise"}
    for heard in (*drawn["false_acceptance_rate"].values(), drawn["false_acceptance_by_kind"]["noise"]):
        assert heard[0] == 1.0 and heard[-1] == 0.0 and heard == sorted(heard, reverse=True)


def test_words_of_the_list_that_are_refused_in_a_synthetic_voice_are_told():
    logits = np.array([[9.0, 0.0], [0.0, 9.0], [0.1, 0.0], [0.0, 0.1]])
    heard = calibration.Sounds(logits, np.zeros(4, bool))
    silent = calibration.Sounds(logits, np.array([True, False, False, False]))
    part = calibration.Measured(
        heard, np.array([0, 1, 0, 1]), np.array(list("abcd")), {}, {"flite": heard, "festival": silent}
    )
    rates = calibration.error_rates(Rejection(1.0, "energy", 5.0, -80.0, 1.5), part)
    assert rates["false_rejection_by_synthesiser"] == {"flite": 0.5, "festival": 0.75}


def test_the_area_under_the_curve_is_the_share_of_pairs_in_order():
    rng = np.random.default_rng(0)
    words, others = rng.integers(0, 9, 40) / 2, rng.integers(-3, 6, 30) / 2  # with equal ones
    pairs = np.sign(words[:, None] - others) / 2 + 0.5
    assert calibration.auroc(words, others) == pytest.approx(pairs.mean())
    assert calibration.auroc(np.array([1.0, 2.0]), np.array([-np.inf, 0.0])) == 1


def test_a_network_that_only_refuses_a_voice_tells_nothing_apart_in_it():
    quiet, voices = np.zeros(2, bool), np.array(["a", "b"])
    words, refused = (calibration.Sounds(np.array([[e, 0.0], [e + 1, 0.0]]), quiet) for e in (9.0, -9.0))
    part = calibration.Measured(words, np.zeros(2, int), voices, {"near misses": refused}, {"flite": refused})
    rates = calibration.error_rates(Rejection(1.0, "energy", 5.0, -80.0, 1.5), part)
    assert rates["false_acceptance_by_kind"] == {"near misses": 0.0} and rates["auroc_by_kind"] == {"near misses": 0.5}
    by_nobody_else = calibration.Measured(words, np.zeros(2, int), voices, {"near misses": refused}, {})
    assert calibration.same_voice_auroc(Rejection(1.0, "energy", 5.0, -80.0, 1.5), by_nobody_else) == {}


@pytest.fixture
def calibrated(fake, data):
    """A variant before and after its calibration by the command: its cards, and what was printed."""
    fake()
    before = variants.card("fake")
    result = CliRunner().invoke(app, ["calibrate", "fake", "--data", str(data)], catch_exceptions=False)
    assert result.exit_code == 0
    return before, variants.card("fake"), result.stdout


def test_calibrating_writes_a_rejection_and_changes_nothing_else_on_the_card(calibrated):
    before, after, _ = calibrated
    assert before.rejection is None and after.rejection is not None
    assert replace(after, rejection=None) == before
    variants.load("fake")


def test_a_calibrated_card_says_what_its_rejection_costs_on_validation_and_test(calibrated):
    _, after, printed = calibrated
    for part_ in ("validation", "test"):
        costs = after.rejection.measured[part_]
        assert KEYS.issubset(costs) and costs["clips"] == 6
        assert 0 <= costs["calibration_error"] <= 1 and f"{part_}: " in printed
    assert after.rejection.measured["validation"]["false_rejection_rate"] <= calibration.ALLOWED
    drawn = variants.rejection_curves("fake")
    assert drawn["measure"] == after.rejection.measure
    assert set(drawn["validation"]["false_acceptance_by_kind"]) == set(
        after.rejection.measured["validation"]["false_acceptance_by_kind"]
    )


def test_test_clips_choose_nothing(fake, corpus):
    fake()
    variant = variants.load("fake")
    mislabelled = np.where(np.isin(corpus.voices, TESTED), (corpus.labels + 1) % len(WORDS), corpus.labels)
    one, other = (rejection.calibrate(variant, some)[0] for some in (corpus, replace(corpus, labels=mislabelled)))
    assert replace(one, measured={}) == replace(other, measured={})
    assert one.measured["validation"] == other.measured["validation"]
    assert one.measured["test"] != other.measured["test"]


def test_words_that_the_network_was_never_taught_are_negatives_of_the_test(fake, tmp_path):
    fake(words=WORDS)
    corpus = read_corpus(write_corpus(tmp_path / "more", ("backward", *WORDS), RESTORED))
    found, _ = rejection.calibrate(variants.load("fake"), corpus)
    assert found.measured["test"]["clips"] == 6
    assert "words left out" in found.measured["test"]["false_acceptance_by_kind"]
    assert "words left out" not in found.measured["validation"]["false_acceptance_by_kind"]


def test_a_variant_that_is_not_there_or_curves_that_are_damaged_are_told(fake, data):
    folder = fake()
    result = CliRunner().invoke(app, ["calibrate", "nosuch", "--data", str(data)])
    assert result.exit_code == 2 and "There are: fake." in result.stderr
    assert variants.rejection_curves("fake") is None
    (folder / "rejection.json").write_text("{")
    with pytest.raises(variants.VariantError, match=r"rejection\.json\.$"):
        variants.rejection_curves("fake")


def test_the_recorded_curves_are_json_of_a_few_kilobytes(calibrated):
    text = (variants.FOLDER / "fake" / "rejection.json").read_text()
    assert json.loads(text) == variants.rejection_curves("fake") and len(text) < 40_000


def test_a_handful_of_clips_that_are_all_right_does_not_make_every_answer_certain():
    scores = 4.0 * np.eye(8)
    fitted = calibration.fit_temperature(scores, np.arange(8))
    assert fitted == pytest.approx(0.02, rel=0.01)
    temperature = calibration.shrink(fitted, 8)
    assert 0.7 < temperature < 1
    assert softmax(scores / temperature).max() < 0.98
    assert calibration.shrink(fitted, calibration.ENOUGH) == fitted
