"""Limits on the size of requests: bodies are counted as they come, and refused with a sentence."""

from __future__ import annotations

import contextlib
import re

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from speechcls.ui import uploads
from speechcls.ui.parts.many_files import routes

UPLOAD = uploads.LARGEST + 2**16  # bytes: a file a little over the limit, with its multipart headers
LARGE = ("/own/takes", "/own/zip")  # addresses that take files, too
CALL = 2**20  # bytes of any other request; those of the page take a few thousand
LIMITS = {uploads.ROUTE: UPLOAD, routes.FILES: UPLOAD, routes.ZIP: routes.ZIP_BYTES + 2**16}
TAKEN = 8  # times the limit that are read and discarded, since most clients read an answer only after sending all

NAME = re.compile(rb'filename="([^"\r\n]{1,200})"')
TOO_LARGE = (
    f"The request is too large: at most {CALL // 2**20} MB are accepted. Send a sound to {uploads.ROUTE} instead."
)


class BoundedBodies:
    """ASGI middleware that answers 413 where a request's body exceeds the limit of its address.

    An upload over the limit is discarded, too, and replaced by a stand-in, whose reading gives the error.
    """

    def __init__(self, app: ASGIApp, kept: uploads.Uploads) -> None:
        self.app = app
        self.kept = kept

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        upload = scope["path"].endswith(uploads.ROUTE)
        limit = next(
            (most for route, most in LIMITS.items() if scope["path"].endswith(route)),
            UPLOAD if scope["path"].endswith(LARGE) else CALL,
        )
        came, refused, head = 0, False, b""

        async def counted() -> Message:
            nonlocal came, refused, head
            message = await receive()
            came += len(message.get("body", b""))
            head = head or message.get("body", b"")[:1000]
            if came > limit and not refused:
                refused = True
                size = came + await _throw_away(receive, message, TAKEN * limit)
                answer = await self._stand_in(head, size, scope) if upload else PlainTextResponse(TOO_LARGE, 413)
                answer.headers["connection"] = "close"
                await answer(scope, receive, send)
            return {"type": "http.disconnect"} if refused else message

        async def unless_refused(message: Message) -> None:
            if not refused:
                await send(message)

        with contextlib.suppress(
            ClientDisconnect
        ):  # raised for the disconnect sent above, or since the client has gone
            await self.app(scope, counted, unless_refused)

    async def _stand_in(self, head: bytes, size: int, scope: Scope) -> Response:
        """The answer to an upload that is too large, given its size and its beginning."""
        named = NAME.search(head)
        name = named[1].decode("utf-8", "replace") if named else ""
        try:
            path = await run_in_threadpool(self.kept.stand_in, name, size, scope.get("visitor", ""))
        except OSError:
            return PlainTextResponse(uploads.NO_ROOM, 507)
        return JSONResponse([path])


async def _throw_away(receive: Receive, message: Message, most: int) -> int:
    """Read and discard about `most` bytes of the body, and return how many came."""
    came = 0
    while message.get("more_body") and came < most:
        message = await receive()
        came += len(message.get("body", b""))
    return came
