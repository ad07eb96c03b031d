"""A stand-in for the add-on AnkiConnect: its protocol of version 6, before a real collection or with canned answers."""

import io
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stdout, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

Action = Callable[..., object]


@dataclass(slots=True)
class AddOn:
    """The add-on of an Anki that runs."""

    actions: dict[str, Action]
    """By name; each takes the parameters of a call, and what it raises is the call's error."""
    key: str | None = None
    """Its ``apiKey``."""
    raw: bytes | None = None
    """What it answers instead of all that, as another program would."""
    port: int = 0
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    """The actions asked for, and their parameters."""

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.asked]

    def answer(self, request: Mapping[str, Any]) -> bytes:
        """Answer as the add-on does: everything that goes wrong is an error in words."""
        if self.raw is not None:
            return self.raw
        name, parameters = request["action"], request.get("params", {})
        self.asked.append((name, parameters))
        try:
            if request.get("key") != self.key:
                raise ValueError("valid api key must be provided")
            if name not in self.actions:
                raise ValueError("unsupported action")
            result = self.actions[name](**parameters)
        except Exception as error:  # as the add-on
            return json.dumps({"result": None, "error": str(error)}).encode()
        return json.dumps({"result": result, "error": None}).encode()


def act_on(collection: Any) -> dict[str, Action]:
    """Return the actions that mkdeck uses, carried out by real Anki as the add-on has it carry them out."""
    from anki import importing, lang

    lang.set_lang("en_US")  # as Anki does when it starts; older releases name in words what they import

    importer = getattr(importing, "AnkiPackageImporter")  # noqa: B009  # the add-on's; some releases make it when asked

    def import_package(path: str) -> bool:
        # Anki's current folder is that of the media, and a relative path begins there.
        with redirect_stdout(io.StringIO()):  # older releases say there which of their functions are old
            importer(collection, str(Path(collection.media.dir()) / path)).run()
        return True

    def read_note(id_: int) -> dict[str, object]:
        from anki.errors import NotFoundError

        try:
            note = collection.get_note(id_)
        except NotFoundError:
            return {}
        fields = {name: {"value": value, "order": n} for n, (name, value) in enumerate(note.items())}
        cards = [card.id for card in note.cards()]
        return {
            "noteId": id_,
            "tags": note.tags,
            "fields": fields,
            "modelName": note.note_type()["name"],
            "cards": cards,
        }

    def suspend(cards: list[int]) -> bool:
        collection.sched.suspend_cards(cards)
        return True

    return {
        "version": lambda: 6,
        "importPackage": import_package,
        "findNotes": lambda query: list(collection.find_notes(query)),
        "notesInfo": lambda notes: [read_note(id_) for id_ in notes],
        "suspend": suspend,
        "unsuspend": lambda cards: collection.sched.unsuspend_cards(cards) and None,
        "addTags": lambda notes, tags: collection.tags.bulk_add(notes, tags) and None,
        "removeTags": lambda notes, tags: collection.tags.bulk_remove(notes, tags) and None,
    }


@contextmanager
def open_add_on(actions: dict[str, Action], key: str | None = None) -> Iterator[AddOn]:
    """Serve the add-on on a free port of 127.0.0.1."""
    add_on = AddOn(actions, key)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # the name that http.server calls
            assert "Origin" not in self.headers  # the add-on asks its owner about origins
            content = add_on.answer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            with suppress(BrokenPipeError, ConnectionResetError):  # mkdeck had enough
                self.send_response(200)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name that http.server gives it
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        add_on.port = server.server_port
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield add_on
        finally:
            server.shutdown()
            thread.join()
