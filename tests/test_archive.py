"""Zips of strangers: what is opened, and what is refused with a sentence."""

import io
import stat
import struct
import zipfile
from collections.abc import Callable

import pytest

from speechcls.audio import archive
from speechcls.audio.archive import ArchiveError, contents

MOST = 2**20


def zipped(files: dict[str, bytes], change: Callable[[zipfile.ZipInfo], None] = lambda entry: None) -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for path, content in files.items():
            entry = zipfile.ZipInfo(path)
            entry.compress_type = zipfile.ZIP_DEFLATED
            change(entry)
            made.writestr(entry, content)
    return out


def refusal(zip_file: io.BytesIO, most: int = MOST) -> str:
    with pytest.raises(ArchiveError) as refused:
        list(contents(zip_file, most))
    return str(refused.value)


def test_files_come_in_order_with_their_paths_whatever_their_folders() -> None:
    files = {"yes/a.wav": b"one", "no/b c.wav": b"", "ünter.flac": b"three" * 1000}
    assert dict(contents(zipped(files), MOST)) == files


def test_folders_and_what_systems_put_beside_files_are_no_files() -> None:
    files = {"yes/": b"", "yes/a.wav": b"one", "__MACOSX/yes/._a.wav": b"x", "yes/.DS_Store": b"x", "yes/._b.wav": b"x"}
    assert [path for path, _ in contents(zipped(files), MOST)] == ["yes/a.wav"]


def test_a_file_that_unpacks_to_more_than_there_is_room_for_is_refused_before_it_is_opened() -> None:
    assert "more than 1 MB" in refusal(zipped({"a.wav": bytes(MOST + 1)}))


def test_many_small_files_are_counted_together() -> None:
    assert "more than 1 MB" in refusal(zipped({f"{i}.wav": bytes(MOST // 4) for i in range(5)}))
    assert len(list(contents(zipped({f"{i}.wav": bytes(MOST // 4) for i in range(4)}), MOST))) == 4


def test_a_size_that_the_zip_understates_is_no_way_round_the_limit() -> None:
    made = zipped({"a.wav": bytes(3 * MOST)}).getvalue()
    lying = io.BytesIO(made.replace(struct.pack("<L", 3 * MOST), struct.pack("<L", 10)))
    read = 0
    with pytest.raises(ArchiveError):
        for _, content in contents(lying, MOST):
            read += len(content)
    assert read <= MOST


@pytest.mark.parametrize("path", ["../up.wav", "yes/../../up.wav", "/etc/up.wav", "C:/up.wav", "yes\\..\\up.wav"])
def test_a_path_that_climbs_out_is_refused(path: str) -> None:
    def exactly(entry: zipfile.ZipInfo) -> None:
        entry.filename = path if entry.filename == "b.wav" else entry.filename  # ZipInfo would have made it tidy

    assert "outside of itself" in refusal(zipped({"a.wav": b"x", "b.wav": b"y"}, exactly))


def test_a_link_is_refused() -> None:
    def link(entry: zipfile.ZipInfo) -> None:
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16

    assert "holds a link" in refusal(zipped({"a.wav": b"b.wav"}, link))


def test_a_zip_within_a_zip_is_refused_by_its_name_and_by_its_content() -> None:
    inner = zipped({"a.wav": b"x"}).getvalue()
    assert "another archive" in refusal(zipped({"inner.ZIP": inner}))
    assert "another archive" in refusal(zipped({"inner.wav": inner}))


def test_as_many_files_as_may_be_are_opened_and_one_more_is_refused() -> None:
    files = {str(i): b"" for i in range(archive.ENTRIES)}
    assert len(list(contents(zipped(files), MOST))) == archive.ENTRIES
    assert "more than 10,000 files" in refusal(zipped({**files, "one more": b""}))


def test_entries_are_counted_before_the_directory_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "ENTRIES", 3)
    monkeypatch.setattr(archive, "BLOCK", 64)  # so that headers lie across blocks
    made = zipped({f"{i}.wav": b"" for i in range(4)})
    monkeypatch.setattr(zipfile, "ZipFile", lambda _: pytest.fail("the directory was read"))
    assert "more than 3 files" in refusal(made)


def test_what_is_no_zip_and_what_is_cut_off_are_refused_with_a_sentence() -> None:
    whole = zipped({"a.wav": bytes(range(256)) * 40}).getvalue()
    for data in (b"", b"no zip at all", whole[:-40], whole[: len(whole) // 2]):
        assert "no zip, or it is damaged" in refusal(io.BytesIO(data))


def test_damage_within_a_file_is_told_at_that_file() -> None:
    whole = bytearray(zipped({"good.wav": b"fine", "bad.wav": bytes(range(256)) * 40}).getvalue())
    at = whole.find(b"bad.wav") + len(b"bad.wav")
    whole[at + 20 : at + 30] = bytes(10)
    files = contents(io.BytesIO(bytes(whole)), MOST)
    assert next(files) == ("good.wav", b"fine")
    with pytest.raises(ArchiveError, match=r"'bad\.wav' in the zip is damaged"):
        next(files)


def test_a_password_and_rare_compressions_are_refused_with_what_to_do() -> None:
    locked = zipped({"a.wav": b"x"}).getvalue()
    at = locked.rfind(archive.HEADER) + 8
    assert "password" in refusal(io.BytesIO(locked[:at] + b"\x01" + locked[at + 1 :]))

    def rare(entry: zipfile.ZipInfo) -> None:
        entry.compress_type = zipfile.ZIP_BZIP2

    assert "unusual way" in refusal(zipped({"a.wav": b"x" * 100}, rare))
