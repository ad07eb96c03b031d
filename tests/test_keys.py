"""The edges of what keys are made of, beside the frozen table of test_identity."""

from pathlib import PurePosixPath

import pytest

from mkdeck.deck.identity import (
    article_slug,
    digest_inputs,
    folder_slugs,
    is_written,
    key_field,
    make_slug,
    number_equal_ids,
    telling_folder,
)

SIGNS = "e84c538e"
"""What stands for a name of three exclamation marks."""


@pytest.mark.parametrize(
    ("path", "slug"),
    [
        pytest.param("/r/2025-04-09-2025-04-10-news.md", "2025-04-10-news", id="one date is left out"),
        pytest.param("/r/!!!.md", SIGNS, id="a file named by signs alone"),
        pytest.param("/!!!/index.md", SIGNS, id="a folder named by signs alone"),
    ],
)
def test_each_article_has_a_slug(path: str, slug: str) -> None:
    assert article_slug(PurePosixPath(path)) == slug


@pytest.mark.parametrize(
    ("path", "slug", "folder"),
    [
        pytest.param("/a/b/c.md", "c", "/a/b", id="its own"),
        pytest.param("/a/b/README.md", "b", "/a", id="the one above, where its own is its name"),
        pytest.param("/a/b/README.md", "x", "/a/b", id="its own, where it has another name"),
    ],
)
def test_a_folder_tells_two_articles_apart_that_does_not_name_them(path: str, slug: str, folder: str) -> None:
    assert telling_folder(PurePosixPath(path), slug) == PurePosixPath(folder)


def test_folders_are_named_from_the_nearest_on() -> None:
    assert folder_slugs(PurePosixPath("/a b/!!!/c")) == ("c", SIGNS, "a-b")


@pytest.mark.parametrize(
    ("key", "front", "expected"),
    [
        pytest.param("sql/what-is-an-index", "What is an index?", False, id="the title"),
        pytest.param("my/sql/what-is-an-index", "What is an index?", False, id="the title below a deck's id"),
        pytest.param("sql/what-is-an-index-2", "What is an index?", False, id="the title, numbered"),
        pytest.param("java/what-is-java-8", "What is Java 8?", False, id="a title that ends in a number"),
        pytest.param("js/what-prints~0a286891", "What prints? console.log(1)", False, id="the title, and a digest"),
        pytest.param("sql/idx", "What is an index?", True, id="another word"),
        pytest.param("sql/what-is-a", "What is a tree?", True, id="the first words of the title"),
    ],
)
def test_an_id_is_written_where_the_front_does_not_make_it(key: str, front: str, expected: bool) -> None:
    assert is_written(key, front) is expected


@pytest.mark.parametrize(
    ("ids", "numbered"),
    [
        pytest.param("a a a a-2 a-3", "a a-4 a-5 a-2 a-3", id="numbers that others have are left out"),
        pytest.param("a a! a!", "a-2 a a-3", id="of two that were written the first has the name"),
        pytest.param("a! b b a", "a b b-2 a-2", id="each id counts for itself"),
    ],
)
def test_equal_ids_are_numbered(ids: str, numbered: str) -> None:
    """The sign ``!`` stands for an id that the author wrote."""
    assert number_equal_ids((id_.rstrip("!"), id_.endswith("!")) for id_ in ids.split()) == numbered.split()


def test_the_field_key_is_text_in_which_anki_finds_no_sound() -> None:
    assert key_field('x/<a> "b" [c]') == 'x/&lt;a&gt; "b" &#91;c]'


def test_an_emoji_and_its_selector_are_no_letters() -> None:
    assert make_slug("a \u2764\ufe0f b\ufe0f c") == "a-b-c"


def test_the_digest_of_what_an_author_wrote_is_frozen() -> None:
    """Packages hold it: another one would send every note to every learner."""
    assert digest_inputs("a", "b") == "3554d2b8a1e34099053865de8576d146"
