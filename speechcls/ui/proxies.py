"""Requests behind a proxy: name, scheme and path as the browser sent them, by the proxy's X-Forwarded headers."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from speechcls.ui.access import Access, path_below

GRADIOS = b"x-gradio-server"  # a header that Gradio trusts for its own address, whoever sends it


class Proxied:
    """ASGI middleware that applies a trusted proxy's X-Forwarded headers to the request, and removes them.

    They are removed from all requests, since Gradio would trust them whoever sent them.
    """

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self.app = app
        self.access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(self._seen(scope) if scope["type"] in ("http", "websocket") else scope, receive, send)

    def _seen(self, scope: Scope) -> Scope:
        """The request as the browser sent it to the proxy."""
        given = Headers(scope=scope)
        client, _ = scope.get("client") or ("", 0)
        names = ("host", "proto", "prefix") if self.access.trusts(client) else ()
        said = {name: given.get(f"x-forwarded-{name}", "").partition(",")[0].strip() for name in names}
        kept = [(k, v) for k, v in scope["headers"] if not k.startswith(b"x-forwarded-") and k != GRADIOS]
        # A page under a foreign name may send such headers, too: its Host header stays, and is refused.
        if said.get("host") and self.access.knows(given.get("host", "")):
            kept = [(k, v) for k, v in kept if k != b"host"] + [(b"host", said["host"].encode("latin-1"))]
        seen = {**scope, "headers": kept}
        if said.get("proto") in ("http", "https"):
            seen["scheme"] = said["proto"].replace("http", "ws") if scope["type"] == "websocket" else said["proto"]
        return _below(self.access.root_path or path_below(said.get("prefix", "")) or "", seen)


def _below(root: str, scope: Scope) -> Scope:
    """The request with `root` as its root path, whether or not the proxy has removed it from the path."""
    path, raw = scope["path"], scope.get("raw_path") or b""
    if path != root and not path.startswith(f"{root}/"):
        path, raw = root + path, root.encode() + raw
    return {**scope, "root_path": root, "path": path, "raw_path": raw}
