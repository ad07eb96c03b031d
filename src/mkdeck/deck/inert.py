"""Text of anybody's as Markdown that only shows it, wherever GitHub or GitLab renders it.

No sign of it is markup, and no word of it becomes something else: those services look through what is rendered, too, and notify
people (``@name``), join issues, requests and commits (``#1``, ``GH-1``, ``!1``, a hash), link addresses, and draw emoji. They leave
code alone.
"""

import re

from mkdeck.deck.seen import FORMULA, FORMULA_END, FORMULA_SPACE

_SIGNS = re.compile(r"[\\`*_\[\]<>#|~$&]")
_START = re.compile(r"^([-+=]|[0-9]{1,9}(?=[.)]))")
"""Signs that make a list or a heading where a line begins."""
_LIVE = re.compile(
    r"@\w|[#!&%][0-9]|\bGH-[0-9]|://|\bwww\.|\b(?:mailto|xmpp):|:[\w+-]+:"
    r"|\b(?=[0-9a-f]*[0-9])(?=[0-9a-f]*[a-f])[0-9a-f]{7,40}\b",
    re.IGNORECASE,
)
_BEFORE, _BEHIND = "(\"'[{", ")\"'.,;:!?]}"
_UNSHOWN = re.compile(
    r"[`$<>&]|\\(?:href|url|class|cssId|style|data|html|require|include|def|let|new|renew|unicode|phantom|color)",
    re.IGNORECASE,
)
"""What in a formula may do more than show a formula."""
_FORMULA = re.compile(f"{FORMULA}([^{FORMULA_END}]*){FORMULA_END}")


def write_inert(text: str) -> str:
    """Return text as one line of Markdown that shows it as it is; formulas, which ``mark_formulas`` has marked, as GitHub writes them."""
    parts = _FORMULA.split(" ".join(text.split()))
    written = [_write_formula(part) if n % 2 else re.sub(r"\S+", _write_word, part) for n, part in enumerate(parts)]
    return _START.sub(lambda start: f"{start[1]}\\" if start[1].isdigit() else f"\\{start[1]}", "".join(written))


def write_code(text: str) -> str:
    """Return a code span, whatever stands in the text."""
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", text)), default=0))
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}" if text else ""


def finish_inert(line: str) -> str:
    """Return a line of what was written, its formulas with spaces."""
    return line.replace(FORMULA_SPACE, " ")


def _write_word(found: re.Match[str]) -> str:
    word = found[0]
    if not _LIVE.search(word):
        return _escape(word)
    core = word.lstrip(_BEFORE)
    start, core = word[: len(word) - len(core)], core.rstrip(_BEHIND)
    return f"{_escape(start)}{write_code(core)}{_escape(word[len(start) + len(core) :])}"


def _write_formula(source: str) -> str:
    if not source or _UNSHOWN.search(source) or _LIVE.search(source):
        return write_code(f"${source}$")
    return f"$`{source}`$"


def _escape(text: str) -> str:
    return _SIGNS.sub(r"\\\g<0>", text)
