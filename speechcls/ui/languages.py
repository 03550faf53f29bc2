"""The page in each of its languages: English at the root, each other one below a path of its own, such as /de/."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from speechcls.ui.wording import FIRST, LANGUAGES, speaking

KEY = "language"  # of a request's scope


class Languages:
    """ASGI middleware that makes the language in a request's path a part of its root path.

    The page's addresses are relative, so that whatever it asks for comes below the same path, and is answered in its
    language.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        root = scope.get("root_path", "")
        language, slash, _ = scope["path"].removeprefix(f"{root}/").partition("/")
        if language not in LANGUAGES or language == FIRST:
            language = FIRST
        elif not slash and scope["type"] == "http":  # below which relative addresses would lie beside it
            await RedirectResponse(f"{root}/{language}/")(scope, receive, send)
            return
        else:
            root = f"{root}/{language}"
        with speaking(language):
            await self.app({**scope, "root_path": root, KEY: language}, receive, send)


class InLanguage:
    """The page in the language that `Languages` found in the request's path."""

    def __init__(self, pages: Mapping[str, ASGIApp]) -> None:
        self.pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.pages[scope.get(KEY, FIRST)](scope, receive, send)


def links(language: str) -> str:
    """The addresses of the page's languages for the head of the page in this one, for scope/language.js to follow."""
    up = "./" if language == FIRST else "../"
    paths = {other: up if other == FIRST else f"{up}{other}/" for other in LANGUAGES} | {language: "./"}
    return "\n".join(f'<link rel="alternate" hreflang="{other}" href="{path}">' for other, path in paths.items())


def other(language: str) -> str:
    """The language that the page's switch leads to: the next one."""
    names = list(LANGUAGES)
    return names[(names.index(language) + 1) % len(names)]
