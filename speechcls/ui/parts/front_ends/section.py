"""The front ends' section laid out and wired; comparison.py decides what it shows, scope/front_ends/ draws it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr
from gradio.utils import get_upload_folder

from speechcls.audio import AudioError
from speechcls.ui import uploads, wording
from speechcls.ui.limiter import Busy, Limiter
from speechcls.ui.model_pool import ModelPool
from speechcls.ui.parts.front_ends import comparison
from speechcls.ui.payload import from_browser
from speechcls.ui.selection import Selection, asked_about, uploaded_file

PART = Path(__file__).parent / "front_ends.html"
AT_ONCE, WAITING = 1, 20  # looking for what made an array takes a core for seconds


def front_ends(pool: ModelPool, selection: gr.State, first: Selection) -> None:
    """The section. It works on the sound chosen at the top, and on the first one until any is chosen."""
    shown = gr.HTML(
        html_template=wording.filled(PART.read_text(encoding="utf-8")),
        js_on_load=(
            'import(new URL("scope/front_ends/front_ends.js", document.baseURI).href).then((section) => '
            "section.startFrontEnds({ element, props, watch, upload, ask: (question) => trigger('ask', question) }), "
            "early.failed);"
        ),
        settings=comparison.settings(),
    )
    limiter = Limiter(AT_ONCE, WAITING)

    async def answer(before: Selection | None, event: gr.EventData) -> dict[str, Any]:
        payload = from_browser(event._data)
        request = {"turn": payload["turn"], "what": payload.get("what")}
        try:
            return {**request, **await limiter.run(work_out, before, payload)}
        except (AudioError, Busy) as error:
            return {**request, "error": str(error)}

    def work_out(before: Selection | None, payload: dict[str, Any]) -> Any:
        if payload.get("what") != "identify":
            return comparison.compare(pool, asked_about(payload, before) or first, payload)
        file = uploaded_file(payload.get("path"), Path(get_upload_folder()))
        try:
            return comparison.what_made(file, asked_about(payload, before) or first)
        finally:
            uploads.discard(file)

    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "queue": False}
    shown.ask(answer, selection, shown, trigger_mode="multiple", **quiet)
