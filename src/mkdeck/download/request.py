"""One request over HTTP: a checked address in, an answer out, within bounds.

With ``http.client``, since the connection has to go to the very address that was checked; it is no other dependency.
"""

import http.client
import socket
import ssl
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from mkdeck import __version__
from mkdeck.download.content import is_picture_type
from mkdeck.download.target import DownloadError, Peer, Target
from mkdeck.files.regular import tell_reason, tell_size

_REDIRECTS = (301, 302, 303, 307, 308)
_HEADERS = {"User-Agent": f"mkdeck/{__version__}", "Accept": "image/*", "Connection": "close"}


@dataclass(frozen=True, slots=True)
class Limits:
    """How much pictures may cost: one, and all of a build."""

    size: int = 10_000_000
    """Bytes."""
    seconds: float = 20
    """For all of its requests together; how long the system looks for a host is the system's to bound."""
    connect_seconds: float = 5
    """For one address of a host."""
    redirects: int = 5
    total: int = 2_000
    """Addresses of a build."""
    total_size: int = 500_000_000
    """Bytes."""
    total_seconds: float = 900

    @property
    def transfer(self) -> int:
        """Bytes that a connection may bring: the picture, and what HTTP puts around and between its parts."""
        return 2 * self.size + 1_000_000


@dataclass(slots=True)
class _Leash:
    """What a connection may still take, however a server words its answer."""

    deadline: float
    limits: Limits
    received: int = 0

    def count(self, received: int) -> int:
        self.received += received
        if self.received > self.limits.transfer:
            raise _report_large(self.limits)
        return received


class _Bounded(socket.socket):
    """A connection that ends by a point in time and at a length, however little a server sends at once."""

    leash: _Leash

    def recv_into(self, *args: Any, **options: Any) -> int:
        self.settimeout(_time_left(self.leash.deadline))
        return self.leash.count(super().recv_into(*args, **options))


class _BoundedTLS(ssl.SSLSocket):
    leash: _Leash

    def recv_into(self, *args: Any, **options: Any) -> int:
        self.settimeout(_time_left(self.leash.deadline))
        return self.leash.count(super().recv_into(*args, **options))


def make_tls_context() -> ssl.SSLContext:
    """Return what verifies certificates as the system does."""
    context = ssl.create_default_context()
    context.sslsocket_class = _BoundedTLS
    return context


def request_picture(
    target: Target, peers: Sequence[Peer], context: ssl.SSLContext, limits: Limits, deadline: float
) -> bytes | str:
    """Return a picture's content, or the address that the server redirects to; ``deadline`` is of the monotonic clock."""
    try:
        with closing(http.client.HTTPConnection(target.host, target.port)) as connection:
            connection.sock = _connect(target, peers, context, limits, deadline)
            connection.request("GET", target.path, headers={"Host": target.authority, **_HEADERS})
            with connection.getresponse() as response:
                if response.status in _REDIRECTS and (location := response.getheader("Location")):
                    return location.encode("latin-1", "replace").decode("utf-8", "replace")
                return _read_content(response, limits)
    except TimeoutError as error:
        raise DownloadError(f"no answer within {limits.seconds:g} seconds") from error
    except http.client.HTTPException as error:
        raise DownloadError(f"the answer of {target.authority} breaks off or is no HTTP") from error
    except ssl.SSLCertVerificationError as error:
        raise DownloadError(f"the certificate of {target.authority} is not valid: {error.verify_message}") from error
    except ssl.SSLError as error:
        raise DownloadError(f"no safe connection to {target.authority} is possible") from error
    except OSError as error:
        raise DownloadError(f"no connection to {target.authority}: {tell_reason(error)}") from error
    except ValueError as error:  # a chunk of less than no bytes
        raise DownloadError(f"the answer of {target.authority} is no HTTP") from error


def _connect(
    target: Target, peers: Sequence[Peer], context: ssl.SSLContext, limits: Limits, deadline: float
) -> socket.socket:
    plain = _connect_first(peers, limits, deadline)
    if not target.is_secure:
        return plain
    secure = context.wrap_socket(plain, server_hostname=target.host)
    assert isinstance(secure, _BoundedTLS)
    secure.leash = _Leash(deadline, limits)
    return secure


def _connect_first(peers: Sequence[Peer], limits: Limits, deadline: float) -> _Bounded:
    """Connect to the first address that answers; the last one's error is raised."""
    failure = OSError(0, "it has no address")
    for family, peer in peers:
        connection = _Bounded(family, socket.SOCK_STREAM)
        connection.leash = _Leash(deadline, limits)
        try:
            connection.settimeout(min(limits.connect_seconds, _time_left(deadline)))
            connection.connect(peer)
            connection.settimeout(_time_left(deadline))
        except OSError as error:
            connection.close()
            failure = error
        else:
            return connection
    if isinstance(failure, TimeoutError) and time.monotonic() < deadline:
        raise DownloadError(f"no connection within {limits.connect_seconds:g} seconds") from failure
    raise failure


def _read_content(response: http.client.HTTPResponse, limits: Limits) -> bytes:
    if response.status != http.client.OK:
        raise DownloadError(f"{response.status} {http.client.responses.get(response.status, '')}".strip())
    type_ = response.headers.get_content_type()
    if not is_picture_type(type_):
        raise DownloadError(f"it is not a picture but {type_[:40]}")
    content = b"" if (response.length or 0) > limits.size else response.read(limits.size + 1)
    if (response.length or 0) > limits.size or len(content) > limits.size:
        raise _report_large(limits)
    if response.length:
        raise http.client.IncompleteRead(content, response.length)
    return content


def _report_large(limits: Limits) -> DownloadError:
    return DownloadError(f"it has more than {tell_size(limits.size)}")


def _time_left(deadline: float) -> float:
    """Return the seconds until then; none left is as if the server had been silent so long."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
