"""The story laid out and wired; steps.py decides what its steps show, scope/lab/ draws it."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import gradio as gr

from speechcls.audio import AudioError
from speechcls.ui import wording
from speechcls.ui.limiter import Busy, Limiter
from speechcls.ui.model_pool import ModelPool
from speechcls.ui.parts.break_it import steps as break_it
from speechcls.ui.parts.lab import steps
from speechcls.ui.payload import from_browser
from speechcls.ui.protocol.lab import LabAnswer, LabSettings
from speechcls.ui.selection import Selection, asked_about, example_files, quiz_files, word_of

HERE = Path(__file__).parent
AT_ONCE, WAITING = 2, 30  # steps computed at the same time, each in up to 50 MB, and requests that wait
# The steps in their order, by the name that stands in a link, and the folder beside this one that holds each.
FOLDERS = {
    "air": "air",
    "sines": "sines",
    "spectrogram": "spectrogram",
    "mel": "mel",
    "phase": "phase",
    "inside": "inside",
    "break": "break_it",
    "teach": "teach",
}


def story(
    pool: ModelPool,
    selection: gr.State,
    receive: Callable[[ModelPool, dict[str, Any]], Selection],
    verdicts: Sequence[str],
) -> None:
    """The story. It works on the sound chosen at the top; `receive` reads those that the game of guessing sends.

    `verdicts`: what the experiments say on phase.
    """
    settings: LabSettings = {
        "words": steps.words(pool),
        "examples": [name for name in (*example_files(), *quiz_files()) if word_of(name) in steps.words(pool)],
        "tones": steps.tones(),
        "broken": break_it.kinds(),
    }
    shown = gr.HTML(
        html_template=_template(verdicts),
        js_on_load=(
            'import(new URL("scope/lab/lab.js", document.baseURI).href).then((lab) => '
            "lab.startLab({ element, props, watch, upload, ask: (question) => trigger('ask', question) }), "
            "early.failed);"
        ),
        settings=settings,
    )

    limiter = Limiter(AT_ONCE, WAITING)

    async def answer(before: Selection | None, event: gr.EventData) -> LabAnswer:
        payload = from_browser(event._data)
        try:
            return await limiter.run(work_out, before, payload)
        except Busy as busy:
            return {"turn": payload["turn"], "step": str(payload.get("step")), "error": str(busy)}

    def work_out(before: Selection | None, payload: dict[str, Any]) -> LabAnswer:
        request: LabAnswer = {"turn": payload["turn"], "step": str(payload.get("step"))}
        try:
            if payload.get("step") == "guess":
                return {**request, **steps.guess(pool, receive(pool, payload))}
            return {**request, **steps.step(pool, asked_about(payload, before), payload)}
        except AudioError as error:
            return {**request, "error": str(error)}

    # Without Gradio's queue, since scope/turns.js asks one question at a time.
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "queue": False}
    shown.ask(answer, selection, shown, trigger_mode="multiple", **quiet)


def _template(verdicts: Sequence[str]) -> str:
    links = [
        f'<a href="#step={name}" data-to="{name}"><span>{number}</span> {html.escape(wording.say(f"{name}.name"))}</a>'
        for number, name in enumerate(FOLDERS, 1)
    ]
    shown = [
        wording.filled(
            (HERE.parent / folder / "step.html").read_text(encoding="utf-8"),
            verdict=html.escape(" ".join(map(wording.translate, verdicts))),
        )
        for folder in FOLDERS.values()
    ]
    page = (HERE / "lab.html").read_text(encoding="utf-8")
    return wording.filled(page, links="".join(links), steps="".join(shown))
