"""A page served to this machine alone, while its sources are watched."""

from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import MappingProxyType, TracebackType
from typing import Self

_HOST = "127.0.0.1"


class PageServer:
    """Answers ``/`` with the page and ``/version`` with its version, and nothing else, on the loopback."""

    def __init__(self, port: int) -> None:
        """Listen on ``port``, on a free one for 0; ``OSError`` where that cannot be."""
        self._server = _Server((_HOST, port), _Handler)
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)

    @property
    def url(self) -> str:
        """The address to open."""
        return f"http://{_HOST}:{self._server.server_port}/"

    def show(self, page: str, version: str) -> None:
        """Answer with this page from now on."""
        self._server.answers = {"/": (page, "text/html"), "/version": (version, "text/plain")}

    def __enter__(self) -> Self:
        """Begin to answer."""
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Answer nobody any more."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    answers: Mapping[str, tuple[str, str]] = MappingProxyType({})
    """By path: text and media type; replaced as a whole, never changed."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a browser that goes away is no error."""


class _Handler(BaseHTTPRequestHandler):
    timeout = 10
    """Seconds for a request, so that none keeps a thread for ever."""
    server: _Server

    def do_GET(self) -> None:  # the name is the library's
        text, kind = self.server.answers.get(self.path, ("", ""))
        # A page elsewhere may have its own name lead to this machine; it still asks for that name.
        if self.headers.get("Host") not in {f"{name}:{self.server.server_port}" for name in (_HOST, "localhost")}:
            self.send_error(403)
        elif not kind:
            self.send_error(404)
        else:
            self._answer(text.encode(), kind)

    def _answer(self, content: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name is the library's
        """Say nothing of requests."""
