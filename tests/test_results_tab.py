"""What the results tab is told, of records whose answers can be counted by hand."""

import base64
import json

import numpy as np
import pytest

import made_records
from speechcls.results import findings, records
from speechcls.results.plan import TABLES
from speechcls.ui.parts.results import choosing, comparison
from speechcls.ui.parts.results.comparison import FIRST, ON_PHASE, Experiments


@pytest.fixture
def experiments(tmp_path) -> Experiments:
    pictured = made_records.save(tmp_path, "complex", {0: "yes"})
    records.save_pictures(pictured, np.full((1, *records.PICTURE), 7, np.uint8), tmp_path)
    made_records.save(tmp_path, "scrambled", {0: "yes", 2: "yes", 4: "yes", 6: "yes"}, seed=0)
    made_records.save(tmp_path, "scrambled", {0: "yes", 2: "yes", 4: "yes", 8: "no"}, seed=1)
    made_records.save(tmp_path, "mel", {0: "yes", 8: "no"}, noise=False)
    made_records.save(tmp_path, "compact", {}, table="shipped")
    return Experiments(tmp_path)


def compared(experiments: Experiments, one: str, other: str, table: str = "controlled") -> dict:
    return json.loads(json.dumps(experiments.compare({"table": table, "one": one, "other": other})))


def test_experiments_are_told_with_their_arms_the_best_first(experiments) -> None:
    controlled, shipped = experiments.overview()
    assert [arm["name"] for arm in controlled["arms"]] == ["complex", "mel", "scrambled"]
    assert controlled["first"] == ["complex", "scrambled"]
    assert "24 clips of 4 voices" in controlled["text"] and "the 2 of 3 words" in controlled["text"]
    assert "records that are missing: power" in controlled["phase"]
    assert (shipped["first"], shipped["phase"]) == (["compact", "compact"], "")


def test_the_experiments_on_phase_are_those_with_the_pair_that_answers_it() -> None:
    assert set(ON_PHASE) == {table for table, arms in TABLES.items() if set(FIRST) <= set(arms)}


def test_an_arms_row_has_its_mean_over_seeds_its_interval_and_the_chapters_figure(experiments) -> None:
    rows = {arm["name"]: arm for arm in experiments.overview()[0]["arms"]}
    assert rows["scrambled"]["accuracy"] == pytest.approx((12 / 16 + 13 / 16) / 2) and rows["scrambled"]["seeds"] == 2
    assert rows["scrambled"]["low"] <= rows["scrambled"]["accuracy"] <= rows["scrambled"]["high"]
    assert rows["complex"]["chapter"] == 0.9324 and rows["scrambled"]["chapter"] is None


def test_two_arms_are_shown_with_flows_pictures_errors_and_what_changed(experiments) -> None:
    told = compared(experiments, "complex", "mel")
    assert [arm["name"] for arm in told["arms"]] == ["complex", "mel"]
    mel = told["arms"][1]
    wrong = [(r["predicted"], r["true"], r["count"]) for r in mel["flows"]["ribbons"] if r["predicted"] != r["true"]]
    assert wrong == [("no", "tree", 1), ("yes", "no", 1)]
    assert [panel["title"].split()[0] for panel in mel["panels"]][:3] == ["Confusion", "Accuracy", "Loss"]
    assert {line["name"] for line in mel["panels"][1]["lines"]} >= {"validation", "chapter, validation"}
    assert [error["clip"] for error in mel["errors"]] == ["no/a1_nohash_0.wav", "tree/a1_nohash_0.wav"]
    (error,) = told["arms"][0]["errors"]
    assert (error["picture"]["rows"], error["picture"]["columns"]) == records.PICTURE
    assert set(base64.b64decode(error["picture"]["values"])) == {7}
    assert [error["picture"] for error in mel["errors"]] == [None, None]
    changes = {word["word"]: word for word in told["change"]["words"]}
    assert (changes["tree"]["mean"], changes["tree"]["rare"], changes["no"]["mean"]) == (0.125, True, 0.0)


def test_the_difference_is_told_from_the_better_arms_side_whichever_comes_first(experiments) -> None:
    one, other = (
        compared(experiments, *pair)["change"]["text"] for pair in (("complex", "scrambled"), ("scrambled", "complex"))
    )
    said = "complex is right 18.8 points more often than scrambled (95% of draws of voices: "
    assert one.startswith(said) and other == one


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize(
    ("least", "seeds", "verdict"),
    [
        (0.02, (0.049, 0.051), "+2.0 to +8.0): more than chance. one less other, seed by seed: +4.9, +5.1."),
        (0.02, (0.05,), "+2.0 to +8.0): more than voices differ by chance, but trained once."),
        (-0.01, (0.05,), "-1.0 to +8.0): no more than chance."),
    ],
)
def test_an_interval_is_that_of_the_better_arm_less_the_other(sign, least, seeds, verdict) -> None:
    low, high = sorted((sign * least, sign * 0.08))
    change = findings.Difference("one", "other", sign * 0.05, low, high, tuple(sign * seed for seed in seeds))
    better, worse = ("one", "other")[::sign]
    text = comparison.sentence(change)
    assert text.startswith(f"{better} is right 5.0 points more often than {worse} (95% of draws of voices: ")
    assert text.endswith(verdict if sign > 0 else verdict.replace(": +4.9, +5.1", ": -4.9, -5.1"))


def test_noise_is_shown_where_both_arms_were_measured_in_it(experiments) -> None:
    noise = compared(experiments, "complex", "scrambled")["noise"]
    assert [line["name"] for line in noise["lines"]] == ["complex", "scrambled"]
    assert compared(experiments, "complex", "mel")["noise"] is None


def test_an_arm_beside_itself_has_nothing_that_changed(experiments) -> None:
    told = compared(experiments, "compact", "compact", "shipped")
    assert len(told["arms"]) == 1 and told["change"]["words"] == []
    assert "One arm of this experiment has a record so far" in told["change"]["text"]
    assert "Choose two different arms" in compared(experiments, "mel", "mel")["change"]["text"]


@pytest.mark.parametrize("asked", [{}, {"table": "no"}, {"table": ["controlled"]}, {"table": "controlled", "one": 7}])
def test_nonsense_from_the_browser_is_answered_with_what_there_is(experiments, asked) -> None:
    assert "There are" in experiments.compare(asked)["error"]


def test_without_records_there_is_no_experiment(tmp_path) -> None:
    assert Experiments(tmp_path / "none").overview() == []
    assert "no experiment" in Experiments(tmp_path / "none").compare({})["error"]


def test_the_fairs_verdict_names_the_best_what_chance_may_explain_the_worst_and_what_is_not_told(tmp_path) -> None:
    made_records.save_front_end(tmp_path, "logmel-64", {8: "no"})
    assert choosing.front_ends(Experiments(tmp_path).tables) is None
    made_records.save_front_end(tmp_path, "kaldi-mfcc", dict.fromkeys(range(6), "yes"))
    made_records.save_front_end(tmp_path, "micro-frontend", {0: "yes"})
    told = json.loads(json.dumps(choosing.front_ends(Experiments(tmp_path).tables)))
    assert told["text"].startswith("The same kind of network learned with each of 3 front ends")
    assert "logmel-64 did best (100.0% right), though micro-frontend may be just as good" in told["text"]
    assert "kaldi-mfcc did worst" in told["text"]
    assert told["text"].endswith("or another task another front end may be best.")
    first, second, _ = told["rows"]
    assert (first["name"], first["accuracy"], first["rare"], first["shape"]) == ("logmel-64", 1.0, 0.875, [64, 101])
    assert (first["at_zero_db"], first["quiet"], first["quieter"]) == (0.6, 0.5, 0.5)
    assert first["bytes"] > 0 and (second["bytes"], second["multiply_adds"]) == (None, None)


def test_every_network_of_the_page_can_be_chosen_by_cost_and_timed(pool, tmp_path) -> None:
    rows = {row["name"]: row for row in comparison.choices(pool, tmp_path)}
    assert set(rows) == set(pool.classifiers)
    assert rows["mel"]["shape"] == [1, 128, 101] and rows["mel"]["at_zero_db"] is None
    assert rows["mel"]["multiply_adds"] < rows["power"]["multiply_adds"] < rows["complex"]["multiply_adds"]
    times = comparison.times(pool)
    assert set(times) == set(rows) and min(times.values()) > 0
