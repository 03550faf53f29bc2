"""Two processes train one network together: they share the clips out, agree on the weights, and learn."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import speechcls
from speechcls.data.corpus import split
from speechcls.data.waves import load_waves
from speechcls.models import history, variants

pytestmark = pytest.mark.slow

# Trains by the command line and notes which waves each process saw in each epoch, and with which weights it ended.
WATCHED = """
import hashlib, json, os, sys
from speechcls.cli import app
from speechcls.data import tts
from speechcls.training import export, loop

seen = []
step, fit = loop.Recogniser.training_step, loop.train
export.example_logits = lambda classifier: {}
export.ship = lambda name, folder: None  # an export takes longer than the training
tts.voice_commands = lambda *given: iter(())

def watched_step(self, batch, place):
    seen.extend((self.current_epoch, hashlib.sha256(wave.numpy().tobytes()).hexdigest()) for wave in batch[0])
    return step(self, batch, place)

def watched_train(*given):
    trained = fit(*given)
    weights = float(sum(weight.double().abs().sum() for weight in trained.network.parameters()))
    note = {"seen": seen, "weights": weights, "leads": trained.leads, "device": trained.device}
    open(os.path.join(os.environ["NOTES"], os.environ["RANK"]), "w").write(json.dumps(note))
    return trained

loop.Recogniser.training_step, loop.train = watched_step, watched_train
app(sys.argv[1:])
"""


@pytest.fixture(scope="module")
def notes(data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[dict], Path]:
    """What each of two processes noted, and the folder that holds notes, cache and variants."""
    folder = tmp_path_factory.mktemp("together")
    (folder / "watched.py").write_text(WATCHED)
    words = ["train", "mel", "--data", str(data), "--partition", "speaker", "--epochs", "3", "--batch-size", "4"]
    words += ["--patience", "0", "--output", str(folder / "variants")]
    run = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2"]
    environment = {"NOTES": str(folder), "SPEECHCLS_HOME": str(folder / "home"), "OMP_NUM_THREADS": "1"}
    environment["PYTHONPATH"] = str(Path(speechcls.__file__).parents[1])
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        ended = subprocess.run([*run, str(folder / "watched.py"), *words], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    return [json.loads((folder / rank).read_text()) for rank in "01"], folder


def test_each_clip_is_seen_by_one_process_in_each_epoch(notes, corpus):
    (first, other), _ = notes
    waves = np.array(load_waves(corpus)[split(corpus, "speaker", 0)["train"]])
    for epoch in range(3):
        mine, theirs = ([wave for e, wave in note["seen"] if e == epoch] for note in (first, other))
        assert len(set(mine) & set(theirs)) <= len(waves) % 2  # an odd clip is seen twice
        assert len(set(mine) | set(theirs)) >= len(waves) - 2  # a last batch of one is dropped


def test_the_processes_end_with_the_same_weights_and_one_of_them_reports(notes):
    (first, other), folder = notes
    assert first["weights"] == other["weights"]
    assert [first["leads"], other["leads"]] == [True, False]
    assert first["device"].startswith("2 x ")
    assert variants.names(folder / "variants") == ["mel"]


def test_the_loss_falls(notes):
    _, folder = notes
    losses = [row["loss"] for row in history.read(folder / "variants" / "mel" / history.FILE) if row["set"] == "train"]
    assert len(losses) == 3 and losses[-1] < losses[0]
