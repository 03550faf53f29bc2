"""The page's sentences: each that is named is there, and says the same in each language; what fills them fits."""

import re
from pathlib import Path

import pytest

from speechcls.audio import read
from speechcls.plots import clip_panels
from speechcls.ui import site, wording
from speechcls.ui.selection import example_files

UI = Path(wording.__file__).parents[1]
SCRIPTS = {file: file.read_text() for file in (UI / "scope").rglob("*.js") if "vendor" not in file.parts}
PARTS = {file.relative_to(UI / "parts").as_posix(): file.read_text() for file in (UI / "parts").rglob("*.html")}
PYTHON = "".join(file.read_text() for file in UI.rglob("*.py"))
FILLED = {  # by Python, as HTML; by the part in which they stand
    "header.html": {"count", "chips", "privacy", "privacy-long", "invitation", "switch"},
    "invitation.html": {"qr", "url"},
    "inputs.html": {"sees"},
    "lab/lab.html": {"links", "steps"},
    "phase/step.html": {"verdict"},
    "results/results.html": {"verdict"},
    "site.html": {
        *("policy", "about", "styles", "lang", "base", "languages", "sentences", "phrases", "header", *site.PARTS),
        "variants-offered",
    },
}


def slots(html: str) -> set[str]:
    return set(re.findall(r"\{\{([\w.-]+)\}\}", html))


def named() -> set[str]:
    """Every name that a script, a part or a module gives; of those that are put together, what comes before."""
    scripts = "".join(SCRIPTS.values())
    plain = re.findall(r'(?<![.#\w])say\(\s*"([^"]+)"', scripts)
    parts = (slots(html) - FILLED.get(part, set()) for part, html in PARTS.items())
    return set(plain).union(*parts) | set(re.findall(r'wording\.say\("([^"]+)"', PYTHON))


def values_in(sentence: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", sentence))


def beginnings() -> tuple[str, ...]:
    return tuple(re.findall(r"(?<![.#\w])say\(\s*`([\w.-]+)\$", "".join(SCRIPTS.values())))


def test_every_sentence_that_the_page_names_is_there() -> None:
    assert named() - set(wording.ENGLISH) == set()
    for beginning in beginnings():
        assert any(name.startswith(beginning) for name in wording.ENGLISH), beginning


def test_what_python_fills_stands_in_its_part() -> None:
    for part, names in FILLED.items():
        assert names - slots(PARTS[part]) == set(), part


def test_a_sentence_takes_the_values_that_scripts_give_it() -> None:
    for name, given in re.findall(r'(?<![.#\w])say\("([^"]+)", \{([^}]*)\}\)', "".join(SCRIPTS.values())):
        values = set(re.findall(r"(\w+)(?=\s*[:,]|\s*$)", re.sub(r":[^,]*", ":", given)))
        assert set(re.findall(r"\{(\w+)\}", wording.ENGLISH[name])) <= values | {"size", "limit"}, name


def test_each_language_has_every_sentence_with_the_same_values() -> None:
    assert wording.GERMAN.keys() == wording.ENGLISH.keys()
    for name, sentence in wording.ENGLISH.items():
        for text in (sentence, wording.GERMAN[name]):
            assert text.strip(), name
            assert values_in(text) == values_in(sentence), name


def test_no_two_subjects_have_a_sentence_of_the_same_name() -> None:
    assert sum(len(subject.ENGLISH) for subject in wording.SUBJECTS) == len(wording.ENGLISH)
    assert sum(len(subject.GERMAN) for subject in wording.SUBJECTS) == len(wording.GERMAN)


def test_what_is_spoken_is_in_the_language_of_the_block_and_of_where_a_handler_was_wired() -> None:
    with wording.speaking("de"):
        assert wording.say("close") == wording.LANGUAGES["de"]["close"]
        handler = wording.spoken(lambda name: (wording.language(), wording.say(name)))
    assert wording.language() == "en"
    assert handler("close") == ("de", wording.LANGUAGES["de"]["close"])
    assert wording.say("close") == wording.ENGLISH["close"]


def test_html_is_filled_with_its_sentences_escaped_and_with_given_html_as_it_is() -> None:
    assert wording.filled("<p>{{step.play}}</p>{{steps}}", steps="<b>1</b>") == "<p>Play it</p><b>1</b>"
    assert "&#x27;s own" in wording.filled("{{mel.kept}}")
    with pytest.raises(KeyError):
        wording.filled("{{no.such}}")


@pytest.mark.parametrize(("right", "clips", "told"), [(180, 200, "90 of 100"), (1999, 2000, "more than 99 of 100")])
def test_how_often_such_an_answer_is_right_is_never_always(right: int, clips: int, told: str) -> None:
    assert told in wording.as_sure(right, clips)


def test_phrases_have_the_same_places_for_what_varies_in_german() -> None:
    for phrase, german in wording.PHRASES["de"].items():
        assert german.strip() and sorted(re.findall(r"\{\d\}", phrase)) == sorted(re.findall(r"\{\d\}", german)), phrase


def fits(text: str) -> bool:
    """Whether a phrase fits a text, or one fits each of its sentences."""
    patterns = [re.sub(r"\\\{\d\\\}", ".+?", re.escape(phrase)) for phrase in wording.PHRASES["de"]]
    if any(re.fullmatch(pattern, text, re.DOTALL) for pattern in patterns):
        return True
    sentences = re.split(r"(?<=[.!?]) (?=[A-Z“])", text)
    return len(sentences) > 1 and all(map(fits, sentences))


@pytest.mark.parametrize("name", sorted(clip_panels.PANELS))
def test_all_that_a_picture_of_a_sound_says_has_a_german_phrase(name: str) -> None:
    panel = clip_panels.PANELS[name](read(example_files()["stop"]), 0.0)
    said = [panel.title, panel.subtitle, panel.description, panel.x.label, panel.y.label]
    said += [line.name for line in panel.lines]
    assert [text for text in said if text and not fits(text)] == []
