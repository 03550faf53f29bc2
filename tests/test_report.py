"""The report says what the records say, what is missing, and nothing else."""

import json
import re

import numpy as np
import pytest
from typer.testing import CliRunner

import made_records
from speechcls.cli import app
from speechcls.evaluation import robustness
from speechcls.models import variants
from speechcls.models.rejection import Rejection
from speechcls.results import findings, records, reference, report, tables


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """The report on three arms, complex with two seeds and mel without noise, and on no variant."""
    folder = tmp_path_factory.mktemp("report")
    found = folder / "results"
    pictured = made_records.save(found, "complex", {0: "yes"})
    records.save_pictures(pictured, np.zeros((1, *records.PICTURE), np.uint8), found)
    made_records.save(found, "complex", {}, seed=1)
    made_records.save(found, "scrambled", {0: "yes", 2: "yes", 4: "yes", 6: "yes"}, sure=0.97)
    made_records.save(found, "mel", {0: "yes", 8: "no"}, noise={})
    return report.write(folder / "out", found, folder / "variants")


@pytest.fixture(scope="module")
def text(written):
    return written.read_text()


def row(text, *starts):
    """The cells of the first row of a table that begins with these."""
    line = next(line for line in text.splitlines() if line.startswith(f"| {' | '.join(starts)} |"))
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_every_run_has_a_row_with_its_scores_cost_and_command(text):
    cells = row(text, "complex", "speaker", "one cycle of 2 epochs to 0.01, completes", "0")
    assert cells[4] == "0.9375" and cells[6] == "0.9583" and cells[7] == "0.5000"
    assert re.fullmatch(r"0\.\d{3} to 1\.000", cells[5])
    assert cells[8:] == ["1,234", "2", "10", "CPU; 32-true", "`python -m speechcls train complex --data DATA --seed 0`"]
    assert row(text, "complex", "speaker", "one cycle of 2 epochs to 0.01, completes", "1")[4] == "1.0000"


def test_the_chapters_figures_stand_beside_with_the_difference_in_data(text):
    cells = row(text, "complex", "0.9324")
    assert cells[1:4] == ["0.9324", "0.2373", "40 of 50"] and cells[4:7] == ["0.9583", "0.9375", "1.0000"]
    assert "65,000 clips of 30 words, split at random" in text
    assert "the split is by speaker, 1,234 clips" in text and "1 of the 3 words have fewer than" in text


def test_arms_are_compared_on_the_same_clips(text):
    cells = row(text, "complex", "scrambled")
    assert cells[2] == "+18.8" and cells[4] == "one seed" and cells[5].startswith("more than voices differ by chance,")


def test_what_is_missing_is_said_and_not_made_up(text):
    assert "records that are missing: power." in text
    assert "*shipped*: no record of compact, logmel, complex, power, mel, wave, spectrum." in text
    assert re.search(r"\*controlled\*: no record of magnitude, power, .*logmel\.", text)
    assert "Not measured for mel." in text
    assert "nan" not in text.lower() and "None" not in text


def test_words_that_few_people_recorded_are_counted_apart(text):
    assert row(text, "mel", "7/8")[1:] == ["7/8", "0.875", "0.875", "0.938"]
    assert row(text, "complex", "8/8")[1:] == ["8/8", "1.000", "1.000", "0.969"]


def test_what_each_setting_gives_is_told_beside_the_training_that_has_all(tmp_path):
    arms = {
        "all": (
            {0: "yes"},
            {
                "false_rejection_rate": 0.075,
                "false_acceptance_rate": 0.25,
                "false_acceptance_by_kind": {"synthesised words": 0.5},
            },
        ),
        "no-mask": (
            {0: "yes", 2: "yes"},
            {"false_rejection_rate": 0.05, "false_acceptance_rate": 0.125, "false_acceptance_by_kind": {}},
        ),
        "no-noise": ({0: "yes", 2: "yes", 4: "yes", 6: "yes", 8: "no"}, None),
    }
    for at_zero, (arm, (wrong, rates)) in zip((0.7, 0.6, 0.4), arms.items(), strict=True):
        made = {"noise": made_records.NOISE | {"0": at_zero}, "rejection": {"test": rates} if rates else {}}
        made_records.save(tmp_path / "results", arm, wrong, table="ablation", **made)
    text = report.write(tmp_path / "out", tmp_path / "results", tmp_path / "variants").read_text()
    told = text[text.index("## Ablation") :]
    assert row(told, "nothing")[1:] == ["0.938", "", "", "1.000", "0.700", "7.5", "25.0", "50.0"]
    assert row(told, "mask")[4:] == ["1.000", "0.600", "5.0", "12.5", "not measured"]
    assert row(told, "noise")[4:] == ["0.875", "0.400", *["not measured"] * 3]
    assert row(told, "mask")[1:3] == ["0.875", "+6.2"]
    assert row(told, "noise")[1:3] == ["0.750", "+18.8"]
    low, high = (float(bound) for bound in row(told, "noise")[3].split(" to "))
    assert 0 < low < 18.8 < high
    assert told.index("| nothing") < told.index("| noise") < told.index("| mask")
    once = "noise: more than voices differ by chance, but trained once"
    assert f"Of what they gave, {once}; mask: no more than chance." in told


def test_accuracy_of_quiet_words_and_among_others_is_told_with_what_is_refused_where_there_is_rejection(tmp_path):
    def measured(level: float) -> dict:
        steps = {"clear": ("0",), "level": tables.PEAKS, "babble": tables.BABBLE}
        told = {"accuracy": level, "refused": 0.25}
        return {kind: {step: told for step in some} for kind, some in steps.items()}

    rates = {"test": {"false_rejection_rate": 0.1, "heard": 0.1, "false_acceptance_by_kind": {}}}
    made_records.save(tmp_path / "results", "none", {}, table="loudness", robustness=measured(0.5), rejection=rates)
    made_records.save(tmp_path / "results", "level", {0: "yes"}, table="loudness", robustness=measured(0.75))
    made_records.save(tmp_path / "results", "level", {}, seed=1, table="loudness", robustness=measured(0.25))
    made_records.save(tmp_path / "results", "gain", {}, table="loudness")
    text = report.write(tmp_path / "out", tmp_path / "results", tmp_path / "variants").read_text()
    told = text[text.index("### Quiet words") :]
    assert row(told, "`none`")[1:] == ["0.500 (25)"] * 8
    assert row(told, "`level`")[1:] == ["0.500"] * 8
    assert "`gain`" not in told[: told.index("### Words that few")] and "Cut at" not in told


def test_cut_clips_have_columns_where_any_arm_was_measured_on_them(tmp_path):
    def measured(*kinds: str) -> dict:
        told = {"accuracy": 0.5, "refused": 0.25}
        return {kind: {step: told for step in ("0", *tables.PEAKS, *tables.BABBLE, *tables.CUTS)} for kind in kinds}

    before = ("clear", "level", "babble")
    made_records.save(tmp_path, "none", {}, table="loudness", robustness=measured(*before))
    made_records.save(tmp_path, "cut", {}, table="loudness", robustness=measured("cut", *before))
    made = tables.robustness(findings.arms("loudness", tmp_path))
    cut = [made.head.index(f"Cut at -{below} dB") for below in tables.CUTS]
    assert sorted([row[0], *(row[place] for place in cut)] for row in made.rows) == [
        ["`cut`", "0.500", "0.500"],
        ["`none`", "-", "-"],
    ]


def test_the_steps_of_the_table_are_those_that_are_measured():
    assert [str(peak) for peak in robustness.PEAKS] == list(tables.PEAKS)
    assert [str(level) for level in robustness.BABBLE] == list(tables.BABBLE)
    assert [str(below) for below in robustness.CUTS] == list(tables.CUTS)


def test_the_most_confident_errors_are_listed_by_name(text):
    assert "| `no/a1_nohash_0.wav` | no | yes | 0.970 |" in text
    assert "Log-mel spectrograms of these clips: “no”, heard “yes”." in text


def test_every_figure_is_there_is_small_and_is_shown(written, text):
    shown = re.findall(r"\]\((figures/.*?\.png)\)", text)
    kinds = ("curves", "flows", "matrix", "reliability")
    wanted = [f"figures/controlled-{arm}-{kind}.png" for arm in ("complex", "scrambled", "mel") for kind in kinds]
    assert sorted(shown) == sorted([*wanted, "figures/controlled-noise.png", "figures/controlled-complex-errors.png"])
    assert sorted(shown) == sorted(f"figures/{file.name}" for file in written.parent.glob("figures/*"))
    assert all((written.parent / name).stat().st_size < 200_000 for name in shown)


def test_what_listening_costs_is_told_of_a_variant_that_was_measured(tmp_path, card):
    tenths = {"clips": [0, 1], "right": [0, 1]}
    rejection = Rejection(1.0, "energy", 2.0, -80.0, measured={"test": {"tenths": tenths, "calibration_error": 0.0}})
    made = {"settings": {"partition": "speaker", "seed": 0, "max_lr": 0.01}}
    for name in ("measured", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "card.json").write_text(card(name, rejection=rejection, training=made).to_json())
    point = {"setting": {"rejection": 2.0, "average": 0.7}, "missed": 0.1, "false_alarms_per_hour": 9.0}
    kept = {"sha256": "", "threshold": 2.0, "shipped": 0, "chosen": 0, "test": [point]}
    (tmp_path / "measured" / variants.STREAM).write_text(json.dumps(kept))
    sources = report.Sources(tmp_path / "none", tmp_path, tmp_path)
    (tmp_path / report.PICTURES).mkdir()
    told = [line for line in report._calibration(sources) if "10.0% of words missed, 9 false alarms an hour" in line]
    assert told and all("measured: " in line for line in told)


def test_without_any_record_the_report_still_explains_itself(tmp_path):
    result = CliRunner().invoke(app, ["report", "-o", str(tmp_path / "out"), "--records", str(tmp_path / "none")])
    assert result.exit_code == 0
    told = (tmp_path / "out" / "report.md").read_text()
    assert "records that are missing: complex, scrambled, power" in told
    assert "*controlled*: no record of complex, scrambled, magnitude" in told


@pytest.mark.parametrize(("arm", "epoch", "loss"), [("power", 32, 0.380), ("mel", 19, 0.512), ("complex", 40, 0.244)])
def test_the_chapters_last_point_is_that_of_its_last_epoch(arm, epoch, loss):
    last = reference.PRINTED[arm].history()[-1][-1]
    assert last == {
        "epoch": epoch,
        "set": "validation",
        "loss": loss,
        "accuracy": reference.PRINTED[arm].validation_accuracy,
    }
    assert reference.PRINTED[arm].epochs == epoch
    assert [len(stretch) for stretch in reference.PRINTED[arm].history()] == [6, 6]
