"""Accuracies are known answers, pseudo-labelled clips are never scored, and a variant repeats its card."""

import math
from dataclasses import replace

import numpy as np
import pytest
import soundfile
import torch
from torch import nn

from speechcls.data.corpus import DatasetError, read_corpus, split
from speechcls.data.waves import load_waves
from speechcls.evaluation import accuracy
from speechcls.models import runtime, variants
from speechcls.models.classifier import Classifier
from speechcls.models.variants import Variant
from speechcls.training import export
from synthetic import RATE, RESTORED, WORDS, say, write_corpus


class Constant(nn.Module):
    """Gives every clip the same scores."""

    def __init__(self, *scores: float) -> None:
        super().__init__()
        self.scores = torch.tensor(scores)

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        return self.scores.expand(len(features), -1)


@pytest.fixture
def guesser(card):
    """A variant that always says the second word; fields of its card can be given."""

    def make(**fields) -> Variant:
        made = card(**fields)
        return Variant(made, Constant(*(1.0 if i == 1 else 0.0 for i in range(len(made.words)))))

    return make


def test_accuracy_and_loss_of_one_constant_answer_are_known(guesser, corpus):
    measured = accuracy.evaluate(guesser(), corpus, "test")
    right, wrong = -math.log(math.e / (math.e + 2)), -math.log(1 / (math.e + 2))
    assert measured == {
        "accuracy": pytest.approx(1 / 3),
        "accuracy_covered": pytest.approx(1 / 3),
        "loss": pytest.approx((right + 2 * wrong) / 3),
        "clips": 6,
    }


def test_only_words_with_300_training_clips_of_their_own_count_as_covered(guesser, corpus):
    variant = guesser(training_clips={"down": 299, "go": 300, "up": 5000})
    measured = accuracy.evaluate(variant, corpus, "test")
    assert measured["accuracy_covered"] == pytest.approx(1 / 2)
    assert measured["accuracy_rare"] == 0
    assert measured["accuracy"] == pytest.approx(1 / 3)


def test_where_no_word_is_covered_that_accuracy_is_not_a_number(guesser, corpus):
    measured = accuracy.evaluate(guesser(training_clips=dict.fromkeys(WORDS, 10)), corpus, "test")
    assert math.isnan(measured["accuracy_covered"])


@pytest.mark.parametrize("partition", ["speaker", "random"])
def test_pseudo_labelled_clips_are_never_scored(guesser, corpus, partition):
    clips = [accuracy.evaluate(guesser(), corpus, part, partition)["clips"] for part in split(corpus, "speaker", 0)]
    assert sum(clips) == len(corpus) - len(RESTORED)


def test_the_partition_and_seed_are_the_cards(guesser, corpus):
    variant = guesser(training={"settings": {"partition": "random", "seed": 4}})
    own = split(corpus, "random", 4)["test"]
    assert accuracy.evaluate(variant, corpus, "test")["clips"] == len(own)
    assert accuracy.evaluate(variant, corpus, "test")["accuracy"] == pytest.approx((corpus.labels[own] == 1).mean())
    assert accuracy.evaluate(variant, corpus, "test", "speaker")["clips"] == 6


def test_words_are_matched_by_name_and_unknown_ones_left_out_and_named(guesser, tmp_path, caplog):
    corpus = read_corpus(write_corpus(tmp_path, ("backward", *WORDS), restored=()))
    measured = accuracy.evaluate(guesser(words=("abacus", "go", "up")), corpus, "test")
    assert (measured["clips"], measured["accuracy"]) == (4, pytest.approx(1 / 2))
    assert "Left out backward, down, which 'fake' was not taught." in caplog.text


def test_data_without_a_known_word_is_refused(guesser, corpus):
    with pytest.raises(DatasetError, match=r"'fake'.*\.$"):
        accuracy.evaluate(guesser(words=("zig", "zag")), corpus, "test")


@pytest.mark.parametrize("batch", [1, 4, 5, 100])
def test_scores_come_in_the_order_of_the_places(fake, corpus, batch):
    fake()
    classifier, waves, indices = Classifier.load(), load_waves(corpus), np.array([9, 0, 30, 2, 5])
    expected = torch.from_numpy(classifier.logits((waves[indices] / 32768).astype(np.float32)))
    torch.testing.assert_close(
        accuracy.compute_logits(classifier, waves, indices, batch), expected, rtol=1e-4, atol=1e-5
    )


@pytest.fixture(scope="module")
def exported(trained, tmp_path_factory):
    """The variant that the training became, by its name; the example clip is a tone."""
    folder = tmp_path_factory.mktemp("exported")
    clips = folder / "assets" / "clips"
    clips.mkdir(parents=True)
    soundfile.write(clips / export.EXAMPLE, say("up/g7_nohash_2.wav"), RATE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(export, "ASSETS", folder / "assets")
        patch.setattr(variants, "FOLDER", folder / "variants")
        written = export.export(trained.config, trained.corpus, trained.result, "tones")
        assert written == folder / "variants" / "tones"
        yield "tones"


def test_an_exported_variant_repeats_what_its_card_says(exported, trained):
    assert isinstance(runtime.load(exported), runtime.OnnxVariant)
    loaded = variants.load(exported)
    for part in ("validation", "test"):
        again = accuracy.evaluate(loaded, trained.corpus, part)
        assert again == pytest.approx(loaded.card.metrics[part], nan_ok=True)
    example = export.example_logits(Classifier.load(exported))
    assert example["clip"] == loaded.card.example["clip"]
    assert example["scores"] == pytest.approx(loaded.card.example["scores"], abs=2e-3)
    assert trained.result.history == variants.history(exported)


def test_an_exported_card_says_how_it_was_made(exported, trained):
    card = variants.card(exported)
    assert (card.name, card.network, card.words) == ("tones", "chapter", WORDS)
    assert card.sizes == {"channels": 1, "words": 3}
    assert card.front_end == trained.result.front_end
    assert card.training_clips == dict.fromkeys(WORDS, 10)  # without the pseudo-labelled
    assert card.training_voices == dict.fromkeys(WORDS, 5)
    assert card.training["command"] == f"{trained.config.command()} --name {exported}"
    assert replace(trained.config, **card.training["settings"]) == trained.config
    assert card.training["clips"] == {"train": 30 + len(RESTORED)}
    assert card.training["epochs"] == 3
    assert {"data", "seconds", "device", "precision", "versions"} <= set(card.training)
    assert card.metrics["test"]["clips"] == 6


def test_training_clips_are_counted_before_they_are_bounded(trained, tmp_path, monkeypatch):
    monkeypatch.setattr(export, "example_logits", lambda classifier: {})
    monkeypatch.setattr(export, "ship", lambda name, folder: None)
    config = replace(trained.config, max_per_word=4)
    export.export(config, trained.corpus, trained.result, "bounded", tmp_path)
    assert variants.card("bounded", tmp_path).training_clips == dict.fromkeys(WORDS, 10)
