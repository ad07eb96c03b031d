"""One article, step by step: text -> front matter, blocks, outline, pairs."""

import re
from collections.abc import Callable, Sequence
from html import escape
from pathlib import PurePath

from markdown_it.token import Token

from mkdeck.article.blocks import Block, make_heading
from mkdeck.article.cleaning import clean_answer, is_placeholder
from mkdeck.article.front_matter import FrontMatter, find_title, split_front_matter
from mkdeck.article.html import escape_text, finish_html, is_blank
from mkdeck.article.left_out import find_left_out
from mkdeck.article.markdown import Parsed, block_text, parse_markdown, plain_text, render_blocks, render_inline
from mkdeck.article.media import FindMedia, Pictures, resolve_link
from mkdeck.article.question import ends_as_question, is_valid_id
from mkdeck.article.shapes import find_outline
from mkdeck.article.shapes.outline import LeftOut, Outline, PairBlocks
from mkdeck.article.source import answer_source, question_source
from mkdeck.article.unclosed import find_unclosed
from mkdeck.model import Article, Location, Pair, Settings
from mkdeck.problem import Problem, Severity

CheckSettings = Callable[[FrontMatter], tuple[Settings, list[Problem]]]
"""From an article's front matter to the settings that hold for it."""


def read_article(
    text: str, path: str, slug: str, check_settings: CheckSettings, find_media: FindMedia, drafts: bool = False
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
    parsed = parse_markdown(body)
    outline = find_outline(parsed.blocks, settings.shape, settings.question_level, _read_title(front, settings))
    render = _PairRenderer(parsed, path, settings.url or "", find_media, outline.shape == "file")
    pairs = [pair for found in outline.pairs if (pair := render.render_pair(found))]
    problems += render.problems + find_unclosed(parsed, path)
    problems += [_report_left_out(left, path) for left in find_left_out(parsed.blocks, outline)]
    if not outline.pairs:
        problems.append(_report_no_pair(path, settings))
    title = _title(front, outline, path)
    return Article(
        path, front.slug or slug, title, front.description, front.tags, settings, tuple(pairs), outline.shape
    ), problems


class _PairRenderer:
    """Renders the pairs of one article and keeps the problems it meets."""

    def __init__(self, parsed: Parsed, path: str, url: str, find_media: FindMedia, is_file: bool) -> None:
        self._env = parsed.env
        self._path = path
        self._url = url
        self._folder = (_folder(path),) if is_file and _folder(path) else ()
        self._anchors = _read_anchors(parsed.blocks)
        self._anchor_set = frozenset([*self._anchors.values(), *_read_raw_anchors(parsed.blocks)])
        self._find_media = find_media
        self.problems: list[Problem] = []

    def render_pair(self, found: PairBlocks) -> Pair | None:
        """Return the pair, or ``None`` with a problem where it has no answer."""
        where = Location(self._path, found.line)
        pictures = Pictures(self._find_media, self._path)
        front, blocks = clean_answer(found.front), clean_answer(found.answer)
        raw = render_inline(found.heading.children, self._env) + (render_blocks(front, self._env) if front else "")
        question = self._finish(raw, pictures)
        answer = self._finish(render_blocks(blocks, self._env), pictures)
        title = found.heading.text or plain_text(found.heading.children)
        self.problems += pictures.problems
        if is_blank(answer) and (signs := _read_signs(blocks)):
            answer = f"<p>{escape_text(signs)}</p>"
        if is_blank(answer) or is_placeholder(block_text(blocks)):
            self.problems.append(_report_empty(title, where))
            return None
        rest = answer_source(front, self._env)
        sections = tuple(section.text for section in found.sections) or self._folder
        return Pair(
            title=title,
            pinned=self._check_pinned(found.pinned, where),
            rest=rest,
            source=(question_source(found.heading.children) + rest, answer_source(blocks, self._env)),
            question=question,
            answer=answer,
            sections=sections,
            section=escape_text(" › ".join(sections)),
            link=self._make_link(found),
            location=where,
            media=tuple(pictures.media.values()),
        )

    def _finish(self, raw: str, pictures: Pictures) -> str:
        return finish_html(raw, lambda target: resolve_link(target, self._url, self._anchor_set), pictures.resolve)

    def _make_link(self, found: PairBlocks) -> str:
        if not self._url:
            return ""
        anchor = self._anchors.get(found.line, "")
        shown = re.sub(r"^https?://(www\.)?|/$", "", self._url)
        return f'<a href="{escape(f"{self._url}#{anchor}")}">{escape(shown)}</a>'

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


def _read_title(front: FrontMatter, settings: Settings) -> Block | None:
    """Return the front matter's title as a heading, where it is a question of its own."""
    is_question = front.title and (settings.shape == "file" or ends_as_question(front.title))
    return make_heading([Token("text", "", 0, content=front.title)], 1, find_title(front)) if is_question else None


def _title(front: FrontMatter, outline: Outline, path: str) -> str:
    """Return the title that the front matter gives, else the first ``#`` heading, else the file's name.

    An article that is one question is in the deck of its folder.
    """
    # A name that is no UTF-8 reaches Python as lone surrogates, which no database takes.
    name = PurePath(path).stem.encode("utf-8", "replace").decode()
    if outline.shape == "file":
        return _folder(path) or name
    return front.title or (outline.title.text if outline.title else "") or name


def _folder(path: str) -> str:
    return PurePath(path).parent.name.encode("utf-8", "replace").decode()


def _read_anchors(blocks: Sequence[Block]) -> dict[int, str]:
    """Return the fragment that leads to each heading, by its line: its own id, else what GitHub makes of its text."""
    anchors: dict[int, str] = {}
    counts: dict[str, int] = {}
    for block in blocks:
        if block.type == "heading_open":
            inline = block.tokens[1]
            text = plain_text(inline.children or ()).lower().replace(" ", "-")
            anchor = re.sub(r"[^\w-]", "", text)
            count = counts[anchor] = counts.get(anchor, -1) + 1
            anchors[block.line] = inline.meta.get("pinned") or (f"{anchor}-{count}" if count else anchor)
    return anchors


def _read_raw_anchors(blocks: Sequence[Block]) -> list[str]:
    """Return the fragments that raw tags such as ``<a name="x">`` give."""
    contents = (
        t.content
        for block in blocks
        for token in block.tokens
        for t in (token, *(token.children or ()))
        if t.type.startswith("html")
    )
    return [id_ for content in contents for id_ in re.findall(r"<[^>]*?\s(?:id|name)=[\"']?([^\"'\s>]+)", content)]


def _report_empty(title: str, where: Location) -> Problem:
    message = f"question '{title}' has no answer"
    return Problem(where, "empty-answer", message, "write the answer below the question, or delete the question")


def _report_left_out(left: LeftOut, path: str) -> Problem:
    hint = "set question-level, or use another level of heading, where this is wrong"
    severity = Severity.INFO if left.is_lost else Severity.DETAIL
    return Problem(Location(path, left.line), "left-out", f"'{left.text}' {left.reason}", hint, severity)


def _report_no_pair(path: str, settings: Settings) -> Problem:
    if settings.question_level:
        signs = "#" * settings.question_level
        message = f"no question found: the article has no heading with {signs}"
        hint = f"set question-level to the level of its questions, or write them as '{signs} Question'"
    else:
        message = "no question found: no heading asks something and has text below it"
        hint = "write questions as headings, or set question-level if they do not look like questions"
    return Problem(Location(path, 1), "no-question", message, hint)
