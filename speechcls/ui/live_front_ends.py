"""Pictures of two front ends over the last second of arriving sound, made in a thread beside the answers."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from speechcls.audio import Clip
from speechcls.live.batcher import Batcher
from speechcls.ui.model_pool import ModelPool
from speechcls.ui.parts.front_ends import comparison
from speechcls.ui.parts.front_ends.comparison import Pair
from speechcls.ui.protocol.live import LiveFrontEnds

PERIOD = 0.25  # s between two pictures of one listener


class LiveFrontEndPictures:
    """Draws for all listeners, one after another, so that pictures never take more than one core from the answers."""

    def __init__(self, pool: ModelPool, batcher: Batcher) -> None:
        self.pool, self.batcher = pool, batcher
        self.thread = ThreadPoolExecutor(1, "front ends")

    async def draw(self, second: np.ndarray, pair: Pair) -> str:
        """The message with pictures of a second (16000,), and the word by each network trained with one of the two."""
        words = [await self._word(second, *trained) for trained in comparison.trained(self.pool, pair)]
        return await asyncio.get_running_loop().run_in_executor(self.thread, _message, second, pair, words)

    async def _word(self, second: np.ndarray, front_end: str, variant: str) -> str:
        probabilities, reason = await asyncio.wrap_future(self.batcher.submit(variant, second))
        best = int(np.argmax(probabilities))
        word = "" if reason else self.pool.classifiers[variant].card.words[best]
        return comparison.heard(front_end, variant, word, float(probabilities[best]))

    def close(self) -> None:
        self.thread.shutdown(cancel_futures=True)


def _message(second: np.ndarray, pair: Pair, words: list[str]) -> str:
    told: LiveFrontEnds = {"front_ends": comparison.describe(Clip(second), 0.0, pair, words, live=True)}
    return json.dumps(told)
