"""The half of class_room.py beside the browsers: opens the page in each, lets some listen, and counts."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Coroutine, Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

LISTEN = 30.0  # s beyond those of listening itself that are kept for it, of the whole limit
CLOSE = 10.0  # s
POLL = 250  # ms; at each of its pictures, as it would by default, a browser has better things to do


@dataclass
class Seen:
    """What people saw who opened the page, and what it took."""

    opened: list[float] = field(default_factory=list)  # s from going to the page until it answers and can listen
    first: list[float] = field(default_factory=list)  # s from Listen to the first word that was caught
    caught: list[int] = field(default_factory=list)  # words of each who listened to the end
    complaints: list[str] = field(default_factory=list)
    processor: dict[str, dict[str, float]] = field(default_factory=dict)  # s by what was done and by whom


@dataclass(frozen=True)
class Visit:
    """Who goes where, and for how long."""

    url: str
    browsers: int
    at_once: int  # who open the page at the same time
    listening: int
    seconds: float  # of listening
    limit: float  # s for everything
    server: int  # process

    async def seen(self) -> dict[str, Any]:
        seen = Seen()
        began = time.monotonic()
        async with self._pages(seen) as pages:
            opened: list[Any] = []
            gate = asyncio.Semaphore(self.at_once)
            async with self._measured("opening", seen):
                left = self.limit - self.seconds - LISTEN
                await until(left, (self._open(page, gate, opened, seen) for page in pages))
            _progress(f"{len(opened)} of {self.browsers} have their page after {time.monotonic() - began:.0f} s")
            async with self._measured("listening", seen):
                left = self.limit - (time.monotonic() - began)
                await until(left, (self._listen(page, seen) for page in opened[: self.listening]))
        return asdict(seen)

    @contextlib.asynccontextmanager
    async def _pages(self, seen: Seen) -> AsyncIterator[list[Any]]:
        """An empty page for each person, in a context of its own, of one Chromium."""
        from playwright.async_api import async_playwright

        from browser.chromium import find, hearing

        chromium = find()
        if not chromium:
            raise SystemExit("No Chromium that starts was found; see tests/browser/chromium.py.")
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            async with async_playwright() as playwright:
                spoken = hearing(Path(folder) / "stop.wav")
                browser = await playwright.chromium.launch(executable_path=chromium, args=spoken)
                contexts = [await browser.new_context(ignore_https_errors=True) for _ in range(self.browsers)]
                pages = [await context.new_page() for context in contexts]
                for page in pages:
                    page.set_default_timeout(1000 * self.limit)
                    page.on("pageerror", lambda error: seen.complaints.append(str(error)))
                yield pages
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(browser.close(), CLOSE)

    @contextlib.asynccontextmanager
    async def _measured(self, name: str, seen: Seen) -> AsyncIterator[None]:
        def now() -> dict[str, float]:
            every = {"server": processor(self.server), "browsers": processor(os.getpid())}
            return {**every, "wall": time.monotonic()}

        before = now()
        yield
        seen.processor[name] = {who: after - before[who] for who, after in now().items()}

    async def _open(self, page: Any, gate: asyncio.Semaphore, opened: list[Any], seen: Seen) -> None:
        async with gate:
            began = time.monotonic()
            await page.goto(self.url)
            await page.wait_for_function(
                "document.querySelector('.pictures')?.dataset.turn && document.querySelector('#word')"
                ".dataset.heard === 'true' && !document.querySelector('.listen').closest('.waits')",
                polling=POLL,
            )
            seen.opened.append(time.monotonic() - began)
            opened.append(page)
            _progress(f"opened: {len(opened)} of {self.browsers}, the last after {seen.opened[-1]:.1f} s")

    async def _listen(self, page: Any, seen: Seen) -> None:
        began = time.monotonic()
        await page.click(".listen")
        await page.wait_for_selector("#detections li")
        seen.first.append(time.monotonic() - began)
        await page.wait_for_timeout(1000 * self.seconds)
        seen.caught.append(await page.locator("#detections li").count())
        _progress(f"listened: {len(seen.caught)} of {self.listening}, {seen.caught[-1]} words")


async def until(seconds: float, each: Iterable[Coroutine[Any, Any, None]]) -> None:
    """Lets all run at once, and whoever has not ended by then go; what failed is raised."""
    tasks = [asyncio.create_task(one) for one in each]
    if not tasks:
        return
    done, late = await asyncio.wait(tasks, timeout=max(0.0, seconds))
    for task in late:
        task.cancel()
    await asyncio.gather(*late, return_exceptions=True)
    for task in done:
        task.result()


def processor(process: int, proc: Path = Path("/proc")) -> float:
    """Seconds of processor that a process and all below it took, those that ended included; NaN without /proc."""
    if not proc.exists():
        return float("nan")
    below: dict[int, list[int]] = {}
    took: dict[int, int] = {}
    for status in proc.glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # it has ended
            columns = status.read_text().rpartition(")")[2].split()
            below.setdefault(int(columns[1]), []).append(int(status.parent.name))
            took[int(status.parent.name)] = sum(map(int, columns[11:15]))  # of its own and of its children that ended

    def of(parent: int) -> int:
        return took.get(parent, 0) + sum(map(of, below.get(parent, [])))

    return of(process) / os.sysconf("SC_CLK_TCK")


def _progress(told: str) -> None:
    print(told, file=sys.stderr, flush=True)
