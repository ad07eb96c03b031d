"""What a deck says of itself in Anki where its author wrote nothing."""

from pathlib import Path

import pytest
from articles import NOW, write
from commands import call, read_package

from mkdeck import build

DAY = 86_400
SQL = "# SQL\n\n## What is a view?\n\nA query.\n\n## What is an index?\n\nA tree.\n"
HTTP = "# HTTP\n\n## What is a verb?\n\nGET.\n"
TAGGED = {
    "GITHUB_ACTIONS": "true",
    "GITHUB_REPOSITORY": "acme/cards",
    "GITHUB_SERVER_URL": "https://github.com",
    "GITHUB_REF_TYPE": "tag",
    "GITHUB_REF_NAME": "v1.2.0",
}


@pytest.fixture(autouse=True)
def _outside_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in TAGGED:
        monkeypatch.delenv(name, raising=False)


def describe(folder: Path, *articles: str, now: int = NOW, release: str = "") -> dict[str, str]:
    """Build articles over what was built before; return what their decks say."""
    result = build([folder / name for name in articles], folder / "x.apkg", now=now, release=release)
    assert result.is_written, result.problems
    return {name: text for name, text in read_package(folder / "x.apkg").descriptions.items() if text}


def test_a_deck_says_what_it_is_from_where_how_much_and_how_new(tmp_path: Path) -> None:
    write(tmp_path, "sql.md", SQL)
    assert describe(tmp_path, "sql.md") == {
        "SQL": "<b>SQL</b>: 2 questions with answers, from sql.md; last changed on 2026-09-21."
        " Import it over this one: what you have learned stays."
    }


def test_what_the_author_wrote_stays_and_is_all(tmp_path: Path) -> None:
    write(tmp_path, "sql.md", f"---\ndescription: For <all>\n---\n{SQL}")
    assert describe(tmp_path, "sql.md") == {"SQL": "For &lt;all&gt;"}


def test_the_day_is_that_of_the_last_change_so_a_rebuild_gives_the_same_bytes(tmp_path: Path) -> None:
    article = write(tmp_path, "sql.md", SQL)
    first = describe(tmp_path, "sql.md")
    before = (tmp_path / "x.apkg").read_bytes()
    assert describe(tmp_path, "sql.md", now=NOW + 9 * DAY) == first
    assert (tmp_path / "x.apkg").read_bytes() == before
    article.write_text(SQL.replace("A tree.", "A sorted tree."), encoding="utf-8")
    assert "last changed on 2026-09-30." in describe(tmp_path, "sql.md", now=NOW + 9 * DAY)["SQL"]


def test_an_address_is_where_the_next_release_is_looked_for(tmp_path: Path) -> None:
    write(tmp_path, "mkdeck.toml", 'url = "https://example.org/{slug}?a&b"\n')
    write(tmp_path, "sql.md", SQL)
    link = '<a href="https://example.org/sql?a&amp;b">example.org/sql?a&amp;b</a>'
    text = describe(tmp_path, "sql.md")["SQL"]
    assert f"from {link}; last" in text
    assert "Look there for the next release." in text


def test_in_ci_it_names_the_tag_and_the_address_of_the_releases(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in TAGGED.items():
        monkeypatch.setenv(name, value)
    write(tmp_path, "sql.md", SQL)
    text = describe(tmp_path, "sql.md")["SQL"]
    address = "github.com/acme/cards/releases/latest"
    assert f'Release v1.2.0. The next release will be at <a href="https://{address}">{address}</a>.' in text
    before = (tmp_path / "x.apkg").read_bytes()
    monkeypatch.setenv("GITHUB_REF_NAME", "v1.2.1")
    assert describe(tmp_path, "sql.md")["SQL"] == text  # nothing has changed since
    assert (tmp_path / "x.apkg").read_bytes() == before
    write(tmp_path, "sql.md", SQL.replace("A tree.", "A sorted tree."))
    assert "Release 2026.1." in describe(tmp_path, "sql.md", release="2026.1")["SQL"]
    write(tmp_path, "sql.md", SQL)
    monkeypatch.setenv("GITHUB_REF_TYPE", "branch")
    assert "Release" not in describe(tmp_path, "sql.md")["SQL"]


def test_the_deck_above_several_articles_has_one_too_and_that_above_one_has_none(tmp_path: Path) -> None:
    write(tmp_path, "mkdeck.toml", 'deck = "Work::Backend"\n')
    write(tmp_path, "sql.md", SQL)
    write(tmp_path, "http.md", HTTP)
    texts = describe(tmp_path, "sql.md", "http.md")
    assert set(texts) == {"Work::Backend", "Work::Backend::SQL", "Work::Backend::HTTP"}
    assert texts["Work::Backend"].startswith("<b>Backend</b>: 3 questions with answers, from 2 articles;")
    assert texts["Work::Backend::HTTP"].startswith("<b>HTTP</b>: 1 question with its answer, from http.md;")
    assert set(describe(tmp_path, "http.md")) == {"Work::Backend::HTTP"}


def test_the_command_names_the_release(tmp_path: Path) -> None:
    write(tmp_path, "sql.md", SQL)
    assert call(tmp_path, "sql.md", "--release", "<1>").code == 0
    assert "Release &lt;1&gt;." in read_package(tmp_path / "sql.apkg").descriptions["SQL"]
