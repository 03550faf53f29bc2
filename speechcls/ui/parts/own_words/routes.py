"""The addresses of own words: a socket that lives as long as the page, and what may be asked while it does."""

from __future__ import annotations

import json
from collections.abc import Callable, MutableMapping
from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, Header, Request, Response, WebSocket
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import PlainTextResponse
from starlette.websockets import WebSocketDisconnect

from speechcls.audio import AudioError, workers
from speechcls.audio.archive import ArchiveError
from speechcls.models import own_words
from speechcls.models.classifier import Classifier
from speechcls.models.takes import OTHER, Take, TakesError, label, unpack, wav
from speechcls.ui.freed_memory import give_back
from speechcls.ui.limiter import Busy, Limiter
from speechcls.ui.parts.own_words.pages import BYTES, OwnWords
from speechcls.ui.protocol.own_words import OwnLimits, OwnPage, OwnState

PAGES = 64  # that have words of their own at once
AT_ONCE, WAITING = 2, 60  # changes worked out together, and those that wait for it
CROWDED = f"{PAGES} people are teaching words of their own, and there is room for no more. Try again in a minute."
GONE = "The server has forgotten these words, since the connection to this page was lost. Load the page again."
WORDS = "x-words"  # of a model, in the order of its outputs: JSON, since a header is ASCII
Token = Annotated[str, Header(alias="x-own-words")]


def add_routes(server: FastAPI, classifiers: MutableMapping[str, Classifier]) -> None:
    """Serve /own; what is taught stands in `classifiers` while its page is open."""
    pages = Pages(classifiers)
    router = APIRouter(prefix="/own")
    router.post("/change")(pages.change)
    router.post("/takes")(pages.add)
    router.post("/zip")(pages.open_zip)
    router.get("/zip")(pages.download)
    router.get("/model")(pages.model)
    router.get("/takes/{number}")(pages.take)
    server.websocket("/own")(pages.own)
    for error in (TakesError, AudioError, ArchiveError):
        server.add_exception_handler(error, _refuse)
    server.add_exception_handler(Busy, _later)
    server.include_router(router)


class Pages:
    """The pages that are open, each with the words that it has taught; what may be asked of them."""

    def __init__(self, classifiers: MutableMapping[str, Classifier]) -> None:
        self.classifiers = classifiers
        self.pages: dict[str, OwnWords] = {}
        self.limiter = Limiter(AT_ONCE, WAITING)

    async def own(self, socket: WebSocket) -> None:
        await socket.accept()
        if len(self.pages) >= PAGES:
            await socket.send_json({"error": CROWDED})
            await socket.close()
            return
        page = OwnWords(self.classifiers)
        self.pages[page.token] = page
        try:
            about: OwnPage = {"token": page.token, "limits": limits()}
            await socket.send_json(about)
            while True:
                await socket.receive_text()  # nothing is expected: it ends with the page
        except (KeyError, WebSocketDisconnect):
            pass
        finally:
            del self.pages[page.token]
            await run_in_threadpool(page.close)
            del page
            await run_in_threadpool(give_back)

    async def change(self, asked: dict[str, Any], token: Token) -> Any:
        return await self._changed(token, lambda page: _change(page, asked))

    async def add(self, request: Request, token: Token, word: str = "", voice: str = "me", name: str = "") -> Any:
        self._page(token)
        sound = await request.body()
        return await self._changed(
            token, lambda page: page.add(_takes(sound, word, voice[:40], name[:200]), self._room())
        )

    async def open_zip(self, request: Request, token: Token) -> Any:
        self._page(token)
        data = await request.body()
        return await self._changed(token, lambda page: page.add(unpack(data), self._room()))

    async def download(self, token: Token, bare: bool = False) -> Response:
        return Response(await self.limiter.run(self._page(token).packed, bare), media_type="application/zip")

    async def model(self, token: Token, variant: str) -> Response:
        model, words = await self.limiter.run(self._page(token).model, variant)
        return Response(model, media_type="application/octet-stream", headers={WORDS: json.dumps(words)})

    def take(self, number: int, token: Token) -> Response:
        return Response(wav(self._page(token).clip(number)), media_type="audio/wav")

    def _page(self, token: str) -> OwnWords:
        if token not in self.pages:
            raise TakesError(GONE)
        return self.pages[token]

    def _room(self) -> int:
        """Bytes that takes may still fill."""
        return BYTES - sum(page.size for page in list(self.pages.values()))

    async def _changed(self, token: str, change: Callable[[OwnWords], None]) -> OwnState:
        def work() -> OwnState:
            page = self._page(token)
            change(page)
            return page.state()

        return await self.limiter.run(work)


async def _refuse(_: Request, error: Exception) -> Response:
    return PlainTextResponse(str(error), 409)


async def _later(_: Request, error: Exception) -> Response:
    return PlainTextResponse(str(error), 503)


def _change(one: OwnWords, asked: dict[str, Any]) -> None:
    """What a page asks to be done with a word, or with the take of a number."""
    word, number = str(asked.get("word", "")), asked.get("take")
    match asked.get("do"):
        case "add":
            one.add_word(word)
        case "rename":
            one.rename_word(word, str(asked.get("to", "")))
        case "remove":
            one.remove_word(word)
        case "move" if isinstance(number, int):
            one.move(number, word)
        case "delete" if isinstance(number, int):
            one.delete(number)
        case "stricter" if isinstance(by := asked.get("by"), int | float):
            one.be_stricter(by)
        case _:
            raise TakesError("The server doesn't know this. Load the page again.")


def _takes(sound: bytes, word: str, voice: str, name: str) -> list[Take]:
    return [Take(OTHER if word == OTHER else label(word), workers.read(sound, name or "The take"), voice or "me")]


def limits() -> OwnLimits:
    """What one page may teach."""
    return {"words": own_words.MAX_WORDS, "takes": own_words.MAX_TAKES}
