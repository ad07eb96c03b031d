"""Pictures on the network: what is fetched, within which bounds, and from whom never. All servers are on this machine."""

import shutil
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from articles import NOW, load, write
from commands import call
from server import Answer, Site, Write, open_site

from mkdeck import __version__
from mkdeck.deck.history import keep_history
from mkdeck.download.content import find_suffix
from mkdeck.download.pictures import Downloads
from mkdeck.download.request import Limits
from mkdeck.download.target import Peer, is_public
from mkdeck.files.pictures import name_media
from mkdeck.load import Loaded, Wish, load_deck
from mkdeck.media_types import PICTURE_TYPES
from mkdeck.model import Location, Media, Note, Settings
from mkdeck.problem import Problem

HERE = Location("guide.md", 7)
PNG = b"\x89PNG\r\n\x1a\n one"
OTHER_PNG = b"\x89PNG\r\n\x1a\n two"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="4"/>'
HASTE = Limits(seconds=0.3, connect_seconds=0.2)
FRAME = b"\x21\xf9\x04\x00\x0a\x00\x00\x00\x2c\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02\x44\x01\x00"
ANIMATED_GIF = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"
    + FRAME * 2
    + b";"
)


@pytest.fixture
def site() -> Iterator[Site]:
    with open_site() as opened:
        yield opened


@pytest.fixture
def other_site() -> Iterator[Site]:
    with open_site() as opened:
        yield opened


def fetch(site: Site, path: str, limits: Limits | None = None) -> Media | Problem:
    """Ask for a picture of a site that may be reached."""
    return Downloads([site.host], limits).find(site.url(path), HERE)


def reason_of(found: Media | Problem) -> str:
    """Return why a picture could not be had, as its problem says."""
    assert isinstance(found, Problem), found
    assert (found.location, found.code) == (HERE, "failed-download")
    assert found.hint
    before, found_middle, reason = found.message.partition("' stays a link: ")
    assert before.startswith("the picture '")
    assert found_middle
    return reason


def redirect(target: str, status: int = 302) -> Answer:
    return Answer(b"moved", "text/html", status, {"Location": target})


# What is fetched


@pytest.mark.parametrize(
    ("content", "type_", "suffix"),
    [
        pytest.param(PNG, "image/png", "png", id="PNG"),
        pytest.param(b"\xff\xd8\xff\xe0 photograph", "image/jpeg", "jpg", id="JPEG"),
        pytest.param(ANIMATED_GIF, "image/gif", "gif", id="an animated GIF"),
        pytest.param(b"RIFF\x10\x00\x00\x00WEBPVP8 ", "image/webp", "webp", id="WebP"),
        pytest.param(b"\x00\x00\x00\x1cftypavif\x00\x00\x00\x00avifmif1", "image/avif", "avif", id="AVIF"),
        pytest.param(b"BM picture", "image/bmp", "bmp", id="BMP"),
        pytest.param(b"\x00\x00\x01\x00\x01\x00", "image/vnd.microsoft.icon", "ico", id="an icon"),
        pytest.param(b"II*\x00 picture", "image/tiff", "tif", id="TIFF"),
        pytest.param(SVG, "image/svg+xml; charset=utf-8", "svg", id="SVG"),
        pytest.param(b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- a -->\n' + SVG, "image/svg+xml", "svg", id="SVG as XML"),
        pytest.param(
            b'<!DOCTYPE svg [<!ENTITY s "http://www.w3.org/2000/svg">]><s:svg xmlns:s="&s;"/>',
            "image/svg+xml",
            "svg",
            id="SVG with a prefix and an entity",
        ),
        pytest.param(PNG, "IMAGE/PNG", "png", id="a type in capitals"),
        pytest.param(PNG, "image/jpeg", "png", id="another type of picture than it says"),
    ],
)
def test_a_picture_is_fetched_unchanged(content: bytes, type_: str, suffix: str, site: Site) -> None:
    site.answers["/tree.jpeg?size=2"] = Answer(content, type_)
    assert fetch(site, "/tree.jpeg?size=2") == name_media(content, suffix, is_downloaded=True)
    assert suffix in PICTURE_TYPES


def test_a_picture_without_a_length_is_fetched_to_its_end(site: Site) -> None:
    def send(write: Callable[[bytes], object], _: threading.Event) -> None:
        write(b"HTTP/1.0 200 OK\r\nContent-Type: image/png\r\n\r\n" + PNG)

    site.answers["/"] = send
    assert fetch(site, "/") == name_media(PNG, "png", is_downloaded=True)


def test_a_picture_in_pieces_is_put_together(site: Site) -> None:
    def send(write: Callable[[bytes], object], _: threading.Event) -> None:
        write(b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nTransfer-Encoding: chunked\r\n\r\n")
        write(b"4\r\n%b\r\n%x\r\n%b\r\n0\r\n\r\n" % (PNG[:4], len(PNG) - 4, PNG[4:]))

    site.answers["/"] = send
    assert fetch(site, "/") == name_media(PNG, "png", is_downloaded=True)


def test_the_server_learns_who_asks_and_nothing_else(site: Site) -> None:
    site.answers["/a"] = Answer(PNG, headers={"Set-Cookie": "who=me"})
    site.answers["/b"] = Answer(b"", "text/html", 302, {"Location": "/a", "Set-Cookie": "who=me"})
    downloads = Downloads([site.host])
    for path in ("/b", "/a?"):
        downloads.find(site.url(path), HERE)
    assert len(site.requests) == 3
    assert {tuple(sorted(headers.items())) for _, headers in site.requests} == {
        (
            ("Accept", "image/*"),
            ("Accept-Encoding", "identity"),
            ("Connection", "close"),
            ("Host", site.host),
            ("User-Agent", f"mkdeck/{__version__}"),
        )
    }


def test_letters_that_no_address_has_are_encoded(site: Site) -> None:
    site.answers["/b%C3%A4ume%20und/%20.png?a=%C3%A4%20b"] = Answer(PNG)
    assert isinstance(fetch(site, "/bäume und/%20.png?a=ä b"), Media)


def test_an_address_is_asked_once_in_a_build_whatever_comes_of_it(site: Site) -> None:
    site.answers["/tree.png"] = Answer(PNG)
    downloads = Downloads([site.host])
    first, again, part = (downloads.find(site.url(f"/tree.png{end}"), HERE) for end in ("", "", "#leaf"))
    assert first == again == part
    missing = [downloads.find(site.url("/none.png"), Location("guide.md", line)) for line in (1, 2)]
    assert [found.location.line for found in missing if isinstance(found, Problem)] == [1, 2]
    assert site.asked == ["/tree.png", "/none.png"]


# What is no picture


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        pytest.param(Answer(b"", "text/html", 404), "404 Not Found", id="not there"),
        pytest.param(Answer(PNG, "image/png", 403), "403 Forbidden", id="not for everybody"),
        pytest.param(Answer(b"", "text/html", 500), "500 Internal Server Error", id="out of order"),
        pytest.param(Answer(b"", "image/png", 204), "204 No Content", id="nothing"),
        pytest.param(Answer(PNG, "image/png", 799), "799", id="a status that there is not"),
        pytest.param(Answer(PNG, "image/png", 302), "302 Found", id="a redirection to nowhere"),
        pytest.param(Answer(b"<p>tree</p>", "text/html"), "it is not a picture but text/html", id="a page"),
        pytest.param(Answer(PNG, "text/plain"), "it is not a picture but text/plain", id="a picture called a text"),
        pytest.param(Answer(PNG, None), "it is not a picture but text/plain", id="no type"),
        pytest.param(
            Answer(PNG, "image/x-unknown"), "it is not a picture but image/x-unknown", id="an unknown picture"
        ),
        pytest.param(Answer(b"<html><p>tree</p></html>"), "it is called a picture but is none", id="a page called one"),
        pytest.param(Answer(b""), "it is called a picture but is none", id="an empty file"),
        pytest.param(
            Answer(b'<html xmlns="http://www.w3.org/1999/xhtml"/>', "image/svg+xml"),
            "it is called a picture but is none",
            id="a page called a drawing",
        ),
        pytest.param(
            Answer(SVG + b"<p>", "image/svg+xml"), "it is called a picture but is none", id="a broken drawing"
        ),
        pytest.param(
            Answer(SVG.replace(b"/>", b">"), "image/svg+xml"), "it is called a picture but is none", id="half a drawing"
        ),
        pytest.param(Answer(b"<svg/>", "image/svg+xml"), "it is called a picture but is none", id="any tag called svg"),
    ],
)
def test_what_is_no_picture_is_refused_with_the_reason(answer: Answer, reason: str, site: Site) -> None:
    site.answers["/tree.png"] = answer
    assert reason_of(fetch(site, "/tree.png")) == reason


def test_a_drawing_made_to_fill_the_memory_is_refused() -> None:
    levels = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 20}">' for n in range(12))
    bomb = f'<!DOCTYPE svg [<!ENTITY e0 "boom">{levels}]><svg xmlns="http://www.w3.org/2000/svg">&e12;</svg>'
    assert find_suffix(bomb.encode()) == ""


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 99\r\n\r\n" + PNG, id="too short"),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n" + PNG,
            id="too short, in pieces",
        ),
        pytest.param(b"SSH-2.0-OpenSSH_9.6\r\n", id="another protocol"),
        pytest.param(b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 1000 + b"\r\n", id="too many headers"),
        pytest.param(b"HTTP/1.1 200 OK\r\na: " + b"b" * 100_000 + b"\r\n\r\n", id="too long a header"),
        pytest.param(b"", id="nothing"),
    ],
)
def test_an_answer_that_breaks_off_or_is_no_http_is_refused(sent: bytes, site: Site) -> None:
    site.answers["/"] = lambda write, _: write(sent)
    assert reason_of(fetch(site, "/")) == f"the answer of {site.host} breaks off or is no HTTP"
    assert site.asked == ["/"]


def test_headers_that_break_off_name_no_picture(site: Site) -> None:
    site.answers["/"] = lambda write, _: write(b"HTTP/1.1 200 OK\r\nContent-Ty")
    assert reason_of(fetch(site, "/")) == "it is not a picture but text/plain"


# How much a picture may cost


def test_a_picture_that_says_it_is_too_large_is_not_read(site: Site) -> None:
    site.answers["/"] = Answer(PNG, headers={"Content-Length": "10000001"})
    assert reason_of(fetch(site, "/")) == "it has more than 10 MB"


def test_a_picture_that_does_not_end_is_read_no_further_than_the_limit(site: Site) -> None:
    def send(write: Callable[[bytes], object], over: threading.Event) -> None:
        write(b"HTTP/1.0 200 OK\r\nContent-Type: image/png\r\n\r\n" + PNG)
        while not over.is_set():
            write(b"x" * 100_000)

    site.answers["/"] = send
    assert reason_of(fetch(site, "/")) == "it has more than 10 MB"


def test_a_picture_of_just_the_limit_is_fetched(site: Site) -> None:
    site.answers["/"] = Answer(PNG)
    assert isinstance(fetch(site, "/", Limits(size=len(PNG))), Media)
    assert isinstance(fetch(site, "/", Limits(size=len(PNG) - 1)), Problem)


def drip(start: bytes, drop: bytes) -> Write:
    """Return what sends a start, and then a drop now and then for as long as anybody listens."""

    def send(write: Callable[[bytes], object], over: threading.Event) -> None:
        write(start)
        while not over.wait(0.02):
            write(drop)

    return send


@pytest.mark.parametrize(
    "send",
    [
        pytest.param(lambda _, over: over.wait(), id="silent"),
        pytest.param(drip(b"HTTP/1.1 200 OK\r\na: ", b"b"), id="with its headers"),
        pytest.param(drip(b"", b"HTTP/1.1 100 Continue\r\n\r\n"), id="with promises"),
        pytest.param(drip(b"HTTP/1.0 200 OK\r\nContent-Type: image/png\r\n\r\n" + PNG, b"x"), id="with the picture"),
        pytest.param(
            drip(b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nTransfer-Encoding: chunked\r\n\r\n", b"0"),
            id="with the length of a piece",
        ),
    ],
)
def test_a_server_that_is_slow_is_left(send: Write, site: Site) -> None:
    site.answers["/"] = send
    assert reason_of(fetch(site, "/", HASTE)) == "no answer within 0.3 seconds"


def test_redirections_share_the_time_of_one_picture(site: Site) -> None:
    def send(write: Callable[[bytes], object], over: threading.Event) -> None:
        over.wait(0.12)
        write(b"HTTP/1.0 302 Found\r\nLocation: /\r\n\r\n")

    site.answers["/"] = send
    assert reason_of(fetch(site, "/", HASTE)) == "no answer within 0.3 seconds"


def test_no_connection_is_blamed_when_the_time_of_the_picture_is_over(site: Site) -> None:
    site.answers["/"] = redirect("/")
    assert reason_of(fetch(site, "/", Limits(seconds=0))) == "no answer within 0 seconds"


def test_the_limits_are_those_that_are_documented() -> None:
    assert Limits() == Limits(
        size=10_000_000,
        seconds=20,
        connect_seconds=5,
        redirects=5,
        total=2_000,
        total_size=500_000_000,
        total_seconds=900,
    )


CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nTransfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize("size", [b"-1", b"-5", b"-ff", b"", b"x", b"0x10", b"+4", b"ffffffffffffffffffff"])
def test_a_chunk_of_no_sound_size_brings_no_more_than_the_limit(size: bytes, site: Site) -> None:
    received = 0

    def answer(write: Callable[[bytes], object], over: threading.Event) -> None:
        nonlocal received
        write(CHUNKED + size + b"\r\n")
        while not over.is_set() and received < 40_000_000:
            write(PNG * 1000)
            received += 1000 * len(PNG)

    site.answers["/"] = answer
    reason = reason_of(fetch(site, "/", Limits(size=10_000)))
    assert reason == "it has more than 0.01 MB" or reason.endswith("is no HTTP")
    assert received < 20_000_000  # what the system's buffers take included


def test_headers_without_end_are_not_read_to_it(site: Site) -> None:
    def answer(write: Callable[[bytes], object], over: threading.Event) -> None:
        while not over.is_set():
            write(b"HTTP/1.1 100 Continue\r\n\r\n" * 1000)

    site.answers["/"] = answer
    assert reason_of(fetch(site, "/", Limits(size=10_000))) == "it has more than 0.01 MB"


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        pytest.param(Limits(total=2), "2 pictures", id="addresses"),
        pytest.param(Limits(total_size=2 * len(PNG)), f"{2 * len(PNG) / 1_000_000:g} MB", id="bytes"),
        pytest.param(Limits(total_seconds=0), "0 seconds", id="time"),
    ],
)
def test_the_downloads_of_a_build_have_limits_together(limits: Limits, reason: str, site: Site) -> None:
    for number in range(4):
        site.answers[f"/{number}"] = Answer(PNG)
    downloads = Downloads([site.host], limits)
    found = [downloads.find(site.url(f"/{number}"), HERE) for number in range(4)]
    fetched = 0 if limits.total_seconds == 0 else 2
    assert [isinstance(each, Media) for each in found] == [True] * fetched + [False] * (4 - fetched)
    assert reason_of(found[-1]) == f"the downloads of a build end after {reason}"
    assert site.asked == ["/0", "/1"][:fetched]


def test_a_host_that_does_not_listen_is_named() -> None:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{taken.getsockname()[1]}"
        found = Downloads([host]).find(f"http://{host}/tree.png", HERE)
    assert reason_of(found) == f"no connection to {host}: connection refused"


def test_a_host_that_does_not_answer_a_connection_is_left() -> None:
    with closing(socket.socket()) as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        address = full.getsockname()
        waiting = [socket.socket() for _ in range(4)]
        for each in waiting:
            each.setblocking(False)
            each.connect_ex(address)
        host = f"127.0.0.1:{address[1]}"
        found = Downloads([host], HASTE).find(f"http://{host}/tree.png", HERE)
        for each in waiting:
            each.close()
    assert reason_of(found) in ("no connection within 0.2 seconds", "no answer within 0.3 seconds")


# Redirections


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("location", ["/tree.png", "tree.png", "//{host}/tree.png", "http://{host}/tree.png#leaf"])
def test_a_redirection_is_followed(status: int, location: str, site: Site) -> None:
    site.answers |= {"/": redirect(location.format(host=site.host), status), "/tree.png": Answer(PNG)}
    assert isinstance(fetch(site, "/"), Media)


def test_five_redirections_are_followed_and_no_sixth(site: Site) -> None:
    site.answers |= {f"/{n}": redirect(f"/{n + 1}") for n in range(6)}
    site.answers["/6"] = Answer(PNG)
    assert isinstance(fetch(site, "/1"), Media)
    assert reason_of(fetch(site, "/0")) == "it is redirected more than 5 times"


def test_a_redirection_in_a_circle_ends(site: Site) -> None:
    site.answers["/"] = redirect("/")
    assert reason_of(fetch(site, "/")) == "it is redirected more than 5 times"
    assert len(site.requests) == 6


def test_a_redirection_in_letters_of_other_scripts_is_followed(site: Site) -> None:
    def send(write: Callable[[bytes], object], _: threading.Event) -> None:
        write("HTTP/1.0 302 Found\r\nLocation: /bäume.png\r\n\r\n".encode())

    site.answers |= {"/": send, "/b%C3%A4ume.png": Answer(PNG)}
    assert isinstance(fetch(site, "/"), Media)


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        pytest.param("file:///etc/passwd", "'file:' is neither http: nor https:", id="to a file"),
        pytest.param("ftp://127.0.0.1/tree.png", "'ftp:' is neither http: nor https:", id="to FTP"),
        pytest.param("data:image/png;base64,iVBORw0KGgo=", "'data:' is neither http: nor https:", id="to data"),
        pytest.param("http://me:secret@{host}/", "a user or a password stands in its address", id="with a password"),
        pytest.param("http://[x/", "it is redirected to an address that cannot be read", id="to nonsense"),
        pytest.param("http://127.0.0.1:99999/", "its address cannot be read", id="to a port that there is not"),
    ],
)
def test_a_redirection_out_of_bounds_is_not_followed(location: str, reason: str, site: Site) -> None:
    site.answers["/"] = redirect(location.format(host=site.host))
    assert reason_of(fetch(site, "/")) == reason
    assert site.asked == ["/"]


# Whom an article may not reach


def test_a_private_address_is_not_reached(site: Site) -> None:
    site.answers["/"] = Answer(PNG)
    found = Downloads().find(site.url("/"), HERE)
    assert reason_of(found) == f"{site.host} has a private address"
    assert isinstance(found, Problem)
    assert f"--private-host {site.host}" in found.hint
    assert site.requests == []


def test_a_private_address_is_not_reached_by_a_redirection(site: Site, other_site: Site) -> None:
    site.answers["/"] = redirect(other_site.url("/tree.png"))
    other_site.answers["/tree.png"] = Answer(PNG)
    assert reason_of(fetch(site, "/")) == f"{other_site.host} has a private address"
    assert other_site.requests == []
    both = Downloads([site.host, other_site.host])
    assert isinstance(both.find(site.url("/"), HERE), Media)


@pytest.mark.parametrize(
    "host",
    ["localhost", "127.1", "2130706433", "0x7f.1", "0", "[::1]", "[::ffff:127.0.0.1]", "LOCALHOST", "１２７.0.0.1"],
)
def test_no_spelling_of_a_private_address_is_reached(host: str, site: Site) -> None:
    port = site.host.partition(":")[2]
    found = Downloads(["pictures.example"]).find(f"http://{host}:{port}/", HERE)
    assert reason_of(found).endswith(" has a private address")
    assert site.requests == []


def resolve_as(*addresses: str) -> Callable[[str, int], Sequence[Peer]]:
    """Return a name server that knows every host under these addresses."""
    return lambda _, port: [(socket.AF_INET, (address, port)) for address in addresses]


@pytest.mark.parametrize("addresses", [["127.0.0.1"], ["93.184.216.34", "127.0.0.1"], ["10.0.0.1", "93.184.216.34"]])
def test_a_name_with_a_private_address_among_its_own_is_not_reached(addresses: list[str], site: Site) -> None:
    port = site.host.partition(":")[2]
    downloads = Downloads(resolve=resolve_as(*addresses))
    found = downloads.find(f"http://pictures.example:{port}/", HERE)
    assert reason_of(found) == f"pictures.example:{port} has a private address"
    assert site.requests == []


def test_the_address_that_was_checked_is_the_one_that_is_reached(site: Site) -> None:
    site.answers["/"] = Answer(PNG)
    host = f"pictures.example:{site.host.partition(':')[2]}"
    asked: list[str] = []

    def resolve(name: str, port: int) -> Sequence[Peer]:
        asked.append(name)
        return [(socket.AF_INET, ("127.0.0.1", port))]

    found = Downloads([host], resolve=resolve).find(f"http://{host}/", HERE)
    assert isinstance(found, Media)
    assert asked == ["pictures.example"]
    assert [headers["Host"] for _, headers in site.requests] == [host]


def test_the_next_address_of_a_host_is_tried_where_the_first_does_not_listen(site: Site) -> None:
    site.answers["/"] = Answer(PNG)
    downloads = Downloads([site.host], resolve=resolve_as("127.0.0.2", "127.0.0.1"))
    assert isinstance(downloads.find(site.url("/"), HERE), Media)


def test_a_host_is_named_in_any_case(site: Site) -> None:
    site.answers["/"] = Answer(PNG)
    port = site.host.partition(":")[2]
    downloads = Downloads([f"Pictures.Example:{port}"], resolve=resolve_as("127.0.0.1"))
    assert isinstance(downloads.find(f"HTTP://pictures.EXAMPLE:{port}/", HERE), Media)


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        pytest.param("http://me@{host}/", "a user or a password stands in its address", id="a user"),
        pytest.param("http://me:secret@{host}/", "a user or a password stands in its address", id="a password"),
        pytest.param("http://127.0.0.1:99999/", "its address cannot be read", id="a port that there is not"),
        pytest.param("http://:80/", "its address names no host", id="no host"),
        pytest.param("http://[::1/", "its address cannot be read", id="a bracket too few"),
        pytest.param("http://a..example/", "its address cannot be read", id="two dots"),
        pytest.param(f"http://{'a' * 64}.example/", "its address cannot be read", id="too long a name"),
        pytest.param("http://a\x00b/", "no host 'a\x00b' is known", id="a NUL"),
        pytest.param("//[x", "its address cannot be read", id="nonsense without a scheme"),
    ],
)
def test_an_address_that_no_picture_may_have_is_refused(address: str, reason: str, site: Site) -> None:
    assert reason_of(Downloads([site.host]).find(address.format(host=site.host), HERE)) == reason
    assert site.requests == []


@pytest.mark.parametrize(
    "address",
    ["93.184.216.34", "8.8.8.8", "2606:2800:21f::7", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"],
)
def test_a_public_address_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.255.255.254", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.0.1", "100.64.0.1"),
        *("169.254.169.254", "192.0.2.1", "198.18.0.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255"),
        *("::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "fec0::1", "ff02::1", "ff0e::1", "2001:db8::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::1"),
        *("2002:7f00:1::1", "2002:a00:1::1", "2001:0:808:808::1"),
    ],
)
def test_an_address_of_this_network_is_private(address: str) -> None:
    assert not is_public(address)


# HTTPS


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate for 127.0.0.1 that nobody has signed."""
    openssl = shutil.which("openssl")
    if not openssl:
        pytest.skip("needs openssl to make a certificate")
    file = tmp_path_factory.mktemp("tls") / "site.pem"
    request = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=site"
    names = ["-addext", "subjectAltName=IP:127.0.0.1,DNS:pictures.example", "-keyout", str(file), "-out", f"{file}.crt"]
    subprocess.run([openssl, *request.split(), *names], check=True, capture_output=True)
    with file.open("ab") as both:
        both.write(Path(f"{file}.crt").read_bytes())
    return file


def test_a_picture_is_fetched_over_https(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", f"{certificate}.crt")
    with open_site(certificate) as site:
        site.answers |= {"/": redirect("/tree.png"), "/tree.png": Answer(PNG)}
        assert isinstance(fetch(site, "/"), Media)
        host = f"pictures.example:{site.host.partition(':')[2]}"
        downloads = Downloads([host], resolve=resolve_as("127.0.0.1"))
        assert isinstance(downloads.find(f"https://{host}/tree.png", HERE), Media)


def test_a_certificate_that_nobody_vouches_for_is_refused(certificate: Path) -> None:
    with open_site(certificate) as site:
        reason = reason_of(fetch(site, "/"))
    assert reason == f"the certificate of {site.host} is not valid: self-signed certificate"
    assert site.requests == []


def test_a_certificate_of_another_host_is_refused(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", f"{certificate}.crt")
    with open_site(certificate) as site:
        host = f"other.example:{site.host.partition(':')[2]}"
        found = Downloads([host], resolve=resolve_as("127.0.0.1")).find(f"https://{host}/", HERE)
    assert reason_of(found).startswith(f"the certificate of {host} is not valid: ")
    assert site.requests == []


def test_a_server_that_is_slow_over_https_is_left(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", f"{certificate}.crt")
    with open_site(certificate) as site:
        site.answers["/"] = drip(b"HTTP/1.1 200 OK\r\na: ", b"b")
        assert reason_of(fetch(site, "/", HASTE)) == "no answer within 0.3 seconds"


def test_a_server_that_speaks_no_tls_is_refused(site: Site) -> None:
    found = Downloads([site.host]).find(f"https://{site.host}/", HERE)
    assert reason_of(found) == f"no safe connection to {site.host} is possible"


# What becomes of a card


def load_with_downloads(*sources: Path, hosts: Sequence[str]) -> Loaded:
    return load_deck(Wish(tuple(map(str, sources)), Settings(), None, False, NOW, True, tuple(hosts)))


def one_note(loaded: Loaded) -> Note:
    (note,) = loaded.deck.notes
    return note


def test_a_downloaded_picture_stands_where_the_author_put_it(site: Site, tmp_path: Path) -> None:
    site.answers |= {"/tree.png": Answer(PNG), "/leaf.svg": Answer(SVG, "image/svg+xml")}
    text = (
        f'## What is a tree?\n\nA ![tree]({site.url("/tree.png")} "Oak") and '
        f'<img src="{site.url("/leaf.svg")}" width="60%" height="20">, '
        f"[![tree](//{site.host}/tree.png)](https://example.org).\n"
    )
    # Without a scheme an address is of https: nothing listens there.
    loaded = load_with_downloads(write(tmp_path, "guide.md", text), hosts=[site.host])
    tree, leaf = name_media(PNG, "png").name, name_media(SVG, "svg").name
    assert one_note(loaded).fields[1] == (
        f'<p>A <img alt="tree" title="Oak" src="{tree}"> and <img width="60%" height="20" src="{leaf}">, '
        '<a href="https://example.org">tree</a>.</p>'
    )
    assert sorted(media.content for media in loaded.deck.media) == sorted([PNG, SVG])
    assert [(p.code, p.location.line) for p in loaded.problems] == [("failed-download", 3)]


def test_a_picture_that_cannot_be_fetched_stays_a_link_as_without_downloads(site: Site, tmp_path: Path) -> None:
    address = site.url("/tree.png")
    article = write(tmp_path, "guide.md", f"## What is a tree?\n\nIt is\n![a tree]({address}).\n")
    tried, plain = load_with_downloads(article, hosts=[site.host]), load(article)
    assert one_note(tried) == one_note(plain)
    assert one_note(plain).fields[1] == f'<p>It is\n<a href="{address}">a tree</a>.</p>'
    assert [(p.code, p.location.line) for p in tried.problems] == [("failed-download", 4)]
    assert [(p.code, p.location.line) for p in plain.problems] == [("remote-media", 4)]
    assert "--download-images" in plain.problems[0].hint


def test_nothing_is_fetched_unless_asked(site: Site, tmp_path: Path) -> None:
    site.answers["/tree.png"] = Answer(PNG)
    write(tmp_path, "guide.md", f"## What is a tree?\n\n![a tree]({site.url('/tree.png')})\n")
    for command in (["check", "."], [".", "-o", "guide.apkg"]):
        assert "remote-media" in call(tmp_path, *command).told
    assert site.requests == []


def test_check_tells_what_build_does(site: Site, tmp_path: Path) -> None:
    site.answers["/tree.png"] = Answer(PNG)
    write(tmp_path, "a.md", f"## What is a tree?\n\n![a]({site.url('/tree.png')}) ![b]({site.url('/none.png')})\n")
    write(tmp_path, "b.md", f"## What is an oak?\n\n![a]({site.url('/tree.png')})\n")
    options = ("--download-images", "--private-host", site.host)
    checked, built = call(tmp_path, "check", ".", *options), call(tmp_path, ".", "-o", "out.apkg", *options)
    assert (checked.code, built.code) == (0, 0)
    assert checked.told == built.told
    assert "a.md:3: failed-download: " in built.told
    assert "404 Not Found" in built.told
    assert site.asked == ["/tree.png", "/none.png"] * 2


def test_a_picture_of_two_articles_and_of_the_disk_is_packed_once(site: Site, tmp_path: Path) -> None:
    site.answers |= {"/a.png": Answer(PNG), "/b.png": Answer(PNG)}
    (tmp_path / "c.png").write_bytes(PNG)
    sources = [
        write(tmp_path, f"{n}.md", f"## What is {n}?\n\n![x]({address})\n")
        for n, address in enumerate((site.url("/a.png"), site.url("/b.png"), "c.png"))
    ]
    loaded = load_with_downloads(*sources, hosts=[site.host])
    assert [media.content for media in loaded.deck.media] == [PNG]
    assert loaded.problems == ()


def test_a_private_host_without_downloads_is_wrong_usage(tmp_path: Path) -> None:
    write(tmp_path, "guide.md", "## What is a tree?\n\nA plant.\n")
    for command in (["check", "."], [".", "-o", "guide.apkg"]):
        told = call(tmp_path, *command, "--private-host", "example.org")
        assert told.code == 2
        assert "--download-images" in told.told
    assert not (tmp_path / "guide.apkg").exists()


# What learners are sent


def kinds_of_change(before: Loaded, after: Loaded) -> list[tuple[str, bool]]:
    """Return for each note what became of it, and whether learners are sent it."""
    deck, changes = keep_history(before.deck, after.deck, NOW + 100)
    sent = [note.mod > NOW for note in deck.notes]
    return [(change.kind, is_sent) for change, is_sent in zip(changes, sent, strict=True)]


def test_no_server_changes_what_learners_have(site: Site, tmp_path: Path) -> None:
    article = write(tmp_path, "guide.md", f"## What is a tree?\n\nThis: ![a tree]({site.url('/tree.png')})\n")
    states = [load(article)]
    for answer in (Answer(PNG), Answer(OTHER_PNG), Answer(b"", "text/html", 404)):
        site.answers["/tree.png"] = answer
        states.append(load_with_downloads(article, hosts=[site.host]))
    assert len({one_note(state).fields for state in states}) == 3
    for before in states:
        for after in states:
            assert kinds_of_change(before, after) == [("unchanged", False)]


def test_another_address_is_the_authors_change(site: Site, tmp_path: Path) -> None:
    site.answers |= {"/a.png": Answer(PNG), "/b.png": Answer(PNG)}
    states = [
        load_with_downloads(
            write(tmp_path, "guide.md", f"## What is a tree?\n\nThis: ![a tree]({site.url(path)})\n"), hosts=[site.host]
        )
        for path in ("/a.png", "/b.png")
    ]
    assert one_note(states[0]).digest != one_note(states[1]).digest


@pytest.mark.parametrize("order", [0, 1])
def test_a_picture_on_the_disk_counts_though_the_same_is_downloaded(order: int, site: Site, tmp_path: Path) -> None:
    references = [f"![a]({site.url('/tree.png')})", "![b](tree.png)"]
    text = "## What is a tree?\n\n" + " ".join(references[order:] + references[:order]) + "\n"
    article = write(tmp_path, "guide.md", text)
    digests = set()
    for content in (PNG, OTHER_PNG):
        site.answers["/tree.png"] = Answer(content)
        (tmp_path / "tree.png").write_bytes(content)
        digests |= {one_note(load_with_downloads(article, hosts=[site.host])).digest, one_note(load(article)).digest}
    assert len(digests) == 2
