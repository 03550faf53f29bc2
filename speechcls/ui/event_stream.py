"""The end of one of Gradio's event streams, sent together with the answer before it.

Gradio's script opens a stream of events for a question only where none is open, and takes a stream for open until it
has read its end. The server ends it right behind the answer to the last question. So whoever asks again at the answer,
as a held key does, would never be answered where the end came a moment later in a packet of its own.
"""

from __future__ import annotations

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

ROUTE = "/gradio_api/queue/data"
ANSWER = b'"process_completed"'
WAIT = 0.05  # s that an answer is held where nothing follows it, since other questions are still open


class JoinedEnds:
    """An ASGI middleware that sends an answer and what follows it at once as one piece, which a browser reads at once.

    Its script works on the answer only after that, when it has read the end.
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
