"""Speech Commands as arrays: its clips, their words and voices, and their split into train, validation and test."""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Literal

import numpy as np

from speechcls.audio.kinds import is_named_as_sound

LOG = logging.getLogger(__name__)
Partition = Literal["speaker", "random"]
PARTS = ("train", "validation", "test")


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
    if not Path(folder).is_dir():
        raise DatasetError(
            f"There is no folder {folder}. Check its path, or fetch Speech Commands with: python -m speechcls data DIR"
        )
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
        official=np.array(
            [1 if p in listed["validation"] else 2 if p in listed["testing"] else 0 for p in paths], np.int8
        ),
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
                    "Mend validation_list.txt and testing_list.txt; train and evaluate can do without, by "
                    "--partition random."
                )
            raise DatasetError(
                f"{corpus.root} has no validation_list.txt and testing_list.txt, which the split by speaker needs. "
                "Add them from the public archive, or name the clips of both parts in them, a <word>/<file> a line. "
                "train and evaluate can do without, by --partition random."
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
