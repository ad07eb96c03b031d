"""How the time of a build grows with one sign repeated: ``python benchmarks/grow.py [SIGN…]``.

Each sign fills each place of an article in three lengths, each twice the last. What takes more than 2.5 times as long
at a doubling is measured twice more, and printed where the least times do so, too; at the end stands how many there are.
"""

import gc
import signal
import sys
import tempfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from time import process_time
from types import FrameType

from mkdeck.apkg.write import write_apkg
from mkdeck.load import Wish, load_deck
from mkdeck.model import Settings

SIZES = (10_000, 20_000, 40_000)
"""Characters."""
MOST = 2.5
SLOW = 0.1
"""Seconds below which a ratio is chance."""
PATIENCE = 20
"""Seconds after which a build is stopped."""

PLACES = {
    "title": "## {}?\n\na\n",
    "title that begins as a question": "## What {}?\n\na\n",
    "title without end": "## {}\n\na\n\n## Why?\n\nb\n",
    "title that begins as a call": "## How to {} this?\n\na\n",
    "section": "# {}\n\n## Why?\n\na\n",
    "answer": "## Why?\n\n{}\n",
    "end of an answer": "## Why?\n\na {}?\n\n## What?\n\nb\n",
    "answer behind its label": "## Why?\n\nAnswer: {} a\n",
    "text before a question": "{}\n\n## Why?\n\na\n",
    "item": "## Why?\n\n- {}\n- a\n",
    "item that asks": "1. {}?\n\n   a\n\n2. Why?\n\n   b\n",
    "bold question": "**{}?**\n\na\n\n**Why?**\n\nb\n",
    "labels": "Q: {}\nA: {}\n",
    "line": "What is a :: {}\n\n{} :: b\n",
    "fold": "<details><summary>{}</summary>\n\n{}\n\n</details>\n\n## Why?\n\na\n",
    "quote": "## Why?\n\n> {}\n",
    "callout": "> [!question] {}\n> a\n",
    "table cell": "## Why?\n\n|a|b|\n|-|-|\n|{}|b|\n",
    "table of questions": "|Question|Answer|\n|-|-|\n|{}|b|\n",
    "fence": "## Why?\n\n```\n{}\n```\n",
    "language of a fence": "## Why?\n\n```{}\na\n```\n",
    "code": "## Why?\n\n`{}`\n",
    "math": "## Why?\n\n${}$\n",
    "link": "## Why?\n\n[{}](b.md)\n",
    "address": "## Why?\n\n[a](<{}>)\n",
    "picture": "## Why?\n\n![{}](b.png)\n",
    "link at the end of a title": "## Why? [{}](#a)\n\na\n",
    "raw text": "## Why?\n\n<p>{}</p>\n",
    "raw attribute": '## Why?\n\n<p title="{}">a</p>\n',
    "comment": "## Why?\n\n<!-- {} -->\n\na\n",
    "id": "## Why? {{#{}}}\n\na\n",
    "definition": "a\n: {}\n",
    "footnote": "## Why?\n\na[^1]\n\n[^1]: {}\n",
    "front matter": "---\ntitle: {}\n---\n\n## Why?\n\na\n",
    "front matter in quotes": '---\ntitle: "{}"\n---\n\n## Why?\n\na\n',
    "front matter in TOML": "+++\ntitle = '''{}'''\n+++\n\n## Why?\n\na\n",
    "line of a tool": "#flashcards\n\n{}\n",
    "item of a tool": "- a #card\n  {}\n    - b\n",
    "frame of a tool": "START\nBasic\n{}\nBack: {}\nEND\n",
    "cloze": "---\nmkdeck: {kind: cloze}\n---\n\n## Why?\n\n{}\n",
    "text with a gap": "A {{c1::gap}} and {}\n",
    "item with a gap": "- a {{c1::b}} {}\n- c\n",
    "text of which reviews are remembered": "#flashcards\n\n{}\n<!--SR:!2021-08-16,7,150-->\n",
    "text with an id": "#flashcards\n\n{}\n^1234567890123\n",
    "note of a tool": "---\nnoteId: 1234567890\n---\n\n{}\n\n---\n\nb\n",
    "part of a tool": "---\nDeck: a\n\n{}\n\n1. a\n\n> {}\n",
    "row of an export": "#separator:tab\n#html:true\na {}\tb {}\n",
    "tags": "---\ntags: a{}\n---\n\n## Why?\n\na\n",
}

SIGNS = (
    *"!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~aAqQ1 \t",
    *(f"{sign} " for sign in "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~aA1"),
    *(f"a{sign}" for sign in "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~1 "),
    *("\n", "\n\n", "a\n", "a\n\n", "\\\n", "  \n", "-\n", "- a\n", "> ", "| ", "|a", "a|", "||", "# ", "1. ", "a. ", "A) "),
    *("**", "**a", "a**", "* *", "__", "__a", "~~", "~~a", "``", "`a`", "`a", "$$", "$a$", "$$a", "\\(", "\\)", "\\[", "\\\\"),
    *("[[", "]]", "[]", "[](", "](", "[a](", "[a]", "[a](b)", "[^", "[^1]", "[!", "![", "![a](b)", "[ ] ", "[x] ", "()", "(a", "(?", "?)"),
    *("[[a|b]]", "[[a#", "![[a.png]]", "![[", "![a](b ", "[sound:a.mp3]", "==a==", "==a ", "%%a%% ", "%%a ", ":x:", ":x", "#a ", "#a\n"),
    *("<audio>", "<video src=a.mp4>", "<!-- tags: a -->", "<iframe>"),
    *("<a", "<a>", "<a ", "</a>", "</", "<!", "<!--", "-->", "<!-- a -->", "<b>", "<br>", "<p>", "<i>a</i>", "<img ", "<img>", "<?", "<![CDATA["),
    *("<a href=", "<a name='", '<a "', "<details>", "<summary>", "<div>", "<table>", "<pre>", "<code>", "<script>", "<style>", "<svg>"),
    *("&a;", "&amp;", "&#", "&#1;", "&lt;", "{%", "%}", "{% a %}", "{{", "}}", "{{a}}", "{#", "{: ", "{:", "{.a}", ":::", "%%", "!!!", "???", "==="),
    *("http://", "https://a.b ", "www.", "a@b", "a@b.c ", "mailto:a", "//", "/a", "a/b ", "::", " :: ", "a::", "...", "--", "---", "- - "),
    *("?!", "? ", " ?", "a? ", "??", "?.", ".?", "¿", "？", "。", "、", "「", "（", "）", "：", "é", "e\u0301", "\u0301", "\u0338", "\u200b", "\u200d"),
    *("\ufe0f", "\u202e", "\xa0", "\u3000", "日", "日本", "か", "한", "ж", "ة", "👍", "👩\u200d💻", "\ue000", "ß", "İ", "ﬁ", "²", "½", "١", "\x0b", "\x0c"),
    *("what ", "What is ", "how ", "why ", "is ", "or ", "and ", "the ", "to ", "this ", "list ", "question ", "questions ", "any ", "more ", "help "),
    *("answer ", "Answer: ", "A: ", "Q: ", "Q1. ", "A. ", "(a) ", "a) ", "true ", "true, ", "TODO ", "tbd ", "vs ", "a vs. ", "not ", "can you "),
    *("please ", "explain ", "difference between ", "and answers ", "back to top ", "source ", "it's ", "don't ", "e.g. ", "i.e. ", "1.1 ", "1) ", "1-", "12"),
    *("?\n", "a\n?\nb\n\n", "%\n", "+++\n", "#card\n", "a #card\n", "- a #card\n", " #a", "a::b\n", "a::b ", "a;;b ", "a >> b\n", "- a :: b\n", " ;;\n"),
    *("START\n", "- START\n", "START\nBasic\na\nBack: b\nEND\n", "STARTI [a] ", "ENDI", "+++ a\n", "- +++ a\n", '<Accordion title="a">\n', "</Accordion>\n"),
    *("`{=:a:=}` ", " ^a123", "\n^1234567890123", "id:: a\n", "((", "%%a%% ", "C: [a]\n", "[#a]() ", "```{dropdown} a\n", ":::{dropdown} a\n", "<!--SR:a-->\n"),
    *("{{c1::a}} ", "{{c1::", "{{c1::a::b}}", "{{c1,2::", "{{cloze a}} ", "{{cloze ", "==a== {{c1::b}} ", "{1:a} ", "{1:", "{{a}} ", "~~1 a~~ ", "~~a _b_~~ ", "~~"),
    *("- a ==b==\n", "a ↓\n", "a? ↓\n", "- a?―b\n", "―", "a : b ⚡️\n", "a? : b ⚡ #c\n", "## a #card\n^1234567890123\n", "#card\n\na\n^1234567890123\n"),
    *("```flashcard\nfront: a\n```\n", "```flashcard\n", "front: a\n", "1. a\n> b\n", "---\n1. a\n\n> b\n", "Tags: a\n", "## Subdeck: a\n\n`{=:a:=}`\n\n"),
    *("## Front\n\na\n\n## Back\n\n", "## Front\n", "\\(a\\) ", "\\(", "[$]a[/$] ", "[$]", "# Note\n```\nguid: a\n```\n", "## a\n", "a:: b\n", "DELETE\n", "FROZEN - a\n"),
    *("TARGET DECK\n", "#separator:tab\n", "a\tb\n", "<!-- md2apkg tags a -->\n", "(66b3661f-e22e-4986-a50d-569fdac454ad) "),
)  # fmt: skip


def main() -> None:
    signal.signal(signal.SIGALRM, _stop)
    signs = sys.argv[1:] or list(dict.fromkeys(SIGNS))
    print(f"{'place':<34}{'sign':<24}{'seconds':>24}{'ratios':>14}")
    found = 0
    with tempfile.TemporaryDirectory() as folder:
        measure(["## Why?\n\na\n"], Path(folder))  # what is made once is not the first sign's
        gc.freeze()  # else each pause of the collector looks at all of mkdeck
        for place, sign, texts in make_articles(signs):
            times = measure(texts, Path(folder))
            for _ in range(2):
                if grows(times):  # a pause of the collector, or another program, is not the article's
                    times = [min(pair) for pair in zip(times, measure(texts, Path(folder)), strict=False)]
            if grows(times):
                found += 1
                ratios = " ".join(f"{b / a:.1f}" for a, b in pairwise(times))
                print(f"{place:<34}{sign!r:<24}{' '.join(f'{t:7.2f}' for t in times):>24}{ratios:>14}", flush=True)
    print(f"{found} of {len(signs) * len(PLACES)} grow more than {MOST} times a doubling")


def make_articles(signs: list[str]) -> Iterator[tuple[str, str, list[str]]]:
    for place, article in PLACES.items():
        for sign in signs:
            fillings = (sign * (size // len(sign)) for size in SIZES)
            yield place, sign, [article.replace("{}", filling) for filling in fillings]


def grows(times: list[float]) -> bool:
    return times[-1] > SLOW and max(b / a for a, b in pairwise(times)) > MOST


def measure(texts: list[str], folder: Path) -> list[float]:
    """Return the processor's seconds that each text takes; the rest is not tried after one that takes too long."""
    times: list[float] = []
    for text in texts:
        path = folder / "article.md"
        path.write_text(text, encoding="utf-8", newline="")
        signal.alarm(PATIENCE)
        start = process_time()
        try:
            loaded = load_deck(Wish((str(path),), Settings(), now=1_790_000_000))
            write_apkg(loaded.deck, folder / "deck.apkg")
        except TimeoutError:
            return [*times, process_time() - start]
        finally:
            signal.alarm(0)
        times.append(process_time() - start)
    return times


def _stop(number: int, frame: FrameType | None) -> None:
    raise TimeoutError


if __name__ == "__main__":
    main()
