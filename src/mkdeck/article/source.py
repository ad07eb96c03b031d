"""What the author wrote for a pair, as one text each: the same for as long as nobody edits it.

How it is rendered may change with any library; a learner's tags must not hang on that.
"""

import re
from collections.abc import Iterable, Sequence

from markdown_it.common.utils import normalizeReference
from markdown_it.token import Token

from mkdeck.article.parsing.blocks import Block
from mkdeck.article.parsing.markdown import Env, is_repetitive
from mkdeck.article.parsing.tool_lines import drop_written

_ID_COMMENT = re.compile(r"(?<![ \t])[ \t]*<!--\s*id:[^<>]*-->")
_TAG_COMMENT = re.compile(r"(?<![ \t])[ \t]*<!--\s*tags?:[^<>]*-->\s*", re.IGNORECASE)
_LABEL = re.compile(r"\[(\^?)([^\[\]]+)\]")


def question_source(children: Iterable[Token]) -> str:
    """Return the inside of a question as Markdown, from the tokens that are left of it without number and id."""
    written = "".join(_write_token(token) for token in children if "<!--" not in token.content)
    return re.sub(r"(?<![ \t])[ \t]+\n", "\n", written.strip())


def front_source(blocks: Sequence[Block], env: Env) -> str:
    """Return the Markdown of what a front shows below its question, which is part of the key: without tags."""
    return _TAG_COMMENT.sub("", answer_source(blocks, env))


def answer_source(blocks: Sequence[Block], env: Env) -> str:
    """Return the Markdown of an answer, and of the link definitions and footnotes that it uses."""
    written = (drop_written(block.source) for block in blocks)
    parts = [_ID_COMMENT.sub("", source) if "<!--" in source else source for source in written]
    if is_repetitive(env):
        return "\n\n".join(parts)  # no card has them, and the build ends with an error
    used: set[tuple[str, str]] = set()
    for part in parts:  # it grows: a footnote may use others
        for mark, label in _LABEL.findall(part):
            if (mark, label) not in used:
                used.add((mark, label))
                parts += _find_definition(mark, label, env)
    return "\n\n".join(parts)


def _find_definition(mark: str, label: str, env: Env) -> list[str]:
    if mark:
        id_ = env.get("footnotes", {}).get("refs", {}).get(f":{label}", -1)
        tokens = env["footnote_tokens"].get(id_, ())
        return ["".join(f"[^{label}]: {token.content}" for token in tokens if token.content)]
    definition = env.get("references", {}).get(normalizeReference(label))
    return [f"[{label}]: {definition['href']} {definition['title']}"] if definition else []


def _write_token(token: Token) -> str:
    if "written" in token.meta:
        return str(token.meta["written"])
    attributes = " ".join(str(value) for key, value in token.attrItems() if key in ("href", "src", "title"))
    inside = question_source(token.children or ()) if token.type == "image" else token.content
    return (
        f"{token.markup}{inside}{attributes}{token.markup if token.nesting == 0 else ''}"
        or "\n" * token.type.endswith("break")
    )
