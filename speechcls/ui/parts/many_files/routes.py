"""The addresses of many files: some of them at a time, or a whole zip. Nothing of them stays on the server."""

from __future__ import annotations

import json
import tempfile
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import PurePosixPath
from typing import IO

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse

from speechcls.audio import MAX_BYTES, archive
from speechcls.audio.archive import ArchiveError
from speechcls.audio.kinds import HEAD, begins_as_sound, is_named_as_sound
from speechcls.models.classifier import Classifier
from speechcls.ui.limiter import Busy, Limiter
from speechcls.ui.parts.many_files.answers import BATCH, answer

FILES, ZIP = "/many/files", "/many/zip"
ZIP_BYTES = 64 * 2**20  # of a zip
UNPACKED = 256 * 2**20  # bytes of all its files, of which one batch is in memory at a time
AT_ONCE, WAITING = 2, 60  # batches that are answered at the same time, and that wait
IN_MEMORY = 2**20  # bytes of a zip from which on it lies in a file without a name

TOO_MANY = f"At most {BATCH} files are answered at a time."
NO_FILES = "No files came. Send them as multipart/form-data, in the field 'files', each with its path as its name."
TOO_LARGE = f"The zip is too large: at most {ZIP_BYTES >> 20} MB are accepted. Make several of it."
NO_SOUNDS = "The zip holds no sounds. Put wav, flac, mp3, ogg, webm or m4a files into it."


def add_routes(server: FastAPI, classifiers: Mapping[str, Classifier], best: str) -> None:
    """Serve FILES and ZIP, for a variant that the request names."""
    routes = Routes(classifiers, best)
    server.add_route(FILES, routes.files, methods=["POST"])
    server.add_route(ZIP, routes.zipped, methods=["POST"])


class Routes:
    """Batches of sounds answered by the classifiers, of which only so many at once."""

    def __init__(self, classifiers: Mapping[str, Classifier], best: str) -> None:
        self.classifiers = classifiers
        self.best = classifiers[best]
        self.limiter = Limiter(AT_ONCE, WAITING)

    def chosen(self, request: Request) -> Classifier:
        return self.classifiers.get(request.query_params.get("variant", ""), self.best)

    async def files(self, request: Request) -> Response:
        try:
            async with request.form(max_files=BATCH, max_fields=0) as form:
                sent = [file for file in form.getlist("files") if not isinstance(file, str)]
                given = [(file.filename or "sound", await file.read(MAX_BYTES + 1)) for file in sent]
            if not given:
                return PlainTextResponse(NO_FILES, 400)
            return JSONResponse(await self.limiter.run(answer, given, self.chosen(request), self.best))
        except HTTPException as refused:
            return PlainTextResponse(f"{TOO_MANY} ({refused.detail})", 400)
        except Busy as busy:
            return PlainTextResponse(str(busy), 503)

    async def zipped(self, request: Request) -> Response:
        source = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed by what streams from it
        size = 0
        async for block in request.stream():
            size += len(block)
            if size > ZIP_BYTES:
                source.close()
                return PlainTextResponse(TOO_LARGE, 413, {"connection": "close"})
            source.write(block)
        try:
            count, sounds = await run_in_threadpool(_opened, source)
        except ArchiveError as error:
            source.close()
            return PlainTextResponse(str(error), 400)
        lines = self._lines(count, sounds, source, self.chosen(request))
        return StreamingResponse(lines, media_type="application/x-ndjson")

    async def _lines(
        self, count: int, sounds: Iterator[tuple[str, bytes]], source: IO[bytes], classifier: Classifier
    ) -> AsyncIterator[str]:
        """How many files there are, then a list of rows for each batch; a sentence where it ends before its time."""
        with source:
            yield json.dumps({"files": count}) + "\n"
            any_came = False
            try:
                while batch := await run_in_threadpool(lambda: list(islice(sounds, BATCH))):
                    rows = await self.limiter.run(answer, batch, classifier, self.best)
                    yield json.dumps({"rows": rows}) + "\n"
                    any_came = True
                if not any_came:
                    yield json.dumps({"error": NO_SOUNDS}) + "\n"
            except (ArchiveError, Busy) as error:
                yield json.dumps({"error": str(error)}) + "\n"


def _opened(source: IO[bytes]) -> tuple[int, Iterator[tuple[str, bytes]]]:
    """How many files of a zip may be sounds, and those that are, one after another. Raises ArchiveError."""
    sounds = _sounds(archive.contents(source, UNPACKED))
    return archive.count(source), sounds


def _sounds(files: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    for path, content in files:
        if is_named_as_sound(PurePosixPath(path)) or begins_as_sound(content[:HEAD]):
            yield path, content
