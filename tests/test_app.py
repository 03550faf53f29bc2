"""The app through its programming interface, as gradio_client sees it."""

import re
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from gradio_client import Client, handle_file
from gradio_client.exceptions import AppError

import speechcls
from bad_inputs import BAD_INPUTS
from speechcls.ui.selection import example_files


@pytest.fixture(scope="module")
def client(address: str) -> Client:
    return Client(address, verbose=False)


def test_classify_answers_as_python_does_with_all_words_the_likeliest_first(client: Client) -> None:
    file = example_files()["bird"]
    for name in ("power", "mel", "complex"):
        answer = client.predict(handle_file(str(file)), name, api_name="/classify")
        expected = speechcls.load(name)(file)
        assert answer["label"] == expected.word == answer["confidences"][0]["label"]
        shares = [c["confidence"] for c in answer["confidences"]]
        assert shares == pytest.approx(list(expected.probabilities), abs=1e-4)
        assert len(shares) == 30


def test_classify_without_a_variant_uses_the_best(client: Client) -> None:
    file = example_files()["stop"]
    answer = client.predict(audio=handle_file(str(file)), api_name="/classify")
    assert answer == client.predict(handle_file(str(file)), speechcls.names()[0], api_name="/classify")


@pytest.mark.parametrize("given", [{}, {"variant": "mel"}, {"audio": None}])
def test_a_call_without_a_sound_is_answered_with_what_to_send(client: Client, given: dict) -> None:
    with pytest.raises(AppError, match=r"^No sound came\. Send a file of at most 60 s"):
        client.predict(**given, api_name="/classify")


@pytest.mark.parametrize("given", ["clip.wav", 7, {"file": "clip.wav"}])
def test_what_is_no_file_is_answered_with_how_to_send_one(client: Client, given: object) -> None:
    with pytest.raises(AppError, match=r"handle_file\(PATH\)"):
        client.predict(given, api_name="/classify")


def test_only_classify_is_offered(client: Client) -> None:
    assert list(client.view_api(return_format="dict")["named_endpoints"]) == ["/classify"]


@pytest.mark.parametrize("name", sorted(set(BAD_INPUTS) - {"folder", "missing"}))
def test_a_bad_input_is_answered_with_a_sentence(client: Client, name: str, tmp_path: Path) -> None:
    file = BAD_INPUTS[name](tmp_path)
    with pytest.raises((AppError, ValueError)) as refusal:
        client.predict(handle_file(str(file)), "power", api_name="/classify")
    sentence = str(refusal.value)
    assert re.search(r"[A-Za-z]{3,} .*[.!]", sentence)
    assert "Traceback" not in sentence and "Errno" not in sentence


def test_an_unknown_variant_is_answered_with_the_list_of_valid_ones(client: Client) -> None:
    with pytest.raises(AppError, match=r"No trained variant is called 'nonsense'.*complex"):
        client.predict(handle_file(str(example_files()["bird"])), "nonsense", api_name="/classify")


def test_many_at_once_get_each_their_own_answer(client: Client, address: str) -> None:
    files = list(example_files().values())[:4]

    def ask(own: Client) -> list[list[str]]:
        answers = [own.predict(handle_file(str(file)), "mel", api_name="/classify") for file in files]
        return [[share["label"] for share in answer["confidences"][:3]] for answer in answers]

    alone = ask(client)
    with ThreadPoolExecutor(8) as people:
        together = list(people.map(ask, [Client(address, verbose=False) for _ in range(8)]))
    assert together == [alone] * 8


def test_on_a_slow_line_text_comes_compressed_and_sound_as_it_is(address: str) -> None:
    def encoding(path: str) -> str | None:
        asked = urllib.request.Request(f"{address.rstrip('/')}/{path}", headers={"Accept-Encoding": "gzip"})
        with urllib.request.urlopen(asked) as response:
            return response.headers["Content-Encoding"]

    assert [encoding(path) for path in ("", "scope/page.js")] == ["gzip", "gzip"]
    assert encoding(f"clips/{example_files()['stop'].name}") is None
