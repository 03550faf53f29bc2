"""What several test files share: a small Speech Commands, one training on it, and variants of untrained weights."""

import functools
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
import torch

import alsa
from serving import serving
from speechcls.data.corpus import Corpus, read_corpus
from speechcls.frontends.atlas import by_name
from speechcls.models import variants
from speechcls.models.networks import MODELS
from speechcls.models.weights import pack
from synthetic import WORDS, write_corpus

if TYPE_CHECKING:
    from speechcls.ui.model_pool import ModelPool

os.environ["CUDA_VISIBLE_DEVICES"] = ""  # a GPU adds in another order each time, and trainings are compared exactly

# A shell that runs the tests in the background has them ignore Ctrl-C, and so would the programs that they end with it.
signal.signal(signal.SIGINT, signal.default_int_handler)


# Fixtures that take seconds: tests that ask for one are marked `slow`.
TAKES_LONG = {"trained", "served", "address", "plug"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        asked = set(getattr(item, "fixturenames", ()))
        if item.path.parent.name == "browser":
            item.add_marker(pytest.mark.browser)
        if asked & TAKES_LONG:
            item.add_marker(pytest.mark.slow)
        if "pool" in asked:
            item.add_marker(pytest.mark.shipped)


@pytest.fixture(scope="session")
def pool() -> "ModelPool":
    """The shipped networks, loaded once for all tests. Not to be changed."""
    from speechcls.ui.model_pool import ModelPool

    return ModelPool()


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of caches and checkpoints, another for each test."""
    monkeypatch.setenv("SPEECHCLS_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of Speech Commands, in small: see synthetic.py. Not to be changed."""
    return write_corpus(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="session")
def corpus(data: Path) -> Corpus:
    return read_corpus(data)


@pytest.fixture
def one_thread() -> Iterator[None]:
    """Sums of the same numbers in the same order, in this process and in those that it starts."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture(scope="session")
def trained(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    """Three epochs without a break: config, corpus, result (a Trained), and rate and size of every batch."""
    from speechcls.results.config import TrainingConfig
    from speechcls.training import loop

    config = TrainingConfig("mel", partition="speaker", epochs=3, batch_size=8, patience=0)
    rates, sizes, step, threads = [], [], loop.Recogniser.training_step, torch.get_num_threads()

    def watched_step(self, batch, place):
        rates.append(self.trainer.optimizers[0].param_groups[0]["lr"])
        sizes.append(len(batch[1]))
        return step(self, batch, place)

    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("home")
        patch.setenv("SPEECHCLS_HOME", str(folder))
        patch.setattr(loop.Recogniser, "training_step", watched_step)
        torch.set_num_threads(1)
        result = loop.train(config, corpus)
        torch.set_num_threads(threads)
    return SimpleNamespace(config=config, corpus=corpus, result=result, rates=rates, sizes=sizes, home=folder)


@functools.cache
def untrained(network: str, seed: int, **sizes: int) -> bytes:
    torch.manual_seed(seed)
    return pack(MODELS[network](**sizes))


@pytest.fixture
def card() -> Callable[..., variants.Card]:
    """Makes the card of a variant that nobody trained; fields can be given."""

    def make(name: str = "fake", front_end: str = "logmel", accuracy: float = 0.5, **fields) -> variants.Card:
        words = fields.get("words", WORDS)
        made = {
            "network": "chapter",
            "sizes": {"channels": by_name(front_end).channels, "words": len(words)},
            "words": words,
            "metrics": {"test": {"accuracy": accuracy, "accuracy_covered": accuracy, "loss": 1.0, "clips": 9}},
            "training_clips": dict.fromkeys(words, 1000),
            "training": {"settings": {"partition": "speaker", "seed": 0}},
            "example": {},
        }
        return variants.Card(name, by_name(front_end), **made | fields)

    return make


@pytest.fixture
def fake(card: Callable[..., variants.Card], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Writes an untrained variant into an empty folder of variants, the only one that is looked into."""
    monkeypatch.setattr(variants, "FOLDER", tmp_path / "variants")

    def make(*args, seed: int = 0, **fields) -> Path:
        made = card(*args, **fields)
        return variants.save(made, untrained(made.network, seed, **made.sizes))

    return make


@pytest.fixture
def plug(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable]:
    """Gives this program a microphone that hears int16 samples: see alsa.py."""
    yield from alsa.plugged(tmp_path, monkeypatch)


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the running app."""
    with serving(tmp_path_factory.mktemp("server")) as address:
        yield address


@pytest.fixture(scope="session")
def address(served: str) -> str:
    """The address that the tests open; those of proxies put another in front."""
    return served
