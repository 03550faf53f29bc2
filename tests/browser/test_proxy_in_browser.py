"""The page in a browser below a path of another server: drawn, answering an example and a file, and listening."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

import reverse_proxy
from speechcls.ui.selection import example_files


@pytest.fixture(params=reverse_proxy.KINDS)
def address(request: pytest.FixtureRequest, served: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """In the place of the app's own address, that below the prefix."""
    with reverse_proxy.proxied(request.param, served, tmp_path_factory.mktemp("proxy")) as public:
        yield public


def test_all_of_the_page_works_below_a_path(visit: Callable[..., Page]) -> None:
    page = visit()
    page.get_by_role("button", name="stop", exact=True).click()
    expect(page.locator(".answer")).to_contain_text("stop")
    page.locator("input[type=file]").first.set_input_files(example_files()["bird"])
    expect(page.locator(".answer")).to_contain_text("bird")
    page.get_by_role("button", name="Listen", exact=True).click()
    expect(page.locator(".sound-status")).to_contain_text("Listening with ")
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(page.get_by_role("button", name="Listen", exact=True)).to_be_visible()
