"""Every weight of the choice, in one table."""

SIGNS = {
    "ends": 1.0,  # a question mark at its end leaves no doubt
    "words": 0.8,  # "What is …", "Explain …": a title of a manual may begin so, too
    "label": 1.0,  # "Q:" stands before questions alone
    "cloze": 1.0,  # it hides a part of its text, as only what is to be learned does
    "told": 1.0,  # a comment says which kind of cards it becomes
    "pinned": 1.0,  # nobody gives an id to what is no question
    "marked": 1.0,  # its answer says that it is one: folded away, or behind "Answer:"
    "option": 1.0,  # of its options one is ticked
    "amid": 1.0,  # a question mark, as those before and behind it have
    "pair": 0.8,  # both sides stand in one line, parted by a sign
    "serial": 0.8,  # "Scenario 1", "Scenario 2"
    "number": 0.6,  # steps and chapters are numbered, too
    "term": 0.4,  # the page promises terms, and this one is explained
    "listed": 0.3,  # the table of contents lists sections, too
}
"""What each sign says of a candidate by itself, from 0 to 1."""

MORE = 0.1
"""What each further sign adds to the strongest."""
PLAIN = 1.0
"""What a candidate without a sign is worth where all its siblings have one; nothing where half of them do."""
UNANSWERED = 0.1
"""The share of its worth that a question has below which nothing stands."""
BELOW = -0.2
"""The share that one has that stands in what may well be another's answer: a reading with it tears that apart."""
SPLIT = 0.8
"""What a question costs from which the questions of a reading take all its text, so that it becomes a section."""
MOSTLY = 0.8
"""The share of questions that are marked, from which on one without a mark is none."""
ITEMS = 0.5
"""The share of a list's items that ask and are answered, from which on the list asks."""
ITEMS_AMID = 0.3
"""The same where most items of all such lists do."""
HALF = 0.5
"""The share of a short series that says it asks, above which the others may be questions, too."""
DOZEN = 12
"""Questions of a series from which on its sections are alike, whichever of them say so."""
OVERALL = 0.4
"""The same of a series of many: the form decides."""
SHARE = 0.5
"""The share of a section's siblings that say so, from which on its others are some."""
SECTIONS = 0.2
"""The share of a series that holds questions, from which on such are sections."""
NEARLY_ALL = 0.9
"""The share of a series from which on all sections are alike."""
TERMS = 4
"""How many times as many terms as questions a page must have that promises either, to be a glossary."""
MANY = 5
"""Siblings among which one that begins like a question may well be none."""
MISSED = 0.6
"""What a question costs that a reading leaves beside its answers."""
SERIES = 0.7
"""What each series of a reading costs: an article asks in few ways."""
FIRST = 4
"""Blocks below a heading that only counts among which its question stands: a badge may be above it."""
SLIPS = 0.25
"""How many, as a share of the questions, may stand at another level by a slip."""
FORM = 1.1
"""What it costs more where its form is another than that of the largest: prose asks in bold, and in lists, too."""
MARKED_FORMS = frozenset({"labels", "summary", "admonitions", "cloze"})
"""The forms of which a single one is no accident."""
