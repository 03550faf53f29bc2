"""The results laid out and wired; comparison.py decides what it shows, scope/results/ draws it."""

from __future__ import annotations

import html
from pathlib import Path

import gradio as gr

from speechcls.results import records
from speechcls.ui import wording
from speechcls.ui.model_pool import ModelPool
from speechcls.ui.parts.results import choosing, comparison
from speechcls.ui.parts.results.comparison import Experiments
from speechcls.ui.payload import from_browser
from speechcls.ui.protocol.results import ComparisonAnswer, ResultsSettings, TimesAnswer

PART = Path(__file__).parent / "results.html"


def results(pool: ModelPool, experiments: Experiments, folder: Path = records.FOLDER) -> None:
    """The section on which front end to choose, over the records in a folder of results. It needs no sound."""
    choices = comparison.choices(pool, folder)
    verdict = choosing.verdict(choices)
    settings: ResultsSettings = {
        "tables": experiments.overview(),
        "choices": choices,
        "fair": choosing.front_ends(experiments.tables),
        "voices": choosing.voices(experiments.tables, pool.best),
        "empty": comparison.EMPTY,
    }
    shown = gr.HTML(
        html_template=wording.filled(PART.read_text(encoding="utf-8"), verdict=html.escape(verdict)),
        js_on_load=(
            'import(new URL("scope/results/results.js", document.baseURI).href).then((results) => '
            "results.startResults({ element, props, watch, ask: (question) => trigger('ask', question) }), "
            "early.failed);"
        ),
        settings=settings,
    )

    def compare(event: gr.EventData) -> ComparisonAnswer | TimesAnswer:
        payload = from_browser(event._data)
        if payload.get("what") == "times":
            return {"turn": payload["turn"], "what": "times", "told": comparison.times(pool)}
        return {"turn": payload["turn"], "what": "compared", "told": experiments.compare(payload)}

    shown.ask(
        wording.spoken(compare),
        None,
        shown,
        trigger_mode="multiple",
        show_progress="hidden",
        api_visibility="private",
        concurrency_limit=2,
    )
