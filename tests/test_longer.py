"""A whole recording is heard as live sound is, and a longer sound's words travel as live answers do."""

import numpy as np
import pytest

from speechcls import audio
from speechcls.audio import SAMPLE_RATE, Clip
from speechcls.evaluation import streaming
from speechcls.live import whole
from speechcls.models.classifier import Classifier
from speechcls.ui import longer
from speechcls.ui.selection import Selection, example_files

WORDS = ("stop", "seven", "bird")
APART = 1.5  # s from the middle of one word to that of the next


class Recorded:
    """As streaming's recordings are, as far as listening to them goes."""

    def __init__(self, samples: np.ndarray) -> None:
        self.samples = samples
        self.seconds = len(samples) / SAMPLE_RATE


@pytest.fixture(scope="module")
def spoken() -> np.ndarray:
    samples = 0.001 * np.random.default_rng(0).standard_normal(round((APART * len(WORDS) + 0.5) * SAMPLE_RATE))
    for place, word in enumerate(WORDS):
        at = round(place * APART * SAMPLE_RATE)
        samples[at : at + SAMPLE_RATE] += audio.read(example_files()[word]).samples
    return samples.astype(np.float32)


@pytest.fixture(scope="module")
def compact() -> Classifier:
    return Classifier.load("compact")


def test_a_whole_recording_gives_the_words_that_the_streaming_evaluation_catches(
    spoken: np.ndarray, compact: Classifier
) -> None:
    found = [word for update in whole.updates(compact, spoken) for word in update.detections]
    heard = Recorded(np.pad(spoken, (0, round(whole.AFTER * SAMPLE_RATE))))
    caught = streaming.catch(streaming.hear(compact, heard), compact.rejection)
    assert [(word.word, word.seconds) for word in found] == [(word.word, word.seconds) for word in caught]
    assert [word.word for word in found] == list(WORDS)
    for place, word in enumerate(found):
        assert word.seconds == pytest.approx(0.5 + place * APART, abs=0.25)


def test_a_word_at_the_very_end_is_heard(compact: Classifier) -> None:
    word = audio.read(example_files()["seven"]).samples
    loud = np.flatnonzero(np.abs(word) > 0.05)
    ends = np.concatenate([0.001 * np.random.default_rng(0).standard_normal(SAMPLE_RATE), word[: loud[-1] + 400]])
    found = [d.word for update in whole.updates(compact, ends.astype(np.float32)) for d in update.detections]
    assert found == ["seven"]


def test_only_a_longer_sound_has_words_over_time(spoken: np.ndarray, compact: Classifier) -> None:
    told = longer.words(compact, Selection(Clip(spoken), 0.0), 7)
    assert (told["turn"], told["variant"], told["seconds"]) == (7, "compact", len(spoken) / SAMPLE_RATE)
    assert [word["word"] for update in told["updates"] for word in update["detections"]] == list(WORDS)
    assert longer.words(compact, Selection(Clip(spoken[:SAMPLE_RATE]), 0.0), 8)["updates"] == []
    assert longer.words(compact, None, 9)["updates"] == []
