"""Milliseconds an answer: another revision, PyTorch, PyTorch compiled and ONNX Runtime, on one thread and on two.

Then what a process takes that names the word in one clip, and one that only prints its help. All take turns.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks import machine
from benchmarks.load import ROOT, worktree
from speechcls.models import variants
from speechcls.paths import ASSETS
from speechcls.results import cost

BATCHES = (1, 32)
THREADS = (1, 2)
TORCHES = ("PyTorch", "torch.compile")  # ways in which this tree could answer, but its command line doesn't
CLIP = ASSETS / "clips" / "yes.flac"
# What each process runs that answers: it reads "variant batch" and says how many milliseconds that takes, one after
# another, and how many the first took.
WORKER = """
import dataclasses, sys, time
import numpy as np
from speechcls.models import classifier, variants
way, threads = sys.argv[1], int(sys.argv[2])
if way == "ONNX Runtime":
    from speechcls.models import runtime
else:
    import torch
    torch.set_num_threads(threads)
known = {}
waves = np.random.default_rng(0).normal(0, 0.1, (32, 16_000)).astype(np.float32)
def load(name):
    if way == "ONNX Runtime":
        loaded = runtime.load(name)
        loaded._session = runtime.Session((variants.FOLDER / name / runtime.FILE).read_bytes(), threads)
    else:
        loaded = variants.load(name)
    if way == "torch.compile":
        loaded = dataclasses.replace(loaded, network=torch.compile(loaded.network, dynamic=False))
    return classifier.Classifier(loaded)
print("ready", flush=True)
for line in sys.stdin:
    name, batch = line.split()
    if name not in known:
        known[name] = load(name)
    given = waves[: int(batch)]
    begun, times = time.perf_counter(), []
    while len(times) < 4 or times[-1] - begun < 0.03:
        known[name].judge(given)
        times.append(time.perf_counter())
    lone = times[0] - begun  # the others' turns have emptied the processor's cache
    print(1000 * (times[-1] - times[1]) / (len(times) - 2), 1000 * lone, flush=True)
"""
# Where the modules of revisions lay before there were packages.
FORMER = WORKER.replace("from speechcls.models import classifier", "from speechcls import classifier")

# Small, since a child's peak begins with what its parent holds when it forks.
LAUNCHER = """
import os, sys
child = os.fork()
if child == 0:
    os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
_, status, used = os.wait4(child, 0)
print(used.ru_maxrss, file=sys.stderr)  # kB, on Linux
sys.exit(os.waitstatus_to_exitcode(status))
"""


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.runtime", description=__doc__)
    parser.add_argument("--against", metavar="REVISION", help="of this repository, to be measured beside it")
    parser.add_argument("--repeats", type=int, default=15)
    parser.add_argument("--variants", nargs="+", default=variants.names())
    ways = (*TORCHES, "ONNX Runtime")
    parser.add_argument("--ways", nargs="+", choices=ways, default=ways, help="torch.compile takes most of the time")
    options = parser.parse_args(arguments)
    with checked_out(options.against) as before:
        places = ({options.against: before} if before else {}) | dict.fromkeys(options.ways, ROOT)
        print(f"{machine()}; load {os.getloadavg()[0]:.1f}; lower quartile of {options.repeats}")
        compare_answers(places, options.variants, options.repeats)
        compare_processes({name: place for name, place in places.items() if name not in TORCHES}, options.repeats)


@contextmanager
def checked_out(revision: str | None) -> Iterator[Path | None]:
    if revision is None:
        yield None
    else:
        with worktree(revision) as place:
            yield place


def compare_answers(places: dict[str, Path], names: Sequence[str], repeats: int) -> None:
    """A table a batch size: milliseconds a clip, one answer after another; shares of the first way's, and of peak.

    Where one clip is answered, a second table has the first answer after the others' turns.
    """
    ways = [(way, threads) for way in places for threads in THREADS]
    workers = [answering(way, threads, places[way]) for way, threads in ways]
    try:
        peak = multiply_adds_a_second()
        print(f"peak: {peak / 1e9:.0f} thousand million multiply-adds a second in a product of matrices, on one core")
        for batch in BATCHES:
            print(_headed(f"batch {batch}", ways) + "   of peak, x1: " + ", ".join(places))
            firsts = []
            for name in names:
                running, first = quartiles([worker.ask for worker in workers], name, batch, repeats)
                firsts.append(_row(name, first, batch))
                loaded = variants.load(name)
                adds = 1000 * cost.multiply_adds(loaded.network, loaded.card.front_end.input_shape) * batch
                shares = ", ".join(f"{adds / taken / peak:.0%}" for taken in running[:: len(THREADS)])
                print(f"{_row(name, running, batch)}   {shares}", flush=True)
            if batch == 1:
                print("\n".join([_headed("the first", ways), *firsts]), flush=True)
    finally:
        for worker in workers:
            with worker.process:
                worker.process.kill()


def _headed(title: str, ways: Sequence[tuple[str, int]]) -> str:
    return f"\n{title:12}" + "".join(f"{way[:14]:>14} x{threads}" for way, threads in ways)


def _row(name: str, taken: Sequence[float], batch: int) -> str:
    return f"{name:12}" + "".join(f"{f'{ms / batch:8.2f} ({ms / taken[0]:4.2f})':>17}" for ms in taken)


@dataclass(frozen=True)
class Worker:
    """A process that answers, and how to ask it: milliseconds for a variant and a batch size, and the first's."""

    process: subprocess.Popen[str]
    ask: Callable[[str, int], list[float]]


def answering(way: str, threads: int, place: Path) -> Worker:
    """A process that answers in that way, run in a checkout."""
    code = WORKER if (place / "speechcls" / "models" / "classifier.py").exists() else FORMER
    command = [sys.executable, "-c", code, way, str(threads)]
    running = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=place, env=_environment(place)
    )
    assert running.stdin and running.stdout
    given, said = running.stdin, running.stdout
    said.readline()

    def ask(name: str, batch: int) -> list[float]:
        print(name, batch, file=given, flush=True)
        return [float(number) for number in said.readline().split()]

    return Worker(running, ask)


def quartiles(
    asked: Sequence[Callable[[str, int], list[float]]], name: str, batch: int, repeats: int
) -> tuple[list[float], list[float]]:
    """The lower quartiles of each one's times, taking turns: on shared cores, others' work only ever adds."""
    times = np.array([[ask(name, batch) for ask in asked] for _ in range(repeats)])
    running, first = np.percentile(times, 25, axis=0).T
    return running.tolist(), first.tolist()


def multiply_adds_a_second() -> float:
    """What a product of large matrices reaches on one core, in ONNX Runtime's own single precision."""
    from onnx import TensorProto, helper

    from speechcls.models.runtime import Session

    size = 1024
    a, c = (helper.make_tensor_value_info(n, TensorProto.FLOAT, [size, size]) for n in "ac")
    graph = helper.make_graph([helper.make_node("MatMul", ["a", "a"], ["c"])], "product", [a], [c])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=10)
    session, matrix = Session(model.SerializeToString()), np.ones((size, size), np.float32)
    return size**3 / min(_seconds(lambda: session.answer(matrix)) for _ in range(5))


def compare_processes(places: dict[str, Path], repeats: int) -> None:
    """Seconds and peak memory of a process that answers once, and of one that says how it is used."""
    print()
    for arguments in (["predict", str(CLIP)], ["--help"]):
        taken = [[process(place, arguments) for place in places.values()] for _ in range(repeats)]
        lowest = np.percentile(taken, 25, axis=0)
        for name, (seconds, megabytes) in zip(places, lowest, strict=True):
            shares = f"({seconds / lowest[0, 0]:.2f}, {megabytes / lowest[0, 1]:.2f})"
            print(f"{arguments[0]:8} {name:14} {seconds:6.2f} s {megabytes:6.0f} MB  {shares}", flush=True)


def process(place: Path, arguments: Sequence[str]) -> tuple[float, float]:
    """Seconds and peak megabytes of a run of the command line in a checkout."""
    command = [sys.executable, "-S", "-c", LAUNCHER, "-m", "speechcls", *arguments]
    begun = time.perf_counter()
    ran = subprocess.run(command, cwd=place, env=_environment(place), capture_output=True, text=True, check=True)
    return time.perf_counter() - begun, int(ran.stderr.split()[-1]) / 1024


def _environment(place: Path) -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(place)}


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
