"""Sessions of different browsers kept apart, by a cookie that the server signs."""

from __future__ import annotations

import hmac
import json
import re
import secrets
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers
from starlette.types import Message, Receive, Scope

COOKIE = "speechcls"
SAID_IN_BODY = ("/gradio_api/queue/join", "/gradio_api/run/predict", "/gradio_api/cancel", "/gradio_api/call/")
HEARTBEAT = "/gradio_api/heartbeat/"
VISITOR = re.compile("[0-9a-f]{32}")
MAX_BODY = 2**20  # bytes; requests of the page are far smaller


class Visitors:
    """Gives each browser a name, and prefixes the names of sessions in its requests with it.

    The browser chooses a session's name, and whoever knows it could read the answers. With the prefix the same name
    from another browser, or from a program, is another session.
    """

    def __init__(self, key: bytes) -> None:
        self.key = key

    def known(self, headers: Headers) -> str:
        """The name in a request's cookie; empty where there is none that this server has signed."""
        try:
            cookie = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
        except CookieError:
            return ""
        name, _, signature = (cookie.value if cookie else "").partition(".")
        return name if hmac.compare_digest(signature.encode(), self._sign(name).encode()) else ""

    def welcome(self, scope: Scope) -> str:
        """The Set-Cookie header for a new browser; the cookie lasts until the browser is closed."""
        name = secrets.token_hex(16)
        # Embedded in the page of a Space, the cookie is third-party; elsewhere other sites must not send it.
        rules = "SameSite=None; Secure; Partitioned" if scope["scheme"] in ("https", "wss") else "SameSite=Strict"
        return f"{COOKIE}={name}.{self._sign(name)}; Path={scope.get('root_path') or '/'}; HttpOnly; {rules}"

    def _sign(self, name: str) -> str:
        return hmac.digest(self.key, name.encode(), "sha256").hex()

    async def apart(self, visitor: str, scope: Scope, receive: Receive) -> tuple[Scope, Receive]:
        """The request with the visitor's name before the session's, in path, query or body."""
        if scope["type"] != "http" or not visitor:
            return scope, receive
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        if path.startswith(HEARTBEAT):
            asked = scope["path"].replace(HEARTBEAT, f"{HEARTBEAT}{visitor}-", 1)
            return {**scope, "path": asked, "raw_path": asked.encode()}, receive
        if path == "/gradio_api/queue/data":
            return {**scope, "query_string": _in_query(scope["query_string"], visitor)}, receive
        if scope["method"] == "POST" and path.startswith(SAID_IN_BODY):
            body = _in_body(await _whole(receive), visitor)
            headers = [(k, v) for k, v in scope["headers"] if k != b"content-length"]
            return {**scope, "headers": [*headers, (b"content-length", b"%d" % len(body))]}, _once(body, receive)
        return scope, receive


def owner(session: str) -> str:
    """The visitor of a session, by its name; empty for programs without a cookie."""
    visitor = session.partition("-")[0]
    return visitor if VISITOR.fullmatch(visitor) else ""


def _in_query(query: bytes, visitor: str) -> bytes:
    pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
    return urlencode([(k, f"{visitor}-{v}" if k == "session_hash" else v) for k, v in pairs]).encode()


def _in_body(body: bytes, visitor: str) -> bytes:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return body  # which Gradio refuses
    if not isinstance(said, dict) or not isinstance(said.get("session_hash"), str):
        return body
    return json.dumps(said | {"session_hash": f"{visitor}-{said['session_hash']}"}).encode()


async def _whole(receive: Receive) -> bytes:
    body, more = b"", True
    while more and len(body) <= MAX_BODY:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return body if len(body) <= MAX_BODY else b""


def _once(body: bytes, receive: Receive) -> Receive:
    """A `receive` that gives a body again that was read, and then whatever follows."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return waiting.pop() if waiting else await receive()

    return again
