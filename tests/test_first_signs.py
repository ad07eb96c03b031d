"""Trying only the rules that a line's first sign allows finds the blocks that trying all of them finds."""

import string
from pathlib import Path
from typing import Any

import pytest

from mkdeck.article import markdown
from mkdeck.article.markdown import make_parser

HERE = Path(__file__).parent
ARTICLES = [*sorted((HERE / "made").glob("*.md")), *sorted((HERE / "cases").glob("*.md")), HERE / "look" / "torture.md"]
BEGINNINGS = [f"{sign}{rest}" for sign in string.punctuation + "1a" for rest in ("", " a", f"{sign}{sign} a", "x\n: b")]
LINES = "\n\n".join(f"{start}\n\na\n{start}\nb\n\n- a\n  {start}\n\n> {start}\n> {start}" for start in BEGINNINGS)


def read_tokens(parser: Any, text: str) -> list[tuple[object, ...]]:
    return [
        (t.type, t.tag, t.nesting, t.map, t.content, [(c.type, c.content) for c in t.children or ()])
        for t in parser.parse(f"{text}\n", {})
    ]


@pytest.mark.parametrize(
    "text", [LINES, *(path.read_text("utf-8") for path in ARTICLES)], ids=["lines", *(p.stem for p in ARTICLES)]
)
def test_the_same_blocks_are_found(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    quick = make_parser()
    monkeypatch.setattr(markdown, "try_by_first_sign", lambda parser: None)
    assert read_tokens(quick, text) == read_tokens(make_parser(), text)
