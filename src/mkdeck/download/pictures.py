"""A picture's address -> the picture, asked for once in a build."""

import ssl
import time
from collections.abc import Iterable
from functools import cached_property
from urllib.parse import urljoin

from mkdeck.download.content import find_suffix
from mkdeck.download.leaving import drop_query, leave_remote
from mkdeck.download.request import Limits, make_tls_context, request_picture
from mkdeck.download.target import DownloadError, Resolve, find_peers, parse_address, resolve_host
from mkdeck.files.pictures import name_media
from mkdeck.files.regular import tell_size
from mkdeck.media_types import is_played
from mkdeck.model import Location, Media
from mkdeck.problem import Problem


class Downloads:
    """Fetches pictures for one build, and remembers what came of each."""

    def __init__(
        self, private_hosts: Iterable[str] = (), limits: Limits | None = None, resolve: Resolve = resolve_host
    ) -> None:
        """Of hosts with private addresses, only ``private_hosts``, ``HOST`` or ``HOST:PORT``, are reached."""
        self._private_hosts = frozenset(host.lower() for host in private_hosts)
        self._limits = limits or Limits()
        self._resolve = resolve
        self._known: dict[str, Media | DownloadError] = {}
        self._size = 0
        self._seconds = 0.0

    def find(self, reference: str, where: Location) -> Media | Problem:
        """Return the picture at a remote address, or why it cannot be had."""
        if is_played(drop_query(reference)):
            return leave_remote(reference, where)
        address = f"https:{reference}" if reference.startswith("//") else reference
        address = address.partition("#")[0]
        if address not in self._known:
            begin = time.monotonic()
            self._known[address] = self._download(address)
            self._seconds += time.monotonic() - begin
        found = self._known[address]
        if isinstance(found, Media):
            return found
        return Problem(where, "failed-download", f"the picture '{reference}' stays a link: {found}", found.hint)

    def _download(self, address: str) -> Media | DownloadError:
        try:
            self._check_total()
            content = self._follow(address)
            self._size += len(content)
            suffix = find_suffix(content)
            if not suffix:
                raise DownloadError("it is called a picture but is none")
        except DownloadError as error:
            return error
        return name_media(content, suffix, is_downloaded=True)

    def _check_total(self) -> None:
        """Raise ``DownloadError`` where a build has had its share: articles may list any number of pictures."""
        for used, limit, name in (
            (len(self._known), self._limits.total, f"{self._limits.total} pictures"),
            (self._size, self._limits.total_size, tell_size(self._limits.total_size)),
            (self._seconds, self._limits.total_seconds, f"{self._limits.total_seconds:g} seconds"),
        ):
            if used >= limit:
                hint = "save pictures beside the articles, or part the sources into several packages"
                raise DownloadError(f"the downloads of a build end after {name}", hint)

    def _follow(self, address: str) -> bytes:
        """Return what is at the end of the redirects; every host on the way is checked."""
        deadline = time.monotonic() + self._limits.seconds
        for _ in range(self._limits.redirects + 1):
            target = parse_address(address)
            peers = find_peers(target, self._private_hosts, self._resolve)
            answer = request_picture(target, peers, self._tls, self._limits, deadline)
            if isinstance(answer, bytes):
                return answer
            address = _join(address, answer)
        raise DownloadError(f"it is redirected more than {self._limits.redirects} times")

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        return make_tls_context()


def _join(address: str, location: str) -> str:
    try:
        return urljoin(address, location)
    except ValueError as error:
        raise DownloadError("it is redirected to an address that cannot be read") from error
