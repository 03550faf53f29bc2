"""The benchmarks run, and what they compare does the same work."""

import asyncio
import json
import os
import re
import urllib.request
from pathlib import Path

import numpy as np
import pytest
import torch

from benchmarks import _class_visitors, class_room, live, medians, panels, predict, runtime, time_to_accuracy, training
from serving import serving
from speechcls.frontends.atlas import by_name
from speechcls.frontends.module import FrontEnd

pytestmark = pytest.mark.slow


def test_the_median_is_of_runs_that_took_turns():
    calls = []

    def run(name, numbers):
        return lambda: calls.append(name) or numbers.pop()

    assert medians({"a": run("a", [9.0, 1.0, 2.0]), "b": run("b", [5.0, 5.0, 7.0])}, 3) == {"a": 2.0, "b": 5.0}
    assert calls == ["a", "b"] * 3


@pytest.mark.parametrize("name", ["power", "mel", "complex"])
def test_the_librosa_loop_computes_the_front_end(name, tmp_path):
    wave = np.random.default_rng(1).standard_normal(16_000).astype(np.float32)
    theirs = predict.UsualLoop(predict.untrained(name, tmp_path)).features(wave)
    with torch.inference_mode():
        ours = FrontEnd(by_name(name))(torch.from_numpy(wave)[None])[0].numpy()
    assert theirs.shape == ours.shape == by_name(name).input_shape
    np.testing.assert_allclose(theirs, ours, rtol=1e-3, atol=1e-3 * np.abs(ours).max())


def test_predict_prints_a_rate_for_each_way_and_their_ratio(capsys, monkeypatch):
    monkeypatch.setattr(predict.variants, "names", lambda: [])
    predict.main(["--files", "3", "--repeats", "1"])
    rows = re.findall(r"(\w+), untrained +([\d.]+) +([\d.]+) +([\d.]+)   3 of 3", capsys.readouterr().out)
    assert [row[0] for row in rows] == ["power", "mel", "complex"]
    for _, ours, theirs, ratio in rows:
        assert float(ratio) == pytest.approx(float(ours) / float(theirs), rel=0.05)


def test_runtime_prints_each_way_to_answer_beside_the_first_and_what_a_process_takes(capsys, monkeypatch):
    monkeypatch.setenv("TORCH_COMPILE_DISABLE", "1")  # what a compiler makes of a network isn't asked here
    monkeypatch.setattr(runtime, "THREADS", (1,))  # each has a process for each way, which takes seconds to start
    runtime.main(["--repeats", "1", "--variants", "wave"])
    lines = capsys.readouterr().out.splitlines()
    rows = [re.findall(r"([\d.]+) \( *([\d.]+)\)", line) for line in lines if line.startswith("wave")]
    assert [len(row) for row in rows] == [3, 3, 3]  # one clip, the first one, a batch
    for row in rows:
        first = float(row[0][0])
        assert all(float(share) == pytest.approx(float(ms) / first, rel=0.05, abs=0.05) for ms, share in row)
    memory = [float(re.findall(r"([\d.]+) MB", line)[0]) for line in lines if line.startswith(("predict", "--help"))]
    assert len(memory) == 2 and memory[0] > memory[1] > 5


def test_panels_prints_what_each_step_takes(capsys):
    panels.main(["--repeats", "1"])
    assert len(re.findall(r"[\d.]+ ms\n", capsys.readouterr().out)) == 3


@pytest.mark.parametrize("way", training.WAYS)
def test_each_way_to_train_takes_its_steps(way, tmp_path, capsys):
    data = training._noise(tmp_path, 8)
    training.main([f"--data={data}", f"--way={way}", "--front-end=mel", "--batch-size=2", "--steps=1", "--workers=0"])
    assert float(capsys.readouterr().out.split()[-1]) > 0


def test_another_revision_is_asked_in_its_own_folder_by_the_options_that_it_knows(tmp_path):
    before = tmp_path / "benchmarks"
    before.mkdir()
    (before / "training.py").write_text("""
import argparse
parser = argparse.ArgumentParser()
for name in ("--way", "--recipe", "--batch", "--steps"):
    parser.add_argument(name)
print(parser.parse_args().batch)
""")
    given = training._as_known(["--front-end=mel", "--batch-size=2", "--steps=1"], tmp_path)
    assert given == ["--recipe=mel", "--batch=2", "--steps=1"]
    assert training._rate("speechcls", given, {}, tmp_path) == 2.0
    now = ["--front-end=mel", "--batch-size=2"]
    assert training._as_known(now, training.ROOT) == now


def test_too_little_data_is_refused(tmp_path, capsys):
    with pytest.raises(SystemExit):
        training.main([f"--data={training._noise(tmp_path, 4)}", "--batch-size=2", "--steps=3"])
    assert "holds 4 clips, and these steps need 12" in capsys.readouterr().err


@pytest.mark.parametrize("way", time_to_accuracy.WAYS)
def test_each_way_tells_its_accuracy_after_each_epoch(way, data, home, capsys):
    time_to_accuracy.main(
        [f"--data={data}", f"--way={way}", "--max-per-word=4", "--epochs=2", "--batch-size=4", "--workers=0"]
    )
    curve = json.loads(capsys.readouterr().out.splitlines()[-1])
    (first, one), (second, other) = curve
    assert 0 < first < second and 0 <= one <= 1 and 0 <= other <= 1


def test_ways_are_compared_at_the_best_accuracy_that_both_reach():
    curves = {"speechcls": [(2.0, 0.5), (4.0, 0.9)], "other": [(5.0, 0.6), (10.0, 0.8)]}
    told = time_to_accuracy.report(curves)
    assert "reaches 0.800 after 4 s" in told and "reaches 0.800 after 10 s" in told and "2.50 times as fast" in told
    panel = time_to_accuracy.picture(curves)
    assert [line.name for line in panel.lines] == ["speechcls", "other"] and panel.x.high == 10.0


def test_without_recordings_there_is_no_time_to_accuracy_and_it_is_no_failure(capsys):
    with pytest.raises(SystemExit) as ended:
        time_to_accuracy.main([])
    assert ended.value.code == 0 and "--data" in capsys.readouterr().err


@pytest.mark.parametrize("asked", [["--uploaders", "500"], ["--seconds", "99999"], ["--uploaders=0", "--openers=0"]])
def test_a_load_without_bounds_is_refused(asked: list[str], capsys: pytest.CaptureFixture) -> None:
    from benchmarks import load

    with pytest.raises(SystemExit):
        load.main(asked)
    assert "At most" in capsys.readouterr().err


@pytest.mark.parametrize("asked", [["--browsers=61"], ["--listening=31"], ["--at-once=0"]])
def test_a_class_without_bounds_is_refused(asked: list[str], capsys: pytest.CaptureFixture) -> None:
    with pytest.raises(SystemExit):
        class_room.main(asked)
    assert "At most" in capsys.readouterr().err


def test_whoever_is_late_to_class_is_left_out_and_what_failed_is_raised(monkeypatch):
    came, clock = [], [0.0]

    async def come(name):
        await asyncio.sleep(0)
        came.append(name)

    async def come_last_in_time(name):
        await come(name)
        clock[0] = 61.0

    async def never_come():
        await asyncio.Event().wait()
        came.append("never")

    async def fail():
        raise ValueError("no page")

    async def visit():
        monkeypatch.setattr(asyncio.get_running_loop(), "time", lambda: clock[0])
        await _class_visitors.until(60, [come("a"), never_come(), come_last_in_time("b")])
        await _class_visitors.until(60, [])
        with pytest.raises(ValueError, match="no page"):
            await _class_visitors.until(60, [fail()])

    asyncio.run(visit())
    assert came == ["a", "b"]


def in_proc(folder, process, parent, name="python", ticks=(0, 0, 0, 0)):
    """What Linux says of a process; ticks are its own in user and in system mode, and those of children that ended."""
    (folder / str(process)).mkdir(parents=True)
    columns = ["S", parent, *[0] * 9, *ticks, 20, 0]  # see proc_pid_stat(5)
    (folder / str(process) / "stat").write_text(f"{process} ({name}) {' '.join(map(str, columns))}\n")


def test_the_processor_time_of_what_a_process_started_counts_as_its_own_also_once_that_has_ended(tmp_path):
    in_proc(tmp_path, 7, parent=1, ticks=(100, 20, 3, 4))
    in_proc(tmp_path, 8, parent=7, name="a) S 1 (b", ticks=(1000, 0, 0, 0))
    in_proc(tmp_path, 9, parent=8, ticks=(0, 20_000, 0, 0))
    in_proc(tmp_path, 10, parent=1, ticks=(5, 5, 5, 5))
    assert _class_visitors.processor(7, tmp_path) == 21_127 / os.sysconf("SC_CLK_TCK")
    assert np.isnan(_class_visitors.processor(7, tmp_path / "none"))


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="a process's time is read from /proc")
def test_the_processor_time_that_this_process_took_is_the_one_that_python_knows():
    least = sum(os.times()[:4])
    assert _class_visitors.processor(os.getpid()) >= least - 4 / os.sysconf("SC_CLK_TCK")  # each of four is rounded


def test_another_revision_is_served_from_its_own_folder(tmp_path):
    (tmp_path / "revision").mkdir()
    (tmp_path / "revision" / "app.py").write_text("""
import http.server, os
address = "127.0.0.1", int(os.environ["GRADIO_SERVER_PORT"])
http.server.HTTPServer(address, http.server.SimpleHTTPRequestHandler).serve_forever()
""")
    with serving(tmp_path, folder=tmp_path / "revision") as address, urllib.request.urlopen(address) as page:
        assert "app.py" in page.read().decode()


def test_a_class_is_told_how_many_had_their_page_and_heard_a_word_whoever_was_late(capsys):
    took = {"server": 2.0, "browsers": 9.0, "wall": 10.0}
    seen = _class_visitors.Seen(opened=[1.0, 2.0, 9.0], first=[0.5], caught=[4], processor={"opening": took})
    visit = _class_visitors.Visit("", 5, 5, 2, seconds=8.0, limit=60.0, server=0)
    class_room.report(seen, "from here to there", visit)
    told = capsys.readouterr().out
    assert "within the limit: 3 of 5" in told and "heard a word: 1 of 2" in told
    assert "page and first answer: median 2.0 s, slowest 9.0 s" in told
    assert "server 2.0 s, browsers 9.0 s" in told


def test_many_listeners_are_told_of_together_and_who_was_refused_is_not_counted():
    well = live.Heard(answers=20, delays=[10.0] * 19 + [30.0])
    slow = live.Heard(answers=8, delays=[50.0] * 8)
    refused = live.Heard(failed="full")
    told = live._together_in_words([well, slow, refused], seconds=2.0)
    assert told.startswith("2 of 3 were answered to the end, the slowest 4.0 times a second;")
    assert told.endswith("after 10 ms, 95th percentile 50 ms")
