"""The nouns that flow between the rooms; none of them reads, writes or prints itself."""

from dataclasses import dataclass

QUESTION, CLOZE, BOTH_WAYS, TYPED = KINDS = "question", "cloze", "both-ways", "typed"
"""The kinds of cards that a pair becomes; each is a notetype of its own."""


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a file that the user can open."""

    path: str
    line: int
    """1-based, counted over the whole file, front matter included."""


@dataclass(frozen=True, slots=True)
class Media:
    """A picture that goes into the package."""

    name: str
    """Made from a hash of the content, so that other content always has another name."""
    content: bytes
    is_downloaded: bool = False
    """Whether it came from the network: then its address alone is the author's, and not what is there today."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What command line, article and configuration file may say; ``None`` where nothing was said."""

    deck: str | None = None
    """The parent deck of every article."""
    id: str | None = None
    """The deck id, the first part of every key."""
    tags: tuple[str, ...] | None = None
    sections: str | None = None
    """``subdecks`` or ``tags``."""
    shape: str | None = None
    question_level: int | None = None
    url: str | None = None
    """Where the article is published; ``{slug}`` and ``{path}`` stand for the article's own."""
    edit_url: str | None = None
    """Where the article is edited; ``{line}`` stands for the question's line."""
    media_root: str | None = None
    """A folder outside the article's own from which pictures may be taken, too."""
    decks: str | None = None
    """``articles`` or ``folders``: what a deck is made of."""
    nested_tags: str | None = None
    """``split`` or ``keep``: what becomes of a tag ``a/b``."""
    css: str | None = None
    """The text that is added to the notetypes' style."""
    exclude: tuple[str, ...] | None = None
    """What below the configuration's folder is no article: patterns as in ``.gitignore``."""
    kind: str | None = None
    """The kind of cards that pairs become of which neither their form nor a comment says one."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and its answer, as the article has them, before Anki."""

    title: str
    """The question as plain text, without number, prefix and id."""
    pinned: str
    """The id that the author wrote, ``""`` where there is none."""
    rest: str
    """What the front shows beyond the title, as the author wrote it; it tells equal titles apart."""
    source: tuple[str, str]
    """Question and answer as the author wrote them, without number and id; it tells an edit from another rendering."""
    question: str
    """HTML, safe to show."""
    answer: str
    """HTML, safe to show."""
    sections: tuple[str, ...]
    """The headings above the question, outermost first, as plain text."""
    section: str
    """The same as one line of HTML, safe to show."""
    link: str
    """HTML that leads to the question in the published article, ``""`` where no address is set."""
    location: Location
    media: tuple[Media, ...]
    tags: tuple[str, ...] = ()
    """The question's own, beside those of its article; no part of its key."""
    kind: str = QUESTION
    """The kind of its cards, one of ``KINDS``."""
    guid: str = ""
    """The GUID that its note has in Anki already, ``""`` where it gets one of its key."""
    extra: str = ""
    """HTML that the back shows below the answer, safe to show."""
    is_counted: bool = False
    """Whether the author gave its clozes no numbers: each has its place for one."""

    @property
    def content(self) -> tuple[str, ...]:
        """What is one question, in however many sections it stands."""
        return self.pinned, self.question, self.answer, self.extra, self.kind


@dataclass(frozen=True, slots=True)
class Role:
    """What a part of an article became."""

    kind: str
    """``title``, ``section``, ``question``, ``front``, ``answer``, ``key`` (answers apart from their questions), or, on no card: ``text``, ``frame`` (of the page), ``navigation``, ``comment``,
    ``rule``, ``mark`` (what only says that a question or an answer begins).
    """
    line: int
    end: int
    """The last line that has it."""
    text: str
    """Its beginning."""


@dataclass(frozen=True, slots=True)
class Article:
    """One file, read."""

    path: str
    slug: str
    """Names the article in keys; ``""`` where the deck id alone does."""
    title: str
    description: str
    tags: tuple[str, ...]
    settings: Settings
    """The article's own settings over those of the build."""
    pairs: tuple[Pair, ...]
    shape: str = ""
    """The way in which it asks, by its name."""
    answers: tuple[str, ...] = ()
    """The paths of the other files in which its answers stand."""
    roles: tuple[Role, ...] = ()
    """What each part of it became, in order."""
    folders: tuple[str, ...] = ()
    """The slugs of the folders above what the article's slug names, the nearest first."""
    deck_folders: tuple[str, ...] = ()
    """The names of the folders in which it lies below that which the build's sources have in common, outermost first."""
    is_in_folder: bool = False
    """Whether one of these lies below the folder that all articles of the build have in common."""
    is_assumed: bool = False
    """Whether its questions are headings few of which ask, taken because nothing else does."""


@dataclass(frozen=True, slots=True)
class Trace:
    """What is kept of a wording that a question had in an earlier release: it can be recognised, and not be read."""

    key: str
    """The digest of the key that the question had then."""
    answer: str
    """The digest of the last answer that it had then; ``""`` where it is not known."""


@dataclass(frozen=True, slots=True)
class Note:
    """Anki's record of one question."""

    id: int
    """Milliseconds since 1970, unique in the package."""
    guid: str
    """What Anki recognises the note by, in every release."""
    key: str
    """What the GUID was made from, in the first release that had the note."""
    present: str
    """The key that the question has in the articles as they are; another one after a rewording or a move."""
    digest: str
    """Of all that the author wrote and that shows on the note; ``""`` where it is not known."""
    fields: tuple[str, ...]
    """HTML, in the order of the notetype's fields."""
    tags: tuple[str, ...]
    deck: str
    """The deck's full name, its parts joined by ``::``."""
    mod: int
    """Seconds since 1970: when what the author wrote last changed."""
    former: tuple[Trace, ...] = ()
    """Of the wordings that it had before the present one, the latest last."""
    is_sealed: bool = True
    """Whether the digest is known to belong to these fields, as it is but for packages of 0.1.0."""
    kind: str = QUESTION
    """Which tells its notetype."""
    is_counted: bool = False
    """Whether its clozes have their place for a number, and may be given others; of a note fresh from an article only."""
    highest: int = 0
    """The highest number that any cloze of it has had, 0 where none has had a higher one than those at hand."""


@dataclass(frozen=True, slots=True)
class Template:
    """How one card of a note looks."""

    id: int
    name: str
    front: str
    back: str


@dataclass(frozen=True, slots=True)
class Notetype:
    """How notes look and which fields they have."""

    id: int
    name: str
    fields: tuple[tuple[int, str], ...]
    """Each field's own id and its name."""
    templates: tuple[Template, ...]
    """One a card; of clozes the only one, for all cards."""
    css: str
    mod: int
    """Seconds since 1970: when a template or the style last changed."""
    kind: str = QUESTION


@dataclass(frozen=True, slots=True)
class Removed:
    """What is remembered of a note that an earlier release had: should its question come back, so does its history."""

    guid: str
    id: int
    key: str
    digest: str
    mod: int
    former: tuple[Trace, ...]
    """Of all its wordings, the last one at the end."""
    sketch: str = ""
    """Of its last answer, to tell how much of another one is the same; ``""`` of a short one."""
    kind: str = QUESTION


@dataclass(frozen=True, slots=True)
class Deck:
    """All that a package holds."""

    notes: tuple[Note, ...]
    """In the order in which new cards are shown."""
    notetypes: tuple[Notetype, ...]
    """Those that the notes have, in the order of ``KINDS``; of no notes that of questions."""
    media: tuple[Media, ...]
    descriptions: tuple[tuple[str, str], ...]
    """Deck names and their descriptions, as HTML."""
    removed: tuple[Removed, ...] = ()
    """By GUID."""

    @property
    def guids(self) -> frozenset[str]:
        """Those of all notes that learners may have from this package and the ones before it."""
        return frozenset([*(note.guid for note in self.notes), *(gone.guid for gone in self.removed)])

    def find_notetype(self, kind: str) -> Notetype:
        """Return the notetype of a kind that a note has."""
        return next(notetype for notetype in self.notetypes if notetype.kind == kind)


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one note between two decks."""

    kind: str
    """``added``, ``edited``, ``reworded``, ``moved``, ``unchanged`` or ``removed``."""
    old: Note | None
    new: Note | None
    reason: str = ""
    """How one knows that the two are one question, in words; why one does not, where there is ``maybe``."""
    maybe: Note | None = None
    """The removed note that an added one may well continue, but not surely."""
    left: Note | None = None
    """The note that the question was meanwhile, and gives up for the one it was before: some learners have both."""
    is_again: bool = False
    """Whether learners get the note once more though nothing on it changed."""
    is_held: bool = False
    """Whether only those learners get the change who have no copy: a whole section has another name, and that is all."""
    turned: Note | None = None
    """The note of another kind that an added one was: learners keep it, and get this one as new cards."""
