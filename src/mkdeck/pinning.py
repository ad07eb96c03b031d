"""The identities of questions written into their articles: what each file becomes."""

import codecs
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from mkdeck.article.pin import pin_questions, pin_slug, read_again
from mkdeck.deck.assemble import assemble_deck
from mkdeck.deck.identity import note_key, split_kind
from mkdeck.files.regular import read_regular, tell_reason
from mkdeck.files.texts import MAX_ARTICLE
from mkdeck.model import Article, Location, Note, Pair
from mkdeck.problem import Problem, Severity


@dataclass(frozen=True, slots=True)
class _Question:
    """One question, and what it is known by."""

    pair: Pair
    present: str
    """The key that the article gives it."""
    key: str
    """The key that the previous package has for it, else the same."""
    id: str
    """What gives it ``key`` when it stands in the article."""


@dataclass(frozen=True, slots=True)
class Edit:
    """What one article's file becomes."""

    path: str
    content: bytes
    missing: tuple[Problem, ...]
    """What the file does not say yet, a problem for each question and one for the slug."""


def plan_edits(
    articles: Iterable[Article], places: Mapping[str, Location], keys: Mapping[str, str]
) -> Iterator[Edit | Problem]:
    """Yield what the files of articles become, and what is wrong, one after the other.

    ``places`` are the places of the present keys; ``keys`` has for each the key to write.
    """
    there: dict[Location, list[str]] = {}  # several keys only where a list has its questions in one line
    for key, place in places.items():
        there.setdefault(place, []).append(key)
    present = {place: iter(keys_there) for place, keys_there in there.items()}
    for article in articles:
        questions = list(_find_questions(article, present, keys))
        yield from (_report_otherwise(q) for q in questions if q.pair.pinned and q.key != q.present)
        if listed := [q for q in questions if article.shape == "index" and not q.pair.pinned]:
            yield from dict.fromkeys(_report_unpinnable(q, is_listed=True) for q in listed)
            continue
        try:
            found = _pin_article(article, questions)
        except OSError as error:
            found = report_file(article.path, "read", error)
        if found:
            yield found


def _find_questions(
    article: Article, present: Mapping[Location, Iterator[str]], keys: Mapping[str, str]
) -> Iterator[_Question]:
    """Yield the questions of an article in order; one that stands in several sections has one key in all of them."""
    first: dict[tuple[str, ...], str] = {}
    for pair in article.pairs:
        same = pair.content
        now = first[same] if same in first else first.setdefault(same, next(present[pair.location]))
        key = split_kind(keys[now])[0]
        last = key.rpartition("/")[2]
        is_own = note_key(article.settings.id or "", article.slug, last) == key
        yield _Question(pair, now, keys[now], last if is_own else key)


def _pin_article(article: Article, questions: Sequence[_Question]) -> Edit | Problem | None:
    """Return what the article's file becomes, ``None`` where it stays, or why it cannot be pinned."""
    content = read_regular(article.path, MAX_ARTICLE)  # not read_text: every byte is kept
    text = content.decode("utf-8-sig")
    unpinned = [q for q in questions if not q.pair.pinned]
    with_ids = pin_questions(text, {q.pair.location.line: q.id for q in unpinned})
    pinned = pin_slug(with_ids, article.slug) if questions else with_ids
    if pinned == text:
        return _report_unpinnable(unpinned[0]) if unpinned and article.shape != "index" else None
    # No id is written into a list in front matter, and what answers its questions is not at hand.
    if article.shape != "index" and (wrong := _find_unpinnable(text, pinned, article, questions)):
        return wrong
    missing = [_report_unpinned(q) for q in unpinned] + ([_report_no_slug(article)] if pinned != with_ids else [])
    mark = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
    return Edit(article.path, mark + pinned.encode(), tuple(missing))


def _find_unpinnable(text: str, pinned: str, article: Article, questions: Sequence[_Question]) -> Problem | None:
    """Read the text again as it will be; return what has another key, or shows something else, than it should."""
    _, notes, _ = _read_again(text, article)
    pairs, new_notes, problems = _read_again(pinned, article)
    wanted = {q.present: q for q in questions}.values()  # of one that stands in several sections, one
    same = [(n.key if q.pair.pinned else q.key, n.digest, n.deck) for q, n in zip(wanted, notes, strict=False)]
    wrong = {p.location for p in problems if p.severity >= Severity.ERROR}
    if [(n.key, n.digest, n.deck) for n in new_notes] == same and all(p.pinned for p in pairs) and not wrong:
        return None
    lost = [
        q for q, p in zip(questions, pairs, strict=False) if p.pinned != (q.pair.pinned or q.id) or p.location in wrong
    ]
    return _report_unpinnable((lost or questions)[0])


def _read_again(text: str, article: Article) -> tuple[tuple[Pair, ...], tuple[Note, ...], list[Problem]]:
    found, problems = read_again(text, article)
    deck, _, more = assemble_deck([found] if found else [], 0)
    return found.pairs if found else (), deck.notes, problems + more


def _report_unpinned(question: _Question) -> Problem:
    message = f"question '{question.pair.title}' has no id of its own"
    hint = f"run mkdeck pin, which writes the id {question.id}"
    return Problem(question.pair.location, "not-pinned", message, hint, Severity.ERROR)


def _report_no_slug(article: Article) -> Problem:
    message = f"the slug '{article.slug}' comes from the file's name, not from the front matter"
    hint = "run mkdeck pin, which writes it there"
    return Problem(Location(article.path, 1), "slug-not-pinned", message, hint, Severity.ERROR)


def _report_otherwise(question: _Question) -> Problem:
    message = f"question '{question.pair.title}' is pinned as '{question.pair.pinned}', but learners have it as '{question.key}'"
    hint = f"write the id {question.id} in its place, or keep it and build with the previous package for ever"
    return Problem(question.pair.location, "pinned-otherwise", message, hint)


def _report_unpinnable(question: _Question, is_listed: bool = False) -> Problem:
    message = f"question '{question.pair.title}' cannot be pinned as '{question.id}', so the article is left as it was"
    hint = "write an id below the question by hand, <!-- id: … -->, and run mkdeck pin again"
    if is_listed:
        hint = f'write id: {question.id} in its entry of the front matter (in TOML, id = "{question.id}")'
    return Problem(question.pair.location, "unpinnable", message, hint, Severity.ERROR)


def report_file(path: str, verb: str, error: OSError) -> Problem:
    """Say that an article could not be read or written."""
    message = f"cannot {verb} '{path}': {tell_reason(error)}"
    hint = "check the file's rights and the free space; the file is as it was"
    code = "unreadable-file" if verb == "read" else "unwritable-file"
    return Problem(Location(path, 1), code, message, hint, Severity.ERROR)
