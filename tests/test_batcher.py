"""One forward pass for all who wait: who shares it, who comes first, and what an error or the end does."""

import threading
from concurrent.futures import CancelledError
from types import SimpleNamespace

import numpy as np
import pytest

from speechcls.live.batcher import Batcher

RATE = 16_000  # Hz
WORDS = ("go", "stop", "up")


class Slow:
    """A classifier that answers when it is told to, and remembers what it was asked."""

    def __init__(self) -> None:
        self.batches: list[list[float]] = []
        self.begun, self.go = threading.Semaphore(0), threading.Semaphore(0)

    def judge(self, waves: np.ndarray):
        self.batches.append(waves[:, 0].tolist())
        self.begun.release()
        assert self.go.acquire(timeout=60)
        if (waves < 0).any():
            raise RuntimeError("negative")
        return np.stack([[wave[0], 1 - wave[0]] for wave in waves]), ["" for _ in waves]


def wave(number: float) -> np.ndarray:
    """A second that is no silence and begins with a number."""
    samples = np.zeros(RATE, np.float32)
    samples[8_000:9_000:2] = 0.5
    samples[0] = number
    return samples


@pytest.fixture
def queue():
    """A batcher over two slow classifiers, each of which is told to go on at the end."""
    slow = SimpleNamespace(one=Slow(), other=Slow())
    slow.batcher = Batcher({"one": slow.one, "other": slow.other})
    yield slow
    for classifier in (slow.one, slow.other):
        classifier.go.release(100)
    slow.batcher.close()


def wait(answer):
    return answer.result(timeout=60)


def test_what_waits_together_is_answered_in_one_pass_and_each_gets_its_own(queue):
    first = queue.batcher.submit("one", wave(0.0))
    assert queue.one.begun.acquire(timeout=60)
    answers = [queue.batcher.submit("one", wave(n / 8)) for n in range(1, 8)]
    queue.one.go.release(2)
    assert wait(first)[0].tolist() == [0.0, 1.0]
    for n, answer in enumerate(answers, 1):
        probabilities, reason = wait(answer)
        assert (probabilities.tolist(), reason) == ([n / 8, 1 - n / 8], "")
    assert queue.one.batches == [[0.0], [n / 8 for n in range(1, 8)]]


def test_silence_is_told_without_the_network(queue, card):
    queue.one.card = card(words=WORDS)
    answers = [queue.batcher.submit("one", np.full(RATE, level, np.float32)) for level in (0.0, 0.25)]
    for probabilities, reason in map(wait, answers):
        assert (probabilities.tolist(), reason) == ([0.0, 0.0, 0.0], "silence")
    assert queue.one.batches == []


def test_who_waits_longest_comes_first_whatever_the_variant(queue):
    queue.batcher.submit("one", wave(0.0))
    assert queue.one.begun.acquire(timeout=60)
    other = queue.batcher.submit("other", wave(0.5))
    more = [queue.batcher.submit("one", wave(0.25)) for _ in range(3)]
    queue.one.go.release()
    assert queue.other.begun.acquire(timeout=60)
    assert queue.one.batches == [[0.0]]
    queue.other.go.release()
    queue.one.go.release()
    assert wait(other)[0].tolist() == [0.5, 0.5]
    assert [wait(answer)[0][0] for answer in more] == [0.25] * 3


def test_an_error_reaches_those_it_concerns_and_nobody_else(queue):
    queue.one.go.release(2)
    with pytest.raises(RuntimeError, match="negative"):
        wait(queue.batcher.submit("one", wave(-1.0)))
    with pytest.raises(KeyError):
        wait(queue.batcher.submit("unknown", wave(0.5)))
    assert wait(queue.batcher.submit("one", wave(0.5)))[0].tolist() == [0.5, 0.5]


def test_one_that_nobody_waits_for_any_more_is_not_computed(queue):
    queue.batcher.submit("one", wave(0.0))
    assert queue.one.begun.acquire(timeout=60)
    left, stays = queue.batcher.submit("one", wave(0.25)), queue.batcher.submit("one", wave(0.5))
    assert left.cancel()
    queue.one.go.release(2)
    assert wait(stays)[0][0] == 0.5
    assert queue.one.batches == [[0.0], [0.5]]


def test_closing_tells_those_who_wait_and_ends_the_thread(queue):
    running = queue.batcher.submit("one", wave(0.0))
    assert queue.one.begun.acquire(timeout=60)
    waiting = queue.batcher.submit("one", wave(0.5))
    queue.one.go.release()
    queue.batcher.close()
    with pytest.raises(CancelledError):
        wait(waiting)
    assert wait(running)[0][0] == 0.0
    assert not queue.batcher._thread.is_alive()
    with pytest.raises(RuntimeError, match="closed"):
        queue.batcher.submit("one", wave(0.0))
