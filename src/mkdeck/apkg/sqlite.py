"""A package's database, opened so that nothing in it is trusted: https://www.sqlite.org/security.html."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from mkdeck.apkg.untrusted import UnreadableError

MAX_ROWS = 1_000_000
"""Of all tables that are read: as many notes as are allowed, and four cards for each."""

_LIMITS = (
    (sqlite3.SQLITE_LIMIT_LENGTH, 64 << 20),  # bytes of a value or row: the longest is the JSON of all decks
    (sqlite3.SQLITE_LIMIT_SQL_LENGTH, 100_000),
    (sqlite3.SQLITE_LIMIT_COLUMN, 100),
    (sqlite3.SQLITE_LIMIT_EXPR_DEPTH, 10),
    (sqlite3.SQLITE_LIMIT_COMPOUND_SELECT, 3),
    (sqlite3.SQLITE_LIMIT_VDBE_OP, 25_000),
    (sqlite3.SQLITE_LIMIT_FUNCTION_ARG, 8),
    (sqlite3.SQLITE_LIMIT_ATTACHED, 0),
    (sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 50),
    (sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 10),
    (sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH, 1),
)
"""Those that SQLite's authors recommend for foreign databases, but the first, which they have at 1 MB."""

_MAX_SCHEMA_STEPS = 100_000
"""Steps of SQLite's machine while it takes the schema apart, into memory: ten for each of some thousand tables."""

_MAX_STEPS = 100_000_000
"""After that: fifty for each of ``MAX_ROWS``, some seconds at most."""

_STEPS_A_CALL = 1000

_PLAIN = re.compile("CREATE (TABLE|INDEX|UNIQUE INDEX) ")
"""How SQLite stores what Anki's databases consist of, and no view, trigger or virtual table."""


class Database:
    """Anki's tables, read whole; neither rows nor text can be more than a database of this size holds."""

    def __init__(self, connection: sqlite3.Connection, size: int) -> None:
        self._connection = connection
        self._rows_left = MAX_ROWS
        self._text_left = size
        _limit_steps(connection, _MAX_SCHEMA_STEPS)
        schema = connection.execute("SELECT name, type, sql FROM sqlite_master").fetchall()
        _limit_steps(connection, _MAX_STEPS)
        # An index that belongs to a table's own definition has no text.
        if not all(_PLAIN.match(sql) if isinstance(sql, str) else kind == "index" for _, kind, sql in schema):
            raise UnreadableError("its database has views, triggers or virtual tables, which Anki's never has")
        self._tables = {name for name, kind, _ in schema if kind == "table"}

    def read_table(self, table: str, *columns: str) -> Iterator[tuple[Any, ...]]:
        """Yield every row; a value is an integer, a float, text, or bytes, also for text that is no UTF-8, or None."""
        self._check_table(table, columns)
        # No WHERE, ORDER or join: pages that point to each other could make SQLite read without end before a row comes.
        for row in self._connection.execute(f"SELECT {', '.join(columns)} FROM {table}"):  # noqa: S608  # our own words
            self._rows_left -= 1
            self._text_left -= sum(len(value) for value in row if isinstance(value, str | bytes))
            if self._rows_left < 0:
                raise UnreadableError(f"its database has more than {MAX_ROWS} rows")
            if self._text_left < 0:
                raise UnreadableError("its database is damaged: it gives more text than it has bytes")
            yield row

    def _check_table(self, table: str, columns: tuple[str, ...]) -> None:
        """Require a real table whose columns are stored, not computed."""
        if table not in self._tables:
            raise UnreadableError(f"its database has no table '{table}'")
        found = self._connection.execute(f"PRAGMA table_xinfo({table})").fetchall()
        stored = {name for _, name, _, _, _, _, hidden in found if not hidden}
        if missing := [column for column in columns if column not in stored]:
            raise UnreadableError(f"its table '{table}' has no column '{missing[0]}'")


@contextmanager
def open_database(data: bytearray) -> Iterator[Database]:
    """Open the bytes of an SQLite file, which change: a database in memory cannot have the journal of Anki's exports."""
    if not data.startswith(b"SQLite format 3\0"):
        raise UnreadableError("its collection is no SQLite database")
    data[18:20] = b"\x01\x01"  # https://www.sqlite.org/fileformat2.html#file_format_version_numbers
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            _distrust(connection)
            connection.deserialize(data)
            yield Database(connection, len(data))
        # A message of SQLite's that quotes a name which is no UTF-8 cannot even become an sqlite3.Error.
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise UnreadableError("its database is damaged") from error


def _distrust(connection: sqlite3.Connection) -> None:
    for category, limit in _LIMITS:
        connection.setlimit(category, limit)
    for pragma in ("trusted_schema = OFF", "query_only = ON", "cell_size_check = ON"):
        connection.execute(f"PRAGMA {pragma}")
    connection.text_factory = _decode
    connection.create_collation("unicase", _compare_without_case)


def _limit_steps(connection: sqlite3.Connection, steps: int) -> None:
    """Interrupt the statement that is running after so many steps, counted from now."""
    calls = iter(range(steps // _STEPS_A_CALL))
    connection.set_progress_handler(lambda: next(calls, None) is None, _STEPS_A_CALL)


def _decode(text: bytes) -> str | bytes:
    try:
        return text.decode()
    except UnicodeDecodeError:
        return text


def _compare_without_case(one: str, other: str) -> int:
    """Compare as Anki's own collation does, should SQLite ever ask: its tables name it."""
    first, second = one.casefold(), other.casefold()
    return (first > second) - (first < second)
