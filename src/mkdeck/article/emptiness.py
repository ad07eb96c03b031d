"""Blocks that show nothing, and answers that nobody has written yet."""

import re

from mkdeck.article.blocks import Block, keep_per_block
from mkdeck.article.raw_html import escape_unknown_tags

_SHOWN = re.compile(r"<img[\s>]", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_PLACEHOLDER = re.compile(
    r"\W*(?:to be (?:completed|added|done|written|continued|answered)|tbd|tba|todo|wip|work in progress|coming soon"
    r"|待补充|待完善|待续|暂无|未完|pendiente|por completar|folgt(?: noch)?|à compléter|a completar|da completare|скоро"
    r"|(?:your )?answers? (?:goes )?here|add (?:your )?answer(?: here)?|no answer(?: yet)?|answer)\W*\Z",
    re.IGNORECASE,
)


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


def is_placeholder(text: str) -> bool:
    """Tell whether a text only stands where an answer will: "TBD", "Answer here"."""
    return _PLACEHOLDER.match(text) is not None
