"""What predictions show, on clips of which the answer can be counted by hand."""

import numpy as np
import pytest

import made_records
from speechcls.data.negatives import LEFT_OUT
from speechcls.results import conclusions, findings, records, rejection_tables, tables
from speechcls.results.findings import Difference
from speechcls.results.records import Clips, Predictions
from tools import experiment_tables


@pytest.fixture
def arms(tmp_path):
    """Complex is wrong once; mel has two seeds, wrong 4 and 2 times; of the covered words, 1, 3 and 2 times."""
    made_records.save(tmp_path, "complex", {0: "yes"})
    made_records.save(tmp_path, "mel", {0: "yes", 1: "yes", 2: "yes", 8: "no"}, seed=1)
    made_records.save(tmp_path, "mel", {0: "yes", 16: "no"}, seed=0)
    return findings.arms("controlled", tmp_path)


def test_an_arm_is_the_mean_of_its_seeds_and_the_best_comes_first(arms):
    assert list(arms) == ["complex", "mel"]
    assert [run.settings["seed"] for run in arms["mel"].runs] == [0, 1]
    assert arms["complex"].accuracy == pytest.approx(15 / 16)
    assert arms["mel"].accuracy == pytest.approx((14 / 16 + 13 / 16) / 2)
    assert arms["mel"].right[:3].tolist() == [0, 0.5, 0.5]
    low, high = arms["complex"].interval
    assert low < 15 / 16 < high == 1.0


def test_accuracy_in_noise_is_the_mean_of_the_seeds_and_none_where_one_was_not_measured(tmp_path):
    made_records.save(tmp_path, "mel", {}, noise={"20": 0.9, "0": 0.6})
    made_records.save(tmp_path, "mel", {}, noise={"0": 0.4, "20": 0.7}, seed=1)
    assert findings.arms("controlled", tmp_path)["mel"].noise == pytest.approx({"20": 0.8, "0": 0.5})
    made_records.save(tmp_path, "mel", {}, noise={}, seed=2)
    assert findings.arms("controlled", tmp_path)["mel"].noise == {}


def test_a_difference_is_over_covered_words_and_by_the_seeds_that_both_have(arms):
    told = findings.differ(arms["complex"], arms["mel"])
    assert told.mean == pytest.approx(15 / 16 - 14 / 16)  # the seed that complex lacks is left out
    assert told.seeds == (pytest.approx(1 / 16),)
    assert told.verdict == "no more than chance"
    back = findings.differ(arms["mel"], arms["complex"])
    assert (back.mean, back.low, back.high) == pytest.approx((-told.mean, -told.high, -told.low))
    assert not findings.differ(arms["mel"], arms["mel"]).certain


def test_a_difference_that_every_voice_shows_is_certain_once_it_was_trained_twice(tmp_path):
    for seed, certain in ((0, False), (1, True)):
        made_records.save(tmp_path, "complex", {}, seed=seed)
        made_records.save(tmp_path, "mel", {0: "yes", 2: "yes", 4: "yes", 6: "yes"}, seed=seed)
        found = findings.arms("controlled", tmp_path)
        told = findings.differ(found["complex"], found["mel"])
        assert told.low > 0 and told.certain is certain
        assert told.verdict.startswith("more than chance" if certain else "more than voices differ by chance, ")
    changed = findings.by_word(found["complex"], found["mel"])[0]
    assert (changed.word, changed.low > 0) == ("no", True)


@pytest.mark.parametrize(("voices", "low", "certain"), [(6, 0.1, True), (5, 0.1, False), (6, -0.1, False)])
def test_a_change_of_a_word_is_certain_only_where_it_rests_on_voices_enough(voices, low, certain):
    """Five that all agree do so by chance in one of sixteen cases."""
    assert findings.WordChange("no", 9, voices, 0.9, 0.5, low, 0.6).certain is certain
    assert findings.WordChange("no", 9, voices, 0.5, 0.9, -0.6, -low).certain is certain


def test_words_are_ordered_by_what_they_gained(arms):
    changes = findings.by_word(arms["complex"], arms["mel"])
    assert [change.word for change in changes] == ["yes", "no", "tree"]
    assert [(change.clips, change.voices) for change in changes] == [(8, 4)] * 3
    assert (changes[0].one, changes[0].other) == (1, 7 / 8)  # by the seed that both have


@pytest.mark.parametrize(
    ("gain", "seeds", "told"),
    [
        ((0.05, 0.02, 0.08), [0.05], "more than voices differ by chance, but trained once"),
        ((0.05, 0.02, 0.08), [0.048, 0.052], "phase helps"),
        ((0.05, 0.02, 0.08), [0.03, 0.07], findings.MIXED),  # 12.7 * 0.02 is more than 0.05
        ((0.05, 0.02, 0.08), [0.03, 0.05, 0.07], "phase helps"),  # 4.3 * 0.0115 is less
        ((0.05, 0.02, 0.08), [0.12, -0.02], findings.MIXED),
        ((-0.05, -0.08, -0.02), [-0.05, -0.05], "phase harms"),
        ((0.01, -0.01, 0.03), [0.01, 0.01], "no gain"),
        ((0.05, 0.02, 0.08), [], "share no seed"),
    ],
)
def test_the_answer_on_phase_follows_the_interval_and_the_seeds(gain, seeds, told):
    found = Difference("complex", "scrambled", *gain, seeds=tuple(seeds))
    beside = [Difference("complex", name, mean, 0, 0, ()) for name, mean in (("power", 0.1), ("magnitude", -0.01))]
    sentence = conclusions.phase_answer(found, beside)
    assert told in sentence and sentence.endswith("complex has +10.0 over power and -1.0 over magnitude.")
    assert ("one training" in sentence) == (len(seeds) == 1)
    assert f"{100 * gain[0]:+.1f}" in sentence


@pytest.mark.parametrize(("spread", "certain"), [(0.0956, True), (0.099, False)])
def test_many_seeds_are_judged_as_ten_are(spread, certain):
    """Twenty whose mean is 2.28 or 2.20 standard errors; ten need 2.262."""
    seeds = (0.05 - spread, 0.05 + spread) * 10
    assert Difference("complex", "power", 0.05, 0.02, 0.08, seeds).certain is certain


def test_confusions_count_predicted_words_in_rows_and_true_ones_in_columns():
    words, counts = findings.confusions(made_records.predictions({0: "yes", 1: "yes", 8: "no"}), made_records.clips())
    assert words == ["no", "tree", "yes"]
    assert counts.tolist() == [[6, 1, 0], [0, 7, 0], [2, 0, 8]]


def test_a_word_that_nobody_spoke_has_a_row_too():
    words, counts = findings.confusions(made_records.predictions({0: "bed"}), made_records.clips())
    assert words == ["bed", "no", "tree", "yes"]
    assert counts[0].tolist() == [0, 1, 0, 0] and counts[:, 0].tolist() == [0] * 4


def test_reliability_counts_every_clip_in_its_tenth():
    about = Clips(np.array([f"no/{i}_nohash_0.wav" for i in range(4)]), np.ones(4, bool))
    said = Predictions(np.array(["no", "yes", "no", "no"]), np.array([0.05, 0.55, 0.55, 1.0]))
    told = findings.reliability(said, about)
    assert told["tenths"]["clips"] == [1, 0, 0, 0, 0, 2, 0, 0, 0, 1]
    assert told["tenths"]["right"] == [1, 0, 0, 0, 0, 1, 0, 0, 0, 1]
    assert told["calibration_error"] == pytest.approx((0.95 + 0.1 + 0.0) / 4)


def test_the_most_confident_errors_come_first_and_right_answers_never():
    wrong = made_records.predictions({3: "yes", 9: "no"})
    wrong.probabilities[9] = 0.95
    told = findings.confident_errors(wrong, made_records.clips(), 5)
    assert [(error.clip, error.true, error.said) for error in told] == [
        ("tree/a1_nohash_1.wav", "tree", "no"),
        ("no/b2_nohash_1.wav", "no", "yes"),
    ]
    assert len(findings.confident_errors(wrong, made_records.clips(), 1)) == 1


def test_precisions_are_told_where_they_differ(arms, tmp_path):
    assert conclusions.precisions(arms) == ""
    made_records.save(tmp_path, "mel", {}, seed=2, precision="bf16-mixed")
    told = conclusions.precisions(findings.arms("controlled", tmp_path))
    assert told == "Not all were trained in the same precision: in 32-true complex, mel; in bf16-mixed mel."


def test_the_level_is_told_by_what_it_leaves_of_complex_over_power(tmp_path):
    for table, wrong in (("controlled", (0, 2, 4, 6, 16, 18)), ("levelled", (0, 2))):
        made_records.save(tmp_path, "power", dict.fromkeys(wrong, "tree"), table=table)
        made_records.save(tmp_path, "complex", {0: "tree"}, table=table)
    levelled, found = (findings.arms(table, tmp_path) for table in ("levelled", "controlled"))
    told = conclusions.on_level(levelled, found)
    assert "has +6.2 over power" in told and "in place of +31.2" in told
    assert told.endswith("brings power +25.0, complex +0.0.")
    assert conclusions.on_level({}, found) == conclusions.on_level(levelled, {"power": found["power"]}) == ""


def test_at_one_level_what_phase_gives_is_told_beside_what_the_level_does(tmp_path):
    for table in ("controlled", "levelled"):
        for arm, wrong in (("power", (0,)), ("complex", ()), ("scrambled", (0, 2, 4, 6))):
            made_records.save(tmp_path, arm, dict.fromkeys(wrong, "tree"), table=table)
    found = {table: findings.arms(table, tmp_path) for table in ("controlled", "levelled")}
    gain = findings.differ(found["levelled"]["complex"], found["levelled"]["scrambled"])
    level = conclusions.on_level(found["levelled"], found["controlled"])
    assert conclusions.on_phase_in("levelled", found) == (
        f"{level} There, keeping phase rather than drawing it at random brings {100 * gain.mean:+.1f} "
        f"({100 * gain.low:+.1f} to {100 * gain.high:+.1f}): {gain.verdict}."
    )
    assert conclusions.on_phase_in("controlled", found) == conclusions.on_phase(found["controlled"])
    del found["levelled"]["scrambled"]
    assert conclusions.on_phase_in("levelled", found) == level
    assert conclusions.on_phase_in("levelled", {}) == ""


def test_an_arm_is_told_beside_each_other_one_or_that_there_is_none(arms):
    told = conclusions.on_controls(arms, "mel")
    assert told.startswith("In points, mel has ") and told.count("over complex") == 1
    gain = findings.differ(arms["mel"], arms["complex"])
    assert f"({100 * gain.low:+.1f} to {100 * gain.high:+.1f}), {gain.verdict}" in told
    assert conclusions.on_controls({"mel": arms["mel"]}, "mel") == "Whether mel is ahead can't be told yet."
    assert conclusions.on_controls({}, "mel") == "Whether mel is ahead can't be told yet."


def test_on_phase_names_the_records_that_are_missing(arms, tmp_path):
    assert conclusions.on_phase(arms).endswith("missing: scrambled, power.")
    assert conclusions.on_phase({}).endswith("missing: complex, scrambled, power.")
    for name in ("scrambled", "power"):
        made_records.save(tmp_path, name, {0: "yes", 2: "yes", 4: "yes", 6: "yes"})
    assert "complex has +18.8 over power" in conclusions.on_phase(findings.arms("controlled", tmp_path))


def test_a_run_is_found_by_its_settings_and_data(arms, tmp_path):
    settings = arms["mel"].runs[1].settings
    assert records.find_like(settings | {"network": "chapter"}, "digest", tmp_path) == arms["mel"].runs[1]  # a default
    assert records.find_like(settings, "of other data", tmp_path) is None
    assert records.find_like(settings | {"seed": 7}, "digest", tmp_path) is None


def test_a_history_comes_back(arms, tmp_path):
    rows = records.history(arms["mel"].runs[0], tmp_path)
    assert [row["loss"] for row in rows] == [3.0, 3.0, 1.5, 1.5]


def test_front_ends_are_told_from_the_best_with_what_they_cost_and_which_are_missing(tmp_path):
    made_records.save_front_end(tmp_path, "logmel-64", {})
    made_records.save_front_end(tmp_path, "kaldi-mfcc", dict.fromkeys(range(6), "yes"))
    made_records.save_front_end(tmp_path, "micro-frontend", {0: "yes"})
    arms = findings.arms("front-ends", tmp_path)
    best, limits = conclusions.on_front_ends(arms, [*arms, "power"]).split(". ", 1)
    assert best.startswith("Best of 3 is logmel-64, at 1.000")
    assert best.endswith("by chance from it (in points) is micro-frontend (-6.2); behind it is kaldi-mfcc (-37.5)")
    assert limits.startswith("Each was trained once") and limits.endswith("Not trained yet: power.")
    rows = {row[0]: row for row in tables.front_ends(arms).rows}
    assert rows["`kaldi-mfcc`"][7] == "13x98" and float(rows["`kaldi-mfcc`"][9]) > 0
    assert rows["`micro-frontend`"][8:10] == ("not counted", "not counted")
    made_records.save_front_end(tmp_path, "logmel-64", {0: "yes"}, seed=1)
    made_records.save_front_end(tmp_path, "micro-frontend", {}, seed=1)
    again = conclusions.on_front_ends(findings.arms("front-ends", tmp_path), [])
    assert "with one seed but for logmel-64, micro-frontend (-6.2, +6.2 by seed), before" in again
    assert "Best of 3 is logmel-64, at 0.969" in again and "is micro-frontend (+0.0)" in again
    assert conclusions.on_front_ends({}, ["power"]) == "No front end was trained yet."


def test_several_front_ends_that_are_behind_are_told_as_a_range_from_the_nearest(tmp_path):
    made_records.save_front_end(tmp_path, "logmel-64", {})
    made_records.save_front_end(tmp_path, "kaldi-mfcc", dict.fromkeys(range(6), "yes"))
    made_records.save_front_end(tmp_path, "librosa-pcen", dict.fromkeys(range(7), "yes"))
    told = conclusions.on_front_ends(findings.arms("front-ends", tmp_path), [])
    assert "; behind it are from kaldi-mfcc (-37.5) to librosa-pcen (-43.8). " in told
    made_records.save_front_end(tmp_path, "micro-frontend", {0: "yes"})
    told = conclusions.on_front_ends(findings.arms("front-ends", tmp_path), [])
    assert "is micro-frontend (-6.2); behind it are the others, from kaldi-mfcc (-37.5) to librosa-pcen" in told


def test_only_what_is_ahead_by_more_than_chance_earns_a_variant(tmp_path):
    made_records.save_front_end(tmp_path, "logmel-64", dict.fromkeys(range(6), "yes"))
    made_records.save_front_end(tmp_path, "kaldi-mfcc", {})
    made_records.save_front_end(tmp_path, "librosa-pcen", dict.fromkeys(range(7), "yes"))
    arms = findings.arms("front-ends", tmp_path)
    told = conclusions.on_shipping(arms, "logmel-64", {"MFCC": "kaldi-mfcc", "PCEN": "librosa-pcen"})
    assert told.endswith("MFCC (kaldi-mfcc) is at +37.5 points, PCEN (librosa-pcen) is at -6.2 points, so MFCC does.")
    assert conclusions.on_shipping(arms, "logmel-64", {"PCEN": "librosa-pcen"}).endswith("so none of them does.")
    assert conclusions.on_shipping(arms, "mel", {"PCEN": "librosa-pcen"}) == ""
    wrong = dict.fromkeys(range(6), "yes") | dict.fromkeys(range(16, 22), "no")
    made_records.save_front_end(tmp_path, "librosa-pcen", wrong)
    arms = findings.arms("front-ends", tmp_path)
    both = conclusions.on_shipping(arms, "librosa-pcen", {"MFCC": "kaldi-mfcc", "log mel": "logmel-64"})
    assert both.endswith("so MFCC and log mel do.")


def test_a_kind_of_negatives_that_no_training_was_tested_on_has_a_dash(tmp_path):
    tested = {"false_rejection_rate": 0.05, "false_acceptance_by_kind": {"near misses": 0.25, "other words": 0.125}}
    made_records.save(tmp_path, "words", {}, table="negatives", rejection={"test": tested})
    made = rejection_tables.rejections(findings.arms("negatives", tmp_path))
    assert made.rows == (("`words`", "1.000", "5.0", "-", "-", "25.0", "12.5", "-", "-", "-", "-", "-", "-"),)
    festival = {"near misses": 0.75, "other words": 0.125, "near misses by festival": 0.5}
    heard = tested | {
        "false_acceptance_by_kind": festival,
        "false_rejection_by_synthesiser": {"espeak-ng": 0.5, "festival": 0.125},
        "auroc_by_kind": {"near misses by festival": 0.875},
    }
    made_records.save(tmp_path, "words", {}, seed=1, table="negatives", rejection={"test": heard})
    made = rejection_tables.rejections(findings.arms("negatives", tmp_path))
    assert made.rows == (("`words`", "1.000", "5.0", "-", "12.5", "50.0", "12.5", "50.0", "-", "-", "-", "-", "0.875"),)


def test_words_that_were_left_out_stand_beside_their_experiment_only_where_there_are_several(tmp_path):
    tested = {"false_rejection_rate": 0.05, "false_acceptance_by_kind": {LEFT_OUT: 0.25}}
    settings = made_records.run("uniform", {}).settings | {"leave_out": "cat,five"}
    left_out = {"rejection": {"test": tested}, "settings": settings}
    made_records.save(tmp_path, "uniform", {}, table="open-set", **left_out)
    made_records.save(tmp_path, "mel", {}, table="negatives")
    found = {name: findings.arms(name, tmp_path) for name in ("open-set", "negatives")}
    assert rejection_tables.open_set(found).rows == (("uniform", "cat, five", "5.0%", "25.0%"),)
    made_records.save(tmp_path, "mel", {}, table="negatives", **left_out)
    found["negatives"] = findings.arms("negatives", tmp_path)
    assert [row[0] for row in rejection_tables.open_set(found).rows] == ["uniform, *open-set*", "mel, *negatives*"]


@pytest.mark.parametrize("block", [experiment_tables.front_ends, experiment_tables.negatives])
def test_an_experiment_that_has_not_begun_is_told_so_in_the_documents(block, monkeypatch):
    monkeypatch.setattr(records, "tables", lambda: [])
    assert block().startswith("No ") and block().endswith("yet.\n")
