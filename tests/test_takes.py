"""Takes in folders and zips: safe names for any word, round trips, and every zip that is refused."""

import io
import json
import pickle
import zipfile

import numpy as np
import pytest

from speechcls.audio import Clip
from speechcls.audio.archive import ArchiveError
from speechcls.data.corpus import read_corpus
from speechcls.models import takes
from speechcls.models.takes import OTHER, Take, TakesError, folder_name, label, pack, read, unpack, word_of

ODD = (
    "Licht",
    "你好",
    "öffne dich",
    "a/b",
    "..",
    "CON",
    "con.txt",
    "100%",
    ".x",
    "x.",
    "_x",
    "-x",
    "a:b",
    "a\\b",
    "%41",
)


def take(word: str, voice: str = "me", seed: int = 0) -> Take:
    samples = np.random.default_rng(seed).integers(-8000, 8000, 12_000) / 32_768
    return Take(word, Clip(samples.astype(np.float32), "take"), voice)


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for path, content in files.items():
            packed.writestr(path, content)
    return out.getvalue()


def with_a_take(files: dict[str, bytes]) -> bytes:
    return zipped({"yes/me_nohash_0.wav": takes.wav(take("yes").clip)} | files)


@pytest.mark.parametrize("word", ODD)
def test_a_folder_is_safe_on_every_system_and_is_read_back_as_its_word(word: str) -> None:
    name = folder_name(word)
    assert word_of(name) == word
    assert not set(name) & set('<>:"/\\|?*')
    assert name[0] not in "._-" and name[-1] not in ". "
    assert name.split(".")[0].upper() not in ("CON", "PRN", "AUX", "NUL")


@pytest.mark.parametrize("word", ["Licht", "你好", "öffne dich"])
def test_the_folder_of_an_ordinary_word_in_any_script_is_the_word(word: str) -> None:
    assert folder_name(word) == word


def test_a_word_is_the_same_however_its_accents_are_composed() -> None:
    assert label("o\u0308l ") == label("\u00f6l")


@pytest.mark.parametrize("word", ["", "  ", "a\nb", "x" * 41])
def test_a_word_that_nobody_could_read_is_refused(word: str) -> None:
    with pytest.raises(TakesError, match="1 to 40 characters"):
        label(word)


def test_takes_come_out_of_a_zip_as_they_went_in() -> None:
    given = [take("Licht", "anna", 1), take("a/b", "anna", 2), take("Licht", "anna", 3), take(OTHER, "ben/x", 4)]
    found = unpack(pack(given, {}))
    assert [(one.word, one.voice) for one in found] == [(one.word, one.voice) for one in given]
    for one, other in zip(found, given, strict=True):
        np.testing.assert_array_equal(one.clip.samples, other.clip.samples)


def test_the_same_takes_give_the_same_zip() -> None:
    assert pack([take("Licht")], {}) == pack([take("Licht")], {})


def test_takes_of_a_word_of_the_same_name_are_pooled_and_their_voices_told_apart(tmp_path) -> None:
    first, second = tmp_path / "a.zip", tmp_path / "b.zip"
    first.write_bytes(pack([take("Licht"), take("aus", "anna", 1)], {}))
    second.write_bytes(pack([take("Licht", seed=2)], {}))
    found = takes.pool([first, second])
    assert [(one.word, one.voice) for one in found] == [("Licht", "me-1"), ("aus", "anna"), ("Licht", "me-2")]
    assert [one.voice for one in takes.pool([first])] == ["me", "anna"]
    second.write_bytes(b"hello")
    with pytest.raises(TakesError, match=r"b\.zip: .*no zip"):
        takes.pool([first, second])


def test_train_reads_the_unpacked_zip_and_passes_over_what_is_no_word(tmp_path) -> None:
    given = [take("Licht", "anna", 1), take("Licht", "ben", 2), take(OTHER, "anna", 3)]
    with zipfile.ZipFile(io.BytesIO(pack(given, {}))) as packed:
        packed.extractall(tmp_path)
    corpus = read_corpus(tmp_path)
    assert corpus.words == ("Licht",)
    assert list(corpus.voices) == ["anna", "ben"]
    assert len(read(tmp_path)) == 3


def test_a_path_that_climbs_out_is_refused() -> None:
    with pytest.raises(ArchiveError, match="outside of itself"):
        unpack(with_a_take({"../x.wav": b""}))


def test_more_than_ten_thousand_files_are_refused() -> None:
    with pytest.raises(ArchiveError, match="10,000"):
        unpack(zipped({f"a/{n}.wav": b"" for n in range(10_001)}))


def test_what_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(takes, "BYTES", 2**20)
    with pytest.raises(ArchiveError, match="more than 1 MB"):
        unpack(with_a_take({"variant/model.onnx": bytes(2**20)}))


def test_a_pickle_is_refused_without_being_loaded() -> None:
    with pytest.raises(TakesError, match="pickles are never loaded"):
        unpack(with_a_take({takes.WEIGHTS: pickle.dumps([1, 2])}))


def test_a_card_of_another_format_is_refused() -> None:
    with pytest.raises(TakesError, match="format 99; this version reads format 1"):
        unpack(with_a_take({takes.CARD: json.dumps({"format": 99}).encode()}))


@pytest.mark.parametrize("card", [b"{", b"[]", b"\xff"])
def test_a_card_that_is_none_is_refused(card: bytes) -> None:
    with pytest.raises(TakesError, match="can't be read"):
        unpack(with_a_take({takes.CARD: card}))


def test_a_zip_without_takes_and_a_file_that_is_no_zip_are_refused() -> None:
    with pytest.raises(TakesError, match="holds no takes"):
        unpack(zipped({"readme.txt": b"hello"}))
    with pytest.raises(ArchiveError, match="no zip"):
        unpack(b"hello")


def test_a_take_that_is_no_sound_is_named() -> None:
    with pytest.raises(TakesError, match=r"yes/x\.wav"):
        unpack(zipped({"yes/x.wav": b"hello"}))


def test_a_folder_without_takes_is_refused(tmp_path) -> None:
    with pytest.raises(TakesError, match="folder named after it"):
        read(tmp_path)
