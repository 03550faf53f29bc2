"""Which files of a folder are looked at, in which order, and what is said of the others."""

import os
from pathlib import Path

import numpy as np
import pytest
import soundfile

from speechcls.audio import SAMPLE_RATE
from speechcls.audio.kinds import HEAD, begins_as_sound, is_named_as_sound
from speechcls.evaluation import files
from speechcls.evaluation.files import find_sounds

NAMES = "wav flac mp3 ogg oga opus webm mka mkv m4a mp4 mov 3gp aac aif aiff aifc au caf amr wma avi w64 voc mp2"
KINDS = NAMES.split()


def put(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"x")


def names(folder: Path) -> list[str]:
    return [str(file.relative_to(folder)) for file in find_sounds([folder]).files]


def test_a_folder_is_walked_in_order(tmp_path):
    put(tmp_path, "b/2.wav", "a/1.WAV", "b/1.flac", "0.mp3", "folder.wav/3.ogg")
    assert names(tmp_path) == ["0.mp3", "a/1.WAV", "b/1.flac", "b/2.wav", "folder.wav/3.ogg"]


def test_every_kind_that_is_read_is_looked_at(tmp_path):
    put(tmp_path, *(f"a.{kind}" for kind in KINDS))
    found = find_sounds([tmp_path])
    assert len(found.files) == len(KINDS) and not found.passed_over


def test_a_sound_without_its_suffix_is_known_by_its_first_bytes_and_a_picture_is_none(tmp_path):
    for kind in ("WAV", "FLAC", "OGG", "AIFF", "AU", "CAF"):
        soundfile.write(tmp_path / f"a {kind}", np.zeros(SAMPLE_RATE), SAMPLE_RATE, format=kind)
    (tmp_path / "picture").write_bytes(b"RIFF    WEBPVP8 ")
    (tmp_path / "code.ts").write_text("Get the first letter right, and it is still no sound." * 9)
    found = find_sounds([tmp_path])
    assert len(found.files) == 6 and found.passed_over == {files.OTHER: 2}
    assert not found.may_lack_sounds
    assert begins_as_sound((b"G" + bytes(187)) * 2) and len((b"G" + bytes(187)) * 2) > HEAD - 1


def test_what_is_passed_over_is_counted_with_its_reason(tmp_path):
    put(tmp_path, "a.wav", "note.txt", ".hidden.wav", "._a.wav", ".git/3.wav", ".DS_Store")
    (tmp_path / "gone.wav").symlink_to("nowhere.wav")
    os.mkfifo(tmp_path / "pipe.wav")
    found = find_sounds([tmp_path])
    assert [file.name for file in found.files] == ["a.wav"]
    assert found.passed_over == {files.OTHER: 1, files.HIDDEN: 1, files.HIDDEN_OTHER: 3, files.BROKEN: 2}
    assert found.summary().startswith("Passed over: 3 (hidden); 1 (hidden, and named as a sound); ")


@pytest.mark.parametrize(("name", "lacks"), [("note.txt", False), (".hidden.wav", True), (".git/a.wav", False)])
def test_only_what_is_named_as_a_sound_counts_as_left_out(tmp_path, name, lacks):
    put(tmp_path, "a.wav", name)
    assert find_sounds([tmp_path]).may_lack_sounds is lacks


def test_linked_folders_are_followed_once_and_loops_end(tmp_path):
    put(tmp_path, "one/in/a.wav", "elsewhere/b.wav")
    (tmp_path / "one" / "linked").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "one" / "loop").symlink_to(tmp_path / "one")
    found = find_sounds([tmp_path / "one"])
    assert [file.name for file in found.files] == ["a.wav", "b.wav"]
    assert found.passed_over == {files.SEEN: 1} and not found.may_lack_sounds


def test_a_hidden_folder_that_is_named_is_walked(tmp_path):
    put(tmp_path, ".cache/1.wav")
    assert names(tmp_path / ".cache") == ["1.wav"]


@pytest.mark.parametrize("name", ["note.txt", "missing.wav", ".hidden.wav", "x" * 300])
def test_what_is_named_is_taken_whatever_it_is(tmp_path, name):
    assert find_sounds([tmp_path / name]).files == [tmp_path / name]


def test_a_suffix_in_capitals_is_one():
    assert is_named_as_sound(Path("A.WAV")) and not is_named_as_sound(Path("wav"))
