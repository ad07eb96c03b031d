"""One article, step by step: text -> front matter, blocks, outline, pairs."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import PurePath

from markdown_it.token import Token

from mkdeck.article.anki_text import find_pairs, read_export
from mkdeck.article.front_matter import FrontMatter, find_title, split_front_matter
from mkdeck.article.html.write import escape_text, finish_cloze, finish_html, is_blank, write_link
from mkdeck.article.kinds import find_kind, part_sides, report_kind, report_sides
from mkdeck.article.left_out import find_left_out
from mkdeck.article.media import FindMedia, FindPage, References
from mkdeck.article.note_files import read_note_files
from mkdeck.article.parsing.blocks import Block, make_heading
from mkdeck.article.parsing.markdown import (
    inline_text,
    is_repetitive,
    parse_markdown,
    render_blocks,
    render_inline,
    shown_text,
)
from mkdeck.article.parsing.origin import Origin, make_origin
from mkdeck.article.parsing.tool_evidence import find_tools, write_for, written_for
from mkdeck.article.parsing.unclosed import find_unclosed
from mkdeck.article.reading import find_outline
from mkdeck.article.reading.forms.index import Entry, FindText, place_pairs, read_entries
from mkdeck.article.reading.outline import LeftOut, Outline, PairBlocks, PlacedPair
from mkdeck.article.signs.cleaning import clean_answer
from mkdeck.article.signs.emptiness import is_empty, is_unwritten
from mkdeck.article.signs.frame import is_frame_title
from mkdeck.article.signs.labels import names_part_of_answer, names_vocabulary
from mkdeck.article.signs.promise import check_promise
from mkdeck.article.signs.question import is_valid_id
from mkdeck.article.source import answer_source, front_source, question_source
from mkdeck.article.tag_lines import take_tags
from mkdeck.article.words import Words, speak
from mkdeck.cloze import list_numbers
from mkdeck.limits import MAX_NAME
from mkdeck.model import CLOZE, Article, Location, Media, Pair, Settings
from mkdeck.problem import Problem, Severity

_PROSE = ("inline", "html_block")
_SEVERAL = 3
"""Headings of a level that may be terms."""
_LONGEST_TITLE = 300
"""Characters of an article's or a section's title."""

CheckSettings = Callable[[FrontMatter], tuple[Settings, list[Problem]]]
"""From an article's front matter to the settings that hold for it."""


def read_article(
    text: str,
    path: str,
    slug: str,
    check_settings: CheckSettings,
    find_media: FindMedia,
    find_text: FindText,
    drafts: bool = False,
    find_page: FindPage = lambda name: None,
) -> tuple[Article | None, list[Problem]]:
    """Read an article's text; ``None`` for a draft.

    ``slug`` names the article where it does not name itself. All problems carry lines of the whole file.
    """
    front, body, problems = split_front_matter(text, path)
    settings, wrong = check_settings(front)
    problems += wrong
    if front.draft and not drafts:
        hint = "take it in with --drafts, or set draft = false"
        return None, [
            *problems,
            Problem(Location(path, 1), "draft", "the article is a draft and left out", hint, Severity.INFO),
        ]
    export = read_export(text, path) or read_note_files(text, path)
    origin = make_origin(parse_markdown("" if export else body), path, settings.url or "")
    tools = find_tools(body, front.text, front.tags, origin.parsed.blocks)
    words = Words.of(_read_texts(front, origin))
    tools = replace(tools, vocabulary=any(names_vocabulary(name, words) for name in _find_names(front, origin)))
    with speak(words), write_for(tools):
        entries, wrong = read_entries(front.questions, path)
        outline = find_pairs(export) if export else _find_outline(front, origin, settings, entries, bool(wrong))
        if outline.shape == "index":
            placed, missing = place_pairs(entries, origin, find_text)
            problems += wrong + missing
            outline = replace(outline, pairs=tuple(replace(each.found, front=(), answer=()) for each in placed))
        else:
            placed = [PlacedPair(found, origin, origin) for found in outline.pairs]
            problems += find_unclosed(origin.parsed, path)
        placed = take_tags(placed, origin.parsed.blocks)
        render = _PairRenderer(settings, find_media, find_page, _folder(path) if outline.shape == "file" else "")
        pairs = [pair for each in placed for pair in render.render_pair(each)]
        problems += render.problems
        if any(is_repetitive(each.answered.parsed.env) for each in placed):
            problems.append(_report_repetitive(path))
        left_out = list(find_left_out(origin.parsed.blocks, outline))
        problems += [_report_left_out(left, path) for left in left_out]
        # Questions, those of them that have answers, and each once that stands in several sections.
        counts = len(pairs), len({pair.content[1:] for pair in pairs})
        problems += [_report_assumed(path, outline)] if outline.assumed and pairs else []
        problems += check_promise(_find_titles(front, origin, outline), len(outline.pairs), counts)
        if not outline.pairs and not (outline.shape == "index" and (entries or wrong)):
            free = replace(settings, shape=None, question_level=None)
            without = 0 if free == settings else len(_find_outline(front, origin, free, entries, bool(wrong)).pairs)
            problems.append(_report_no_pair(path, settings, left_out, _count_explained(origin.parsed.blocks), without))
        title, settings = _name_deck(front.deck or tools.deck, _title(front, outline, path), settings)
        return Article(
            path,
            front.slug or slug,
            title[:MAX_NAME],
            front.description,
            (*front.tags, *tools.tags),
            settings,
            tuple(pairs),
            outline.shape,
            tuple(dict.fromkeys(each.answered.path for each in placed if each.answered.path != path)),
            outline.roles,
            is_assumed=outline.assumed > 0,
        ), problems


def _read_texts(front: FrontMatter, origin: Origin) -> Iterator[str]:
    """Yield the prose of an article, without its code."""
    yield front.title
    tokens = (token for block in origin.parsed.blocks for token in block.tokens)
    yield from (token.content or inline_text(token) for token in tokens if token.type in _PROSE)


def _find_names(front: FrontMatter, origin: Origin) -> Iterator[str]:
    """Yield what an article is called, and the folder in which it lies."""
    yield from (
        front.title,
        *front.tags,
        *(re.sub(r"[\W_]+", " ", name) for name in (_stem(origin.path), _folder(origin.path))),
    )
    first = next((block for block in origin.parsed.blocks if block.type == "heading_open"), None)
    if first and first.tokens[0].tag == "h1":
        yield inline_text(first.tokens[1])


def _find_outline(
    front: FrontMatter, origin: Origin, settings: Settings, entries: Sequence[Entry], has_more: bool
) -> Outline:
    """Return what asks in the text, or an outline of the shape ``index`` where the list in the front matter does.

    ``has_more`` says that the list has more than the entries that could be read.
    """
    shape = settings.shape
    if shape is None and any(entry.is_sure for entry in entries):
        shape = "index"
    outline = find_outline(
        origin.parsed.blocks,
        shape,
        settings.question_level,
        _read_title(front, origin, settings),
        _stem(origin.path),
        settings.kind,
    )
    if settings.shape is None and not outline.pairs and (has_more or any(not entry.is_plain for entry in entries)):
        return replace(outline, shape="index")
    return outline


class _PairRenderer:
    """Renders the pairs of one article and keeps the problems it meets."""

    def __init__(self, settings: Settings, find_media: FindMedia, find_page: FindPage, folder: str) -> None:
        self._url = settings.url or ""
        self._edit_url = settings.edit_url or ""
        self._kind = settings.kind
        self._find_media = find_media
        self._find_page = find_page
        self._folder = (folder,) if folder else ()
        self.problems: list[Problem] = []

    def render_pair(self, placed: PlacedPair) -> Iterator[Pair]:
        """Yield the pair, once for each of its topics, or nothing but a problem where it has no answer."""
        found, asked, answered = placed.found, placed.asked, placed.answered
        where = asked.locate(found.line)
        media: dict[str, Media] = {}
        on_front, on_back = (
            References(origin, self._find_media, self._find_page, media, self.problems) for origin in (asked, answered)
        )
        front, blocks = clean_answer(found.front), clean_answer(found.answer)
        kind = find_kind(found, self._kind)
        sides = part_sides(kind, replace(found, front=front, answer=blocks))
        finish = finish_cloze if kind == CLOZE else finish_html
        question = finish(render_inline(sides.asked, asked.parsed.env), on_front)
        if sides.front:
            # What is hidden may stand in the answer, which may be a file of its own.
            env, resolver = (answered.parsed.env, on_back) if kind == CLOZE else (asked.parsed.env, on_front)
            question += f'<div class="context">{finish(render_blocks(sides.front, env), resolver)}</div>'
        answer = finish_html(render_blocks(sides.answer, answered.parsed.env, sides.asked), on_back)
        extra = finish_html(render_blocks(sides.extra, answered.parsed.env), on_back)
        if sides.typed is not None:
            answer = sides.typed
        if is_blank(answer) and (signs := _read_signs(blocks)):
            answer = f"<p>{escape_text(signs)}</p>"
        self.problems += report_kind(found, where)
        if kind != CLOZE and (is_blank(answer + extra) or (is_unwritten(blocks) and not written_for().rules)):
            self.problems.append(_report_empty(sides.title, where))
            return
        has_cloze = kind == CLOZE and bool(list_numbers(question))
        self.problems += report_sides(kind, sides, where, has_cloze)
        if kind == CLOZE and not has_cloze:
            return
        rest = front_source(front, asked.parsed.env)
        sections = tuple(_shorten(shown_text(section.children)) for section in found.sections) or self._folder
        pair = Pair(
            title=sides.title,
            pinned=self._check_pinned(found.pinned, where),
            rest=rest,
            source=(question_source(found.heading.children) + rest, answer_source(blocks, answered.parsed.env)),
            question=question,
            answer=answer,
            sections=sections,
            section=escape_text(" › ".join(sections)),
            link=self._make_link(found, asked),
            location=where,
            media=tuple(media.values()),
            tags=found.tags,
            kind=kind,
            extra=extra,
            is_counted=sides.is_counted,
            guid=found.guid,
        )
        yield from (replace(pair, sections=(topic,), section=escape_text(topic)) for topic in placed.topics)
        if not placed.topics:
            yield pair

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


def _read_title(front: FrontMatter, origin: Origin, settings: Settings) -> Block | None:
    """Return what the page is called, if no heading says so: the front matter's title, or of one question the file's name."""
    title = front.title
    if settings.shape == "file" and not title and not _has_title(origin.parsed.blocks):
        title = " ".join(re.split(r"[\s_-]+", _stem(origin.path)))
    return make_heading([Token("text", "", 0, content=title)], 1, find_title(front)) if title else None


def _name_deck(name: str, title: str, settings: Settings) -> tuple[str, Settings]:
    """Return title and settings that give an article the deck that another tool's line in it names."""
    *parents, last = [part.strip() for part in name.split("::") if part.strip()] or [""]
    deck = "::".join(filter(None, (settings.deck, *parents)))
    return (last, replace(settings, deck=deck or None)) if last else (title, settings)


def _has_title(blocks: Sequence[Block]) -> bool:
    """Tell whether the first heading of a text is its title: a top one, or one that begins the text and is above all others."""
    levels = [int(block.tokens[0].tag[1]) for block in blocks if block.type == "heading_open"]
    first = next((block for block in blocks if not is_empty(block)), None)
    if not levels or levels[0] == 1 or first is None or first.type != "heading_open":
        return levels[:1] == [1]
    text = inline_text(first.tokens[1])
    return min(levels[1:], default=7) > levels[0] and not (is_frame_title(text) or names_part_of_answer(text))


def _stem(path: str) -> str:
    # A name that is no UTF-8 reaches Python as lone surrogates, which no database takes.
    return PurePath(path).stem.encode("utf-8", "replace").decode()


def _title(front: FrontMatter, outline: Outline, path: str) -> str:
    """Return the title that the front matter gives, else the first ``#`` heading, else the file's name.

    An article that is one question is in the deck of its folder.
    """
    name = _stem(path)
    if outline.shape == "file":
        return _folder(path) or name
    return _shorten(front.title or (shown_text(outline.title.children) if outline.title else "")) or name


def _shorten(title: str) -> str:
    """Return a title that every note below it repeats, in its section, deck and tags, no longer than people write one."""
    return title if len(title) <= _LONGEST_TITLE else f"{title[:_LONGEST_TITLE].rstrip()}…"


def _find_titles(front: FrontMatter, origin: Origin, outline: Outline) -> dict[Location, str]:
    """Return what names the article as a whole, by place; nothing where that is its only question."""
    if outline.shape == "file":
        return {}
    titles = {Location(origin.path, find_title(front)): front.title} if front.title else {}
    tops = (
        block.line for block in origin.parsed.blocks if block.type == "heading_open" and block.tokens[0].tag == "h1"
    )
    if outline.title:
        titles[Location(origin.path, next(tops, 1))] = outline.title.anchor_text
    return titles


def _folder(path: str) -> str:
    return PurePath(path).parent.name.encode("utf-8", "replace").decode()


def _report_empty(title: str, where: Location) -> Problem:
    message = f"question '{title}' has no answer"
    return Problem(where, "empty-answer", message, "write the answer below the question, or delete the question")


def _report_repetitive(path: str) -> Problem:
    message = "the footnotes of the article are so long, and used so often, that they do not fit on the cards"
    hint = "write what many answers need once, as an answer of its own"
    return Problem(Location(path, 1), "large-footnotes", message, hint, Severity.ERROR)


def _report_left_out(left: LeftOut, path: str) -> Problem:
    severity = Severity.INFO if left.is_lost else Severity.DETAIL
    return Problem(Location(path, left.line), "left-out", f"'{left.text}' {left.reason}", left.hint, severity)


def _report_assumed(path: str, outline: Outline) -> Problem:
    asking = sum(pair.heading.looks_like_question for pair in outline.pairs)
    signs = "#" * outline.assumed
    message = f"{asking} of the {len(outline.pairs)} headings with {signs} ask, and all of them were taken as questions"
    hint = f"set question-level = {outline.assumed} if that is right"
    return Problem(Location(path, outline.pairs[0].line), "assumed-questions", message, hint)


def _count_explained(blocks: Sequence[Block]) -> tuple[int, int]:
    """Return the level of most headings with text right below them, and how many it has."""
    levels = Counter(int(a.tokens[0].tag[1]) for a, b in pairwise(blocks) if a.type == "heading_open" != b.type)
    return max(levels.items(), key=lambda each: (each[1], each[0]), default=(0, 0))


def _report_no_pair(
    path: str, settings: Settings, left_out: Sequence[LeftOut], explained: tuple[int, int], without: int
) -> Problem:
    """Report that nothing is a question; ``without`` the settings of the reading, that many are found."""
    asking = sum(left.count for left in left_out if left.is_lost)
    level, count = explained
    hint = "write questions as headings, or set shape or question-level if they do not look like questions"
    if settings.shape:
        message = f"the article does not ask in the shape {settings.shape}"
    elif settings.question_level:
        message = f"the article has no heading with {'#' * settings.question_level}"
    elif asking:
        message = f"{asking} of the article's lines ask, but no answer stands below them"
        hint = "write an answer below each question"
    elif count >= _SEVERAL:
        message = f"none of the {count} headings with {'#' * level} asks"
    else:
        message = "nothing in the article asks and is answered"
    if without:
        hint = f"delete the setting: without it mkdeck finds {without} by itself"
    elif count >= _SEVERAL and not asking:
        way = f"delete shape and set question-level = {level}" if settings.shape else f"set question-level = {level}"
        hint = f"{way}, if each of them is one, as a term is; that makes {count} cards"
    return Problem(Location(path, 1), "no-question", f"no question found: {message}", hint)
