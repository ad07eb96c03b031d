"""Anki's card templates, filled in as Anki does: ``{{Field}}``, ``{{#Field}}…{{/Field}}`` and ``{{^Field}}…{{/Field}}``."""

import re
from collections.abc import Mapping

_TAG = re.compile(r"\{\{([#^/]?)([^{}]+)\}\}")
_EMPTY = re.compile(r"(?:[\t\n\v\f\r ]|</?(?:br|div) ?/?>)*", re.IGNORECASE)
"""What Anki takes for an empty field, as seen in tests with its own library."""


def fill_template(template: str, fields: Mapping[str, str]) -> str:
    """Return one side of a card as HTML; what the fields hold is never read as a template."""
    out: list[str] = []
    shown = [True]
    position = 0
    for tag in _TAG.finditer(template):
        if shown[-1]:
            out.append(template[position : tag.start()])
        position = tag.end()
        mark, name = tag[1], tag[2].strip()
        if mark == "/":
            shown.pop()
        elif mark:
            shown.append(shown[-1] and (mark == "#") != is_empty(fields[name]))
        elif shown[-1]:
            out.append(fields[name])
    return "".join([*out, template[position:]])


def is_empty(field: str) -> bool:
    """Tell whether a section of the template leaves the field out."""
    return _EMPTY.fullmatch(field) is not None
