"""Settings: where they are looked for, which of two holds, what is wrong with them, and what they do to a package."""

from os import sep
from pathlib import Path

import pytest
from articles import NOW, load
from commands import Outcome, Package, PackedNote, call, read_package, write_files

from mkdeck.deck.history import keep_history

QUESTION = "## What is a queue?\n\nA line of messages that wait.\n"
ARTICLE = f"# Queues\n\n{QUESTION}"
LEVELS = "# Queues\n\n## What is a queue for?\n\nTo wait.\n\n### What is an event?\n\nNews.\n\n### What is a task?\n\nWork.\n"


def build(folder: Path, *arguments: str, source: str = "queues.md") -> Package:
    """Build a source from ``folder`` without a problem or a memory, and return what was packed."""
    (folder / "out.apkg").unlink(missing_ok=True)
    built = call(folder, source, "-o", "out.apkg", *arguments)
    assert (built.code, built.told) == (0, "")
    return read_package(folder / "out.apkg")


def build_note(folder: Path, *arguments: str, source: str = "queues.md") -> PackedNote:
    (note,) = build(folder, *arguments, source=source).notes
    return note


def check(folder: Path, *arguments: str) -> Outcome:
    return call(folder, "check", "queues.md", *arguments)


def in_toml(*settings: str) -> str:
    return "\n".join(("+++", 'title = "Queues"', "[extra.mkdeck]", *settings, "+++", QUESTION))


def in_yaml(*settings: str) -> str:
    return "\n".join(("---", "title: Queues", "mkdeck:", *(f"  {line}" for line in settings), "---", QUESTION))


# --- where settings are looked for


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({"a/b/mkdeck.toml": 'deck = "Near"'}, id="mkdeck.toml in the current folder"),
        pytest.param({"mkdeck.toml": 'deck = "Near"'}, id="mkdeck.toml two folders above"),
        pytest.param({"a/mkdeck.toml": 'deck = "Near"', "mkdeck.toml": 'deck = "Far"'}, id="the nearest of two"),
        pytest.param({"a/b/pyproject.toml": '[tool.mkdeck]\ndeck = "Near"'}, id="a table in pyproject.toml"),
        pytest.param({"pyproject.toml": '[tool.mkdeck]\ndeck = "Near"'}, id="a table in pyproject.toml above"),
        pytest.param({"a/b/pyproject.toml": 'tool.mkdeck.deck = "Near"'}, id="a dotted key in pyproject.toml"),
        pytest.param(
            {"a/b/pyproject.toml": '[tool]\nmkdeck = {deck = "Near"}'}, id="an inline table in pyproject.toml"
        ),
        pytest.param({"a/b/pyproject.toml": '[ tool . mkdeck ]\ndeck = "Near"'}, id="a table written with spaces"),
        pytest.param(
            {"a/b/mkdeck.toml": 'deck = "Near"', "a/b/pyproject.toml": '[tool.mkdeck]\ndeck = "Other"'},
            id="mkdeck.toml before pyproject.toml beside it",
        ),
        pytest.param(
            {"a/pyproject.toml": '[tool.mkdeck]\ndeck = "Near"', "mkdeck.toml": 'deck = "Far"'},
            id="pyproject.toml before mkdeck.toml above it",
        ),
        pytest.param(
            {"a/b/pyproject.toml": '[project]\nname = "queues"', "mkdeck.toml": 'deck = "Near"'},
            id="not a pyproject.toml without the table",
        ),
        pytest.param(
            {"a/b/pyproject.toml": "# [tool.mkdeck] is in mkdeck.toml", "mkdeck.toml": 'deck = "Near"'},
            id="not a pyproject.toml that only speaks of the table",
        ),
        pytest.param(
            {"a/b/pyproject.toml": "[tool.mkdeck-other]\ndeck = 1", "mkdeck.toml": 'deck = "Near"'},
            id="not a pyproject.toml with the table of another tool",
        ),
        pytest.param(
            {"a/b/pyproject.toml": "[project]\nname =", "mkdeck.toml": 'deck = "Near"'},
            id="not a pyproject.toml of which mkdeck needs nothing, though it is malformed",
        ),
        pytest.param({"mkdeck.toml": '\ufeffdeck = "Near"\r\n'}, id="a file with a byte order mark and CRLF"),
    ],
)
def test_the_nearest_configuration_is_used(tmp_path: Path, files: dict[str, str]) -> None:
    write_files(tmp_path, {"a/b/queues.md": ARTICLE, **files})
    assert build_note(tmp_path / "a" / "b").deck == "Near::Queues"


def test_the_configuration_is_looked_for_from_the_current_folder_and_not_from_the_article(tmp_path: Path) -> None:
    write_files(tmp_path, {"notes/queues.md": ARTICLE, "notes/mkdeck.toml": 'deck = "Beside"'})
    assert build_note(tmp_path, source="notes/queues.md").deck == "Queues"


def test_without_any_configuration_the_defaults_hold(tmp_path: Path) -> None:
    write_files(tmp_path, {"queues.md": f"# Queues\n\n## Use\n\n#{QUESTION}"})
    note = build_note(tmp_path)
    assert (note.deck, note.tags, note.fields["Source"]) == ("Queues::Use", ["use"], "")
    assert note.fields["Key"] == "queues/what-is-a-queue"


def test_a_named_configuration_holds_instead_of_the_nearest(tmp_path: Path) -> None:
    write_files(tmp_path, {"queues.md": ARTICLE, "mkdeck.toml": 'deck = "Near"\ntags = ["near"]'})
    write_files(
        tmp_path, {"settings/named.toml": 'deck = "Named"', "settings/pyproject.toml": "[tool.mkdeck]\nid = 'x'"}
    )
    named = build_note(tmp_path, "--config", "settings/named.toml")
    assert (named.deck, named.tags) == ("Named::Queues", [])
    assert build_note(tmp_path, "--config", "settings/pyproject.toml").fields["Key"] == "x/queues/what-is-a-queue"


def test_a_problem_of_a_configuration_above_is_told_by_the_way_there(tmp_path: Path) -> None:
    write_files(tmp_path, {"a/queues.md": ARTICLE, "mkdeck.toml": "\ndeck = 3"})
    assert check(tmp_path / "a").told.startswith(f"..{sep}mkdeck.toml:2: wrong-setting: ")


# --- which of two holds


@pytest.mark.parametrize(
    ("config", "settings", "arguments", "deck"),
    [
        pytest.param("", [], [], "Queues", id="no parent by default"),
        pytest.param('deck = "File"', [], [], "File::Queues", id="file over default"),
        pytest.param('deck = "File"', ['deck = "Article"'], [], "Article::Queues", id="article over file"),
        pytest.param('deck = "File"', ['deck = "Article"'], ["--deck", "Line"], "Line::Queues", id="line over article"),
        pytest.param('deck = "File"', [], ["--deck", "Line"], "Line::Queues", id="line over file"),
        pytest.param('deck = "File"', [], ["--deck", ""], "Queues", id="line says that there is no parent"),
        pytest.param('deck = "A::B"', [], [], "A::B::Queues", id="a parent of several parts"),
        pytest.param('deck = " A :: B "', [], [], "A::B::Queues", id="a parent with spaces"),
    ],
)
def test_deck(tmp_path: Path, config: str, settings: list[str], arguments: list[str], deck: str) -> None:
    write_files(tmp_path, {"queues.md": in_toml(*settings), "mkdeck.toml": config})
    assert build_note(tmp_path, *arguments).deck == deck


@pytest.mark.parametrize(
    ("config", "settings", "deck"),
    [
        pytest.param("", [], "Queues::Use", id="subdecks by default"),
        pytest.param('sections = "tags"', [], "Queues", id="file over default"),
        pytest.param('sections = "tags"', ['sections = "subdecks"'], "Queues::Use", id="article over file"),
        pytest.param("", ['sections = "tags"'], "Queues", id="article over default"),
    ],
)
def test_sections(tmp_path: Path, config: str, settings: list[str], deck: str) -> None:
    article = in_toml(*settings).replace(QUESTION, f"## Use\n\n#{QUESTION}")
    write_files(tmp_path, {"queues.md": article, "mkdeck.toml": config})
    note = build_note(tmp_path)
    assert (note.deck, note.tags, note.fields["Section"]) == (deck, ["use"], "Use")


@pytest.mark.parametrize(
    ("config", "settings", "count"),
    [
        pytest.param("question-level = 2", [], 1, id="file over default"),
        pytest.param("question-level = 2", ["question-level = 3"], 2, id="article over file"),
        pytest.param("question-level = 3", ["question-level = 2"], 1, id="article over file, the other way round"),
    ],
)
def test_question_level(tmp_path: Path, config: str, settings: list[str], count: int) -> None:
    write_files(tmp_path, {"queues.md": in_toml(*settings).replace(QUESTION, LEVELS), "mkdeck.toml": config})
    assert len(build(tmp_path).notes) == count


def test_an_article_speaks_for_itself_alone(tmp_path: Path) -> None:
    write_files(
        tmp_path, {"a/queues.md": in_toml('deck = "Own"'), "a/trees.md": "# Trees\n\n## What is a tree?\n\nIt.\n"}
    )
    write_files(tmp_path, {"mkdeck.toml": 'deck = "File"'})
    assert [note.deck for note in build(tmp_path, source="a").notes] == ["Own::Queues", "File::Trees"]


# --- what settings do


def test_the_tags_of_article_configuration_and_sections_add_up(tmp_path: Path) -> None:
    front = '+++\ntags = ["article", "Both"]\n[taxonomies]\ncategories = ["of two words"]\n+++\n'
    write_files(tmp_path, {"queues.md": f"{front}# Queues\n\n## First use\n\n#{QUESTION}"})
    write_files(tmp_path, {"mkdeck.toml": 'tags = ["file", "both", "marked", "leech", " ", ""]'})
    assert sorted(build_note(tmp_path).tags) == ["Both", "article", "file", "first-use", "of-two-words"]


def test_an_articles_own_setting_adds_its_tags_to_those_of_the_configuration(tmp_path: Path) -> None:
    write_files(tmp_path, {"queues.md": in_toml('tags = ["own"]'), "mkdeck.toml": 'tags = ["file"]'})
    assert sorted(build_note(tmp_path).tags) == ["file", "own"]


def test_the_id_begins_every_key(tmp_path: Path) -> None:
    write_files(tmp_path, {"queues.md": ARTICLE})
    without = build_note(tmp_path)
    write_files(tmp_path, {"mkdeck.toml": 'id = "backend"'})
    having = build_note(tmp_path)
    assert having.fields["Key"] == "backend/queues/what-is-a-queue"
    assert having.guid != without.guid


def test_the_id_alone_names_a_readme_beside_the_configuration(tmp_path: Path) -> None:
    write_files(tmp_path, {"README.md": ARTICLE, "mkdeck.toml": 'id = "backend"'})
    assert build_note(tmp_path, source="README.md").fields["Key"] == "backend/what-is-a-queue"


def test_the_style_is_added_to_that_of_the_notetype(tmp_path: Path) -> None:
    write_files(tmp_path, {"queues.md": ARTICLE, "a/more.css": "\ufeff.card { color: teal }\r\n"})
    before = build(tmp_path).css
    write_files(tmp_path, {"mkdeck.toml": 'css = "a/more.css"'})
    after = build(tmp_path).css
    assert after.startswith(before)
    assert after.removeprefix(before).strip() == ".card { color: teal }"


def test_the_style_is_looked_up_from_the_configuration(tmp_path: Path) -> None:
    write_files(
        tmp_path, {"a/queues.md": ARTICLE, "mkdeck.toml": 'css = "more.css"', "more.css": ".card { color: teal }"}
    )
    assert "teal" in build(tmp_path / "a").css
    write_files(tmp_path, {"b/named.toml": 'css = "other.css"', "b/other.css": ".card { color: navy }"})
    assert "navy" in build(tmp_path, "--config", "b/named.toml", source="a").css


def test_a_style_that_is_no_text_is_told_at_its_own_line(tmp_path: Path) -> None:
    write_files(
        tmp_path, {"queues.md": ARTICLE, "mkdeck.toml": 'css = "more.css"', "more.css": b"/* 1 */\n/* \xe9 */\n"}
    )
    checked = check(tmp_path)
    assert checked.code == 1
    assert checked.told.startswith("more.css:2: ")


def test_pictures_below_the_media_root_are_packed(tmp_path: Path) -> None:
    article = f"{ARTICLE}\n![a dot](../pictures/dot.png) ![the same](/dot.png)\n"
    write_files(tmp_path, {"notes/queues.md": article, "pictures/dot.png": b"PNG"})
    assert "outside-media" in call(tmp_path, "check", "notes").told
    write_files(tmp_path, {"mkdeck.toml": 'media-root = "pictures"'})
    assert build_note(tmp_path, source="notes").fields["Answer"].count("<img") == 2


@pytest.mark.parametrize(
    ("url", "link"),
    [
        pytest.param("https://example.org/{slug}/", "https://example.org/queues/", id="the slug"),
        pytest.param("https://example.org/{path}", "https://example.org/notes/2024-05-01-queues.md", id="the path"),
        pytest.param(
            "https://example.org/{slug}?from={path}",
            "https://example.org/queues?from=notes/2024-05-01-queues.md",
            id="both",
        ),
        pytest.param("http://example.org/queues", "http://example.org/queues", id="neither"),
    ],
)
def test_the_address_gives_a_link_to_the_question(tmp_path: Path, url: str, link: str) -> None:
    write_files(tmp_path, {"notes/2024-05-01-queues.md": ARTICLE, "mkdeck.toml": f'url = "{url}"'})
    source = build_note(tmp_path, source="notes/2024-05-01-queues.md").fields["Source"]
    assert f'href="{link}#what-is-a-queue"' in source.replace("&amp;", "&")


def test_the_path_in_an_address_begins_at_the_configuration(tmp_path: Path) -> None:
    write_files(tmp_path, {"notes/a/queues.md": ARTICLE, "mkdeck.toml": 'url = "https://example.org/{path}"'})
    assert "https://example.org/notes/a/queues.md#" in build_note(tmp_path / "notes" / "a").fields["Source"]


def test_the_path_in_an_address_is_percent_encoded(tmp_path: Path) -> None:
    write_files(tmp_path, {"my notes/what is c#.md": ARTICLE, "mkdeck.toml": 'url = "https://example.org/{path}"'})
    note = build_note(tmp_path, source="my notes/what is c#.md")
    assert "https://example.org/my%20notes/what%20is%20c%23.md#" in note.fields["Source"]


def test_an_articles_own_slug_is_in_its_address_and_an_articles_own_address_holds(tmp_path: Path) -> None:
    write_files(tmp_path, {"mkdeck.toml": 'url = "https://example.org/{slug}"'})
    write_files(tmp_path, {"queues.md": f'+++\nslug = "waiting"\n+++\n{ARTICLE}'})
    assert "https://example.org/waiting#" in build_note(tmp_path).fields["Source"]
    write_files(tmp_path, {"queues.md": in_yaml("url: https://example.com/mine")})
    assert "https://example.com/mine#" in build_note(tmp_path).fields["Source"]


@pytest.mark.parametrize(
    ("setting", "link"),
    [
        pytest.param("edit/main/{path}", "edit/main/notes/queues.md#L7", id="the line is added"),
        pytest.param("edit/{slug}?at={line}", "edit/queues?at=7", id="the line has its place"),
        pytest.param("edit/{path}#top", "edit/notes/queues.md#top", id="a part of the page is named"),
    ],
)
def test_a_card_leads_to_the_line_where_its_question_is_edited(tmp_path: Path, setting: str, link: str) -> None:
    text = "# Queues\n\n\n\n\n\n### What is a queue?\n\nA line.\n"
    write_files(tmp_path, {"notes/queues.md": text, "mkdeck.toml": f'edit-url = "https://example.org/{setting}"'})
    note = build_note(tmp_path, source="notes/queues.md")
    assert note.fields["Source"] == f'<a href="https://example.org/{link}">edit</a>'


def test_a_link_to_edit_stands_beside_that_to_the_question_and_sends_no_note(tmp_path: Path) -> None:
    write_files(tmp_path, {"queues.md": ARTICLE, "mkdeck.toml": 'url = "https://example.org/{slug}"\n'})
    first = load(tmp_path / "queues.md").deck
    write_files(
        tmp_path,
        {
            "queues.md": f"\n\n{ARTICLE}",
            "mkdeck.toml": 'url = "https://example.org/{slug}"\nedit-url = "https://example.org/e"\n',
        },
    )
    second = load(tmp_path / "queues.md").deck
    assert second.notes[0].fields[4].startswith(f"{first.notes[0].fields[4]} · <a href=")
    kept, changes = keep_history(first, second, NOW + 100)
    assert [change.kind for change in changes] == ["unchanged"] * len(first.notes)
    assert kept.notes[0].mod == first.notes[0].mod


# --- what is wrong with them

WRONG = [
    pytest.param("deck = 3", "deck", id="a deck that is a number"),
    pytest.param("deck = true", "deck", id="a deck that is a boolean"),
    pytest.param('deck = ["a"]', "deck", id="a deck that is a list"),
    pytest.param('deck = ""', "deck", id="an empty deck"),
    pytest.param("deck = 2024-05-01", "deck", id="a deck that is a date"),
    pytest.param('tags = "a"', "tags", id="tags that are a text"),
    pytest.param("tags = [1]", "tags", id="tags that are numbers"),
    pytest.param("tags = { a = 1 }", "tags", id="tags that are a table"),
    pytest.param('sections = "deck"', "sections", id="sections that are something else"),
    pytest.param("sections = true", "sections", id="sections that are a boolean"),
    pytest.param('shape = "spiral"', "shape", id="a shape that there is not"),
    pytest.param('shape = ["headings"]', "shape", id="shapes in a list"),
    pytest.param("question-level = 0", "question-level", id="a level below the first"),
    pytest.param("question-level = 7", "question-level", id="a level beyond the last"),
    pytest.param("question-level = 2.0", "question-level", id="a level with a fraction"),
    pytest.param("question-level = true", "question-level", id="a level that is a boolean"),
    pytest.param('question-level = "2"', "question-level", id="a level that is a text"),
    pytest.param('url = "example.org"', "url", id="an address without its beginning"),
    pytest.param('url = "https://"', "url", id="an address without a host"),
    pytest.param('url = "javascript:alert(1)"', "url", id="an address that runs"),
    pytest.param("url = 1", "url", id="an address that is a number"),
    pytest.param('edit-url = "example.org"', "edit-url", id="an address for edits without its beginning"),
]
WRONG_FOR_A_BUILD = [
    pytest.param('id = "two words"', "id", id="an id with a space"),
    pytest.param('id = "a/b"', "id", id="an id with a slash"),
    pytest.param('id = ""', "id", id="an empty id"),
    pytest.param("id = 3", "id", id="an id that is a number"),
    pytest.param("media-root = 3", "media-root", id="a media root that is a number"),
    pytest.param('media-root = " "', "media-root", id="a media root that is blank"),
    pytest.param("css = []", "css", id="a style that is a list"),
    pytest.param('css = ""', "css", id="an empty style"),
]


@pytest.mark.parametrize(("setting", "key"), WRONG + WRONG_FOR_A_BUILD)
def test_a_wrong_setting_is_an_error_at_its_line(tmp_path: Path, setting: str, key: str) -> None:
    write_files(tmp_path, {"queues.md": ARTICLE, "mkdeck.toml": f"# ours\n\n{setting}\n# the end\n"})
    checked = check(tmp_path)
    assert checked.code == 1
    assert checked.told.startswith(f"mkdeck.toml:3: wrong-setting: '{key}' is ")
    assert f"  hint: write {key} = " in checked.told


@pytest.mark.parametrize(("setting", "key"), WRONG)
def test_a_wrong_setting_of_an_article_is_an_error_at_its_line(tmp_path: Path, setting: str, key: str) -> None:
    write_files(tmp_path, {"queues.md": in_toml("", setting)})
    checked = check(tmp_path)
    assert checked.code == 1
    assert checked.told.startswith(f"queues.md:5: wrong-setting: '{key}' is ")


@pytest.mark.parametrize(
    ("setting", "key"),
    [
        pytest.param("deck: 3", "deck", id="a number"),
        pytest.param("tags: queues", "tags", id="a text"),
        pytest.param("sections: flat", "sections", id="something else"),
        pytest.param("question-level: second", "question-level", id="a word"),
    ],
)
def test_a_wrong_setting_in_yaml_is_an_error_with_a_hint_in_yaml(tmp_path: Path, setting: str, key: str) -> None:
    write_files(tmp_path, {"queues.md": in_yaml(setting)})
    lines = check(tmp_path).told.splitlines()
    assert lines[0].startswith(f"queues.md:4: wrong-setting: '{key}' is ")
    assert lines[1].startswith(f"  hint: write {key}: ")


@pytest.mark.parametrize(
    ("key", "nearest"),
    [
        ("dekc", "deck"),
        ("Deck", "deck"),
        ("tag", "tags"),
        ("section", "sections"),
        ("question_level", "question-level"),
        ("qestion-level", "question-level"),
        ("shapes", "shape"),
        ("media_root", "media-root"),
        ("URL", "url"),
        ("ccs", "css"),
    ],
)
def test_an_unknown_setting_is_an_error_with_the_nearest_that_there_is(tmp_path: Path, key: str, nearest: str) -> None:
    write_files(tmp_path, {"queues.md": ARTICLE, "mkdeck.toml": f'id = "a"\n{key} = 1\n'})
    checked = check(tmp_path)
    assert checked.code == 1
    assert checked.told.startswith(f"mkdeck.toml:2: unknown-setting: there is no setting '{key}'\n")
    assert f"  hint: did you mean '{nearest}'?\n" in checked.told


def test_a_setting_that_is_like_no_other_is_answered_with_all_that_there_are(tmp_path: Path) -> None:
    write_files(tmp_path, {"queues.md": ARTICLE, "mkdeck.toml": "colour = 1\n"})
    hint = check(tmp_path).told.splitlines()[1]
    keys = ["deck", "id", "tags", "sections", "shape", "question-level", "url", "media-root", "css"]
    assert [key for key in keys if key not in hint] == []


@pytest.mark.parametrize("setting", ["id", "media-root", "css"])
def test_an_article_cannot_set_what_concerns_the_whole_build(tmp_path: Path, setting: str) -> None:
    write_files(tmp_path, {"queues.md": in_toml("", f'{setting} = "x"'), "x/a.png": b"PNG"})
    first = check(tmp_path)
    write_files(tmp_path, {"queues.md": in_yaml("deck: Data", f"{setting}: x")})
    second = check(tmp_path)
    for checked in (first, second):
        assert checked.code == 1
        assert checked.told.startswith(f"queues.md:5: wrong-setting: '{setting}' ")
        assert "mkdeck.toml" in checked.told.splitlines()[1]


def test_an_article_is_not_advised_to_set_what_it_cannot(tmp_path: Path) -> None:
    write_files(tmp_path, {"queues.md": in_yaml("media_root: x", "colour: red")})
    hints = [line for line in check(tmp_path).told.splitlines() if line.startswith("  hint: ")]
    assert [hint for hint in hints if "media-root" in hint or "css" in hint] == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param("+++\n[extra]\nmkdeck = 3\n+++\n", 3, id="TOML number"),
        pytest.param("+++\na = 1\n\n[[extra.mkdeck]]\ndeck = 'x'\n+++\n", 4, id="TOML list of tables"),
        pytest.param("---\ntitle: Queues\nmkdeck: yes\n---\n", 3, id="YAML boolean"),
        pytest.param("---\ntitle: Queues\nmkdeck:\n- deck: x\n---\n", 3, id="YAML list"),
    ],
)
def test_settings_that_are_no_table_are_an_error_at_their_line(tmp_path: Path, text: str, line: int) -> None:
    write_files(tmp_path, {"queues.md": text + QUESTION})
    checked = check(tmp_path)
    assert checked.code == 1
    assert checked.told.startswith(f"queues.md:{line}: wrong-setting: ")


def test_a_table_in_yaml_with_nothing_in_it_sets_nothing(tmp_path: Path) -> None:
    write_files(tmp_path, {"queues.md": in_yaml("# deck: Backend")})
    assert build_note(tmp_path).deck == "Queues"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param("[tool.other]\ndeck = 1\n\n[tool.mkdeck]\ndeck = 3\n", 5, id="in another tool's table before it"),
        pytest.param("[tool.mkdeck]\ndeck = 3\n\n[tool.other]\ndeck = 1\n", 2, id="in another tool's table after it"),
        pytest.param("[tool.mkdeck-x]\ndeck = 1\n\n[tool.mkdeck]\ndeck = 3\n", 5, id="in a table with a similar name"),
        pytest.param("[tool.mkdeck]\n# deck = 1\ndeck = 3\n", 3, id="in a comment"),
        pytest.param("[tool.mkdeck]\nurl = 'https://deck = 1'\ndeck = 3\n", 3, id="in a value"),
        pytest.param("tool.mkdeck.deck = 3\nother.deck = 3\n", 1, id="as a part of a dotted key"),
        pytest.param("[tool.mkdeck]\n'deck' = 3\n", 2, id="in quotes"),
    ],
)
def test_the_line_is_that_of_the_setting_also_where_its_name_stands_elsewhere(
    tmp_path: Path, text: str, line: int
) -> None:
    write_files(tmp_path, {"queues.md": ARTICLE, "pyproject.toml": text})
    checked = check(tmp_path, "--config", "pyproject.toml")
    assert checked.told.startswith(f"pyproject.toml:{line}: wrong-setting: 'deck' is the number 3"), checked.told


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param("---\ndeck: 1\nmkdeck:\n  deck: 3\n---\n", 4, id="at the top before it"),
        pytest.param("---\nmkdeck:\n  deck: 3\ndeck: 1\n---\n", 3, id="at the top after it"),
        pytest.param("---\ndeck: 1\nmkdeck: {deck: 3}\n---\n", 3, id="at the top before a table in a line"),
        pytest.param("+++\ndeck = 1\n[extra.mkdeck]\ndeck = 3\n+++\n", 4, id="at the top of TOML"),
        pytest.param(
            "+++\ndeck = 1\n[extra]\nmkdeck = {deck = 3}\n+++\n", 4, id="at the top of TOML with a table in a line"
        ),
    ],
)
def test_the_line_in_an_article_is_that_of_the_setting(tmp_path: Path, text: str, line: int) -> None:
    write_files(tmp_path, {"queues.md": text + QUESTION})
    checked = check(tmp_path)
    assert checked.told.startswith(f"queues.md:{line}: wrong-setting: 'deck' is the number 3"), checked.told


@pytest.mark.parametrize(
    "config",
    [
        pytest.param('css = "a\\u0000b"', id="a style whose name no disk takes"),
        pytest.param(f'css = "{"x" * 300}"', id="a style whose name is too long"),
        pytest.param(f"question-level = {'9' * 5000}", id="a number beyond all sense"),
        pytest.param(f"tags = {'[' * 3000}", id="brackets without end"),
        pytest.param('"" = 1', id="a setting without a name"),
        pytest.param('"a\\nb" = 1', id="a setting over two lines"),
    ],
)
def test_an_odd_configuration_is_a_problem_and_no_exception(tmp_path: Path, config: str) -> None:
    write_files(tmp_path, {"queues.md": ARTICLE, "mkdeck.toml": config})
    checked = check(tmp_path)
    assert checked.code == 1
    assert checked.told.startswith("mkdeck.toml:1: ")
    assert checked.told.endswith("\n1 error\n")


def test_a_configuration_that_is_wrong_leaves_the_package_unwritten(tmp_path: Path) -> None:
    write_files(tmp_path, {"queues.md": ARTICLE, "mkdeck.toml": "deck = 3"})
    built = call(tmp_path, "queues.md")
    assert built.code == 1
    assert built.told.endswith("1 error; nothing written\n")
    assert not (tmp_path / "queues.apkg").exists()
