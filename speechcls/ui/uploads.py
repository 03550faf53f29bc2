"""Uploaded files, each in its own folder: deleted once read, after a minute and a half, or when the server ends.

Gradio's own route writes straight into its folder, so that a broken upload leaves a part there; and its sweep
(`delete_cache`) ends for good, silently, at the first file that arrives while it runs. Here a file reaches the folder
only when it is complete, and a failed sweep is followed by the next.
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
from collections.abc import AsyncIterator, Iterator
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
SHARE = 2  # a visitor may have one SHARE-th of it; all programs without a cookie count as one visitor
LARGEST = MAX_BYTES + 2**20  # bytes of a file that is kept: a little over the limit, of which `audio` says more
FILES = 10  # a request

NO_FILE = "No file came. Send one as multipart/form-data, in the field 'files'."
NO_ROOM = "The server has no room for the file at the moment. Try again in two minutes."


class Uploads:
    """The uploads of one server. Each lies alone in a folder, so that deleting it affects no other."""

    def __init__(self) -> None:
        parent = Path(get_upload_folder())
        parent.mkdir(parents=True, exist_ok=True)
        self.folder = Path(tempfile.mkdtemp(prefix="uploads-", dir=parent))

    def keep(self, sent: UploadFile, visitor: str = "") -> str:
        """Store a complete file and return its path. Raises OSError, and then leaves nothing."""
        size = sent.size or 0
        if size > LARGEST:
            return self.stand_in(sent.filename or "", size, visitor)
        with self._new(sent.filename or "", visitor, size) as file, file.open("xb") as kept:
            shutil.copyfileobj(sent.file, kept)
        return str(file)

    def stand_in(self, name: str, size: int, visitor: str = "") -> str:
        """The path of a sparse file of the size of one that is too large, which reading refuses with a sentence.

        gradio_client shows only the status of a refused upload, but the sentence of an error in /classify.
        """
        with self._new(name, visitor, 0) as file, file.open("xb") as hollow:
            hollow.truncate(size)
        return str(file)

    @contextlib.contextmanager
    def _new(self, name: str, visitor: str, size: int) -> Iterator[Path]:
        """A path in a new folder, which is deleted where writing fails. Raises OSError where there is no room."""
        whose = f"{visitor or 'program'}-"
        theirs = sum(map(_size, self.folder.glob(f"{whose}*")))
        if size + theirs > ROOM // SHARE or size + _size(self.folder) > ROOM:
            raise OSError(NO_ROOM)
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # it may have been deleted
        folder = Path(tempfile.mkdtemp(prefix=whose, dir=self.folder))
        try:
            yield folder / _name(name)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise

    def sweep(self, before: float) -> None:
        """Delete the uploads that were complete before this time (s since the epoch)."""
        for upload in self.folder.glob("*"):
            with contextlib.suppress(FileNotFoundError):  # read and deleted meanwhile
                if upload.stat().st_mtime < before:
                    shutil.rmtree(upload, ignore_errors=True)  # retried by the next sweep

    async def sweep_on_schedule(self) -> None:
        """Sweep until cancelled. A sweep that fails is logged and followed by the next."""
        while True:
            await asyncio.sleep(EVERY)
            try:
                await run_in_threadpool(self.sweep, time.time() - AGE)
            except Exception as error:
                logging.getLogger(__name__).warning("Old uploads could not be deleted (%s); trying again.", error)

    def close(self) -> None:
        """Delete all uploads."""
        shutil.rmtree(self.folder, ignore_errors=True)


def discard(file: Path) -> None:
    """Delete an upload that was read, and its folder."""
    file.unlink(missing_ok=True)
    with contextlib.suppress(OSError):  # not one of ours, or gone
        file.parent.rmdir()


def add_routes(server: FastAPI) -> Uploads:
    """Serve Gradio's upload route, and delete uploads on a schedule; to be called before anything is mounted at "/"."""
    uploads = Uploads()
    atexit.register(uploads.close)  # also where a second Ctrl-C skips the end of `lifespan`
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
            # Until the upload is complete, it lies in an unnamed file, which is deleted with the request.
            async with request.form(max_files=FILES, max_fields=FILES) as form:
                return await _kept(uploads, form, request.scope.get("visitor", ""))
        except ClientDisconnect:
            return Response(status_code=400)  # nobody reads it
        except OSError:
            return PlainTextResponse(NO_ROOM, 507)
        except HTTPException as refused:
            return PlainTextResponse(f"{NO_FILE} ({refused.detail})", 400)

    server.router.lifespan_context = lifespan
    server.add_route(ROUTE, upload, methods=["POST"])
    return uploads


async def _kept(uploads: Uploads, form: FormData, visitor: str) -> Response:
    """The paths of all files of a form, as Gradio's own route answers."""
    files = [file for file in form.getlist("files") if not isinstance(file, str)]
    if not files:
        return PlainTextResponse(NO_FILE, 400)
    return JSONResponse([await run_in_threadpool(uploads.keep, file, visitor) for file in files])


def _name(sent: str) -> str:
    """A file name that is valid on every system, made from the one that was sent."""
    name = strip_invalid_filename_characters(Path(sent).name)
    return "sound" if name in ("", ".", "..") else name


def _size(folder: Path) -> int:
    """Bytes of all files below a folder, except those that are deleted meanwhile."""
    total = 0
    for place, _, names in os.walk(folder):  # which skips a folder that has gone
        for name in names:
            with contextlib.suppress(OSError):
                found = os.stat(os.path.join(place, name))
                total += 0 if found.st_size > LARGEST else found.st_size  # stand-ins are sparse
    return total
