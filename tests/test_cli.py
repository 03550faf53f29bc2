"""The command line as it is typed: what it prints where, and its exit codes."""

import csv
import importlib
import json
import os
import shlex
import subprocess
import sys
from inspect import signature
from pathlib import Path
from types import SimpleNamespace
from typing import IO

import numpy as np
import pytest
import soundfile
import typer
from typer.testing import CliRunner

from bad_inputs import BAD_INPUTS
from speechcls import cli
from speechcls.audio import Clip, workers
from speechcls.cli import app
from speechcls.data import corpus as dataset
from speechcls.evaluation import accuracy
from speechcls.models import variants
from speechcls.results import plan
from speechcls.results.config import TrainingConfig
from speechcls.training import export, loop
from synthetic import RATE, say

ROOT = Path(__file__).parents[1]
# fmt: off
COMMANDS = (
    "run", "predict", "plot", "data", "train", "study", "find-lr", "curves", "evaluate", "calibrate", "report",
    "listen", "evaluate-stream", "doctor",
)
# fmt: on


def run(*words: object):
    """(exit code, stdout, stderr); an exception that escapes fails the test."""
    result = CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False, prog_name="speechcls")
    return result.exit_code, result.stdout, result.stderr


def python(*words: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, *words], capture_output=True, text=True, check=False, cwd=ROOT)


def program(*words: object, stdout: int | IO = subprocess.PIPE, **environment: str) -> subprocess.CompletedProcess:
    """The program as it is started, with its streams as bytes."""
    command = [sys.executable, "-m", "speechcls", *map(str, words)]
    env = os.environ | environment
    return subprocess.run(command, stdout=stdout, stderr=subprocess.PIPE, check=False, cwd=ROOT, env=env)


def refusal(*words: object) -> str:
    """What is said of wrong usage: one line on stderr, nothing on stdout."""
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert err.startswith("speechcls: ") and err.endswith((".\n", "DIR\n")) and err.count("\n") == 1
    return err


@pytest.fixture
def clips(fake, tmp_path) -> Path:
    """A folder of two clips, and two variants, of which `best` is the best."""
    fake("other", front_end="power", accuracy=0.4, seed=1)
    fake("best", accuracy=0.8)
    folder = tmp_path / "clips"
    (folder / "deeper").mkdir(parents=True)
    for name in ("one.wav", "deeper/two.flac"):
        soundfile.write(folder / name, say("go/a1_nohash_2.wav"), RATE)
    return folder


@pytest.mark.slow
def test_the_program_starts_without_torch_and_names_its_commands():
    code = "import sys, speechcls.cli as main; print(sorted({'torch', 'numpy', 'gradio'} & set(sys.modules)))"
    assert python("-c", code).stdout == "[]\n"
    helped = python("-m", "speechcls", "--help")
    assert helped.returncode == 0
    assert all(command in helped.stdout for command in COMMANDS)


def test_the_version_is_that_of_the_checkout_and_elsewhere_of_the_package(monkeypatch, capsys, tmp_path):
    cli.run(["--version"])
    line = f'version = "{capsys.readouterr().out.removeprefix("speechcls ").strip()}"'
    assert line in (ROOT / "pyproject.toml").read_text().splitlines()
    monkeypatch.setattr("speechcls.cli.version.CHECKOUT", tmp_path / "pyproject.toml")
    monkeypatch.setattr("importlib.metadata.version", {"speechcls": "7.8"}.get)
    for stray in (None, '[project]\nname = "another"\nversion = "0.1"\n', "[tool.ruff]\nline-length = 99\n"):
        if stray:  # left in site-packages by another project's wheel
            (tmp_path / "pyproject.toml").write_text(stray)
        cli.run(["--version"])
        assert capsys.readouterr().out == "speechcls 7.8\n"


def test_the_programs_help_says_of_each_command_what_its_own_help_begins_with():
    registered = typer.main.get_command(app).commands
    known = {name: does for commands in cli.COMMANDS.values() for name, does in commands.items()}
    assert set(known) == set(registered)
    for name, does in known.items():
        assert registered[name].help.startswith(does.removesuffix("."))
        assert f"{name} " in cli.overview() and does in cli.overview()


def test_each_command_stands_in_the_module_that_it_is_looked_for_in():
    for module, commands in cli.COMMANDS.items():
        known = importlib.import_module(f"speechcls.cli.{module}")
        own = {getattr(known, name.replace("-", "_"), None) for name in commands}
        assert None not in own and {one.__module__ for one in own} == {known.__name__}


@pytest.mark.slow
def test_wrong_usage_of_the_program_is_two_and_no_traceback():
    for words in (["predict", "x.wav", "--variant", "nosuch"], ["predict", "x.wav", "--format", "xml"], ["nosuch"]):
        ended = python("-m", "speechcls", *words)
        assert (ended.returncode, ended.stdout) == (2, "")
        assert "Traceback" not in ended.stderr and ("nosuch" in ended.stderr or "xml" in ended.stderr)


@pytest.mark.parametrize("words", [["predict"], ["predict", "x.wav", "--top", "0"], ["train", "mel"], ["plot"]])
def test_missing_and_impossible_options_are_wrong_usage(words):
    code, out, err = run(*words)
    assert (code, out) == (2, "") and err


def test_predict_walks_a_folder_and_writes_csv(clips):
    code, out, err = run("predict", clips, "--format", "csv")
    assert (code, err) == (0, "")
    rows = list(csv.DictReader(out.splitlines()))
    assert out.splitlines()[0] == "file,variant,word,probability,heard,missing"
    assert [row["file"] for row in rows] == [str(clips / "deeper" / "two.flac"), str(clips / "one.wav")]
    assert {row["variant"] for row in rows} == {"best"}


def test_predict_with_all_variants_writes_one_line_a_file_and_variant(clips):
    code, out, _ = run("predict", clips, "--variant", "all", "--format", "csv")
    assert code == 0
    assert [row["variant"] for row in csv.DictReader(out.splitlines())] == ["best", "other"] * 2


def test_top_is_for_table_and_json(clips):
    file = clips / "one.wav"
    for top in (1, 2):
        _, out, _ = run("predict", file, "--format", "json", "--top", top)
        assert [len(answer["words"]) for answer in json.loads(out)] == [top]
        assert run("predict", file, "--top", top)[1].count("%") == top
        assert len(run("predict", file, "--top", top, "--format", "csv")[1].splitlines()) == 2


def test_a_bad_file_is_told_on_stderr_and_the_others_are_answered(clips):
    (clips / "bad.wav").write_text("no sound")
    code, out, err = run("predict", clips, "--variant", "other", "--format", "csv")
    assert code == 1
    assert len(out.splitlines()) == 3
    assert len(err.splitlines()) == 1 and str(clips / "bad.wav") in err


def test_a_file_that_was_read_in_part_is_answered_and_the_exit_code_is_one(clips, monkeypatch):
    monkeypatch.setattr(workers, "read_all", lambda files: [Clip(np.ones(16_000), "cut.wav", missing=0.75)])
    code, out, err = run("predict", clips / "one.wav", "--format", "json")
    assert (code, err) == (1, "")
    assert json.loads(out)[0]["missing"] == 0.75


@pytest.mark.parametrize("make", BAD_INPUTS.values(), ids=BAD_INPUTS)
def test_a_bad_input_alone_is_two_with_a_sentence(clips, tmp_path, make):
    path = make(tmp_path)
    assert path.name in refusal("predict", path)


@pytest.mark.parametrize("make", BAD_INPUTS.values(), ids=BAD_INPUTS)
def test_a_bad_input_is_not_plotted(tmp_path, make):
    path = make(tmp_path)
    assert path.name in refusal("plot", path, "-o", tmp_path / "drawn.png")
    assert not (tmp_path / "drawn.png").exists()


def test_an_unreadable_path_is_told_and_the_others_are_answered(clips):
    code, out, err = run("predict", "x" * 300, clips / "one.wav")
    assert (code, len(out.splitlines())) == (1, 1)
    assert "x" * 300 in err and "Traceback" not in err


def test_a_folder_without_sounds_is_two_with_what_was_looked_for(clips, tmp_path):
    (tmp_path / "empty").mkdir()
    assert ".wav" in refusal("predict", tmp_path / "empty")


def test_an_unknown_variant_is_answered_with_the_valid_ones(clips, tmp_path):
    assert "There are: best, other." in refusal("predict", clips, "--variant", "nosuch")
    assert "There are: best, other." in refusal("curves", "nosuch")
    assert "There are: best, other." in refusal("evaluate", "--data", tmp_path, "--variant", "nosuch")


@pytest.mark.parametrize("variant", [[], ["--variant", "all"]])
def test_where_there_is_no_variant_predict_says_so(fake, tmp_path, variant):
    assert "train" in refusal("predict", tmp_path, *variant)


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_plot_draws_the_chosen_pictures(clips, tmp_path, kind):
    target = tmp_path / f"drawn.{kind}"
    assert run("plot", clips / "one.wav", "--panel", "waveform", "--panel", "spectrum", "-o", target) == (
        0,
        f"{target}\n",
        "",
    )
    assert target.stat().st_size > 1000


def test_what_is_passed_over_is_told_and_a_hidden_sound_makes_the_exit_code_one(clips):
    (clips / "note.txt").touch()
    code, out, err = run("predict", clips, "--format", "csv")
    assert (code, err) == (0, "speechcls: Passed over: 1 (no sound by name and first bytes).\n")
    (clips / ".hidden.wav").touch()
    assert run("predict", clips, "--format", "csv")[:2] == (1, out)


def test_answers_in_a_file_are_utf_8_and_csv_has_the_mark_by_which_excel_knows_it(clips, tmp_path):
    (clips / "one.wav").rename(clips / "はい.wav")
    for form, mark in (("csv", b"\xef\xbb\xbf"), ("json", b""), ("table", b"")):
        assert run("predict", clips, "--format", form, "-o", tmp_path / "answers") == (0, "", "")
        written = (tmp_path / "answers").read_bytes()
        assert written.startswith(mark + b"[" * (form == "json"))
        assert (json.loads(written)[-1]["file"] if form == "json" else written.decode()).count("はい.wav") == 1


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_a_letter_that_the_code_page_lacks_does_not_lose_the_answers(tmp_path, form):
    soundfile.write(tmp_path / "はい.wav", say("go/a1_nohash_2.wav"), RATE)
    ended = program("predict", tmp_path, "--format", form, PYTHONIOENCODING="cp1252")
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert b"??.wav" in ended.stdout or b"\\u306f\\u3044.wav" in ended.stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("output", [[], ["-o", "/dev/full"]])
def test_a_full_disk_is_a_sentence(clips, output):
    with open("/dev/full", "wb") as full:
        ended = program("predict", clips, "--variant", "complex", *output, stdout=full)
    assert ended.returncode == 1
    assert ended.stderr.startswith(b"speechcls: The disk is full") and ended.stderr.count(b"\n") == 1


def test_plot_never_writes_over_a_picture_unless_it_is_named(clips, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for expected in ("one.png", "one-2.png", "one-3.png"):
        assert run("plot", clips / "one.wav", "--panel", "waveform") == (0, f"{expected}\n", "")
    assert run("plot", clips / "one.wav", "--panel", "waveform", "-o", "one.png") == (0, "one.png\n", "")


def test_plot_names_its_file_after_the_clip(clips, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run("plot", clips / "one.wav", "--panel", "waveform", "--start", "0.5") == (0, "one.png\n", "")
    assert (tmp_path / "one.png").exists()


def test_plot_lists_the_pictures_where_one_is_unknown(clips):
    assert "waveform" in refusal("plot", clips / "one.wav", "--panel", "nosuch")


@pytest.mark.parametrize("output", ["drawn.jpg", "drawn", "nosuch/drawn.png", "one.wav/drawn.png", "folder.png"])
def test_a_picture_that_cannot_be_written_is_refused_before_the_work(clips, output, monkeypatch):
    (clips / "folder.png").mkdir()
    (variants.FOLDER / "best" / "history.csv").write_text("epoch,set,loss,accuracy\n1,train,3.3,0.1\n")
    monkeypatch.chdir(clips)
    assert output.split("/")[-1] in refusal("plot", "one.wav", "-o", output)
    assert output.split("/")[-1] in refusal("curves", "best", "-o", output)
    assert output.split("/")[-1] in refusal("find-lr", "mel", "--data", "nosuch", "-o", output)


def test_curves_draws_the_history_of_a_variant(clips, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    history = variants.FOLDER / "best" / "history.csv"
    history.write_text("epoch,set,loss,accuracy\n1,train,3.3,0.1\n1,valid,3.1,0.2\n2,train,3.0,0.2\n2,valid,2.9,0.3\n")
    assert run("curves", "best") == (0, "best-curves.png\n", "")
    assert (tmp_path / "best-curves.png").stat().st_size > 1000


def test_curves_without_a_history_are_refused(clips):
    assert "history.csv" in refusal("curves", "best")
    (variants.FOLDER / "best" / "history.csv").write_text("epoch,set,loss,accuracy\n")
    assert "history" in refusal("curves", "best")


@pytest.mark.parametrize(
    "config",
    [
        TrainingConfig("power"),
        TrainingConfig("complex", partition="speaker", max_per_word=500, epochs=10, batch_size=64, patience=0),
        TrainingConfig("logmel", max_lr=0.003, standardise=True, seed=7),
        plan.TABLES["shipped"]["compact"],
    ],
    ids=str,
)
def test_the_command_on_a_card_repeats_its_training(config, monkeypatch, tmp_path):
    asked, trained = [], SimpleNamespace(leads=True)
    monkeypatch.setattr(dataset, "read_corpus", lambda folder: folder)
    monkeypatch.setattr(loop, "train", lambda config, corpus: asked.append((config, corpus)) or trained)
    monkeypatch.setattr(export, "export", lambda *words: asked.append(words) or "written")
    program, option, name, *words = shlex.split(config.command().replace("DATA", "recordings"))
    assert (program, option, name) == ("python", "-m", "speechcls")
    assert run(*words) == (0, "written\n", "")
    folder = Path("recordings")
    assert asked == [(config, folder), (config, folder, trained, config.front_end, variants.FOLDER)]


@pytest.mark.parametrize(
    "command", [["train", "mel"], ["find-lr", "mel", "-o", "x.json"], ["evaluate"], ["calibrate", "best"]]
)
def test_a_folder_without_folders_of_words_is_refused(clips, command):
    (clips / "empty").mkdir()
    assert "python -m speechcls data" in refusal(*command, "--data", clips / "empty")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["train", "nosuch"], "power, mel, complex"),
        (["train", "mel", "--network", "nosuch"], "chapter"),
        (["train", "mel", "--epochs", "0"], "--epochs"),
        (["train", "mel", "--batch-size", "1"], "--batch-size"),
        (["train", "mel", "--max-per-word", "-1"], "--max-per-word"),
        (["train", "mel", "--patience", "-1"], "--patience"),
        (["train", "mel", "--max-lr", "0"], "--max-lr"),
        (["find-lr", "nosuch", "-o", "x.json"], "power, mel, complex"),
    ],
)
def test_impossible_settings_of_a_training_are_refused_with_their_flag(data, words, told):
    assert told in refusal(*words, "--data", data)


def test_evaluate_scores_a_part_of_the_data(clips, data):
    code, out, _ = run("evaluate", "--data", data, "--variant", "other", "--split", "validation", "--format", "json")
    assert code == 0
    measured = json.loads(out)
    assert list(measured) == ["variant", "split", "accuracy", "accuracy_covered", "loss", "clips"]
    assert (measured["variant"], measured["split"], measured["clips"]) == ("other", "validation", 6)


def test_evaluate_by_default_tells_the_best_variant_on_test_in_a_table(clips, data):
    code, out, _ = run("evaluate", "--data", data)
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()] == [
        "accuracy",
        "accuracy_covered",
        "loss",
        "clips",
    ]
    assert out.splitlines()[-1].split()[1] == "6"


def test_the_partition_is_the_cards_unless_another_is_named(clips, data, monkeypatch):
    asked = []

    def split(corpus, partition, seed):
        asked.append((partition, seed))
        return dataset.split(corpus, partition, seed)

    monkeypatch.setattr(accuracy, "split", split)
    run("evaluate", "--data", data)
    run("evaluate", "--data", data, "--partition", "random")
    assert asked == [("speaker", 0), ("random", 0)]


def test_a_file_that_the_system_will_not_open_is_refused_in_a_sentence(clips, tmp_path):
    (tmp_path / "answers.csv").symlink_to(tmp_path / "gone" / "answers.csv")
    said = refusal("predict", clips / "one.wav", "--format", "csv", "-o", tmp_path / "answers.csv")
    assert "answers.csv can't be used: No such file or directory." in said


def test_a_folder_that_cannot_be_made_is_named_with_the_reason(tmp_path):
    (tmp_path / "file").write_text("no folder")
    assert f"{tmp_path / 'file' / 'figures'} can't be used: Not a directory." in refusal(
        "report", "-o", tmp_path / "file"
    )


def test_takes_that_are_not_there_are_told_from_a_folder_without_any(tmp_path):
    (tmp_path / "empty").mkdir()
    assert "There is no folder or zip" in refusal("teach", tmp_path / "nowhere", "--output", tmp_path / "out")
    assert "empty holds no takes" in refusal("teach", tmp_path / "empty", "--output", tmp_path / "out")


def test_the_doctors_exit_code_tells_whether_all_works(monkeypatch):
    from speechcls import doctor

    monkeypatch.setattr(doctor, "checks", lambda _: [doctor.Check("a", True, "1"), doctor.Check("b", None, "2")])
    assert run("doctor")[0] == 0
    monkeypatch.setattr(doctor, "checks", lambda _: [doctor.Check("a", False, "1", "Mend it.")])
    assert run("doctor")[0] == 1


def test_every_command_that_names_a_variant_finds_it_in_another_folder(clips, tmp_path):
    takes = {one.callback.__name__: set(signature(one.callback).parameters) for one in app.registered_commands}
    assert all("folder" in given for name, given in takes.items() if "variant" in given or name == "export")
    elsewhere = (tmp_path / "variants").rename(tmp_path / "elsewhere")
    (elsewhere / "other" / "history.csv").write_text("epoch,set,loss,accuracy\n1,train,1.0,0.5\n")
    assert run("curves", "other", "--variants", elsewhere, "-o", tmp_path / "a.svg")[0] == 0
    assert "No trained variant is called 'other'" in refusal("curves", "other")


def test_python_needs_three_lines(clips):
    import speechcls

    assert speechcls.load("best")(clips / "one.wav").word in speechcls.load().card.words
    assert speechcls.names() == ["best", "other"]
    assert set(speechcls.__all__) >= {"load", "names", "read", "Clip", "FRONTENDS"}
    assert all(hasattr(speechcls, name) for name in speechcls.__all__)
    with pytest.raises(AttributeError, match="nosuch"):
        _ = speechcls.nosuch
