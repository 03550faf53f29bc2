"""The server's connections: limited in number and in waiting time, and without log entries for malformed requests."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
import ssl
from typing import Any

import uvicorn
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

MOST = 500  # connections at the same time, where the system has enough handles
HANDLES = 4096  # open files and sockets that the process asks for
HEAD = 10.0  # s for a request's first line and headers
BODY = 20.0  # s without a byte of an announced body
SLOW = 60.0  # s that an answer may wait for its client
BACKLOG = 128  # connections waiting to be accepted; asyncio accepts as many in one go, even without a free handle
SAID = {"Invalid HTTP request received.", "Unsupported upgrade request."}  # log entries of uvicorn about scanners
FULL = b"The server has as many connections as it takes. Try again in a minute."
REFUSAL = (
    b"HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\ncontent-type: text/plain\r\ncontent-length: %d\r\n\r\n%s"
)


class Connection(H11Protocol):
    """One browser's connection. One that is idle gives way to a new one, and one that is late is closed."""

    most = MOST

    # asyncio's own protocols narrow the argument in the same way.
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.since = self.heard = self.loop.time()  # idle since, and time of the last byte
        self.blocked: float | None = None  # since when the client reads nothing
        if len(self.connections) > self.most:
            self._make_room()

    @property
    def idle(self) -> bool:
        """Whether no request is being answered: its headers haven't come, or all requests are answered."""
        return self.cycle is None or self.cycle.response_complete

    def late(self, now: float) -> bool:
        """Whether the client has kept the server waiting for longer than allowed."""
        if self.blocked is not None and now - self.blocked > SLOW:
            return True
        if self.idle:
            return now - self.since > HEAD
        return self.cycle.more_body and now - self.heard > BODY

    def data_received(self, data: bytes) -> None:
        self.heard = self.loop.time()
        try:
            super().data_received(data)
        except Exception:  # bytes that the parser accepts but later code doesn't, such as letters beyond ASCII
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
            self.connections.discard(oldest)  # now, since its end is reported later
            oldest.transport.abort()
        else:
            self.transport.write(REFUSAL % (len(FULL), FULL))
            self.transport.close()


class Server(uvicorn.Server):
    """uvicorn with the limits above, over https where it has a certificate.

    Misbehaving clients leave no log entries, and its end no traceback.
    """

    def __init__(self, page: ASGIApp, certificate: ssl.SSLContext | None = None) -> None:
        Connection.most = min(MOST, raise_handles() // 2)  # the other half is for files, libraries and workers
        config = uvicorn.Config(
            page,
            http=Connection,
            loop="asyncio",
            backlog=BACKLOG,
            log_level=logging.WARNING,
            timeout_graceful_shutdown=2,  # s
            proxy_headers=False,  # `Proxied` reads them
            ws_max_size=2**16,  # bytes; half a second of sound is a quarter of it
            ws_per_message_deflate=False,  # sound can't be compressed
            ssl_context_factory=(lambda config, default: certificate) if certificate else None,
        )
        super().__init__(config)
        logging.getLogger("uvicorn.error").addFilter(self._worth_saying)

    def run(self, sockets: list[socket.socket] | None = None) -> None:
        with contextlib.suppress(KeyboardInterrupt):  # which uvicorn raises again at its end
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
    """Raise the limit of open files and sockets as far as the system allows, up to HANDLES, and return it."""
    try:
        import resource
    except ImportError:  # Windows, where sockets don't count as files
        return HANDLES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = HANDLES if hard == resource.RLIM_INFINITY else min(HANDLES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return HANDLES if soft == resource.RLIM_INFINITY else soft


def _tell_unless_of_a_client(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Report errors of the event loop, except clients that have gone and handles that have run out."""
    error = context.get("exception")
    if isinstance(error, ConnectionError) or "socket.accept()" in context.get("message", ""):
        return
    loop.default_exception_handler(context)
