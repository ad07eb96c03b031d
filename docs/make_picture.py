"""Makes docs/images/readme.png: README's article on the left, its cards on the right; run it as ``python docs/make_picture.py``.

It needs what the tests need: Playwright and the system's Chromium.
"""

import re
import sys
import tempfile
from html import escape
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tests"))

from browser import open_browser  # noqa: E402  # found by the path above

from mkdeck.load import Wish, load_deck  # noqa: E402  # found by the path above
from mkdeck.model import Settings  # noqa: E402  # found by the path above
from mkdeck.preview.cards import fill_cards  # noqa: E402  # found by the path above

PAGE = """<!doctype html><meta charset="utf-8"><style>
* {{ box-sizing: border-box }}
body {{ width: 1180px; margin: 0; padding: 28px; display: grid; grid-template-columns: 1fr 330px 330px; gap: 24px; background: #e9ecf0 }}
pre, iframe {{ width: 100%; height: 430px; margin: 0; border: 0; border-radius: 12px; box-shadow: 0 1px 4px #0003 }}
pre {{ padding: 22px 24px; background: #fff; color: #1d2127; font: 15px/1.6 ui-monospace, "DejaVu Sans Mono", monospace; white-space: pre-wrap }}
</style><body><pre>{article}</pre>{cards}</body>"""
CARD = """<!doctype html><style>body {{ margin: 0 }} {css} :root {{ scrollbar-gutter: auto }}</style><body class="card {mode}">{side}</body>"""


def read_example() -> str:
    """Return README's first article."""
    readme = (HERE.parent / "README.md").read_text(encoding="utf-8")
    found = re.search(r"```markdown\n(.*?)```", readme, re.DOTALL)
    assert found
    return found[1]


def make_page(article: str) -> str:
    """Return the page that is photographed: the text, a front in the light and a back in the dark."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "http.md"
        file.write_text(article, encoding="utf-8")
        deck = load_deck(Wish((str(file),), Settings())).deck
    (notetype,) = deck.notetypes
    front, back = fill_cards(notetype, deck.notes[1])[0].sides
    cards = "".join(
        f'<iframe srcdoc="{escape(CARD.format(css=notetype.css, mode=mode, side=side))}"></iframe>'
        for side, mode in ((front, ""), (back, "nightMode"))
    )
    return PAGE.format(article=escape(article.strip()), cards=cards)


def main() -> None:
    """Take the picture."""
    with open_browser() as browser:
        page = browser.new_page(viewport={"width": 1180, "height": 486}, device_scale_factor=1.5)
        page.set_content(make_page(read_example()))
        target = HERE / "images" / "readme.png"
        target.parent.mkdir(exist_ok=True)
        page.screenshot(path=target)


if __name__ == "__main__":
    main()
