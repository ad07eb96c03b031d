"""What a package may hold: a build writes no more, and reads no more of a package back, which anybody may have made."""

LATEST = 253_402_300_799
"""9999-12-31T23:59:59Z in seconds since 1970: a later time is no time."""

MAX_DATABASE = 300 << 20
"""Bytes of the collection: larger ones AnkiWeb refuses to synchronise."""

MAX_NOTES = 200_000
"""Each takes some two kilobytes of memory beside its text."""

MAX_NAME = 1_000
"""Characters of a title, section, slug or parent deck, which stand in every note below: the rest is cut off."""

MAX_TAGS = 200
"""Of an article, which stand on every note of it: nobody filters by more."""

MAX_URL = 2_000
"""Characters of an address, which stands on every note, too: browsers take about as many."""

MAX_NOTE = 2 << 20
"""Bytes of all fields of a note: AnkiDroid hands rows on in pages of this size."""
