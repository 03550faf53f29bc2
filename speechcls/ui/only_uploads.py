"""The files that a request may name: uploads, and no other file of the computer or the network."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr
from gradio.utils import get_upload_folder
from gradio_client.utils import is_file_obj, traverse
from pydantic import ValidationError

from speechcls.audio import AudioError
from speechcls.ui.selection import uploaded_file

FOREIGN = "Only a file that was uploaded can be read: send it to /gradio_api/upload, and name the path that comes back."
NO_FILE = "Expected a file as gradio_client's handle_file(PATH) sends it, and something else came."


class OnlyUploads(gr.Blocks):
    """Blocks that accept only uploads as files, in any endpoint and component."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        # Gradio checks paths in requests only after `launch`, which is never called for a mounted page.
        self.has_launched = True

    async def preprocess_data(self, block_fn: Any, inputs: list[Any], *given: Any, **named: Any) -> Any:
        # Checked first, since Gradio copies or fetches a named file before it calls us.
        traverse(inputs, _refuse_unless_uploaded, is_file_obj)
        try:
            return await super().preprocess_data(block_fn, inputs, *given, **named)
        except ValidationError:
            raise gr.Error(NO_FILE, print_exception=False) from None


def _refuse_unless_uploaded(named: dict[str, Any]) -> dict[str, Any]:
    try:
        uploaded_file(named["path"], Path(get_upload_folder()))
    except AudioError:
        raise gr.Error(FOREIGN, print_exception=False) from None
    return named
