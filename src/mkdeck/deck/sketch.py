"""What is remembered of texts that are gone: enough to recognise them, and not to read them.

Of a key and of an answer: a digest, 48 bits. Among a million of them two are equal by chance once in 500 times, and then
the answers are compared as well. Of an answer of some length also a sketch of its words, which tells how many it shares with another
answer: each word falls into one of 64 buckets, and a bucket keeps four bits of its smallest word. Ten bits of a word, in a language of
fifty thousand, are those of fifty others, so no text comes back out of it. The share is right within 0.1 for an answer of 30
words, 0.06 for one of 100 (one standard deviation, at worst).

All of it is stored in packages: a change to any result here makes earlier packages forget. A new way needs a new version in
``apkg/memory.py``.
"""

import hashlib
import re
from functools import lru_cache
from html import unescape

from mkdeck.deck.sides import read_back
from mkdeck.digest import digest_text
from mkdeck.model import Note, Trace
from mkdeck.unicode import normalize

_BUCKETS = 64
_VALUES = 15
"""That a bucket may keep; 0 stands for an empty one."""
_FEWEST_WORDS = 12
"""Of which an answer is sketched: a shorter one is known by its digest alone."""
_MOST_CHARACTERS = 100_000
"""Of an answer that are looked at, so that none takes long."""
_SIGN = "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]"
"""Of scripts that put no space between words; each counts as one."""
_WORD = re.compile(rf"{_SIGN}|(?:(?!{_SIGN})\w)+")


def trace_wording(key: str, note: Note) -> Trace:
    """Return what is kept of a note's wording under a key."""
    return Trace(digest_text(key), digest_answer(note))


def digest_answer(note: Note) -> str:
    """Return eight characters that stand for the answer, whatever its HTML, case and spacing."""
    return digest_text("".join(_read_answer(read_back(note)).split()))


def split_answer(answer: str) -> frozenset[str]:
    """Return the words of an answer, which is HTML."""
    return frozenset(_WORD.findall(_read_answer(answer)))


def sketch_answer(note: Note) -> str:
    """Return 64 hex digits, one a bucket, or ``""`` for an answer of few words."""
    words = split_answer(read_back(note))
    if len(words) < _FEWEST_WORDS:
        return ""
    smallest: dict[int, int] = {}
    for word in words:
        bucket, rest = _place_word(word)
        smallest[bucket] = min(smallest.get(bucket, rest), rest)
    return "".join(f"{1 + smallest[n] % _VALUES:x}" if n in smallest else "0" for n in range(_BUCKETS))


def compare_sketches(one: str, other: str) -> float:
    """Return the share of words that two answers have in common, of all that either has; 0 where one is not known."""
    if not one or not other:
        return 0
    pairs = [(a, b) for a, b in zip(one, other, strict=True) if (a, b) != ("0", "0")]
    equal = sum(a == b for a, b in pairs) / max(len(pairs), 1)
    return max(0, (equal - 1 / _VALUES) / (1 - 1 / _VALUES))  # without those that are equal by chance


@lru_cache(maxsize=50_000)
def _place_word(word: str) -> tuple[int, int]:
    number = int.from_bytes(hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
    return number % _BUCKETS, number // _BUCKETS


def _read_answer(answer: str) -> str:
    """Return an answer as text in small letters, links and pictures by their addresses."""
    shown = re.sub(
        "<(?:img|a) [^<>]*>",
        lambda tag: " ".join(re.findall(' (?:src|href)="([^"]*)', tag[0])),
        answer[:_MOST_CHARACTERS],
    )
    return normalize("NFC", unescape(re.sub("<[^<>]*>", " ", shown))).casefold()
