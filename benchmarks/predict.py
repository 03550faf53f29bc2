"""Files per second of `speechcls predict` beside a plain loop of librosa and eager torch, file by file; and by Ray.

Ray's time has its start in it.
"""

from __future__ import annotations

import argparse
import tempfile
import time
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path

import librosa
import numpy as np
import soundfile
import torch

from benchmarks import machine, medians
from speechcls.audio import SAMPLE_RATE
from speechcls.evaluation import batch
from speechcls.evaluation.files import find_sounds
from speechcls.frontends.atlas import by_name
from speechcls.frontends.config import FrontEndConfig
from speechcls.models import variants
from speechcls.models.classifier import Classifier
from speechcls.models.networks import MODELS
from speechcls.models.variants import Card
from speechcls.models.weights import pack


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.predict", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="sound files; without one, noise written for the occasion")
    parser.add_argument("--files", type=int, default=200, help="how many to write")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--variants", nargs="+", help="default: all that are shipped")
    parser.add_argument("--ray", type=int, nargs="+", default=[], metavar="ACTORS", help="measure so many actors, too")
    options = parser.parse_args(arguments)

    with tempfile.TemporaryDirectory() as scratch:
        folder = options.folder or _noise(Path(scratch) / "noise", options.files)
        files = find_sounds([folder]).files
        print(f"{len(files)} files; {machine()}; files/s, medians of {options.repeats}")
        print(f"  {'variant':20}{'speechcls':>10}{'librosa loop':>14}{'ratio':>8}   same word, probability within")
        for classifier in _classifiers(Path(scratch) / "variants", options.variants):
            _compare(classifier, files, options.repeats)
            for actors in options.ray:
                rate = _by_ray(classifier, files, actors, Path(scratch) / f"{classifier.card.name}-{actors}")
                print(f"  {classifier.card.name:20}{rate:10.1f}  by Ray, {actors} actors", flush=True)


def _compare(classifier: Classifier, files: list[Path], repeats: int) -> None:
    usual = UsualLoop(classifier)
    pairs = list(zip(_answers(files, classifier), usual.answers(files), strict=True))  # and both are warm
    same = sum(our_word == their_word for (our_word, _), (their_word, _) in pairs)
    apart = max(abs(ours - theirs) for (_, ours), (_, theirs) in pairs)
    rates = medians(
        {
            "ours": _rated(lambda: _answers(files, classifier), len(files)),
            "theirs": _rated(lambda: usual.answers(files), len(files)),
        },
        repeats,
    )
    ratio = rates["ours"] / rates["theirs"]
    measured = f"{rates['ours']:10.1f}{rates['theirs']:14.1f}{ratio:8.2f}"
    right = _share_right(files, [word for (word, _), _ in pairs], classifier.card.words)
    print(f"  {classifier.card.name:20}{measured}   {same} of {len(files)}, {apart:.0e}{right}", flush=True)


def _by_ray(classifier: Classifier, files: list[Path], actors: int, output: Path) -> float:
    """Files a second of a run by Ray from its start to its end; of a shipped variant, which actors find by its name."""
    import ray

    from speechcls.evaluation import many, parts

    name = classifier.card.name
    begun = time.perf_counter()
    counts = many.answer(files, parts.Job(str(output), "csv", (name,), name), actors)
    taken = time.perf_counter() - begun
    ray.shutdown()
    return counts.answered / taken


def _share_right(files: list[Path], words: list[str], known: Sequence[str]) -> str:
    """How many answers name the folder that their file lies in, where all folders are words."""
    truths = [file.parent.name for file in files]
    if not set(truths) <= set(known):
        return ""
    return f"; right: {sum(map(str.__eq__, words, truths)) / len(files):.3f}"


def _answers(files: list[Path], classifier: Classifier) -> list[tuple[str, float]]:
    """The best word of each file, with its probability."""

    def refuse(file: object, error: Exception) -> None:
        raise SystemExit(f"{file}: {error}")

    return [(row.answer.word, row.answer.probability) for row in batch.predict(files, [classifier], refuse)]


class UsualLoop:
    """A variant as a script would use it: librosa reads and transforms, torch answers, one file after another.

    The same weights and front end, so the same words; but of a file longer than a second, by its first.
    """

    def __init__(self, classifier: Classifier) -> None:
        self.card = classifier.card
        self.network = MODELS[self.card.network](**self.card.sizes).eval()
        self.network.load_state_dict(classifier.variant.network.state_dict())
        self.filters = _filters(self.card.front_end)

    @torch.no_grad()
    def answers(self, files: list[Path]) -> list[tuple[str, float]]:
        answers = []
        for file in files:
            wave, _ = librosa.load(file, sr=SAMPLE_RATE)
            features = self.features(librosa.util.fix_length(wave, size=SAMPLE_RATE))
            probabilities = torch.softmax(self.network(torch.from_numpy(features)[None])[0], dim=0)
            best = int(probabilities.argmax())
            answers.append((self.card.words[best], float(probabilities[best])))
        return answers

    def features(self, wave: np.ndarray) -> np.ndarray:
        """(channels, bins, frames) float32 of one second, (16000,)."""
        front_end = self.card.front_end
        spectrum = librosa.stft(
            wave,
            n_fft=front_end.n_fft,
            win_length=front_end.window_samples,
            hop_length=front_end.hop_samples,
            pad_mode="reflect",
        )
        spectrum /= np.sqrt(np.sum(librosa.filters.get_window("hann", front_end.window_samples) ** 2))
        if front_end.power is None:
            values = np.stack([spectrum.real, spectrum.imag])
        else:
            values = np.abs(spectrum)[None] ** front_end.power
        if self.filters is not None:
            values = self.filters @ values
        if front_end.log:
            values = np.log(values + front_end.floor)
        return ((values - front_end.mean) / front_end.deviation).astype(np.float32)


def _filters(front_end: FrontEndConfig) -> np.ndarray | None:
    if not front_end.n_bands:
        return None
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Empty filters detected")  # the chapter's has one
        return librosa.filters.mel(sr=SAMPLE_RATE, n_fft=front_end.n_fft, n_mels=front_end.n_bands, htk=True, norm=None)


def _rated(work: Callable[[], object], count: int) -> Callable[[], float]:
    def run() -> float:
        begun = time.perf_counter()
        work()
        return count / (time.perf_counter() - begun)

    return run


def _classifiers(scratch: Path, wanted: list[str] | None = None) -> list[Classifier]:
    """The wanted variants, or every shipped one; where there is none, the chapter's networks before any training."""
    if names := wanted or variants.names():
        return [Classifier.load(name) for name in names]
    return [untrained(name, scratch) for name in ("power", "mel", "complex")]


def untrained(front_end: str, scratch: Path) -> Classifier:
    """The chapter's network as it starts, saved and loaded as a variant."""
    words = tuple(f"word {i}" for i in range(30))
    sizes = {"channels": by_name(front_end).channels, "words": len(words)}
    guessing = {"test": {"accuracy_covered": 1 / len(words)}}
    card = Card(f"{front_end}, untrained", by_name(front_end), "chapter", sizes, words, guessing, {}, {}, {})
    torch.manual_seed(0)
    variants.save(card, pack(MODELS[card.network](**sizes)), scratch)
    return Classifier(variants.load(card.name, scratch))


def _noise(folder: Path, files: int) -> Path:
    """That many seconds of noise as 16-bit wav, 16 kHz."""
    folder.mkdir()
    draw = np.random.default_rng(0)
    for number in range(files):
        soundfile.write(folder / f"{number:04}.wav", 0.1 * draw.standard_normal(SAMPLE_RATE), SAMPLE_RATE)
    return folder


if __name__ == "__main__":
    main()
