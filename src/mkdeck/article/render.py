"""A question and its answer, still tokens -> the pair that becomes a note: its sides as HTML, and what the author wrote for it."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from mkdeck.article.html.write import escape_text, finish_cloze, finish_html, is_blank, write_link
from mkdeck.article.kinds import Sides, find_kind, part_sides, report_kind, report_sides
from mkdeck.article.media import FindMedia, FindPage, References
from mkdeck.article.naming import shorten_title
from mkdeck.article.parsing.blocks import Block
from mkdeck.article.parsing.markdown import render_blocks, render_inline, shown_text
from mkdeck.article.parsing.origin import Origin
from mkdeck.article.parsing.tool_evidence import written_for
from mkdeck.article.reading.outline import PairBlocks, PlacedPair
from mkdeck.article.reports import report_empty
from mkdeck.article.signs.emptiness import is_unwritten
from mkdeck.article.signs.question import is_valid_id
from mkdeck.article.source import answer_source, front_source, question_source
from mkdeck.cloze import list_numbers
from mkdeck.model import CLOZE, Location, Media, Pair, Settings
from mkdeck.problem import Problem, Severity


class _Rendered(NamedTuple):
    """The sides of a pair as HTML."""

    question: str
    answer: str
    extra: str
    media: tuple[Media, ...]


class PairRenderer:
    """Renders the pairs of one article and keeps the problems it meets."""

    def __init__(self, settings: Settings, find_media: FindMedia, find_page: FindPage, folder: str) -> None:
        self._url = settings.url or ""
        self._edit_url = settings.edit_url or ""
        self._kind = settings.kind
        self._find_media = find_media
        self._find_page = find_page
        self._folder = (folder,) if folder else ()
        self.problems: list[Problem] = []

    def render_pairs(self, placed: Sequence[PlacedPair], on_part: Callable[[float], None]) -> Iterator[Pair]:
        """Yield each pair, once for each of its topics, and tell ``on_part`` which share of them is done, between 0 and 1."""
        for n, each in enumerate(placed, 1):
            on_part(n / (len(placed) + 1))
            pair = self._render_pair(each)
            if pair and each.topics:
                yield from (replace(pair, sections=(topic,), section=escape_text(topic)) for topic in each.topics)
            elif pair:
                yield pair

    def _render_pair(self, placed: PlacedPair) -> Pair | None:
        """Return the pair, or nothing but a problem where it has no answer."""
        found, where = placed.found, placed.asked.locate(placed.found.line)
        front, blocks = found.shown_front, found.shown_answer
        kind = find_kind(found, self._kind)
        sides = part_sides(kind, found)
        shown = self._render_sides(kind, sides, placed)
        if is_blank(shown.answer) and (signs := _read_signs(blocks)):
            shown = shown._replace(answer=f"<p>{escape_text(signs)}</p>")
        self.problems += report_kind(found, where)
        is_bare = is_blank(shown.answer + shown.extra) or (is_unwritten(blocks) and not written_for().rules)
        if kind != CLOZE and is_bare:
            self.problems.append(report_empty(sides.title, where))
            return None
        has_cloze = kind == CLOZE and bool(list_numbers(shown.question))
        self.problems += report_sides(kind, sides, where, has_cloze)
        if kind == CLOZE and not has_cloze:
            return None
        rest = front_source(front, placed.asked.parsed.env)
        source = question_source(found.heading.children) + rest, answer_source(blocks, placed.answered.parsed.env)
        sections = tuple(shorten_title(shown_text(section.children)) for section in found.sections) or self._folder
        return Pair(
            title=sides.title,
            pinned=self._check_pinned(found.pinned, where),
            rest=rest,
            source=source,
            question=shown.question,
            answer=shown.answer,
            sections=sections,
            section=escape_text(" › ".join(sections)),
            link=self._make_link(found, placed.asked),
            location=where,
            media=shown.media,
            tags=found.tags,
            kind=kind,
            extra=shown.extra,
            is_counted=sides.is_counted,
            guid=found.guid,
        )

    def _render_sides(self, kind: str, sides: Sides, placed: PlacedPair) -> _Rendered:
        media: dict[str, Media] = {}
        on_front, on_back = (
            References(origin, self._find_media, self._find_page, media, self.problems)
            for origin in (placed.asked, placed.answered)
        )
        asked, answered = placed.asked.parsed.env, placed.answered.parsed.env
        finish = finish_cloze if kind == CLOZE else finish_html
        question = finish(render_inline(sides.asked, asked), on_front)
        if sides.front:
            # What is hidden may stand in the answer, which may be a file of its own.
            env, resolver = (answered, on_back) if kind == CLOZE else (asked, on_front)
            question += f'<div class="context">{finish(render_blocks(sides.front, env), resolver)}</div>'
        answer = finish_html(render_blocks(sides.answer, answered, sides.asked), on_back)
        extra = finish_html(render_blocks(sides.extra, answered), on_back)
        return _Rendered(question, answer if sides.typed is None else sides.typed, extra, tuple(media.values()))

    def _make_link(self, found: PairBlocks, asked: Origin) -> str:
        links = []
        if self._url:
            shown = re.sub(r"^https?://(www\.)?|/$", "", self._url)
            links.append(write_link(f"{self._url}#{asked.find_anchor(found.line)}", shown))
        if self._edit_url:
            address = self._edit_url if re.search(r"#|\{line\}", self._edit_url) else f"{self._edit_url}#L{{line}}"
            links.append(write_link(address.replace("{line}", str(asked.locate(found.line).line)), "edit"))
        return " · ".join(links)

    def _check_pinned(self, id_: str, where: Location) -> str:
        if id_ and not is_valid_id(id_):
            message = f"the id '{id_}' has characters that an id cannot have"
            hint = "use letters, digits, - _ . ~ + and, between the parts of a whole key, /"
            self.problems.append(Problem(where, "wrong-id", message, hint, Severity.ERROR))
        return id_


def _read_signs(blocks: Sequence[Block]) -> str:
    """Return an answer such as ``1989.`` or ``+``, which Markdown takes for a list with nothing in it."""
    source = blocks[0].source.strip() if len(blocks) == 1 else ""
    return source if re.fullmatch(r"\d{1,9}[.)]|[-+*]|#{1,6}", source) else ""
