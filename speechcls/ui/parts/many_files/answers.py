"""Answers for many files: what each is, what its name says it should be, and who speaks in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePosixPath

from speechcls.audio import AudioError, Clip, workers
from speechcls.models.classifier import Answer, Classifier
from speechcls.ui.protocol.many_files import FileRow

BATCH = 16  # files of one request: answered well within a second, after which a cancelled run ends
PARTS = re.compile(r"[\W_\d]+")


def answer(files: Sequence[tuple[str, bytes]], classifier: Classifier, best: Classifier) -> list[FileRow]:
    """A row for each (path, content), in their order; in one that can't be read stands the reason.

    The second of each that is classified is the one that `best` chooses, as on the rest of the page.
    """
    clips = workers.read_all([content for _, content in files])
    read = [clip for clip in clips if isinstance(clip, Clip)]
    answers = iter(classifier.classify(read, best.choose(read)))
    words = classifier.card.words
    return [
        _refused(path, clip, words) if isinstance(clip, AudioError) else _row(path, clip, next(answers), words)
        for (path, _), clip in zip(files, clips, strict=True)
    ]


def _row(path: str, clip: Clip, answered: Answer, words: Sequence[str]) -> FileRow:
    return {
        "file": path,
        "word": answered.word,
        "probability": answered.probability,
        "heard": answered.heard,
        "reason": answered.reason,
        "missing": round(clip.missing, 3),
        "true": true_word(path, words),
        "voice": voice(path),
        "error": "",
    }


def _refused(path: str, error: AudioError, words: Sequence[str]) -> FileRow:
    sentence = str(error).replace("The sound ", "It ", 1)
    return {
        "file": path,
        "word": "",
        "probability": 0.0,
        "heard": False,
        "reason": "",
        "missing": 0.0,
        "true": true_word(path, words),
        "voice": voice(path),
        "error": sentence,
    }


def true_word(path: str, words: Sequence[str]) -> str:
    """The word that a file's folder is called after, or the beginning of its name; empty where neither is one."""
    place = PurePosixPath(path)
    for name in (place.parent.name, *PARTS.split(place.stem)[:1]):
        if name.lower() in words:
            return name.lower()
    return ""


def voice(path: str) -> str:
    """Who speaks, as <voice>_nohash_<n> tells; empty where nothing does."""
    name = PurePosixPath(path).stem
    return name.split("_nohash_")[0] if "_nohash_" in name else ""
