"""Uploaded files: a folder of its own for each, deleted once read, after a minute and a half, or when the server ends.

Gradio's own route writes straight into its folder, so that an upload which breaks off leaves its part there; and its
sweep (`delete_cache`) ends for good, silently, at the first file that comes in while it looks. Here a file lies in the
folder only once all of it has come, and one sweep that fails is followed by the next.
"""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import logging
import os
import shutil
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from gradio.utils import get_upload_folder
from gradio_client.utils import strip_invalid_filename_characters
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from speechcls.audio import MAX_BYTES

ROUTE = "/gradio_api/upload"  # Gradio's own, which the page's script and gradio_client ask
EVERY, AGE = 15, 90  # s: how often the sweep looks, and how old what it deletes is
ROOM = 100 * MAX_BYTES  # bytes that all uploads may take together
FILES = 10  # a request

TOO_LARGE = f"The file is too large: at most {MAX_BYTES // 2**20} MB are accepted. Choose a shorter part of it."
NO_FILE = "No file came. Send one as multipart/form-data, in the field 'files'."
NO_ROOM = "The server has no room for the file at the moment. Try again in two minutes."


class Uploads:
    """The files that one server was sent. Each lies alone in a folder, so that deleting it asks for nobody else's."""

    def __init__(self) -> None:
        parent = Path(get_upload_folder())
        parent.mkdir(parents=True, exist_ok=True)
        self.folder = Path(tempfile.mkdtemp(prefix="uploads-", dir=parent))

    def keep(self, sent: UploadFile) -> str:
        """The path under which a file that came whole lies from now on. Raises OSError, and then leaves nothing."""
        if (sent.size or 0) + _size(self.folder) > ROOM:
            raise OSError(NO_ROOM)
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # somebody may have tidied up
        folder = Path(tempfile.mkdtemp(dir=self.folder))
        try:
            file = folder / _name(sent.filename or "")
            with file.open("xb") as kept:
                shutil.copyfileobj(sent.file, kept)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return str(file)

    def sweep(self, before: float) -> None:
        """Delete all uploads that were complete before a moment, in seconds since the epoch."""
        for upload in self.folder.glob("*"):
            with contextlib.suppress(FileNotFoundError):  # it was read meanwhile
                if upload.stat().st_mtime < before:
                    shutil.rmtree(upload, ignore_errors=True)  # one that stays is tried again

    async def sweep_on_schedule(self) -> None:
        """Until it is cancelled. A sweep that fails, whatever for, is told and followed by the next."""
        while True:
            await asyncio.sleep(EVERY)
            try:
                await run_in_threadpool(self.sweep, time.time() - AGE)
            except Exception as error:
                logging.getLogger(__name__).warning("Old uploads could not be deleted (%s); trying again.", error)

    def close(self) -> None:
        """Delete all of them."""
        shutil.rmtree(self.folder, ignore_errors=True)


def discard(file: Path) -> None:
    """Delete an upload that was read, and the folder that was made for it."""
    file.unlink(missing_ok=True)
    with contextlib.suppress(OSError):  # it isn't one of ours, or is gone
        file.parent.rmdir()


def add_routes(server: FastAPI) -> Uploads:
    """Take uploads where Gradio would, and delete them on a schedule; before anything is mounted at "/"."""
    uploads = Uploads()
    atexit.register(uploads.close)  # also where a second Ctrl-C passes over the end of `lifespan`
    before = server.router.lifespan_context

    @contextlib.asynccontextmanager
    async def lifespan(app: Any) -> AsyncIterator[Any]:
        sweeping = asyncio.create_task(uploads.sweep_on_schedule())
        try:
            async with before(app) as state:
                yield state
        finally:
            sweeping.cancel()
            uploads.close()

    async def upload(request: Request) -> Response:
        try:
            # What has come so far lies in a file without a name, which goes with the request that sent it.
            async with request.form(max_files=FILES, max_fields=FILES) as form:
                return await _kept(uploads, form)
        except ClientDisconnect:
            return Response(status_code=400)  # nobody reads it
        except OSError:
            return PlainTextResponse(NO_ROOM, 507)
        except HTTPException as refused:
            return PlainTextResponse(f"{NO_FILE} ({refused.detail})", 400)

    server.router.lifespan_context = lifespan
    server.add_route(ROUTE, upload, methods=["POST"])
    return uploads


async def _kept(uploads: Uploads, form: FormData) -> Response:
    """The answer with the paths of all files of a form, as Gradio's own route gives it."""
    files = [file for file in form.getlist("files") if not isinstance(file, str)]
    if not files:
        return PlainTextResponse(NO_FILE, 400)
    if any((file.size or 0) > MAX_BYTES + 2**20 for file in files):  # a little over the limit, `audio` says more
        return PlainTextResponse(TOO_LARGE, 413)
    return JSONResponse([await run_in_threadpool(uploads.keep, file) for file in files])


def _name(sent: str) -> str:
    """A name for a file on every system, from the one that was sent with it."""
    name = strip_invalid_filename_characters(Path(sent).name)
    return "sound" if name in ("", ".", "..") else name


def _size(folder: Path) -> int:
    """Bytes of all files below a folder, those that go meanwhile left out."""
    total = 0
    for place, _, names in os.walk(folder):  # which passes over a folder that has gone
        for name in names:
            with contextlib.suppress(OSError):
                total += os.stat(os.path.join(place, name)).st_size
    return total
