"""A note as a reader sees it: the words that tell questions and answers apart."""

import re
from dataclasses import dataclass
from html import unescape
from itertools import islice

from mkdeck.model import Note

ASKING = frozenset(
    "a an and are as at be between by can compare could define describe did differ difference differences discuss do"
    " does exactly explain for from give had has have how i in is it its list me mean means meant my name of on one or"
    " please s should tell that the their them there these they this to us use used using was were what when where"
    " which who why will with would yes you your"
    " 什 么 是 请 解 释 一 下 的 了 吗 呢 如 何 为 怎 样 介 绍 简 述 说 明 和 与 有 哪 些 説".split()
)
"""Words that may come and go without another thing being asked."""
_ENOUGH_WORDS = 500
"""Of a question or answer; more are not looked at, so that no text takes long."""
_SIGNS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff"
"""Of scripts that put no space between words; each counts as a word."""
_WORD = re.compile(rf"[{_SIGNS}]|[^\W{_SIGNS}]+")


@dataclass(frozen=True, slots=True)
class Wording:
    """A note as a reader sees it, without HTML, case and spacing."""

    question: str
    answer: str
    words: tuple[str, ...]
    """Of the question, those that say what it asks about."""
    names: frozenset[str]
    """Of these, what is written as a name is: React, CSS, ``iloc``."""
    answer_words: tuple[str, ...]
    prose: int
    """How many words of the answer are no code."""


def read_wording(note: Note) -> Wording:
    """Return the words of a note."""
    shown, answer = (_plain(field) for field in note.fields[:2])
    question = shown.casefold()
    words = tuple(word for word in split_words(question) if word not in ASKING)
    _, _, after_first = shown.partition(" ")
    code = " ".join(re.findall("<code>([^<]*)</code>", note.fields[0]))
    names = {word.casefold() for word in _WORD.findall(after_first) if word != word.lower()}
    names |= set(split_words(code.casefold()))
    named = frozenset(names).intersection(words)
    prose = len(split_words(_plain(_drop_code(note.fields[1]))))
    return Wording(question, answer.casefold(), words, named, split_words(answer.casefold()), prose)


def _plain(field: str) -> str:
    """Return the text of a field, with the addresses of links and pictures, by which alone some answers differ."""
    shown = re.sub("<(?:img|a) [^<>]*>", lambda tag: " ".join(re.findall(' (?:src|href)="([^"]*)', tag[0])), field)
    return " ".join(unescape(re.sub("<[^<>]*>", " ", shown)).split())


def _drop_code(field: str) -> str:
    for tag in ("pre", "code"):
        field = " ".join(part.partition(f"<{tag}")[0] for part in field.split(f"</{tag}>"))
    return field


def split_words(text: str) -> tuple[str, ...]:
    """Return the words of folded text, up to a number that no text takes long for."""
    words = _WORD.finditer(re.sub(r"n['’]t\b|(?<=can)not\b", " not", text))
    return tuple(word[0] for word in islice(words, _ENOUGH_WORDS))
