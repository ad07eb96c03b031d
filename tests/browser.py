"""Real Chromium, for tests of what people see."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_FLAGS = (
    "--no-sandbox",  # CI's machines run as root, where Chromium's sandbox does not start
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextmanager
def open_browser() -> Iterator["Browser"]:
    """Start the system's Chromium without a window; the test is skipped where it or Playwright is absent."""
    api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed here")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_find_chromium(), args=list(_FLAGS))
        yield browser
        browser.close()


@contextmanager
def open_with_scroll_bars(browser: "Browser") -> Iterator["Browser"]:
    """Start a second one that shows scroll bars, which Playwright hides by itself."""
    hiding = ["--hide-scrollbars"]
    other = browser.browser_type.launch(executable_path=_find_chromium(), args=list(_FLAGS), ignore_default_args=hiding)
    yield other
    other.close()


def _find_chromium() -> str:
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        pytest.skip("there is no Chromium on this machine")
    return chromium
