"""The server's connections: bounded in number and in how long they may keep it waiting, and quiet about nonsense."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
from typing import Any

import uvicorn
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

MOST = 500  # connections at once, where the system gives handles enough
HANDLES = 4096  # files and sockets that the process asks the system for
HEAD = 10.0  # s until a request's first line and headers have come
BODY = 20.0  # s without a byte of a body that is announced
SLOW = 60.0  # s that an answer may wait for its reader
BACKLOG = 128  # connections that wait to be taken; asyncio tries so many in one go, even where no handle is left
SAID = {"Invalid HTTP request received.", "Unsupported upgrade request."}  # of uvicorn, on what scanners send
FULL = b"The server has as many connections as it takes. Try again in a minute."
REFUSAL = (
    b"HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\ncontent-type: text/plain\r\ncontent-length: %d\r\n\r\n%s"
)


class Connection(H11Protocol):
    """One browser's connection. One that only keeps the server waiting makes room for a new one, or is closed."""

    most = MOST

    # asyncio's own protocols narrow the argument in the same way.
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.since = self.heard = self.loop.time()  # nothing is asked; a byte has come
        self.blocked: float | None = None  # since when the client takes nothing
        if len(self.connections) > self.most:
            self._make_room()

    @property
    def idle(self) -> bool:
        """Whether no request is under way: its headers haven't come, or all that was asked is answered."""
        return self.cycle is None or self.cycle.response_complete

    def late(self, now: float) -> bool:
        """Whether the client has kept the server waiting for longer than it may."""
        if self.blocked is not None and now - self.blocked > SLOW:
            return True
        if self.idle:
            return now - self.since > HEAD
        return self.cycle.more_body and now - self.heard > BODY

    def data_received(self, data: bytes) -> None:
        self.heard = self.loop.time()
        try:
            super().data_received(data)
        except Exception:  # bytes that the parser takes and what follows doesn't, such as letters beyond ASCII
            self.transport.abort()

    def on_response_complete(self) -> None:
        self.since = self.loop.time()
        super().on_response_complete()

    def pause_writing(self) -> None:
        self.blocked = self.loop.time()
        super().pause_writing()

    def resume_writing(self) -> None:
        self.blocked = None
        super().resume_writing()

    def _make_room(self) -> None:
        idle = [c for c in self.connections if isinstance(c, Connection) and c.idle and c is not self]
        if idle:
            oldest = min(idle, key=lambda connection: connection.since)
            self.connections.discard(oldest)  # now, since it is told only later that it has gone
            oldest.transport.abort()
        else:
            self.transport.write(REFUSAL % (len(FULL), FULL))
            self.transport.close()


class Server(uvicorn.Server):
    """uvicorn with the limits above, which says nothing about clients that misbehave, and ends without a traceback."""

    def __init__(self, page: ASGIApp) -> None:
        Connection.most = min(MOST, raise_handles() // 2)  # the other half for files, libraries and workers
        config = uvicorn.Config(
            page,
            http=Connection,
            loop="asyncio",
            backlog=BACKLOG,
            log_level=logging.WARNING,
            timeout_graceful_shutdown=2,  # s
            proxy_headers=False,  # `Proxied` reads them
            ws_max_size=2**16,  # bytes; half a second of sound is a quarter of it
            ws_per_message_deflate=False,  # sound doesn't shrink
        )
        super().__init__(config)
        logging.getLogger("uvicorn.error").addFilter(self._worth_saying)

    def run(self, sockets: list[socket.socket] | None = None) -> None:
        with contextlib.suppress(KeyboardInterrupt):  # which uvicorn raises again once all is closed
            super().run(sockets)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        asyncio.get_running_loop().set_exception_handler(_tell_unless_of_a_client)
        await super().startup(sockets)

    async def on_tick(self, counter: int) -> bool:
        if counter % 10 == 0:  # each second
            self.close_late(asyncio.get_running_loop().time())
        return await super().on_tick(counter)

    def close_late(self, now: float) -> None:
        for connection in list(self.server_state.connections):
            if isinstance(connection, Connection) and connection.late(now):
                connection.transport.abort()

    def _worth_saying(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, (asyncio.CancelledError, ClientDisconnect, ConnectionError)):
            return False
        return record.getMessage() not in SAID and not self.should_exit


def raise_handles() -> int:
    """How many files and sockets the process may have open, after asking for as many as the system lets it."""
    try:
        import resource
    except ImportError:  # Windows, whose sockets don't count against it
        return HANDLES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = HANDLES if hard == resource.RLIM_INFINITY else min(HANDLES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return HANDLES if soft == resource.RLIM_INFINITY else soft


def _tell_unless_of_a_client(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Pass on what goes wrong in the event loop, but for a client that went and a handle that wasn't to be had."""
    error = context.get("exception")
    if isinstance(error, ConnectionError) or "socket.accept()" in context.get("message", ""):
        return
    loop.default_exception_handler(context)
