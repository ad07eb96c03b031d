"""Front matter: what is taken from it, what is no front matter at all, and that lines stay where they are."""

from pathlib import Path

import pytest
from commands import call, read_package, write_files

from mkdeck.article.front_matter import FrontMatter, split_front_matter
from mkdeck.files.texts import read_text
from mkdeck.problem import Severity

BODY = "# Birds\n\n## What is a wren?\n\nA small bird.\n"


def split(text: str) -> tuple[FrontMatter, str]:
    """Return front matter and body of a text without problems."""
    front, body, problems = split_front_matter(text, "birds.md")
    assert problems == []
    return front, body


def read(text: str) -> FrontMatter:
    return split(text)[0]


def toml(*lines: str) -> str:
    return "\n".join(("+++", *lines, "+++", BODY))


def yaml(*lines: str) -> str:
    return "\n".join(("---", *lines, "---", BODY))


def clean(tags: tuple[str, ...]) -> list[str]:
    """Return the tags that say something."""
    return [tag for tag in tags if tag]


@pytest.mark.parametrize(
    "before",
    [
        pytest.param('+++\ntitle = "Birds"\n+++\n', id="TOML"),
        pytest.param("---\ntitle: Birds\n---\n", id="YAML"),
        pytest.param("---\ntitle: Birds\n...\n", id="YAML that ends with three dots"),
        pytest.param('\n\n+++\ntitle = "Birds"\n+++\n', id="TOML below blank lines"),
        pytest.param("\n\n---\ntitle: Birds\n---\n", id="YAML below blank lines, as Hugo reads it"),
        pytest.param('+++  \ntitle = "Birds"\n+++\t \n', id="TOML with spaces behind its marks"),
        pytest.param("---  \ntitle: Birds\n---\t \n", id="YAML with spaces behind its marks"),
        pytest.param('+++\n\n# ours\n\ntitle = "Birds"\n\n\n+++\n', id="TOML with blank lines and a comment"),
        pytest.param("---\n\n# ours\n\ntitle: Birds\n\n\n---\n", id="YAML with blank lines and a comment"),
        pytest.param('+++\ntitle = "Birds"\nrule = "---"\n+++\n', id="TOML with the other mark in it"),
        pytest.param("---\ntitle: Birds\nsum: a +++ b\ntext: |\n  ---\n---\n", id="YAML with its mark indented in it"),
        pytest.param("---\n'title': Birds\n---\n", id="YAML with a key in quotes"),
    ],
)
def test_front_matter_is_read_and_blanked_so_that_every_line_keeps_its_number(before: str) -> None:
    front, body = split(before + BODY)
    assert front.title == "Birds"
    assert body == "\n" * before.count("\n") + BODY


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param(BODY, id="a heading"),
        pytest.param(f"\n\n{BODY}", id="blank lines"),
        pytest.param(f"---\n\n{BODY}", id="one rule"),
        pytest.param(f"---\n\n{BODY}\n---\n\n## What is a robin?\n\nAnother bird.\n", id="rules between questions"),
        pytest.param("---\nA wren is small.\n---\n\nIt sings.\n", id="a sentence between rules"),
        pytest.param("---\n- a wren\n- a robin\n---\n", id="a list between rules"),
        pytest.param("---\nhttps://example.org/wren\n---\n", id="an address between rules"),
        pytest.param(f"----\ntitle: Birds\n----\n{BODY}", id="longer rules"),
        pytest.param(f"++++\ntitle = 1\n++++\n{BODY}", id="more plus signs"),
        pytest.param(f"{BODY}\n+++\ntitle = 'Birds'\n+++\n", id="plus signs below the text"),
        pytest.param(f"{BODY}\n---\ntitle: Birds\n---\n", id="a table below the text"),
        pytest.param("+++ b/wren.py\n@@ -1 +1 @@\n", id="a diff"),
    ],
)
def test_what_is_no_front_matter_stays_in_the_text(text: str) -> None:
    assert split(text) == (FrontMatter(), text)


@pytest.mark.parametrize("text", ["+++\n+++\n", "---\n---\n", "---\n\n---\n"])
def test_empty_front_matter_says_nothing(text: str) -> None:
    front, body = split(text + BODY)
    assert (front.title, front.slug, front.draft, front.tags, front.settings) == ("", "", False, (), {})
    assert body == "\n" * text.count("\n") + BODY


@pytest.mark.parametrize("text", ['+++\ntitle = "Birds"\n+++', "---\ntitle: Birds\n---"])
def test_front_matter_may_end_the_file_without_a_line_end(text: str) -> None:
    front, body = split(text)
    assert (front.title, body.strip()) == ("Birds", "")


@pytest.mark.parametrize("mark", ["+++", "---"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"], ids=["no byte order mark", "a byte order mark"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_files_of_every_system_give_the_same(tmp_path: Path, mark: str, encoding: str, end: str) -> None:
    title = 'title = "Vögel"' if mark == "+++" else "title: Vögel"
    file = tmp_path / "birds.md"
    file.write_bytes(end.join((mark, title, mark, *BODY.split("\n"))).encode(encoding))
    text, problems = read_text(file)
    front, body = split(text)
    assert (problems, front.title, body) == ([], "Vögel", f"\n\n\n{BODY}")


# --- what is taken


def test_title_description_and_slug_are_taken() -> None:
    for text in (
        toml('title = "Birds & bees"', 'description = "What <flies>"', 'slug = "birds"'),
        yaml("title: Birds & bees", "description: What <flies>", "slug: birds"),
    ):
        front = read(text)
        assert (front.title, front.description, front.slug) == ("Birds & bees", "What <flies>", "birds")


def test_a_text_over_several_lines_becomes_one() -> None:
    assert read(yaml("description: >", "  Birds that", "  sing.")).description == "Birds that sing."
    assert read(toml('description = """', "Birds that", 'sing."""')).description == "Birds that sing."


@pytest.mark.parametrize(
    ("line", "title"),
    [
        pytest.param("title: 2024", "2024", id="a number"),
        pytest.param("title: 2024-05-01", "2024-05-01", id="a date"),
        pytest.param("title: Yes", "Yes", id="a word that old YAML takes for true"),
        pytest.param("title: Off", "Off", id="a word that old YAML takes for false"),
        pytest.param("title: 1:30", "1:30", id="a time that old YAML takes for a number"),
        pytest.param("title: Birds: what's a wren?", "Birds: what's a wren?", id="a text with a colon, without quotes"),
        pytest.param("title: Birds:", "Birds:", id="a text that ends with a colon"),
        pytest.param("title: 1.10", "1.10", id="a version that YAML takes for a number"),
        pytest.param("title:", "", id="nothing"),
        pytest.param("title: ''", "", id="an empty text"),
        pytest.param("title: [Birds]", "", id="a list"),
        pytest.param("title: {en: Birds}", "", id="a table"),
    ],
)
def test_a_title_is_the_text_that_the_author_wrote(line: str, title: str) -> None:
    assert read(yaml(line)).title == title


@pytest.mark.parametrize(
    ("line", "slug"),
    [
        pytest.param("slug: 2024", "2024", id="a number"),
        pytest.param("slug: 007", "007", id="a number with zeros before it"),
        pytest.param("slug: 0x1f", "0x1f", id="a number that is no decimal"),
        pytest.param("slug: 10_000", "10_000", id="a number in groups"),
        pytest.param("slug: no", "no", id="a word that old YAML takes for false"),
    ],
)
def test_a_slug_is_the_text_that_the_author_wrote_since_keys_are_made_of_it(line: str, slug: str) -> None:
    assert read(yaml(line)).slug == slug


@pytest.mark.parametrize(
    ("text", "draft"),
    [
        pytest.param(toml("draft = true"), True, id="TOML true"),
        pytest.param(toml("draft = false"), False, id="TOML false"),
        pytest.param(yaml("draft: true"), True, id="YAML true"),
        pytest.param(yaml("draft: yes"), True, id="YAML yes"),
        pytest.param(yaml("draft: 'true'"), True, id="true in quotes"),
        pytest.param(yaml("draft: false"), False, id="YAML false"),
        pytest.param(yaml("draft: 'false'"), False, id="false in quotes"),
        pytest.param(yaml("draft:"), False, id="nothing"),
        pytest.param(yaml("title: Birds"), False, id="not said"),
    ],
)
def test_a_draft_says_so(text: str, draft: bool) -> None:
    assert read(text).draft is draft


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        pytest.param(toml('tags = ["wren", "robin"]'), ["wren", "robin"], id="TOML tags"),
        pytest.param(toml('categories = ["birds"]'), ["birds"], id="TOML categories"),
        pytest.param(toml("[taxonomies]", 'tags = ["wren"]', 'categories = ["birds"]'), ["wren", "birds"], id="Zola's"),
        pytest.param(toml('tags = ["wren"]', "[taxonomies]", 'tags = ["robin"]'), ["wren", "robin"], id="both places"),
        pytest.param(yaml("tags: [wren, robin]"), ["wren", "robin"], id="a YAML list in a line"),
        pytest.param(yaml("tags:", "  - wren", "  - robin"), ["wren", "robin"], id="a YAML list"),
        pytest.param(yaml("tags:", "- song bird"), ["song bird"], id="a tag of two words"),
        pytest.param(yaml("taxonomies:", "  tags: [wren]"), ["wren"], id="YAML taxonomies"),
        pytest.param(yaml("categories: [birds]", "tags: [wren]"), ["wren", "birds"], id="tags before categories"),
        pytest.param(yaml("tags: wren, robin"), ["wren", "robin"], id="a text with commas, as in Obsidian"),
        pytest.param(yaml("tags: wren robin"), ["wren", "robin"], id="a text with spaces, as in Jekyll"),
        pytest.param(yaml("tags: [2024, 1.5]"), ["2024", "1.5"], id="numbers"),
        pytest.param(yaml("tags: [on, no]"), ["on", "no"], id="words that old YAML takes for true and false"),
        pytest.param(yaml("tags: [wren, null, [robin], {a: b}, '']"), ["wren"], id="things that are no tags"),
        pytest.param(yaml("tags:"), [], id="nothing"),
        pytest.param(yaml("tags: {a: b}"), [], id="a table"),
        pytest.param(yaml("taxonomies: [wren]"), [], id="taxonomies that are a list"),
    ],
)
def test_tags_and_categories_are_taken(text: str, tags: list[str]) -> None:
    assert clean(read(text).tags) == tags


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(toml("[extra.mkdeck]", 'deck = "Animals"'), id="TOML table"),
        pytest.param(toml("[extra]", 'mkdeck = { deck = "Animals" }'), id="TOML inline table"),
        pytest.param(toml('extra.mkdeck.deck = "Animals"'), id="TOML dotted key"),
        pytest.param(yaml("mkdeck:", "  deck: Animals"), id="YAML table"),
        pytest.param(yaml("mkdeck: {deck: Animals}"), id="YAML table in a line"),
        pytest.param(yaml("extra:", "  mkdeck:", "    deck: Animals"), id="YAML as Zola reads it"),
    ],
)
def test_settings_are_taken(text: str) -> None:
    assert read(text).settings == {"deck": "Animals"}


def test_everything_else_is_left_alone() -> None:
    front = read(
        toml('title = "Birds"', "date = 2024-05-01", "weight = 3", "[extra]", "deck = 1", "[[pages]]", "a = 1")
    )
    assert (front.title, front.settings) == ("Birds", {})
    assert read(yaml("layout: post", "date: 2024-05-01 10:00:00 +0200", "deck: 1", "extra: 3")).settings == {}


# --- what is wrong with it


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        pytest.param("+++\ntitle = 'Birds'\n", 1, "malformed-toml", id="TOML without an end"),
        pytest.param("\n\n+++\ntitle = 'Birds'\n", 3, "malformed-toml", id="TOML without an end below blank lines"),
        pytest.param("+++\n", 1, "malformed-toml", id="a TOML mark alone"),
        pytest.param("+++\ntitle = 'Birds'\n---\n", 1, "malformed-toml", id="TOML that ends as YAML"),
        pytest.param("+++\na = 1\ntitle = Birds\n+++\n", 3, "malformed-toml", id="a TOML text without quotes"),
        pytest.param("\n+++\na = 1\ntitle = Birds\n+++\n", 4, "malformed-toml", id="the same below a blank line"),
        pytest.param("+++\na = 1\na = 2\n+++\n", 3, "malformed-toml", id="a TOML key twice"),
        pytest.param("+++\n\ndate = 2025-99-99\n+++\n", 3, "malformed-toml", id="a TOML date that is none"),
        pytest.param(f"+++\na = {'[' * 3000}\n+++\n", 2, "malformed-toml", id="TOML brackets without end"),
        pytest.param(
            "---\na:\n  title: Birds: all\n---\n", 3, "malformed-yaml", id="a YAML text with a colon below another key"
        ),
        pytest.param("---\na: 1\n\tb: 2\n---\n", 3, "malformed-yaml", id="a YAML tab"),
        pytest.param("---\na: 1\nb: *c\n---\n", 3, "malformed-yaml", id="a YAML alias of nothing"),
        pytest.param("---\na: 1\nb: 'c\n---\n", 3, "malformed-yaml", id="a YAML quote without an end"),
        pytest.param("---\na: 1\nb: \x07\n---\n", 3, "malformed-yaml", id="a control character in YAML"),
        pytest.param("---\na: 1\nb: {[c]: d}\n---\n", 3, "malformed-yaml", id="a YAML key that is a list"),
        pytest.param(f"---\na: {'[' * 3000}\n---\n", 2, "malformed-yaml", id="YAML brackets without end"),
    ],
)
def test_malformed_front_matter_is_a_problem_at_its_line(text: str, line: int, code: str) -> None:
    front, body, problems = split_front_matter(text + BODY, "birds.md")
    (problem,) = problems
    assert (problem.location.path, problem.code, problem.severity) == ("birds.md", code, Severity.ERROR)
    assert problem.message
    assert problem.location.line == line
    assert front.title == ""
    assert body.endswith(BODY)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param(f"+++\na = {'9' * 5000}\n+++\n", 2, id="a TOML number beyond all sense"),
        pytest.param("---\na: 1\nb: !bird c\n---\n", 3, id="a YAML type of another tool"),
        pytest.param("---\na: 1\ndate: 2025-99-99\n---\n", 3, id="a YAML date that is none"),
        pytest.param("---\na: 1\nb: !!int ''\n---\n", 3, id="a YAML number that is empty"),
        pytest.param("---\na: 1\nb: !!bool wren\n---\n", 3, id="a YAML boolean that is none"),
        pytest.param("---\na: 1\nb: !!timestamp wren\n---\n", 3, id="a YAML time that is none"),
        pytest.param("---\na: 1\nb: !!float wren\n---\n", 3, id="a YAML fraction that is none"),
        pytest.param(f"---\na: {'9' * 5000}\n---\n", 2, id="a YAML number beyond all sense"),
    ],
)
def test_an_odd_value_that_mkdeck_does_not_need_is_left_alone_or_a_problem_at_its_line(text: str, line: int) -> None:
    _, body, problems = split_front_matter(text + BODY, "birds.md")
    assert [problem.location.line for problem in problems] in ([], [line])
    assert body.endswith(BODY)


def test_yaml_that_refers_to_itself_is_read_or_a_problem() -> None:
    for text in ("tags: &a [*a]", "a: &a {b: *a}", "mkdeck: &a\n  deck: *a"):
        front, _, _ = split_front_matter(f"---\n{text}\n---\n{BODY}", "birds.md")
        assert clean(front.tags) == []


def test_yaml_that_unfolds_to_billions_costs_nothing() -> None:
    levels = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    text = yaml("a0: &a0 [wren]", *levels, "title: *a11", "tags: *a11")
    front = read(text)
    assert (front.title, clean(front.tags)) == ("", [])


def test_the_lines_before_the_settings_are_counted() -> None:
    assert read(toml('title = "Birds"')).lines_before == 1
    assert read("\n\n" + toml('title = "Birds"')).lines_before == 3


@pytest.mark.parametrize(
    ("written", "read"),
    [(r"a\uD83D\uDE00b", "a😀b"), (r"a\uD83Db", "a\ufffdb"), (r"\uDE00", "\ufffd")],
    ids=["a pair", "the first half", "the second half"],
)
@pytest.mark.parametrize(
    "place", ['title: "{}"', 'slug: "{}"', 'mkdeck: {{deck: "{}"}}', 'questions: {{"{} is what?": "{}"}}']
)
def test_half_a_character_that_an_escape_writes_stands_for_none(
    place: str, written: str, read: str, tmp_path: Path
) -> None:
    write_files(tmp_path, {"a.md": f"---\n{place.format(written, written)}\n---\n## What is a tree?\n\nA graph.\n"})
    assert call(tmp_path, "a.md", "-o", "a.apkg").code == 0
    (note,) = read_package(tmp_path / "a.apkg").notes
    assert read in f"{note.deck} {note.fields}"
