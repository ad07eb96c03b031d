"""Blocks that show nothing, and answers that nobody has written yet."""

import re
from collections.abc import Sequence

from markdown_it.token import Token

from mkdeck.article.html.raw_html import escape_unknown_tags
from mkdeck.article.parsing.blocks import Block, keep_per_block, list_items
from mkdeck.article.parsing.markdown import block_text
from mkdeck.article.words import Words, pattern

_SHOWN = re.compile(r"<(?:img|audio|video)[\s>]", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_BLANK = re.compile(r"[\s_…]*_{3}[\s_.…]*")
"""A line to write on."""
_LONGEST = 300
"""Characters; a longer text says something."""
_LABEL_END = (":", "：")


@pattern
def _placeholder(words: Words) -> str:
    return rf"\W*+{words.any('placeholders')}\W*\Z"


@pattern
def _bare_label(words: Words) -> str:
    return rf"\W*+{words.any('bare_labels')}\s*[:：]\W*\Z"


@pattern
def _sources(words: Words) -> str:
    """Match what stands above a list of links that is no answer yet."""
    return rf"\W*+{words.any('source_titles')}\W*\Z"


@keep_per_block
def is_empty(block: Block) -> bool:
    """Tell whether a block shows nothing: a rule, comments, tags without text between them."""
    if block.type == "hr":
        return True
    if block.type == "html_block":
        html = escape_unknown_tags(_COMMENT.sub("", block.tokens[0].content))
        return not _SHOWN.search(html) and not _TAG.sub("", html).strip()
    if block.type == "paragraph_open":
        children = block.tokens[1].children or []
        texts = [t.content for t in children if t.type not in ("html_inline", "softbreak", "hardbreak")]
        tags = [t.content for t in children if t.type == "html_inline"]
        has_image = any(t.type == "image" for t in children) or any(_SHOWN.search(tag) for tag in tags)
        return not has_image and not any(t.meta.get("is_text") for t in children) and not "".join(texts).strip()
    return False


def is_comment(block: Block) -> bool:
    """Tell whether a block is nothing but comments."""
    return block.type == "html_block" and not _COMMENT.sub("", block.tokens[0].content).strip()


def is_unwritten(blocks: Sequence[Block]) -> bool:
    """Tell whether blocks only stand where an answer will: "TBD", if with what to read meanwhile below it."""
    first = next((n for n, block in enumerate(blocks) if not is_empty(block)), len(blocks))
    text = block_text(blocks[first : first + 1])[:_LONGEST]
    if _BLANK.fullmatch(text) and first + 1 == len(blocks):
        return True
    if not any(title().match(text) for title in (_placeholder, _sources, _bare_label)):
        return False
    others = [block for block in blocks[first + 1 :] if not is_empty(block)]
    is_word = _placeholder().match(text) or (others and _sources().match(text))
    return bool(is_word and all(map(_leads_on, others))) or all(map(_is_bare_label, (blocks[first], *others)))


def _is_bare_label(block: Block) -> bool:
    """Tell whether a block is a word such as "Explanation:" with nothing behind it."""
    return block.type == "paragraph_open" and _bare_label().match(block_text([block])) is not None


def _leads_on(block: Block) -> bool:
    """Tell whether a block is a label such as "Useful resources:", a link, or a list of links."""
    if block.type == "paragraph_open":
        return block_text([block]).endswith(_LABEL_END) or is_link(block)
    return is_list_of_links(block)


def is_link(block: Block) -> bool:
    """Tell whether a paragraph is nothing but a link."""
    children = block.tokens[1].children or [] if block.type == "paragraph_open" else []
    return len(children) > 2 and children[0].type == "link_open" and children[-1].type == "link_close"


def is_list_of_links(block: Block) -> bool:
    """Tell whether a block is a list, all items of which have links."""
    items = list_items(block)
    return bool(items) and all(any(t.type == "link_open" for t in _first_children(item)) for item in items)


def _first_children(item: Block) -> Sequence[Token]:
    return next((token.children or () for token in item.tokens if token.type == "inline"), ())
