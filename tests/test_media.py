"""Pictures on the builder's disk: which are packed, under which names, and which are none of the article's business."""

import base64
import json
import os
import re
import zipfile
from pathlib import Path
from urllib.parse import quote

import pytest
from articles import build, load, write

from mkdeck.files.pictures import PictureFiles, name_media
from mkdeck.model import Location, Media
from mkdeck.problem import Problem

PNG = b"\x89PNG\r\n\x1a\n one"
OTHER_PNG = b"\x89PNG\r\n\x1a\n two"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"/>'
HERE = Location("guide.md", 7)


def draw(folder: Path, name: str, content: bytes = PNG) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def look_up(reference: str, folder: Path, media_root: Path | None = None) -> Media | Problem:
    return PictureFiles().find(reference, folder, media_root, HERE)


def content_of(found: Media | Problem) -> bytes:
    assert isinstance(found, Media), found
    return found.content


def code_of(found: Media | Problem) -> str:
    assert isinstance(found, Problem), found
    assert found.location == HERE
    assert found.hint
    return found.code


def picture_article(*references: str) -> str:
    """Return an article with one question for each picture."""
    return "# Guide\n\n" + "".join(f"## What is {n}?\n\n![Figure {n}]({r})\n\n" for n, r in enumerate(references, 1))


def packed(package: Path) -> dict[str, bytes]:
    """Return the pictures in a package by the names that the cards use."""
    with zipfile.ZipFile(package) as members:
        names: dict[str, str] = json.loads(members.read("media"))
        return {name: members.read(member) for member, name in names.items()}


@pytest.mark.parametrize(
    ("name", "reference"),
    [
        pytest.param("tree.png", "tree.png", id="beside the article"),
        pytest.param("tree.png", "./tree.png", id="with a dot before it"),
        pytest.param("pics/deep/tree.png", "pics/deep/tree.png", id="in a folder below"),
        pytest.param("pics/tree.png", "pics/../pics/tree.png", id="by a way round that stays inside"),
        pytest.param("my tree.png", "my tree.png", id="with a space"),
        pytest.param("my tree.png", "my%20tree.png", id="with a space, percent-encoded"),
        pytest.param("my%20tree.png", "my%20tree.png", id="with a percent sign in its very name"),
        pytest.param("100%.png", "100%25.png", id="with an encoded percent sign"),
        pytest.param("bäume 树.png", "bäume 树.png", id="with letters of other scripts"),
        pytest.param("bäume 树.png", quote("bäume 树.png"), id="with letters of other scripts, percent-encoded"),
        pytest.param("c#.png", "c#.png", id="with a number sign"),
        pytest.param("c#.png", "c%23.png", id="with a number sign, percent-encoded"),
        pytest.param("what?.png", "what%3F.png", id="with a question mark, percent-encoded"),
        pytest.param("tree.png", "tree.png?raw=true", id="with a query"),
        pytest.param("my tree.png", "my%20tree.png?raw=true", id="percent-encoded with a query"),
        pytest.param("tree.svg", "tree.svg#layer", id="with a fragment"),
        pytest.param("TREE.PNG", "TREE.PNG", id="with an upper-case suffix"),
        pytest.param(".tree.png", ".tree.png", id="hidden"),
        pytest.param("a.b.c.jpeg", "a.b.c.jpeg", id="with several dots"),
    ],
)
def test_a_picture_is_found(name: str, reference: str, tmp_path: Path) -> None:
    draw(tmp_path, name)
    assert content_of(look_up(reference, tmp_path)) == PNG


@pytest.mark.parametrize(
    "suffix", ["apng", "avif", "bmp", "gif", "ico", "jpeg", "jpg", "png", "svg", "tif", "tiff", "webp", "PNG", "Jpg"]
)
def test_the_suffix_is_kept_in_lower_case(suffix: str, tmp_path: Path) -> None:
    draw(tmp_path, f"tree.{suffix}")
    found = look_up(f"tree.{suffix}", tmp_path)
    assert isinstance(found, Media)
    assert found.name.endswith(f".{suffix.lower()}")


@pytest.mark.parametrize(
    "reference",
    [
        pytest.param("tree.png", id="that is not there"),
        pytest.param("pics", id="that is a folder"),
        pytest.param("pics.png", id="that is a folder with a suffix"),
        pytest.param(".", id="that is the article's own folder"),
        pytest.param("/", id="that is the top"),
        pytest.param("?raw=true", id="that is only a query"),
        pytest.param("a\x00.png", id="with a NUL"),
        pytest.param("a%00.png", id="with a NUL, percent-encoded"),
        pytest.param("a" * 300 + ".png", id="too long for a file"),
        pytest.param("a/" * 5000 + "b.png", id="too long for a path"),
        pytest.param("%ff%fe.png", id="that is no text"),
        pytest.param("/pics/there.png", id="from the top of a site that is not known"),
        pytest.param("/etc/passwd", id="from the top of the disk"),
        pytest.param("//etc/passwd", id="from the top of the disk, twice"),
        pytest.param("file:///etc/passwd", id="by a file address"),
        pytest.param("~/tree.png", id="in the builder's home"),
        pytest.param("loop.png", id="that leads to itself"),
        pytest.param("dangling.png", id="that leads nowhere"),
    ],
)
def test_a_picture_that_cannot_be_had_is_missing(reference: str, tmp_path: Path) -> None:
    (tmp_path / "pics.png").mkdir()
    draw(tmp_path, "pics/there.png")
    (tmp_path / "loop.png").symlink_to("loop.png")
    (tmp_path / "dangling.png").symlink_to("nowhere.png")
    assert code_of(look_up(reference, tmp_path)) == "missing-media"


def test_a_picture_at_the_top_of_a_site_is_missed_in_the_folder_of_the_site(tmp_path: Path) -> None:
    without, within = look_up("/oak.png", tmp_path), look_up("/oak.png", tmp_path, tmp_path / "static")
    assert isinstance(without, Problem)
    assert isinstance(within, Problem)
    assert without.hint == "set media-root to the folder that holds the site's files"
    assert within.message == "no file '/oak.png' in media-root"
    assert within.hint == f"the path is looked up from {tmp_path / 'static'}{os.sep}"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_named_pipe_is_no_picture_and_does_not_wait(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.png")
    (tmp_path / "link.png").symlink_to("pipe.png")
    assert code_of(look_up("pipe.png", tmp_path)) == "missing-media"
    assert code_of(look_up("link.png", tmp_path)) == "missing-media"


def test_a_device_is_no_picture(tmp_path: Path) -> None:
    (tmp_path / "zero.png").symlink_to("/dev/zero")
    assert code_of(look_up("zero.png", tmp_path)) in ("missing-media", "outside-media")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_picture_without_the_right_to_read_it_is_missing(tmp_path: Path) -> None:
    draw(tmp_path, "tree.png").chmod(0)
    assert code_of(look_up("tree.png", tmp_path)) == "missing-media"


@pytest.mark.parametrize(
    "reference",
    [
        pytest.param("../secret.png", id="above"),
        pytest.param("%2e%2e/secret.png", id="above, percent-encoded"),
        pytest.param("..%2Fsecret.png", id="above, the slash percent-encoded"),
        pytest.param("pics/../../secret.png", id="above, by a way round"),
        pytest.param("../secret.png?raw=true", id="above, with a query"),
        pytest.param("../articles-too/secret.png", id="in a folder whose name begins with the article's"),
        pytest.param("link.png", id="behind a link"),
        pytest.param("pics/linked/secret.png", id="in a folder behind a link"),
        pytest.param("chain.png", id="behind a link to a link"),
    ],
)
def test_a_picture_outside_the_articles_folder_is_refused(reference: str, tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    draw(tmp_path, "secret.png")
    draw(tmp_path, "articles-too/secret.png")
    draw(folder, "pics/tree.png")
    (folder / "link.png").symlink_to(tmp_path / "secret.png")
    (folder / "chain.png").symlink_to("link.png")
    (folder / "pics" / "linked").symlink_to(tmp_path, target_is_directory=True)
    assert code_of(look_up(reference, folder)) == "outside-media"


def test_a_link_that_stays_inside_is_followed(tmp_path: Path) -> None:
    draw(tmp_path, "pics/tree.png")
    (tmp_path / "link.png").symlink_to("pics/tree.png")
    assert content_of(look_up("link.png", tmp_path)) == PNG


def test_a_folder_behind_a_link_is_the_articles_folder_all_the_same(tmp_path: Path) -> None:
    draw(tmp_path / "real", "tree.png")
    (tmp_path / "linked").symlink_to("real", target_is_directory=True)
    assert content_of(look_up("tree.png", tmp_path / "linked")) == PNG


@pytest.mark.parametrize(
    "reference",
    [
        pytest.param("/img/tree.png", id="from the top of the site"),
        pytest.param("/img/tree.png?v=2", id="from the top of the site, with a query"),
        pytest.param("../site/img/tree.png", id="from the article"),
        pytest.param("link.png", id="behind a link"),
    ],
)
def test_pictures_below_media_root_are_found(reference: str, tmp_path: Path) -> None:
    draw(tmp_path, "site/img/tree.png")
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "link.png").symlink_to(tmp_path / "site" / "img" / "tree.png")
    assert content_of(look_up(reference, tmp_path / "articles", tmp_path / "site")) == PNG


@pytest.mark.parametrize(
    ("reference", "code"),
    [
        pytest.param("/../secret.png", "outside-media", id="above it"),
        pytest.param("/%2e%2e/secret.png", "outside-media", id="above it, percent-encoded"),
        pytest.param("/link.png", "outside-media", id="behind a link in it"),
        pytest.param("../secret.png", "outside-media", id="above the article"),
        pytest.param("/etc/passwd", "missing-media", id="from the top of the disk"),
        pytest.param("/img/none.png", "missing-media", id="not there"),
    ],
)
def test_media_root_opens_nothing_above_it(reference: str, code: str, tmp_path: Path) -> None:
    draw(tmp_path, "secret.png")
    (tmp_path / "articles").mkdir()
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "link.png").symlink_to(tmp_path / "secret.png")
    assert code_of(look_up(reference, tmp_path / "articles", tmp_path / "site")) == code


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("notes.txt", id="a text"),
        pytest.param("guide.md", id="the article"),
        pytest.param("tree", id="no suffix"),
        pytest.param(".env", id="a hidden file"),
        pytest.param("tree.png.html", id="a page that is called like a picture"),
        pytest.param("film.swf", id="a film that nothing plays"),
        pytest.param("tree.pdf", id="a paper"),
    ],
)
def test_a_file_that_is_no_picture_is_refused(name: str, tmp_path: Path) -> None:
    draw(tmp_path, name)
    assert code_of(look_up(name, tmp_path)) == "wrong-media"


@pytest.mark.parametrize(
    ("reference", "content", "suffix"),
    [
        pytest.param(f"data:image/png;base64,{base64.b64encode(PNG).decode()}", PNG, "png", id="base64"),
        pytest.param("data:image/jpeg;base64,/9j/", b"\xff\xd8\xff", "jpg", id="a photograph"),
        pytest.param("data:image/png;base64,iVBO Rw0K\nGgo=", b"\x89PNG\r\n\x1a\n", "png", id="base64 with spaces"),
        pytest.param("data:image/png;base64,iVBORw0KGgo%3D", b"\x89PNG\r\n\x1a\n", "png", id="base64, percent-encoded"),
        pytest.param("data:image/png;base64,iVBORw0KGgo", b"\x89PNG\r\n\x1a\n", "png", id="base64 without padding"),
        pytest.param(f"data:image/svg+xml,{quote(SVG)}", SVG, "svg", id="a drawing, percent-encoded"),
        pytest.param(f"data:image/svg+xml;utf8,{SVG.decode()}", SVG, "svg", id="a drawing as it is"),
        pytest.param("data:image/gif;charset=utf-8;base64,R0lG", b"GIF", "gif", id="with a parameter"),
        pytest.param("DATA:IMAGE/GIF;BASE64,R0lG", b"GIF", "gif", id="in capitals"),
    ],
)
def test_a_picture_within_the_address_is_unpacked(reference: str, content: bytes, suffix: str, tmp_path: Path) -> None:
    assert look_up(reference, tmp_path) == name_media(content, suffix)


@pytest.mark.parametrize(
    "reference",
    [
        pytest.param("data:text/html,<script>alert(1)</script>", id="a page"),
        pytest.param("data:text/html;base64,PGI+", id="a page in base64"),
        pytest.param("data:image/html,x", id="a page that calls itself a picture"),
        pytest.param("data:image/../../x,y", id="a path"),
        pytest.param("data:image/png;base64,", id="nothing"),
        pytest.param("data:image/png;base64,!!!!", id="no base64"),
        pytest.param("data:image/png;base64", id="no comma"),
        pytest.param("data:,x", id="no type"),
        pytest.param("data:", id="nothing at all"),
    ],
)
def test_an_address_without_a_picture_in_it_is_refused(reference: str, tmp_path: Path) -> None:
    found = look_up(reference, tmp_path)
    assert code_of(found) == "wrong-media"


def test_a_long_address_without_a_picture_is_not_repeated_whole(tmp_path: Path) -> None:
    found = look_up("data:text/plain," + "x" * 10_000, tmp_path)
    assert isinstance(found, Problem)
    assert len(found.message) < 200


@pytest.mark.parametrize(
    "name",
    ["tree.png", "my tree.png", "ä 树.PNG", "a%20b.png", "x" * 200 + ".webp", "[a]^b~$'&.svg", '"<>.gif', "_tree.jpeg"],
)
def test_names_in_the_package_are_short_and_plain(name: str, tmp_path: Path) -> None:
    draw(tmp_path, name)
    found = look_up(name, tmp_path)
    assert isinstance(found, Media)
    assert re.fullmatch(r"[a-z][a-z0-9-]*\.[a-z]+", found.name)
    assert len(found.name) <= 120


def test_the_name_comes_from_the_content_alone(tmp_path: Path) -> None:
    for name, content in (("a.png", PNG), ("pics/b.png", PNG), ("c.png", OTHER_PNG)):
        draw(tmp_path, name, content)
    a, b, c = (look_up(name, tmp_path) for name in ("a.png", "pics/b.png", "c.png"))
    assert a == b
    assert isinstance(a, Media)
    assert isinstance(c, Media)
    assert a.name != c.name


def test_the_same_picture_under_two_names_is_packed_once(tmp_path: Path) -> None:
    draw(tmp_path, "a.png")
    draw(tmp_path, "b.PNG")
    draw(tmp_path, "c.png", OTHER_PNG)
    article = write(tmp_path, "guide.md", picture_article("a.png", "b.PNG", "c.png", "a.png"))
    package = build(tmp_path / "guide.apkg", article)
    assert sorted(packed(package).values()) == sorted([PNG, OTHER_PNG])


def test_every_picture_on_a_card_is_in_the_package_under_that_name(tmp_path: Path) -> None:
    draw(tmp_path, "my tree.png")
    draw(tmp_path, "logo.svg", SVG)
    article = write(
        tmp_path,
        "guide.md",
        "## What is ![this](<my tree.png>)?\n\n"
        '<p><img src="logo.svg" width="30"> ![](data:image/gif;base64,R0lG) ![x](my%20tree.png)</p>\n\n'
        "| a |\n|---|\n| ![y](logo.svg) |\n\nAnd ![z](data:image/gif;base64,R0lG).\n",
    )
    (note,) = load(article).deck.notes
    shown = set(re.findall(r'<img[^>]* src="([^"]*)"', "".join(note.fields)))
    media = packed(build(tmp_path / "guide.apkg", article))
    assert shown == set(media)
    assert sorted(media.values()) == sorted([PNG, SVG, b"GIF"])


def test_other_content_has_another_name_in_the_next_release(tmp_path: Path) -> None:
    article = write(tmp_path, "guide.md", picture_article("tree.png"))
    names: list[str] = []
    for content in (PNG, OTHER_PNG):
        draw(tmp_path, "tree.png", content)
        names += packed(build(tmp_path / f"{len(names)}.apkg", article))
    assert len(set(names)) == 2


def test_equal_names_in_two_folders_do_not_meet(tmp_path: Path) -> None:
    draw(tmp_path, "one/tree.png", PNG)
    draw(tmp_path, "two/tree.png", OTHER_PNG)
    articles = [write(tmp_path, f"{name}/{name}.md", picture_article("tree.png")) for name in ("one", "two")]
    loaded = load(*articles)
    shown = [re.findall(r'src="([^"]*)"', note.fields[1]) for note in loaded.deck.notes]
    media = packed(build(tmp_path / "both.apkg", *articles))
    assert [media[name] for (name,) in shown] == [PNG, OTHER_PNG]


def test_a_picture_of_two_articles_is_packed_once(tmp_path: Path) -> None:
    draw(tmp_path, "pics/tree.png")
    draw(tmp_path, "notes/copy.png")
    articles = [
        write(tmp_path, "trees.md", picture_article("pics/tree.png")),
        write(tmp_path, "oaks.md", "## What is an oak?\n\n![An oak](pics/tree.png)\n"),
        write(tmp_path, "notes/firs.md", "## What is a fir?\n\n![A fir](copy.png)\n"),
    ]
    loaded = load(*articles)
    shown = [re.findall(r'src="([^"]*)"', note.fields[1]) for note in loaded.deck.notes]
    media = packed(build(tmp_path / "all.apkg", *articles))
    assert shown == [list(media)] * 3
    assert list(media.values()) == [PNG]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("wind.gif", b"GIF89a\x01\0\x01\0\0\0\0!\xff\x0bNETSCAPE2.0\x03\x01\0\0\0;", id="an animated GIF"),
        pytest.param("tree.svg", b"<?xml version='1.0'?>\r\n<svg xmlns='http://www.w3.org/2000/svg'/>\r\n", id="SVG"),
    ],
)
def test_a_picture_is_packed_byte_for_byte_and_keeps_its_size_on_the_card(
    name: str, content: bytes, tmp_path: Path
) -> None:
    draw(tmp_path, name, content)
    text = f'## What is a tree?\n\n<img src="{name}" width="300" height="20%" alt="A tree">\n'
    article = write(tmp_path, "guide.md", text)
    (note,) = load(article).deck.notes
    ((packed_name, packed_content),) = packed(build(tmp_path / "guide.apkg", article)).items()
    assert packed_content == content
    assert note.fields[1] == f'<img width="300" height="20%" alt="A tree" src="{packed_name}">'


def test_a_picture_within_the_text_and_the_same_as_a_file_are_packed_once(tmp_path: Path) -> None:
    draw(tmp_path, "tree.png")
    data = f"data:image/png;base64,{base64.b64encode(PNG).decode()}"
    text = f'## What is a tree?\n\n![a]({data}) <img src="{data}" width="30" alt="b"> ![c](tree.png)\n'
    article = write(tmp_path, "guide.md", text)
    (note,) = load(article).deck.notes
    media = packed(build(tmp_path / "guide.apkg", article))
    (name,) = media
    assert list(media.values()) == [PNG]
    assert note.fields[1] == (
        f'<p><img alt="a" src="{name}"> <img width="30" alt="b" src="{name}"> <img alt="c" src="{name}"></p>'
    )


def test_only_what_a_card_shows_is_packed(tmp_path: Path) -> None:
    for name, content in (("a.png", b"a"), ("b.png", b"b"), ("c.png", b"c"), ("d.png", b"d"), ("e.png", b"e")):
        draw(tmp_path, name, content)
    article = write(
        tmp_path,
        "guide.md",
        "# Guide\n\n![a](a.png)\n\n## What is this?\n\n![b](b.png) `![c](c.png)` [d](d.png) <!-- ![e](e.png) -->\n",
    )
    assert list(packed(build(tmp_path / "guide.apkg", article)).values()) == [b"b"]


@pytest.mark.parametrize(
    ("reference", "code"),
    [
        pytest.param("none.png", "missing-media", id="missing"),
        pytest.param("../secret.png", "outside-media", id="outside"),
        pytest.param("notes.txt", "wrong-media", id="no picture"),
        pytest.param("a%00.png", "missing-media", id="with a NUL"),
        pytest.param("a" * 5000 + ".png", "missing-media", id="too long"),
        pytest.param("/etc/passwd", "missing-media", id="from the top of the disk"),
    ],
)
def test_a_picture_that_is_not_packed_is_named_at_its_line_and_its_text_is_shown(
    reference: str, code: str, tmp_path: Path
) -> None:
    draw(tmp_path, "secret.png")
    draw(tmp_path, "articles/notes.txt")
    article = write(tmp_path, "articles/guide.md", picture_article(reference))
    loaded = load(article)
    (note,) = loaded.deck.notes
    assert note.fields[1] == "<p>Figure 1</p>"
    assert [(p.location, p.code) for p in loaded.problems] == [(Location(str(article), 5), code)]
    assert loaded.deck.media == ()


def test_a_picture_by_a_file_address_is_not_packed(tmp_path: Path) -> None:
    secret = draw(tmp_path, "secret.png")
    article = write(tmp_path, "articles/guide.md", f'## What?\n\nA <img src="{secret.as_uri()}" alt="tree">.\n')
    loaded = load(article)
    assert loaded.deck.notes[0].fields[1] == "<p>A tree.</p>"
    assert loaded.deck.media == ()


def test_each_problem_with_a_picture_has_the_line_of_the_picture(tmp_path: Path) -> None:
    article = write(
        tmp_path,
        "guide.md",
        "+++\ntitle = 'Guide'\n+++\n\n## What?\n\nOne\n![a](a.png)\nand `x\ny` <img src='b.png'>,\n\n"
        "- list\n  ![c](c.png)\n\n<p>\n  <img src='d.png'>\n</p>\n\n| t |\n|---|\n| ![e](e.png) |\n",
    )
    found = {re.findall(r"'(.*?)'", p.message)[0]: p.location.line for p in load(article).problems}
    assert found == {"a.png": 8, "b.png": 10, "c.png": 13, "d.png": 16, "e.png": 21}


def test_media_root_is_looked_up_from_the_configuration(tmp_path: Path) -> None:
    draw(tmp_path, "site/static/img/tree.png")
    write(tmp_path, "mkdeck.toml", 'media-root = "site/static"\n')
    article = write(tmp_path, "articles/deep/guide.md", picture_article("/img/tree.png"))
    loaded = load(article)
    assert loaded.problems == ()
    assert [media.content for media in loaded.deck.media] == [PNG]


@pytest.mark.parametrize("value", ["/", "..", "../.."])
def test_an_article_cannot_open_folders_by_itself(value: str, tmp_path: Path) -> None:
    draw(tmp_path, "secret.png")
    text = f'+++\n[extra.mkdeck]\nmedia-root = "{value}"\n+++\n' + picture_article("../secret.png")
    loaded = load(write(tmp_path, "articles/guide.md", text))
    assert loaded.deck.media == ()
    assert ("wrong-setting", 3) in {(p.code, p.location.line) for p in loaded.problems}


def test_an_article_behind_a_link_finds_the_pictures_beside_the_link(tmp_path: Path) -> None:
    draw(tmp_path, "shown/tree.png")
    write(tmp_path, "real/guide.md", picture_article("tree.png"))
    (tmp_path / "shown" / "guide.md").symlink_to(tmp_path / "real" / "guide.md")
    assert [media.content for media in load(tmp_path / "shown" / "guide.md").deck.media] == [PNG]


def test_the_source_may_be_named_from_any_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    draw(tmp_path, "articles/tree.png")
    write(tmp_path, "articles/guide.md", picture_article("tree.png"))
    monkeypatch.chdir(tmp_path / "articles")
    assert [media.content for media in load(Path("guide.md")).deck.media] == [PNG]
    monkeypatch.chdir(tmp_path)
    assert [media.content for media in load(Path("articles/guide.md")).deck.media] == [PNG]
