"""The one Markdown parser: text -> blocks, runs of tokens -> raw HTML."""

from collections.abc import Iterable, Iterator, MutableMapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.gfm import gfm_plugin

from mkdeck.article.html.code import MARK, Raw, highlight_code
from mkdeck.article.html.raw_html import escape_unknown_tags, mark_inline_tags, mark_pictures
from mkdeck.article.parsing.admonitions import add_admonitions, read_admonitions
from mkdeck.article.parsing.blocks import Block, split_blocks
from mkdeck.article.parsing.bounds import bound_parser
from mkdeck.article.parsing.components import add_components
from mkdeck.article.parsing.definitions import close_definitions
from mkdeck.article.parsing.emphasis import close_emphasis
from mkdeck.article.parsing.fences import read_loose_fences
from mkdeck.article.parsing.first_signs import try_by_first_sign
from mkdeck.article.parsing.folds import close_folds
from mkdeck.article.parsing.items import read_loose_items
from mkdeck.article.parsing.raw_blocks import read_raw_inlines, structure_raw_html
from mkdeck.article.parsing.rules import read_as_people_write
from mkdeck.article.parsing.tabs import add_tabs
from mkdeck.article.parsing.templates import add_templates
from mkdeck.article.parsing.tool_frames import add_frames
from mkdeck.article.parsing.tool_marks import read_tool_marks
from mkdeck.article.parsing.tool_sides import add_sides
from mkdeck.article.parsing.vault_marks import add_vault_marks, read_size

Env = MutableMapping[str, Any]

_NO_TEXT = ((), "")
_PREPARED = frozenset({"html_inline", "image", "math_inline", "math_inline_double", "wiki_link"})
_MATH_CLASSES = {
    "math_inline": "math",
    "math_inline_double": "math-display",
    "math_block": "math-display",
    "math_block_label": "math-display",
}
_MOST_FOOTNOTES = 20_000_000
"""Characters of the footnotes that stand below all answers of an article together: each stands with every one that refers to it."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """An article as the parser sees it."""

    blocks: tuple[Block, ...]
    env: Env = field(default_factory=dict)
    """Link definitions and footnotes, which every part of the article shares."""


class _Renderer(RendererHTML):
    """HTML as a card wants it: no control, no link within the page, code in classes."""

    def text(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Env) -> str:
        # A title in front matter comes past the parser, which replaces this sign itself: it stands for code here.
        return escapeHtml(tokens[idx].content.replace("\0", "\ufffd"))

    def list_item_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Env) -> str:
        inside = tokens[idx + 1] if idx + 1 < len(tokens) else None
        has_paragraph = inside is not None and inside.type == "paragraph_open" and not inside.hidden
        return self.renderToken(tokens, idx, options, env) + ("" if has_paragraph else _write_box(tokens[idx]))

    def paragraph_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Env) -> str:
        box = "" if tokens[idx].hidden or not idx else _write_box(tokens[idx - 1])
        return self.renderToken(tokens, idx, options, env) + box

    def fence(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Env) -> str:
        words = tokens[idx].info.split()
        return _keep_code(highlight_code(tokens[idx].content, words[0] if words else ""), env)

    def code_block(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Env) -> str:
        return _keep_code(highlight_code(tokens[idx].content, ""), env)

    def image(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Env) -> str:
        token = tokens[idx]
        alt, sides = read_size(self.renderInlineAsText(token.children or [], options, env))
        for name, value in (("data-line", str(token.meta.get("line", 0))), ("alt", alt), *sides.items()):
            token.attrSet(name, value)
        return self.renderToken(tokens, idx, options, env)

    def wiki_link(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Env) -> str:
        meta = tokens[idx].meta
        return f'<a data-page="{escape(meta["page"])}">{escape(meta["shown"])}</a>'

    def html_block(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Env) -> str:
        token = tokens[idx]
        return mark_pictures(escape_unknown_tags(token.content), token.map[0] + 1 if token.map else 0)

    def html_inline(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Env) -> str:
        token = tokens[idx]
        return str(token.meta["html"])


def _keep_code(html: str, env: Env) -> str:
    env["code"].append(html)
    return f"{MARK}\n"


def _write_box(token: Token) -> str:
    """Return the box of a task, ``""`` for any other token."""
    checked = token.meta.get("checked")
    return "" if checked is None else "☑ " if checked else "☐ "


def make_parser() -> MarkdownIt:
    """Return a parser of CommonMark with GitHub's additions, footnotes, definition lists and math."""
    parser = MarkdownIt("commonmark", renderer_cls=_Renderer)
    parser.use(gfm_plugin).use(deflist_plugin)
    parser.use(dollarmath_plugin, allow_space=False, allow_digits=False, allow_blank_lines=False, double_inline=True)
    add_admonitions(parser)
    add_components(parser)
    add_frames(parser)
    add_sides(parser)
    add_templates(parser)
    read_as_people_write(parser)
    add_vault_marks(parser)
    read_loose_items(parser)
    read_loose_fences(parser)
    add_tabs(parser)
    close_emphasis(parser)
    read_tool_marks(parser)
    parser.core.ruler.before("inline", "admonitions", read_admonitions)
    parser.core.ruler.before("inline", "raw_blocks", structure_raw_html)
    parser.core.ruler.after("raw_blocks", "definitions", close_definitions)
    parser.core.ruler.after("inline", "raw_inlines", read_raw_inlines)
    parser.core.ruler.after("raw_inlines", "folds", close_folds)
    for type_ in _MATH_CLASSES:
        parser.add_render_rule(type_, _render_math)
    parser.add_render_rule("footnote_ref", _render_footnote_mark)
    parser.core.ruler.push("mkdeck_inline", lambda state: _prepare_inline(state.tokens))
    bound_parser(parser)
    try_by_first_sign(parser)
    return parser


def parse_markdown(text: str) -> Parsed:
    """Parse a whole article once; its parts are rendered from the tokens."""
    env: Env = {}
    text = text.replace("\r\n", "\n").replace("\r", "\n")  # as the parser counts lines
    tokens = _PARSER.parse(f"{text}\n", env)  # some plugins look one character too far
    blocks = tuple(split_blocks(tokens, text.split("\n")))
    notes = next((n for n, block in enumerate(blocks) if block.type == "footnote_block_open"), len(blocks))
    env["footnote_tokens"] = _read_footnotes(blocks[notes].tokens) if notes < len(blocks) else {}
    return Parsed(blocks[:notes], env)


def render_blocks(blocks: Iterable[Block], env: Env, title: Sequence[Token] = ()) -> Raw:
    """Render blocks to raw HTML, with the footnotes they refer to below them, numbered from 1.

    Those that ``title`` refers to come first: it has no place for them.
    """
    tokens = [token for block in blocks for token in block.tokens]
    ids = list(dict.fromkeys(token.meta["id"] for token in title if token.type == "footnote_ref"))
    env["footnote_numbers"], env["footnote_ids"] = {id_: n for n, id_ in enumerate(ids, 1)}, ids
    env["code"] = []
    html = [_render(tokens, env)]
    # The list grows: a footnote may refer to another one.
    rendered = [
        f"<li>{_render(env['footnote_tokens'].get(id_, ()), env)}</li>" for id_ in ids if not is_repetitive(env)
    ]
    env["footnotes_shown"] = env.get("footnotes_shown", 0) + sum(map(len, rendered))
    if rendered:
        html.append(f'<ol class="footnotes">{"".join(rendered)}</ol>')
    return Raw("".join(html), env["code"])


def is_repetitive(env: Env) -> bool:
    """Tell whether the footnotes of an article were rendered so often that no more of them are."""
    return bool(env.get("footnotes_shown", 0) > _MOST_FOOTNOTES)


def render_inline(children: Sequence[Token], env: Env) -> Raw:
    """Render the inside of one heading or paragraph to raw HTML."""
    env["footnote_numbers"] = {}
    return Raw(_render([Token("inline", "", 0, children=list(children))], env))


def shown_text(children: Iterable[Token]) -> str:
    """Return what a reader sees of inline tokens as one line of text, also of links, pictures and marks as vaults write them."""
    return " ".join("".join(_texts(children, as_shown=True)).split())


def plain_text(children: Iterable[Token]) -> str:
    """Return inline tokens as one line of text: what a reader sees, but marks of vaults as they are written.

    Keys are made of it, and were before such marks were read.
    """
    tokens = list(children)
    text = tokens[0].content if len(tokens) == 1 and tokens[0].type == "text" else "".join(_texts(tokens))
    return " ".join(text.split())


def inline_text(inline: Token) -> str:
    """Return what a reader sees of the inside of a heading or paragraph: found once, since every form asks for it."""
    kept: tuple[Sequence[Token] | None, str] = inline.meta.get("text", _NO_TEXT)
    if kept[0] is not inline.children:  # a copy with other children has the same ``meta``
        kept = inline.meta["text"] = inline.children, plain_text(inline.children or ())
    return kept[1]


def read_line(children: Sequence[Token], start: int = 0) -> Iterator[Token]:
    """Yield the inline tokens from a place to the end of its line."""
    for n in range(start, len(children)):
        if children[n].type.endswith("break"):
            return
        yield children[n]


def block_text(blocks: Iterable[Block]) -> str:
    """Return the text of blocks as one line, code included, raw HTML left out."""
    return " ".join(text for block in blocks for text in read_texts(block)).strip()


def read_texts(block: Block) -> Iterator[str]:
    """Yield the texts of which a block's is made."""
    for token in block.tokens:
        if token.type != "html_block":
            yield inline_text(token) if token.children else token.content


def _texts(children: Iterable[Token], as_shown: bool = False) -> Iterator[str]:
    for token in children:
        match token.type:
            case "wiki_link":
                yield str(token.meta["shown"]) if as_shown else token.content
            case "mark_open" | "mark_close" if not as_shown:
                yield token.markup
            case "image" if "written" in token.meta and not as_shown:
                yield str(token.meta["written"])
            case "text" | "code_inline" | "math_inline" | "math_inline_double":
                yield token.content
            case "image":
                yield from _texts(token.children or (), as_shown)
            case "softbreak" | "hardbreak":
                yield " "
            case "html_inline" if token.meta.get("is_text"):
                yield token.content
            case "html_inline" if token.content.lower().startswith("<br"):
                yield " "


def _render(tokens: Iterable[Token], env: Env) -> str:
    return str(_PARSER.renderer.render(list(tokens), _PARSER.options, env))


def _read_footnotes(tokens: Sequence[Token]) -> dict[int, list[Token]]:
    """Return each footnote's tokens by its id, without the links back."""
    found: dict[int, list[Token]] = {}
    current: list[Token] = []
    for token in tokens:
        if token.type == "footnote_open":
            current = found.setdefault(token.meta["id"], [])
        elif not token.type.startswith("footnote_"):
            current.append(token)
    return found


def _render_math(self: RendererHTML, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Env) -> str:
    token = tokens[idx]
    line = token.map[0] + 1 if token.map else token.meta.get("line", 0)
    source = escape(token.content.strip(), quote=False)
    html = f'<span class="{_MATH_CLASSES[token.type]}" data-line="{line}">{source}</span>'
    return f"<p>{html}</p>\n" if token.block else html


def _render_footnote_mark(self: RendererHTML, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Env) -> str:
    numbers = env.setdefault("footnote_numbers", {})
    id_ = tokens[idx].meta["id"]
    if id_ not in numbers:
        numbers[id_] = len(numbers) + 1
        env.setdefault("footnote_ids", []).append(id_)
    number = numbers[id_]
    return f'<sup class="footnote">{number}</sup>'


def _prepare_inline(tokens: Iterable[Token]) -> None:
    """Give inline pictures, formulas and tags what their rendering needs: their line, and what the tag turned out to be."""
    before = ""
    for token in tokens:
        children, in_title, before = token.children or [], before == "heading_open", token.type
        if _PREPARED.isdisjoint([child.type for child in children]):
            continue
        line = token.map[0] + 1 if token.map else 0
        html = mark_inline_tags([(child.type, child.content) for child in children], in_title)
        for child, (is_text, raw) in zip(children, html, strict=True):
            child.meta["line"] = line
            if child.type == "html_inline":
                child.meta |= {"is_text": is_text, "html": mark_pictures(raw, line)}
            line += _count_lines(child)


def _count_lines(token: Token) -> int:
    """Return how many line ends an inline token goes over."""
    if token.type.startswith(("html_inline", "math_inline")):
        return token.content.count("\n")
    return int(token.meta.get("lines", 0)) + token.type.endswith("break")


_PARSER = make_parser()
