"""Articles that were written for another flashcard tool: what its cards are, with their tags, ids and kinds."""

from pathlib import Path

import pytest
from markdown_it.utils import read_fixture_file
from test_reading import as_text, read, start_and_end

from mkdeck.model import QUESTION, Pair
from mkdeck.problem import Severity

CASES = Path(__file__).parent / "cases" / "tools"
TOOLS = [path.stem for path in sorted(CASES.glob("*.md"))]


def describe(pair: Pair) -> str:
    """Write a pair as ``line sections | front {id} #tags (kind) -> answer``."""
    place = " ".join([str(pair.location.line), " / ".join(pair.sections)]).rstrip()
    signs = [f"{{{pair.pinned}}}"] if pair.pinned else []
    signs += [f"#{tag}" for tag in pair.tags]
    signs += [f"({pair.kind})"] if pair.kind != QUESTION else []
    answer = " ".join(filter(None, map(as_text, (pair.answer, pair.extra))))
    return f"{place} | {' '.join([as_text(pair.question), *signs])} -> {start_and_end(answer)}".rstrip()


def outline_tools(text: str) -> list[str]:
    """Write what an article is called, its pairs, and what is wrong with it."""
    article, problems = read(text)
    assert article is not None
    named = [f"deck {article.settings.deck or ''} :: {article.title}"] if article.title != "guide" else []
    tags = [f"tags {' '.join(article.tags)}"] if article.tags else []
    wrong = [f"! {p.location.line} {p.code}" for p in problems if p.severity >= Severity.WARNING]
    return [*named, *tags, *map(describe, article.pairs), *wrong]
