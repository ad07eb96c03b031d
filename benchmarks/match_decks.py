"""How long the matching of two large decks takes, and how much memory: ``python benchmarks/match_decks.py``."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from resource import RUSAGE_SELF, getrusage
from time import perf_counter

from mkdeck.deck.history import keep_history
from mkdeck.deck.identity import make_slug, note_guid
from mkdeck.deck.notetype import make_notetype
from mkdeck.model import Deck, Note

NOW = 1_790_000_000
SYLLABLES = "ba co du fe gi hol kan lim mor nep ost pra qui ros sta tev ul vin wex zor".split()


def main() -> None:
    chance = random.Random(0)
    words = ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(6000)]
    deck = make_deck(chance, words, 10_000)
    edited = [
        reword(note, chance, words) if n % 200 == 0 else edit(note, chance, words) if n % 200 == 100 else note
        for n, note in enumerate(deck.notes)
    ]
    measure("10,000 notes against 10,000, 1 % changed", deck, edited)
    tenth = [reword(note, chance, words) if n % 10 == 0 else note for n, note in enumerate(deck.notes)]
    measure("10,000 notes against 10,000, 10 % reworded", deck, tenth)
    measure("10,000 notes against 10,000, all moved", deck, [rename(note, "moved") for note in deck.notes])
    small = replace(deck, notes=deck.notes[:2000])
    measure("2,000 notes against 2,000, all reworded", small, [reword(note, chance, words) for note in small.notes])
    both = [edit(reword(note, chance, words), chance, words) for note in small.notes]
    measure("2,000 notes against 2,000, all reworded and edited", small, both)


def measure(name: str, old: Deck, notes: Sequence[Note]) -> None:
    start = perf_counter()
    _, changes = keep_history(old, replace(old, notes=tuple(notes)), NOW)
    seconds = perf_counter() - start
    memory = getrusage(RUSAGE_SELF).ru_maxrss // 1024  # kB on Linux; the most so far
    print(f"{name}: {seconds:.2f} s, {memory} MB, {dict(Counter(c.kind for c in changes))}")


def make_deck(chance: random.Random, words: Sequence[str], size: int) -> Deck:
    """Return a deck whose words are as unevenly common as those of a language."""
    notes = (
        make_note(
            f"article-{n // 50}", " ".join(pick(chance, words, 6)), pick(chance, words, chance.randint(15, 150)), n
        )
        for n in range(size)
    )
    return Deck(tuple(notes), (make_notetype(NOW),), (), ())


def pick(chance: random.Random, words: Sequence[str], count: int) -> list[str]:
    return [words[int(len(words) ** chance.random()) - 1] for _ in range(count)]


def make_note(article: str, question: str, answer: Sequence[str], n: int) -> Note:
    key = f"{article}/{make_slug(question)}-{n}"
    fields = (f"{question}?", f"<p>{' '.join(answer)}</p>", "", "", "", key)
    return Note(NOW * 1000 + n, note_guid(key), key, key, "", fields, (), article, NOW)


def edit(note: Note, chance: random.Random, words: Sequence[str]) -> Note:
    answer = [word if chance.random() < 0.9 else pick(chance, words, 1)[0] for word in note.fields[1].split()]
    return replace(note, fields=(note.fields[0], f"<p>{' '.join(answer)}</p>", *note.fields[2:]))


def reword(note: Note, chance: random.Random, words: Sequence[str]) -> Note:
    question = f"{note.fields[0].rstrip('?')} {chance.choice(words)}?"
    key = f"{note.key.partition('/')[0]}/{make_slug(question)}-{note.id}"
    return replace(note, key=key, present=key, guid=note_guid(key), fields=(question, *note.fields[1:5], key))


def rename(note: Note, article: str) -> Note:
    key = f"{article}/{note.key.partition('/')[2]}"
    return replace(note, key=key, present=key, guid=note_guid(key), fields=(*note.fields[:5], key))


if __name__ == "__main__":
    main()
