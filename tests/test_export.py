"""An exported file answers as PyTorch does, refuses what PyTorch refuses, says all about itself, and runs alone."""

import ast
import dataclasses
import json
import subprocess
import sys
import wave
from importlib.metadata import version
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
import soundfile
import soxr
import torch
from typer.testing import CliRunner

from speechcls import audio, cli
from speechcls.evaluation import exported
from speechcls.frontends.atlas import name_of
from speechcls.models import export, runtime, variants
from speechcls.models.classifier import Classifier
from speechcls.models.graph import CONFIDENCES, OUTPUTS, AnswerGraph
from speechcls.models.rejection import MEASURES, REASONS, Rejection
from speechcls.models.runtime import Session
from speechcls.paths import ASSETS
from tools import export_table

pytestmark = pytest.mark.slow

RATE = 16_000
ROOT = Path(__file__).parents[1]
THERE = variants.names()
RUNTIME = version("onnxruntime")
CLIPS = sorted((ASSETS / "clips").glob("*.flac"))


@pytest.fixture(scope="module")
def waves() -> np.ndarray:
    """The example clips, each at three levels, then silence, an offset, noises, a tone and full scale."""
    generator = np.random.default_rng(0)
    clips = [audio.read(file).second() for file in CLIPS]
    noise = generator.standard_normal(RATE)
    tone = np.sin(2 * np.pi * 440 * np.arange(RATE) / RATE)
    others = [0 * noise, 0 * noise + 0.5, 0.1 * noise, 1e-3 * noise, 1e-5 * noise, tone, np.sign(noise)]
    return np.array([g * c for g in (1, 0.01, 1e-4) for c in clips] + others, np.float32)


def shipped(name: str) -> bytes:
    return (variants.FOLDER / name / runtime.FILE).read_bytes()


def in_torch(variant: variants.Variant, waves: np.ndarray) -> tuple[np.ndarray, np.ndarray, list[str]]:
    classifier = Classifier(variant)
    return classifier.logits(waves), *classifier.judge(waves)


@pytest.mark.parametrize("name", THERE)
def test_an_exported_variant_answers_and_refuses_as_pytorch_does(name, waves):
    variant = variants.load(name)
    logits, probabilities, reasons = in_torch(variant, waves)
    answer = Session(shipped(name)).answer(waves)
    np.testing.assert_allclose(answer["logits"], logits, atol=1e-4)
    np.testing.assert_allclose(answer["probabilities"], probabilities, atol=1e-4)
    assert [REASONS[place] for place in answer["reason"]] == reasons
    assert answer["heard"].tolist() == [not reason for reason in reasons]
    assert len(set(reasons)) > 1
    judged = Classifier.load(name).judge(waves)
    np.testing.assert_allclose(judged[0], probabilities, atol=1e-4)
    assert judged[1] == reasons


@pytest.mark.parametrize("measure", MEASURES)
def test_every_measure_of_confidence_refuses_in_the_graph_what_it_refuses_in_numpy(fake, measure, waves):
    logits = 5 * np.random.default_rng(1).standard_normal((50, 4)).astype(np.float32)
    for some in (logits, logits[:, :1]):
        np.testing.assert_allclose(CONFIDENCES[measure](torch.from_numpy(some)), MEASURES[measure](some), atol=2e-6)
    confidences = np.sort(MEASURES[measure](in_torch(plain(fake), waves)[0] / 2))[10:-10]
    widest = np.diff(confidences).argmax()  # far from every clip, so that rounding decides nothing
    threshold = float(confidences[widest : widest + 2].mean())
    fake(rejection=Rejection(2.0, measure, threshold, floor=-70.0, rise=0.5))
    variant = variants.load("fake")
    expected = in_torch(variant, waves)[2]
    with torch.inference_mode():
        reason = AnswerGraph(variant).eval()(torch.from_numpy(waves))[3]
    assert [REASONS[place] for place in reason] == expected
    assert set(expected) == set(REASONS)


def plain(fake) -> variants.Variant:
    fake()
    return variants.load("fake")


def test_every_measure_has_its_twin_in_the_graph():
    assert list(CONFIDENCES) == list(MEASURES)


def test_without_a_rejection_a_word_is_heard_in_everything_and_a_batch_of_any_size_equals_single_waves(fake, waves):
    session = Session(export.onnx_bytes(plain(fake)))
    together = session.answer(waves)
    assert list(together) == list(OUTPUTS)
    assert together["heard"].all() and not together["reason"].any()
    for size in (1, 7):
        alone = session.answer(waves[:size])
        for name in OUTPUTS:
            np.testing.assert_allclose(alone[name], together[name][:size], atol=1e-5)


def test_a_file_that_takes_features_refuses_what_is_unknown_and_knows_no_silence(waves):
    variant = variants.load("compact")
    features = variant.front_end(torch.from_numpy(waves)).numpy()
    session = Session(export.onnx_bytes(variant, "features"))
    assert session.given == "features"
    answer = session.answer(features)
    logits = in_torch(variant, waves)[0]
    np.testing.assert_allclose(answer["logits"], logits, atol=1e-4)
    unknown = variant.card.rejection.confidence(logits) < variant.card.rejection.threshold
    assert [REASONS[place] for place in answer["reason"]] == ["unknown" if u else "" for u in unknown]


def test_a_file_says_what_it_takes_knows_refuses_and_may_be_used_for():
    variant = variants.load("compact")
    about = Session(shipped("compact")).metadata
    card = variant.card
    assert json.loads(about["words"]) == list(card.words)
    assert json.loads(about["front_end"]) == {"name": name_of(card.front_end)} | card.front_end.settings()
    assert json.loads(about["input"]) == {"name": "wave", "shape": ["batch", RATE], "sample_rate": RATE}
    fitted = json.loads(about["rejection"])
    assert Rejection(**fitted) == dataclasses.replace(card.rejection, measured={})
    assert (about["name"], about["network"], about["weights_sha256"]) == (card.name, card.network, card.sha256)
    assert about["license"] == "MIT" and "CC BY 4.0" in about["sources"]
    assert json.loads(about["reasons"]) == list(REASONS)


def test_a_file_is_valid_half_precision_and_holds_nothing_of_the_machine_it_was_made_on():
    content = shipped("compact")
    model = onnx.load_from_string(content)
    onnx.checker.check_model(model, full_check=True)
    weights = (variants.FOLDER / "compact" / "weights.safetensors").stat().st_size
    assert len(content) < 1.5 * weights
    assert str(ROOT).encode() not in content and b"site-packages" not in content
    assert content == export.onnx_bytes(variants.load("compact"))  # made again, it is the same


def test_rectified_numbers_are_pooled_so_that_a_runtime_joins_rectifier_and_convolution():
    nodes = onnx.load_from_string(shipped("power")).graph.node
    made = {output: node.op_type for node in nodes for output in node.output}
    assert [made[node.input[0]] for node in nodes if node.op_type == "MaxPool"] == ["Relu"] * 4


def test_a_front_end_that_no_graph_can_hold_is_refused_with_the_reason(fake):
    fake(front_end="scrambled")
    with pytest.raises(variants.VariantError, match=r"'fake' can't be exported: .*seed"):
        export.onnx_bytes(variants.load("fake"))


def test_the_command_writes_a_checked_file_with_programs_that_run_it_alone(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    words = ["export", "compact", "--to", "onnx", "-o", "words.onnx"]
    done = CliRunner().invoke(cli.app, words)
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines()[-4:] == ["words.onnx", "words.cpp", "words.html", "words.py"]
    offered = len(list((ASSETS / "clips").rglob("*.flac")))  # those of the quiz, too
    assert f"{offered} of {offered}" in done.stdout
    with wave.open(str(tmp_path / "yes.wav"), "wb") as file:
        file.setnchannels(1), file.setsampwidth(2), file.setframerate(RATE)
        file.writeframes((audio.read(ASSETS / "clips" / "yes.flac").second() * 32767).astype(np.int16).tobytes())
    # Alone: whatever else the program asks for is refused.
    code = (
        "import sys, runpy\n"
        "class Alone:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name.split('.')[0] in ('torch', 'torchaudio', 'speechcls', 'onnx', 'soundfile'):\n"
        "            raise ModuleNotFoundError(f'{name} is not here')\n"
        "sys.meta_path.insert(0, Alone())\n"
        "sys.argv = ['words.py', 'yes.wav']\n"
        "runpy.run_path('words.py')\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert ran.returncode == 0, ran.stderr
    lines = ran.stdout.splitlines()
    assert lines[0].split()[0] == "yes" and float(lines[0].split()[1]) > 0.9
    assert lines[-1] == "heard"


@pytest.mark.parametrize("rate", [8_000, 44_100])
def test_a_file_given_the_second_that_predict_names_answers_as_predict_does(rate, tmp_path):
    word = soxr.resample(audio.read(ASSETS / "clips" / "seven.flac").samples, RATE, rate)
    quiet = np.random.default_rng(0).normal(scale=1e-3, size=2 * rate).astype(np.float32)
    sound = np.concatenate([quiet, word, quiet])
    soundfile.write(tmp_path / "long.wav", np.stack([sound, sound / 2], axis=1), rate)
    done = CliRunner().invoke(cli.app, ["predict", str(tmp_path / "long.wav"), "--format", "json"])
    said = json.loads(done.stdout)[0]
    # As docs/export.md has it, by what is not speechcls.
    samples, _ = soundfile.read(tmp_path / "long.wav", dtype="float32")
    first = round(said["start"] * RATE)
    second = soxr.resample(samples.mean(axis=1), rate, RATE)[first : first + RATE]
    session = onnxruntime.InferenceSession(variants.folder_of("compact") / runtime.FILE)
    _, probabilities, heard, _ = session.run(None, {"wave": second[None]})
    words = json.loads(session.get_modelmeta().custom_metadata_map["words"])
    assert said["start"] > 1 and said["words"][0]["word"] == words[probabilities[0].argmax()] == "seven"
    assert said["words"][0]["probability"] == pytest.approx(probabilities[0].max(), abs=1e-4)
    assert said["heard"] == heard[0]


def test_the_program_beside_a_litert_file_is_python_that_knows_the_words(fake, tmp_path):
    fake(words=("a", '"', "it's"))
    files = export.write(tmp_path / "mine.tflite", b"model", variants.card("fake"))
    assert [file.name for file in files] == ["mine.tflite", "mine.py"]
    said = ast.parse(files[1].read_text())
    calls = [node for node in ast.walk(said) if isinstance(node, ast.Call) and "loads" in ast.unparse(node.func)]
    assert json.loads(calls[0].args[0].value) == ["a", '"', "it's"]


@pytest.mark.parametrize("kind", ["onnx", "tflite"])
@pytest.mark.parametrize(("rate", "channels", "width"), [(48_000, 1, 2), (RATE, 2, 2), (RATE, 1, 3)])
def test_a_program_beside_a_file_refuses_a_wav_that_it_would_take_for_another_sound(
    fake, kind, rate, channels, width, tmp_path, monkeypatch
):
    fake()
    _, *programs = export.write(tmp_path / f"mine.{kind}", b"model", variants.card("fake"))
    reading = ast.parse(next(file for file in programs if file.suffix == ".py").read_text())
    reading.body = [one for one in reading.body if isinstance(one, ast.With)]  # without its network
    with wave.open(str(tmp_path / "odd.wav"), "wb") as file:
        file.setnchannels(channels), file.setsampwidth(width), file.setframerate(rate)
        file.writeframes(bytes(channels * width * rate))
    monkeypatch.setattr(sys, "argv", ["mine.py", str(tmp_path / "odd.wav")])
    with pytest.raises(SystemExit, match=f"{rate} Hz with {channels} of {8 * width} bits"):
        exec(compile(reading, "mine.py", "exec"), {"np": np, "sys": sys, "wave": wave})


def test_programs_beside_a_file_know_its_name_and_its_words(fake, tmp_path):
    fake(words=("a", "</script>", "it's"))
    written = export.write(tmp_path / "mine.onnx", b"model", variants.card("fake"))
    assert [file.name for file in written] == ["mine.onnx", "mine.cpp", "mine.html", "mine.py"]
    for file in written[1:]:
        text = file.read_text()
        assert "mine.onnx" in text and "MODEL" not in text and "WORDS" not in text
    assert (tmp_path / "mine.html").read_text().count("</script>") == 1
    assert '{"a", "</script>", "it\'s"}' in (tmp_path / "mine.cpp").read_text()


def test_a_file_that_answers_otherwise_is_not_agreed_with(waves):
    variant, model = variants.load("compact"), shipped("compact")
    answer = Session(model).answer
    assert exported.compare(variant, answer, waves[:10]).ok

    def other(given: np.ndarray) -> dict[str, np.ndarray]:
        said = answer(given)
        return said | {"logits": np.roll(said["logits"], 1, axis=1)}

    found = exported.compare(variant, other, waves[:10], np.zeros(10, int))
    assert not found.ok and found.same_words < 10 and found.same_reasons == 10
    assert "of 10" in exported.report(found, len(model)) and "accuracy" in exported.report(found, len(model))


def test_a_record_tells_whose_file_it_is_how_large_and_what_was_compared(data, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    model = shipped("compact")
    monkeypatch.setattr(exported, "build", lambda *_: (model, Session(model).answer))
    done = CliRunner().invoke(cli.app, ["export", "compact", "--test", str(data), "--record", "record.json"])
    assert done.exit_code == 0, done.output
    record, card = json.loads(Path("record.json").read_text()), variants.card("compact")
    assert (record["variant"], record["to"], record["runtime"]) == ("compact", "onnx", f"ONNX Runtime {RUNTIME}")
    assert (record["sha256"], record["threshold"]) == (card.sha256, card.rejection.threshold)
    assert record["clips"] == record["same_words"] == record["same_reasons"] == 6
    assert record["bytes"] == Path("compact.onnx").stat().st_size
    assert record["right"][0] == record["right"][1]


def test_a_record_needs_clips_with_labels(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    for test in ([], ["--test", str(ASSETS / "clips")]):
        done = CliRunner().invoke(cli.app, ["export", "compact", "--record", "record.json", *test])
        assert done.exit_code == 2 and "--test DATA" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_records_that_ship_are_of_the_weights_and_the_threshold_that_ship():
    for file in export_table.FILES:
        kept = json.loads((ASSETS / "results" / file).read_text())
        card = variants.card(kept["variant"])
        assert (kept["sha256"], kept["threshold"]) == (card.sha256, card.rejection.threshold), file


def test_a_file_that_answers_otherwise_is_not_written_and_is_exit_code_1(data, monkeypatch, tmp_path):
    wrong = {"logits": np.zeros((1, 30), np.float32), "reason": np.zeros(1, int)}
    monkeypatch.setattr(
        exported, "build", lambda *_: (b"", lambda w: {k: np.repeat(v, len(w), 0) for k, v in wrong.items()})
    )
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(cli.app, ["export", "compact", "--test", str(data), "--record", "record.json"])
    assert done.exit_code == 1 and not Path("compact.onnx").exists() and not Path("record.json").exists()


def test_sounds_to_test_on_are_the_test_clips_of_speech_commands_with_their_labels(data, card):
    waves, labels = exported.sounds(data, card())
    assert waves.shape == (6, RATE) and sorted(labels) == [0, 0, 1, 1, 2, 2]


def test_sounds_to_test_on_are_all_of_another_folder(card, tmp_path):
    waves, labels = exported.sounds(ASSETS / "clips", card())
    assert (len(waves), labels) == (len(list((ASSETS / "clips").rglob("*.flac"))), None)
    with pytest.raises(ValueError, match="--test"):
        exported.sounds(tmp_path, card())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nosuch"], "No trained variant is called 'nosuch'"),
        (["compact", "-o", "words.txt"], "does not end in .onnx"),
        (["compact", "-o", "nowhere/words.onnx"], "its folder"),
    ],
)
def test_what_cannot_be_exported_is_told_as_wrong_usage(arguments, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(cli.app, ["export", *arguments])
    assert done.exit_code == 2 and said in done.stderr
