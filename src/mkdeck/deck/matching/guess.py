"""All that is left at once: candidates, the evidence for each, and the best way to pair them."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from mkdeck.deck.likeness import is_moved, is_related
from mkdeck.deck.matching.assignment import assign, pick_pairs
from mkdeck.deck.matching.candidates import find_candidates, find_neighbours
from mkdeck.deck.matching.evidence import Evidence, Judge
from mkdeck.deck.matching.place import Gap, find_gaps
from mkdeck.deck.matching.rarity import Rarity
from mkdeck.deck.matching.rates import squeeze_title
from mkdeck.deck.matching.reasons import tell_reason
from mkdeck.deck.matching.result import Doubt, Match, Matching
from mkdeck.deck.matching.substitutions import Rule, find_rules
from mkdeck.deck.matching.sure import Sure
from mkdeck.deck.matching.turns import Turns
from mkdeck.deck.matching.weights import MARGIN, MAYBE, SURE
from mkdeck.deck.wording import Wording, read_title, read_wording, split_words
from mkdeck.model import Note
from mkdeck.words import find_languages, read_words

_Pair = tuple[int, int]


class Guess:
    """Matches what is not sure by all that speaks for it."""

    def __init__(self, old: Sequence[Note], new: Sequence[Note], sure: Sure) -> None:
        self._old = old
        self._new = new
        self._sure = sure
        self._keyed_old, self._keyed_new = self._find_keyed()
        titles = [[read_title(note).casefold() for note in notes] for notes in (old, new)]
        words = [split_words(title) for side in titles for title in side]
        languages = find_languages(word for title in words for word in title)
        common = frozenset(word for language in languages for word in read_words(language)["common"])
        self._turns = Turns(languages)
        self._olds = {o: sure.word(old[o]) for o in sure.open_old}
        self._news = {n: sure.word(new[n]) for n in sure.open_new}
        answers = [[wording.answer for wording in side.values()] for side in (self._olds, self._news)]
        self._judge = Judge(
            Rarity([frozenset(title) for title in words], common),
            self._turns,
            _find_own(answers),
            _find_own([map(squeeze_title, side) for side in titles]),
        )
        self._rules = self._find_rules()
        self._ruled = {o: self._replace(old[o]) for o in sure.open_old} if self._rules else {}
        self._known: dict[_Pair, Evidence] = {}
        self._candidates = set(find_candidates(self._olds | self._ruled, self._news))

    def run(self) -> Matching:
        """Return all matches, and the doubts that are left."""
        while self._match_likely():  # matches tell places, and places tell more matches
            pass
        self._sure.match_unique("same key, at the same place", self._sure.place)
        doubts = self._find_doubts()
        return Matching({n: Match(o, reason) for n, (o, reason) in self._sure.matches.items()}, doubts)

    def _match_likely(self) -> bool:
        evidence = self.weigh()
        gains = {pair: found.score - MAYBE for pair, found in evidence.items() if found.score > MAYBE}
        clear = [(c.old, c.new) for c in assign(gains) if c.margin >= MARGIN]
        likely = [pair for pair in clear if evidence[pair].score >= SURE]
        for pair in likely:
            self._sure.join(*pair, tell_reason(evidence[pair]))
        return bool(likely)

    def _find_doubts(self) -> tuple[Doubt, ...]:
        evidence = self.weigh()
        likely = [(found.score, *pair) for pair, found in evidence.items() if found.score >= MAYBE]
        doubts = [Doubt(o, n, tell_reason(evidence[o, n])) for o, n in pick_pairs(likely)]
        return tuple(sorted(doubts, key=lambda doubt: doubt.new))

    def weigh(self) -> dict[_Pair, Evidence]:
        """Return the evidence for each candidate that is open."""
        articles = [self._sure.article(note) for note in self._old], [self._sure.article(note) for note in self._new]
        gaps = list(find_gaps(*articles, {n: o for n, (o, _) in self._sure.matches.items()}))
        homes: dict[int, Gap] = {n: gap for gap in gaps for n in gap.news}
        evidence = {}
        for o, n in sorted(self._candidates.union(find_neighbours(gaps))):
            if not self._may_join(o, n):
                continue
            known = self._known.get((o, n)) or self._known.setdefault((o, n), self._read(o, n))
            gap = homes.get(n)
            place = gap.rate(o, n) if gap and o in gap.olds else 0.0
            evidence[o, n] = replace(known, amounts={**known.amounts, "place": place})
        return evidence

    def _read(self, o: int, n: int) -> Evidence:
        old, new = self._old[o], self._new[n]
        evidence = self._judge.gather(self._olds[o], self._news[n])
        if o in self._ruled:
            ruled = replace(self._judge.gather(self._ruled[o], self._news[n]), rule=self._name_rule(old))
            evidence = max(evidence, ruled, key=lambda each: each.score)
        return replace(evidence, amounts={**evidence.amounts, **self._locate(old, new)})

    def explain(self, o: int, n: int) -> Match:
        """Return two notes that are known to be one with how alike they are for a reason."""
        return Match(o, tell_reason(self._judge.gather(self._sure.word(self._old[o]), self._sure.word(self._new[n]))))

    def _locate(self, old: Note, new: Note) -> dict[str, float]:
        """Return what article and section say."""
        if self._sure.article(old) != self._sure.article(new):
            is_clear = is_moved(self._sure.word(old), self._sure.word(new))
            return {"elsewhere": 1.0, "vague": float(not is_clear)}
        return {"section": float(old.fields[3] == new.fields[3])}

    def _find_rules(self) -> list[Rule]:
        olds, news = list(self._olds), list(self._news)
        return find_rules(
            [read_title(self._old[o]) for o in olds],
            [read_title(self._new[n]) for n in news],
            [read_title(note) for note in self._new],
            self._turns,
            lambda o, n: is_related(self._olds[olds[o]], self._news[news[n]]),
        )

    def _replace(self, note: Note) -> Wording:
        for rule in self._rules:
            note = replace(note, fields=tuple(map(rule.apply, note.fields)))
        return read_wording(note)

    def _name_rule(self, old: Note) -> str:
        title = read_title(old)
        rules = [rule for rule in self._rules if rule.apply(title) != title]
        return f"{rules[0].old} is {rules[0].new} in this release" if rules else ""

    def _find_keyed(self) -> tuple[frozenset[int], frozenset[int]]:
        """Return the open places on both sides whose key the other side has open, too."""
        old = {self._sure.place(self._old[o]): o for o in self._sure.open_old}
        new = {self._sure.place(self._new[n]): n for n in self._sure.open_new}
        both = old.keys() & new.keys()
        return frozenset(old[place] for place in both), frozenset(new[place] for place in both)

    def _may_join(self, o: int, n: int) -> bool:
        """Tell whether a pair may be matched: both are open, and two that have keys of the other side wait for those."""
        is_open = o in self._sure.open_old and n in self._sure.open_new
        return is_open and (o not in self._keyed_old or n not in self._keyed_new)


def _find_own(sides: Iterable[Iterable[str]]) -> Callable[[str], bool]:
    """Return what tells whether a text comes once on each side."""
    counts = [Counter(side) for side in sides]
    return lambda text: all(count[text] == 1 for count in counts)
