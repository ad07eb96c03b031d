"""A small web server on this machine, for tests of what mkdeck fetches."""

import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server sends for one path."""

    body: bytes = b""
    type: str | None = "image/png"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


Write = Callable[[Callable[[bytes], object], threading.Event], object]
"""Sends any bytes, until the event tells that the test is over."""


@dataclass(slots=True)
class Site:
    """A running server."""

    host: str
    """With the port."""
    is_secure: bool = False
    answers: dict[str, Answer | Write] = field(default_factory=dict)
    """By path."""
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    """The paths that were asked for, with the headers."""

    def url(self, path: str) -> str:
        return f"http{'s' if self.is_secure else ''}://{self.host}{path}"

    @property
    def asked(self) -> list[str]:
        return [path for path, _ in self.requests]


@contextmanager
def open_site(certificate: Path | None = None) -> Iterator[Site]:
    """Serve on a free port of 127.0.0.1; ``certificate`` holds a key, too, and makes it HTTPS."""
    over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # the name that http.server calls
            site.requests.append((self.path, dict(self.headers)))
            answer = site.answers.get(self.path, Answer(b"gone", "text/plain", 404))
            try:
                if isinstance(answer, Answer):
                    self._send(answer)
                else:
                    answer(self.wfile.write, over)
            except (BrokenPipeError, ConnectionResetError):
                pass  # mkdeck had enough

        def _send(self, answer: Answer) -> None:
            self.send_response(answer.status)
            for name, value in {"Content-Length": str(len(answer.body)), **answer.headers}.items():
                self.send_header(name, value)
            if answer.type is not None:
                self.send_header("Content-Type", answer.type)
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name that http.server gives it
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: object, client_address: object) -> None:
            pass  # a client that does not trust the certificate

    server = Server(("127.0.0.1", 0), Handler)
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    site = Site(f"127.0.0.1:{server.server_port}", is_secure=bool(certificate))
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield site
    finally:
        over.set()
        server.shutdown()
        server.server_close()
        thread.join()
