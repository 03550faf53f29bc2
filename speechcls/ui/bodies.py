"""How much a request may send: counted as it comes, and refused with a sentence before it fills the memory."""

from __future__ import annotations

import contextlib

from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from speechcls.audio import MAX_BYTES
from speechcls.ui import uploads

UPLOAD = MAX_BYTES + 2**20 + 2**16  # bytes: a file a little over the limit, with what multipart puts around it
CALL = 2**20  # bytes of any other request; what the page asks takes a few thousand
TAKEN = 8  # times the limit that are read and thrown away, since most clients read no answer before they have sent all

TOO_LARGE = (
    f"The request is too large: at most {CALL // 2**20} MB are accepted. Send a sound to {uploads.ROUTE} instead."
)


class BoundedBodies:
    """Answers 413 in place of the application where a request's body goes over the limit of its address."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        upload = scope["path"].endswith(uploads.ROUTE)
        limit, sentence = (UPLOAD, uploads.TOO_LARGE) if upload else (CALL, TOO_LARGE)
        came, refused = 0, False

        async def counted() -> Message:
            nonlocal came, refused
            message = await receive()
            came += len(message.get("body", b""))
            if came > limit and not refused:
                refused = True
                await _throw_away(receive, message, TAKEN * limit)
                await PlainTextResponse(sentence, 413, {"connection": "close"})(scope, receive, send)
            return {"type": "http.disconnect"} if refused else message

        async def unless_refused(message: Message) -> None:
            if not refused:
                await send(message)

        with contextlib.suppress(ClientDisconnect):  # as it was told above, or since it has really gone
            await self.app(scope, counted, unless_refused)


async def _throw_away(receive: Receive, message: Message, most: int) -> None:
    while message.get("more_body") and most > 0:
        message = await receive()
        most -= len(message.get("body", b""))
