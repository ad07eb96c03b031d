"""Code -> HTML with Pygments' classes; the notetype's style gives them their colours."""

import re
from functools import lru_cache
from html import escape

from pygments import highlight
from pygments.formatters.html import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import STANDARD_TYPES
from pygments.util import ClassNotFound

CLASSES = frozenset(STANDARD_TYPES.values()) - {""}
"""Every class that highlighted code may carry."""

_FORMATTER = HtmlFormatter(nowrap=True)
_BLANK = re.compile(r'<span class="w">(\s*)</span>')
_NO_LANGUAGES = ("Text only", "Text output")
_LONGEST = 100_000
"""Characters; longer code is no card for reading, and some lexers are slow."""


def highlight_code(code: str, language: str) -> str:
    """Return a ``<pre>`` that names the language where it is known; ``language`` is the fence's first word, such as ``python``.

    So are ``{.python}`` and ``python:app.py``.
    """
    lexer = _find_lexer(re.sub(r"[{}.,:].*", "", language.strip("{.}")).lower()) if len(code) <= _LONGEST else None
    inner = _BLANK.sub(r"\1", highlight(code, lexer, _FORMATTER)) if lexer else escape(code, quote=False)
    name = f' data-language="{escape(lexer.name)}"' if lexer and lexer.name not in _NO_LANGUAGES else ""
    return f'<pre class="code"{name}><code>{inner.rstrip()}</code></pre>\n'


@lru_cache
def _find_lexer(language: str) -> Lexer | None:
    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False) if language else None
    except ClassNotFound:
        return None
