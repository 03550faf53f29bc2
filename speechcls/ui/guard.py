"""The checks of every request, over HTTP and WebSocket: host, origin, password, and address."""

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
# Gradio's routes that the page and gradio_client need. All others are closed: some read files, fetch addresses, write
# recordings, or call private functions by name.
GRADIOS = re.compile(
    r"(GET|HEAD) /gradio_api/(info|startup-events|theme\.css|app_id|upload_progress|queue/(data|status)"
    r"|heartbeat/[^/]+|call/(v2/)?classify/[^/]+)/?"
    r"|POST /gradio_api/(upload|queue/join|run/predict|cancel|reset|call/(v2/)?classify)/?"
)
CLOSED = re.compile(r"/(gradio_api|monitoring|login|logout|pwa_icon|svelte)(/.*)?")
POLICY = {
    "default-src": "'self'",
    # Gradio's page has inline scripts, and evaluates our components' scripts.
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
    """ASGI middleware that refuses requests with a sentence, or passes them on."""

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
        """The refusal of a request; None where it is passed on."""
        headers = Headers(scope=scope)
        host, origin = headers.get("host", ""), headers.get("origin")
        if not self.access.knows(host):
            sentence = f"This server doesn't answer to the name {host!r}. Whoever runs it can add --allowed-host NAME."
            return HTTPStatus.FORBIDDEN, sentence
        if not self.access.takes(origin, host):
            sentence = (
                f"A page of {origin!r} asked, and only those of {host!r} may. Behind a proxy: let it pass the Host "
                "header on, or start the server with --allowed-host NAME."
            )
            return HTTPStatus.FORBIDDEN, sentence
        if not (self.visitors.known(headers) or self.access.lets_in(headers.get("authorization", ""))):
            return HTTPStatus.UNAUTHORIZED, "This page has a password. Any name serves beside it."
        if not _open(scope):
            return HTTPStatus.NOT_FOUND, "There is nothing here."
        return None

    async def _refuse(self, status: HTTPStatus, sentence: str, scope: Scope, receive: Receive, send: Send) -> None:
        if status is HTTPStatus.UNAUTHORIZED and "authorization" in Headers(scope=scope):
            await asyncio.sleep(WRONG_PASSWORD_WAIT)
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})  # before it is accepted, so that the browser gets 403
            return
        asking = {"WWW-Authenticate": 'Basic realm="speechcls", charset="UTF-8"'}
        headers = self.headers | (asking if status is HTTPStatus.UNAUTHORIZED else {})
        await PlainTextResponse(sentence, status, headers)(scope, receive, send)


def _open(scope: Scope) -> bool:
    """Whether an address is served; of Gradio's own routes only those that the page needs."""
    path = _path(scope)
    return not CLOSED.fullmatch(path) or bool(GRADIOS.fullmatch(f"{scope.get('method')} {path}"))


def _path(scope: Scope) -> str:
    """The path of a request below the root path of a proxy."""
    return scope["path"].removeprefix(scope.get("root_path", ""))
