"""A limit on calls that take much memory or time: a few run, some wait, and any more are refused with a sentence."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from starlette.concurrency import run_in_threadpool

Given = ParamSpec("Given")
Result = TypeVar("Result")


class Busy(Exception):
    """As many calls wait as may. The sentence says what to do."""

    def __init__(self) -> None:
        super().__init__("Too many people ask at the moment. Try again in a few seconds.")


class Limiter:
    """Runs calls in threads, at most `at_once` at the same time, while at most `waiting` others wait."""

    def __init__(self, at_once: int, waiting: int) -> None:
        self._free = asyncio.Semaphore(at_once)
        self._most = at_once + waiting
        self._inside = 0

    async def run(self, work: Callable[Given, Result], *given: Given.args, **named: Given.kwargs) -> Result:
        """The result of `work`, called in a thread once one is free. Raises Busy."""
        if self._inside >= self._most:
            raise Busy
        self._inside += 1
        try:
            async with self._free:
                return await run_in_threadpool(work, *given, **named)
        finally:
            self._inside -= 1
