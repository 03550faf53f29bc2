"""The end of one of Gradio's event streams, sent together with the answer before it.

Gradio's script opens an event stream for a request only where none is open, and regards a stream as open until it has
read its end. The server ends the stream right after the last answer. A request sent on receipt of that answer, as by a
held key, would never be answered if the end came a moment later in its own packet.
"""

from __future__ import annotations

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

ROUTE = "/gradio_api/queue/data"
ANSWER = b'"process_completed"'
WAIT = 0.05  # s that an answer is held where no end follows, since other requests are open


class JoinedEnds:
    """ASGI middleware that joins an answer with the end that follows it, so that a browser reads both at once.

    The page's script then handles the answer after it has seen the end.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].endswith(ROUTE):
            await self.app(scope, receive, send)
            return
        held, one_at_a_time = b"", asyncio.Lock()

        async def let_go() -> None:
            nonlocal held
            await asyncio.sleep(WAIT)
            async with one_at_a_time:
                if held:
                    body, held = held, b""
                    await send({"type": "http.response.body", "body": body, "more_body": True})

        async def joined(message: Message) -> None:
            nonlocal held
            async with one_at_a_time:
                body = held + message.get("body", b"")
                held = b""
                if ANSWER in message.get("body", b"") and message.get("more_body"):
                    held = body
                    waiting.append(asyncio.create_task(let_go()))
                else:
                    await send({**message, "body": body} if message["type"] == "http.response.body" else message)

        waiting: list[asyncio.Task[None]] = []
        try:
            await self.app(scope, receive, joined)
        finally:
            for task in waiting:
                task.cancel()
