"""``mkdeck preview --watch``: the open page follows its sources."""

import http.client
import os
import signal
import socket
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable, Iterator
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING, Any

import pytest
import watchfiles
from commands import call, clean_environment, write_files

from mkdeck.preview import watch as watch_room
from mkdeck.preview.server import PageServer

if TYPE_CHECKING:
    from playwright.sync_api import Browser

RIVER = "# Waters\n\n## What is a river?\n\nWater that flows.\n"
pytestmark = pytest.mark.skipif(os.name == "nt", reason="interrupts a process as POSIX does")


class Watching:
    """A process that watches."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        command = [sys.executable, "-m", "mkdeck", "preview", *arguments, "--watch"]
        self._process = subprocess.Popen(
            command, cwd=folder, env=clean_environment(), text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )

    def read_until(self, words: str) -> str:
        """Return the line of standard output that has the words."""
        assert self._process.stdout
        for line in self._process.stdout:
            if words in line:
                return line
        raise AssertionError(f"never said '{words}': {self._process.communicate()[1]}")

    def read_url(self) -> str:
        return self.read_until("follows the sources").split()[0]

    def read_complaint(self) -> str:
        """Return the next line of standard error."""
        assert self._process.stderr
        return self._process.stderr.readline().strip()

    def interrupt(self) -> tuple[int, str]:
        """Press Ctrl+C; return exit code and standard error."""
        self._process.send_signal(signal.SIGINT)
        _, err = self._process.communicate(timeout=20)
        return self._process.returncode, err

    def kill(self) -> None:
        self._process.kill()
        self._process.communicate()


@pytest.fixture
def watching(tmp_path: Path) -> Iterator[Callable[..., Watching]]:
    begun: list[Watching] = []

    def begin(*arguments: str) -> Watching:
        begun.append(Watching(tmp_path, *arguments))
        return begun[-1]

    yield begin
    for one in begun:
        one.kill()


def test_the_open_page_shows_each_change_and_keeps_its_place(
    watching: Callable[..., Watching], browser: "Browser", tmp_path: Path
) -> None:
    write_files(tmp_path, {"notes/waters.md": RIVER, "notes/more/x.md": "# X\n\n## What is X?\n\nA letter.\n"})
    process = watching("notes")
    page = browser.new_page()
    page.goto(f"{process.read_url()}#waters/what-is-a-river")
    card = page.frame_locator("#card")
    card.get_by_text("What is a river?").wait_for()
    page.keyboard.press(" ")
    page.keyboard.press("p")
    write_files(tmp_path, {"notes/waters.md": RIVER.replace("flows", "runs")})
    card.get_by_text("Water that runs.").wait_for()
    assert page.get_by_role("button", name="Phone").get_attribute("aria-pressed") == "true"
    write_files(
        tmp_path, {"notes/more/x.md": "no question any more\n", "notes/new/y.md": "# Y\n\n## What is Y?\n\nNew.\n"}
    )
    page.get_by_role("link", name="What is Y?").wait_for()
    assert page.locator("#list a").count() == 2
    page.close()


def test_pictures_style_and_settings_are_followed_too(watching: Callable[..., Watching], tmp_path: Path) -> None:
    files = {
        "a/waters.md": f"{RIVER}\n![a bank](img/bank.svg)\n",
        "a/img/bank.svg": "<svg/>",
        "mkdeck.toml": 'css = "look/own.css"\n',
        "look/own.css": "",
    }
    write_files(tmp_path, files)
    url = watching("a/waters.md").read_url()
    for file, content, shown in [
        ("look/own.css", ".mine {}", b".mine {}"),
        ("a/img/bank.svg", "<svg></svg>", b64encode(b"<svg></svg>")),
        ("mkdeck.toml", 'deck = "Top"\n', b"<h1>Top</h1>"),
    ]:
        write_files(tmp_path, {file: content})
        wait_for(lambda shown=shown: shown in ask(url, "/")[1])  # type: ignore[misc]  # of this round
    assert b".mine" not in ask(url, "/")[1]


def wait_for(is_so: Callable[[], bool]) -> None:
    for _ in range(200):
        if is_so():
            return
        sleep(0.05)
    raise AssertionError("waited in vain")


def test_a_mistake_is_told_and_the_page_stays_until_it_is_mended(
    watching: Callable[..., Watching], tmp_path: Path
) -> None:
    write_files(tmp_path, {"waters.md": RIVER})
    process = watching("waters.md", "-o", "page.html")
    url = process.read_url()
    good = (tmp_path / "page.html").read_bytes()
    version = ask(url, "/version")
    write_files(tmp_path, {"waters.md": f"+++\ntitle = \n+++\n{RIVER}"})
    assert process.read_complaint() == "waters.md:2: error: malformed-toml: invalid value (column 9)"
    assert ((tmp_path / "page.html").read_bytes(), ask(url, "/version")) == (good, version)
    write_files(tmp_path, {"waters.md": RIVER.replace("flows", "runs")})
    wait_for(lambda: ask(url, "/version") != version)
    assert b"runs" in (tmp_path / "page.html").read_bytes()
    assert b"connect-src" not in (tmp_path / "page.html").read_bytes()


def test_it_begins_with_a_mistake_too_and_waits(watching: Callable[..., Watching], tmp_path: Path) -> None:
    write_files(tmp_path, {"waters.md": "+++\ntitle = \n+++\n"})
    url = watching("waters.md").read_url()
    assert b'"groups":[]' in ask(url, "/")[1]
    write_files(tmp_path, {"waters.md": RIVER})
    wait_for(lambda: b"What is a river?" in ask(url, "/")[1])


@pytest.mark.parametrize("pause", [0, 0.5], ids=["at once", "while it waits for a change"])
def test_ctrl_c_ends_it_and_nothing_is_left(watching: Callable[..., Watching], tmp_path: Path, pause: float) -> None:
    write_files(tmp_path, {"waters.md": RIVER})
    process = watching("waters.md")
    url = process.read_url()
    sleep(pause)
    assert process.interrupt() == (130, "")
    assert [path.name for path in tmp_path.iterdir()] == ["waters.md"]
    with pytest.raises(OSError):  # noqa: PT011  # refused, or reset: nobody listens
        ask(url, "/")


def test_a_source_that_is_not_there_is_told_at_once(tmp_path: Path) -> None:
    told = call(tmp_path, "preview", "gone.md", "--watch")
    assert told.code == 2
    assert "gone.md:1: missing-source" in told.told


def test_a_port_in_use_is_a_wrong_usage(tmp_path: Path) -> None:
    write_files(tmp_path, {"waters.md": RIVER})
    with socket.create_server(("127.0.0.1", 0)) as taken:
        told = call(tmp_path, "preview", "waters.md", "--watch", "--port", str(taken.getsockname()[1]))
    assert told.code == 2
    assert "cannot listen on port" in told.told


def ask(url: str, path: str, host: str | None = None, method: str = "GET") -> tuple[int, bytes]:
    connection = http.client.HTTPConnection(url.split("/")[2], timeout=10)
    try:
        connection.request(method, path, headers={"Host": host} if host else {})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def test_the_server_answers_this_machine_with_two_things_and_nothing_else() -> None:
    with PageServer(0) as server:
        server.show("<p>page</p>", "v1")
        port = server.url.split(":")[2].strip("/")
        assert ask(server.url, "/") == (200, b"<p>page</p>")
        assert ask(server.url, "/version", f"localhost:{port}") == (200, b"v1")
        for path in ("/waters.md", "/../etc/passwd", "/version/", "/?x"):
            assert ask(server.url, path)[0] == 404
        for host in ("example.org", f"example.org:{port}", "127.0.0.1", f"127.0.0.1.example.org:{port}"):
            assert ask(server.url, "/", host)[0] == 403
        assert ask(server.url, "/", method="POST")[0] == 501
        with pytest.raises(OSError), socket.create_connection(("127.0.0.2", int(port)), timeout=1):  # noqa: PT011
            pass


def test_where_the_system_watches_no_more_folders_it_looks_again_and_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real: Any = watchfiles.watch

    def exhausted(*folders: Path, **options: Any) -> Any:
        if not options["force_polling"]:
            raise OSError("OS file watch limit reached")
        return real(*folders, **options)

    monkeypatch.setattr(watch_room, "watch", exhausted)
    seen = watch_room.watch_folders(lambda: [tmp_path], lambda path: True)
    next(seen)
    write_files(tmp_path, {"a.md": "a"})
    next(seen)
