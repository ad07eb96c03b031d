import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browser import open_browser

if TYPE_CHECKING:
    from playwright.sync_api import Browser

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # else each process of the tests compiles mkdeck anew


@pytest.fixture(scope="session")
def _nowhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("nowhere")


@pytest.fixture(autouse=True)
def _away_from_the_projects_own_settings(
    request: pytest.FixtureRequest, _nowhere: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Each test works in its own folder, or in an empty one, without the repository's mkdeck.toml above it."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    before = Path.cwd()
    os.chdir(request.getfixturevalue("tmp_path") if "tmp_path" in request.fixturenames else _nowhere)
    yield
    os.chdir(before)


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """One real Chromium for all tests of a process; each test opens pages of its own."""
    with open_browser() as opened:
        yield opened
