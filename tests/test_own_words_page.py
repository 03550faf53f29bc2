"""Own words on the server: one page's takes, gone with it, and never in another's answers."""

import io
import json
import math
import pickle
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from speechcls.audio import Clip
from speechcls.models import own_words, takes
from speechcls.models.classifier import Classifier
from speechcls.models.runtime import Session
from speechcls.models.takes import OTHER, Take, TakesError, pack
from speechcls.ui.parts.own_words import pages, routes
from speechcls.ui.parts.own_words.pages import OwnWords
from test_own_words import said
from test_takes import with_a_take

ROOM = 2**28


@pytest.fixture
def classifiers() -> dict[str, Classifier]:
    return {}


@pytest.fixture
def page(classifiers: dict[str, Classifier]) -> OwnWords:
    return OwnWords(classifiers)


@pytest.fixture
def client(classifiers: dict[str, Classifier]) -> Iterator[TestClient]:
    server = FastAPI()
    routes.add_routes(server, classifiers)
    with TestClient(server) as client:
        yield client


def take(word: str, of: str = "stop", speed: float = 1.0) -> Take:
    return Take(word, said(of, speed))


def sound(of: str, speed: float = 1.0) -> bytes:
    return takes.wav(said(of, speed))


def asking(token: str) -> dict[str, str]:
    return {"x-own-words": token}


def test_each_take_teaches_at_once_and_the_state_is_json(page: OwnWords, classifiers: dict[str, Classifier]) -> None:
    page.add([take("halt"), take("ja", "yes")], ROOM)
    state = page.state()
    assert json.loads(json.dumps(state)) == state
    assert state["words"] == ["halt", "ja"]
    assert [one["word"] for one in state["takes"]] == ["halt", "ja"]
    assert classifiers[state["variant"]](said("yes", 1.05)).word == "ja"


def test_a_take_that_moves_or_goes_changes_what_is_taught(page: OwnWords, classifiers: dict[str, Classifier]) -> None:
    page.add([take("a"), take("a", "yes"), take("b", "seven")], ROOM)
    page.move(2, "b")
    assert classifiers[page.state()["variant"]](said("yes", 1.05)).word == "b"
    page.delete(2)
    assert not classifiers[page.state()["variant"]](said("yes", 1.05)).heard
    page.rename_word("b", "c")
    assert page.state()["words"] == ["a", "c"]
    page.remove_word("c")
    assert [one["number"] for one in page.state()["takes"]] == [1]


def test_what_cannot_be_done_is_told_and_nothing_is_lost(page: OwnWords) -> None:
    page.add([take("a")], ROOM)
    before = page.state()
    for wrong in (
        lambda: page.add([take("b")], ROOM),  # the same recording
        lambda: page.add([take("c", "yes")], 1),
        lambda: page.add([take("d", "yes"), Take("d", Clip(np.zeros(16_000, np.float32), ""))], ROOM),
        lambda: page.add_word("a"),
        lambda: page.rename_word("nobody", "b"),
        lambda: page.move(1, "nobody"),
        lambda: page.delete(99),
    ):
        with pytest.raises(TakesError):
            wrong()
    assert page.state() == before


def test_a_take_that_may_not_move_stays_where_it_was(page: OwnWords, classifiers: dict[str, Classifier]) -> None:
    page.add([take("a"), take("a"), take("b", "yes")], ROOM)
    before = page.state()
    with pytest.raises(TakesError, match="same recording"):
        page.move(1, "b")
    assert page.state() == before
    page.add([take("b", "yes", 1.05)], ROOM)  # nor does it stand in the way of the next
    assert classifiers[page.state()["variant"]](said("stop")).word == "a"


def test_what_is_taught_goes_with_its_page(page: OwnWords, classifiers: dict[str, Classifier]) -> None:
    for speed in (0.95, 1.0, 1.05, 1.1):
        page.add([take("a", speed=speed)], ROOM)
    assert len(classifiers) == pages.KEPT
    assert page.size > 0
    page.close()
    assert (classifiers, page.size, page.state()["takes"]) == ({}, 0, [])
    with pytest.raises(TakesError):
        page.add([take("a")], ROOM)


def test_a_zip_that_was_downloaded_opens_on_another_page(page: OwnWords, classifiers: dict[str, Classifier]) -> None:
    page.add([take("Licht"), take("Licht", speed=1.05), take(OTHER, "yes")], ROOM)
    packed = page.packed()
    assert {takes.CARD, takes.WEIGHTS, takes.ONNX} < set(zipfile.ZipFile(io.BytesIO(packed)).namelist())
    other = OwnWords(classifiers)
    other.add(takes.unpack(packed), ROOM)
    ours, theirs = (one.state()["takes"] for one in (page, other))
    assert [one["word"] for one in ours] == [one["word"] for one in theirs]
    np.testing.assert_allclose([one["wave"] for one in ours], [one["wave"] for one in theirs], atol=2e-3)


def test_the_zips_of_a_class_are_pooled_by_words_and_tell_people_apart(client: TestClient) -> None:
    def zipped(voice: str, speed: float, more: str) -> bytes:
        return pack([Take("Licht", said("stop", speed), voice), Take(more, said("yes", speed), voice)], {})

    with client.websocket_connect("/own") as socket:
        headers = asking(socket.receive_json()["token"])
        for number in range(30):
            content = zipped(f"pupil {number}", 0.9 + number / 200, "aus" if number % 2 else "an")
            state = client.post("/own/zip", content=content, headers=headers).raise_for_status().json()
    assert state["words"] == ["Licht", "an", "aus"]
    assert [sum(one["word"] == word for one in state["takes"]) for word in state["words"]] == [30, 15, 15]
    assert state["estimate"]["voices"] == 30


def test_a_threshold_that_was_moved_stays_so_with_the_next_take(
    page: OwnWords, classifiers: dict[str, Classifier]
) -> None:
    page.add([take("a"), take("b", "yes")], ROOM)
    usual = classifiers[page.state()["variant"]].rejection.threshold
    page.be_stricter(1.5)
    assert classifiers[page.state()["variant"]].rejection.threshold == pytest.approx(usual + 1.5)
    page.add([take("a", speed=1.05)], ROOM)
    assert page.state()["stricter"] == 1.5
    for far in (99.0, math.nan):
        with pytest.raises(TakesError, match="at most"):
            page.be_stricter(far)


def test_a_browser_gets_the_newest_lesson_as_a_model_that_answers_as_the_server_does(
    page: OwnWords, classifiers: dict[str, Classifier]
) -> None:
    with pytest.raises(TakesError, match="taught anew"):
        page.model("")
    page.add([take("a"), take("b", "yes")], ROOM)
    former = page.state()["variant"]
    page.add([take("a", speed=1.05), take("c", "seven")], ROOM)
    newest = page.state()["variant"]
    with pytest.raises(TakesError, match="taught anew"):
        page.model(former)
    wave = said("yes", 1.1).second()[None].astype(np.float32)
    model, words = page.model(newest)
    answer = Session(model).answer(wave)
    np.testing.assert_allclose(answer["logits"], classifiers[newest].logits(wave), atol=2e-2)
    assert words[answer["probabilities"].argmax()] == "b"


def test_a_model_names_the_words_of_its_outputs_whatever_stands_on_the_page(client: TestClient) -> None:
    with client.websocket_connect("/own") as socket:
        headers = asking(socket.receive_json()["token"])
        for word, of in (("七", "seven"), ("b", "yes")):
            client.post("/own/takes", params={"word": word}, content=sound(of), headers=headers)
        state = client.post("/own/change", json={"do": "add", "word": "no take"}, headers=headers).json()
        answer = client.get("/own/model", params={"variant": state["variant"]}, headers=headers)
    assert json.loads(answer.headers["x-words"]) == ["七", "b"]
    assert Session(answer.content).answer(np.zeros((1, 16_000), np.float32))["logits"].shape == (1, 2)


def test_the_zip_that_a_browser_keeps_holds_takes_alone(page: OwnWords) -> None:
    page.add([take("a"), take(OTHER, "yes")], ROOM)
    assert [one.word for one in takes.unpack(page.packed(bare=True))] == ["a", OTHER]
    assert all(name.endswith(".wav") for name in zipfile.ZipFile(io.BytesIO(page.packed(bare=True))).namelist())


def test_pages_ask_with_their_token_and_see_only_their_own(client: TestClient) -> None:
    with client.websocket_connect("/own") as first, client.websocket_connect("/own") as second:
        tokens = [socket.receive_json()["token"] for socket in (first, second)]
        for token, word, of in zip(tokens, ("Licht", "你好"), ("stop", "yes"), strict=True):
            told = client.post("/own/takes", params={"word": word}, content=sound(of), headers=asking(token))
            assert told.json()["words"] == [word]
        other = client.post("/own/change", json={"do": "add", "word": "x"}, headers=asking("guessed"))
        assert (other.status_code, "forgotten" in other.text) == (409, True)
        assert client.get("/own/takes/1", headers=asking(tokens[0])).content == sound("stop")
        assert client.get("/own/takes/2", headers=asking(tokens[0])).status_code == 409
        assert client.get("/own/zip").status_code == 422
    gone = client.get("/own/zip", headers=asking(tokens[0]))
    assert gone.status_code == 409


def test_twenty_pages_at_once_each_hear_their_own_word_alone(
    client: TestClient, classifiers: dict[str, Classifier]
) -> None:
    from contextlib import ExitStack

    with ExitStack() as open_pages:
        sockets = [open_pages.enter_context(client.websocket_connect("/own")) for _ in range(20)]
        tokens = [socket.receive_json()["token"] for socket in sockets]
        names = []
        for number, token in enumerate(tokens):
            of = ("stop", "yes")[number % 2]
            told = client.post(
                "/own/takes", params={"word": f"word {number}"}, content=sound(of), headers=asking(token)
            )
            names.append(told.json()["variant"])
        for number, name in enumerate(names):
            assert classifiers[name].card.words == (f"word {number}",)
            assert classifiers[name](said(("stop", "yes")[number % 2], 1.05)).heard
            assert not classifiers[name](said(("yes", "stop")[number % 2])).heard
    assert classifiers == {}


@pytest.mark.parametrize(
    "asked", [{}, {"do": "fly"}, {"do": "delete"}, {"do": "move", "take": "1"}, {"do": "add", "word": "x" * 50}]
)
def test_nonsense_is_answered_with_a_sentence(client: TestClient, asked: dict) -> None:
    with client.websocket_connect("/own") as socket:
        told = client.post("/own/change", json=asked, headers=asking(socket.receive_json()["token"]))
        assert told.status_code == 409
        assert told.text.endswith(".")


def test_what_is_no_sound_and_what_is_no_zip_are_answered_with_a_sentence(client: TestClient) -> None:
    with client.websocket_connect("/own") as socket:
        headers = asking(socket.receive_json()["token"])
        told = client.post("/own/takes", params={"word": "a", "name": "a.txt"}, content=b"hello", headers=headers)
        assert (told.status_code, told.text.startswith("a.txt")) == (409, True)
        told = client.post("/own/zip", content=b"hello", headers=headers)
        assert (told.status_code, "no zip" in told.text) == (409, True)
        opened = client.post("/own/zip", content=pack([take("a")], {}), headers=headers)
        assert opened.json()["words"] == ["a"]


@pytest.mark.parametrize(
    "bad",
    [
        {"../x.wav": b""},
        {f"a/{n}.wav": b"" for n in range(10_001)},
        {"variant/model.onnx": bytes(2**20)},
        {takes.WEIGHTS: pickle.dumps([1, 2])},
        {takes.CARD: b'{"format": 99}'},
        {"a/silence.wav": takes.wav(Clip(np.zeros(16_000, np.float32)))},
    ],
    ids=["climbs out", "10,001 files", "unpacks to too much", "pickle", "another format", "silence"],
)
def test_a_zip_that_is_refused_leaves_all_that_was_taught(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, bad: dict[str, bytes]
) -> None:
    monkeypatch.setattr(takes, "BYTES", 2**20)
    with client.websocket_connect("/own") as socket:
        headers = asking(socket.receive_json()["token"])
        before = client.post("/own/takes", params={"word": "a"}, content=sound("stop"), headers=headers).json()
        told = client.post("/own/zip", content=with_a_take(bad), headers=headers)
        assert (told.status_code, told.text.endswith(".")) == (409, True), told.text
        after = client.post("/own/change", json={"do": "add", "word": "b"}, headers=headers).json()
        assert after | {"words": ["a"]} == before


def test_more_words_and_takes_than_may_be_are_refused_on_a_page(
    page: OwnWords, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.add([take("a"), take("b", "yes")], ROOM)
    before = page.state()
    monkeypatch.setattr(own_words, "MAX_WORDS", 2)
    with pytest.raises(TakesError, match="At most 2 words"):
        page.add_word("c")
    with pytest.raises(TakesError, match="3 words are more"):
        page.add([take("c", "seven")], ROOM)
    monkeypatch.setattr(own_words, "MAX_TAKES", 2)
    with pytest.raises(TakesError, match="3 takes are more"):
        page.add([take("a", speed=1.05)], ROOM)
    assert page.state() == before


def test_pages_that_teach_at_the_same_time_get_their_own_words_alone(classifiers: dict[str, Classifier]) -> None:
    people = [OwnWords(classifiers) for _ in range(4)]

    def teach(number: int) -> None:
        for speed in (0.97, 1.0, 1.03):
            people[number].add([take(f"word {number}", ("stop", "yes")[number % 2], speed)], ROOM)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(teach, range(4)))
    for number, one in enumerate(people):
        state = one.state()
        assert [kept["word"] for kept in state["takes"]] == 3 * [f"word {number}"]
        classifier = classifiers[state["variant"]]
        assert classifier.card.words == (f"word {number}",)
        assert not classifier(said(("yes", "stop")[number % 2])).heard
        one.close()
    assert classifiers == {}


def test_a_page_too_many_is_told(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes, "PAGES", 1)
    with client.websocket_connect("/own") as first:
        assert "token" in first.receive_json()
        with client.websocket_connect("/own") as second:
            assert "no more" in second.receive_json()["error"]
