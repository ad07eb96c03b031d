"""What changed between two decks, as Markdown: for the notes of a release, and for who looks at a change before it is merged."""

from collections.abc import Iterator, Sequence

from mkdeck.deck.changelog import anki_search, count_changes, group_by_place, id_line
from mkdeck.deck.details import Voice, present_note, tell_details, tell_turned
from mkdeck.deck.inert import finish_inert, write_code, write_inert
from mkdeck.deck.seen import mark_formulas, question_text, split_question, visible_text
from mkdeck.model import Change


def write_markdown(changes: Sequence[Change], with_reasons: bool = False) -> list[str]:
    """Return the changes line by line, by deck; nothing of a package's text is anything but text.

    ``with_reasons`` adds how one knows a reworded question again, and what to write where one does not.
    """
    lines = [f"{(count_changes(changes) or 'no notes').capitalize()}."]
    for place, group in group_by_place(changes):
        lines += ["", f"### {write_inert(place.replace('::', ' › '))}", ""]
        for change in group:
            title, options = split_question(present_note(change))
            lines.append(f"- **{change.kind.capitalize()}:** {_read(title)}")
            lines += [f"  - {_read(option)}" for option in options if change.kind == "added"]
            lines += [f"  - {detail}" for detail in _tell(change, with_reasons)]
    return [finish_inert(line) for line in lines]


def _tell(change: Change, with_reasons: bool) -> Iterator[str]:
    old = change.old
    yield from tell_details(change, _VOICE, anki_search(old) if old else "")
    if change.turned:
        yield write_inert(tell_turned(change.turned))
    if not with_reasons:
        return
    if change.new and change.maybe:
        yield f"or is it: {write_inert(question_text(change.maybe))} ({write_inert(change.reason)})"
        yield f"if so, write {write_code(id_line(change.new, change.maybe))} below it, so that learners keep their history"
    elif change.kind == "reworded":
        yield f"known by: {write_inert(change.reason)}"


def _read(html: str) -> str:
    return write_inert(" ".join(visible_text(mark_formulas(html)).split()))


_VOICE = Voice("~~{}~~", "**{}**", _read, write_inert)
