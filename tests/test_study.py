"""The study trains what is left, in its order, and leaves records that the tables are made from."""

import json
from dataclasses import fields, replace

import numpy as np
import pytest
from typer.testing import CliRunner

import made_records
from speechcls.cli import app
from speechcls.data import tts
from speechcls.data.corpus import split
from speechcls.data.waves import load_waves
from speechcls.models import variants
from speechcls.results import findings, plan, records
from speechcls.results.config import TrainingConfig
from speechcls.training import export, study
from synthetic import WORDS

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Without what takes most of a small training's time and is tested elsewhere: ONNX files, and spoken negatives."""
    monkeypatch.setattr(export, "example_logits", lambda classifier: {})
    monkeypatch.setattr(export, "ship", lambda name, folder: None)
    monkeypatch.setattr(tts, "voice_commands", lambda *given: iter(()))


@pytest.fixture
def small(monkeypatch) -> dict[str, TrainingConfig]:
    """Two arms that ship and one that doesn't, of one epoch on few clips."""
    config = TrainingConfig("mel", partition="speaker", epochs=1, batch_size=8, patience=0)
    shipped = {"mel": config, "logmel": replace(config, front_end="logmel", standardise=True)}
    monkeypatch.setattr(
        plan, "TABLES", {"shipped": shipped, "controlled": {"scrambled": replace(config, front_end="scrambled")}}
    )
    return shipped


def test_the_question_on_phase_comes_first_among_the_controlled():
    arms = [step.arm for step in plan.steps(["controlled"])]
    assert arms[:3] == ["complex", "scrambled", "magnitude"]
    assert next(step.arm for step in plan.steps()) == "compact"


def test_controlled_arms_differ_in_nothing_but_what_is_heard():
    same = {replace(config, front_end="power", standardise=False) for config in plan.TABLES["controlled"].values()}
    assert len(same) == 1


def test_the_phase_question_is_asked_again_with_one_thing_changed():
    arms = {name: plan.TABLES["controlled"][name] for name in ("complex", "scrambled", "magnitude", "power")}
    levelled = {name: replace(config, front_end=f"{config.front_end}-levelled") for name, config in arms.items()}
    assert plan.TABLES["levelled"] == levelled
    assert plan.TABLES["random-split"] == {name: replace(config, partition="random") for name, config in arms.items()}


def test_the_chapters_own_arms_are_raw_and_the_controls_standardised():
    table = plan.TABLES["controlled"]
    raw = {arm for arm, config in table.items() if not config.standardise}
    assert raw == {"complex", "scrambled", "power", "mel"}


def test_each_seed_is_a_run_of_its_own():
    steps = list(plan.steps(["controlled"], seeds=2))
    assert len({step.name for step in steps}) == len(steps) == 2 * len(plan.TABLES["controlled"])
    assert {step.config.seed for step in steps} == {0, 1}


def test_every_training_has_a_command_of_its_own_folder(home):
    trainings = {config for table in plan.TABLES.values() for config in table.values()}
    evened = [config for config in trainings if config.logit_adjustment]  # the same training as that without
    assert len({config.command() for config in trainings}) == len(trainings)
    assert len({config.run_folder("data") for config in trainings}) == len(trainings) - len(evened)


def test_some_arms_alone_can_be_trained():
    assert [step.arm for step in plan.steps(["shipped"], arms=["wave", "logmel"])] == ["logmel", "wave"]
    with pytest.raises(ValueError, match=r"'nosuch'.*compact, logmel, complex"):
        list(plan.steps(["shipped"], arms=["wave", "nosuch"]))


def test_every_record_is_of_the_study_as_it_stands():
    for table in records.tables():
        for run in records.runs(table):
            planned = replace(plan.TABLES[table][run.arm], seed=run.settings["seed"])
            assert run.command == planned.command()
            assert run.epochs <= planned.epochs if planned.patience else run.epochs == planned.epochs


def test_an_unknown_experiment_is_refused_with_the_names_of_those_there_are():
    with pytest.raises(ValueError, match="shipped, controlled"):
        list(plan.steps(["nosuch"]))


def test_the_study_leaves_variants_records_and_predictions_and_is_not_repeated(
    small, data, corpus, tmp_path, monkeypatch
):
    shipped = {name: variants.card(name) for name in variants.names()}
    words = ["study", "--data", str(data), "--output", str(tmp_path)]
    first = CliRunner().invoke(app, words, catch_exceptions=False)
    assert first.exit_code == 0
    assert sorted(variants.names(tmp_path / "variants")) == ["logmel", "mel"]
    assert {name: variants.card(name) for name in variants.names()} == shipped  # what ships stays as it is

    assert records.tables(tmp_path / "results") == ["controlled", "shipped"]
    for found in records.runs("shipped", tmp_path / "results") + records.runs("controlled", tmp_path / "results"):
        about = records.clips(found.table, tmp_path / "results")
        right = records.right(records.predictions(found, tmp_path / "results"), about)
        assert right.mean() == pytest.approx(found.metrics["test"]["accuracy"], abs=1e-6)
        assert found.command == plan.TABLES[found.table][found.arm].command()
        assert found.epochs == 1 and found.clips > 0 and found.weights > 0
        wrong = findings.confident_errors(records.predictions(found, tmp_path / "results"), about)
        drawn = records.pictures(found, tmp_path / "results")
        assert (0 if drawn is None else len(drawn)) == len(wrong)

    monkeypatch.setattr(study, "run", lambda *_: pytest.fail("trained again"))
    again = CliRunner().invoke(app, words, catch_exceptions=False)
    assert [line.split(": ")[1] for line in again.stdout.splitlines()] == ["done"] * 3


def test_a_record_without_pictures_of_its_errors_is_given_them(corpus, tmp_path):
    testing = split(corpus, "speaker", 0)["test"]
    about = records.Clips(np.array([corpus.paths[i] for i in testing]), np.ones(len(testing), bool))
    said = records.Predictions(np.full(len(testing), "go"), np.linspace(0.5, 0.9, len(testing)))
    done = made_records.run("mel", {}, table="shipped")
    records.save(done, about, said, [], tmp_path)
    study.picture(done, corpus, tmp_path)
    drawn = records.pictures(done, tmp_path)
    first = findings.confident_errors(said, about)[0].clip
    waves = load_waves(corpus)[[corpus.paths.index(first)]]
    np.testing.assert_array_equal(drawn[0], study.pictures(waves)[0])
    assert drawn.max(axis=(1, 2)).tolist() == [255] * 4


def test_a_shipped_record_from_before_robustness_was_measured_is_given_it_and_nothing_else(fake, corpus, tmp_path):
    fake("mel", training_clips=dict.fromkeys(WORDS, 1000))
    before = made_records.save(tmp_path, "mel", {}, table="shipped")
    other = made_records.save(tmp_path, "mel", {}, table="controlled")
    for done in (before, other):
        study.measure_again(done, corpus, tmp_path, variants.FOLDER)
    after = records.find("shipped", "mel-0", tmp_path)
    assert list(after.robustness) == ["clear", "level", "cut", "babble"]
    assert replace(after, robustness={}) == before and records.find("controlled", "mel-0", tmp_path) == other
    told = replace(after, robustness={"clear": {"0": {"accuracy": 0.5, "refused": 0.0}}})
    records.update(told, tmp_path)
    study.measure_again(told, corpus, tmp_path, variants.FOLDER)
    assert records.find("shipped", "mel-0", tmp_path) == told  # what is there isn't measured again


def test_a_tone_is_a_bright_row_below_the_middle_of_its_picture():
    tone = (8_000 * np.sin(2 * np.pi * 1_000 * np.arange(16_000) / 16_000)).astype(np.int16)
    (drawn,) = study.pictures(tone[None])
    assert drawn.shape == records.PICTURE and drawn.dtype == np.uint8
    brightest = set(drawn[:, 10:-10].argmax(axis=0).tolist())
    assert brightest == {63 - 22}  # 1,000 Hz is 1,000 mel of 2,840, in the 23rd of 64 bands


@pytest.mark.parametrize("arm", ["wave", "spectrum"])
def test_the_ladders_first_steps_are_trained_and_answer(arm, corpus, tmp_path):
    config = replace(plan.TABLES["shipped"][arm], epochs=1, batch_size=8)
    done = study.run(plan.Step("shipped", arm, config), corpus, tmp_path / "results", tmp_path)
    assert done.metrics["test"]["clips"] == 6
    assert variants.load(arm, tmp_path).card.front_end.domain == arm


def test_a_further_seed_of_what_ships_has_rejection_and_leaves_the_variant(small, corpus, tmp_path):
    done = study.run(plan.Step("shipped", "mel", replace(small["mel"], seed=1)), corpus, tmp_path / "results", tmp_path)
    assert done.rejection["test"]["clips"] == done.metrics["test"]["clips"]
    assert variants.names(tmp_path) == []


def test_words_left_out_are_not_taught_and_their_rejection_is_tested_on_them(small, corpus, tmp_path):
    config = replace(small["mel"], leave_out="go")
    trained = study.run(plan.Step("open-set", "mel", config), corpus, tmp_path)
    assert "--leave-out go" in trained.command
    assert "words left out" in trained.rejection["test"]["false_acceptance_by_kind"]
    testing = split(corpus, "speaker", 0)["test"]
    taught = sum(corpus.words[label] != "go" for label in corpus.labels[testing])
    assert trained.rejection["test"]["clips"] == trained.metrics["test"]["clips"] == taught < len(testing)
    assert "go" in corpus.words and "go" not in records.clips("open-set", tmp_path).words
    assert "go" not in records.predictions(trained, tmp_path).words


def test_a_record_without_the_rejection_that_its_experiment_asks_for_is_made_anew(small, corpus, tmp_path):
    step = plan.Step("ablation", "all", small["mel"])
    made = study.run(step, corpus, tmp_path)
    assert made.rejection["test"]["clips"] == made.metrics["test"]["clips"]
    assert study.find_finished(step, corpus, tmp_path).rejection == made.rejection
    file = tmp_path / "ablation" / made.name / "run.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {"rejection": {}}))
    assert study.find_finished(step, corpus, tmp_path) is None


def test_each_ingredient_is_left_out_of_one_training():
    table = plan.TABLES["ablation"]
    whole = table["all"]
    for arm, config in table.items():
        changed = [f.name for f in fields(TrainingConfig) if getattr(config, f.name) != getattr(whole, f.name)]
        assert changed == ([] if arm == "all" else [arm.removeprefix("no-").replace("-", "_")])
        assert not any(getattr(config, name) for name in changed)


def test_records_of_other_data_are_refused_before_anything_is_trained(small, data, corpus, tmp_path, monkeypatch):
    monkeypatch.setattr(study, "run", lambda *_: pytest.fail("trained"))
    folder = tmp_path / "results" / "shipped" / "mel-0"
    folder.mkdir(parents=True)
    record = {field.name: None for field in fields(records.Run)} | {
        "name": "mel-0",
        "data": "another",
        "metrics": {"test": {"accuracy_covered": 0.5}},
        "settings": {"seed": 0},
    }
    (folder / "run.json").write_text(json.dumps(record))
    words = ["study", "--data", str(data), "--output", str(tmp_path)]
    refused = CliRunner().invoke(app, words, catch_exceptions=False)
    assert refused.exit_code == 2 and "--output" in refused.stderr


def test_a_plan_trains_nothing(small, data, tmp_path, monkeypatch):
    monkeypatch.setattr(study, "run", lambda *_: pytest.fail("trained"))
    words = ["study", "--data", str(data), "--output", str(tmp_path), "--plan"]
    lines = CliRunner().invoke(app, words, catch_exceptions=False).stdout.splitlines()
    assert lines[0] == f"shipped mel-0: {small['mel'].command()}"


def test_what_may_help_rare_words_is_tried_beside_the_same_training_without_it():
    table = plan.TABLES["rare-words"]
    assert table["none"] == plan.TABLES["ablation"]["all"]
    assert table["repeated-synthetic"] == replace(table["repeated"], tts_clips=table["synthetic"].tts_clips)
    kept = {
        "tts_clips": 0,
        "min_per_word": 0,
        "logit_adjustment": 0.0,
        "time_shift": table["none"].time_shift,
        "speed_perturbation": table["none"].speed_perturbation,
    }
    assert all(replace(config, **kept) == table["none"] for config in table.values())
