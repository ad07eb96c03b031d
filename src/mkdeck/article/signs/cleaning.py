"""What stands in articles for those who read them as a page, and has no place on a card."""

import re
from collections.abc import Sequence
from copy import copy
from dataclasses import replace

from markdown_it.token import Token

from mkdeck.article.parsing.blocks import Block, keep_per_block
from mkdeck.article.parsing.markdown import plain_text
from mkdeck.article.signs.emptiness import is_empty, is_list_of_links
from mkdeck.article.signs.invitations import is_answer_title, is_invitation
from mkdeck.article.signs.navigation import heads_contents, html_leads_within, is_back_link, is_navigation, leads_within
from mkdeck.article.words import Words, pattern

_TAG = re.compile(r"<[^<>]*>")
_BADGE = re.compile(r"(?:https?:)?//\S*(?:\.svg|badge|shields)", re.IGNORECASE)
_SMALL_PRINT = re.compile(
    r"<(sub|sup|small|i|em|center|p\s+align|div\s+align)\b.*</\w+>\s*|([*_])(?!\2)[^*_]+\2", re.IGNORECASE | re.DOTALL
)
_HTML_RULE = re.compile(r"<hr\s*/?>", re.IGNORECASE)
_DRAWN = re.compile(r"\s*+([^\w\s])([^\w\s])(?:\1|\2|[ \t]){6,}+\s*")
_WORD = re.compile(r"\w")
_SAID = ("paragraph_open", "html_block", "blockquote_open")
_MOST_LAST = 2
"""Blocks that are the last words of a page."""
_LONGEST_LAST = 500
"""Characters of each."""
_CALL = re.compile(r"[^?？.!。]{3,120}[?？]\W*\w")
"""A question, with more behind it."""
_ALT = re.compile(r"<img\b(?=[^<>]*+>)[^<>]*?\balt=\"([^\"<>]*)\"[^<>]*>", re.IGNORECASE)
_ADVERT_TAG = re.compile(
    r"<\w[^<>]*\s(?:class|id)=[\"']?(?:[\w\s-]*\s)?(?:ads?|advert\w*+|sponsors?)(?:[-_]\w++)*+[\"'\s>]", re.IGNORECASE
)
_BUTTON = re.compile(
    r"<button\b[^<>]*>([^<>]{0,100}(?:<(?!/?button)[^<>]*>[^<>]{0,100}){0,4})</button\s*>", re.IGNORECASE
)
_SIGNATURE = re.compile(r"--[ \t]*\n")
_CENTRED = re.compile(r"\s*<(?:p|div)\s+align=[\"']?center|\s*<center>", re.IGNORECASE)
_WHOLE_ELEMENT = re.compile(r"\s*<(\w+)\b.*</\1>\s*")
_COMPONENTS = re.compile(
    r"(?=.*(?:</|=|/>))(?!.*[a-z]></[a-z])(?:\s*</?(?:[A-Z]\w*|[a-z]\w*(?:-\w+)+)(?:\s[^<>]*)?>)+\s*", re.DOTALL
)
"""Components of MDX or Vue on lines of their own."""
_IMPORT = re.compile(r"(?:(?:import|export)\b[^\n]*\bfrom\s++(?:\"[^\"\n]*\"|'[^'\n]*');?\s*)+")
"""Lines of MDX that bring components into a page."""
_KRAMDOWN = re.compile(r"\s*\{:[^{}\n]*\}\s*")
"""Attributes on a line of their own, as Jekyll reads them."""


@pattern
def _farewell(words: Words) -> str:
    return rf"©|{words.any('farewells')}"


@pattern
def _advert(words: Words) -> str:
    return rf"(?s)\W*+{words.any('adverts')}"


@pattern
def _sale(words: Words) -> str:
    return rf"\d ?% {words.any('discounts')}|{words.any('sales')}"


def clean_answer(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return the blocks without links that only lead around the page, without badges, and without rules at either end."""
    shown = [block for n, block in enumerate(blocks) if not heads_contents(blocks, n) and not _is_boxed_sale(blocks, n)]
    kept = _trim([cleaned for block in shown if (cleaned := _clean_block(block))])
    if kept:
        kept[-1] = _drop_last_link(kept[-1])
    return tuple(kept)


def is_answered(blocks: Sequence[Block]) -> bool:
    """Tell whether anything is left of an answer when it is cleaned."""
    return any(
        (cleaned := _clean_block(block)) and not is_empty(cleaned) and not heads_contents(blocks, n)
        for n, block in enumerate(blocks)
    )


def has_inner_rule(blocks: Sequence[Block]) -> bool:
    """Tell whether a rule stands within an answer, and not only at its end."""
    last = next((n for n in range(len(blocks) - 1, -1, -1) if not is_empty(blocks[n])), 0)
    return any(map(_is_rule, blocks[1:last]))


def drop_farewell(blocks: Sequence[Block], are_ruled: bool) -> Sequence[Block]:
    """Return the last answer of an article without what is said to its readers below a last rule.

    ``are_ruled`` says that answers of the article have rules within: else what little stands below one is the page's.
    """
    kept = blocks[: _find_farewell(blocks)]
    kept = kept if are_ruled else kept[: _find_last_words(kept)]
    kept = kept[: _find_call(kept)]
    place = len(kept)
    while place and (is_empty(kept[place - 1]) or _is_picture(kept[place - 1]) or _invites_away(kept[place - 1])):
        place -= 1
    end = next((n for n in range(place, len(kept)) if _invites_away(kept[n])), len(kept))
    return kept[:end]


def _find_last_words(blocks: Sequence[Block]) -> int:
    """Return the place of a last rule with a line or two of text or a list of links below it, else that behind all blocks."""
    last = next((n for n in range(len(blocks) - 1, -1, -1) if not is_empty(blocks[n])), 0)
    place = next((n for n in range(last, 0, -1) if _is_rule(blocks[n])), len(blocks))
    below = [block for block in blocks[place + 1 :] if not is_empty(block) and not is_navigation(block)]
    is_little = len(below) <= _MOST_LAST and all(
        is_list_of_links(block) or (block.type in _SAID and len(block.source) <= _LONGEST_LAST) for block in below
    )
    return place if is_little and any(not is_empty(block) for block in blocks[:place]) else len(blocks)


def _find_call(blocks: Sequence[Block]) -> int:
    """Return the place of a last box or line that asks the reader and leads on: "Still stuck? See the forum"; else that behind all."""
    place = next((n for n in range(len(blocks) - 1, 0, -1) if not is_empty(blocks[n])), 0)
    block = blocks[place] if place else None
    if block is None or block.type not in (*_SAID, "table_open") or len(block.source) > _LONGEST_LAST:
        return len(blocks)
    inlines = [token for token in block.tokens if token.type == "inline" and token.content]
    children = inlines[0].children or () if len(inlines) == 1 else ()
    is_call = _CALL.match(plain_text(children)) and any(token.type == "link_open" for token in children)
    return place if is_call else len(blocks)


def _is_rule(block: Block) -> bool:
    """Tell whether a block is a rule, or a line drawn with signs."""
    return block.type == "hr" or (_HTML_RULE.fullmatch(block.source) or _DRAWN.fullmatch(block.source)) is not None


def _find_farewell(blocks: Sequence[Block]) -> int:
    """Return the place of the rule above the last words, else that behind all blocks."""
    tail = 0
    for n in range(len(blocks) - 1, -1, -1):
        block = blocks[n]
        if not tail and _SIGNATURE.match(block.source):
            return n  # a signature
        if _is_rule(block):
            if tail:
                return n
        elif not is_navigation(block) and not is_empty(block) and not _is_badges(block):
            is_said = _farewell().search(block.source) or _SMALL_PRINT.fullmatch(block.source)
            if tail == 2 or block.type not in ("paragraph_open", "html_block") or not is_said:
                break
            tail += 1
    return len(blocks)


def _invites_away(block: Block) -> bool:
    """Tell whether a block is a heading that leads to another site: "See all answers here"."""
    return block.type == "heading_open" and any(t.type == "link_open" for t in block.tokens[1].children or ())


def _is_picture(block: Block) -> bool:
    if block.type == "html_block":
        return not _TAG.sub("", block.tokens[0].content).strip()
    children = block.tokens[1].children or [] if block.type == "paragraph_open" else []
    return any(token.type == "image" for token in children) and not plain_text(
        [t for t in children if t.type != "image"]
    )


@keep_per_block
def _clean_block(block: Block) -> Block | None:
    """Return a block without what leads around the page or advertises, ``None`` where nothing else is in it."""
    if block.type == "paragraph_open" and _IMPORT.fullmatch(block.source):
        return None
    is_frame = is_navigation(block) or _is_badges(block) or _is_advert(block) or _KRAMDOWN.fullmatch(block.source)
    if is_frame or (block.type == "html_block" and _COMPONENTS.fullmatch(block.tokens[0].content)):
        return None
    if "<button" in block.source:
        block = _drop_buttons(block)
    if block.type == "html_block" and block.tokens[0].content.strip().count("\n"):
        return _drop_html_lines(block)
    return _drop_inner_links(block) if len(block.tokens) > 3 else block


def _is_advert(block: Block) -> bool:
    if block.type not in ("paragraph_open", "blockquote_open", "html_block") or len(block.source) > 600:
        return False
    if "<" not in block.source:
        return _advert().match(block.source) is not None
    shown = _TAG.sub("", _ALT.sub(r"\1", block.source))
    return _advert().match(shown) is not None or _ADVERT_TAG.search(block.source) is not None


def _is_boxed_sale(blocks: Sequence[Block], place: int) -> bool:
    """Tell whether a block sells something, between two rules or in the middle of the page."""
    block = blocks[place]
    if block.type not in ("paragraph_open", "html_block") or len(block.source) > 600:
        return False
    is_apart = _CENTRED.match(block.source) is not None or _is_between_rules(blocks, place)
    return is_apart and _sale().search(block.source) is not None


def _is_between_rules(blocks: Sequence[Block], place: int) -> bool:
    around = (range(place - 1, -1, -1), range(place + 1, len(blocks)))
    return 0 < place < len(blocks) - 1 and all(
        next((blocks[n].type for n in beside if not is_navigation(blocks[n])), "") == "hr" for beside in around
    )


def _drop_html_lines(block: Block) -> Block | None:
    """Return raw HTML without those of its lines that are whole elements that lead around the page or advertise."""
    lines = block.tokens[0].content.split("\n")
    kept = [line for line in lines if not (_WHOLE_ELEMENT.fullmatch(line) and _is_frame_line(line))]
    if len(kept) == len(lines):
        return block
    token = copy(block.tokens[0])
    token.content = "\n".join(kept)
    return replace(block, tokens=(token,)) if token.content.strip() else None


def _drop_buttons(block: Block) -> Block:
    """Return raw HTML without buttons that show an answer: on a card nothing happens."""
    tokens = [_without_buttons(token) if token.type == "html_block" else token for token in block.tokens]
    return replace(block, tokens=tuple(tokens))


def _without_buttons(token: Token) -> Token:
    shown = copy(token)
    shown.content = _BUTTON.sub(lambda found: "" if _invites(found[1]) else found[0], token.content)
    return shown


def _invites(html: str) -> bool:
    title = _TAG.sub("", html)
    return is_answer_title(title) or is_invitation(title)


def _is_frame_line(html: str) -> bool:
    return html_leads_within(html) or bool(_advert().match(_TAG.sub("", html)) or _ADVERT_TAG.search(html))


def _drop_inner_links(block: Block) -> Block | None:
    """Return a list or quote without a "back to top" in it, or nothing else than that."""
    tokens = block.tokens
    dropped = {
        n
        for n in range(1, len(tokens) - 1)
        if tokens[n].type == "inline"
        and tokens[n - 1].type == "paragraph_open"
        and not tokens[n - 1].hidden
        and is_back_link(tokens[n].children or ())
    }
    if not dropped:
        return block
    kept = tuple(t for n, t in enumerate(tokens) if not {n - 1, n, n + 1} & dropped)
    has_more = any(t.content.strip() or t.children for t in kept)
    return replace(block, tokens=kept) if has_more else None


def _trim(blocks: list[Block]) -> list[Block]:
    while blocks and is_empty(blocks[-1]):
        blocks.pop()
    while blocks and is_empty(blocks[0]):
        blocks.pop(0)
    return blocks


def _is_badges(block: Block) -> bool:
    """Tell whether a paragraph is a row of linked badges from other sites."""
    if block.type != "paragraph_open":
        return False
    children = block.tokens[1].children or []
    pictures = [token for token in children if token.type == "image"]
    linked = sum(token.type == "link_open" for token in children) == len(pictures)
    has_words = any(token.type == "text" and _WORD.search(token.content) for token in children)
    return bool(pictures) and linked and not has_words and all(_BADGE.match(str(p.attrGet("src"))) for p in pictures)


def _drop_last_link(block: Block) -> Block:
    """Return the block without a "back to top" that is glued to its end as a line of its own."""
    place = len(block.tokens) - 1
    while place and block.tokens[place].nesting == -1:
        place -= 1
    children = block.tokens[place].children or []
    if len(children) < 3:  # a line end, and a link with its text
        return block
    end = next((n for n in reversed(range(len(children))) if _breaks_line(children[n])), None)
    if end is None or not leads_within(children[end + 1 :]):
        return block
    shortened = copy(block.tokens[place])
    shortened.children = children[:end]
    while shortened.children and _breaks_line(shortened.children[-1]):
        shortened.children.pop()
    source = block.source.rpartition("\n")[0]
    return replace(block, tokens=(*block.tokens[:place], shortened, *block.tokens[place + 1 :]), source=source)


def _breaks_line(token: Token) -> bool:
    return token.type.endswith("break") or (token.type == "html_inline" and token.content.lower().startswith("<br"))
