"""Links around the page: tables of contents, "back to top"."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from markdown_it.token import Token

from mkdeck.article.parsing.blocks import Block, keep_per_block, read_fold
from mkdeck.article.parsing.markdown import inline_text, plain_text
from mkdeck.article.signs.emptiness import is_empty
from mkdeck.article.signs.question import read_title
from mkdeck.article.words import Words, pattern

_WORD = re.compile(r"\w")
_HTML_PART = re.compile(r"<!--.*?(?:-->|\Z)|<[^<>]*>|[^<]+|<", re.DOTALL)
_HREF = re.compile(r"<a\s[^<>]*?href\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)
_EMOJI = re.compile(r":[a-z_]+:")
_LISTING = frozenset({"ordered_list_open", "bullet_list_open", "table_open", "details_open"})


@pattern
def _back(words: Words) -> str:
    return rf"\W*+(?:{words.any('back')}|[⬆↑])\W*\Z"


@pattern
def _turn(words: Words) -> str:
    """Match the words of a link to the page before or after this one."""
    return rf"\W*+{words.any('turns')}(?:\s++{words.any('pages')})?(?:\W+\d*)?\Z"


@pattern
def _contents(words: Words) -> str:
    return rf"\W*+{words.any('contents')}\W*\Z"


@keep_per_block
def is_navigation(block: Block) -> bool:
    """Tell whether a block has links into the page itself and no words beside them: a contents list, "back to top"."""
    if fold := read_fold(block):
        return any(map(is_navigation, fold.body)) and all(map(_is_frame_or_navigation, fold.body))
    if block.type == "table_open":
        return _is_contents_table(block)
    if block.type == "html_block":
        return html_leads_within(block.tokens[0].content)
    if block.type not in ("paragraph_open", "bullet_list_open", "ordered_list_open"):
        return False
    first = next((token for token in block.tokens if token.type == "inline"), None)
    if first is None or not any(child.type in ("link_open", "html_inline") for child in first.children or ()):
        return False
    if any(token.type in ("fence", "code_block", "html_block", "table_open") for token in block.tokens):
        return False
    return all(leads_within(token.children or ()) for token in block.tokens if token.type == "inline")


def lists_pages(block: Block) -> bool:
    """Tell whether a block is a list of links to other pages of the site, with no words beside them."""
    inlines = [token for token in block.tokens if token.type == "inline"] if block.type.endswith("list_open") else []
    parts = [part for token in inlines for part in _read_inline(token.children or ()) if _WORD.search(part[1])]
    return bool(parts) and all(target and ":" not in target for target, _ in parts)


def read_contents(blocks: Iterable[Block]) -> dict[str, int]:
    """Return the words of all links of the tables of contents, see ``fold_words``, with their depth in the list."""
    listed: dict[str, int] = {}
    for block in blocks:
        if block.type not in _LISTING or not is_navigation(block):
            continue
        depth = 0
        for token in block.tokens:
            if token.type in ("ordered_list_open", "bullet_list_open"):
                depth += 1
            elif token.type in ("ordered_list_close", "bullet_list_close"):
                depth -= 1
            elif token.type == "inline":
                listed.setdefault(fold_words(read_title(token.children or ()).text), depth)
    return listed


def fold_words(text: str) -> str:
    """Return the letters and digits of a text, for comparison."""
    return "".join(filter(str.isalnum, text.casefold()))


def is_contents_title(text: str, words: Words | None = None) -> bool:
    """Tell whether a heading stands above a table of contents."""
    return _contents(words).match(text) is not None


def heads_contents(blocks: Sequence[Block], place: int) -> bool:
    """Tell whether a block is a heading such as "Contents" above what only leads around the page."""
    if blocks[place].type != "heading_open" or not _is_contents_heading(blocks[place]):
        return False
    below = map(blocks.__getitem__, range(place + 1, len(blocks)))
    following = next((other for other in below if not is_empty(other)), None)
    return following is None or is_navigation(following)


@keep_per_block
def _is_contents_heading(block: Block) -> bool:
    return is_contents_title(inline_text(block.tokens[1]))


def _is_frame_or_navigation(block: Block) -> bool:
    return is_navigation(block) or is_empty(block) or block.type == "heading_open"


def _is_contents_table(block: Block) -> bool:
    """Tell whether most rows of a table, below its head, lead around the page."""
    rows = [token for token in block.tokens if token.type == "tr_open"][1:]
    links = [
        token for token in block.tokens if token.type == "inline" and token.children and leads_within(token.children)
    ]
    return len(links) > 0.5 * len(rows)


def is_back_link(children: Sequence[Token]) -> bool:
    """Tell whether tokens within a line are a link such as "back to top"."""
    return (_back().match(plain_text(children)) is not None and leads_within(children)) or _leads_home(children)


def _leads_home(children: Sequence[Token]) -> bool:
    """Tell whether tokens within a line are a row of links around the site, one of them to the top: "Top Back Home"."""
    if not any(token.type == "link_open" for token in children):
        return False
    parts = [(target, _EMOJI.sub("", text).strip()) for target, text in _read_inline(children)]
    shown = [(target, text) for target, text in parts if text]
    turns = all(target and (_back().match(text) or _turn().match(text)) for target, text in shown)
    return turns and len(shown) > 1 and any(target.startswith("#") for target, _ in shown)


def leads_within(children: Iterable[Token]) -> bool:
    """Tell whether tokens within a line have links into the page itself and no words beside them."""
    return _lead_within(_read_inline(children))


def html_leads_within(html: str) -> bool:
    """Tell the same of raw HTML."""
    return _lead_within(_read_html(html))


def _lead_within(parts: Iterable[tuple[str, str]]) -> bool:
    """Tell whether all words, given with the target of the link around each, lead around the page, and one does."""
    count = 0
    for target, group in groupby(
        (part for part in parts if _WORD.search(part[1]) or part[0]), key=lambda part: part[0]
    ):
        text = "".join(text for _, text in group)
        if not (target.startswith("#") or ("#" in target and _back().match(text)) or _turns_page(target, text)):
            return False
        count += 1
    return count > 0


def _turns_page(target: str, text: str) -> bool:
    """Tell whether a link leads to a neighbour of the page, on the same site."""
    return bool(target) and ":" not in target and _turn().match(text) is not None


def _read_inline(children: Iterable[Token]) -> Iterator[tuple[str, str]]:
    """Yield the target of the link around each text, ``""`` outside links, and the text; a picture is a word."""
    target = ""
    for token in children:
        if token.type == "link_open":
            target = str(token.attrGet("href") or "")
        elif token.type == "link_close":
            target = ""
        elif token.type == "html_inline":
            for _, text in _read_html(token.content):
                yield target, text
            target = _follow_tag(token.content, target)
        elif token.type == "image":
            yield target, "picture"
        elif token.content:
            yield target, token.content


def _read_html(html: str) -> Iterator[tuple[str, str]]:
    """Yield the same for raw HTML."""
    target = ""
    for part in _HTML_PART.findall(html):
        if part.startswith("<!--"):
            continue
        if part.startswith("<"):
            target = _follow_tag(part, target)
            if part[:4].lower() == "<img":
                yield target, "picture"
        else:
            yield target, part


def _follow_tag(tag: str, target: str) -> str:
    """Return the target of the link that is open after a tag."""
    if tag[:3].lower() == "</a":
        return ""
    found = _HREF.match(tag)
    return found[1] if found else target
