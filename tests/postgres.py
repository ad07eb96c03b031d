"""A real PostgreSQL of the tests' own, reached by a private socket."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

_SERVER = "-c listen_addresses='' -c fsync=off -c deadlock_timeout=20ms -c statement_timeout=30s -k "


@contextmanager
def start_postgres() -> Iterator[str]:
    """Start a server and give the way to it; the test is skipped where PostgreSQL is absent."""
    tools = _find_tools()
    with tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as folder:
        user = _own_by_someone_else(folder)

        def run(tool: str, *arguments: str) -> None:
            command = [str(tools / tool), "-D", f"{folder}/data", *arguments]
            subprocess.run(command, check=True, cwd=folder, user=user, stdout=subprocess.DEVNULL)

        run("initdb", "-A", "trust", "-U", "postgres", "-N", "-E", "UTF8", "--locale=C")
        run("pg_ctl", "-w", "-l", f"{folder}/log", "-o", _SERVER + folder, "start")
        try:
            yield f"host={folder} user=postgres"
        finally:
            run("pg_ctl", "-m", "immediate", "stop")


def _find_tools() -> Path:
    """Return the folder of PostgreSQL's programs; Debian keeps them off the path."""
    if os.name == "nt":
        pytest.skip("the server of the deck's SQL is reached by a socket, which Windows has not")
    on_path = shutil.which("initdb")
    folders = [Path(on_path).parent] if on_path else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: float(folder.parent.name))
    if not folders:
        pytest.skip("there is no PostgreSQL on this machine")
    return folders[-1]


def _own_by_someone_else(folder: str) -> int | None:
    """Give the folder to a user who is not root, as whom the server does not start; None is whoever runs the tests."""
    if os.getuid() != 0:
        return None
    import pwd

    users = {entry.pw_name: entry.pw_uid for entry in pwd.getpwall()}
    user = users.get("postgres", users["nobody"])
    os.chown(folder, user, -1)
    return user
