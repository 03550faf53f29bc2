"""Own words: seconds to teach, a live step beside the trained variants, and many people teaching at once.

Everybody opens a page, says takes of two words of their own one after the other, and leaves. What they are answered is
checked to hold their own words and takes alone.
"""

from __future__ import annotations

import argparse
import asyncio
import functools
import json
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import httpx
import numpy as np
from websockets.asyncio.client import connect

from benchmarks import machine, medians
from benchmarks.load import ROOT, running, state
from speechcls.audio import SAMPLE_RATE, Clip
from speechcls.models import variants
from speechcls.models.classifier import Classifier
from speechcls.models.heard_takes import listen
from speechcls.models.own_words import fit
from speechcls.models.takes import Take, wav

REST, LONGEST = 5.0, 90.0  # s in which memory must not have changed until it is read, and that are waited for it
STEADY = 1.0  # MB by which it may change meanwhile


def take(word: str, of: int, number: int) -> Take:
    """A made-up word of its own pitch, said a little differently each time."""
    rng = np.random.default_rng([of, number])
    times = np.arange(SAMPLE_RATE) / SAMPLE_RATE
    pitch = 90 + 17 * of + 3 * rng.standard_normal()
    voice = sum(np.sin(2 * np.pi * pitch * k * times * (1 + 0.1 * times)) / k for k in range(1, 12))
    shape = np.exp(-(((times - 0.5) / 0.12) ** 2)) * (1 + np.sin(2 * np.pi * (2 + of % 5) * times))
    return Take(word, Clip((0.2 * shape * voice + 1e-4 * rng.standard_normal(SAMPLE_RATE)).astype(np.float32)))


def teaching(words: int, takes: int) -> None:
    """Prints the seconds from takes to a variant, of which listening is done once for each take."""
    given = [take(f"word {word}", word, number) for word in range(words) for number in range(takes)]
    begun = time.perf_counter()
    heard = dict(enumerate(map(listen, given)))
    between = time.perf_counter()
    fit(heard, [f"word {word}" for word in range(words)])
    ended = time.perf_counter()
    print(f"{words} words of {takes} takes: {between - begun:.2f} s to listen, {ended - between:.2f} s to teach")


def steps(repeats: int) -> None:
    """Prints the milliseconds of one answer by each variant."""
    heard = dict(enumerate(listen(take(f"word {word}", word, number)) for word in range(8) for number in range(3)))
    classifiers = {name: Classifier.load(name) for name in variants.names()}
    classifiers["own words"] = fit(heard, [f"word {word}" for word in range(8)]).classifier
    wave = take("", 3, 9).clip.samples[None]

    def timed(classifier: Classifier) -> float:
        begun = time.perf_counter()
        classifier.judge(wave)
        return 1000 * (time.perf_counter() - begun)

    runs = {name: functools.partial(timed, classifier) for name, classifier in classifiers.items()}
    for name, milliseconds in medians(runs, repeats).items():
        print(f"{name:12} {milliseconds:6.2f} ms an answer")


def people(count: int, takes: int) -> None:
    """Prints what so many people who teach at once wait for, whether any got another's, and the server's memory."""
    with tempfile.TemporaryDirectory() as scratch, running(ROOT, scratch) as (address, pid):
        asyncio.run(_crowd(address, 1, 1))  # warm
        before = _steady(pid, Path(scratch))
        waited, most = asyncio.run(_crowd(address, count, takes, lambda: state(pid, Path(scratch))["MB"]))
        after = _steady(pid, Path(scratch))
    half, late = np.percentile(waited, [50, 95])
    print(f"{count} people, {2 * takes} takes each: {half:.0f} ms a take in the median, 95 % within {late:.0f} ms")
    print(f"server's memory: {before:.0f} MB before, {most:.0f} MB with all of them, {after:.0f} MB once they left")


def _steady(pid: int, scratch: Path) -> float:
    """Memory in MB once it stands still: what the server loads after its start, and frees later, has come and gone."""
    until, found = time.monotonic() + LONGEST, -STEADY
    while time.monotonic() < until:
        before, found = found, state(pid, scratch)["MB"]
        if abs(found - before) <= STEADY:
            break
        time.sleep(REST)
    return found


def _nothing() -> float:
    return 0.0


async def _crowd(
    address: str, count: int, takes: int, look: Callable[[], float] = _nothing
) -> tuple[list[float], float]:
    everybody = asyncio.Barrier(count + 1)
    people = asyncio.gather(*(_person(address, number, takes, everybody) for number in range(count)))
    async with everybody:  # all have taught, none has left
        most = await asyncio.to_thread(look)
    return [one for some in await people for one in some], most


async def _person(address: str, number: int, takes: int, everybody: asyncio.Barrier) -> list[float]:
    """Milliseconds from each take sent to having been taught it."""
    words = [f"{number} {word}" for word in ("on", "off")]
    waited = []
    async with connect(f"{address.replace('http', 'ws', 1)}/own") as socket:
        headers = {"x-own-words": json.loads(await socket.recv())["token"]}
        async with httpx.AsyncClient(base_url=address, timeout=120, headers=headers) as web:
            for said in range(takes):
                for place, word in enumerate(words):
                    sound = wav(take(word, 2 * number + place, said).clip)
                    begun = time.perf_counter()
                    told = await web.post("/own/takes", params={"word": word}, content=sound)
                    waited.append(1000 * (time.perf_counter() - begun))
                    _check(told.raise_for_status().json(), words, len(waited))
            async with everybody:
                pass
    return waited


def _check(told: dict, words: Sequence[str], takes: int) -> None:
    strange = [take for take in told["takes"] if take["word"] not in words]
    if strange or len(told["takes"]) != takes or not set(told["words"]) <= set(words):
        sys.exit(f"Somebody who taught {words} was answered {told['words']} with {len(told['takes'])} takes.")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.own_words", description=__doc__)
    parser.add_argument("--words", type=int, default=10)
    parser.add_argument("--takes", type=int, default=10, help="of each word")
    parser.add_argument("--people", type=int, default=20, help="at once; 0 leaves them out")
    parser.add_argument("--repeats", type=int, default=200, help="of an answer")
    given = parser.parse_args(arguments)
    print(machine())
    teaching(given.words, given.takes)
    steps(given.repeats)
    if given.people:
        people(given.people, 3)


if __name__ == "__main__":
    main()
