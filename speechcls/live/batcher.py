"""Windows of several listeners batched into one forward pass."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Mapping
from concurrent.futures import Future

import numpy as np

from speechcls.live.detector import Answered
from speechcls.models.classifier import BATCH, Classifier
from speechcls.models.rejection import is_silence


class Batcher:
    """Answers windows in a thread of its own; those that wait for the same variant share a forward pass.

    The variant of the window that waits longest comes first, so no variant waits for more than one pass of another.
    The queue holds one window a waiting listener, and is bounded by their number.
    """

    def __init__(self, classifiers: Mapping[str, Classifier]) -> None:
        self.classifiers = classifiers
        self._waiting: deque[tuple[str, np.ndarray, Future[Answered]]] = deque()
        self._change = threading.Condition()
        self._closed = False
        self._thread = threading.Thread(target=self._work, name="live", daemon=True)
        self._thread.start()

    def submit(self, name: str, wave: np.ndarray) -> Future[Answered]:
        """The answer of a variant for a window, (16000,) float32. Cancel the future and it is never computed."""
        answer: Future[Answered] = Future()
        with self._change:
            if self._closed:
                raise RuntimeError("The batcher is closed, so nothing answers any more.")
            self._waiting.append((name, wave, answer))
            self._change.notify()
        return answer

    def close(self) -> None:
        """End the thread after its current pass, and cancel the futures that still wait."""
        with self._change:
            self._closed = True
            left = list(self._waiting)
            self._waiting.clear()
            self._change.notify()
        for _, _, answer in left:
            answer.cancel()
        self._thread.join()

    def _work(self) -> None:
        while batch := self._next():
            name = batch[0][0]
            taken = [(wave, answer) for _, wave, answer in batch if answer.set_running_or_notify_cancel()]
            if taken:
                self._answer(name, [wave for wave, _ in taken], [answer for _, answer in taken])
            del batch, taken  # or the last sound would stay in memory until the next one comes

    def _next(self) -> list[tuple[str, np.ndarray, Future[Answered]]]:
        """The window that waits longest, with all others for its variant. Blocks until one comes; empty when closed."""
        with self._change:
            self._change.wait_for(lambda: self._waiting or self._closed)
            if self._closed:
                return []
            name = self._waiting[0][0]
            batch = [one for one in self._waiting if one[0] == name][:BATCH]
            taken = {id(one) for one in batch}
            self._waiting = deque(one for one in self._waiting if id(one) not in taken)
        return batch

    def _answer(self, name: str, waves: list[np.ndarray], answers: list[Future[Answered]]) -> None:
        """Silence, which most listeners send most of the time, is told without the network."""
        try:
            classifier, stacked = self.classifiers[name], np.stack(waves)
            silent = is_silence(stacked)
            heard = iter(()) if silent.all() else zip(*classifier.judge(stacked[~silent]), strict=True)
        except Exception as error:  # passed to those who wait; the thread goes on for the others
            for answer in answers:
                answer.set_exception(error)
            return
        for answer, nothing in zip(answers, silent, strict=True):
            answer.set_result((np.zeros(len(classifier.card.words)), "silence") if nothing else next(heard))
