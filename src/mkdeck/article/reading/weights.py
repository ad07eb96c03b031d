"""Every weight of the choice, in one table."""

SURE = 1.0
"""What nothing but a question has."""
LIKELY = 0.8
"""What most questions have, and few other things."""
WEAK = 0.6
"""What other things may have as well."""
SIGNS = {
    "ends": SURE,  # a question mark at its end leaves no doubt
    "words": LIKELY,  # "What is …", "Explain …": a title of a manual may begin so, too
    "label": SURE,  # "Q:" stands before questions alone
    "cloze": SURE,  # it hides a part of its text, as only what is to be learned does
    "told": SURE,  # a comment says which kind of cards it becomes
    "pinned": SURE,  # nobody gives an id to what is no question
    "marked": SURE,  # its answer says that it is one: folded away, or behind "Answer:"
    "tagged": SURE,  # the tag or frame of a flashcard tool stands at nothing else
    "card": LIKELY,  # the article is a deck of a tool to which all such headings are cards
    "option": SURE,  # of its options one is ticked
    "amid": SURE,  # a question mark, as those before and behind it have
    "pair": LIKELY,  # both sides stand in one line, parted by a sign
    "serial": LIKELY,  # "Scenario 1", "Scenario 2"
    "number": WEAK,  # steps and chapters are numbered, too
    "term": WEAK,  # the page promises terms, and this one is explained
    "listed": 0.0,  # the table of contents lists sections, too: it only adds to another sign
}
"""What each sign says of a candidate by itself, from 0 to 1."""

MORE = 0.1
"""What each further sign adds to the strongest."""
UNANSWERED = 0.1
"""The share of its worth that a question has below which nothing stands."""
MOSTLY = 0.8
"""The share of questions that are marked, from which on one without a mark is none."""
ITEMS = 0.5
"""The share of a list's items that ask and are answered, from which on the list asks."""
ITEMS_AMID = 0.3
"""The same where most items of all such lists do."""
ITEMS_OPENING = 0.2
"""The same of a list right below a heading, which is no part of an answer."""
WAITING = 0.25
"""What an item counts that asks and has no answer yet, where answers interrupt its list: it is no step of anything."""
HALF = 0.5
"""The share of a short series that says it asks, above which the others may be questions, too."""
DOZEN = 12
"""Questions of a series from which on its sections are alike, whichever of them say so."""
STEPS = 0.4
"""The share of what counts that asks, below which it may be steps of a tutorial."""
STEPS_OF_MANY = 0.2
"""The same of a dozen and more, as few tutorials have."""
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
LEADS = 3
"""Bold words from which on they may be the terms of a glossary."""
LEAD_BLOCKS = 3
"""Blocks from one to the next, above which bold words only begin paragraphs of a text."""
MANY = 5
"""Siblings among which one that begins like a question may well be none."""
MISSED = 0.6
"""What a question costs that a reading leaves beside its answers."""
SERIES = 0.7
"""What each series of a reading costs: an article asks in few ways."""
FIRST = 4
"""Blocks below a heading that only counts among which its question stands: a badge may be above it."""
RULED = 0.05
"""The share of answers with rules within, up to which a line below the very last rule is the page's."""
SLIPS = 0.25
"""How many, as a share of the questions, may stand at another level by a slip."""
FORM = 1.1
"""What it costs more where its form is another than that of the largest: prose asks in bold, and in lists, too."""
MARKED_FORMS = frozenset({"labels", "summary", "admonitions", "cloze", "tagged"})
"""The forms of which a single one is no accident."""
LINE_FORMS = frozenset({"inline", "cloze", "tagged"})
"""The forms of cards in lines: where these are most, a heading that asks is no accident, either."""
FEWEST_LINES = 3
"""Plain lines that ask, below which a text asks in passing."""
LINES = 0.2
"""The share of an article's blocks that such lines have to be, so that they part it."""
LINES_OF_MANY = 0.1
"""The same of a dozen and more, whose answers may be longer."""
SPREAD = 3
"""Siblings that ask beyond doubt, below which they say nothing of the others."""
SOME = 0.15
"""The share of a series that has to ask beyond doubt all over the article, so that its form asks."""
AMID = 0.6
"""The share of the others that stand in one section with such, from which on they are no sections of another kind."""
BESIDE = 0.1
"""The share of the largest series below which another one is not what the page promises: of its siblings those are questions that say so."""
PROMISED = 0.3
"""The share that says it asks of those right below a title such as "FAQ", from which on all of them do."""
