"""Every sentence of the page, by name, in each of its languages. Values travel to the browser; sentences are made here.

A module a subject: `ENGLISH` and `GERMAN` have the same names, and the same {values} in each.
"""

from __future__ import annotations

import functools
import html
import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from speechcls.ui.wording import (
    answer,
    front_end_notes,
    front_end_phrases,
    front_ends,
    guess,
    head,
    inside,
    lab_phrases,
    live,
    many,
    own_phrases,
    own_words,
    results,
    results_phrases,
    sound,
    sound_phrases,
    story,
    tour,
)
from speechcls.ui.wording import phrases as general_phrases
from speechcls.ui.wording.numerals import Marks, localised


def _kept_together(text: str) -> str:
    """A sentence in which no line ends between a number and its percent sign."""
    return re.sub(r"(?<=[\d}]) %", "\N{NO-BREAK SPACE}%", text)


SUBJECTS = (head, sound, answer, story, guess, inside, live, many, results, front_ends, own_words, tour)
ENGLISH: Mapping[str, str] = {name: text for subject in SUBJECTS for name, text in subject.ENGLISH.items()}
GERMAN: Mapping[str, str] = {
    name: _kept_together(text) for subject in SUBJECTS for name, text in subject.GERMAN.items()
}
LANGUAGES = {"en": ENGLISH, "de": {**ENGLISH, **GERMAN}}  # by what `lang` of HTML calls them, the page's own first
# What lower layers say in English, and what is said for it.
_SAID_BELOW = (
    general_phrases,
    lab_phrases,
    own_phrases,
    sound_phrases,
    results_phrases,
    front_end_phrases,
    front_end_notes,
)
_TITLED = {"{0}: {1}": "{0!}: {1}"}  # what is said of something that is named before it
PHRASES: Mapping[str, Mapping[str, str]] = {
    "en": {},
    "de": {phrase: _kept_together(said) for subject in _SAID_BELOW for phrase, said in subject.GERMAN.items()}
    | _TITLED,
}
NAMES = {"en": "English", "de": "Deutsch"}  # each in itself
FIRST = next(iter(LANGUAGES))

VARIES = re.compile(r"\{(\d)\}")  # what varies in a phrase
FILLED = re.compile(r"(„?)\{(\d)(!?)\}")  # where it is said, as it is after the one mark or before the other
NAMED = re.compile(r"(„?)\{(\w+)\}")  # the same in a sentence that has a name
BEHIND = re.compile(r"(?<=\()[^()]+(?=\))|(?<![\w.,])\d[\d.,]*%")  # a number that stands behind a name
SENTENCES = re.compile(r"(?<=[.!?]) (?=[A-ZÄÖÜ“{])")

TITLE = "speechcls"
PRIVACY = ("privacy.goes", "privacy.gone", "privacy.cookie")
PRIVACY_ALONE = ("privacy.stays", "privacy.gone-alone", "privacy.nothing")

_language: ContextVar[str] = ContextVar("language", default=FIRST)


def language() -> str:
    """The language in which is spoken just now, such as en."""
    return _language.get()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Says everything in this language until the end of the block."""
    before = _language.set(language)
    try:
        yield
    finally:
        _language.reset(before)


def spoken(handler: Callable[..., Any]) -> Callable[..., Any]:
    """The handler in the language in which it is wired: Gradio's queue calls it outside of any request."""
    of_the_page = language()

    @functools.wraps(handler)
    def in_language(*given: Any) -> Any:
        with speaking(of_the_page):
            return handler(*given)

    return in_language


def sentences() -> Mapping[str, str]:
    """All sentences in the language that is spoken, as the browser gets them; see scope/say.js."""
    return LANGUAGES[language()]


def phrases() -> Mapping[str, str]:
    """What lower layers say in English, in the language that is spoken."""
    return PHRASES[language()]


def translate(text: str) -> str:
    """What a lower layer says in English, in the language that is spoken; scope/say.js does the same."""
    table = phrases()
    if text in table or not table:
        return table.get(text, text)
    several, single = _patterns(language())
    sentences = SENTENCES.split(text)
    if said := _fitting(text, several):
        return said
    return " ".join(map(translate, sentences)) if len(sentences) > 1 else _fitting(text, single) or text


def _fitting(text: str, patterns: Sequence[tuple[re.Pattern[str], str]]) -> str:
    for fits, said in patterns:
        if found := fits.fullmatch(text):
            return FILLED.sub(functools.partial(_filled, found), said)
    return ""


@functools.cache
def _patterns(language: str) -> tuple[list[tuple[re.Pattern[str], str]], list[tuple[re.Pattern[str], str]]]:
    """The phrases in which something varies as patterns, the longest first: those of several sentences, and of one."""
    both: tuple[list[tuple[re.Pattern[str], str]], list[tuple[re.Pattern[str], str]]] = ([], [])
    varying = [phrase for phrase in PHRASES[language] if VARIES.search(phrase)]
    for phrase in sorted(varying, key=lambda phrase: -len(VARIES.sub("", phrase))):
        pattern = "".join(map(_piece, VARIES.split(phrase), itertools.cycle((False, True))))
        both[not SENTENCES.search(phrase)].append((re.compile(pattern, re.S), PHRASES[language][phrase]))
    return both


def _piece(text: str, varies: bool) -> str:
    return f"(?P<_{text}>.+?)" if varies else re.escape(text)


def _filled(found: re.Match[str], place: re.Match[str]) -> str:
    quote, number, as_is = place.groups()
    value = found[f"_{number}"]
    if quote or as_is:
        listed = value.replace(" and ", translate(" and "))
        return quote + (listed if quote else BEHIND.sub(lambda number: _number(number[0]), listed))
    said = translate(value)
    return _number(value) if said == value else said


def _number(value: str) -> str:
    """A value as the language writes it, where it is a number with its unit, or several."""
    marks = (say(f"number.{name}") for name in Marks._fields)
    return localised(value, Marks(*marks))


def say(name: str, /, **values: object) -> str:
    """A sentence with its {values} filled in: numbers as its language writes them, what „is quoted“ as it is."""

    def filled_in(place: re.Match[str]) -> str:
        quote, value = place[1], str(values[place[2]])
        return quote + (value if quote else _number(value))

    return NAMED.sub(filled_in, sentences()[name]) if values else sentences()[name]


def filled(template: str, **values: object) -> str:
    """HTML with each {{name}} replaced by its sentence, or by one of `values`, which are HTML already."""

    def sentence(match: re.Match[str]) -> str:
        name = match[1]
        return str(values[name]) if name in values else html.escape(say(name))

    return re.sub(r"\{\{([\w.-]+)\}\}", sentence, template)


def as_sure(right: int, clips: int) -> str:
    """How often an answer as sure as this one was right, of so many test clips; 100 of 100 is never said."""
    of_100 = round(100 * right / clips)
    return say("answer.as-sure", right=of_100) if of_100 < 100 else say("answer.as-sure-most")


def numbers(span: float, samples: Sequence[float]) -> str:
    """A stretch of sound as the numbers that it is, of which some are told."""
    middle = len(samples) // 2
    told = ", ".join(f"{sample:.4f}" for sample in samples[max(0, middle - 3) : middle + 3])
    return say("air.numbers", span=f"{1000 * span:g}", count=f"{len(samples):,}", told=told)


def take(name: str, accuracy: float, cheaper: float) -> str:
    """Which variant to take, by how often it is right and how many times less work it is than the dearest."""
    of_100 = f"{100 * accuracy:.0f}"
    if cheaper < 2:
        return say("results.take", name=name, right=of_100)
    return say("results.take-cheaper", name=name, right=of_100, cheaper=f"{cheaper:.0f}")


def fair(count: int, best: tuple[str, float], near: Sequence[str], worst: tuple[str, float]) -> str:
    """Which of so many front ends is best before one network, which differ from it by chance, and what isn't told."""
    values = {"count": count, "best": best[0], "most": f"{100 * best[1]:.1f}"}
    values |= {"worst": worst[0], "least": f"{100 * worst[1]:.1f}"}
    told = say("results.fair-near", near=listed(near), **values) if near else say("results.fair", **values)
    return f"{told} {say('results.fair-limits')}"


def by_voice(name: str, errors: int, people: int, most: int) -> str:
    """How unevenly a network's errors fall on voices."""
    return say("results.by-voice", name=name, errors=errors, people=people, most=most)


def listed(names: Sequence[str]) -> str:
    """A, b and c."""
    return say("and").join(filter(None, (", ".join(names[:-1]), names[-1])))
