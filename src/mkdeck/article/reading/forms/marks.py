"""Signs between question and answer in a line: ``Q :: A``, ``Q::A``, ``Q >> A``, ``A ::? Q``."""

import re
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from markdown_it.token import Token

from mkdeck.article.parsing.markdown import plain_text
from mkdeck.article.parsing.tool_evidence import written_for
from mkdeck.article.parsing.tool_lines import SPARK, TAG
from mkdeck.article.signs.question import take_ids
from mkdeck.model import BOTH_WAYS

MARK = re.compile(
    r"(?<![\s:;<>=-])(?P<left>\s*+)(?P<mark>(?<=\s)\?::|::\?(?=\s|\Z)|:::?|;;;?|<-?>|>>|<<|==|[→↔←]|(?<!―)―(?!―))(?![:;<>=])(?P<right>\s*+)"
)
_MARKS = ("::", ";;", "<>", "<->", ">>", "<<", "==", "→", "↔", "←", "―")
_ENDS = ("⚡", "🧠", "#flashcard")
"""What NeuraCache has at the end of a line in which a colon parts question and answer."""
_COLON = re.compile(r"\s?:\s|：")
_TAGGED = re.compile(rf"\s#flashcard(?:\s++{TAG})*+\s*\Z", re.IGNORECASE)
_LONGEST_END = 200
"""Characters of a line that may be its tags."""
_SPACED_COLON = re.compile(r"\s:\s")
_GLUED = ("::", ":::", ";;")
"""What may stand between two words without a space."""
_SWAPPED = ("::?", "<<", "←")
"""What has the answer before it."""
_BOTH_WAYS = (":::", ";;;", "<->", "<>", "↔")
_SURE = ("::", ":::", "?::", "::?", ";;")
"""What means nothing else where spaces stand around it."""
_VALUE = re.compile(r"\s*+(?:true|false|[\d./:-]++|#[\w/-]++|\[\[[^\]]*\]\])\s*", re.IGNORECASE)
_NAME = re.compile(r"[\w.&*~:-]*\Z")


_ASKED = re.compile(r"[?？؟]++[\"'”’»)*_]*+(?:\s*+(?P<dash>[-–—:：=→>]++)\s*+|\s++|(?<=[？؟]))(?!\(?[AaBb1][.)])(?=\S)")
"""The end of a question behind which its answer begins in the same line."""
_DASH = re.compile(r"\s[-–—]++\s|\s?[:：=→]\s")
_TOLD = re.compile(r"[.!。](?:\s|\Z)")


class Split(NamedTuple):
    """A line with a question and its answer."""

    asked: list[Token]
    said: list[Token]
    rank: str
    """How sure the sign is: ``pair``, ``tight`` where it may be part of a name, ``arrow`` where it may mean anything."""
    kind: str


def has_mark(token: Token) -> bool:
    """Tell whether a token may have such a sign."""
    return token.type == "text" and any(mark in token.content for mark in (*_MARKS, *_ENDS))


# The signs tried in one text: a line with more of them is code or data, and each try reads the whole line.
_MOST_MARKS = 20


def split_line(children: Sequence[Token]) -> Split | None:
    """Part the inside of a line at the first sign between question and answer."""
    depth = 0
    for n, token in enumerate(children):
        depth += token.nesting
        if depth or not has_mark(token):
            continue
        for found in islice(MARK.finditer(token.content), _MOST_MARKS):
            before = _write_text(token, token.content[: found.start()])
            after = _write_text(token, token.content[found.end() :])
            asked, said = [*children[:n], *before], [*after, *children[n + 1 :]]
            if rank := _rank(found, token, asked, said):
                mark = found["mark"]
                pair = (said, asked) if mark in _SWAPPED else (asked, said)
                return Split(*pair, rank, BOTH_WAYS if mark in _BOTH_WAYS else "")
    return _split_at_colon(children) if written_for().cards else None


def _split_at_colon(children: Sequence[Token]) -> Split | None:
    """Part a line at its first colon where it ends with NeuraCache's sign of a card, which is taken off."""
    *others, last = children
    end = last.content[-_LONGEST_END:] if last.type == "text" else ""
    spark, tag = SPARK.search(end), _TAGGED.search(end)
    if not spark and not tag:
        return None
    if spark:
        kept = f"{last.content[: len(last.content) - len(end) + spark.start()]}{spark['tags']}"
        children = [*others, *_write_text(last, kept)]
    depth = 0
    for n, token in enumerate(children):
        depth += token.nesting
        found = None if depth or token.type != "text" else (_COLON if spark else _SPACED_COLON).search(token.content)
        if found:
            asked = [*children[:n], *_write_text(token, token.content[: found.start()])]
            said = [*_write_text(token, token.content[found.end() :]), *children[n + 1 :]]
            return Split(asked, said, "pair", "") if _says(asked) and _says(said) else None
    return None


def split_asked(children: Sequence[Token], *, is_dashed: bool = False) -> tuple[list[Token], list[Token], bool] | None:
    """Part the inside of a line behind the questions with which it begins, ``Why? How? - So``, and tell whether a dash stands there.

    ``is_dashed`` says that a dash alone parts, as it does in the lines beside it.
    """
    ids, children = take_ids(children)
    depth, asked = 0, None
    for n, token in enumerate(children):
        depth += token.nesting
        if depth or token.type != "text":
            continue
        start = 0
        for found in islice((_DASH if is_dashed else _ASKED).finditer(token.content), _MOST_MARKS):
            if _TOLD.search(token.content, start, found.start()):
                return asked
            before = _write_text(token, token.content[: found.end()].rstrip(" -–—:：=→>"))
            after = _write_text(token, token.content[found.end() :])
            asked, start = (
                ([*children[:n], *before, *ids], [*after, *children[n + 1 :]], is_dashed or bool(found["dash"])),
                found.end(),
            )
            if asked[2]:
                return asked
    return asked


def _write_text(origin: Token, text: str) -> list[Token]:
    return [Token("text", "", 0, content=text, meta=dict(origin.meta))] if text else []


def _rank(found: re.Match[str], token: Token, asked: Sequence[Token], said: Sequence[Token]) -> str:
    """Return how sure a sign is, ``""`` where it is none."""
    if not (_says(asked) and _says(said)):
        return ""
    # what RemNote exports with bars has no other signs between sides
    mark, is_known = found["mark"], written_for().cards and not written_for().arrows
    if mark == "―":
        return "pair" if written_for().arrows else ""
    is_spaced = bool(found["left"]) and (bool(found["right"]) or found.end() == len(token.content))
    if is_spaced:
        return "pair" if is_known or mark in _SURE else "arrow"
    if mark not in _GLUED or _is_field(found, asked, said):
        return ""
    return "pair" if is_known else "tight" if not _is_within_name(found, token.content, asked) else ""


def _is_within_name(found: re.Match[str], text: str, asked: Sequence[Token]) -> bool:
    """Tell whether a sign without spaces stands in a name, ``std::string``, or before a value, ``key:: value``."""
    before, after = text[: found.start()], text[found.end() :]
    last = before.split()[-1:] or [""]
    first = after.split()[:1] or [""]
    if found["left"] and (first[0][:1].islower() or not first[0][:1].isalpha()) and first[0].isascii():
        return True  # the address ``::1``
    if found["left"] or plain_text(asked).endswith(("?", "？", "؟", "!", ".", "。")):
        return False
    if found["right"]:
        return len(before.split()) < 2 and before.isascii()
    is_name = _NAME.match(last[0]) is not None and _NAME.match(first[0]) is not None
    return is_name and (last[0] + first[0]).isascii()


def _is_field(found: re.Match[str], asked: Sequence[Token], said: Sequence[Token]) -> bool:
    """Tell whether a line says something of its page, ``up:: [[Page]]``, ``rating:: 5``."""
    if found["left"] or not found["right"] or len(plain_text(asked).split()) > 1:
        return False
    texts = [token.content for token in said if token.type in ("text", "code_inline")]
    is_link = any(token.type in ("wiki_link", "link_open") for token in said)
    return (is_link and not "".join(texts).strip(" ,")) or _VALUE.fullmatch("".join(texts)) is not None


def _says(children: Sequence[Token]) -> bool:
    return any(token.content.strip() or token.type == "image" for token in children if token.type != "html_inline")
