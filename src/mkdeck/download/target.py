"""Where a picture's address leads, and whether an article may lead there."""

import ipaddress
import socket
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

_PORTS = {"http": 80, "https": 443}
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""Where networks without IPv4 show the rest of the world, https://www.rfc-editor.org/rfc/rfc6052."""

_UNQUOTED = "/%:@!$&'()*+,;=~?"

Peer = tuple[int, tuple[Any, ...]]
"""A family of addresses, and an address of it as ``socket.connect`` takes it."""

Resolve = Callable[[str, int], Sequence[Peer]]
"""From a host and a port to all its addresses."""


class DownloadError(Exception):
    """Why a picture cannot be had, in the words of a problem."""

    def __init__(
        self, reason: str, hint: str = "open the address in a browser, or save the picture beside the article"
    ) -> None:
        super().__init__(reason)
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Target:
    """An address, taken apart."""

    is_secure: bool
    host: str
    port: int
    authority: str
    """The host, and the port where it is not the usual one."""
    path: str
    """With the query, in ASCII."""


def parse_address(address: str) -> Target:
    """Take an address apart, or raise ``DownloadError`` where a picture may not have it."""
    try:
        url = urlsplit(address)
        host, port = (url.hostname or "").encode("idna").decode(), url.port
    except ValueError as error:  # UnicodeError, too: a host that no name can be made of
        raise DownloadError("its address cannot be read") from error
    if url.scheme not in _PORTS:
        raise DownloadError(f"'{url.scheme}:' is neither http: nor https:")
    if not host:
        raise DownloadError("its address names no host")
    if "@" in url.netloc:
        raise DownloadError("a user or a password stands in its address")
    usual = _PORTS[url.scheme]
    shown = f"[{host}]" if ":" in host else host
    authority = shown if port in (None, usual) else f"{shown}:{port}"
    path = quote(url.path or "/", safe=_UNQUOTED) + (f"?{quote(url.query, safe=_UNQUOTED)}" if url.query else "")
    return Target(url.scheme == "https", host, usual if port is None else port, authority, path)


def resolve_host(host: str, port: int) -> list[Peer]:
    """Ask the system for all addresses of a host."""
    return [(family, peer) for family, _, _, _, peer in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def find_peers(target: Target, private_hosts: Collection[str], resolve: Resolve) -> Sequence[Peer]:
    """Return the addresses of the target, each of which may be reached.

    An article may be anybody's, and the machine that builds it may reach what its author may not: so a private address is
    for ``private_hosts`` alone. Whoever connects to what is returned here reaches what was checked.
    """
    try:
        peers = resolve(target.host, target.port)
    except (OSError, ValueError) as error:  # ValueError: a host that no name can be
        raise DownloadError(f"no host '{target.host}' is known") from error
    if target.authority not in private_hosts and not all(is_public(str(peer[0])) for _, peer in peers):
        hint = f"add --private-host {target.authority} if the articles may reach it"
        raise DownloadError(f"{target.authority} has a private address", hint)
    return peers


def is_public(address: str) -> bool:
    """Tell whether an IP address is one host in the public network, also by the IPv4 address that stands in it."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        if inner := ip.ipv4_mapped or ip.sixtofour:
            return is_public(str(inner))
        if ip in _NAT64:
            return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
        if ip.is_site_local:
            return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved)
