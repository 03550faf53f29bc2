"""Speech Commands as arrays: its clips, their split into train, validation and test, and their decoded samples."""

from __future__ import annotations

import hashlib
import logging
import os
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Literal

import numpy as np
import soundfile
import torch
from torch.utils.data import Dataset
from tqdm import tqdm

from speechcls import audio
from speechcls.audio import SAMPLE_RATE, AudioError, pad_right, to_int16
from speechcls.audio.kinds import is_named_as_sound
from speechcls.paths import home

LOG = logging.getLogger(__name__)
NOISES = {  # whole recordings, so that no noise of the test was trained on
    "train": ("doing_the_dishes", "exercise_bike", "pink_noise", "white_noise"),
    "test": ("dude_miaowing", "running_tap"),
}
Partition = Literal["speaker", "random"]
PARTS = ("train", "validation", "test")
PLAIN_BYTES = 2 * SAMPLE_RATE + 512  # of a wav file of one second, its header included
CONVERTED = (
    "%d of %d clips last longer than a second or are no wav at 16 kHz, mono: they are converted, and of more than a "
    "second the one with the most energy between 120 and 4,000 Hz is taken. predict takes the same, unless several "
    "stand out: then the one in which its network hears a word, which no training can ask yet."
)
STALE = 24 * 3600  # s after which the rest of a decoding that was killed is deleted


class DatasetError(ValueError):
    """A folder that doesn't hold Speech Commands as the public archive lays it out."""


@dataclass(frozen=True, eq=False)
class Corpus:
    """The clips of one folder, in the order of their paths. Arrays run over clips."""

    root: Path
    words: tuple[str, ...]
    paths: tuple[str, ...]  # "<word>/<voice>_nohash_<n>.wav", or <word>/ and any name of a sound
    labels: np.ndarray  # int64, indices into `words`; -1 where the clip's word was left out
    voices: np.ndarray  # str
    official: np.ndarray  # int8, indices into PARTS: the split by voice that the lists give
    pseudo_labelled: np.ndarray  # bool: the word was guessed by a network; such a clip only trains, in every split

    def __len__(self) -> int:
        return len(self.paths)

    @cached_property
    def stats(self) -> tuple[os.stat_result, ...]:
        """Size and time of change of each file, asked of the disk once."""
        return tuple((self.root / path).stat() for path in self.paths)

    @cached_property
    def digest(self) -> str:
        """Hash of which clips there are, of which size, in which part: what identifies the data of a training."""
        clips = zip(self.paths, self.stats, self.official, self.pseudo_labelled, strict=True)
        return _digest(f"{path} {stat.st_size} {part} {guessed:d}" for path, stat, part, guessed in clips)

    @cached_property
    def contents(self) -> str:
        """Hash of the files' names, sizes and times of change: what identifies a decoded copy of them."""
        clips = zip(self.paths, self.stats, strict=True)
        return _digest(f"{path} {stat.st_size} {stat.st_mtime_ns}" for path, stat in clips)

    def without(self, words: Sequence[str]) -> Corpus:
        """The same clips in the same split, without those of these words in any part."""
        if unknown := set(words) - set(self.words):
            raise DatasetError(f"{self.root} has no word {min(unknown)!r}. There are: {', '.join(self.words)}.")
        kept = tuple(word for word in self.words if word not in words)
        indices = np.array([kept.index(word) if word in kept else -1 for word in self.words])
        return replace(self, words=kept, labels=indices[self.labels])


def _digest(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def read_corpus(folder: Path) -> Corpus:
    """List the clips of a folder, or of the `speech_commands_v0.0x` in it. Version 0.02 (35 words) is read as well."""
    inside = sorted(Path(folder).glob("speech_commands_v0.0?"))
    root = inside[0] if inside else Path(folder)
    files = [f for f in root.glob("*/*") if f.parent.name[0] not in "_." and f.name[0] != "." and f.is_file()]
    paths = sorted(f"{f.parent.name}/{f.name}" for f in files if is_named_as_sound(f))
    if not paths:
        raise DatasetError(
            f"{folder} holds no sounds in folders named after words, such as <word>/<voice>_nohash_<n>.wav. "
            "Give the folder of Speech Commands as its archive unpacks, or fetch it with: python -m speechcls data DIR"
        )
    if other := len(files) - len(paths):
        LOG.warning("%d files in %s are passed over: they are not named as sounds.", other, root)
    if nameless := sum("_nohash_" not in path for path in paths):
        LOG.warning("%d of %d name no voice as <voice>_nohash_<n> does: each counts as its own.", nameless, len(paths))
    words = tuple(sorted({p.split("/")[0] for p in paths}))
    listed = {part: _read_list(root / f"{part}_list.txt") for part in ("validation", "testing", "restored")}
    return Corpus(
        root=root,
        words=words,
        paths=tuple(paths),
        labels=np.array([words.index(p.split("/")[0]) for p in paths]),
        voices=np.array([p.split("/")[1].split("_nohash_")[0] if "_nohash_" in p else p for p in paths]),
        official=np.array([1 if p in listed["validation"] else 2 if p in listed["testing"] else 0 for p in paths]),
        pseudo_labelled=np.array([p in listed["restored"] for p in paths]),
    )


def _read_list(file: Path) -> frozenset[str]:
    """The paths of a list, one a line; those of a list written on Windows have backslashes."""
    if not file.exists():
        return frozenset()
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    return frozenset(line.strip().replace("\\", "/") for line in lines if line.strip())


def split(corpus: Corpus, partition: Partition, seed: int) -> dict[str, np.ndarray]:
    """Indices of the clips of each part: by voice as the lists say, or 60/20/20 at random. Parts never overlap.

    Words that were left out are in no part, and leave the split of the others as it is.
    """
    if partition == "speaker":
        parts = corpus.official
        if not (parts > 0).any():
            if any((corpus.root / f"{part}_list.txt").exists() for part in ("validation", "testing")):
                raise DatasetError(
                    f"No line of the lists in {corpus.root} names one of its clips as <word>/<file>. "
                    "Mend validation_list.txt and testing_list.txt, or use --partition random."
                )
            raise DatasetError(
                f"{corpus.root} has no validation_list.txt and testing_list.txt, which the split by speaker needs. "
                "Add them from the public archive, or use --partition random."
            )
    else:
        order = np.random.default_rng(seed).permutation(len(corpus))
        parts = np.empty(len(corpus), dtype=np.int8)
        parts[order] = np.searchsorted([0.6, 0.8], np.arange(len(corpus)) / len(corpus), side="right")
    parts = np.where(corpus.pseudo_labelled, 0, parts)
    return {name: np.flatnonzero((parts == i) & (corpus.labels >= 0)) for i, name in enumerate(PARTS)}


def balance(corpus: Corpus, indices: np.ndarray, per_word: int) -> np.ndarray:
    """At most `per_word` of the indices for each word, always the same choice; 0 keeps all."""
    if not per_word:
        return indices
    shuffled = np.random.default_rng(0).permutation(indices)
    kept = [shuffled[corpus.labels[shuffled] == label][:per_word] for label in range(len(corpus.words))]
    return np.sort(np.concatenate(kept))


def repeat_rare(corpus: Corpus, indices: np.ndarray, at_least: int) -> np.ndarray:
    """The indices, with those of a word that has fewer than `at_least` repeated until there are `at_least`."""
    labels = corpus.labels[indices]
    own = (indices[labels == label] for label in np.unique(labels))
    more = [np.resize(some, at_least)[len(some) :] for some in own if len(some) < at_least]
    return np.concatenate([indices, *more])


def count_clips(corpus: Corpus, indices: np.ndarray) -> dict[str, int]:
    """Number of clips of each word among the indices, pseudo-labelled clips left out."""
    counts = np.bincount(corpus.labels[indices[~corpus.pseudo_labelled[indices]]], minlength=len(corpus.words))
    return {word: int(n) for word, n in zip(corpus.words, counts, strict=True)}


def count_voices(corpus: Corpus, indices: np.ndarray) -> dict[str, int]:
    """Number of people who said each word among the indices, pseudo-labelled clips left out."""
    own = indices[~corpus.pseudo_labelled[indices]]
    return {
        word: len(np.unique(corpus.voices[own[corpus.labels[own] == label]])) for label, word in enumerate(corpus.words)
    }


def load_waves(corpus: Corpus) -> np.ndarray:
    """The samples of all clips, int16 (clips, 16000), memory-mapped from the cache; decoded on the first call."""
    cache = home() / "waves" / f"{corpus.contents}.npy"
    if any(stat.st_size > PLAIN_BYTES for stat in corpus.stats):
        cache = cache.with_stem(f"{cache.stem}-second")  # a former version cached the first second instead
    if not cache.exists():
        cache.parent.mkdir(parents=True, exist_ok=True)
        for left in cache.parent.glob("*.part"):
            if left.stat().st_mtime < time.time() - STALE:
                left.unlink(missing_ok=True)
        partial = cache.with_suffix(f".{os.getpid()}.part")  # so that two trainings may decode at the same time
        shape = (len(corpus), SAMPLE_RATE)
        if others := sum(not _is_plain(corpus.root / path) for path in corpus.paths):
            LOG.warning(CONVERTED, others, len(corpus))
        try:
            waves = np.lib.format.open_memmap(partial, mode="w+", dtype=np.int16, shape=shape)
            for index, path in enumerate(tqdm(corpus.paths, desc="decoding", unit="clip")):
                waves[index] = _decode(corpus.root / path)
            waves.flush()
            del waves
            partial.replace(cache)
        finally:
            partial.unlink(missing_ok=True)
    return np.load(cache, mmap_mode="r")


def load_noises(corpus: Corpus, part: str) -> list[np.ndarray]:
    """The recordings of background noise of a part ("train", which serves validation too, or "test").

    Each is float32 (samples,), at 16 kHz.
    """
    files = [corpus.root / "_background_noise_" / f"{name}.wav" for name in NOISES[part]]
    if missing := [file for file in files if not file.exists()]:
        raise DatasetError(f"{missing[0]} is missing; the public archive holds it. Or leave out --noise, --negatives.")
    return [soundfile.read(file, dtype="float32")[0] for file in files]


def _is_plain(file: Path) -> bool:
    """Whether a file is a mono wav at 16 kHz of at most a second, as the clips of Speech Commands are."""
    if file.suffix != ".wav" or file.stat().st_size > PLAIN_BYTES:
        return False
    try:
        known = soundfile.info(file)
    except soundfile.LibsndfileError:
        return False
    return (known.samplerate, known.channels) == (SAMPLE_RATE, 1) and known.frames <= SAMPLE_RATE


def _decode(file: Path) -> np.ndarray:
    """The second to train on, int16: the loudest by `Clip.second`; shorter clips are padded on the right.

    `predict` takes the same one, unless several stand out (`Classifier.choose`), for which it asks the network.
    """
    if _is_plain(file):
        return pad_right(soundfile.read(file, dtype="int16")[0])
    try:
        clip = audio.read(file)
    except AudioError as error:
        raise DatasetError(f"{file} can't be taught: {error} Or take it out of the folder.") from error
    return to_int16(clip.second() if clip.duration > 1 else pad_right(clip.samples))


class Waves(Dataset[tuple[torch.Tensor, torch.Tensor]]):
    """Clips in the memory of a device, fetched a whole batch at a time.

    An item is (waves (batch, 16000) int16, labels (batch,) int64), so a DataLoader over it needs no workers and the
    identity as its `collate_fn`.
    """

    def __init__(self, waves: np.ndarray, labels: np.ndarray, indices: np.ndarray, device: torch.device) -> None:
        self.waves = torch.from_numpy(waves[indices]).to(device)
        self.labels = torch.from_numpy(labels[indices]).to(device)

    def add(self, waves: np.ndarray) -> None:
        """Add clips of each word, int16 (words, clips, 16000)."""
        labels = torch.arange(len(waves), device=self.labels.device).repeat_interleave(waves.shape[1])
        more = torch.from_numpy(waves.reshape(-1, SAMPLE_RATE)).to(self.waves.device)
        self.waves, self.labels = torch.cat([self.waves, more]), torch.cat([self.labels, labels])

    def __len__(self) -> int:
        return len(self.labels)

    def __getitems__(self, items: Sequence[int]) -> tuple[torch.Tensor, torch.Tensor]:
        index = torch.as_tensor(items, device=self.labels.device)
        return self.waves[index], self.labels[index]
