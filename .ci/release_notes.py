"""Print what CHANGELOG.md says of the version of a tag; fail where tag, package and changelog name different versions."""

import datetime
import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
VERSION = re.compile(r'^__version__ = "(.+)"$', re.MULTILINE)
SECTION = re.compile(r"^## (.+)\n((?:(?!## ).*\n?)*)", re.MULTILINE)


def find_notes(tag: str, module: str, changelog: str) -> str:
    """Return the notes of the newest section, which is the tag's; raise ``ValueError`` with what differs."""
    (version,) = VERSION.findall(module)
    if tag != f"v{version}":
        raise ValueError(f"the tag is '{tag}', but the package is of version {version}: tag it v{version}")
    sections: list[tuple[str, str]] = SECTION.findall(changelog)
    if not sections:
        raise ValueError("CHANGELOG.md has no section")
    heading, text = sections[0]
    name, _, day = heading.partition(" - ")
    if name != version:
        raise ValueError(f"CHANGELOG.md begins with '{heading}', not with '{version} - ' and the day")
    try:
        datetime.date.fromisoformat(day)
    except ValueError:
        raise ValueError(f"'{day}' in CHANGELOG.md is no day such as 2026-12-31") from None
    if not text.strip():
        raise ValueError(f"CHANGELOG.md says nothing of {version}")
    return text.strip()


if __name__ == "__main__":
    try:
        print(
            find_notes(
                sys.argv[1],
                (ROOT / "src" / "mkdeck" / "__init__.py").read_text(encoding="utf-8"),
                (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"),
            )
        )
    except ValueError as error:
        sys.exit(f"not released: {error}")
