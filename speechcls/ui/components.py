"""The page's components: each its HTML, and the settings that it hands to the module in scope/ that starts it."""

from __future__ import annotations

import html
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import gradio as gr

from speechcls.ui import class_room, glances, handlers, in_browser, languages, python_lines, wording
from speechcls.ui.model_pool import ModelPool
from speechcls.ui.protocol.sounds import ExampleSound
from speechcls.ui.selection import Selection, example_files

HERE = Path(__file__).parent
FIRST = "stop"  # the example that the page opens with


def part(name: str, **values: object) -> str:
    return wording.filled((HERE / "parts" / f"{name}.html").read_text(encoding="utf-8"), **values)


def start(function: str, given: str) -> str:
    """The script that hands a component over to its module. Gradio finds events by their names in quotes in here."""
    return (
        'import(new URL("scope/page.js", document.baseURI).href)'
        f".then((page) => page.{function}({{ element, props, {given} }}), early.failed);"
    )


def examples() -> list[ExampleSound]:
    """The example sounds, each by its name in the page's language, or by the word that is said in it."""
    labels = wording.sentences()
    return [
        {"name": name, "label": labels.get(f"example.{name}", name), "url": f"clips/{file.name}"}
        for name, file in example_files().items()
    ]


def header(
    pool: ModelPool,
    privacy: Sequence[str] = wording.PRIVACY,
    long: str = "privacy.long-form",
    invites: str = "",
) -> str:
    """The head of the page with its dialogs: the words, the keys, privacy."""
    known = glances.words(pool)
    about = wording.say("words.about", count=len(known))
    other = languages.other(wording.language())
    return part(
        "header",
        count=len(known),
        **{"words.about": html.escape(about), "privacy-long": html.escape(wording.say(long))},
        chips="".join(_chip(word) for word in known),
        privacy="".join(f"<li>{html.escape(wording.say(line))}</li>" for line in privacy),
        invitation=part("invitation", qr=class_room.qr_svg(invites), url=html.escape(invites)) if invites else "",
        switch=f'<a href="?lang={other}" hreflang="{other}" lang="{other}">{wording.NAMES[other]}</a>',
    )


def _chip(word: dict[str, Any]) -> str:
    given = {f"data-{name}": str(value) for name, value in word.items() if value not in (None, False)}
    attributes = " ".join(f'{name}="{html.escape(value)}"' for name, value in given.items())
    return f'<button type="button" aria-pressed="false" {attributes}>{html.escape(word["word"])}</button>'


def sound_html(served: bool = True) -> str:
    """The sound bar, with a button for each example, and who answers: a server, or else the browser."""
    buttons = [f'<button type="button" data-example="{x["name"]}">{x["label"]}</button>' for x in examples()]
    whose = wording.say("engine.server" if served else "engine.alone")
    return part("sound", buttons="".join(buttons), whose=whose, hidden="" if served else " hidden")


def sound(pool: ModelPool, local_microphone: bool) -> gr.HTML:
    return gr.HTML(
        html_template=sound_html(),
        js_on_load=start("startSound", "hear: (sound) => trigger('hear', sound), upload"),
        settings={
            "examples": examples(),
            "limits": handlers.limits(),
            "local": local_microphone,
            "served": True,
            "engine": in_browser.settings(pool.cards, pool.folder),
        },
    )


def answer(pool: ModelPool, first: Selection) -> gr.HTML:
    return gr.HTML(
        html_template=part("answer"),
        js_on_load=start("startAnswer", "watch, again: () => trigger('again')"),
        settings={"answer": {"turn": 0, **pool.answer(first, pool.best)}},
    )


def variants(pool: ModelPool) -> gr.Radio:
    return gr.Radio(
        list(pool.names),
        value=pool.best,
        label=wording.say("variants"),
        elem_id="variant",
        elem_classes="waits",
    )


def row(pool: ModelPool) -> gr.HTML:
    """What dresses the choice of variants as a row of thumbnails."""
    return gr.HTML(
        html_template="<span></span>",
        elem_id="row",
        js_on_load=start("startVariants", "watch, look: (question) => trigger('look', question)"),
        settings={"cards": glances.cards(pool), "networks": []},  # which the page asks for
    )


def pictures(first: Selection) -> gr.HTML:
    return gr.HTML(
        html_template=part("pictures"),
        js_on_load=start("startPictures", "watch, move: (second) => trigger('move', second)"),
        settings={"pictures": handlers.pictures(first), "example": FIRST, "python": python_lines.PICTURES},
    )


def live() -> gr.HTML:
    return gr.HTML(
        html_template=part("live"),
        js_on_load=start("startLive", "watch, words: (question) => trigger('words', question)"),
    )


def inputs(pool: ModelPool) -> gr.HTML:
    sees = html.escape(handlers.sees(pool.classifiers[pool.best].card))
    return gr.HTML(html_template=part("inputs", sees=sees), js_on_load=start("startInputs", ""))


def training(pool: ModelPool) -> gr.HTML:
    return gr.HTML(
        html_template=part("training"),
        js_on_load=start("startTraining", ""),
        settings={"best": pool.best, "variants": {name: pool.training(name) for name in pool.names}},
    )
