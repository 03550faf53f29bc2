"""The results' tab laid out and wired; what it shows is decided in results_handlers.py, drawn in scope/results/."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr

from speechcls.results import records
from speechcls.ui import results_handlers
from speechcls.ui.handlers import Desk
from speechcls.ui.results_handlers import Shelf

PART = Path(__file__).parent / "parts" / "results.html"


def results_tab(desk: Desk, folder: Path = records.FOLDER) -> None:
    """The tab, over the records in a folder of results. It needs no sound."""
    shelf = Shelf(folder)
    with gr.Tab("Results"):
        shown = gr.HTML(
            html_template=PART.read_text(encoding="utf-8"),
            js_on_load=(
                'import(new URL("scope/results/results.js", document.baseURI).href).then((results) => '
                "results.startResults({ element, props, watch, ask: (question) => trigger('ask', question) }));"
            ),
            settings={
                "tables": shelf.overview(),
                "choices": results_handlers.choices(desk, folder),
                "empty": results_handlers.EMPTY,
            },
        )

    def answer(event: gr.EventData) -> dict[str, Any]:
        asked = event._data if isinstance(event._data, dict) else {}
        told = results_handlers.times(desk) if asked.get("what") == "times" else shelf.compared(asked)
        return {"turn": asked.get("turn"), "what": asked.get("what"), "told": told}

    shown.ask(
        answer,
        None,
        shown,
        trigger_mode="multiple",
        show_progress="hidden",
        api_visibility="private",
        concurrency_limit=2,
    )
