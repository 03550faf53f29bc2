"""Requests of a page that are kept back until a test lets them go."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, Route


def keep_back(page: Page, *patterns: str, but: tuple[str, ...] = ()) -> Callable[[], None]:
    """Keep back what matches one of the patterns and doesn't end like one of `but`; to be called to let all go."""
    waiting: list[Route] = []
    free = False

    def keep(route: Route) -> None:
        if free or route.request.url.endswith(but):
            route.continue_()
        else:
            waiting.append(route)

    def release() -> None:
        nonlocal free
        free = True
        for route in waiting:
            route.continue_()

    for pattern in patterns:
        page.route(pattern, keep)
    return release
