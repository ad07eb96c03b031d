"""What an author forgot to close, so that it swallows what follows."""

import re

from mkdeck.article.parsing.blocks import Block
from mkdeck.article.parsing.markdown import Parsed
from mkdeck.model import Location
from mkdeck.problem import Problem

_COMMENT = re.compile(r"<!--.*?(?P<end>-->|\Z)", re.DOTALL)


def find_unclosed(parsed: Parsed, path: str) -> list[Problem]:
    """Return a problem at the line of each comment, code fence and fold that is not closed."""
    hint = "write </details> where it ends"
    message = "a <details> is not closed, so it ends before the next heading or fold"
    found = [
        Problem(Location(path, line + 1), "unclosed-details", message, hint) for line in parsed.env["unclosed_folds"]
    ]
    for block in parsed.blocks:
        if block.type == "html_block" and _has_open_comment(block.tokens[0].content):
            found.append(_report(block, path, "unclosed-comment", "a comment", "-->"))
        elif block.type == "fence" and not _is_closed(block):
            message = "a code fence is not closed, so it goes on to the next heading or the end of the article"
            hint = f"write {block.tokens[0].markup} where it ends"
            found.append(Problem(Location(path, block.line), "unclosed-fence", message, hint))
    return found


def _has_open_comment(html: str) -> bool:
    return any(not comment["end"] for comment in _COMMENT.finditer(html))


def _is_closed(fence: Block) -> bool:
    if not (mark := fence.tokens[0].markup):
        return True  # the tags of a template
    start, _, last = fence.source.rpartition("\n")
    return bool(start) and last.rstrip().endswith(mark)


def _report(block: Block, path: str, code: str, what: str, end: str) -> Problem:
    message = f"{what} is not closed, so the rest of the article is part of it"
    return Problem(Location(path, block.line), code, message, f"write {end} where it ends")
