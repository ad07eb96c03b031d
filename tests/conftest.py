import os
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _away_from_the_projects_own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each test works in a folder of its own, without the repository's mkdeck.toml above it."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    before = Path.cwd()
    os.chdir(tmp_path)
    yield
    os.chdir(before)
