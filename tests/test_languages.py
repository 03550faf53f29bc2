"""The page's languages: which a request's path names, and what is asked below that path is answered in it."""

import asyncio

import pytest

from speechcls.ui import languages, wording


def asked(path: str, root: str = "", kind: str = "http") -> dict:
    """What a request's scope becomes, and in which language is spoken meanwhile; or the address it is sent to."""
    seen = {}

    async def app(scope, receive, send):
        seen.update(scope, spoken=wording.language())

    async def send(message):
        seen.update({name.decode(): value.decode() for name, value in message.get("headers", [])})

    scope = {"type": kind, "path": path, "root_path": root, "query_string": b"", "headers": []}
    asyncio.run(languages.Languages(app)(scope, None, send))
    return seen


@pytest.mark.parametrize(
    ("path", "root", "language", "below"),
    [
        ("/", "", "en", ""),
        ("/de/", "", "de", "/de"),
        ("/de/scope/page.js", "", "de", "/de"),
        ("/words/", "/words", "en", "/words"),
        ("/words/de/live", "/words", "de", "/words/de"),
        ("/default", "", "en", ""),
        ("/en/", "", "en", ""),  # no path of its own: there is nothing
    ],
)
def test_the_language_in_a_path_becomes_part_of_the_root_path(path, root, language, below):
    seen = asked(path, root)
    assert (seen["language"], seen["spoken"], seen["root_path"], seen["path"]) == (language, language, below, path)


def test_a_socket_below_a_language_is_answered_in_it():
    assert asked("/de/live", kind="websocket")["spoken"] == "de"


def test_a_language_without_its_slash_is_sent_to_where_relative_addresses_lie_below_it():
    assert asked("/words/de", "/words")["location"] == "/words/de/"


def test_what_is_neither_page_nor_socket_is_passed_on():
    assert "language" not in asked("", kind="lifespan")


def test_a_page_links_to_all_languages_itself_included():
    assert languages.links("en").count("hreflang") == len(wording.LANGUAGES)
    assert 'hreflang="de" href="de/"' in languages.links("en").replace("./de/", "de/")
    assert 'hreflang="en" href="../"' in languages.links("de")
    assert 'hreflang="de" href="./"' in languages.links("de")


def test_the_switch_goes_through_all_languages():
    assert [languages.other(one) for one in wording.LANGUAGES] == [*list(wording.LANGUAGES)[1:], wording.FIRST]
