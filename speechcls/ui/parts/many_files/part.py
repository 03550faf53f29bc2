"""The part of many files laid out; routes.py answers it, scope/many_files draws it."""

from __future__ import annotations

from pathlib import Path

import gradio as gr

from speechcls.ui import wording

HERE = Path(__file__).parent


def many_files() -> None:
    gr.HTML(
        html_template=wording.filled((HERE / "part.html").read_text(encoding="utf-8")),
        js_on_load=(
            'import(new URL("scope/many_files/many.js", document.baseURI).href)'
            ".then((many) => many.startManyFiles({ element }), early.failed);"
        ),
    )
