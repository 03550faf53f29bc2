"""What is named on the command line is found: files, folders, globs, tars and addresses."""

import io
import tarfile
from pathlib import Path

import fsspec
import numpy as np
import pytest
import soundfile

from speechcls.audio import MAX_BYTES, AudioError, read
from speechcls.evaluation.sources import Sound, find, sounds


def wav(hertz: float = 440.0) -> bytes:
    file = io.BytesIO()
    soundfile.write(file, 0.5 * np.sin(np.arange(1600) * hertz * 2 * np.pi / 16_000), 16_000, format="WAV")
    return file.getvalue()


def tar(file: Path, mode: str = "w", **members: bytes) -> Path:
    with tarfile.open(file, mode) as packed:
        for name, data in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            packed.addfile(member, io.BytesIO(data))
    return file


def test_a_glob_names_files_and_folders_in_their_order(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("b/2.wav", "a.wav", "c.txt", "d.wav"):
        (tmp_path / name).write_bytes(wav() if name.endswith("wav") else b"text")
    places, _ = find([f"{tmp_path}/[ab]*"])
    assert places == [tmp_path / "a.wav", tmp_path / "b" / "2.wav"]
    assert find([f"{tmp_path}/**/*.wav"])[0] == [tmp_path / name for name in ("a.wav", "b/2.wav", "d.wav")]


def test_a_glob_that_nothing_is_called_like_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"Nothing is called like .*\*\.wav"):
        find([f"{tmp_path}/*.wav"])


def test_a_file_whose_name_looks_like_a_glob_is_that_file(tmp_path: Path) -> None:
    (tmp_path / "a[1].wav").write_bytes(wav())
    assert find([str(tmp_path / "a[1].wav")])[0] == [tmp_path / "a[1].wav"]


@pytest.mark.parametrize(("ending", "mode"), [(".tar", "w"), (".tar.gz", "w:gz")])
def test_a_tar_stands_for_the_sounds_in_it_by_name_or_first_bytes(tmp_path: Path, ending: str, mode: str) -> None:
    packed = tar(tmp_path / f"shard{ending}", mode, **{"1.wav": wav(), "1.cls": b"3", "2": wav(), "3.json": b"{}"})
    places, passed = find([str(tmp_path)])
    assert (places, passed.summary()) == ([packed], "")
    found = list(sounds(places))
    assert [one.name for one in found] == [f"{packed}/1.wav", f"{packed}/2"]
    assert [read(one.data).duration for one in found] == [0.1, 0.1]


def test_a_tar_that_is_cut_off_gives_what_is_whole_and_then_the_reason(tmp_path: Path) -> None:
    packed = tar(tmp_path / "shard.tar", **{"1.wav": wav(), "2.wav": wav()})
    packed.write_bytes(packed.read_bytes()[:6000])
    first, *_, last = sounds([packed])
    assert read(first.data).duration == 0.1
    assert isinstance(last.data, AudioError) and "shard.tar can't be read to its end" in str(last.data)


def test_of_a_member_over_the_limit_no_more_is_read_than_is_refused(tmp_path: Path) -> None:
    packed = tar(tmp_path / "shard.tar", **{"long.wav": wav() + bytes(MAX_BYTES)})
    (one,) = sounds([packed])
    assert len(one.data) < MAX_BYTES + 1000
    with pytest.raises(AudioError, match="over the limit"):
        read(one.data)


@pytest.fixture
def far() -> str:
    """An address with two sounds, a tar and a text below it."""
    memory = fsspec.filesystem("memory")
    for name in ("words/a.wav", "words/deeper/b.wav", "words/notes.txt"):
        memory.pipe(f"/{name}", wav())
    return "memory://words"


def test_an_address_names_a_file_a_folder_or_a_glob(far: str) -> None:
    assert find([f"{far}/a.wav"])[0] == [f"{far}/a.wav"]
    assert find([far])[0] == ["memory:///words/a.wav", "memory:///words/deeper/b.wav"]
    assert find([f"{far}/*.wav"])[0] == ["memory:///words/a.wav"]
    (one,) = sounds([f"{far}/a.wav"])
    assert isinstance(one, Sound) and read(one.data).duration == 0.1


def test_an_address_that_holds_nothing_is_a_sound_that_is_refused(far: str) -> None:
    (one,) = sounds([f"{far}/none.wav"])
    assert isinstance(one.data, AudioError) and f"{far}/none.wav can't be fetched" in str(one.data)


def test_an_address_of_a_kind_that_nobody_knows_is_a_sentence() -> None:
    with pytest.raises(ValueError, match="nosuch://a can't be opened"):
        find(["nosuch://a"])
