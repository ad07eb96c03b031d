"""The tables of words, one a language: each has every kind, and none says what it does not mean."""

import re
from collections import Counter

import pytest

from mkdeck.words import compile_words, find_languages, list_languages, read_opposites, read_words

KINDS = {"common", "negations", "ordinals", "numbers", "opposites"}


@pytest.mark.parametrize("language", list_languages())
def test_a_table_has_every_kind_and_no_word_twice(language: str) -> None:
    table = read_words(language)
    assert set(table) - {"harmless"} == KINDS
    for kind, words in table.items():
        assert words, kind
        assert all(word == word.strip().casefold() for word in words), kind
        assert [word for word, count in Counter(words).items() if count > 1] == [], kind
    assert all(len(pair.split()) == 2 for pair in table["opposites"])


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Was ist ein Index, und wie wird er in der Datenbank benutzt?", "de"),
        ("Что такое индекс и для чего он нужен?", "ru"),
        ("Qu'est-ce que le DOM et comment est il construit par un navigateur ?", "fr"),
        ("¿Qué es un índice y para qué se usa en la base de datos?", "es"),
        ("Czym jest indeks i do czego się go używa w bazie?", "pl"),
        ("什 么 是 索 引 的", "zh"),
    ],
)
def test_common_words_tell_the_language(text: str, language: str) -> None:
    assert set(find_languages(re.findall(r"\w+", text.casefold()))) >= {language, "en"}


def test_a_word_of_a_language_that_nobody_writes_here_means_nothing() -> None:
    """German *die* and Portuguese *no* are as harmless in an English deck as Turkish *on*."""
    words = "what is the difference between the two kinds of index that you can have on a table".split()
    assert find_languages(words) == ("en",)


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("en", "when is it not so, and never else", ["not", "never"]),
        ("en", "what is a notary", []),
        ("de", "was darf man nicht ohne grund", ["nicht", "ohne"]),
        ("tr", "ne zaman yapılmaz", ["yapılmaz"]),
        ("zh", "为什么不使用", ["不"]),
        ("zh", "有什么不同", []),
        ("th", "ทำไมไม่ใช้", ["ไม่"]),
        ("ko", "언제 쓰지 않는가", ["않는가"]),
    ],
)
def test_negations_are_found_as_words(language: str, text: str, found: list[str]) -> None:
    matches = compile_words("negations", (language,)).finditer(text)
    assert [match[0] for match in matches if not match["harmless"]] == found


def test_opposites_hold_in_both_orders() -> None:
    assert {("left", "right"), ("right", "left"), ("links", "rechts")} <= read_opposites(("de", "en"))
    assert ("links", "rechts") not in read_opposites(("en",))
