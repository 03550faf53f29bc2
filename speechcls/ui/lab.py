"""The lab's tab laid out and wired; what its steps show is decided in lab_handlers.py, drawn in scope/lab/."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import gradio as gr

from speechcls.audio import AudioError
from speechcls.ui import lab_handlers
from speechcls.ui.handlers import Desk, Heard, example_files
from speechcls.ui.turns import Busy, Turns

PARTS = Path(__file__).parent / "parts"
AT_ONCE, WAITING = 2, 30  # steps worked out together, each by up to 50 MB, and people who wait for theirs
STEPS = ("guess", "fourier", "spectrogram", "mel", "phase", "side")


def lab(desk: Desk, heard: gr.State, receive: Callable[[Desk, dict[str, Any]], Heard]) -> None:
    """The tab. It works on the sound chosen at the top; `receive` reads those that the game of guessing sends."""
    with gr.Tab("Lab"):
        steps = gr.HTML(
            html_template=_template(),
            js_on_load=(
                'import(new URL("scope/lab/lab.js", document.baseURI).href).then((lab) => '
                "lab.startLab({ element, props, watch, upload, ask: (question) => trigger('ask', question) }));"
            ),
            settings={
                "words": lab_handlers.words(desk),
                "examples": [name for name in example_files() if name in lab_handlers.words(desk)],
                "tones": lab_handlers.tones(),
            },
        )

    turns = Turns(AT_ONCE, WAITING)

    async def answer(before: Heard | None, event: gr.EventData) -> dict[str, Any]:
        asked = event._data if isinstance(event._data, dict) else {}
        try:
            return await turns.run(worked_out, before, asked)
        except Busy as busy:
            return {"turn": asked.get("turn"), "step": asked.get("step"), "error": str(busy)}

    def worked_out(before: Heard | None, asked: dict[str, Any]) -> dict[str, Any]:
        told = {"turn": asked.get("turn"), "step": asked.get("step")}
        if asked.get("step") != "guess":
            return {**told, **lab_handlers.step(desk, before, asked)}
        try:
            return {**told, **lab_handlers.guess(desk, receive(desk, asked))}
        except AudioError as error:
            return {**told, "error": str(error)}

    # Without Gradio's queue, since scope/turns.js asks one question at a time.
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "queue": False}
    steps.ask(answer, heard, steps, trigger_mode="multiple", **quiet)


def _template() -> str:
    parts = [(PARTS / f"lab-{name}.html").read_text(encoding="utf-8") for name in STEPS]
    return (PARTS / "lab.html").read_text(encoding="utf-8").replace("STEPS", "".join(parts))
