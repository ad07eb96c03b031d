"""Links between the Markdown files of the repository lead somewhere."""

import re
from collections import Counter
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).parents[1]
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "sources").rglob("*.md")]
NAMES = {page.relative_to(ROOT).as_posix() for page in PAGES}
PARSER = MarkdownIt("commonmark", {"html": True}).enable("table")


def tokens(page: Path) -> list[Token]:
    text = re.sub(r"\A(\+\+\+|---)\n.*?^\1\n", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    return [each for block in PARSER.parse(text) for each in (block, *(block.children or ()))]


def targets(page: Path) -> list[str]:
    return [str(t.attrs.get("href") or t.attrs["src"]) for t in tokens(page) if t.type in ("link_open", "image")]


def anchors(page: Path) -> set[str]:
    """Return what GitHub lets links of a page end in."""
    seen: Counter[str] = Counter()
    found = set()
    stream = tokens(page)
    for n, token in enumerate(stream):
        if token.type == "heading_open":
            text = "".join(t.content for t in stream[n + 1].children or () if t.type in ("text", "code_inline"))
            name = re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-")
            found.add(f"{name}-{seen[name]}" if seen[name] else name)
            seen[name] += 1
    return found


def find_wrong(page: Path, target: str) -> str:
    """Return what is wrong with a link, ``""`` where nothing is."""
    try:
        parts = urlsplit(target)
    except ValueError as error:
        return f"{target}: {error}"
    if parts.scheme:
        is_address = parts.scheme == "https" and "." in parts.netloc and not re.search(r"\s", target)
        return "" if is_address else f"{target}: is no address"
    goal = (page.parent / unquote(parts.path)).resolve() if parts.path else page
    if not goal.is_relative_to(ROOT):
        return f"{target}: lies outside the repository"
    if not goal.exists():
        return f"{target}: there is no such file"
    is_anchor = not parts.fragment or (goal.suffix == ".md" and parts.fragment in anchors(goal))
    return "" if is_anchor else f"{target}: there is no such heading"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    assert [wrong for target in targets(page) if (wrong := find_wrong(page, target))] == []


def test_every_page_is_reached_from_the_readme() -> None:
    reached, waiting = set(), ["README.md"]
    while waiting:
        name = waiting.pop()
        reached.add(name)
        page = ROOT / name
        goals = ((page.parent / urlsplit(t).path).resolve() for t in targets(page) if not urlsplit(t).scheme)
        inside = {goal.relative_to(ROOT).as_posix() for goal in goals if goal.is_relative_to(ROOT)}
        waiting += (inside & NAMES) - reached - {*waiting}
    assert reached == {name for name in NAMES if not name.startswith("sources/")}


@pytest.mark.parametrize(
    ("target", "wrong"),
    [
        ("README.md", ""),
        ("README.md#install", ""),
        ("#install", ""),
        ("docs/gone.md", "docs/gone.md: there is no such file"),
        ("README.md#gone", "README.md#gone: there is no such heading"),
        ("../up.md", "../up.md: lies outside the repository"),
        ("https://example.org/a", ""),
        ("https:/example.org", "https:/example.org: is no address"),
    ],
)
def test_what_is_wrong_with_a_link_is_found(target: str, wrong: str) -> None:
    assert find_wrong(ROOT / "README.md", target) == wrong
