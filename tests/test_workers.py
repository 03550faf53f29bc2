"""A decoder that dies, hangs or takes all memory costs one file its answer, and nobody else anything."""

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from bad_inputs import BAD_INPUTS
from made_sounds import encode, tone
from speechcls import audio
from speechcls.audio import SAMPLE_RATE, AudioError, workers
from speechcls.audio.workers import Pool
from tools import fuzz_audio

POSIX = pytest.mark.skipif(os.name != "posix", reason="the system has no such limit or signal")


@pytest.fixture
def pool(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", os.path.dirname(__file__))
    one = Pool(size=2, seconds=5.0, memory=1 << 30, module="odd_worker")
    yield one
    one.close()


def worker_of(pool: Pool) -> int:
    """The process that answered; the odd worker tells it in the place of what is missing."""
    return int(pool.read(b"well", "well.wav").missing)


def test_a_worker_that_was_started_beforehand_reads_the_first_file_and_no_second_one_is_started(pool):
    pool.start()
    pool.start()
    (early,) = [one.process.pid for one in pool._waiting]
    assert worker_of(pool) == early


def test_a_worker_that_was_started_beforehand_and_died_is_replaced(pool):
    pool.start()
    pool._waiting[0].process.kill()
    pool._waiting[0].process.wait()
    assert worker_of(pool)


def ends(process: int) -> bool:
    for _ in range(500):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    return False


def test_a_worker_gives_what_reading_gives(tmp_path):
    import soundfile

    soundfile.write(tmp_path / "a.flac", tone(440, 44_100), 44_100)
    there, here = workers.read(tmp_path / "a.flac"), audio.read(tmp_path / "a.flac")
    np.testing.assert_array_equal(there.samples, here.samples)
    assert (there.name, there.missing) == (here.name, here.missing)


@pytest.mark.parametrize("kind", BAD_INPUTS)
def test_a_worker_refuses_with_the_same_sentence(tmp_path, kind):
    path = BAD_INPUTS[kind](tmp_path)
    sentences = []
    for read in (audio.read, workers.read):
        with pytest.raises(AudioError) as refusal:
            read(path)
        sentences.append(str(refusal.value))
    assert sentences[0] == sentences[1]


def test_the_same_worker_answers_again(pool):
    assert worker_of(pool) == worker_of(pool) != os.getpid()
    with pytest.raises(AudioError, match="x is refused"):
        pool.read(b"refuse", "x")
    assert worker_of(pool) == worker_of(pool)


@pytest.mark.parametrize("fault", ["die", pytest.param("allocate", marks=POSIX)])
def test_a_worker_that_breaks_down_is_replaced_and_the_user_is_told(pool, fault):
    before = worker_of(pool)
    with pytest.raises(AudioError, match=r"^it\.wav could not be read: its decoder broke down.*Record it again"):
        pool.read(fault.encode(), "it.wav")
    assert worker_of(pool) != before


@pytest.mark.slow
def test_a_worker_that_hangs_is_killed_after_its_time(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", os.path.dirname(__file__))
    pool = Pool(size=1, seconds=1.0, module="odd_worker")
    before = worker_of(pool)
    with pytest.raises(AudioError, match="took too long"):
        pool.read(b"sleep")
    assert worker_of(pool) != before
    pool.close()


@POSIX
def test_a_worker_that_died_while_it_waited_is_replaced_unseen(pool):
    before = worker_of(pool)
    os.kill(before, signal.SIGKILL)
    pool._waiting[0].process.wait()
    assert worker_of(pool) != before


def test_what_a_decoder_prints_reaches_neither_the_terminal_nor_the_answer(pool, capfd):
    assert pool.read(b"print").samples[0] == 0.5
    assert capfd.readouterr() == ("", "")


def test_many_threads_share_few_workers_while_others_break_down(pool):
    asked = [b"die" if i % 10 == 5 else b"well" for i in range(60)]

    def ask(data):
        try:
            return int(pool.read(data).missing)
        except AudioError:
            return None

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(ask, asked))
    assert [answer is None for answer in answers] == [data == b"die" for data in asked]
    assert len(pool._waiting) <= pool.size


@POSIX
def test_after_a_fork_the_child_has_workers_of_its_own(pool):
    mine = worker_of(pool)
    source, to = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(to, str(worker_of(pool)).encode())
        pool.close()
        os._exit(0)
    os.waitpid(child, 0)
    assert int(os.read(source, 100)) != mine
    assert worker_of(pool) == mine
    os.close(source)
    os.close(to)


START = """
import os, sys, time
from speechcls.audio import workers
workers.read(sys.argv[1])
print(*[one.process.pid for one in workers._pool._waiting], *{"torch", "gradio"} & set(sys.modules), flush=True)
if sys.argv[2] == "wait": time.sleep(60)
"""


@pytest.mark.slow
@POSIX
@pytest.mark.parametrize("end", ["by itself", "SIGTERM", "SIGKILL", "SIGINT"])
def test_no_worker_is_left_however_the_program_ends(tmp_path, end):
    import soundfile

    soundfile.write(tmp_path / "a.wav", tone(440, SAMPLE_RATE), SAMPLE_RATE)
    words = [sys.executable, "-c", START, str(tmp_path / "a.wav"), "" if end == "by itself" else "wait"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as program:
        assert program.stdout is not None
        (process,) = map(int, program.stdout.readline().split())
        if end != "by itself":
            program.send_signal(getattr(signal, end))
    assert ends(process)


def test_reading_from_a_thread_leaves_no_timer_behind(pool):
    before = threading.active_count()
    for _ in range(20):
        worker_of(pool)
    time.sleep(0.2)
    assert threading.active_count() <= before + 1


@pytest.mark.slow
def test_damaged_files_of_every_kind_end_in_a_clip_or_a_sentence():
    pool = Pool(size=2)
    outcomes, _, fatal = fuzz_audio.run(pool, 600, seed=1)
    pool.close()
    assert sum(outcomes.values()) == 600
    assert min(outcomes["clip"], outcomes["sentence"]) > 60
    assert not fatal


@pytest.mark.slow
def test_an_hour_in_a_small_file_stops_at_the_limit_within_little_memory(tmp_path):
    hour = np.zeros(3600 * 8_000, np.float32)
    pool = Pool(size=1, memory=600 << 20)
    quick = {"frame_duration": "60", "compression_level": "0"}  # 60 ms, Opus's longest
    for container, codec, coding in (("flac", "flac", {}), ("ogg", "libopus", quick), ("webm", "libopus", quick)):
        data = encode(tmp_path / "hour", container, codec, hour, 8_000, coding=coding)
        with pytest.raises(AudioError, match="longer than the limit of 60 s"):
            pool.read(data)
    pool.close()
