"""What a site's generator takes out of an article or fills in, on lines of their own: tags of Liquid, shortcodes, comments of MDX and Obsidian."""

import re
from html import escape

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from mkdeck.article.parsing.tabs import make_name, read_tab

_TAGS = r"(?:</?[a-z][^<>]*+>\s*+)*+"
"""What people wrap a template in: ``<div class="code">{% highlight ruby %}``."""
_OPENING = re.compile(
    rf"%%(?:\s*\Z|[ \t](?!.*%%))|\{{/\*|{_TAGS}\{{%-?\s*(?P<word>\w++)\s*(?P<language>[\w+-]*)|\{{\{{[<%]",
    re.IGNORECASE,
)
_ENDS = {"highlight": "endhighlight", "comment": "endcomment", "{/*": "*/}", "%%": "%%"}
_WHOLE = re.compile(rf"{_TAGS}(?:\{{%[^{{}}]*%\}}|\{{\{{[<%].*[>%]\}}\}})\s*+{_TAGS}", re.IGNORECASE)
_FOLD = re.compile(
    r"\{[{%][<%]?\s*+(?P<end>/\s*+|end|)(?:details|expand|collapse|accordion|faq|spoiler|toggle)\b\s*+(?P<rest>|[^\s{}]|[^\s{}][^{}]*?[^\s{}])\s*+[>%]?[}%]\}\s*"
)
_TITLE = re.compile(r"(?:(?:title|summary|question|label)\s*=\s*)?(?:\"(?P<quoted>[^\"]*)\"|“(?P<curly>[^”]*)”)")


def add_templates(parser: MarkdownIt) -> None:
    """Teach the parser their syntax."""
    parser.block.ruler.before(
        "html_block", "templates", _read_template, {"alt": ["paragraph", "reference", "blockquote"]}
    )


def _read_template(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read one: ``{{< details "Q" >}}`` begins a fold and ``{% highlight ruby %}`` code; all else is a comment."""
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    opening = _OPENING.match(line)
    if not opening or state.is_code_block(start):
        return False
    last = start
    if close := _ENDS.get(opening["word"] or opening[0][:3].strip()):
        last = _find_end(state, start + (close == "%%"), end, close)
    if last < 0 or not (close or _WHOLE.fullmatch(line)):
        return False
    if silent:
        return True
    state.line = last + 1
    if name := read_tab(line):
        place = Token("", "", 0, map=[start, last + 1], level=state.level)
        state.tokens += make_name(name, place)
        return True
    if opening["word"] == "highlight":
        token = state.push("fence", "code", 0)
        token.info = opening["language"] or ""  # no marks: it is closed
        token.content = state.getLines(start + 1, last, state.blkIndent, True)
    else:
        token = state.push("html_block", "", 0)
        token.content = f"{_write_fold(line) or '<!-- -->'}\n"
    token.map = [start, last + 1]
    return True


def _find_end(state: StateBlock, start: int, end: int, close: str) -> int:
    """Return the line on which the end of a template stands, -1 where it stands nowhere."""
    never_closed = state.env.setdefault("never_closed", set())
    if (close, state.src) in never_closed:
        return -1
    last = next((n for n in range(start, end) if close in state.src[state.bMarks[n] : state.eMarks[n]]), -1)
    if last < 0 and state.src.find(close, state.bMarks[start]) < 0:
        never_closed.add((close, state.src))  # else it would be looked for from each line
    return last


def _write_fold(line: str) -> str:
    """Return the tags of a fold that begins or ends in a line, else nothing."""
    found = _FOLD.fullmatch(line)
    if not found:
        return ""
    if found["end"].strip():
        return "</details>"
    named = _TITLE.match(found["rest"])
    title = (named["quoted"] or named["curly"] or "") if named else found["rest"]
    return f"<details><summary>{escape(title, quote=False)}</summary>"
