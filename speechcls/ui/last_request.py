"""When anything was last asked of the server, for what is better done while nobody waits for an answer."""

from __future__ import annotations

import time

from starlette.types import ASGIApp, Receive, Scope, Send


class LastRequest:
    """ASGI middleware that keeps when the last request came, in s of the monotonic clock, as the app's `asked`."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if "app" in scope:
            scope["app"].state.asked = time.monotonic()
        await self.app(scope, receive, send)
