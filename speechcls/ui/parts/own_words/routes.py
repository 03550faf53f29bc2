"""The addresses of own words: a socket that lives as long as the page, and what may be asked while it does."""

from __future__ import annotations

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
from speechcls.ui.limiter import Busy, Limiter
from speechcls.ui.parts.own_words.pages import BYTES, OwnWords
from speechcls.ui.protocol.own_words import OwnLimits, OwnPage, OwnState

PAGES = 64  # that have words of their own at once
AT_ONCE, WAITING = 2, 60  # changes worked out together, and those that wait for it
CROWDED = f"{PAGES} people are teaching words of their own, and there is room for no more. Try again in a minute."
GONE = "The server has forgotten these words, since the connection to this page was lost. Load the page again."
Token = Annotated[str, Header(alias="x-own-words")]


def add_routes(server: FastAPI, classifiers: MutableMapping[str, Classifier]) -> None:
    """Serve /own; what is taught stands in `classifiers` while its page is open."""
    pages: dict[str, OwnWords] = {}
    limiter = Limiter(AT_ONCE, WAITING)
    router = APIRouter(prefix="/own")

    def page(token: str) -> OwnWords:
        if token not in pages:
            raise TakesError(GONE)
        return pages[token]

    async def changed(token: str, change: Callable[[OwnWords], None]) -> OwnState:
        def work() -> OwnState:
            one = page(token)
            change(one)
            return one.state()

        return await limiter.run(work)

    def room() -> int:
        return BYTES - sum(one.size for one in list(pages.values()))

    @server.websocket("/own")
    async def own(socket: WebSocket) -> None:
        await socket.accept()
        if len(pages) >= PAGES:
            await socket.send_json({"error": CROWDED})
            await socket.close()
            return
        one = OwnWords(classifiers)
        pages[one.token] = one
        try:
            about: OwnPage = {"token": one.token, "limits": limits()}
            await socket.send_json(about)
            while True:
                await socket.receive_text()  # nothing is expected: it ends with the page
        except (KeyError, WebSocketDisconnect):
            pass
        finally:
            del pages[one.token]
            await run_in_threadpool(one.close)

    @router.post("/change")
    async def change(asked: dict[str, Any], token: Token) -> Any:
        return await changed(token, lambda one: _change(one, asked))

    @router.post("/takes")
    async def add(request: Request, token: Token, word: str = "", voice: str = "me", name: str = "") -> Any:
        page(token)
        sound = await request.body()
        return await changed(token, lambda one: one.add(_takes(sound, word, voice[:40], name[:200]), room()))

    @router.post("/zip")
    async def open_zip(request: Request, token: Token) -> Any:
        page(token)
        data = await request.body()
        return await changed(token, lambda one: one.add(unpack(data), room()))

    @router.get("/zip")
    async def download(token: Token, bare: bool = False) -> Response:
        return Response(await limiter.run(page(token).packed, bare), media_type="application/zip")

    @router.get("/takes/{number}")
    def take(number: int, token: Token) -> Response:
        return Response(wav(page(token).clip(number)), media_type="audio/wav")

    @server.exception_handler(TakesError)
    @server.exception_handler(AudioError)
    @server.exception_handler(ArchiveError)
    async def refuse(_: Request, error: Exception) -> Response:
        return PlainTextResponse(str(error), 409)

    @server.exception_handler(Busy)
    async def later(_: Request, error: Exception) -> Response:
        return PlainTextResponse(str(error), 503)

    server.include_router(router)


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
