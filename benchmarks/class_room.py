"""Thirty browsers open the page of `app.py --class` over https, ten of them listening at once, and how long it takes.

Server and browsers are in network namespaces of their own, joined by a pair of virtual cables, where the system lets
this user make such; elsewhere the browsers go by this computer's address on its network. The browsers are one Chromium,
each person in a context of its own, and their microphone hears "stop" every two seconds. They share this computer's
cores with the server, which thirty phones don't: what each of the two took is told apart.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from subprocess import PIPE
from typing import IO

import numpy as np

from benchmarks import machine
from benchmarks._class_visitors import Seen, Visit

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from serving import PATIENCE, ROOT, free_port

MOST = 60  # browsers, so that a slip of the hand takes no computer down
SERVER, CLASS = (f"speechcls-{end}-{os.getpid()}" for end in ("server", "class"))  # network namespaces
ADDRESSES = {SERVER: "192.0.2.1", CLASS: "192.0.2.2"}  # for documentation (RFC 5737), so on no real network
WORD = 2.0  # s from one word at the microphone to the next
START = 60.0  # s beyond the limit in which the browsers have to be up, and gone


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.class_room", description=__doc__)
    parser.add_argument("--browsers", type=int, default=30)
    parser.add_argument("--at-once", type=int, default=10, help="how many of them open the page at the same time")
    parser.add_argument("--listening", type=int, default=10, help="how many of them listen at once")
    parser.add_argument("--seconds", type=float, default=20.0, help="how long they listen")
    parser.add_argument("--limit", type=float, default=200.0, help="seconds after which whoever is late is left out")
    parser.add_argument("--visit", metavar="URL", help=argparse.SUPPRESS)  # the half that runs beside the browsers
    parser.add_argument("--server", type=int, default=0, help=argparse.SUPPRESS)
    asked = parser.parse_args(arguments)
    if not 0 < asked.browsers <= MOST or not 0 <= asked.listening <= asked.browsers or asked.at_once < 1:
        parser.error(f"At most {MOST} browsers, at least one at once, and no more of them listening than there are.")
    if asked.visit:
        print(json.dumps(asyncio.run(visit_of(asked).seen())))
        return
    with networks() as (inside_server, inside_class, how), serving(inside_server) as (url, server):
        program = [sys.executable, "-m", "benchmarks.class_room", f"--visit={url}", f"--server={server}"]
        program += [f"--{name.replace('_', '-')}={getattr(asked, name)}" for name in PASSED]
        ended = subprocess.run(
            [*inside_class, *program], cwd=ROOT, stdout=PIPE, text=True, check=True, timeout=asked.limit + START
        )
    report(Seen(**json.loads(ended.stdout.splitlines()[-1])), how, visit_of(asked))


PASSED = ("browsers", "at_once", "listening", "seconds", "limit")


def visit_of(asked: argparse.Namespace) -> Visit:
    return Visit(asked.visit, server=asked.server, **{name: getattr(asked, name) for name in PASSED})


def report(seen: Seen, how: str, visit: Visit) -> None:
    print(f"{visit.browsers} browsers over https {how}, {visit.at_once} opening the page at once; {machine()}")
    print(f"had their page within the limit: {len(seen.opened)} of {visit.browsers}")
    print(f"listened at once and heard a word: {len(seen.first)} of {visit.listening}")
    for times, told in ((seen.opened, "page and first answer"), (seen.first, "first word caught, from Listen")):
        if times:
            print(f"{told}: median {np.median(times):.1f} s, slowest {max(times):.1f} s")
    said = int(visit.seconds / WORD)
    print(f"words caught in {visit.seconds:g} s, of some {said} said to each: {' '.join(map(str, seen.caught))}")
    for doing, took in seen.processor.items():
        print(
            f"processor, {doing} for {took['wall']:.0f} s: server {took['server']:.1f} s, browsers "
            f"{took['browsers']:.1f} s, of the same {os.cpu_count()} core(s)"
        )
    print(f"complaints of the browsers: {len(seen.complaints)}")


@contextlib.contextmanager
def networks() -> Iterator[tuple[list[str], list[str], str]]:
    """Commands that run a program in the server's and in the class's network, and how the two are joined."""
    made = [["ip", "netns", "add", name] for name in ADDRESSES]
    made += [["ip", "link", "add", "speechcls0", "netns", SERVER, "type", "veth", "peer", "speechcls1", "netns", CLASS]]
    for (name, address), cable in zip(ADDRESSES.items(), ("speechcls0", "speechcls1"), strict=True):
        inside = ["ip", "-n", name]
        made += [[*inside, "address", "add", f"{address}/24", "dev", cable]]
        made += [[*inside, "link", "set", link, "up"] for link in (cable, "lo")]
    try:
        if all(subprocess.run(command, capture_output=True, check=False).returncode == 0 for command in made):
            within = [["ip", "netns", "exec", name] for name in ADDRESSES]
            yield within[0], within[1], "from one network namespace to another"
        else:
            yield [], [], "by the address on this computer's network, since namespaces can't be made here"
    finally:
        for name in ADDRESSES:
            subprocess.run(["ip", "netns", "delete", name], capture_output=True, check=False)


@contextlib.contextmanager
def serving(inside: list[str]) -> Iterator[tuple[str, int]]:
    """The address that a class is told, while the app serves it, and the server's process."""
    command = [*inside, sys.executable, "app.py", "--class", "--no-browser", f"--port={free_port()}"]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GRADIO_")} | {"PYTHONIOENCODING": "utf-8"}
    with tempfile.TemporaryFile("w+") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            yield said_by(server, log), server.pid
        finally:
            server.terminate()
            server.wait(timeout=60)


def said_by(server: subprocess.Popen, log: IO[str]) -> str:
    until = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < until:
        log.seek(0)
        if url := re.search(r"https://[\w.:]+", log.read()):
            return url[0]
        time.sleep(0.2)
    log.seek(0)
    raise RuntimeError(f"The app did not come up:\n{log.read()}")


if __name__ == "__main__":
    main()
