"""The step of own words laid out; what happens is decided by routes.py, what is drawn by scope/own_words."""

from __future__ import annotations

from pathlib import Path

import gradio as gr

from speechcls.ui import wording

HERE = Path(__file__).parent
SCRIPT = "scope/own_words/own_words.js"
START = f"""
import(new URL("{SCRIPT}", document.baseURI).href).then((own) => own.startOwnWords({{ element }}), early.failed);
"""


def own_words() -> None:
    """The part. It keeps nothing of its own: what is taught lives as long as the page's socket."""
    template = (HERE / "own_words.html").read_text(encoding="utf-8")
    gr.HTML(html_template=wording.filled(template), js_on_load=START)
