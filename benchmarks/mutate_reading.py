"""Which small changes to the reading the tests do not see: ``python benchmarks/mutate_reading.py [FILES] [--tests FILES]``.

As ``mutate_deck.py`` does it of the matching. What may stay alive stands in ``alive_reading.toml``, each with its reason.
"""

import sys
from pathlib import Path

from mutate_deck import SOURCE, main

ARTICLE = SOURCE / "mkdeck" / "article"
READING = ARTICLE / "reading"
DECIDING = "asking frame labels navigation emptiness cleaning left_out".split()
FILES = [
    READING / "weights.py",
    *sorted(file for file in READING.rglob("*.py") if file.name != "weights.py"),
    *sorted((ARTICLE / "answers").glob("*.py")),
    *(ARTICLE / f"{name}.py" for name in DECIDING),
]
TESTS = [f"tests/test_{name}.py" for name in "reading left_out made languages".split()]
REASONS = Path(__file__).with_name("alive_reading.toml")

if __name__ == "__main__":
    sys.exit(main(__doc__ or "", FILES, TESTS, REASONS))
