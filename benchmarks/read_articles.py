"""How long it takes to read large and hostile articles: ``python benchmarks/read_articles.py [ARTICLE…]``.

Each made input is a megabyte of one thing, as the whole article and as the answer to one question. An article that is
named is built, too, and four copies of it in one file.
"""

import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

SIZE = 1_000_000
PATIENCE = 120
"""Seconds after which a build is stopped."""

REPEATED = (
    # raw HTML
    "<div>",
    "<div>\n",
    "<div>\n\n",
    "<b>",
    "a <b>",
    "<a>",
    "<ul><li>",
    "<ul><li>\n\n",
    "<table><tr><td>",
    "<p><b>",
    "<em><p>a",
    "<pre>",
    "<h3>",
    "<h3>\n\n",
    "<h3>What is a?</h3>\n",
    "<details>",
    "<details>\n",
    "<details>\n\n",
    "</details>\n",
    "<details></summary>\n",
    "<details><summary>",
    "<details>\n<summary>a\n",
    "<summary>",
    "<summary>\n\n",
    "<summary>a</summary>\n\n",
    "<details><summary>a</summary>\n",
    "<details><summary>What is a?</summary>b</details>\n\n",
    "<details><summary>What is a?</summary>\n\nb\n\n</details>\n\n",
    "a <details> b </details> c\n",
    "<!--",
    "<!-- \n\n",
    "a <!-- ",
    "<!-- a -->",
    "<!-- a -->\n\n",
    "<!-- id: a",
    "<",
    "<a ",
    "<a name=",
    "<a name=a>",
    '<a name="a',
    "<a href=#a>",
    "<p id=a ",
    "<img",
    '<img src="a.png">',
    "<img src=a.png>\n\n",
    "<br>",
    "<br>\n",
    "<?",
    "<!A",
    "<![CDATA[",
    "&amp;",
    "&",
    "&#x26",
    "</b>",
    "Vec<String> ",
    "<String>\n\n",
    "<svg>",
    "<script>",
    "<style>\n\n",
    # within lines
    "[",
    "![",
    "[a[a",
    "[a](",
    "[a](b ",
    '[a](b "',
    "[a](<b",
    "[a](b)",
    "![a](b.png)",
    "![a](b.png)\n\n",
    "[![a](b.svg)](c) ",
    "[a]",
    "[a][b] ",
    "[]",
    "]",
    "[^a",
    "[^1]",
    "^[",
    "[![",
    "![a]",
    "*",
    "*a ",
    "a*",
    "**a *b ",
    "**a",
    "**",
    "*a_ ",
    "*a **a ",
    "a**b",
    "_a",
    "_a ",
    "a_",
    "__a",
    "~a",
    "~~a ",
    "~~a*b_",
    "`",
    "`a",
    "`a` ",
    "`a``b```c",
    "$",
    "$a ",
    "$a$",
    "$a\\",
    "$$",
    "$$ ",
    "$$a",
    "$$\n",
    "$$\na\n",
    "$$\n\n",
    "\\",
    "\\\n",
    "\\(",
    "\\$",
    "http://",
    "http://a.b ",
    "http://a.b",
    "http://a.b)",
    "http://a_b ",
    "www.a",
    "www.a ",
    "www.",
    "a@",
    "a@b.c ",
    "mailto:a",
    "(http://a;",
    "<http:a",
    "<http://a> ",
    "{#a} ",
    "{",
    "!",
    ":",
    "  \n",
    "a  \n",
    "a?",
    "?)",
    "(",
    "is ",
    "A: ",
    "Q: ",
    "1 ",
    "a :: b ",
    "\ufe0f",
    "a\u0301\u0316",
    "[sound:a",
    # lines and blocks
    "\n",
    "a\n",
    "a\n\n",
    "a ",
    "a",
    "\t",
    "\t\n",
    "\ta\n",
    "    a\n",
    " ",
    ">",
    "> ",
    "> a\n",
    "> a\n\n",
    ">\n",
    "> a\nb\n",
    "- ",
    "- a\n",
    "- a\n\n",
    "-\n",
    "- - a\n",
    "1. ",
    "1. a\n",
    "* a\n- b\n",
    "- [x] a\n",
    "- [x] a\n- [ ] b\n\n\nc?\n\n",
    "- [x] a\n- [ ] b\n",
    "- [ ] ",
    "- a\n\n  b\n",
    "> - ",
    "a\n---\n",
    "a\n===\n",
    "---\n",
    "***\n",
    "+++\n",
    "#",
    "#\n",
    "# \n",
    "# a\n",
    "## Why?\n",
    "## Why?\n\nb\n",
    "## Why?\n\n",
    "## 1. a\n",
    "## Q: a\n\nb\n",
    "# a\n## b\n### c?\n",
    "## b?\n### c?\n\na\n\n",
    "### c?\n\na\n\n## b?\n\n",
    "**Why?**\n\n",
    "**Why?** b\n\n",
    "**Why?**\nb\n",
    "**1. a**\n\n",
    "1. ### Q?\n",
    "1. ### Q?\n\n   a\n",
    "1. **Q?**\n",
    "1. Q?\n",
    "1. Q?\n   - a\n",
    "1. Q?\n\na\n\n",
    "Q: a\nA: b\n",
    "Q: a\n\nA: b\n\n",
    "Q:\n\n",
    "A:\n",
    "A: b\n\n",
    "Answer:\n",
    "- Q: a\n",
    "a :: b\n",
    "a :: b\n\n",
    "- a :: b\n",
    "a ::\n",
    "|",
    "|\n",
    "|a",
    "|-",
    "|a|\n|-|\n",
    "|a|\n|-|\n|b|\n\n",
    "a|\n-|\n",
    "|a|b\n",
    "|Question|Answer|\n|-|-|\n|a|b|\n\n",
    "\\|",
    "```\n",
    "```\n\n",
    "```a\n",
    "```a\nb\n```\n",
    "~~~\n```\n",
    "~~~ a\n",
    "- ```\n",
    "> ```\n",
    "{/*\n",
    "{/* a */}\n",
    "{/*",
    "{% highlight a %}\n",
    "{% highlight a %}\n{% endhighlight %}\n",
    "{% highlight",
    "{% comment %}\n\n",
    "- {% comment %}\n",
    "{% a %}\n",
    "{%",
    "{{<\n",
    "{{<",
    "{{< a >}}\n",
    "{{<a>}} ",
    "::: x\n",
    ":::x\n:::\n",
    ":::\n",
    "::: details a?\nb\n:::\n",
    "- ::: x\n",
    ":",
    "a\n: b\n",
    "a\n\n: b\n\n",
    ": b\n",
    "a\n:   a\n    :   b\n",
    "!!! x\n",
    "??? x\n",
    "!!! x\n\n",
    '??? question "a?"\n    b\n\n',
    "!!! ",
    "!!!",
    "> [!question]- a?\n> b\n\n",
    "> [!question]- a?\n",
    "> [!note]\n",
    "[!",
    "[a]: b\n",
    "[a]:\n",
    "[a\n",
    "[a]: b '\n",
    "[a]: b 'c\n\n",
    "[\\\n",
    "[^1]: a\n",
    "[^1]: a\n\n",
    "[^1]: [^1]:",
    "[^1]: [^1]: a\n",
    "a[^1]\n\n",
    "{: .a }\n",
    "a\n{: .a }\n\n",
    ". . .\n\n",
    "a\n\n. . .\n\nb\n\n---\n\n",
    "# a?\n\n. . .\n\nb\n\n",
    "[top](#a)\n\n",
    "- [a](#a)\n",
    "a\n\n***\nthanks\n\n",
    "TODO ",
    "<Tabs>\n",
    "<Tabs><Tab>",
    "Advertisement\n\n",
    "<a class=ad",
    "<a class='ad ",
    "1989.\n",
)


def make_articles() -> Iterator[tuple[str, str]]:
    """Yield names and texts of articles of a megabyte."""
    for part in REPEATED:
        yield from in_both_places(repr(part), part * (SIZE // len(part.encode())))
    for name, text in make_grown():
        yield from in_both_places(name, text)
    for name, settings in make_settings():
        yield name, settings
    yield "different questions", "".join(f"## What is {n}?\n\nb\n\n" for n in range(40_000))
    yield "different numbered questions", "".join(f"## {n}. a{n}\n\nb\n\n" for n in range(40_000))
    yield "different bold questions", "".join(f"**What is {n}?**\n\nb\n\n" for n in range(40_000))
    yield (
        "different details",
        "".join(f"<details><summary>What is {n}?</summary>b</details>\n\n" for n in range(18_000)),
    )
    yield "different items", "".join(f"{n}. ### What is {n}?\n\n    b\n\n" for n in range(30_000))
    yield "different labels", "".join(f"Q: What is {n}?\nA: b\n\n" for n in range(40_000))
    yield "pictures on their own", "".join(f"![a](b{n}.png)\n\n" for n in range(50_000))


def in_both_places(name: str, text: str) -> Iterator[tuple[str, str]]:
    yield name, text
    yield f"{name}, below a question", f"## Why?\n\n{text}"


def make_grown() -> Iterator[tuple[str, str]]:
    """Yield what is not the same part again and again."""
    half, third = SIZE // 2, SIZE // 3
    yield "growing backticks", " ".join("`" * n for n in range(1, 1400))
    yield "shrinking backticks", " ".join("`" * n for n in range(1400, 0, -1))
    yield "growing fences", "\n".join("`" * n for n in range(3, 1400))
    yield "growing colons", "\n".join(":" * n + " x" for n in range(3, 1400))
    yield "shrinking colons", "\n".join(":" * n + " x" for n in range(1400, 3, -1))
    yield "nested lists", "".join(f"{'  ' * n}- a\n" for n in range(1000))
    yield "nested lists, again and again", "".join(f"{'  ' * (n % 90)}- a\n" for n in range(11_000))
    yield "nested numbered lists", "".join(f"{'   ' * n}1. a\n" for n in range(800))
    yield "nested quotes", "".join(f"{'> ' * n}a\n" for n in range(1000))
    yield "deep quotes", f"{'>' * 999}a\n" * 1000
    yield "quotes of 90 levels", f"{'>' * 90} a\n" * (SIZE // 93)
    yield "quotes of 90 levels apart", f"{'>' * 90} a\n\n" * (SIZE // 94)
    yield "lazy quotes", f"{'> ' * 150}a\n" + "a\n" * half
    yield "lists of 90 levels", f"{'- ' * 90}a\n" * (SIZE // 182)
    yield "lists of 90 levels apart", f"{'- ' * 90}a\n\nb\n\n" * (SIZE // 186)
    yield "nested callouts", "".join(f"{'> ' * n}[!question]- a?\n" for n in range(1, 1000))
    yield "nested admonitions", "".join(f"{'    ' * n}??? x\n" for n in range(700))
    yield "nested notes", "".join(f"{'    ' * n}!!! x\n" for n in range(700))
    yield "nested definitions", "".join(f"{'  ' * n}a\n{'  ' * n}: a\n" for n in range(600))
    yield "details opened and closed", "<details>" * (SIZE // 19) + "a" + "</details>" * (SIZE // 19)
    yield "details on lines of their own", "<details>\n\n" * (SIZE // 23) + "a\n\n" + "</details>\n\n" * (SIZE // 23)
    yield "divs opened and closed", "<div>" * (SIZE // 11) + "a" + "</div>" * (SIZE // 11)
    yield "lines of divs", ("<div>" * 100 + "\n\n") * (SIZE // 502)
    yield "bold tags opened and closed", "<b>" * (SIZE // 7) + "a" + "</b>" * (SIZE // 7)
    yield "quotes opened and closed", "<blockquote>" * (SIZE // 25) + "a" + "</blockquote>" * (SIZE // 25)
    yield "tables opened and closed", "<table><tr><td>" * (SIZE // 31) + "</td></tr></table>" * (SIZE // 31)
    yield "tags closed that were not opened", "<div>" * 100 + "</b>" * (SIZE // 4)
    yield "other tags within tags", "<b><i>" * 5 + "<p>a</b>" * (SIZE // 8)
    yield "links in links", "[" * third + "](a)" * (SIZE // 6)
    yield "pictures in pictures", "![" * third + "](a.png)" * (SIZE // 16)
    yield "stars around", "*a " * third + "a* " * third
    yield "many stars around", "*" * half + "a" + "*" * half
    yield "stars of both kinds", "*a _a " * (SIZE // 12) + "a_ a* " * (SIZE // 12)
    yield "a table of many columns", f"{'|a' * (third // 2)}|\n{'|-' * (third // 2)}|\n{'|b' * (third // 2)}|\n"
    yield "a table of empty cells", f"{'|a' * 1000}|\n{'|-' * 1000}|\n" + "|\n" * half
    yield "a table of many rows", "|a|b|\n|-|-|\n" + "|a|b|\n" * (SIZE // 6)
    yield "a table of questions", "|Question|Answer|\n|-|-|\n" + "".join(f"|a{n}|b|\n" for n in range(80_000))
    yield "a table of contents", "|a|\n|-|\n" + "|[a](#a)|\n" * (SIZE // 9)
    yield (
        "footnotes that use the next",
        "".join(f"a[^{n}]: b[^{n + 1}]\n\n[^{n}]: [^{n + 1}]\n\n" for n in range(25_000)),
    )
    yield "a footnote used often", "[^1]: a\n\n" + "b[^1]\n\n" * (SIZE // 7)
    yield (
        "footnotes used in every answer",
        "".join(f"## Why {n}?\n\na[^1]\n\n" for n in range(50_000)) + "[^1]: [^2]\n\n[^2]: a\n",
    )
    yield "link definitions", "".join(f"[{n}]: a\n" for n in range(70_000))
    yield "link definitions, used", "".join(f"[{n}]: a\n\n[{n}]\n\n" for n in range(45_000))
    yield "one long line", "word " * (SIZE // 5)
    yield "one long line of code", f"`{'a' * SIZE}`"
    yield "one long word", "a" * SIZE
    yield "a long paragraph", "a word\n" * (SIZE // 7)
    yield "marks on a letter", "a" + "\u0301\u0316" * (SIZE // 4)
    yield "code in a language", "```python\n" + "a = '\n" * (SIZE // 6) + "```\n"
    yield "short code in a language", "```python\na = 1\n```\n" * (SIZE // 20)
    yield "much code in a language", ("```html\n" + "<a" * 45_000 + "\n```\n") * 11
    yield "a list of details", "- <details><summary>a?</summary>b</details>\n" * (SIZE // 44)
    yield "questions in raw HTML", "".join(f"<h3>What is {n}?</h3>\n\nb\n\n" for n in range(35_000))
    yield "questions in sections", "".join(f"## a{n}\n\n" + "### What is b?\n\nc\n\n" * 5 for n in range(8000))
    yield "sections in sections", "".join(f"{'#' * (n % 6 + 1)} a{n}?\n\n" for n in range(80_000))
    yield "one question and many headings", "## Why?\n\na\n\n" + "### b\n\n" * (SIZE // 7)
    yield "questions and steps", "".join(f"## {n}. Why?\n\n### {n}. a\n\nb\n\n" for n in range(30_000))
    yield "folds that hold questions", "<details>\n<summary>a</summary>\n\n" * 60 + "## Why?\n\na\n\n" * (SIZE // 14)
    yield (
        "folds of one question each",
        "<details>\n<summary>a</summary>\n\n## Why?\n\na\n\n</details>\n\n" * (SIZE // 57),
    )
    yield (
        "a list of folds that hold lists",
        "- <details><summary>a</summary>\n\n  - b?\n\n    c\n\n  </details>\n" * (SIZE // 60),
    )


def make_settings() -> Iterator[tuple[str, str]]:
    """Yield articles that have most of their text above the first line that shows."""
    body = "\n---\n## Why?\n\na\n"
    yield "settings: brackets", f"---\na: {'[' * SIZE}{body}"
    yield "settings: brackets, closed", f"---\na: {'[' * (SIZE // 2)}{']' * (SIZE // 2)}{body}"
    yield "settings: braces", f"---\na: {'{a: ' * (SIZE // 4)}{body}"
    yield "settings: dashes", f"---\na:\n  {'- ' * (SIZE // 2)}{body}"
    yield "settings: indented", "---\n" + "\n".join(f"{' ' * n}a:" for n in range(1400)) + body
    yield (
        "settings: aliases",
        "---\na0: &a0 [x, x]\n"
        + "\n".join(f"a{n + 1}: &a{n + 1} [*a{n}, *a{n}]" for n in range(1000))
        + f"\ntags: *a1000{body}",
    )
    yield (
        "settings: merges",
        "---\na0: &a0 {x: 1}\n" + "\n".join(f"a{n + 1}: &a{n + 1} {{<<: [*a{n}, *a{n}]}}" for n in range(1000)) + body,
    )
    yield "settings: keys", "---\n" + "\n".join(f"a{n}: b" for n in range(80_000)) + body
    yield "settings: the same key", "---\n" + "a: b\n" * (SIZE // 5) + body[1:]
    yield "settings: tags", f"---\ntags: [{'a, ' * (SIZE // 3)}a]{body}"
    yield "settings: a comment", "---\n" + "# a\n" * (SIZE // 4) + f"a: b{body}"
    yield "settings: a comment and no key", "---\n" + "# a\n" * (SIZE // 4) + f"b{body}"
    yield "settings: words", f"---\n{'a ' * (SIZE // 2)}{body}"
    yield "settings: a long number", f"---\na: {'1' * SIZE}{body}"
    yield "settings: unclosed", "---\n" + "a: b\n" * (SIZE // 5)
    yield "settings: TOML unclosed", "+++\n" + "a = 1\n" * (SIZE // 6)
    yield "settings: TOML brackets", f"+++\na = {'[' * SIZE}\n+++\n## Why?\n\na\n"
    yield "settings: TOML tables", "+++\n" + "".join(f"[{'a.' * n}a]\n" for n in range(900)) + "+++\n## Why?\n\na\n"
    yield "settings: TOML dots", f"+++\n{'a.' * (SIZE // 2)}a = 1\n+++\n## Why?\n\na\n"
    yield "settings: TOML keys", "+++\n" + "".join(f"a{n} = 1\n" for n in range(80_000)) + "+++\n## Why?\n\na\n"
    yield "settings: blank lines before", "\n" * SIZE + "---\ntitle: a\n---\n## Why?\n\na\n"
    yield "settings: blanks and nothing", "\n" * SIZE + "a\n"


def main() -> None:
    print(f"{'article':<60}{'kB':>6}{'seconds':>9}")
    with tempfile.TemporaryDirectory() as folder:
        article = Path(folder) / "article.md"
        for name, text in make_articles():
            article.write_text(text, encoding="utf-8", newline="")
            measure(name, article)
    for named in map(Path, sys.argv[1:]):
        with tempfile.TemporaryDirectory() as folder:
            beside = shutil.copytree(named.resolve().parent, Path(folder) / "beside")  # its pictures, too
            article = beside / named.name
            measure(named.name, article)
            article.write_bytes(article.read_bytes() * 4)
            measure(f"{named.name}, four times", article)


def measure(name: str, article: Path) -> None:
    """Print how many seconds of the processor it takes to build an article."""
    command = [sys.executable, "-m", "mkdeck", str(article), "-o", str(article.with_suffix(".apkg")), "--fresh"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    try:
        subprocess.run(command, capture_output=True, check=False, timeout=PATIENCE, cwd=article.parent)  # noqa: S603  # its own command
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        taken = f"{after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime:.2f}"
    except subprocess.TimeoutExpired:
        taken = f"> {PATIENCE}"
    print(f"{name:<60}{article.stat().st_size // 1000:>6}{taken:>9}", flush=True)


if __name__ == "__main__":
    main()
