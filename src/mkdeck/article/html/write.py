"""Raw HTML -> HTML that is safe in a field and that Anki shows as written: each tag and each text of the sanitised HTML, written anew."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape, unescape
from typing import Protocol

from mkdeck.article.html.cloze_math import split_formula
from mkdeck.article.html.code import Raw, put_in
from mkdeck.article.html.literal import break_math, keep_brackets, keep_hint
from mkdeck.article.html.raw_html import PLAYERS, close_players, find_dropped
from mkdeck.article.html.sanitiser import sanitise
from mkdeck.cloze import MOST_NUMBERS, close_mark, open_mark, seal_clozes
from mkdeck.emoji_names import show_emoji
from mkdeck.media_types import is_limited, is_played
from mkdeck.unicode import normalize


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands in the place of a picture or a sound: itself, else a link to it, else its text."""

    text: str
    name: str = ""
    address: str = ""


class Resolver(Protocol):
    """What an article says of its links, pictures, sounds and formulas."""

    def resolve_link(self, target: str) -> str | None:
        """Return the address that a card can follow, or nothing."""

    def resolve_page(self, name: str) -> str | None:
        """Return the address of the article, or of the part ``name#part``, that a link in double brackets names, or nothing."""

    def resolve_picture(self, source: str, alt: str, line: int, in_link: bool) -> Shown:
        """Return what is shown or played of a picture, sound or film on a line, which may stand in a link."""

    def resolve_math(self, source: str, line: int) -> str | None:
        """Return the formula that a card may have, or nothing where its source is to be shown."""

    def report_dropped(self, tag: str, line: int) -> None:
        """Take note of an element that is left out with all that it holds."""


# The sanitiser writes every tag as <name attribute="value">, so this finds them all.
_TAG = re.compile(r"<(/?)([a-z0-9]+)((?: [^\s=<>\"/]+=\"[^\"]*\")*)>")
_ATTRIBUTE = re.compile(r" ([^\s=<>\"/]+)=\"([^\"]*)\"")
_CODE = re.compile(r'<pre data-code="([^"]*)"></pre>')
_PLAIN = re.compile(r"[ !-%'-;=?-Z\]-~]*")
"""Text of ASCII that means the same in a card: without ``&``, ``<``, ``>``, ``[`` and backslashes."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_SUMMARY = re.compile(r"<summary>.*?</summary>", re.DOTALL)
_UNSEEN = re.compile(r"(?:<[^>]*+>|&nbsp;|\s)*+")
_NUMBER = re.compile(r"-?[0-9]{1,9}")
_SMALL_NUMBERS = re.compile(r"[1-9][0-9]{0,2}")
_SMALL_NUMBER = re.compile(r"[0-9]{1,2}")
_BOUNDED = {
    "colspan": _SMALL_NUMBER,
    "height": re.compile(r"[0-9]{1,4}(?:\.[0-9]+)?(?:px|%)?"),
    "rowspan": _SMALL_NUMBER,
    "start": _NUMBER,
    "style": re.compile(r"text-align: ?(?:left|right|center|justify|start|end);?"),
    "value": _NUMBER,
    "width": re.compile(r"[0-9]{1,4}(?:\.[0-9]+)?(?:px|%)?"),
}
"""Attributes that could make a card kilometres wide or say more than they should, and what they may hold."""
_MARKING = frozenset({"data-line", "data-code", "data-cloze", "data-hint"})
"""Attributes that only say something to what is written here."""
_SCROLLING = ("pre", "table")
"""What the style lets scroll in itself, and a keyboard therefore has to reach."""
_MATH_MARKS = {"math": (r"\(", r"\)", "$"), "math-display": (r"\[", r"\]", "$$")}
"""By class: the marks around math in Anki, and those in Markdown."""


_SOUND_SIGN = "\x02"
"""Stands for the bracket of a sound that Anki is to play, until all others are literal; no text or value can have it."""


def finish_html(raw: Raw, resolver: Resolver) -> str:
    """Return safe HTML with its links, pictures and sounds resolved, math in Anki's marks, emoji for their names, and all else literal.

    Code is safe as it is, and goes around the sanitiser. Where a browser would not read an element in its place, as in a
    text field that stays open, it is read with the rest.
    """
    if _PLAIN.fullmatch(raw.html):
        return show_emoji(raw.html.strip())
    html, code = _report_dropped(raw.html, resolver), raw.code
    numbers = list(map(str, range(len(code))))
    clean = sanitise(put_in(html, [f'<pre data-code="{n}"></pre>' for n in numbers]))
    if _CODE.findall(clean) != numbers:
        clean, code = sanitise(put_in(html, code)), ()
    return _Writer(resolver, show_emoji, code).write(clean)


def finish_cloze(raw: Raw, resolver: Resolver) -> str:
    """Return the same for a field in which Anki looks for clozes: those that are marked, and no others."""
    html = _report_dropped(put_in(raw.html, raw.code), resolver)
    return _ClozeWriter(resolver, show_emoji).write(sanitise(html))


def _report_dropped(html: str, resolver: Resolver) -> str:
    """Say what of raw HTML a reader will miss, and return it with its players closed."""
    for tag, line in find_dropped(html):
        resolver.report_dropped(tag, line)
    return close_players(html)


class _Nothing:
    """Of a text that refers to nothing."""

    def resolve_link(self, target: str) -> str | None:
        return None

    def resolve_page(self, name: str) -> str | None:
        return None

    def resolve_picture(self, source: str, alt: str, line: int, in_link: bool) -> Shown:
        return Shown("")

    def resolve_math(self, source: str, line: int) -> str | None:
        return None

    def report_dropped(self, tag: str, line: int) -> None:
        return None


NOTHING = _Nothing()
"""Says of links, pictures and formulas that there are none."""


@lru_cache
def escape_text(text: str) -> str:
    """Return plain text as HTML that Anki shows as written."""
    return _Writer(NOTHING).write(sanitise(escape(text, quote=False)))


def write_link(address: str, text: str) -> str:
    """Return a link with a plain text."""
    writer = _Writer(NOTHING)
    writer.put_link(address, text)
    return writer.finish()


def is_blank(html: str) -> bool:
    """Tell whether HTML shows nothing: no text and no picture."""
    shown = _SUMMARY.sub("", html)  # a fold with nothing in it
    return "<img" not in shown and _UNSEEN.fullmatch(shown) is not None


class _Writer:
    """Writes what the sanitiser gives once more, each tag and each text by itself."""

    def __init__(self, resolver: Resolver, show: Callable[[str], str] = str, code: Sequence[str] = ()) -> None:
        """``show`` is given each escaped text that is no code; ``code`` has what takes the place of marks."""
        self._resolver = resolver
        self._show = show
        self._code = code
        self._links: list[bool] = []
        """Of the links around what comes next, whether each is written."""
        self._literal = 0
        """How many elements around it MathJax leaves alone."""
        self._out: list[str] = []
        self._text: list[str] = []
        """Escaped text that is not written yet."""
        self._player = ""
        """The element, ``audio`` or ``video``, that is being read; its text is for browsers that play neither."""
        self._sources: list[str] = []
        self._player_line = 0

    def write(self, clean: str) -> str:
        """Return the whole, written again."""
        position = 0
        opening: re.Match[str] | None = None  # of a formula, which holds text alone
        for tag in _TAG.finditer(clean):
            text, position = clean[position : tag.start()], tag.end()
            if self._player:
                self._read_player(tag)
                continue
            if opening and tag[0] == "</span>":
                self._put_math(text, opening)
                opening = None
                continue
            if opening:
                self._put("<span>")
            self._text.append(text)
            opening = tag if _find_class(tag) in _MATH_MARKS else None
            if not opening:
                self._put_tag(tag)
        self._text.append(clean[position:])
        return self.finish()

    def put_link(self, address: str, text: str) -> None:
        """Write a link with a plain text."""
        self._put(_join("a", {"href": escape(address)}))
        self._text.append(escape(text))
        self._put("</a>")

    def finish(self) -> str:
        """Return all that was written, with brackets that Anki does not read: they may stand before a formula or in a tag."""
        self._put("")
        return keep_brackets("".join(self._out)).replace(_SOUND_SIGN, "[").strip()

    def _put(self, markup: str, name: str = "") -> None:
        """Write markup, and before it the text since the last: MathJax reads that as one, whatever was left out of it."""
        text = "".join(self._text)
        self._text.clear()
        if not text.replace("\n", "").isprintable():
            text = _CONTROL.sub("", text)
        text = normalize("NFC", text)
        if not self._literal:
            text = break_math(self._show(text))
        if name == "wbr" and text.endswith(("\\", "\ufe68", "\uff3c")):  # MathJax reads on behind it
            text = f"{text[:-1]}<span>{text[-1]}</span>"
        self._out += [text, markup]

    def _put_math(self, text: str, tag: re.Match[str]) -> None:
        """Write a formula, or the source of one that may not reach a card."""
        source = normalize("NFC", _CONTROL.sub("", unescape(text)))
        start, end, sign = _MATH_MARKS[_find_class(tag)]
        shown = self._resolver.resolve_math(source, _find_line(tag))
        if shown is None or self._literal:
            self._put(f"<code>{escape(f'{sign}{source}{sign}', quote=False)}</code>")
        else:
            self._put_formula(start, shown, end)

    def _put_formula(self, start: str, source: str, end: str) -> None:
        self._put(f"{start}{escape(source, quote=False)}{end}")

    def _put_tag(self, tag: re.Match[str]) -> None:
        is_end, name = tag[1] == "/", tag[2]
        if name == "a":
            self._put_author_link(_read_attributes(tag[3]), is_end=is_end)
        elif name == "img":
            self._put_picture(_read_attributes(tag[3]), _find_line(tag))
        elif name == "pre" and self._code and (mark := _CODE.match(tag.string, tag.start())):
            self._put(self._code[int(mark[1])].removesuffix("</pre>"))
        elif name in PLAYERS:
            self._begin_player(tag)
        elif name == "source":  # of a <picture>: the <img> beside it is what every browser shows
            return
        else:
            self._put(tag[0] if is_end else _write_opening(name, tag[3]), name)
        if name in ("pre", "code"):
            self._literal += -1 if is_end else 1

    def _put_picture(self, attributes: dict[str, str], line: int) -> None:
        source, alt = unescape(attributes.pop("src", "")), unescape(attributes.get("alt", ""))
        shown = self._resolver.resolve_picture(source, alt, line, any(self._links))
        if is_played(shown.name):
            self._put(f"{_SOUND_SIGN}sound:{shown.name}]")
        elif shown.name:
            self._put(_join("img", {**attributes, "src": escape(shown.name)}))
        elif shown.address:
            self.put_link(shown.address, shown.text)
        else:
            self._text.append(escape(shown.text))

    def _begin_player(self, tag: re.Match[str]) -> None:
        if tag[1] != "/":
            source = _read_attributes(tag[3]).get("src", "")
            self._player, self._sources, self._player_line = tag[2], [source] if source else [], _find_line(tag)

    def _read_player(self, tag: re.Match[str]) -> None:
        """Read on in a player; at its end, write what all clients play, if one of its sources is that, else the first."""
        source = _read_attributes(tag[3]).get("src", "")
        if tag[2] == "source" and source:
            self._sources.append(source)
        if tag[0] == f"</{self._player}>":
            name, self._player = self._player, ""
            if not self._sources:
                self._resolver.report_dropped(name, self._player_line)
                return
            best = next((source for source in self._sources if not is_limited(source)), self._sources[0])
            self._put_picture({"src": best, "alt": best}, self._player_line)

    def _put_author_link(self, attributes: dict[str, str], *, is_end: bool) -> None:
        """Write a link, or nothing around its text where a card could not follow it."""
        if is_end:
            if self._links and self._links.pop():
                self._put("</a>")
            return
        address = _CONTROL.sub("", unescape(attributes.get("href", "")))
        page = _CONTROL.sub("", unescape(attributes.pop("data-page", "")))
        target = self._resolver.resolve_link(address) if "href" in attributes else None
        target = self._resolver.resolve_page(page) if page else target
        self._links.append(target is not None)
        if target is not None:
            self._put(_join("a", {**attributes, "href": escape(target)}))


class _ClozeWriter(_Writer):
    """The same for a field in which Anki looks for clozes."""

    def __init__(self, resolver: Resolver, show: Callable[[str], str] = str) -> None:
        super().__init__(resolver, show)
        self._hints: list[str | None] = []
        """Of the elements ``span`` around what comes next, the hint of each that is a cloze."""

    def _put(self, markup: str, name: str = "") -> None:
        place = len(self._out)
        super()._put(markup, name)
        self._out[place:] = map(seal_clozes, self._out[place:])

    def _put_mark(self, mark: str) -> None:
        self._put("")
        self._out.append(mark)

    def _put_tag(self, tag: re.Match[str]) -> None:
        if tag[2] != "span":
            super()._put_tag(tag)
        elif tag[1]:
            hint = self._hints.pop() if self._hints else None
            self._put("</span>") if hint is None else self._put_mark(close_mark(hint))
        else:
            attributes = _read_attributes(tag[3])
            number = attributes.get("data-cloze", "")
            is_cloze = _SMALL_NUMBERS.fullmatch(number) is not None and int(number) <= MOST_NUMBERS
            self._hints.append(keep_hint(_write_value(attributes.get("data-hint", ""))) if is_cloze else None)
            self._put_mark(open_mark(int(number))) if is_cloze else super()._put_tag(tag)

    def _put_formula(self, start: str, source: str, end: str) -> None:
        self._put(start)
        for part in split_formula(source):
            if isinstance(part, str):
                self._put(escape(part, quote=False))
                continue
            self._put_mark(open_mark(part.number))
            self._put(escape(part.text, quote=False))
            self._put_mark(close_mark(keep_hint(escape(part.hint, quote=False))))
        self._put(end)


def _read_attributes(text: str) -> dict[str, str]:
    return dict(_ATTRIBUTE.findall(text))


def _find_class(tag: re.Match[str]) -> str:
    """Return the class of a ``span``."""
    return _read_attributes(tag[3]).get("class", "") if tag[2] == "span" and tag[3] else ""


def _find_line(tag: re.Match[str]) -> int:
    line = _read_attributes(tag[3]).get("data-line", "")
    return int(line) if _NUMBER.fullmatch(line) else 0


@lru_cache(1000)  # code has few tags, very often
def _write_opening(name: str, attributes: str) -> str:
    focus = {"tabindex": "0"} if name in _SCROLLING else {}
    return _join(name, _read_attributes(attributes) | focus)


def _join(name: str, attributes: Mapping[str, str]) -> str:
    """Return a tag with those attributes that a card may have."""
    kept = "".join(f' {key}="{_write_value(value)}"' for key, value in attributes.items() if _is_kept(key, value))
    return f"<{name}{kept}>"


def _is_kept(key: str, value: str) -> bool:
    if key == "class":
        return value != "" and value not in _MATH_MARKS
    return key not in _MARKING and (key not in _BOUNDED or _BOUNDED[key].fullmatch(value) is not None)


def _write_value(value: str) -> str:
    return normalize("NFC", _CONTROL.sub("", value)).replace("<", "&lt;").replace(">", "&gt;")
