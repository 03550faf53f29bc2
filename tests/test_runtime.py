"""A variant answers through ONNX Runtime as it does in PyTorch, from files that belong together, and without torch."""

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from speechcls import audio
from speechcls.models import export, runtime, variants
from speechcls.models.classifier import Classifier
from speechcls.models.runtime import OnnxVariant, Session
from speechcls.models.variants import Variant, VariantError
from speechcls.paths import ASSETS

pytestmark = pytest.mark.slow

RATE = 16_000
ROOT = Path(__file__).parents[1]
THERE = variants.names()
REMEDY = "write it anew with: python -m speechcls export all --in-place"


@pytest.mark.parametrize("name", THERE)
def test_a_shipped_variant_answers_through_onnx_made_of_its_own_weights_and_rejection(name):
    loaded = runtime.load(name)
    assert isinstance(loaded, OnnxVariant), REMEDY
    assert loaded.session.metadata == export.metadata(loaded.card), REMEDY


@pytest.mark.parametrize("name", THERE)
def test_a_shipped_variant_repeats_its_recorded_scores_in_both_runtimes_to_four_digits(name):
    classifier = Classifier.load(name)
    example = classifier.card.example
    wave = audio.read(ASSETS / "clips" / example["clip"]).second()[None]
    for answering in (classifier, classifier.variant):
        np.testing.assert_allclose(answering.logits(wave)[0], example["scores"], atol=1e-4)


@pytest.fixture(scope="module")
def exports() -> dict[str, bytes]:
    """What was exported, by its card: most tests here ship the same, and an export takes seconds."""
    return {}


@pytest.fixture
def shipped(fake, exports, monkeypatch) -> Path:
    made = export.onnx_bytes

    def made_once(variant: Variant) -> bytes:
        key = replace(variant.card, onnx_sha256="").to_json()
        if key not in exports:
            exports[key] = made(variant)
        return exports[key]

    monkeypatch.setattr(export, "onnx_bytes", made_once)
    folder = fake()
    export.ship("fake")
    return folder


def test_a_variant_without_onnx_answers_through_pytorch(fake):
    fake()
    assert runtime.load("fake") is None
    classifier = Classifier.load("fake")
    assert isinstance(classifier.variant, Variant)
    assert classifier.logits(np.zeros((2, RATE), np.float32)).shape == (2, 3)


def test_once_shipped_it_answers_through_onnx_and_equals_pytorch(shipped):
    waves = np.random.default_rng(0).normal(0, 0.1, (40, RATE)).astype(np.float32)  # more than a pass
    classifier = Classifier.load("fake")
    assert isinstance(classifier._answering, OnnxVariant)
    np.testing.assert_allclose(classifier.logits(waves), Classifier(classifier.variant).logits(waves), atol=1e-4)
    assert classifier.logits(waves[:0]).shape == (0, 3)


def test_the_network_behind_an_answer_is_that_of_the_same_folder(shipped, tmp_path):
    shipped.rename(tmp_path / "elsewhere")
    classifier = Classifier.load(str(tmp_path / "elsewhere"))
    assert classifier.variant.card == classifier.card


def test_onnx_that_was_changed_or_is_gone_is_refused_with_the_remedy(shipped):
    file = shipped / runtime.FILE
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    with pytest.raises(VariantError, match=r"^The variant 'fake' can't .* model\.onnx .*checksum.*model\.onnx\.$"):
        Classifier.load("fake")
    file.unlink()
    with pytest.raises(VariantError, match=r"Restore from the repository .*model\.onnx\.$"):
        Classifier.load("fake")


def test_weights_saved_anew_are_not_answered_for_by_the_old_onnx(shipped, fake):
    fake(seed=1)
    assert runtime.load("fake") is None


def test_shipping_writes_the_file_and_its_checksum_and_nothing_else_changes(shipped):
    before = json.loads((shipped / "card.json").read_text())
    file = export.ship("fake")
    assert file == shipped / runtime.FILE
    after = json.loads((shipped / "card.json").read_text())
    assert after["onnx_sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert {k: v for k, v in after.items() if k != "onnx_sha256"} == {
        k: v for k, v in before.items() if k != "onnx_sha256"
    }


def test_a_session_takes_the_threads_it_is_given():
    model = (variants.FOLDER / "wave" / runtime.FILE).read_bytes()
    waves = np.random.default_rng(0).normal(0, 0.1, (3, RATE)).astype(np.float32)
    np.testing.assert_allclose(Session(model, 2).logits(waves), Session(model, 1).logits(waves), atol=1e-5)


def without_torch(code: str) -> subprocess.CompletedProcess:
    code = f"import sys; sys.argv = ['speechcls']\n{code}\nprint(*sorted({{'torch', 'torchaudio'}} & set(sys.modules)))"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)


@pytest.mark.parametrize("name", [THERE[0], "all"])
def test_predict_answers_without_importing_torch(name):
    clip = ASSETS / "clips" / "yes.flac"
    done = without_torch(
        "from speechcls.cli import app\n"
        f"try: app(['predict', {str(clip)!r}, '--variant', {name!r}])\n"
        "except SystemExit as end: assert end.code == 0"
    )
    assert done.returncode == 0, done.stderr
    *lines, imported = done.stdout.split("\n")[:-1]
    assert len(lines) == (len(THERE) if name == "all" else 1) and "yes" in lines[0]
    assert imported == ""


def test_listening_and_the_live_batcher_answer_without_importing_torch():
    done = without_torch(
        "import numpy as np\n"
        "from speechcls.live import batcher, detector, terminal\n"
        "from speechcls.audio import microphone\n"
        "from speechcls.models.classifier import Classifier\n"
        "one = batcher.Batcher({'compact': Classifier.load('compact')})\n"
        "assert one.submit('compact', np.zeros(16000, np.float32)).result(60)[1] == 'silence'\n"
        "one.close()"
    )
    assert (done.returncode, done.stdout) == (0, "\n"), done.stderr


def test_answering_leaves_no_trace_of_telemetry_on_the_computer(tmp_path):
    # ONNX Runtime keeps an id of the computer and of the session there for what it sends to its maker.
    environment = {key: value for key, value in os.environ.items() if not key.startswith("ORT_")}
    environment |= {"TMPDIR": str(tmp_path), "HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path)}
    code = "from speechcls.models import runtime, variants; runtime.load(variants.names()[0])"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, check=True)
    assert list(tmp_path.iterdir()) == []
