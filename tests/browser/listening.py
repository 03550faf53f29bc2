"""What tests of listening do on the page, and what they wait for there."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from browser.fake_live import FakeLive

PATIENCE = 300  # tenths of a second
Meet = Callable[..., tuple[Page, FakeLive]]


def listen(page: Page) -> None:
    page.get_by_role("button", name="Listen", exact=True).click()
    expect(page.locator(".sound-status")).to_contain_text("Listening with ")


def stop(page: Page) -> None:
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(page.get_by_role("button", name="Listen", exact=True)).to_be_visible()


def caught(page: Page) -> list[tuple[str, float]]:
    items = page.locator("#detections li")
    return [(li.get_attribute("data-word"), float(li.get_attribute("data-seconds"))) for li in items.all()]


def until_caught(page: Page, count: int) -> None:
    expect(page.locator("#detections li")).to_have_count(count)


def until_sent(page: Page, server: FakeLive, chunks: int) -> None:
    """Until the server has so many chunks of sound: a busy machine takes longer than they last."""
    for _ in range(PATIENCE):
        if len(server.chunks) >= chunks:
            return
        page.wait_for_timeout(100)
    pytest.fail(f"The server has {len(server.chunks)} chunks of sound, and should have {chunks}.")


def until_shown(page: Page, text: str) -> None:
    expect(page.locator(".sound-status")).to_contain_text(f"Shown: {text}")
    expect(page.locator(".pictures canvas:visible")).to_have_count(4)
