"""A note as a reader sees it: the words that tell questions and answers apart."""

import re
from dataclasses import dataclass
from html import unescape

from mkdeck.deck.sides import read_beside, read_front
from mkdeck.model import Note

ASKING = frozenset(
    "a an and are as at be between by can compare could define describe did differ difference differences discuss do"
    " does exactly explain for from give had has have how i in is it its list me mean means meant my name of on one or"
    " please s should tell that the their them there these they this to us use used using was were what when where"
    " v version which who why will with would yes you your"
    " 什 么 是 请 解 释 一 下 的 了 吗 呢 如 何 为 怎 样 介 绍 简 述 说 明 和 与 有 哪 些 説".split()
)
"""Words that may come and go without another thing being asked."""
_ENOUGH_WORDS = 500
"""Of a question or answer; more are not looked at, so that no text takes long."""
_TITLED = 4
"""So many words in capitals, if they are the most, Are Written as in a Headline, and are no names."""
_CODE = re.compile("<code>([^<]*)</code>")
_ENOUGH_SIGNS = 20_000
_NOT = re.compile(r"(?<=\bca)(n)['’]t\b|n['’]t\b|(?<=\bcan)not\b")
_SIGNS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff"
"""Of scripts that put no space between words; each counts as a word."""
_WORD = re.compile(rf"[{_SIGNS}]|[^\W\d{_SIGNS}]+|\d+")
_BLOCK = re.compile("<(?:div|pre|p|ul|ol|table|blockquote|h[1-6]|dl|br)\\b")
_PRE = re.compile("<pre[^<>]*>(.*?)</pre>", re.DOTALL)
_PICTURE = re.compile('<img [^<>]*?src="([^"]*)"')
_SOUND = re.compile(r"\[sound:([^\[\]]*)\]")


@dataclass(frozen=True, slots=True)
class Wording:
    """A note as a reader sees it, without HTML, case and spacing."""

    question: str
    """All that the front shows."""
    title: str
    """Its first lines, up to code, options and the like."""
    title_words: tuple[str, ...]
    answer: str
    words: tuple[str, ...]
    """Of the question, those that say what it asks about."""
    names: frozenset[str]
    """Of these, what is written as a name is: React, CSS, ``iloc``."""
    codes: frozenset[str]
    """Of these, what no typo makes: CSS, ``iloc``, nextTick; where a letter differs, it is another thing."""
    answer_words: tuple[str, ...]
    answer_code: tuple[str, ...]
    """The blocks of code in the answer, as written but for spacing."""
    asked_code: tuple[str, ...]
    """The same of the question."""
    pictures: tuple[str, ...]
    """The names of the pictures and sounds on both sides."""


def read_wording(note: Note) -> Wording:
    """Return the words of a note."""
    front, back = read_front(note), read_beside(note)
    shown, answer = (plain_text(field) for field in (front, back))
    question = shown.casefold()
    words = tuple(word for word in split_words(question) if word not in ASKING)
    title = read_title(note).casefold()
    return Wording(
        question=question,
        title=title,
        title_words=split_words(title),
        answer=answer.casefold(),
        words=words,
        names=_find_names(front, shown).intersection(words),
        codes=_find_codes(front, shown).intersection(words),
        answer_words=split_words(answer.casefold()),
        answer_code=tuple(plain_text(block) for block in _PRE.findall(back)),
        asked_code=tuple(plain_text(block) for block in _PRE.findall(front)),
        pictures=tuple(name for look in (_PICTURE, _SOUND) for field in (front, back) for name in look.findall(field)),
    )


def _find_names(front: str, shown: str) -> frozenset[str]:
    """Return what is written as a name is: in capitals, or as code."""
    _, _, after_first = shown.partition(" ")
    telling = [word for word in _WORD.findall(after_first) if word.casefold() not in ASKING]
    titled = [word.casefold() for word in telling if word.istitle()]
    is_title_case = len(titled) >= _TITLED and 2 * len(titled) > len(telling)
    return _find_codes(front, shown) | frozenset(() if is_title_case else titled)


def _find_codes(front: str, shown: str) -> frozenset[str]:
    """Return what has capitals within, and what stands in code."""
    mixed = (word.casefold() for word in _WORD.findall(shown) if word != word.lower() and not word.istitle())
    return frozenset((*mixed, *split_words(" ".join(_CODE.findall(front)).casefold())))


def find_words(text: str) -> tuple[str, ...]:
    """Return the words of a text as they are spelled."""
    return tuple(_WORD.findall(text))


def read_title(note: Note) -> str:
    """Return the first lines of the front, as spelled."""
    front = read_front(note)
    return plain_text(_BLOCK.split(front)[0]) or plain_text(front)


def read_question(note: Note) -> str:
    """Return all that the front shows, folded."""
    return plain_text(read_front(note)).casefold()


def is_reworded(old: Note, new: Note) -> bool:
    """Tell whether the front of a note says something else than before."""
    return read_question(old) != read_question(new)


def plain_text(field: str) -> str:
    """Return the text of a field, with the addresses of links and pictures, by which alone some answers differ."""
    if "<" not in field and "&" not in field:
        return " ".join(field.split())
    shown = re.sub("<(?:img|a) [^<>]*>", lambda tag: " ".join(re.findall(' (?:src|href)="([^"]*)', tag[0])), field)
    return " ".join(unescape(re.sub("<[^<>]*>", " ", shown)).split())


def split_words(text: str) -> tuple[str, ...]:
    """Return the words of folded text, up to a number that no text takes long for."""
    return tuple(_WORD.findall(spell_not(text[:_ENOUGH_SIGNS]))[:_ENOUGH_WORDS])


def spell_not(text: str) -> str:
    """Return folded text with "can not" for "can't" and "cannot"."""
    return _NOT.sub(lambda found: f"{found[1] or ''} not", text) if "n" in text else text
