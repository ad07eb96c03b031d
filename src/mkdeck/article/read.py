"""One article, step by step: text -> front matter, blocks, outline, pairs."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from mkdeck.article.anki_text import find_pairs, read_export
from mkdeck.article.answers.ticks import find_usual_sign
from mkdeck.article.front_matter import FrontMatter, split_front_matter
from mkdeck.article.left_out import find_left_out
from mkdeck.article.media import FindMedia, FindPage
from mkdeck.article.naming import (
    find_article_title,
    find_folder,
    find_names,
    find_stem,
    find_titles,
    make_page_title,
    name_deck,
)
from mkdeck.article.note_files import read_note_files
from mkdeck.article.parsing.markdown import inline_text, is_repetitive, parse_markdown
from mkdeck.article.parsing.origin import Origin, make_origin
from mkdeck.article.parsing.tool_evidence import find_tools, write_for, written_for
from mkdeck.article.parsing.unclosed import find_unclosed
from mkdeck.article.reading import find_outline
from mkdeck.article.reading.forms.index import Entry, FindText, place_pairs, read_entries
from mkdeck.article.reading.outline import Outline, PlacedPair
from mkdeck.article.render import PairRenderer
from mkdeck.article.reports import report_assumed, report_draft, report_left_out, report_no_pair, report_repetitive
from mkdeck.article.signs.labels import names_vocabulary
from mkdeck.article.signs.promise import check_promise
from mkdeck.article.tag_lines import take_tags
from mkdeck.article.unread import report_unread
from mkdeck.article.words import Words, speak
from mkdeck.limits import MAX_NAME
from mkdeck.model import Article, Pair, Settings
from mkdeck.problem import Problem

_PROSE = ("inline", "html_block")

CheckSettings = Callable[[FrontMatter], tuple[Settings, list[Problem]]]
"""From an article's front matter to the settings that hold for it."""


@dataclass(frozen=True, slots=True)
class _Text:
    """An article's text, taken apart."""

    front: FrontMatter
    origin: Origin
    settings: Settings
    entries: Sequence[Entry]
    """The questions that the front matter lists."""
    wrong: Sequence[Problem]
    """What is wrong with others there."""

    def find_outline(self, settings: Settings) -> Outline:
        """Return what asks in the text, or an outline of the shape ``index`` where the list in the front matter does."""
        is_listed = settings.shape is None and any(entry.is_sure for entry in self.entries)
        outline = find_outline(
            self.origin.parsed.blocks,
            "index" if is_listed else settings.shape,
            settings.question_level,
            make_page_title(self.front, self.origin, settings),
            find_stem(self.origin.path),
            settings.kind,
        )
        may_list = bool(self.wrong) or any(not entry.is_plain for entry in self.entries)
        return replace(outline, shape="index") if settings.shape is None and not outline.pairs and may_list else outline


def read_article(
    text: str,
    path: str,
    slug: str,
    check_settings: CheckSettings,
    find_media: FindMedia,
    find_text: FindText,
    drafts: bool = False,
    find_page: FindPage = lambda name: None,
    on_part: Callable[[float], None] = lambda share: None,
) -> tuple[Article | None, list[Problem]]:
    """Read an article's text; ``None`` for a draft.

    ``slug`` names the article where it does not name itself. All problems carry lines of the whole file. ``on_part`` is told
    now and then which share of the article is done, between 0 and 1.
    """
    front, body, problems = split_front_matter(text, path)
    settings, wrong = check_settings(front)
    problems += wrong
    if front.draft and not drafts:
        return None, [*problems, report_draft(path)]
    export = read_export(text, path) or read_note_files(text, path)
    origin = make_origin(parse_markdown("" if export else body), path, settings.url or "")
    tools = find_tools(body, front.text, front.tags, origin.parsed.blocks)
    words = Words.of(_read_texts(front, origin))
    is_vocabulary = any(names_vocabulary(name, words) for name in find_names(front, origin))
    tools = replace(tools, vocabulary=is_vocabulary, tick=find_usual_sign(origin.parsed.blocks))
    with speak(words), write_for(tools):
        parts = _Text(front, origin, settings, *read_entries(front.questions, path))
        outline = find_pairs(export) if export else parts.find_outline(settings)
        outline, placed, wrong = _place_pairs(parts, outline, find_text)
        placed = take_tags(placed, origin.parsed.blocks)
        render = PairRenderer(settings, find_media, find_page, find_folder(path) if outline.shape == "file" else "")
        pairs = tuple(render.render_pairs(placed, lambda share: on_part(0.5 + share / 2)))  # parsing is half of it
        problems += [*wrong, *render.problems, *_report(parts, outline, placed, pairs)]
        title, settings = name_deck(front.deck or tools.deck, find_article_title(front, outline, path), settings)
    return Article(
        path,
        front.slug or slug,
        title[:MAX_NAME],
        front.description,
        (*front.tags, *tools.tags),
        settings,
        pairs,
        outline.shape,
        tuple(dict.fromkeys(each.answered.path for each in placed if each.answered.path != path)),
        outline.roles,
        is_assumed=outline.is_assumed,
    ), problems


def _read_texts(front: FrontMatter, origin: Origin) -> Iterator[str]:
    """Yield the prose of an article, without its code."""
    yield front.title
    tokens = (token for block in origin.parsed.blocks for token in block.tokens)
    yield from (token.content or inline_text(token) for token in tokens if token.type in _PROSE)


def _place_pairs(
    parts: _Text, outline: Outline, find_text: FindText
) -> tuple[Outline, Sequence[PlacedPair], list[Problem]]:
    """Return the pairs with the texts that they are from; those that the front matter lists may stand in files."""
    origin = parts.origin
    if outline.shape != "index":
        placed = [PlacedPair(found, origin, origin) for found in outline.pairs]
        return outline, placed, find_unclosed(origin.parsed, origin.path)
    placed, missing = place_pairs(parts.entries, origin, find_text)
    pairs = tuple(replace(each.found, front=(), answer=()) for each in placed)
    return replace(outline, pairs=pairs), placed, [*parts.wrong, *missing]


def _report(parts: _Text, outline: Outline, placed: Sequence[PlacedPair], pairs: Sequence[Pair]) -> Iterator[Problem]:
    """Yield what is to be told of the article as a whole."""
    path, blocks = parts.origin.path, parts.origin.parsed.blocks
    if any(is_repetitive(each.answered.parsed.env) for each in placed):
        yield report_repetitive(path)
    left_out = list(find_left_out(blocks, outline))
    yield from (report_left_out(left, path) for left in left_out)
    if outline.is_assumed and pairs:
        yield report_assumed(path, outline)
    # Questions, those of them that have answers, and each once that stands in several sections.
    counts = len(pairs), len({pair.content[1:] for pair in pairs})
    yield from check_promise(find_titles(parts.front, parts.origin, outline), len(outline.pairs), counts)
    unread = list(report_unread(blocks, [pair.line for pair in outline.pairs], written_for(), path))
    yield from unread
    if not outline.pairs and not unread and not (outline.shape == "index" and (parts.entries or parts.wrong)):
        free = replace(parts.settings, shape=None, question_level=None)
        without = 0 if free == parts.settings else len(parts.find_outline(free).pairs)
        yield report_no_pair(path, parts.settings, left_out, blocks, without)
