"""A running Anki, through its add-on AnkiConnect: what is asked of it, and what it answers.

The protocol is version 6 of https://git.sr.ht/~foosoft/anki-connect: a JSON object is posted, and an object with ``result``
and ``error`` comes back. Anki opens a package by itself, so its path has to be whole, and to mean the same to both.
"""

import http.client
import json
import re
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from mkdeck.files.regular import tell_reason

VERSION = 6
DEFAULT = "127.0.0.1:8765"
"""Where the add-on listens unless its owner says otherwise: on this machine alone."""

_PORT = 8765
_ADDRESS = re.compile(r"(?P<host>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::(?P<port>[0-9]{1,5}))?")
_CONNECTING, _ANSWERING, _IMPORTING = 5, 60, 900
"""Seconds; while Anki imports it answers nothing else."""
_MOST = 100_000_000
"""Bytes of one answer."""
_TOGETHER = 500
"""Notes that are asked for at once: Anki's window stands still meanwhile."""
_START = "start Anki with the add-on AnkiConnect (2055492159), and push again; --anki names another address"


class AnkiError(Exception):
    """Why Anki does not do what it is asked, in the words of a problem."""

    def __init__(self, code: str, reason: str, hint: str) -> None:
        super().__init__(reason)
        self.code = code
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Copy:
    """A note in somebody's collection, as far as it matters here."""

    id: int
    fields: dict[str, str]
    """HTML, by the fields' names."""
    cards: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Anki:
    """An Anki that runs. Each call raises ``AnkiError`` where it is not done."""

    host: str
    port: int
    key: str | None = None
    """The add-on's ``apiKey``, where its owner has set one."""

    @property
    def address(self) -> str:
        """Its host and its port."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    def check_version(self) -> None:
        """Return where an AnkiConnect answers that understands what follows."""
        version = self._call("version", int)
        if version < VERSION:
            reason = f"the AnkiConnect at {self.address} is of version {version}, not {VERSION}"
            raise AnkiError("no-anki", reason, "update the add-on in Anki: Tools, Add-ons, Check for Updates")

    def import_package(self, path: str) -> None:
        """Import the package at an absolute path, where Anki itself finds it."""
        if not self._call("importPackage", bool, is_long=True, path=path):
            raise self._refuse("the package was not imported")

    def find_notes(self, search: str) -> list[int]:
        """Return the ids of the notes that Anki's browser would find."""
        found: list[int] = self._call("findNotes", list, query=search)
        if not all(type(each) is int for each in found):
            raise self._doubt()
        return found

    def read_notes(self, ids: Sequence[int]) -> list[Copy]:
        """Return the notes of these ids, as far as they are there."""
        parts = [ids[start : start + _TOGETHER] for start in range(0, len(ids), _TOGETHER)]
        told = [note for part in parts for note in self._call("notesInfo", list, notes=part)]
        try:
            return [_read_note(note) for note in told if note]  # an empty object is a note that is not there
        except (AttributeError, KeyError, TypeError):
            raise self._doubt() from None

    def suspend(self, cards: Sequence[int]) -> None:
        """Let cards rest until their owner wants them back."""
        self._call("suspend", object, cards=cards)

    def unsuspend(self, cards: Sequence[int]) -> None:
        """Let cards be learnt again."""
        self._call("unsuspend", object, cards=cards)

    def add_tag(self, notes: Sequence[int], tag: str) -> None:
        """Tag notes."""
        self._call("addTags", object, notes=notes, tags=tag)

    def remove_tag(self, notes: Sequence[int], tag: str) -> None:
        """Take a tag from notes."""
        self._call("removeTags", object, notes=notes, tags=tag)

    def _call(self, action: str, kind: type, *, is_long: bool = False, **parameters: object) -> Any:
        """Return the result of an action, which is of that very type, or of any where that is ``object``."""
        request = {"action": action, "version": VERSION, "params": parameters} | ({"key": self.key} if self.key else {})
        try:
            answer = json.loads(self._post(json.dumps(request).encode(), _IMPORTING if is_long else _ANSWERING))
        except (ValueError, RecursionError):
            raise self._doubt() from None
        if not (isinstance(answer, dict) and answer.keys() == {"result", "error"}):
            raise self._doubt()
        if answer["error"] is not None:
            raise self._refuse(str(answer["error"]))
        if kind is not object and type(answer["result"]) is not kind:
            raise self._doubt()
        return answer["result"]

    def _post(self, body: bytes, patience: float) -> bytes:
        """Return what comes back; no proxy is asked, and nothing is followed that leads elsewhere."""
        try:
            with closing(http.client.HTTPConnection(self.host, self.port, timeout=_CONNECTING)) as connection:
                connection.connect()
                connection.sock.settimeout(patience)
                connection.request("POST", "/", body, {"Content-Type": "application/json"})
                content = connection.getresponse().read(_MOST + 1)
        except TimeoutError:
            hint = "look at Anki's window, which may be asking something, and push again"
            raise AnkiError("no-anki", f"no answer from Anki at {self.address}", hint) from None
        except http.client.HTTPException:
            raise self._doubt() from None
        except OSError as error:
            reason = "nothing listens there" if isinstance(error, ConnectionRefusedError) else tell_reason(error)
            raise AnkiError("no-anki", f"no Anki answers at {self.address}: {reason}", _START) from None
        if len(content) > _MOST:
            raise self._doubt()
        return content

    def _doubt(self) -> AnkiError:
        return AnkiError("no-anki", f"what answers at {self.address} is not AnkiConnect", _START)

    def _refuse(self, said: str) -> AnkiError:
        """Return what Anki said against it; of keys it says so in words of its own."""
        if "api key" in said.lower():
            reason = "the key of AnkiConnect is another one" if self.key else "this AnkiConnect wants a key"
            return AnkiError("anki-key", reason, "give the apiKey of its configuration as ANKICONNECT_API_KEY")
        line = " ".join(said.split())[:300]
        hint = "open a profile in Anki, end what it is asking or doing, and push again; or open the package in Anki"
        return AnkiError("anki-refused", f"it is refused by Anki: {line}", hint)


def parse_address(text: str) -> tuple[str, int] | None:
    """Return the host and the port of ``HOST``, ``HOST:PORT`` or ``[IPv6]:PORT``, ``None`` where it is none of these."""
    found = _ADDRESS.fullmatch(text)
    port = int(found["port"] or _PORT) if found else 0
    return (found["host"].strip("[]"), port) if found and 0 < port < 1 << 16 else None


def _read_note(told: Any) -> Copy:
    fields = {str(name): str(field["value"]) for name, field in told["fields"].items()}
    return Copy(int(told["noteId"]), fields, tuple(int(card) for card in told["cards"]))
