"""What every request passes first, over HTTP and WebSocket: name, origin, password, and whether it may be asked."""

from __future__ import annotations

import asyncio
import re
from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from speechcls.ui.access import Access
from speechcls.ui.visitors import Visitors

WRONG_PASSWORD_WAIT = 1.0  # s, against guessing
# Of Gradio's own routes those that the page and gradio_client need. Closed so are others that read files, fetch
# addresses, write recordings, or call what is the page's own by its name.
GRADIOS = re.compile(
    r"(GET|HEAD) /gradio_api/(info|startup-events|theme\.css|app_id|upload_progress|queue/(data|status)"
    r"|heartbeat/[^/]+|call/(v2/)?classify/[^/]+)/?"
    r"|POST /gradio_api/(upload|queue/join|run/predict|cancel|reset|call/(v2/)?classify)/?"
)
CLOSED = re.compile(r"/(gradio_api|monitoring|login|logout|pwa_icon|svelte)(/.*)?")
POLICY = {
    "default-src": "'self'",
    # Gradio's page sets itself up in scripts of its own text, and makes functions out of our components' scripts.
    "script-src": "'self' 'unsafe-inline' 'unsafe-eval' blob:",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "media-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "worker-src": "'self' blob:",
    "connect-src": "'self' blob: data:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
}


class Guard:
    """An ASGI middleware that answers what is refused with a sentence, and lets the rest through."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self.app = app
        self.access = access
        self.visitors = Visitors(access.key)
        frames = " ".join(access.frames) or "'none'"
        policy = "; ".join(f"{what} {whence}" for what, whence in (POLICY | {"frame-ancestors": frames}).items())
        self.headers = {
            "Content-Security-Policy": policy,
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Permissions-Policy": "microphone=(self), camera=(), geolocation=(), display-capture=()",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        if refusal := self._refusal(scope):
            await self._refuse(*refusal, scope, receive, send)
            return
        visitor = self.visitors.known(Headers(scope=scope))
        new = self.visitors.welcome(scope) if not visitor and _path(scope) == "/" else ""

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(self.headers)
                if new:
                    headers.append("Set-Cookie", new)
            await send(message)

        scope, receive = await self.visitors.apart(visitor, {**scope, "visitor": visitor}, receive)
        await self.app(scope, receive, answer)

    def _refusal(self, scope: Scope) -> tuple[HTTPStatus, str] | None:
        """Why a request isn't let through; None where it is."""
        headers = Headers(scope=scope)
        host, origin = headers.get("host", ""), headers.get("origin")
        if not self.access.knows(host):
            sentence = f"This server doesn't answer to the name {host!r}. Whoever runs it can add --allowed-host NAME."
            return HTTPStatus.FORBIDDEN, sentence
        if not self.access.takes(origin, host):
            sentence = f"A page of {origin!r} asked, and only those of {host!r} may. Behind a proxy: let it pass the "
            return HTTPStatus.FORBIDDEN, f"{sentence}Host header on, or start the server with --allowed-host NAME."
        if not (self.visitors.known(headers) or self.access.lets_in(headers.get("authorization", ""))):
            return HTTPStatus.UNAUTHORIZED, "This page has a password. Any name serves beside it."
        if not _open(scope):
            return HTTPStatus.NOT_FOUND, "There is nothing here."
        return None

    async def _refuse(self, status: HTTPStatus, sentence: str, scope: Scope, receive: Receive, send: Send) -> None:
        if status is HTTPStatus.UNAUTHORIZED and "authorization" in Headers(scope=scope):
            await asyncio.sleep(WRONG_PASSWORD_WAIT)
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})  # before it is accepted: the browser is told 403
            return
        asking = {"WWW-Authenticate": 'Basic realm="speechcls", charset="UTF-8"'}
        headers = self.headers | (asking if status is HTTPStatus.UNAUTHORIZED else {})
        await PlainTextResponse(sentence, status, headers)(scope, receive, send)


def _open(scope: Scope) -> bool:
    """Whether there is something at this address; of Gradio's, only what the page needs."""
    path = _path(scope)
    return not CLOSED.fullmatch(path) or bool(GRADIOS.fullmatch(f"{scope.get('method')} {path}"))


def _path(scope: Scope) -> str:
    """The path below the one that a proxy serves this page at."""
    return scope["path"].removeprefix(scope.get("root_path", ""))
