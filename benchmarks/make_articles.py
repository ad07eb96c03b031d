"""Articles of many questions, the same for the same numbers: ``python benchmarks/make_articles.py FOLDER QUESTIONS [FILES]``.

A question has about 120 words of answer, with bold text, a link and a list in a list, and every third a block of code.
"""

import random
import sys
from collections.abc import Iterator
from pathlib import Path

SUBJECTS = (
    "index cache queue lock thread socket buffer schema replica shard token cursor branch commit proxy bundle".split()
)
VERBS = "keeps moves splits reads merges drops orders guards copies shares checks stores".split()
OTHERS = "the a each every one some most other small large last first next open shared stale".split()
CODE = {
    "python": "def read_{0}(items: list[int]) -> int:\n    # {1} first\n    return sum(item * {2} for item in items if item)\n",
    "sql": "SELECT {0}, count(*)\nFROM {1}\nWHERE id > {2}\nGROUP BY {0};\n",
    "js": 'const {0} = (items) => items.map((item) => `${{item}} {1}`);\nconsole.log({0}([{2}, "a"]));\n',
    "bash": 'for file in *.{0}; do\n  echo "$file" | grep -c {1} || exit {2}\ndone\n',
}


def make_article(seed: int, questions: range) -> str:
    """Return an article with these questions, numbered."""
    words = random.Random(seed)
    parts = [f"# Questions on {words.choice(SUBJECTS)} {seed}"]
    for n in questions:
        if n % 25 == 0:
            parts.append(f"## Part {n // 25 + 1}: {_sentence(words, 3)}")
        parts += [f"### {n + 1}. How does {words.choice(SUBJECTS)} {n + 1} {words.choice(VERBS)[:-1]} its data?"]
        parts += _answer(words, n)
    return "\n\n".join(parts) + "\n"


def _answer(words: random.Random, n: int) -> Iterator[str]:
    yield f"{_sentence(words, 14)}. **{_sentence(words, 3)}**, and {_sentence(words, 16)}."
    yield f"See [the page on {words.choice(SUBJECTS)}](https://example.org/{n}) and `{words.choice(SUBJECTS)}_{n}`: {_sentence(words, 18)}."
    items = [f"- {_sentence(words, 8)}\n  - {_sentence(words, 6)}\n  - {_sentence(words, 7)}" for _ in range(3)]
    yield "\n".join(items)
    if n % 3 == 0:
        language = words.choice(list(CODE))
        body = CODE[language].format(words.choice(SUBJECTS), words.choice(SUBJECTS), n)
        yield f"```{language}\n{body}```"


def _sentence(words: random.Random, length: int) -> str:
    pools = [OTHERS, SUBJECTS, VERBS]
    return " ".join(words.choice(pools[n % 3]) for n in range(length))


def write_articles(folder: Path, questions: int, files: int = 1) -> list[Path]:
    """Write articles that have so many questions together."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for n in range(files):
        part = range(questions * n // files, questions * (n + 1) // files)
        paths.append(folder / f"part-{n + 1:03}.md")
        paths[-1].write_text(make_article(n, part), encoding="utf-8")
    return paths


if __name__ == "__main__":
    write_articles(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 1)
