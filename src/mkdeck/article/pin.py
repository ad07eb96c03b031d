"""Ids and slug -> the article's own text, so that no rewording and no renaming changes a key; all else stays."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import pairwise
from urllib.parse import unquote

from markdown_it.token import Token

from mkdeck.article.front_matter import FrontMatter, split_front_matter
from mkdeck.article.parsing.blocks import Block
from mkdeck.article.parsing.markdown import inline_text, parse_markdown
from mkdeck.article.parsing.tool_evidence import find_tools, write_for, written_for
from mkdeck.article.read import read_article
from mkdeck.article.reading.forms.inline import question_cells
from mkdeck.model import Article, Media
from mkdeck.problem import Problem

_Question = tuple[Token, Token]
"""The token that opens a heading or paragraph, and its inside."""

_ASKING = ("heading_open", "paragraph_open", "summary_open", "dt_open")
_MARKED_END = re.compile(
    r"(?:`[^`\n]*`|[^`\n])*?(?=(?<!\s)\s+(?:\?::|:::?|;;;?|<-?>|>>|==|[→↔])[ \t]+\S)|\s*(?:[-*+]\s+|\d+[.)]\s+|>\s?)*(?:\d+[.)]\s*)?(\*{2,3}|__(?!_))(?=\S).+?(?<=\S)\1[.:]?(?:\s*+\([^()\n]{1,40}\)(?=\s*+\\?\s*\Z))?"
)
_SWAPPED = re.compile(r"(?:`[^`\n]*`|[^`\n])*?(?=(?<!\s)\s+(?:::\?|<<|←)[ \t])")
"""What stands before a question that stands behind its answer."""
_COLON = re.compile(r"[ \t]?:[ \t]|：")
_SPARK = re.compile(r"[ \t](?:[⚡🧠]|#flashcard)")
"""What stands at the end of a line in which a colon parts question and answer."""
_LONGEST_TAGS = 200
_TIGHT_END = re.compile(r"(?:`[^`\n]*`|[^`\n:;{])*?\S(?=[ \t]?(?:::{1,2}|;;)[^\s:;]|::{1,2}[ \t])")
_OPTION = re.compile(r"[ \t]*+:[\w-]+:")
"""An option of a directive, which stands right below its name."""
_LINE_END = re.compile(r"\r\n?|\n")
_FRAGMENT = re.compile(r"#([\w-]+)")
_LINE = re.compile(r"[^\r\n]++(?:\r\n?|\n)?|\r\n?|\n")


def pin_questions(text: str, ids: Mapping[int, str]) -> str:
    """Return the text with an id at each question that begins in one of the lines, counted from 1.

    ``text`` may have any line ends, and keeps them. A line without a heading or paragraph gets no id.
    """
    if not ids:
        return text
    lines = _LINE.findall(text)
    front, body, _ = split_front_matter(_unify_line_ends(text), "")
    blocks = parse_markdown(body).blocks
    tools = find_tools(body, front.text, front.tags, blocks)
    with write_for(replace(tools, vocabulary=True)):  # any table may be one of words
        questions = _find_questions(blocks)
    body_start = len(body) - len(body.lstrip("\n")) if front.lines_before else 0
    body_start = min(body_start, front.lines_before + front.text.count("\n") + 1)
    # Elsewhere a renderer such as GitHub's would show the attribute.
    knows_attributes = _is_toml(front, lines) or any(inside.meta.get("pinned") for _, inside in questions.values())
    linked = frozenset(_FRAGMENT.findall(unquote(body).lower()))
    with write_for(tools):
        for line, id_ in ids.items():
            _write_id(lines, line, id_, questions, body_start, knows_attributes, linked)
    return "".join(lines)


def _write_id(
    lines: list[str],
    line: int,
    id_: str,
    questions: Mapping[int, _Question],
    body_start: int,
    knows_attributes: bool,
    linked: frozenset[str],
) -> None:
    if line <= body_start:
        _add_line(lines, body_start - 1, f"<!-- id: {id_} -->")
    elif (question := questions.get(line)) and question[0].type == "heading_open" and not _is_raw(question[0]):
        is_attribute = knows_attributes and _takes_attribute(*question, id_, linked)
        (_add_attribute if is_attribute else _add_comment)(lines, question, id_)
    elif question:
        _add_beside(lines, question, line, id_)


def pin_slug(text: str, slug: str) -> str:
    """Return the text with the slug on the first line of its front matter, if it has front matter and no slug in it."""
    lines = _LINE.findall(text)
    front, _, _ = split_front_matter(_unify_line_ends(text), "")
    if not slug or front.slug or not front.lines_before:
        return text
    # A string of JSON is one of TOML and of YAML, too.
    quoted = json.dumps(slug, ensure_ascii=False)
    _add_line(lines, front.lines_before - 1, f"slug = {quoted}" if _is_toml(front, lines) else f"slug: {quoted}")
    pinned = "".join(lines)
    again, _, problems = split_front_matter(_unify_line_ends(pinned), "")
    # An empty slug, or YAML in braces, takes no further line.
    return pinned if again.slug == slug and not problems else text


def read_again(text: str, article: Article) -> tuple[Article | None, list[Problem]]:
    """Read a text as that of an article known already; its pictures go by the names that the text gives them."""
    return read_article(
        _unify_line_ends(text),
        article.path,
        article.slug,
        lambda front: (article.settings, []),
        lambda reference, where: Media(reference, b""),
        lambda name, where: name,
        drafts=True,
    )


def _unify_line_ends(text: str) -> str:
    """Return the text as the parser takes it, with the same number of lines."""
    return _LINE_END.sub("\n", text)


def _find_questions(blocks: Iterable[Block]) -> dict[int, _Question]:
    """Return all that may ask, at any depth, by the line on which its text begins: of a paragraph, each line."""
    found: dict[int, _Question] = {}
    for block in blocks:
        for cell in question_cells(block):
            found[(cell.map or [0])[0] + 1] = (block.tokens[0], cell)
        for opening, inside in pairwise(block.tokens):
            if opening.type in _ASKING and inside.type == "inline" and inside.map:
                last = inside.map[1] if opening.type == "paragraph_open" else inside.map[0] + 1
                for line in range(inside.map[0], last):
                    found.setdefault(line + 1, (opening, inside))
    return found


def _is_raw(opening: Token) -> bool:
    return opening.markup.startswith("<")


def _add_beside(lines: list[str], question: _Question, number: int, id_: str) -> None:
    """Write an id comment right behind the words of a question that is no heading with ``#``, where no reader sees it."""
    opening, inside = question
    place, comment = number - 1, f" <!-- id: {id_} -->"
    if opening.type == "table_open":
        start = lines[place].find(inside.content)
        if start < 0:
            return  # it has an escaped bar
        start += len(inside.content)
    elif opening.type in ("paragraph_open", "dt_open") and not _is_raw(opening):
        start = _end_of_question(lines[place])
    elif _is_raw(opening) or "<summary" in lines[(opening.map or [place])[0]].lower():
        place = (inside.map or [0, number])[1] - 1
        start = lines[place].lower().find(f"</{opening.markup.strip('<>') or opening.tag}")
        if place > number - 1 and not lines[place][: max(start, 0)].strip():  # the end of the tag stands alone
            place, start = place - 1, -1
        start = start if start >= 0 else len(lines[place].rstrip())
    elif "STARTI" in lines[place]:
        start = lines[place].rfind("ENDI")
        comment = f"{comment} "
    else:
        text = f"{_prefix_inside(lines[place])}{comment.strip()}"
        while place + 1 < len(lines) and _OPTION.match(lines[place + 1]):
            place += 1
        _add_line(lines, place, text)
        return
    lines[place] = f"{lines[place][:start].rstrip()}{comment}{lines[place][start:]}"


def _end_of_question(line: str) -> int:
    """Return where the words of a question end in its line: before ``::``, behind bold text, or at the end."""
    if written_for().arrows and "―" in line:
        return line.index("―")
    if _SWAPPED.match(line):
        return len(line.rstrip())
    if (colon := _COLON.search(line)) and _SPARK.search(line, max(colon.end(), len(line) - _LONGEST_TAGS)):
        return colon.start()
    if found := _MARKED_END.match(line) or _TIGHT_END.match(line):
        return found.end()
    return len(line.rstrip().removesuffix("\\"))


def _prefix_inside(line: str) -> str:
    """Return what a line within an admonition or callout begins with."""
    if callout := re.match(r"[\s>]*>\s?", line):
        return callout[0]
    indent = line[: len(line) - len(line.lstrip())]
    return indent if line.lstrip().startswith((":::", "+++", "```", "<")) else f"{indent}    "


def _is_toml(front: FrontMatter, lines: list[str]) -> bool:
    return front.lines_before > 0 and lines[front.lines_before - 1].strip() == "+++"


def _takes_attribute(opening: Token, inside: Token, id_: str, linked: frozenset[str]) -> bool:
    """Tell whether ``{#id}`` at a heading costs nothing: it renames the anchor, to which the article may have links."""
    anchor = re.sub(r"[^\w-]", "", inline_text(inside).lower().replace(" ", "-"))
    return opening.type == "heading_open" and (anchor == id_ or anchor not in linked)


def _add_attribute(lines: list[str], question: _Question, id_: str) -> None:
    """Write ``{#id}`` behind the last word of a heading, before closing ``#``s and trailing spaces."""
    opening, inside = question
    place = (inside.map or [0, 0])[1] - 1
    line = lines[place].replace("\0", "\ufffd")  # as the parser does
    last = inside.content.rpartition("\n")[2]
    # The words of `# # #` begin after its first mark; an underlined heading has none.
    start = line.find(opening.markup) + len(opening.markup) if opening.markup.startswith("#") else 0
    end = line.find(last, start) + len(last)
    lines[place] = f"{lines[place][:end]} {{#{id_}}}{lines[place][end:]}"


def _add_comment(lines: list[str], question: _Question, id_: str) -> None:
    """Write an id comment on the line below a question, as deep in lists and quotes as the question is."""
    opening, inside = question
    begin, end = opening.map or [0, 0]
    first = opening.markup if opening.markup.startswith("#") else inside.content.partition("\n")[0]
    before, found, _ = lines[begin].partition(first)
    indent = re.sub(r"[^\s>]", " ", before) if found else ""
    _add_line(lines, end - 1, f"{indent}<!-- id: {id_} -->")


def _add_line(lines: list[str], place: int, text: str) -> None:
    """Add a line below the one at ``place``, with its line end; a file without a last one stays without."""
    if end := _line_end(lines[place]):
        lines[place] += text + end
    else:
        lines[place] += (_line_end(lines[place - 1]) if place else "\n") + text


def _line_end(line: str) -> str:
    return line[len(line.rstrip("\r\n")) :]
