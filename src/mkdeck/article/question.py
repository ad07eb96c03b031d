"""What a heading that asks something says: its text, its number, its id."""

import itertools
import re
import unicodedata
from collections.abc import Sequence
from copy import copy
from functools import lru_cache
from typing import NamedTuple, cast

from markdown_it.token import Token

from mkdeck.article.markdown import plain_text

_ASKING_WORD = (
    r"(?:What|How|Why|When|Where|Which|Who|Is|Are|Do|Does|Did|Can|Could|Should|Would|Explain|Describe|Compare|Define)\b"
)
# A number and a mark: 12.  12)  3.2.  (4)  [5]  7:  7 -   or, before what can only be a title, none: 1.1 Trees, 1 What …
# But "404:" is a status code, "2.x" a version and "127.0.0.1:" an address.
_NUMBER = (
    r"(?:[(\[]?[#№]?(?P<number>\d{1,4})(?:(?:\.\d{1,3})*\s*(?:\.(?![\da-z])|[)\]．）、](?!\d))"
    r"|(?<!\d\d\d)(?:\s*[:：]|\s+[-–—](?=\s))(?!\s*[\da-z]))"
    r"|[#№](?P<hash>\d{1,4})(?=\s+[^\W\d])"
    rf"|(?P<part>\d{{1,3}})(?:(?:\.\d{{1,3}})+(?=\s+[A-Z]\w)|(?=\s+{_ASKING_WORD}))"
    r"|(?P<keycap>(?:\d\ufe0f?\u20e3)+|🔟))"
)
# Q:  Q.  Q4:  Q12)  Question 3.  Q7 What …
_WORD = (
    r"(?:Q|Que|Ques|(?:Interview\s+)?Question)(?:\s*[-#.№]?\s*(?P<counted>\d{1,4}))?"
    r"\s*(?:[.:)．：）]+|(?<=\d)\s*[-–—](?=\s)|(?<=\d)(?=\s+[^\W\d]))"
)
_NUMBER_PREFIX = re.compile(rf"\s*{_NUMBER}")
_WORD_PREFIX = re.compile(rf"\s*{_WORD}", re.IGNORECASE)

_ID_COMMENT = re.compile(r"<!--\s*+id:(.*?)-->", re.DOTALL)
_ID_SIGNS = frozenset("-_.~:+")

_ENDS_AS_QUESTION = re.compile(r"[?？؟](?:[(\[（](?>[^()]*[)\]）])|\W)*+\Z")
_MOST_KEPT = 2**18
"""Titles of which it is remembered whether they ask: every shape wants to know it of each."""
_LONGEST_END = 200
"""Characters behind a question mark, such as ``(and why)``, that leave it at the end."""
_BEGINS_AS_QUESTION = re.compile(
    r"[¿\W]*+(?:please\s+)?(?:(?:what|how|why|when|where|which|who|whose|whom)(?:['’]?s|['’]re|['’]d)?"
    r"|is|are|was|were|do|does|did|can|could|should|would|will|shall|may|has|have|had"
    r"|explain|describe|compare|define|discuss|differentiate|distinguish|contrast|(?:the )?differences? between"
    r"|tell\s+(?:me|us)|(?:list|name|give|state|mention)\s+(?:the|some|any|all|your|how|what|why|two|three|four|five|\d+)"
    r"|(?:give|write|implement|design|show|create|build|draw|walk|talk|think)\s+(?:down|out|a|an|me|us|about|through|how|code)"
    # German, Spanish, French, Portuguese, Italian, Polish, Turkish, Russian
    r"|was|wie|warum|wieso|wann|wo|welche[rsnm]?|wer|wozu|erklär(?:e|en)|erläuter(?:e|n)|beschreib(?:e|en)|nenne[n]?|vergleich(?:e|en)"
    r"|(?:der |was ist der )?unterschied zwischen"
    r"|qué|cómo|cuál(?:es)?|cuándo|dónde|quién|por qué|para qué|explica|describe|diferencias? entre"
    r"|qu['’]est-ce|comment|pourquoi|quel(?:le)?s?|quand|où|expliquez|décrivez|différences? entre"
    r"|o que|como|qual|quais|quando|onde|por que|explique|descreva|diferenças? entre"
    r"|che cos['’]è|cosa|come|perché|quale|quali|quando|dove|spiega|descrivi|differenz[ae] tra"
    r"|co to|czym|jak|dlaczego|kiedy|gdzie|który|wyjaśnij|opisz|różnic[ae] między"
    r"|nedir|nasıl|neden|hangi|açıklayın"
    r"|что|как|почему|зачем|когда|где|какой|какие|какая|какое|чем|объясните|опишите|расскажите|разница между|назовите)\b"
    # Chinese, Japanese, Korean put no space between words
    r"|[¿\W]*+(?:什么|甚麼|如何|怎么|怎麼|为什么|為什麼|谈谈|介绍|解释|说说|简述|请|描述|比较)",
    re.IGNORECASE,
)
# "How we moved": a story.
_TELLS = re.compile(r"\W*(?:how|why|what|when|where)\s+(?:we|i|my|our)\b", re.IGNORECASE)
_ASKS_WITHIN = re.compile(
    r"\b(?:vs\.?|versus)\b|区别|區別|是什么|是什麼|为什么|有哪些|とは|違い|차이|무엇", re.IGNORECASE
)
# "Interview questions", "FAQ": a title above questions.
_TITLE_OF_QUESTIONS = re.compile(
    r"(?!.*[?？؟])(?:.*\s)?(?:questions?|faqs?|q\s*&\s*a)(?:\s+(?:and|&|with)\s+answers?)?(?:\s+list)?\W*\Z",
    re.IGNORECASE,
)
# "Any questions left?", "Need help?", "Found a mistake?", "Want to contribute?": it asks the reader.
_ASKS_READER = re.compile(
    r"\W*+(?:(?:do you|if you|still|have|got|any|a|more|other|further|general|common)\s+)*questions?(?:\s+(?:or\s+\w+|left))?\W*\Z"
    r"|\W*+(?:anything|something|someone|nothing)\s+(?:else|missing|wrong|unclear|left)\b.{0,20}\Z|\W*+what\s+else\W*\Z"
    r"|\W*+(?:do you\s+|are you\s+|did you\s+)?(?:need|want|like|love|enjoy|find|found|spot(?:ted)?|see|saw|have(?! you)|got|missing"
    r"|interested|stuck|still|noch|weitere|más|d['’]autres|other|more|any)\b(?!.*\b(?:what|how|why|when|which|where|who)\b)"
    r".{0,25}\b(?:questions?|help|mistakes?|bugs?|typos?|errors?|issues?|problems?|contribut\w*|feedback|ideas?|suggestions?"
    r"|support|stars?|sponsor\w*|more|else|stuck|missing|useful|helpful|fragen|preguntas|dudas|hilfe)\W*\Z"
    r"|\W*(?:like|love|enjoy)(?:\s+\w+){0,3}\s*\?\W*\Z|\W*how did you do\b.{0,10}\Z",
    re.IGNORECASE,
)
# "How to use this list": the article talks about itself. With a question mark, "Is this project still alive?", it is a
# question of a FAQ, but where it asks for what stands above most lists.
_TEXT = (
    r"(?:list|guide|repo(?:sitory)?|tutorial|document|page|article|book|course|collection|quiz|faq|handbook|readme"
    r"|cheat ?sheet|deck|talk)"
)
_ABOUT_ITSELF = re.compile(
    rf"\bthis\s+(?:{_TEXT}|site|project|wiki)\b|how (?:it|this) works\W*\Z|new here\W*\Z", re.IGNORECASE
)
_ASKS_ABOUT_ITSELF = re.compile(
    r"\W*+(?:how\s+(?:to|(?:do|can|should|could|would)\s+(?:i|you|we|one))\s+(?:\w+\s+){0,2}|how\s+is\s+|why\s+"
    rf"|wh(?:o|om)\s+(?:is|are|should|can)\s+(?:\w+\s+)?|what\s+is\s+(?:in\s+)?|what['’]s\s+(?:in\s+)?)this\s+{_TEXT}\b"
    r"|\W*how (?:it|this) works\W*\Z|\W*new here\W*\Z",
    re.IGNORECASE,
)


class Heading(NamedTuple):
    """A heading's inside, taken apart."""

    children: tuple[Token, ...]
    """What is shown: without number, prefix and id."""
    text: str
    """The same as plain text."""
    number: int | None
    """The number that the author wrote before it."""
    pinned: str
    """The id that the author wrote, ``""`` where there is none."""
    anchor_text: str
    """The whole text as a renderer sees it that makes anchors from headings."""

    @property
    def is_numbered(self) -> bool:
        """Whether a number or a prefix such as ``Q:`` was taken off."""
        return self.text != self.anchor_text

    @property
    def looks_like_question(self) -> bool:
        """Whether it asks or demands something, and is no title above questions."""
        return asks_something(self.text)


def read_heading(inline: Token) -> Heading:
    """Take the inside of a heading apart, once: every shape asks for it."""
    if "heading" not in inline.meta:
        inline.meta["heading"] = read_title(inline.children or [], str(inline.meta.get("pinned", "")))
    return cast("Heading", inline.meta["heading"])


def read_title(children: Sequence[Token], pinned: str = "") -> Heading:
    """Take the inside of whatever asks apart; ``pinned`` is an id that was found beside it."""
    if not children:
        return Heading((), "", None, pinned, "")
    in_comments = (find_id_comment(token.content) for token in children if token.type == "html_inline")
    text = plain_text(children)
    before_code = itertools.takewhile(lambda token: token.type != "code_inline", children)
    length, number = _measure_prefix(text, len(plain_text(before_code)))
    shown = drop_start(children, length) if length else children
    return Heading(tuple(shown), plain_text(shown), number, pinned or next(filter(None, in_comments), ""), text)


def find_id_comment(html: str) -> str:
    """Return the id in a comment ``<!-- id: x -->``, or ``""``."""
    found = _ID_COMMENT.search(html, 0, html.rfind("-->") + 3)  # one that is not closed would be sought to the end
    return found[1].strip() if found else ""


def is_valid_id(id_: str) -> bool:
    """Tell whether an id has only letters, marks, digits and ``- _ . : ~ +``, and ``/`` between its parts."""
    return all(part and all(_may_be_in_id(sign) for sign in part) for part in id_.split("/"))


def _may_be_in_id(sign: str) -> bool:
    return sign in _ID_SIGNS or unicodedata.category(sign)[0] in "LMN"


def is_about_questions(text: str) -> bool:
    """Tell whether a title stands above questions, or invites them, and is none itself."""
    is_title = _TITLE_OF_QUESTIONS.match(text) and not _BEGINS_AS_QUESTION.match(text)
    return bool(is_title or _ASKS_READER.match(text))


def is_about_page(text: str) -> bool:
    """Tell whether a title is about the article itself: "How to use this list"."""
    return (_ASKS_ABOUT_ITSELF if ends_as_question(text) else _ABOUT_ITSELF).search(text) is not None


def ends_as_question(text: str) -> bool:
    """Tell whether a text ends with a question mark."""
    return _ENDS_AS_QUESTION.search(text[-_LONGEST_END:]) is not None


@lru_cache(_MOST_KEPT)
def asks_something(text: str) -> bool:
    """Tell whether a title looks like a question or a task."""
    if is_about_questions(text) or is_about_page(text):
        return False
    if ends_as_question(text):
        return True
    return not _TELLS.match(text) and bool(_BEGINS_AS_QUESTION.match(text) or _ASKS_WITHIN.search(text))


@lru_cache(_MOST_KEPT)
def asks_below_number(text: str) -> bool:
    """Tell whether one line of plain text looks like a question when its number and prefix are taken off."""
    return asks_something(text[_measure_prefix(text, len(text))[0] :])


def drop_start(children: Sequence[Token], length: int) -> list[Token]:
    """Return the tokens without the first ``length`` characters of their text, and without emphasis left empty."""
    kept: list[Token] = []
    for token in children:
        if length > 0 and token.type in ("text", "code_inline"):
            shortened = copy(token)
            shortened.content = token.content[length:].lstrip()
            length -= len(token.content)
            if shortened.content:
                kept.append(shortened)
        elif length > 0 and token.type == "softbreak":
            length -= 1
        elif token.nesting == -1 and kept and kept[-1].nesting == 1 and kept[-1].tag == token.tag:
            kept.pop()
        else:
            kept.append(token)
    return kept


def _measure_prefix(text: str, limit: int) -> tuple[int, int | None]:
    """Return how many characters of numbers and prefixes begin the text, up to ``limit``, and the number.

    A title must be left: a number alone is one.
    """
    end, number = _measure_signs(text), None
    start = end
    for prefix in (_NUMBER_PREFIX, _WORD_PREFIX, _NUMBER_PREFIX):
        found = prefix.match(text, end)
        if found and found.end() <= limit and text[found.end() :].strip():
            end = found.end()
            digits = re.sub(r"\D", "", next((d for d in found.groupdict().values() if d), ""))
            number = int(digits) if digits else number
    return (end + len(text[end:]) - len(text[end:].lstrip()) if end > start else 0), number


def _measure_signs(text: str) -> int:
    """Return the length of the pictures that stand before a number: ``🔥 1. What …``."""
    found = re.match(r"[^\w\s\"'`“”«»(\[{¿#№/<\\.:*_$+-]+\s*(?=\d|Q)", text)
    return found.end() if found else 0
