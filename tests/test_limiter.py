"""How many calls work at once, and how many wait."""

import asyncio
import threading

import pytest

from speechcls.ui.limiter import Busy, Limiter


def test_so_many_work_so_many_wait_and_one_more_is_told_so() -> None:
    limiter, begun, go, lock = Limiter(2, 3), threading.Semaphore(0), threading.Event(), threading.Lock()
    at_once = most = 0

    def work(number: int) -> int:
        nonlocal at_once, most
        with lock:
            at_once += 1
            most = max(most, at_once)
        begun.release()
        assert go.wait(10)
        with lock:
            at_once -= 1
        return number

    async def crowd() -> list[int]:
        asking = [asyncio.create_task(limiter.run(work, number)) for number in range(5)]
        await asyncio.sleep(0)  # they have all asked
        with pytest.raises(Busy, match="Try again"):
            await limiter.run(work, 5)
        for _ in range(2):
            assert await asyncio.to_thread(begun.acquire, timeout=10)
        go.set()
        answers = await asyncio.gather(*asking)
        return [*answers, await limiter.run(work, 6)]

    assert asyncio.run(crowd()) == [0, 1, 2, 3, 4, 6]
    assert most == 2


def test_work_that_fails_leaves_its_turn_to_others() -> None:
    limiter = Limiter(1, 0)

    async def ask() -> str:
        for _ in range(3):
            with pytest.raises(ZeroDivisionError):
                await limiter.run(lambda: 1 / 0)
        return await limiter.run(str, 7)

    assert asyncio.run(ask()) == "7"
