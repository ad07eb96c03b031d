"""What vaults have: links and embeds in double brackets, marks, comments, names of emoji, and files found by their name."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from articles import load, notes, write
from test_answers import QUESTION, answer, read

from mkdeck.emoji_names import show_emoji
from mkdeck.files.pictures import PictureFiles
from mkdeck.files.tree import Tree, find_tree
from mkdeck.model import Location, Media
from mkdeck.problem import Problem


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Path]:
    before = Path.cwd()
    os.chdir(tmp_path)
    yield tmp_path / "vault"
    os.chdir(before)


def put(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(name.encode())


# --- marks within lines


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        pytest.param("See [[TCP]].", "See TCP.", id="a link to a page"),
        pytest.param("See [[TCP|the protocol]].", "See the protocol.", id="with an alias"),
        pytest.param("See [[net/TCP.md]].", "See net/TCP.", id="with folders and an ending"),
        pytest.param("See [[TCP#Flow control]].", "See TCP &gt; Flow control.", id="to a part"),
        pytest.param("See [[TCP#^a1b2c3]].", "See TCP.", id="to a block"),
        pytest.param("See [[#Flow control]].", "See Flow control.", id="to a part of this page"),
        pytest.param("用[[TCP]]吧", "用TCP吧", id="between letters of a script without spaces"),
        pytest.param("![[TCP#Flow]]", "TCP &gt; Flow", id="an embedded page"),
        pytest.param("Run `[[ -f x ]]`.", "Run <code>[[ -f x ]]</code>.", id="code"),
        pytest.param("Run [[ -f x ]].", "Run [[ -f x ]].", id="a test of a shell"),
        pytest.param("It is x[[1]] and m[[a]].", "It is x[[1]] and m[[a]].", id="a part of a value"),
        pytest.param("As told [[1]].", "As told [[1]].", id="the number of a source"),
        pytest.param("Add [[1, 2], [3, 4]].", "Add [[1, 2], [3, 4]].", id="a matrix"),
        pytest.param("[[type:Answer]]", "&#91;[type:Answer]]", id="what Anki would ask for"),
        pytest.param("[[src](https://e.org)]", '[<a href="https://e.org">src</a>]', id="a link in brackets"),
        pytest.param("[[1]](https://e.org)", '<a href="https://e.org">[1]</a>', id="a link whose text has brackets"),
        pytest.param("[[tool.poetry]]", "[[tool.poetry]]", id="the head of a table in TOML, alone"),
        pytest.param(r"\[[TCP]]", "[[TCP]]", id="escaped"),
        pytest.param("$[[a]]$", r"\([[a]]\)", id="math"),
    ],
)
def test_links_in_double_brackets_are_shown_as_their_text(markdown: str, html: str) -> None:
    assert answer(markdown) == f"<p>{html}</p>"


def test_a_defined_reference_stays_a_link() -> None:
    assert answer("Told in [[src]].\n\n[src]: https://e.org") == '<p>Told in [<a href="https://e.org">src</a>].</p>'


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        pytest.param("![[x.png]]", '<img alt="x.png" src="packed-x.png">', id="a picture"),
        pytest.param("![[x.png|300]]", '<img alt="x.png" width="300" src="packed-x.png">', id="with a width"),
        pytest.param(
            "![[x.png|300x20]]", '<img alt="x.png" width="300" height="20" src="packed-x.png">', id="with both sides"
        ),
        pytest.param("![[x.png|a tree]]", '<img alt="a tree" src="packed-x.png">', id="with a text"),
        pytest.param("![[x.png|a tree|30]]", '<img alt="a tree" width="30" src="packed-x.png">', id="with both"),
        pytest.param("![a|300](x.png)", '<img alt="a" width="300" src="packed-x.png">', id="a width in CommonMark"),
        pytest.param("![a](x.png =300x)", '<img alt="a" width="300" src="packed-x.png">', id="a width behind it"),
        pytest.param(
            "![a](x.png =3x4)", '<img alt="a" width="3" height="4" src="packed-x.png">', id="both sides behind it"
        ),
        pytest.param("![a](my pic.png)", '<img alt="a" src="packed-my pic.png">', id="a name with a space"),
        pytest.param("![a](my pic (1).png)", '<img alt="a" src="packed-my pic (1).png">', id="and brackets"),
        pytest.param('![a](my pic.png "T")', '<img alt="a" src="packed-my pic.png">', id="and a title"),
        pytest.param("![a](no picture)", "![a](no picture)", id="no picture"),
        pytest.param("![[missing.png|a tree]]", "a tree", id="a picture that is not there"),
        pytest.param("![[a.mp3]]", "[sound:packed-a.mp3]", id="a sound"),
        pytest.param("![a](a.mp3)", "[sound:packed-a.mp3]", id="a sound in CommonMark"),
        pytest.param("[sound:a.mp3]", "[sound:packed-a.mp3]", id="a sound as Anki writes it"),
        pytest.param("[sound:missing.mp3]", "&#91;sound:missing.mp3]", id="a sound that is not there"),
        pytest.param("[sound:x] `[sound:a.mp3]`", "&#91;sound:x] <code>&#91;sound:a.mp3]</code>", id="no sound"),
        pytest.param('<audio src="a.mp3"></audio> x', "[sound:packed-a.mp3] x", id="a player"),
        pytest.param(
            '<audio controls><source src="a.ogg"><source src="a.mp3">None.</audio> x',
            "[sound:packed-a.mp3] x",
            id="the source that all clients play",
        ),
        pytest.param('x <video src="a.mp4" /> y', "x [sound:packed-a.mp4] y", id="a film, closed as in XML"),
        pytest.param(
            '<picture><source srcset="b.webp"><img src="x.png"></picture> y',
            '<img src="packed-x.png"> y',
            id="the picture of a choice",
        ),
        pytest.param("`![[a.mp3]]`", "<code>![[a.mp3]]</code>", id="code"),
    ],
)
def test_embeds_are_shown_and_played(markdown: str, html: str) -> None:
    assert answer(markdown) == f"<p>{html}</p>"


def test_a_film_that_is_closed_nowhere_swallows_nothing() -> None:
    assert answer('<video src="a.mp4" controls>\n\nIt moves.') == "[sound:packed-a.mp4]\n<p>It moves.</p>"


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        pytest.param("==a== b", "<mark>a</mark> b", id="a word"),
        pytest.param("==a **b**==", "<mark>a <strong>b</strong></mark>", id="with bold in it"),
        pytest.param("这是==重点==的", "这是<mark>重点</mark>的", id="between letters of a script without spaces"),
        pytest.param("a==b and c==d", "a==b and c==d", id="comparisons"),
        pytest.param("a == b == c", "a == b == c", id="comparisons with spaces"),
        pytest.param("===a===", "===a===", id="three signs"),
        pytest.param("`==a==`", "<code>==a==</code>", id="code"),
        pytest.param("$==a==$", r"\(==a==\)", id="math"),
        pytest.param("==a", "==a", id="a mark that is not closed"),
        pytest.param("a %%not shown%% b", "a  b", id="a comment"),
        pytest.param("a %%not\nshown%% b", "a  b", id="a comment over two lines"),
        pytest.param("from 5%% to 6%% more", "from 5%% to 6%% more", id="signs of a share"),
        pytest.param("`%%a%%`", "<code>%%a%%</code>", id="a comment in code"),
        pytest.param(":rocket: go", "🚀 go", id="an emoji"),
        pytest.param("`:rocket:`", "<code>:rocket:</code>", id="an emoji's name in code"),
        pytest.param("<b>:+1:</b>", "<b>👍</b>", id="an emoji in raw HTML"),
        pytest.param(":nothing-known:", ":nothing-known:", id="a name of no emoji"),
    ],
)
def test_marks_comments_and_emoji(markdown: str, html: str) -> None:
    assert answer(markdown) == f"<p>{html}</p>"


@pytest.mark.parametrize("comment", ["%%\nnot\n\nshown\n%%", "%% not\n\nshown %%"])
def test_comments_over_paragraphs_are_gone(comment: str) -> None:
    assert answer(f"a\n\n{comment}\n\nb") == "<p>a</p>\n\n<p>b</p>"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (":tada::rocket:", "🎉🚀"),
        ("12:30:45", "12:30:45"),
        ("a:x:b", "a:x:b"),
        ("std::x::y", "std::x::y"),
        ("https://e.org/:x:/", "https://e.org/:x:/"),
        ("(:x:)", "(❌)"),
    ],
)
def test_a_name_of_an_emoji_stands_alone(text: str, shown: str) -> None:
    assert show_emoji(text) == shown


@pytest.mark.parametrize(
    ("kind", "title"),
    [("abstract", "Abstract"), ("todo", "Todo"), ("my-own", "My own"), ("tip", "Tip"), ("bug", "Bug")],
)
def test_a_callout_is_titled_by_its_type(kind: str, title: str) -> None:
    html = answer(f"> [!{kind}]\n> It grows.")
    assert f'<p class="markdown-alert-title">{title}</p>' in html
    assert "<p>It grows.</p>" in html


# --- what questions are called by


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("What is [[TCP|the protocol]]?", "what-is-tcp-the-protocol"),
        ("What is ![[a.png|300]]?", "what-is-a-png-300"),
        ("What is ![a](my pic.png)?", "what-is-a-my-pic-png"),
        ("What is [sound:a.mp3]?", "what-is-sound-a-mp3"),
        ("What is a==b==?", "what-is-a-b"),
        ("是==重点==吗？", "是-重点-吗"),
        ("What is :rocket: for?", "what-is-rocket-for"),
    ],
)
def test_keys_are_made_of_marks_as_they_are_written(title: str, key: str, tmp_path: Path) -> None:
    article = write(tmp_path, "guide.md", f"## {title}\n\nIt is one.\n")
    assert list(notes(article)) == [f"guide/{key}"]


def test_decks_and_sections_show_what_readers_see_and_tags_stay(tmp_path: Path) -> None:
    text = "# :tada: Nets\n\n## [[Flow|The flow]] ==now==\n\n### What is it?\n\nOne.\n\n## :rocket: Up\n\n### What is up?\n\nSky.\n"
    first, second = load(write(tmp_path, "guide.md", text)).deck.notes
    assert (first.deck, first.fields[3]) == ("🎉 Nets::The flow now", "The flow now")
    assert (second.deck, second.fields[3], second.tags) == ("🎉 Nets::🚀 Up", "🚀 Up", ("rocket-up",))


# --- links to other articles


PAGES = {
    "vault/nets/tcp.md": "---\nslug: transmission\n---\n\n## What is TCP?\n\nA protocol.\n",
    "vault/nets/draft.md": "---\ndraft: true\n---\n\n## What is D?\n\nD.\n",
    "vault/a/same.md": "## What is same?\n\nA.\n",
    "vault/b/same.md": "## What is the same?\n\nB.\n",
}


@pytest.mark.parametrize(
    ("link", "html"),
    [
        ("[[tcp]]", '<a href="https://e.org/transmission/">tcp</a>'),
        ("[[TCP|it]]", '<a href="https://e.org/transmission/">it</a>'),
        (
            "[[nets/tcp#What is TCP?]]",
            '<a href="https://e.org/transmission/#what-is-tcp">nets/tcp &gt; What is TCP?</a>',
        ),
        ("[[#What is it?]]", '<a href="https://e.org/home/#what-is-it">What is it?</a>'),
        ("[[#Nowhere]]", "Nowhere"),
        ("[[other/tcp]]", "other/tcp"),
        ("[[draft]]", "draft"),
        ("[[same]]", "same"),
        ("[[a/same]]", '<a href="https://e.org/same/">a/same</a>'),
        ("[[../../etc/passwd]]", "../../etc/passwd"),
        ("[it](nets/tcp.md)", '<a href="https://e.org/transmission/">it</a>'),
        ("[it](./nets/tcp.md#what-is-tcp)", '<a href="https://e.org/transmission/#what-is-tcp">it</a>'),
        ("[it](a/../b/same.md)", '<a href="https://e.org/same/">it</a>'),
        ("[it](tcp.md)", '<a href="https://e.org/home/tcp.md">it</a>'),  # no article of the build
    ],
)
def test_links_lead_to_the_articles_of_the_build_where_they_are_published(link: str, html: str, vault: Path) -> None:
    for name, text in PAGES.items():
        write(vault.parent, name, text)
    write(vault.parent, "mkdeck.toml", 'url = "https://e.org/{slug}/"\n')
    write(vault, "home.md", f"## What is it?\n\nSee {link}.\n")
    assert notes(Path("vault"))["home/what-is-it"].fields[1] == f"<p>See {html}.</p>"


def test_links_are_text_where_no_address_is_known(vault: Path) -> None:
    write(vault, "tcp.md", "## What is TCP?\n\nA protocol.\n")
    write(vault, "home.md", "## What is it?\n\nSee [[tcp]].\n")
    write(vault.parent, "mkdeck.toml", "")
    assert notes(Path("vault"))["home/what-is-it"].fields[1] == "<p>See tcp.</p>"


# --- files found by their name


def look_up(reference: str, folder: Path, tree: Path) -> Media | Problem:
    return PictureFiles(Tree(tree.resolve())).find(reference, folder, None, Location("guide.md", 7))


@pytest.mark.parametrize(
    ("reference", "found"),
    [
        pytest.param("beside.png", "notes/beside.png", id="beside the article, though another has the name"),
        pytest.param("tree.png", "files/tree.png", id="anywhere in the tree"),
        pytest.param("TREE.PNG", "files/tree.png", id="in another case"),
        pytest.param("my%20tree.png", "files/my tree.png", id="percent-encoded"),
        pytest.param("files/tree.png", "files/tree.png", id="by its path from the top"),
        pytest.param("deep/oak.png", "files/deep/oak.png", id="by the end of its path"),
        pytest.param("top/fir.png", "top/fir.png", id="by its path from the top, though another ends so"),
        pytest.param("inner.png", "files/inner.png", id="a link within the tree"),
    ],
)
def test_a_file_is_found_as_a_vault_finds_it(reference: str, found: str, vault: Path) -> None:
    put(vault, "notes/beside.png", "files/beside.png", "files/tree.png", "files/my tree.png", "files/deep/oak.png")
    put(vault, "other/oak.png", "top/fir.png", "files/top/fir.png")
    (vault / "files" / "inner.png").symlink_to("deep/oak.png")
    media = look_up(reference, vault / "notes", vault)
    assert isinstance(media, Media), media
    expected = (vault / found).read_bytes()
    assert media.content == expected


@pytest.mark.parametrize(
    ("reference", "code"),
    [
        pytest.param("twice.png", "ambiguous-media", id="two have the name"),
        pytest.param("secret.png", "missing-media", id="above the tree"),
        pytest.param("../secret.png", "missing-media", id="by a way up"),
        pytest.param("../../secret.png", "outside-media", id="by a way up that leads to it"),
        pytest.param("files/../../secret.png", "missing-media", id="by a way down and up"),
        pytest.param("/secret.png", "missing-media", id="from the top of the disk"),
        pytest.param("linked.png", "outside-media", id="behind a link"),
        pytest.param("behind.png", "missing-media", id="in a folder behind a link"),
        pytest.param("hidden.png", "missing-media", id="in a hidden folder"),
        pytest.param("disguised.png", "wrong-media", id="a link to what is no picture"),
        pytest.param("", "missing-media", id="nothing"),
        pytest.param("..", "missing-media", id="the folder above"),
        pytest.param("a\x00.png", "missing-media", id="a name that no file can have"),
    ],
)
def test_nothing_else_is_found(reference: str, code: str, vault: Path) -> None:
    put(vault, "notes/a.md", "a/twice.png", "b/twice.png", ".obsidian/hidden.png", "files/notes.txt")
    put(vault.parent, "secret.png", "elsewhere/behind.png")
    (vault / "files" / "linked.png").symlink_to(vault.parent / "secret.png")
    (vault / "files" / "disguised.png").symlink_to("notes.txt")
    (vault / "folder").symlink_to(vault.parent / "elsewhere", target_is_directory=True)
    found = look_up(reference, vault / "notes", vault)
    assert isinstance(found, Problem)
    assert found.code == code


def test_two_files_of_one_name_are_both_named(vault: Path) -> None:
    put(vault, "notes/a.md", "a/x.png", "b/x.png", "c/x.png")
    found = look_up("x.png", vault / "notes", vault)
    assert isinstance(found, Problem)
    assert found.message == f"'x.png' may be 'a{os.sep}x.png' or 'b{os.sep}x.png' and 1 more, so none is packed"


def test_a_tree_of_very_many_folders_is_not_searched_to_its_end(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(vault, "notes/a.md", "a/early.png", "z/late.png")
    monkeypatch.setattr("mkdeck.files.tree._MOST_FOLDERS", 2)
    assert isinstance(look_up("early.png", vault / "notes", vault), Media)
    assert isinstance(look_up("late.png", vault / "notes", vault), Problem)


def test_what_git_ignores_and_what_is_excluded_is_not_searched(vault: Path) -> None:
    put(vault, "static/x.png", "public/x.png", "old/x.png", "node_modules/a/x.png")
    (vault / ".gitignore").write_text("public/\n")
    write(vault.parent, "mkdeck.toml", 'exclude = ["old/"]\n')
    loaded = load(write(vault, "notes/trees.md", f"{QUESTION}![[x.png]]\n"), Path("vault"))
    assert [media.content for media in loaded.deck.media] == [b"static/x.png"]


@pytest.mark.parametrize(
    ("named", "tree"),
    [
        pytest.param(["vault"], "vault", id="a folder"),
        pytest.param(["vault/a", "vault/b"], "vault", id="what two folders have in common, in the current folder"),
        pytest.param(["vault", "vault/b"], "vault", id="the outer of two"),
        pytest.param(["../elsewhere"], "../elsewhere", id="a folder elsewhere"),
        pytest.param(["../elsewhere/a", "../elsewhere/b"], None, id="no more than was named elsewhere"),
        pytest.param(["vault", "../elsewhere"], None, id="not all that holds both"),
        pytest.param([], None, id="nothing"),
    ],
)
def test_the_tree_is_what_the_sources_have_in_common(
    named: list[str], tree: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("here/vault/a", "here/vault/b", "elsewhere/a", "elsewhere/b"):
        (tmp_path / folder).mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "here")
    found = find_tree(map(Path, named))
    assert (found.folder if found else None) == (Path(tree).resolve() if tree else None)


def test_a_home_is_no_tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert find_tree([Path("a"), Path("b")]) is None
    assert find_tree([Path()]) is None
    assert find_tree([Path("a")]) is not None


def test_an_embed_is_packed_from_the_vault(vault: Path) -> None:
    put(vault, "files/tree.png", "files/rustle.mp3")
    write(vault, "notes/trees.md", f"{QUESTION}![[tree.png]] ![[rustle.mp3]]\n")
    write(vault, "more/firs.md", "## What is a fir?\n\nA tree.\n")
    loaded = load(Path("vault"))
    assert sorted(media.content for media in loaded.deck.media) == [b"files/rustle.mp3", b"files/tree.png"]
    assert not [p for p in loaded.problems if p.code.endswith("media")]


def test_what_is_dropped_is_named_at_its_line() -> None:
    _, problems = read(
        f"{QUESTION}Look:\n\n<svg><title>x</title></svg>\n\na <iframe src='x'></iframe>\n<object></object> <embed src='y'>\n\n"
        "<!-- <iframe> -->\n\n`<iframe>`\n"
    )
    dropped = [(p.location.line, p.message.split()[0]) for p in problems if p.code == "left-out-html"]
    assert dropped == [(5, "<svg>"), (7, "<iframe>"), (8, "<object>"), (8, "<embed>")]
