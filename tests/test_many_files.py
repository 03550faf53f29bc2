"""Many files at once, over HTTP: rows as the command line's, and zips that are refused with a sentence."""

import io
import json
import zipfile

import numpy as np
import pytest
import soundfile
from fastapi import FastAPI
from starlette.testclient import TestClient

from speechcls.audio import SAMPLE_RATE
from speechcls.ui.bodies import BoundedBodies
from speechcls.ui.model_pool import ModelPool
from speechcls.ui.parts.many_files import routes
from speechcls.ui.parts.many_files.answers import BATCH, true_word, voice
from speechcls.ui.selection import example_files

WORDS = ("yes", "no", "stop", "seven")


@pytest.fixture(scope="module")
def client(pool: ModelPool) -> TestClient:
    server = FastAPI()
    routes.add_routes(server, pool.classifiers, pool.best)
    server.add_middleware(BoundedBodies, kept=None)
    return TestClient(server)


def example(name: str) -> bytes:
    return example_files()[name].read_bytes()


def wav(seconds: float = 0.2) -> bytes:
    out = io.BytesIO()
    soundfile.write(out, np.zeros(round(seconds * SAMPLE_RATE)), SAMPLE_RATE, format="WAV")
    return out.getvalue()


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for path, content in files.items():
            made.writestr(path, content)
    return out.getvalue()


def lines(answer) -> list[dict]:
    return [json.loads(line) for line in answer.text.splitlines()]


def send(client: TestClient, files: dict[str, bytes], **query: str):
    return client.post(
        routes.FILES, files=[("files", (path, content)) for path, content in files.items()], params=query
    )


def test_a_row_has_the_word_that_the_page_says_and_the_one_that_the_path_names(client, pool) -> None:
    rows = send(client, {"stop/ann_nohash_0.flac": example("stop"), "yes/x.flac": example("no")}).json()
    for row, name in zip(rows, ("stop", "no"), strict=True):
        selection = pool.select(example_files()[name])
        answer = pool.classifiers[pool.best](selection.clip, selection.start)
        assert row["word"] == answer.word
        assert row["probability"] == pytest.approx(answer.probability, abs=1e-4)
    assert [(row["file"], row["true"], row["voice"]) for row in rows] == [
        ("stop/ann_nohash_0.flac", "stop", "ann"),
        ("yes/x.flac", "yes", ""),
    ]


def test_the_network_that_is_named_answers(client, pool) -> None:
    (row,) = send(client, {"a.flac": example("seven")}, variant="wave").json()
    selection = pool.select(example_files()["seven"])
    assert row["probability"] == pytest.approx(
        pool.classifiers["wave"](selection.clip, selection.start).probability, abs=1e-4
    )


def test_a_file_that_cant_be_read_is_a_row_with_its_reason_and_the_others_are_answered(client) -> None:
    rows = send(client, {"a.wav": b"no sound", "b.flac": example("yes"), "c.wav": b""}).json()
    assert [bool(row["error"]) for row in rows] == [True, False, True]
    assert rows[2]["error"].startswith("It is empty")


def test_silence_is_refused_in_its_row(client) -> None:
    (row,) = send(client, {"a.wav": wav()}).json()
    assert (row["heard"], row["reason"]) == (False, "silence")


def test_no_files_and_too_many_are_refused_with_a_sentence(client) -> None:
    assert client.post(routes.FILES, data={}).status_code == 400
    many = send(client, {f"{i}.wav": wav() for i in range(BATCH + 1)})
    assert many.status_code == 400 and f"At most {BATCH} files" in many.text


def test_a_zip_is_answered_file_by_file_and_what_is_no_sound_in_it_is_passed_over(client) -> None:
    files = {"stop/1.flac": example("stop"), "README.md": b"# words", "yes/2.flac": example("yes")}
    head, *rest = lines(client.post(routes.ZIP, content=zipped(files)))
    assert head == {"files": 3}
    rows = [row for line in rest for row in line["rows"]]
    assert [(row["file"], row["word"]) for row in rows] == [("stop/1.flac", "stop"), ("yes/2.flac", "yes")]


def test_rows_of_a_zip_come_in_batches(client) -> None:
    files = {f"{i:02}.wav": wav() for i in range(2 * BATCH + 1)}
    _, *rest = lines(client.post(routes.ZIP, content=zipped(files)))
    assert [len(line["rows"]) for line in rest] == [BATCH, BATCH, 1]


def test_a_zip_without_sounds_says_so(client) -> None:
    assert lines(client.post(routes.ZIP, content=zipped({"a.txt": b"x"})))[-1] == {"error": routes.NO_SOUNDS}


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({"../a.wav": b"x"}, "outside of itself"),
        ({"a.zip": zipped({"b.wav": b"x"})}, "another archive"),
        ({f"{i}.wav": b"" for i in range(10_001)}, "more than 10,000 files"),
    ],
)
def test_a_zip_that_is_not_to_be_trusted_is_refused_with_a_sentence(client, files, sentence) -> None:
    answer = client.post(routes.ZIP, content=zipped(files))
    assert answer.status_code == 400 and sentence in answer.text


def test_a_zip_that_unpacks_to_too_much_is_refused_with_a_sentence(client, monkeypatch) -> None:
    monkeypatch.setattr(routes, "UNPACKED", 2**20)
    answer = client.post(routes.ZIP, content=zipped({"a.wav": bytes(2**20 + 1)}))
    assert answer.status_code == 400 and "unpacks to more than 1 MB" in answer.text


def test_a_zip_over_the_limit_is_refused_with_a_sentence(client, monkeypatch) -> None:
    monkeypatch.setattr(routes, "ZIP_BYTES", 100)
    answer = client.post(routes.ZIP, content=bytes(101))
    assert answer.status_code == 413 and "too large" in answer.text


def test_what_is_no_zip_is_refused_with_a_sentence(client) -> None:
    answer = client.post(routes.ZIP, content=b"no zip")
    assert answer.status_code == 400 and "no zip, or it is damaged" in answer.text


@pytest.mark.parametrize(
    ("path", "word"),
    [
        ("data/stop/x.wav", "stop"),
        ("Stop/x.wav", "stop"),
        ("takes/yes_03.wav", "yes"),
        ("yes.wav", "yes"),
        ("Seven 2.wav", "seven"),
        ("no/yes_1.wav", "no"),
        ("eyes.wav", ""),
        ("recordings/1.wav", ""),
    ],
)
def test_the_true_word_is_the_folder_or_the_beginning_of_the_name(path: str, word: str) -> None:
    assert true_word(path, WORDS) == word


def test_the_voice_is_named_as_in_speech_commands_or_not_at_all() -> None:
    assert (voice("yes/0a7c_nohash_1.wav"), voice("yes/1.wav")) == ("0a7c", "")
