"""What the deck of this repository, sources/, says is so: its SQL runs on a real PostgreSQL, its Python runs, and both do what the answers say."""

import asyncio
import contextvars
import hashlib
import hmac
import json
import logging
import random
import re
import shutil
import signal
import subprocess
import sys
from bisect import bisect
from collections import Counter, OrderedDict, defaultdict, namedtuple
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from html import escape
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from measures import FENCE, read_answers
from postgres import start_postgres

if TYPE_CHECKING:
    from psycopg import Connection

HERE = Path(__file__).parent
BLOCKS = [(card, language, code) for card, text in read_answers().items() for language, code in FENCE.findall(text)]
DEBUGGING = "describe-how-you-would-debug-a-problem-in-production"
SESSIONS = "how-do-server-side-sessions-keep-a-user-logged-in"
INJECTION = "how-does-sql-injection-work-and-how-do-you-prevent-it"
STATELESS = "what-does-it-mean-for-a-service-to-be-stateless"
TESTING = "how-would-you-test-a-new-endpoint-before-releasing-it"

PARAMETERS: dict[str, tuple[object, ...]] = {
    "batch-processing": ("2026-11-26", 0),
    "consensus": ("second", 34, 5),
    "eventual-consistency": ("0/0",),
    "idempotency": (1, "5MxK0aRz9QvT2c", "abc"),
    "long-running-work": (1, 1),
    "message-queues": ("m-1",),
    "n-plus-one-queries": ([1, 2],),
    "pagination": ("2026-11-27 12:00+00", 2000),
    "what-steps-would-you-take-to-secure-an-http-api": (7, 1),
}
"""What takes the place of ``$1``, ``$2`` … in the SQL of a card."""

Row = namedtuple("Row", ["id"])


class Store(dict[str, Any]):
    """As much of Redis as the deck's code asks for."""

    def rpush(self, key: str, value: object) -> None:
        self.setdefault(key, []).append(value)

    def expire(self, key: str, seconds: int) -> None:
        self["expiry"] = seconds

    def set(self, key: str, value: object, ex: int) -> None:
        self.update({key: value, "expiry": ex})


def find_blocks(card: str, language: str) -> list[str]:
    return [code for name, kind, code in BLOCKS if (name, kind) == (card, language)]


def run_python(card: str, **names: object) -> dict[str, Any]:
    """Run a card's Python, and return the names that it leaves."""
    (code,) = find_blocks(card, "python")
    exec(compile(code, card, "exec"), names)
    return names


def run_async(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """Run in a thread of its own: the browser of other tests keeps a loop running in this one."""
    with ThreadPoolExecutor() as thread:
        return thread.submit(asyncio.run, coroutine).result()


def split_sql(code: str) -> list[str]:
    return [part for part in re.split(r";\s*?(?:--.*)?$", code, flags=re.MULTILINE) if part.strip()]


def run_sql(session: "Connection[Any]", card: str, *parameters: object) -> list[Any]:
    """Run all SQL of a card, statement by statement; return the rows of the last that has some."""
    return run_code(session, "\n".join(find_blocks(card, "sql")), *parameters)


def run_code(session: "Connection[Any]", code: str, *parameters: object) -> list[Any]:
    from psycopg import RawCursor

    rows: list[Any] = []
    for statement in split_sql(code):
        cursor = RawCursor(session)
        cursor.execute(statement.encode(), parameters if re.search(r"\$\d", statement) else None)
        rows = cursor.fetchall() if cursor.description else rows
    return rows


def each_block(language: str) -> pytest.MarkDecorator:
    cards = [(card, code) for card, name, code in BLOCKS if name == language]
    return pytest.mark.parametrize(("card", "code"), cards, ids=[card for card, _ in cards])


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    pytest.importorskip("psycopg", reason="psycopg is not installed here")
    with start_postgres() as dsn:
        yield dsn


@contextmanager
def open_shop(server: str, schema: str) -> Iterator[Callable[[], "Connection[Any]"]]:
    """Give what opens sessions, all of them in a new shop."""
    import psycopg

    sessions = list["Connection[Any]"]()

    def open_session() -> "Connection[Any]":
        options = f"-c search_path={schema} -c timezone=UTC"
        sessions.append(psycopg.connect(server, options=options, autocommit=True))
        return sessions[-1]

    first = open_session()
    first.execute(f"CREATE SCHEMA {schema}".encode())
    first.execute((HERE / "shop.sql").read_bytes())
    yield open_session
    for session in sessions:
        session.close()


@pytest.fixture(scope="module")
def visitor(server: str) -> Iterator["Connection[Any]"]:
    """A session in a shop that many tests share."""
    with open_shop(server, "shop") as open_session:
        yield open_session()


@pytest.fixture
def connect(server: str, numbers: Iterator[int]) -> Iterator[Callable[[], "Connection[Any]"]]:
    """Opens sessions in a shop of this test's own."""
    with open_shop(server, f"shop_{next(numbers)}") as open_session:
        yield open_session


@pytest.fixture(scope="module")
def numbers() -> Iterator[int]:
    return count(1)


@pytest.fixture
def session(connect: Callable[[], "Connection[Any]"]) -> "Connection[Any]":
    return connect()


@pytest.fixture
def other(connect: Callable[[], "Connection[Any]"]) -> "Connection[Any]":
    return connect()


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    """Runs what has to wait for another session."""
    with ThreadPoolExecutor() as opened:
        yield opened


def wait_until_blocked(asking: "Connection[Any]", blocked: "Connection[Any]", done: Future[Any]) -> None:
    """Return once one session waits for a lock; fail if it ends instead."""
    question = "SELECT pg_blocking_pids(%s) <> '{}'"
    while asking.execute(question, (blocked.info.backend_pid,)).fetchone() != (True,):
        assert not done.done()


@each_block("sql")
def test_the_sql_of_every_card_runs(card: str, code: str, visitor: "Connection[Any]") -> None:
    run_code(visitor, code, *PARAMETERS.get(card, ()))


@each_block("nginx")
def test_nginx_is_understood(card: str, code: str, tmp_path: Path) -> None:
    crossplane = pytest.importorskip("crossplane", reason="crossplane is not installed here")
    (tmp_path / "nginx.conf").write_text(f"events {{}} http {{ {code} }}")
    read = crossplane.parse(str(tmp_path / "nginx.conf"), strict=True)
    assert (read["status"], read["errors"]) == ("ok", [])


@each_block("yaml")
def test_a_workflow_is_one(card: str, code: str, tmp_path: Path) -> None:
    pytest.importorskip("check_jsonschema", reason="check-jsonschema is not installed here")
    (tmp_path / "ci.yml").write_text(code)
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", "ci.yml"]
    assert subprocess.run(command, cwd=tmp_path, check=False, capture_output=True, text=True).returncode == 0


@each_block("ini")
def test_postgresql_knows_the_settings(card: str, code: str, visitor: "Connection[Any]") -> None:
    names = re.findall(r"^(\w+) =", code, re.MULTILINE)
    found = visitor.execute("SELECT name FROM pg_settings WHERE name = ANY (%s)", (names,)).fetchall()
    assert sorted(name for (name,) in found) == sorted(names)


@each_block("bash")
def test_a_shell_understands_its_code(card: str, code: str) -> None:
    shell = shutil.which("sh") or pytest.skip("there is no shell on this machine")
    assert subprocess.run([shell, "-n"], input=code.encode(), check=False).returncode == 0


def test_a_pasted_value_becomes_sql_and_a_bound_one_stays_data(session: "Connection[Any]") -> None:
    cursor = session.cursor()
    vulnerable, safe = find_blocks(INJECTION, "python")[0].split("# safe")
    email = "' OR '1'='1"
    exec(vulnerable, {"cur": cursor, "email": email})
    assert len(cursor.fetchall()) == 2
    exec("#" + safe, {"cur": cursor, "email": email})
    assert cursor.fetchall() == []


def test_the_answer_to_a_commit_after_an_error_is_rollback(session: "Connection[Any]") -> None:
    import psycopg

    session.execute("BEGIN")
    with pytest.raises(psycopg.errors.CheckViolation):
        session.execute("UPDATE account SET balance = balance - 500 WHERE id = 1")
    assert session.execute("COMMIT").statusmessage == "ROLLBACK"


def test_a_session_waits_for_who_is_ahead_in_the_queue_too(
    session: "Connection[Any]", connect: Callable[[], "Connection[Any]"], pool: ThreadPoolExecutor
) -> None:
    holder, first, second = (connect() for _ in range(3))
    holder.execute("BEGIN")
    holder.execute("SELECT FROM stock")
    change = pool.submit(first.execute, "ALTER TABLE stock ADD note text")
    wait_until_blocked(session, first, change)
    reading = pool.submit(second.execute, "SELECT FROM stock")
    wait_until_blocked(session, second, reading)
    waits_for = {row[0]: row[3] for row in run_sql(session, DEBUGGING)}
    holder.execute("ROLLBACK")
    pids = [one.info.backend_pid for one in (holder, first, second)]
    assert [waits_for[pid] for pid in pids] == [[], pids[:1], pids[1:2]]


def test_an_ordinary_role_sees_no_other_session_and_a_monitor_does(
    session: "Connection[Any]", other: "Connection[Any]"
) -> None:
    other.execute("BEGIN")
    seen = list[bool]()
    for prepare in ("CREATE ROLE ordinary", "GRANT pg_monitor TO ordinary"):
        session.execute(prepare.encode())
        session.execute("SET ROLE ordinary")
        seen.append(other.info.backend_pid in [row[0] for row in run_sql(session, DEBUGGING)])
        session.execute("RESET ROLE")
    session.execute("DROP ROLE ordinary")
    assert seen == [False, True]


def test_pages_by_cursor_have_each_row_once(session: "Connection[Any]") -> None:
    (code,) = find_blocks("pagination", "sql")
    seen, last = list[Any](), ("infinity", 0)
    while page := run_code(session, code, *last):
        seen += page
        last = page[-1][::-1]
    assert len({row[0] for row in seen}) == len(seen) == 3000


def test_pages_by_cursor_lose_a_row_whose_key_is_null(session: "Connection[Any]") -> None:
    (code,) = find_blocks("pagination", "sql")
    session.execute("ALTER TABLE orders ALTER created_at DROP NOT NULL")
    session.execute("UPDATE orders SET created_at = NULL WHERE id > 1")
    assert [row[0] for row in run_code(session, code, "infinity", 0)] == [1]


def test_an_index_that_includes_the_id_saves_the_visits_to_the_table(session: "Connection[Any]") -> None:
    (code,) = find_blocks("indexes", "sql")
    create, explain = split_sql(code)
    session.execute(f"{create} INCLUDE (id)".encode())
    session.execute("VACUUM ANALYZE orders")
    assert "Index Only Scan" in str(run_code(session, explain))


def test_a_partial_index_serves_the_queries_that_say_its_condition(session: "Connection[Any]") -> None:
    session.execute("CREATE INDEX open ON orders (created_at) WHERE status = 'open'")
    session.execute("SET enable_seqscan = off")
    for condition, served in (("status = 'open'", True), ("status <> 'paid'", False)):
        plan = session.execute(f"EXPLAIN SELECT FROM orders WHERE {condition} ORDER BY created_at".encode()).fetchall()
        assert ("using open" in str(plan)) is served


def test_the_plan_uses_the_index_for_the_order_too(session: "Connection[Any]") -> None:
    plan = "\n".join(line for (line,) in run_sql(session, "indexes"))
    assert "using orders_customer" in plan
    assert "Sort" not in plan


@pytest.mark.parametrize(("way", "queries"), [pytest.param(0, 4, id="1 + N"), pytest.param(1, 2, id="2")])
def test_two_queries_do_the_work_of_n_plus_one(way: int, queries: int, session: "Connection[Any]") -> None:
    orders, sent = [SimpleNamespace(id=n, lines=None) for n in (1, 2, 3)], list[str]()

    def load_orders(db: object) -> list[SimpleNamespace]:
        sent.append("orders")
        return orders

    def load_lines(db: "Connection[Any]", ids: list[int]) -> list[SimpleNamespace]:
        sent.append("lines")
        rows = run_sql(db, "n-plus-one-queries", ids)
        return [SimpleNamespace(order_id=order, sku=sku) for order, sku, _ in rows]

    code = find_blocks("n-plus-one-queries", "python")[0].split("# 2 queries")[way]
    exec(code, {"db": session, "load_orders": load_orders, "load_lines": load_lines, "defaultdict": defaultdict})
    assert [[line.sku for line in order.lines or []] for order in orders] == [["A1", "B2"], ["A1"], []]
    assert len(sent) == queries


def test_the_types_refuse_no_currency_and_no_number_and_round_to_three_decimals(session: "Connection[Any]") -> None:
    import psycopg

    run_sql(session, "money-time-ids")
    insert = "INSERT INTO payment (amount, currency, paid_at) VALUES ({}, {}, now()) RETURNING amount::text"
    for amount in ("0.125", "0.1249"):
        assert session.execute(insert.format(amount, "'KWD'").encode()).fetchone() == ("0.125",)
    for amount, currency in (("1", "'euro'"), ("'NaN'", "'KWD'")):
        with pytest.raises(psycopg.errors.CheckViolation):
            session.execute(insert.format(amount, currency).encode())
    assert session.execute("SELECT 'NaN'::numeric > 0").fetchone() == (True,)


def test_a_pool_lends_a_connection_and_commits(session: "Connection[Any]", server: str) -> None:
    pool_of = pytest.importorskip("psycopg_pool", reason="psycopg_pool is not installed here").ConnectionPool
    found = session.execute("SELECT current_schema").fetchone()
    assert found
    names = {"ConnectionPool": pool_of, "dsn": f"{server} options='-c search_path={found[0]}'", "sku": "A1"}
    run_python("connection-pools", **names)["pool"].close()
    assert session.execute("SELECT sold FROM stock").fetchone() == (1,)


def test_a_message_is_handled_once(session: "Connection[Any]") -> None:
    assert run_sql(session, "message-queues", "m-1") == [("m-1",)]
    assert run_sql(session, "message-queues", "m-1") == []


class TestJobs:
    """The card of long work: a job is claimed by one worker, tried five times, and finished by its own attempt."""

    claim, rest = find_blocks("long-running-work", "sql")
    finish, sweep = split_sql(rest)
    release = finish.replace("SET state = 'done'", "SET lease_until = now()")

    def test_two_workers_claim_two_jobs_without_waiting(
        self, session: "Connection[Any]", other: "Connection[Any]"
    ) -> None:
        with session.transaction(), other.transaction():
            claimed = [run_code(worker, self.claim)[0][0] for worker in (session, other)]
        assert sorted(claimed) == [1, 2]

    def test_a_job_that_kills_its_worker_is_tried_five_times_and_swept(self, session: "Connection[Any]") -> None:
        session.execute("DELETE FROM job WHERE id = 2")
        tried = 0
        while run_code(session, self.claim):
            tried += 1
            session.execute("UPDATE job SET lease_until = now() - interval '1 second'")
        run_code(session, self.sweep)
        assert (tried, session.execute("SELECT state FROM job").fetchone()) == (5, ("failed",))

    def test_a_released_job_is_claimed_again_and_after_a_fifth_attempt_swept(self, session: "Connection[Any]") -> None:
        session.execute("DELETE FROM job WHERE id = 2")
        attempts = list[int]()
        while claimed := run_code(session, self.claim):
            ((job, attempt, _),) = claimed
            attempts.append(attempt)
            run_code(session, self.release, job, attempt)
        run_code(session, self.sweep)
        assert attempts == [1, 2, 3, 4, 5]
        assert session.execute("SELECT state FROM job").fetchone() == ("failed",)

    def test_a_worker_that_was_replaced_releases_nothing(self, session: "Connection[Any]") -> None:
        session.execute("DELETE FROM job WHERE id = 2")
        ((job, slow, _),) = run_code(session, self.claim)
        session.execute("UPDATE job SET lease_until = now() - interval '1 second'")
        run_code(session, self.claim)
        run_code(session, self.release, job, slow)
        assert session.execute("SELECT lease_until > now() FROM job").fetchone() == (True,)

    def test_a_worker_that_was_replaced_finishes_nothing(self, session: "Connection[Any]") -> None:
        session.execute("DELETE FROM job WHERE id = 2")
        ((job, slow, _),) = run_code(session, self.claim)
        session.execute("UPDATE job SET lease_until = now() - interval '1 second'")
        ((_, fast, _),) = run_code(session, self.claim)
        run_code(session, self.finish, job, slow)
        assert session.execute("SELECT state FROM job").fetchone() == ("running",)
        run_code(session, self.finish, job, fast)
        assert session.execute("SELECT state FROM job").fetchone() == ("done",)


class TestBatch:
    """The card of the nightly batch: a crash costs one chunk, in autocommit mode only."""

    day = "2026-11-26"

    def run(self, session: "Connection[Any]", crash_at: int = 0) -> None:
        (query,) = find_blocks("batch-processing", "sql")
        chunks = count(1)

        def charge(conn: "Connection[Any]", rows: list[Row]) -> None:
            if next(chunks) == crash_at:
                raise ConnectionError
            conn.cursor().executemany("INSERT INTO charge VALUES (%s, 1)", [(row.id,) for row in rows])

        def mark(conn: "Connection[Any]", day: str, last: int) -> None:
            conn.execute(
                "INSERT INTO mark VALUES (%s, %s) ON CONFLICT (day) DO UPDATE SET last = %s", (day, last, last)
            )

        def read_mark(conn: "Connection[Any]", day: str) -> int:
            found = conn.execute("SELECT last FROM mark WHERE day = %s", (day,)).fetchone()
            return found[0] if found else 0

        def next_chunk(conn: "Connection[Any]", day: str, last: int) -> list[Row]:
            return [Row(row[0]) for row in run_code(conn, query.replace("5000", "10"), day, last)]

        names = run_python("batch-processing", charge=charge, mark=mark, read_mark=read_mark, next_chunk=next_chunk)
        names["run"](session, self.day)

    def count(self, session: "Connection[Any]") -> int:
        (found,) = session.execute("SELECT count(*) FROM charge").fetchone() or (0,)
        return int(found)

    @pytest.fixture(autouse=True)
    def _use(self, session: "Connection[Any]") -> None:
        """45 rows of the day, after five of the next."""
        sql = "INSERT INTO usage (day, amount) SELECT date '2026-11-27' - (n > 5)::int, 1 FROM generate_series(1, 50) n"
        session.execute(sql)

    def test_a_crash_costs_one_chunk_and_the_next_run_does_the_rest(self, session: "Connection[Any]") -> None:
        with pytest.raises(ConnectionError):
            self.run(session, crash_at=4)
        assert self.count(session) == 30
        self.run(session)
        assert self.count(session) == 45

    def test_without_autocommit_a_crash_loses_all(self, session: "Connection[Any]", other: "Connection[Any]") -> None:
        other.autocommit = False
        with pytest.raises(ConnectionError):
            self.run(other, crash_at=4)
        other.close()
        assert self.count(session) == 0

    def test_another_night_begins_with_its_own_rows(self, session: "Connection[Any]") -> None:
        self.run(session)
        self.day = "2026-11-27"
        self.run(session)
        assert self.count(session) == 50


def test_each_step_of_a_renaming_suits_the_code_before_and_after_it(session: "Connection[Any]") -> None:
    """The versions of the code: 0 knows the old column, 1 writes both, 2 reads the new one, 3 writes it alone."""
    columns = ["name", "name, full_name", "name, full_name", "full_name"]
    _, add, *rest = split_sql(find_blocks("schema-migrations", "sql")[0])

    def write(*versions: int) -> None:
        for version in versions:
            values = ", ".join(["'x'"] * len(columns[version].split(", ")))
            session.execute(f"INSERT INTO person ({columns[version]}) VALUES ({values})".encode())

    run_code(session, add)
    write(0, 1)
    session.execute("UPDATE person SET name = 'changed by version 0'")
    run_code(session, ";\n".join(rest))
    assert session.execute("SELECT DISTINCT full_name FROM person").fetchall() == [("changed by version 0",)]
    write(1, 2, 3)
    session.execute("ALTER TABLE person DROP COLUMN name")
    write(3)
    assert session.execute("SELECT count(*) FROM person WHERE full_name IS NULL").fetchone() == (0,)
    assert session.execute("SELECT attnotnull FROM pg_attribute WHERE attname = 'full_name' AND attrelid = 'person'::regclass").fetchone() == (True,)  # fmt: skip


def test_the_schema_change_leaves_no_lock_timeout_to_cancel_an_index(session: "Connection[Any]") -> None:
    run_sql(session, "schema-migrations")
    assert session.execute("SHOW lock_timeout").fetchone() == ("0",)
    session.execute("CREATE INDEX CONCURRENTLY ON person (full_name)")


def test_a_second_attempt_waits_for_the_first_and_finds_its_key(
    session: "Connection[Any]", connect: Callable[[], "Connection[Any]"], pool: ThreadPoolExecutor
) -> None:
    second, claim = connect(), PARAMETERS["idempotency"]
    with session.transaction():
        assert run_sql(session, "idempotency", *claim)
        waiting = pool.submit(run_sql, second, "idempotency", *claim)
        wait_until_blocked(connect(), second, waiting)
    assert waiting.result() == []


def test_numbers_of_a_channel_have_no_gaps_and_follow_the_commits(
    session: "Connection[Any]", connect: Callable[[], "Connection[Any]"], pool: ThreadPoolExecutor
) -> None:
    begin, take, *_ = split_sql(find_blocks("real-time-sync", "sql")[0])
    second = connect()
    session.execute(begin.encode())
    assert run_code(session, take) == [(1043,)]
    waiting = pool.submit(run_code, second, take)
    wait_until_blocked(connect(), second, waiting)
    session.execute("ROLLBACK")
    assert waiting.result() == [(1043,)]


def test_a_stale_fencing_token_changes_nothing(session: "Connection[Any]") -> None:
    run_sql(session, "consensus", "of 34", 34, 5)
    run_sql(session, "consensus", "of 33", 33, 5)
    assert session.execute("SELECT body FROM report").fetchone() == ("of 34",)


def test_a_guarded_update_notices_a_conflict_and_a_lack(session: "Connection[Any]") -> None:
    version, _, guarded = find_blocks("optimistic-and-pessimistic-locking", "sql")
    assert [session.execute(version.encode()).rowcount for _ in range(2)] == [1, 0]
    assert [session.execute(guarded.encode()).rowcount for _ in range(2)] == [1, 0]


def test_skip_locked_returns_nothing_for_one_locked_row(session: "Connection[Any]", other: "Connection[Any]") -> None:
    ask = "SELECT quantity FROM stock WHERE sku = 'A1' FOR UPDATE SKIP LOCKED"
    with session.transaction():
        assert session.execute(ask).fetchall() == [(3,)]
        assert other.execute(ask).fetchall() == []


@pytest.mark.parametrize("ordered", [True, False], ids=["in one order", "in opposite orders"])
def test_one_order_of_locks_prevents_a_deadlock(
    *, ordered: bool, session: "Connection[Any]", connect: Callable[[], "Connection[Any]"], pool: ThreadPoolExecutor
) -> None:
    import psycopg

    second = connect()
    begin, lock, to_two, to_one, commit = split_sql(find_blocks("deadlocks", "sql")[0])
    first_steps, second_steps = ([lock], [lock, to_one]) if ordered else ([to_two], [to_one, to_two])
    for one in (session, second):
        one.execute(begin.encode())
    run_code(session, first_steps[0])
    waiting = pool.submit(run_code, second, ";\n".join(second_steps))
    wait_until_blocked(connect(), second, waiting)
    going_on = pool.submit(run_code, session, ";\n".join([to_one, commit]))
    failures = [error for error in (going_on.exception(), waiting.exception()) if error]
    assert [type(error) for error in failures] == ([] if ordered else [psycopg.errors.DeadlockDetected])


@pytest.mark.parametrize(
    ("level", "left", "failed"),
    [pytest.param("REPEATABLE READ", 0, None, id="not before"), pytest.param("SERIALIZABLE", 1, "40001", id="there")],
)
def test_write_skew_ends_at_serializable(
    level: str, left: int, failed: str | None, session: "Connection[Any]", other: "Connection[Any]"
) -> None:
    import psycopg

    begin, read, leave, commit = split_sql(find_blocks("preventing-anomalies", "sql")[0])
    for one in (session, other):
        one.execute(begin.replace("SERIALIZABLE", level).encode())
        assert one.execute(read.encode()).fetchone() == (2,)
    state = None
    for one, doctor in ((session, "ana"), (other, "ben")):
        try:
            one.execute(leave.replace("'ana'", f"'{doctor}'").encode())
            one.execute(commit.encode())
        except psycopg.errors.SerializationFailure as error:
            state = error.sqlstate
            one.execute("ROLLBACK")
    assert state == failed
    assert session.execute("SELECT count(*) FROM on_call").fetchone() == (left,)


@pytest.mark.parametrize(
    ("level", "lost"),
    [pytest.param("READ COMMITTED", True, id="not before"), pytest.param("REPEATABLE READ", False, id="there")],
)
def test_a_lost_update_ends_at_repeatable_read(
    *, level: str, lost: bool, session: "Connection[Any]", other: "Connection[Any]"
) -> None:
    import psycopg

    for one in (session, other):
        one.execute(f"BEGIN ISOLATION LEVEL {level}".encode())
        one.execute("SELECT price FROM product WHERE id = 7")
    session.execute("UPDATE product SET price = 1 WHERE id = 7")
    session.execute("COMMIT")
    if lost:
        other.execute("UPDATE product SET price = 2 WHERE id = 7")
    else:
        with pytest.raises(psycopg.errors.SerializationFailure):
            other.execute("UPDATE product SET price = 2 WHERE id = 7")


@pytest.mark.parametrize("level", ["READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE"])
def test_reading_does_not_wait_for_writing(level: str, session: "Connection[Any]", other: "Connection[Any]") -> None:
    other.execute("SET lock_timeout = '1s'")
    with session.transaction():
        session.execute("UPDATE account SET balance = 1 WHERE id = 1")
        other.execute(f"BEGIN ISOLATION LEVEL {level}".encode())
        assert other.execute("SELECT balance FROM account WHERE id = 1").fetchone() == (100,)


def run_repeating() -> dict[str, Any]:
    import psycopg

    errors = {error.__name__: error for error in (psycopg.errors.SerializationFailure, psycopg.errors.DeadlockDetected)}
    return run_python("preventing-anomalies", pause=lambda n: None, **errors)


def test_of_two_doctors_who_leave_at_once_one_finds_on_repeating_that_she_cannot(
    session: "Connection[Any]", other: "Connection[Any]"
) -> None:
    repeat = run_repeating()["repeat"]
    seen = list[int]()

    def count_doctors(conn: "Connection[Any]") -> int:
        (found,) = conn.execute("SELECT count(*) FROM on_call WHERE shift = 9").fetchone() or (0,)
        return int(found)

    def leave(conn: "Connection[Any]", doctor: str) -> None:
        conn.execute("DELETE FROM on_call WHERE shift = 9 AND doctor = %s", (doctor,))

    def ben(conn: "Connection[Any]") -> None:
        if count_doctors(conn) == 2:
            leave(conn, "ben")

    def ana(conn: "Connection[Any]") -> None:
        seen.append(count_doctors(conn))
        if seen == [2]:
            repeat(other, ben, 1)
        if seen[-1] == 2:
            leave(conn, "ana")

    repeat(session, ana, 2)
    assert (seen, count_doctors(session)) == ([2, 1], 1)


def test_only_the_work_s_own_transaction_is_serializable(session: "Connection[Any]") -> None:
    def ask(conn: "Connection[Any]") -> Any:
        return conn.execute("SHOW transaction_isolation").fetchone()

    assert (run_repeating()["repeat"](session, ask, 1), ask(session)) == (("serializable",), ("read committed",))


def test_counted_rows_cannot_be_locked(session: "Connection[Any]") -> None:
    import psycopg

    with pytest.raises(psycopg.errors.FeatureNotSupported):
        session.execute("SELECT count(*) FROM on_call WHERE shift = 9 FOR UPDATE")


def test_what_failed_is_repeated_as_a_whole_and_not_for_ever(session: "Connection[Any]") -> None:
    import psycopg

    names = run_repeating()
    tried = list[int]()

    def work(conn: "Connection[Any]") -> str:
        tried.append(1)
        if len(tried) < 3:
            conn.execute("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '40001'; END $$")
        return "done"

    assert (names["repeat"](session, work, 5), len(tried)) == ("done", 3)
    tried.clear()
    with pytest.raises(psycopg.errors.SerializationFailure):
        names["repeat"](session, work, 2)


def test_state_in_the_process_is_seen_by_it_alone() -> None:
    store, carts = Store(), {"ana": list[str]()}
    run_python(STATELESS, store=store, carts=carts, user="ana", sku="A1")
    assert (store, carts) == ({"cart:ana": ["A1"]}, {"ana": ["A1"]})


def test_a_session_ends_idle_and_ends_for_good() -> None:
    store = Store({f"s:{hashlib.sha256(b'id').hexdigest()}": SimpleNamespace(user="ana", ends=10_000)})
    find_user = run_python(SESSIONS, sha256=hashlib.sha256, store=store)["find_user"]
    assert (find_user("id", 0), store["expiry"]) == ("ana", 1800)
    assert (find_user("id", 9_900), store["expiry"]) == ("ana", 100)
    assert (find_user("id", 9_999.5), store["expiry"]) == ("ana", 1)
    assert find_user("id", 10_000) is None
    assert find_user("another", 0) is None


def test_a_password_is_verified_and_no_other() -> None:
    argon2 = pytest.importorskip("argon2", reason="argon2-cffi is not installed here")
    names = run_python("passwords", password="correct horse")
    with pytest.raises(argon2.exceptions.VerifyMismatchError):
        names["ph"].verify(names["stored"], "wrong horse")


def test_the_example_of_a_test_passes_for_a_service_that_refuses() -> None:
    client = SimpleNamespace(post=lambda path, json, headers: SimpleNamespace(status_code=422))
    run_python(TESTING, count_orders=lambda: 0)["test_negative"](client, {})


def test_async_code_sells_the_last_one_twice_unless_it_is_reserved_before_the_payment() -> None:
    paid = list[int]()

    async def pay() -> None:
        await asyncio.sleep(0)
        paid.append(1)

    names = run_python("threads-processes-async", pay=pay, Refused=ConnectionRefusedError)

    async def sell_to_two(how: str) -> tuple[int, int]:
        paid.clear()
        shop = SimpleNamespace(left=1)
        await asyncio.gather(names[how](shop), names[how](shop))
        return len(paid), shop.left

    assert run_async(sell_to_two("sell")) == (2, -1)
    assert run_async(sell_to_two("sell_safely")) == (1, 0)


def test_what_a_refused_payment_reserved_is_given_back() -> None:
    async def pay() -> None:
        raise ConnectionRefusedError

    shop = SimpleNamespace(left=1)
    names = run_python("threads-processes-async", pay=pay, Refused=ConnectionRefusedError)
    with pytest.raises(ConnectionRefusedError):
        run_async(names["sell_safely"](shop))
    assert shop.left == 1


def test_the_cache_is_asked_first_and_filled_for_a_time() -> None:
    cache, loaded = Store(), list[int]()

    def load(pid: int) -> dict[str, int]:
        loaded.append(pid)
        return {"id": pid}

    names = run_python("caching", cache=cache, json=json, load_product=load, randrange=random.randrange)
    assert names["get_product"](7) == names["get_product"](7) == {"id": 7}
    assert loaded == [7]
    assert 300 <= cache["expiry"] < 360


@pytest.mark.parametrize(
    ("stamp", "signature", "genuine"),
    [
        pytest.param(b"1000", None, True, id="the sender's"),
        pytest.param(b"600", None, False, id="too old"),
        pytest.param(b"1000", "00" * 32, False, id="another key's"),
        pytest.param(b"1000", "zz", False, id="no hexadecimal number"),
        pytest.param(b"1000", "é", False, id="not even ASCII"),
        pytest.param(b"now\xff", "00", False, id="a stamp that is no number"),
    ],
)
def test_a_webhook_is_genuine_or_refused_and_raises_nothing(stamp: bytes, signature: str | None, genuine: bool) -> None:
    names = run_python("webhooks", hmac=hmac, equal=hmac.compare_digest)
    signed = signature or hmac.new(b"key", stamp + b"." + b"{}", "sha256").hexdigest()
    assert names["is_genuine"](b"key", stamp, b"{}", signed, 1000) is genuine


def test_output_is_escaped() -> None:
    assert run_python("xss-csrf-cors", escape=escape)["greet"]("<script>") == "Hello &lt;script&gt;"


def test_an_encrypted_value_belongs_to_its_row_and_column() -> None:
    aead = pytest.importorskip(
        "cryptography.hazmat.primitives.ciphers.aead", reason="cryptography is not installed here"
    )
    from cryptography.exceptions import InvalidTag

    names = run_python("encryption", AESGCM=aead.AESGCM, os=__import__("os"), iban=b"DE02", key_id=1)
    cipher, (_, nonce, box) = aead.AESGCM(names["key"]), names["stored"]
    assert cipher.decrypt(nonce, box, b"user:42:iban") == b"DE02"
    for place in (b"user:43:iban", b"user:42:card"):
        with pytest.raises(InvalidTag):
            cipher.decrypt(nonce, box, place)


def test_a_missing_setting_ends_the_program_at_start() -> None:
    load = run_python("configuration-and-secrets", sys=sys, Settings=lambda url, wait: (url, wait))["load"]
    assert load({"DB_HOST": "x", "TIMEOUT": "2"}) == ("x", 2.0)
    for host in ({}, {"DB_HOST": ""}):
        with pytest.raises(SystemExit, match="DB_HOST"):
            load({"TIMEOUT": "2", **host})


@pytest.mark.parametrize("value", ["2s", "nan", "inf", "-5", "0"])
def test_a_malformed_setting_ends_it_too_by_name_and_without_its_value(value: str) -> None:
    load = run_python("configuration-and-secrets", sys=sys, Settings=lambda host, wait: (host, wait))["load"]
    with pytest.raises(SystemExit) as ended:
        load({"DB_HOST": "x", "TIMEOUT": value})
    assert ended.value.code == "TIMEOUT: 1 to 60"


def test_a_token_bucket_allows_a_burst_then_its_rate_whatever_the_clock_does() -> None:
    allow = run_python("rate-limiting")["allow"]
    bucket = SimpleNamespace(tokens=20, time=0.0)
    assert sum(allow(bucket, 0.0, 5, 20) for _ in range(30)) == 20
    assert sum(allow(bucket, 1.0, 5, 20) for _ in range(30)) == 5
    assert [allow(bucket, -3600.0, 5, 20), bucket.tokens] == [False, 0]
    assert sum(allow(bucket, 2.0, 5, 20) for _ in range(30)) == 5


def test_two_servers_with_different_clocks_fill_a_token_bucket_once() -> None:
    allow = run_python("rate-limiting")["allow"]
    bucket = SimpleNamespace(tokens=20, time=1.0)
    calls = [allow(bucket, second / 100 + behind, 5, 20) for second in range(100) for behind in (0, 1)]
    assert sum(calls) == 20 + 4


@pytest.mark.parametrize(
    ("clock", "answers", "left"),
    [
        pytest.param("max(now, b.time)", [True, True], 1, id="with max"),
        pytest.param("now", [False, True], 2, id="without"),
    ],
)
def test_a_server_whose_clock_is_behind_takes_tokens_away_unless_time_cannot_run_backwards(
    clock: str, answers: list[bool], left: int
) -> None:
    (code,) = find_blocks("rate-limiting", "python")
    names: dict[str, Any] = {}
    exec(code.replace("max(now, b.time)", clock), names)
    bucket = SimpleNamespace(tokens=3, time=1.0)
    assert [names["allow"](bucket, now, 5, 20) for now in (0.0, 1.0)] == answers
    assert bucket.tokens == left


def test_pauses_grow_up_to_the_cap_as_the_answer_says() -> None:
    delays = run_python("api-dependencies", uniform=lambda least, most: most)["delays"]
    assert list(delays(0.2, 1, 4)) == [0.2, 0.4, 0.8, 1]


def test_after_sigterm_an_instance_reports_not_ready() -> None:
    before = signal.getsignal(signal.SIGTERM)
    try:
        names = run_python("graceful-shutdown", signal=signal.signal, SIGTERM=signal.SIGTERM)
        assert names["ready"]() == 200
        signal.raise_signal(signal.SIGTERM)
        assert names["ready"]() == 503
    finally:
        signal.signal(signal.SIGTERM, before)


def test_a_fifth_server_takes_its_share_and_nothing_else_moves() -> None:
    keys = [f"user-{n}" for n in range(2000)]

    def place(servers: str) -> dict[str, str]:
        find = run_python("sharding", sha256=hashlib.sha256, bisect=bisect, servers=servers)["find"]
        return {key: find(key) for key in keys}

    four, five = place("abcd"), place("abcde")
    moved = [key for key in keys if four[key] != five[key]]
    assert {five[key] for key in moved} == {"e"}
    assert 0.12 < len(moved) / len(keys) < 0.28
    assert max(Counter(four.values()).values()) < 2 * min(Counter(four.values()).values())
    assert sum(n % 4 != n % 5 for n in range(2000)) / 2000 == 0.8


def test_a_full_lru_cache_drops_what_was_not_used() -> None:
    names = run_python("cache-eviction", OrderedDict=OrderedDict, size=2)
    names["put"]("a", 1), names["put"]("b", 2), names["get"]("a"), names["put"]("c", 3)
    assert [names["get"](key) for key in "abc"] == [1, None, 3]


@pytest.mark.parametrize(("size", "hits"), [(2, 0), (4, 0), (8, 0), (10, 90)])
def test_an_lru_cache_scores_nothing_on_a_loop_that_is_longer(size: int, hits: int) -> None:
    names = run_python("cache-eviction", OrderedDict=OrderedDict, size=size)
    scored = 0
    for key in [*range(10)] * 10:
        scored += names["get"](key) is not None
        names["put"](key, key)
    assert scored == hits


def test_to_thread_keeps_the_trace_and_an_executor_loses_it() -> None:
    names = run_python("correlation-ids", ContextVar=contextvars.ContextVar, Filter=logging.Filter)
    record = logging.makeLogRecord({})

    async def look() -> tuple[str, str, str]:
        names["trace_id"].set("4bf9")
        names["AddTrace"]().filter(record)
        lost = await asyncio.get_running_loop().run_in_executor(None, names["trace_id"].get)
        copied = await asyncio.get_running_loop().run_in_executor(
            None, contextvars.copy_context().run, names["trace_id"].get
        )
        assert copied == "4bf9"
        return record.__dict__["trace"], await asyncio.to_thread(names["trace_id"].get), lost

    assert run_async(look()) == ("4bf9", "4bf9", "-")


def test_each_python_block_is_run_by_a_test_above() -> None:
    told = Path(__file__).read_text("utf-8")
    names = {INJECTION: "INJECTION", SESSIONS: "SESSIONS", STATELESS: "STATELESS", TESTING: "TESTING"}
    calls = re.findall(r'(?:run_python|find_blocks)\(\s*"?([\w-]+)', told)
    assert [card for card, language, _ in BLOCKS if language == "python" and names.get(card, card) not in calls] == []
