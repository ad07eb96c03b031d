"""What each piece of evidence counts, in one table, and from which sum on two questions are one.

A title that asks the same and a long answer that is the same are worth about as much as each other; one of them, with a little beside it,
is enough. What speaks against is worth more than what speaks for: a wrong match hands a history to another question.
"""

from typing import NamedTuple


class Weight(NamedTuple):
    """What a piece of evidence counts at most."""

    points: float
    why: str


WEIGHTS = {
    "title": Weight(4.5, "the share of its words that stayed, rare words counting for more"),
    "asks_same": Weight(1.5, "only fill words, endings and spelling differ: that is polish, not another question"),
    "same_title": Weight(2.5, "only code or options below it differ, and no other question has that title"),
    "whole": Weight(1.5, "the whole question is there, with another one beside it"),
    "answer": Weight(4.0, "how much of the answer stayed, less for one of few words, which says little"),
    "same_answer": Weight(4.0, "letter for letter, and no other question of either release has that answer"),
    "place": Weight(2.0, "it stands between the same two neighbours, where nothing else can have gone"),
    "section": Weight(0.5, "authors reword where they are, and move things less often"),
    "code": Weight(2.0, "a block of code stayed as it was, whatever was written around it"),
    "asked_code": Weight(2.0, "the same code is asked about, letter for letter"),
    "pictures": Weight(1.0, "nobody draws a picture anew for a rewording"),
    "moved_text": Weight(3.0, "front and back together are what they were: options or code changed sides"),
    "elsewhere": Weight(-0.75, "questions seldom move to another article and change on the way"),
    "vague": Weight(-6.0, 'in another article "Is it free?" is about another thing'),
    "other_kind": Weight(-2.5, "what something is, and how it works, are two questions"),
    "other_order": Weight(-4.0, "text to number is not number to text"),
    "swapped": Weight(-3.0, "words took the place of others, as between siblings"),
    "extended": Weight(-2.5, "more was asked for, and the answer is another one"),
    "names_swapped": Weight(-2.5, "one name in the place of another is another thing, unless much else stayed"),
    "followed": Weight(-3.0, "the answer changed with just those words: it answers another question"),
    "turned": Weight(-10.0, "a negation, number, ordinal or opposite differs, and so does what is asked"),
    "answer_turned": Weight(-4.0, "the answer stayed but for a not, a number or a yes: so do those of siblings"),
    "unlinked": Weight(-4.5, "only a short answer is the same, and it has no word of the question"),
    "bare": Weight(-1.0, "nothing in the title says what it is about"),
}

SURE = 6.0
"""From here on two questions are one."""
MAYBE = 4.0
"""From here on a reader should be asked."""
MARGIN = 0.6
"""By so much a choice has to be better than the next best way to pair all questions."""
