"""The gist of a question: equal for two that only say it in another way.

It is made to be compared for equality, so precision comes first: what is left out or unified here never tells two
questions apart. Numbers, negations, signs and the order of words stay.
"""

import re
import unicodedata
from dataclasses import dataclass
from itertools import zip_longest

from mkdeck.unicode import normalize

_QUOTES = str.maketrans("‘’‛′`´“”„«»", "'''''''\"\"\"\"")
_VARIATION_SELECTOR = re.compile("[\ufe00-\ufe0f]")
_MANY_WORDS = 60
"""A longer question is taken as it is, so that none takes long."""

_NOT = re.compile(r"\b(?:can't|cannot)\b|\bwon't\b|n't\b")
_SHORT_FORMS = (
    (re.compile(r"\b(what|how|where|who|why|when|that|there|it|here)'s\b"), r"\1 is"),
    (re.compile(r"'re\b"), " are"),
    (re.compile(r"'ve\b"), " have"),
    (re.compile(r"(?<=\w)'s\b"), ""),
)
# server-side, TCP/IP; but 5-10, -d, 1/2. Node.js, Array.map; but 3.5, .NET.
_JOINED = re.compile(r"(?<=[^\W\d])[-/‐‑–](?=[^\W_])|(?<=\w)[-/‐‑–](?=[^\W\d_])")
_INNER_DOT = re.compile(r"(?<=[^\W\d_])\.(?=[^\W\d_])")

_END = re.compile(r"(?:(?<![?？])[?？]+[!！]*|(?<![!！。])[!！。]+|\.)[\"')]*\Z")
_IN_FRONT = re.compile(r"((?:in|for|with|using|within|under) [^,?!:]{1,40}), (?=\S+ \S)(.*[^.?!\s])([.?!\s]*)\Z")
_POLITE = re.compile(
    r"(?:(?:please|so|and|now|also|briefly) |(?:can|could|would|will) (?:you|we) (?:please |briefly |also )?"
    r"(?=(?:explain|describe|define|tell|give|list|name|compare|discuss|differentiate|distinguish) ))+"
)
_TOLD = re.compile(r"(?:explain|describe|define|discuss|elaborate on|tell (?:me|us)(?: about)?)(?: briefly| about)? ")
_ASKS = re.compile(r"(?:what|how|why|when|where|which|who|whether|if)\b")
_AUXILIARY = re.compile(
    r"\b(?:(how|why|when|where) (?:do|does|did|would|should|to)|(how) can|(what) (?:do|does|did))"
    r"(?: (?:you|we|i|one))?(?= \S)"
)
_MEANT = re.compile(
    r"what (?:you |we )?(?:(?:mean|understand|know) (?:by|about)|is meant by|is the (?:meaning|definition) of) "
)
_MEANS = re.compile(r"what (?!(?:is|are|was|were) )(?:(.+) (?:is|are)|(\S+ .+) means?)\Z")
_WHAT_IS = re.compile(r"what (?:exactly |actually )?(?:(?:is|are|was|were) )?")
_DIFFERENCE = re.compile(
    r"(?:(?:the |a )?(?:main |major |key )?differences? (?:between|of|among)|compare(?: and contrast)?|contrast|differentiate"
    r"(?: between)?|distinguish(?: between)?) (.+)\Z"
)
_DIFFERS = re.compile(r"how (?:(?:is|are) )?(.+?) (?:differs?|different)(?: from (.+))?\Z")
_VERSUS = re.compile(r".+ (?:vs|versus) .+\Z")
_BETWEEN = frozenset("and or with from between vs versus & the a an".split())
_DIRECTED = frozenset("to into than over".split())
_YES_OR_NO = {
    word: words[0]
    for words in map(
        str.split, ("is are was were am", "do does did", "has have had", "can could", "will would", "should")
    )
    for word in words
}

_FILLING = frozenset(
    "an the is are was were be been you we your our my me us please exactly actually really basically simply briefly"
    " there".split()
)
_VAGUE = frozenset("different various main major some possible".split())
_COUNTED = frozenset(
    "types kinds ways features advantages disadvantages benefits drawbacks differences parts steps reasons examples"
    " characteristics principles phases stages".split()
)
"""Words before which a vague one such as ``different`` says nothing."""
_SAME = {"benefit": "advantage", "drawback": "disadvantage", "kind": "type"}
_VOWEL = frozenset("aeiouy")
"""HTTPS is no plural of HTTP."""
_NO_PLURAL = ("ss", "us", "sis", "xis", "tis", "dis", "this", "as", "ldaps", "imaps", "amqps")
_DOUBLED = tuple(2 * letter for letter in "bdgmnprt")
"""How a stem ends whose last letter is doubled before an ending."""
_PREPOSITIONS = frozenset("of in on for with to from by at as into than over between without".split())

_BRITISH = ((re.compile(r"(?<=\w{3})our\b"), "or"), (re.compile(r"(?<=\w{3})is(?=(?:es?|ed|ing|ations?)\b)"), "iz"))


@dataclass(frozen=True, slots=True)
class Gist:
    """What a question asks for, and about what."""

    kind: str
    """``what``, ``how``, ``difference`` …, or the verb of a question to be answered with yes or no."""
    words: tuple[str, ...]


def split_question(title: str) -> str:
    """Return a question as words with single spaces, without case, punctuation and short forms."""
    text = title.translate(_QUOTES)
    if not text.isascii():
        text = _VARIATION_SELECTOR.sub("", normalize("NFKC", text))
        text = "".join(sign for sign in text if unicodedata.category(sign) not in ("So", "Cf"))  # emoji
    # A flag is another one in upper case: git branch -d, -D.
    text = " ".join(word if word.startswith("-") else word.casefold() for word in text.split())
    if text.count(" ") >= _MANY_WORDS:
        return text
    text = _NOT.sub(lambda found: {"ca": "can not", "wo": "will not"}.get(found[0][:2], " not"), text)
    for short, long in _SHORT_FORMS:
        text = short.sub(long, text)
    text = _IN_FRONT.sub(r"\2 \1\3", text)
    text = _INNER_DOT.sub("", _JOINED.sub(" ", text))
    for british, american in _BRITISH:
        text = british.sub(american, text)
    return " ".join(word if word.isalnum() else _strip_signs(word) or word for word in _end_question(text).split())


def _end_question(text: str) -> str:
    """Return a question without the signs at its end; elsewhere, as in ``map!`` and ``a?.b``, they may be code."""
    start, _, last = text.rpartition(" ")
    shown = _END.sub("", last)
    return f"{start} {shown or ('' if last in ('?', '!') else last)}"


def _strip_signs(word: str) -> str:
    """Return a word without the punctuation around it; brackets and signs that are part of code stay."""
    word = word.strip("\"'").rstrip(":;,.…").removesuffix("()")
    if word.startswith(("(", "[")) or any(word.count(end) > word.count(begin) for begin, end in ("()", "[]")):
        word = word.lstrip("([").rstrip("])")
    return word.strip("\"'")


def read_gist(words: str) -> Gist:
    """Return the gist of a question, from what ``split_question`` returns of it."""
    if words.count(" ") >= _MANY_WORDS:
        return Gist("", (words,))
    text = _drop_start(_POLITE, words)
    told = _TOLD.match(text)
    text = _drop_start(_TOLD, text)
    if found := _DIFFERENCE.match(_drop_start(_WHAT_IS, text)):
        return _compare(found[1])
    text = _AUXILIARY.sub(r"\1\2\3", text)
    if (found := _DIFFERS.match(text)) or (found := _VERSUS.match(text) if not _ASKS.match(text) else None):
        return _compare(" ".join(filter(None, found.groups())) if found.re is _DIFFERS else found[0])
    if text.startswith("what "):
        return _read_what(text)
    first, _, rest = text.partition(" ")
    if _ASKS.match(text):
        return Gist(first, _fold(rest))
    if told:
        return Gist("what", _fold(text))
    return Gist(_YES_OR_NO[first], _fold(rest)) if first in _YES_OR_NO else Gist("", _fold(text))


def _drop_start(start: re.Pattern[str], text: str) -> str:
    return text[found.end() :] if (found := start.match(text)) else text


def drop_topic(words: str, topic: frozenset[str]) -> str:
    """Return a question without what only names the topic of its article: "in React" in one about React."""
    parts = words.split()
    for count in range(1, min(4, len(parts) - 1)):
        if parts[-count - 1] in ("in", "of", "within") and topic.issuperset(parts[-count:]):
            return " ".join(parts[: -count - 1])
    return words


def _read_what(text: str) -> Gist:
    if meant := _MEANT.match(text):
        return Gist("what", _fold(text[meant.end() :]))
    if means := _MEANS.match(text):
        return Gist("what", _fold(means[1] or means[2]))
    return Gist("what", _fold(_drop_start(_WHAT_IS, text)))


def _compare(text: str) -> Gist:
    """Return the gist of a comparison, in which the order says nothing; but "text to number" is not "number to text"."""
    words = [_singular(word) for word in text.split() if word not in _BETWEEN]
    return Gist("difference", tuple(words if _DIRECTED.intersection(words) else sorted(words)))


def _fold(text: str) -> tuple[str, ...]:
    words = text.split()
    kept = [w for w, after in zip_longest(words, words[1:]) if not _says_nothing(w, after)]
    return _sort_neighbours(_turn_of([_SAME.get(word, word) for word in map(_singular, kept)]))


def _says_nothing(word: str, after: str | None) -> bool:
    if word == "a":  # but in "the A in ACID" it is a letter
        return after is not None and after not in _PREPOSITIONS
    return word in _FILLING or (word in _VAGUE and after in _COUNTED)


def _turn_of(words: list[str]) -> list[str]:
    """Return "React lifecycle methods" for "lifecycle methods of React"."""
    if words.count("of") != 1 or _PREPOSITIONS.intersection(words) != {"of"}:
        return words
    place = words.index("of")
    return [*words[place + 1 :], *words[:place]] if 0 < place < len(words) - 1 else words


def _sort_neighbours(words: list[str]) -> tuple[str, ...]:
    """Return "props and state" for "state and props"."""
    for n in range(1, len(words) - 1):
        if words[n] in ("and", "or", "&"):
            words[n - 1], words[n + 1] = sorted((words[n - 1], words[n + 1]))
    return tuple(words)


def _singular(word: str) -> str:
    """Return a word without the ``s`` of a plural or of a verb."""
    if len(word) < 4 or not word.isalpha() or not word.isascii():
        return word
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    if word[-1] == "s" and not word.endswith(_NO_PLURAL) and not _VOWEL.isdisjoint(word[:-1]):
        word = word[:-1]
    return word[:-2] + "y" if word.endswith("ie") else word


def stem_word(word: str) -> tuple[str, str]:
    """Return a word without the ending of a verb, and that ending: ``ing``, ``ed`` or ``""``."""
    ending = next((each for each in ("ing", "ed") if word.endswith(each) and len(word) > len(each) + 2), "")
    stem = word[: -len(ending)] if ending else word
    if ending and stem.endswith(_DOUBLED):  # running; but not rolling
        stem = stem[:-1]
    return (stem.removesuffix("e") if len(stem) > 3 else stem), ending
