"""A training learns, keeps to its schedule, stops when told, and goes on after a kill as if nothing had happened."""

import csv
import json
import subprocess
import sys
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from torch import nn
from typer.testing import CliRunner

from speechcls.audio import to_float
from speechcls.cli import app
from speechcls.data.corpus import DatasetError, read_corpus
from speechcls.data.waves import load_waves
from speechcls.frontends.atlas import by_name
from speechcls.frontends.module import FrontEnd
from speechcls.models import history, variants
from speechcls.models.networks import MODELS
from speechcls.models.weights import pack
from speechcls.results.config import TrainingConfig
from speechcls.training import callbacks, export, loop, material
from speechcls.training.trainer import new_trainer
from synthetic import RATE, write_corpus

pytestmark = pytest.mark.slow

# Trains by the command line, and ends without any goodbye in the middle of the second epoch.
KILLED = """
import os, sys
from speechcls.cli import app
from speechcls.training import loop, material
from speechcls.training.trainer import new_trainer

step = loop.Recogniser.training_step

def dies(self, batch, place):
    if (self.current_epoch, place) == (1, 2):
        os._exit(9)
    return step(self, batch, place)

loop.Recogniser.training_step = dies
app(sys.argv[1:])
"""


def same(first: torch.nn.Module, second: torch.nn.Module) -> bool:
    one, other = first.state_dict(), second.state_dict()
    return one.keys() == other.keys() and all(torch.equal(one[name], other[name]) for name in one)


def test_the_loss_falls_on_words_that_differ(trained):
    losses = [row["loss"] for row in trained.result.history if row["set"] == "train"]
    assert losses[-1] < 0.8 * losses[0]


def test_the_history_has_a_row_for_each_epoch_and_set(trained):
    (file,) = trained.home.glob("runs/*/history.csv")
    rows = list(csv.DictReader(file.read_text().splitlines()))
    assert list(rows[0]) == ["epoch", "set", "loss", "accuracy"]
    assert [(row["epoch"], row["set"]) for row in rows] == [(e, s) for e in "123" for s in ("train", "validation")]
    assert history.read(file) == trained.result.history
    for row in trained.result.history:
        assert row["loss"] > 0 and 0 <= row["accuracy"] <= 1


def test_the_one_cycle_schedule_rises_to_its_peak_and_completes(trained):
    rates, peak = np.array(trained.rates), trained.config.max_lr
    top = int(rates.argmax())
    assert len(rates) == 3 * 4  # epochs x batches
    assert rates[0] == pytest.approx(peak / 25)
    assert rates[top] == pytest.approx(peak, rel=0.05) and rates.max() <= peak
    assert (np.diff(rates[: top + 1]) > 0).all() and (np.diff(rates[top:]) < 0).all()
    assert rates[-1] < peak / 1000


def test_a_last_batch_of_one_is_dropped(trained):
    assert trained.result.clips % trained.config.batch_size == 1
    assert set(trained.sizes) == {trained.config.batch_size}


def test_what_is_trained_answers_on_the_processor_in_full_precision(trained):
    result = trained.result
    assert not result.network.training
    assert {(w.device.type, w.dtype) for w in result.network.parameters()} == {("cpu", torch.float32)}
    assert result.front_end == by_name("mel")
    assert result.seconds > 0 and result.device and result.precision


def test_a_finished_training_run_again_is_read_not_repeated(trained, monkeypatch):
    monkeypatch.setenv("SPEECHCLS_HOME", str(trained.home))
    monkeypatch.setattr(loop.Recogniser, "training_step", lambda *_: pytest.fail("trained again"))
    again = loop.train(trained.config, trained.corpus)
    assert same(again.network, trained.result.network)
    assert again.history == trained.result.history


def test_time_is_kept_for_each_machine_that_a_training_ran_on(trained, home, one_thread):
    home.mkdir()
    timing = callbacks.TrainingTime(home)
    trainer = SimpleNamespace(
        is_global_zero=True,
        precision="32-true",
        world_size=1,
        strategy=SimpleNamespace(root_device=torch.device("cpu")),
    )
    for precision in ("32-true", "32-true", "bf16-mixed"):
        trainer.precision = precision
        timing.since -= 10
        timing.on_train_epoch_end(trainer, None)
    spans = callbacks.TrainingTime.read(home)
    assert [span["precision"] for span in spans] == ["32-true", "bf16-mixed"]
    assert [span["seconds"] for span in spans] == pytest.approx([20, 10], abs=1)
    assert {span["device"] for span in spans} == {trained.result.device}


def test_the_average_of_the_weights_is_what_a_training_gives_at_once_and_when_it_is_run_again(corpus):
    settings = {"partition": "speaker", "epochs": 2, "batch_size": 8, "patience": 0}
    plain = loop.train(TrainingConfig("mel", **settings), corpus)
    config = TrainingConfig("mel", ema_decay=0.5, **settings)
    averaged, again = loop.train(config, corpus), loop.train(config, corpus)
    assert same(averaged.network, again.network)
    assert not same(averaged.network, plain.network)


def test_a_training_that_was_killed_goes_on_to_the_weights_of_one_that_was_not(
    trained, data, home, tmp_path, monkeypatch, one_thread
):
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    monkeypatch.setattr(export, "example_logits", lambda classifier: {})
    monkeypatch.setattr(export, "ship", lambda name, folder: None)
    words = trained.config.command().replace("DATA", str(data)).split()[3:]
    words += ["--name", "resumed", "--output", str(tmp_path / "variants")]
    ended = subprocess.run([sys.executable, "-c", KILLED, *words], capture_output=True, text=True, check=False)
    assert ended.returncode == 9, ended.stderr
    (log,) = home.glob("runs/*/history.csv")
    assert [row["epoch"] for row in history.read(log)] == [1, 1]

    result = CliRunner().invoke(app, words, catch_exceptions=False)
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (0, str(tmp_path / "variants" / "resumed"))
    assert history.read(log) == trained.result.history
    resumed = variants.load("resumed", tmp_path / "variants")
    assert pack(resumed.network) == pack(trained.result.network)
    assert json.loads((tmp_path / "variants" / "resumed" / "card.json").read_text())["training"]["epochs"] == 3
    assert {file.name for file in log.parent.iterdir()} == {"history.csv", "last.ckpt", "training_time.json"}


def test_a_training_begun_by_other_processes_is_refused_with_what_to_do(corpus, home):
    config = TrainingConfig("mel", partition="speaker", max_per_word=2, epochs=2, batch_size=6, patience=0)
    finished = loop.train(config, corpus)
    (file,) = home.glob("runs/*/last.ckpt")
    others = torch.load(file, weights_only=False) | {"processes": 2}
    torch.save(others, file)
    assert same(loop.train(config, corpus).network, finished.network)  # nothing is left to train
    torch.save(others | {"epoch": 0}, file)
    with pytest.raises(DatasetError, match=r"begun by 2 process.*go on with 1.*remove .*runs"):
        loop.train(config, corpus)


@pytest.fixture
def no_progress(monkeypatch) -> list[int]:
    """Every epoch has the same validation loss. Gives the numbers of the epochs that were begun."""
    begun, start = [], loop.Recogniser.on_train_epoch_start

    def validation_step(self, batch, _):
        self.log("validation_loss", 1.0, batch_size=len(batch[1]))
        self.log("validation_accuracy", 0.5, batch_size=len(batch[1]))

    def on_train_epoch_start(self):
        begun.append(self.current_epoch)
        start(self)

    monkeypatch.setattr(loop.Recogniser, "validation_step", validation_step)
    monkeypatch.setattr(loop.Recogniser, "on_train_epoch_start", on_train_epoch_start)
    return begun


def test_a_training_without_progress_stops_and_stays_stopped(corpus, no_progress):
    config = TrainingConfig("mel", partition="speaker", max_per_word=3, epochs=6, batch_size=9, patience=1)
    stopped = loop.train(config, corpus)
    assert no_progress == [0, 1]
    assert max(row["epoch"] for row in stopped.history) == 2
    again = loop.train(config, corpus)
    assert no_progress == [0, 1]
    assert same(again.network, stopped.network)


def test_without_patience_a_training_never_stops_early(corpus, no_progress):
    config = TrainingConfig("mel", partition="speaker", max_per_word=2, epochs=3, batch_size=6, patience=0)
    loop.train(config, corpus)
    assert no_progress == [0, 1, 2]


def test_per_word_bounds_training_clips_and_a_fifth_as_many_are_watched(corpus):
    config = TrainingConfig("mel", partition="speaker", max_per_word=5, batch_size=8)
    parts = material.training_parts(config, corpus)
    assert np.bincount(corpus.labels[parts["train"]]).tolist() == [5, 5, 5]
    assert [len(parts[name]) for name in ("validation", "test")] == [6, 6]
    trainer = new_trainer(config, enable_checkpointing=False)
    make, _ = material.data_loaders(config, corpus, parts, trainer)
    assert [sum(len(labels) for _, labels in make(part)) for part in ("train", "validation")] == [15, 3]


def test_training_clips_come_in_another_order_each_epoch_and_validation_clips_never(corpus):
    config = TrainingConfig("mel", partition="speaker", batch_size=8)
    trainer = new_trainer(config, enable_checkpointing=False)
    make, _ = material.data_loaders(config, corpus, material.training_parts(config, corpus), trainer)

    def order(part, epoch):
        loader = make(part)
        loader.sampler.set_epoch(epoch)
        return list(loader.sampler)

    assert order("train", 0) == order("train", 0) != order("train", 1)
    assert order("validation", 0) == order("validation", 1) == list(range(6))


@pytest.mark.parametrize("name", ["power", "logmel", "complex"])
def test_standardised_features_of_the_training_clips_have_mean_0_and_deviation_1(corpus, name):
    waves = torch.from_numpy(np.array(load_waves(corpus)[:20]))
    front_end = material.standardise(by_name(name), waves, batch=7)
    assert front_end.plain == by_name(name)
    values = FrontEnd(front_end)(to_float(waves)).double()
    assert values.mean().item() == pytest.approx(0.0, abs=1e-4)
    assert values.std(correction=0).item() == pytest.approx(1.0, rel=1e-4)


def test_a_standardised_training_keeps_mean_and_deviation_in_its_front_end(corpus):
    config = TrainingConfig("logmel", partition="speaker", batch_size=8, standardise=True)
    trainer = new_trainer(config, enable_checkpointing=False)
    _, front_end = material.data_loaders(config, corpus, material.training_parts(config, corpus), trainer)
    assert front_end.mean < 0 < front_end.deviation != 1.0


@pytest.mark.parametrize("part", ["train", "validation", "test"])
def test_a_part_without_clips_is_told_before_any_training(tmp_path, part):
    root = write_corpus(tmp_path, restored=())
    lists = {"validation": "", "testing": ""}
    everything = "\n".join(read_corpus(root).paths)
    if part == "train":
        lists = {"validation": everything[: len(everything) // 2], "testing": everything[len(everything) // 2 :]}
    elif part == "test":
        lists["validation"] = "go/f6_nohash_0.wav"
    else:
        lists["testing"] = "go/g7_nohash_0.wav"
    for name, text in lists.items():
        (root / f"{name}_list.txt").write_text(text)
    with pytest.raises(DatasetError, match=rf"{part}.*\.$"):
        loop.train(TrainingConfig("mel", partition="speaker"), read_corpus(root))


def test_the_network_hears_full_precision_features_of_int16_waves(corpus):
    config = TrainingConfig("power", batch_size=8)
    module = loop.Recogniser(config, by_name("power"), words=3).eval()
    waves, heard = torch.from_numpy(np.array(load_waves(corpus)[:2])), []
    module.log = lambda *_, **__: None
    module.network.register_forward_hook(lambda _, given, __: heard.append(given[0]))
    module.validation_step((waves, torch.tensor([0, 1])), 0)
    torch.testing.assert_close(heard[0], FrontEnd(by_name("power"))(waves.float() / 32768), rtol=1e-4, atol=1e-5)
    assert waves.shape == (2, RATE)


def test_a_resumed_epoch_replaces_what_was_written_of_it(tmp_path):
    rows = [{"epoch": e, "set": s, "loss": 1.0 / e, "accuracy": 0.5} for e in (1, 2) for s in ("train", "validation")]
    file = tmp_path / "history.csv"
    history.write(file, rows)
    assert history.read(file) == rows

    class Trainer:
        is_global_zero, current_epoch = True, 1
        callback_metrics = dict.fromkeys(
            ("train_loss", "train_accuracy", "validation_loss", "validation_accuracy"), 0.25
        )

    callbacks.CsvHistory(file).on_train_epoch_end(Trainer(), None)
    assert [row["epoch"] for row in history.read(file)] == [1, 1, 2, 2]
    assert [row["loss"] for row in history.read(file)] == [1.0, 1.0, 0.25, 0.25]


def test_repeated_clips_and_synthetic_voices_are_heard_beside_the_others(corpus, monkeypatch):
    spoken = np.full((3, 4, RATE), 9, np.int16)
    monkeypatch.setattr(material.tts, "training_clips", lambda words, count, by_flite: spoken[:, :count])
    config = TrainingConfig("mel", partition="speaker", max_per_word=2, batch_size=8, min_per_word=5, tts_clips=4)
    trainer = new_trainer(config, enable_checkpointing=False)
    make, _ = material.data_loaders(config, corpus, material.training_parts(config, corpus), trainer)
    labels = torch.cat([labels for _, labels in make("train")])
    assert labels.bincount().tolist() == [9, 9, 9]
    assert sum(int((waves == 9).all(dim=1).sum()) for waves, _ in make("train")) == 12
    assert sum(len(labels) for _, labels in make("validation")) == 3


def test_synthetic_voices_that_are_balanced_are_no_clips_of_the_epoch(corpus, monkeypatch):
    monkeypatch.setattr(material.tts, "training_clips", lambda *_: pytest.fail("among the clips"))
    config = TrainingConfig("mel", partition="speaker", negatives=0.2, tts_clips=4, tts_negatives=2, tts_balance=True)
    parts = material.training_parts(config, corpus)
    make, _ = material.data_loaders(config, corpus, parts, new_trainer(config, enable_checkpointing=False))
    assert len(make("train").dataset) == len(parts["train"])


def test_a_training_step_counts_what_the_balancing_words_say(corpus, monkeypatch):
    said, others = np.full((3, 4, RATE), 9, np.int16), np.full((6, RATE), 5, np.int16)
    monkeypatch.setattr(material.tts, "training_clips", lambda *_: said)
    monkeypatch.setattr(material.tts, "negatives", lambda *_: others)
    config = TrainingConfig(
        "mel", partition="speaker", noise=0.5, negatives=0.5, tts_clips=4, tts_negatives=2, tts_balance=True
    )
    monkeypatch.setattr(loop, "noises", lambda *_: [torch.randn(2 * RATE)])
    module = loop.new_module(config, corpus, by_name("mel"))
    counted = []
    monkeypatch.setattr(module, "_log", lambda *values: counted.append(values))
    torch.manual_seed(0)
    module.training_step((torch.zeros(12, RATE, dtype=torch.int16), torch.zeros(12, dtype=torch.int64)), 0)
    (_, _, logits, labels) = counted[0]
    assert len(logits) == len(labels) == 6  # of 12, half are negatives
    assert labels[:3].any() and not labels[3:].any()  # the clips all say the first word


def test_what_a_word_owes_to_being_frequent_is_taken_back_from_its_score():
    network = MODELS["compact"](channels=1, words=3).eval()
    features = torch.randn(2, 1, 64, 101)
    before = network(features)
    loop.adjust_logits(network, 0.5, torch.tensor([100, 10, 0]))
    change = network(features) - before
    torch.testing.assert_close(change[:, 0] - change[:, 1], torch.full((2,), -0.5 * np.log(10.0)).float())
    torch.testing.assert_close(change.mean(dim=1), torch.zeros(2), atol=1e-5, rtol=0)


def test_another_share_taken_back_needs_no_other_training(trained, monkeypatch):
    monkeypatch.setenv("SPEECHCLS_HOME", str(trained.home))
    monkeypatch.setattr(loop.Recogniser, "training_step", lambda *_: pytest.fail("trained again"))
    evened = loop.train(replace(trained.config, logit_adjustment=1.0), trained.corpus)
    assert evened.history == trained.result.history
    assert not same(evened.network, trained.result.network)
    plain = trained.result.network.state_dict()
    changed = [name for name, weight in evened.network.state_dict().items() if not torch.equal(weight, plain[name])]
    assert changed == ["classifier.4.bias"]


def test_a_word_without_training_clips_is_told_before_any_work(tmp_path):
    corpus = read_corpus(write_corpus(tmp_path))
    gone = replace(
        corpus,
        official=np.where(corpus.labels == 1, 2, corpus.official),
        pseudo_labelled=corpus.pseudo_labelled & False,
    )
    with pytest.raises(DatasetError, match=r"no training clip of 'go', by --partition speaker\..*--leave-out go\.$"):
        material.training_parts(TrainingConfig("mel", partition="speaker"), gone)


def test_one_word_alone_is_told_before_any_work(tmp_path):
    corpus = read_corpus(write_corpus(tmp_path)).without(["go", "up"])
    with pytest.raises(DatasetError, match=r"too few words to tell apart: 'down'\. .*\.$"):
        material.training_parts(TrainingConfig("mel", partition="speaker"), corpus)


@pytest.mark.parametrize("what", ["output", "cache"])
def test_a_folder_that_cannot_be_written_is_told_before_any_work(data, tmp_path, monkeypatch, what):
    monkeypatch.setattr(loop, "train", lambda *_: pytest.fail("trained"))
    (tmp_path / "file").touch()
    inside = tmp_path / "file" / "folder"
    if what == "cache":
        monkeypatch.setenv("SPEECHCLS_HOME", str(inside))
    words = ["train", "mel", "--data", str(data), "--partition", "speaker"]
    output = inside if what == "output" else tmp_path / "out"
    ended = CliRunner().invoke(app, [*words, "--output", str(output)], catch_exceptions=False)
    assert ended.exit_code == 2 and str(inside) in ended.stderr
    assert ("--output" if what == "output" else "SPEECHCLS_HOME") in ended.stderr


def test_a_background_class_makes_the_energy_of_logits_the_log_odds_of_a_word():
    logits = torch.tensor([[2.0, -1.0, 0.5], [-3.0, -2.0, -4.0]])
    loss = nn.functional.cross_entropy(
        *loop.with_background(logits, torch.tensor([[1.0, 0, 0], [0, 0, 0]])), reduction="none"
    )
    energy = logits.logsumexp(dim=1)
    assert loss[1].item() == pytest.approx(-torch.log(1 - energy[1].sigmoid()).item(), abs=1e-6)
    assert loss[0].item() == pytest.approx(
        -torch.log(energy[0].sigmoid() * logits[0].softmax(dim=0)[0]).item(), abs=1e-6
    )
