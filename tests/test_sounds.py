"""Sounds and films: in the package, in real Anki, in the preview, and in what the next release says of them."""

import io
import math
import re
import struct
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from articles import NOW, build, load, write
from commands import call

from mkdeck.apkg.read import read_apkg
from mkdeck.deck.notetype import make_notetypes
from mkdeck.preview.page import make_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def sound(pitch: int = 440) -> bytes:
    """Return a tenth of a second of a tone, as WAV."""
    data = io.BytesIO()
    with wave.open(data, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(b"".join(struct.pack("<h", int(9000 * math.sin(pitch * n / 1273))) for n in range(800)))
    return data.getvalue()


ARTICLE = """# Birds

## Who sings ![[wren.wav]]?

A wren, as in [sound:song.wav].

## Who calls?

![the call](song.wav) and <audio controls src="wren.wav"></audio>
"""


@pytest.fixture
def article(tmp_path: Path) -> Path:
    (tmp_path / "wren.wav").write_bytes(sound())
    (tmp_path / "song.wav").write_bytes(sound(880))
    return write(tmp_path, "birds.md", ARTICLE)


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Any]:
    anki = pytest.importorskip(
        "anki.collection", reason="needs the package anki, whose wheel needs glibc 2.35 or newer"
    )
    opened = anki.Collection(str(tmp_path / "collection.anki2"))
    yield opened
    opened.close()


def take_in(collection: Any, package: Path) -> Any:
    from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest

    request = ImportAnkiPackageRequest(package_path=str(package), options=ImportAnkiPackageOptions())
    return collection.import_anki_package(request).log


def names_of(collection: Any, tags: Any) -> list[bytes]:
    """Return what the files hold that a side of a card plays, in order."""
    return [Path(collection.media.dir(), tag.filename).read_bytes() for tag in tags]


def test_anki_plays_every_sound_once_and_misses_no_file(collection: Any, article: Path, tmp_path: Path) -> None:
    assert len(take_in(collection, build(tmp_path / "birds.apkg", article)).new) == 2
    checked = collection.media.check()
    assert (list(checked.missing), list(checked.unused)) == ([], [])
    asked, other = (collection.get_card(id_) for id_ in collection.find_cards("", order="c.due"))
    assert names_of(collection, asked.question_av_tags()) == [sound()]
    assert names_of(collection, asked.answer_av_tags()) == [sound(880)]
    assert "[anki:play:q:0]" in asked.answer(), "the question's button is on the back, too"
    assert names_of(collection, other.question_av_tags()) == []
    assert names_of(collection, other.answer_av_tags()) == [sound(880), sound()]


def test_a_changed_sound_arrives_with_its_note_alone(collection: Any, article: Path, tmp_path: Path) -> None:
    take_in(collection, build(tmp_path / "birds.apkg", article))
    (tmp_path / "wren.wav").write_bytes(sound(660))
    write(tmp_path, "birds.md", ARTICLE.replace('<audio controls src="wren.wav"></audio>', "more"))
    log = take_in(collection, build(tmp_path / "birds.apkg", article, now=NOW + 9))
    assert len(log.updated) == 2
    card = collection.get_card(collection.find_cards("", order="c.due")[0])
    assert names_of(collection, card.question_av_tags()) == [sound(660)]
    assert list(collection.media.check().missing) == []


def test_a_sound_on_both_sides_of_a_card_that_asks_either_way_plays_once(
    collection: Any, article: Path, tmp_path: Path
) -> None:
    write(
        tmp_path,
        "birds.md",
        "---\nmkdeck: {kind: both-ways, question-level: 2}\n---\n\n## ![[wren.wav]]\n\n[sound:song.wav]\n",
    )
    take_in(collection, build(tmp_path / "birds.apkg", article))
    sides = [
        [names_of(collection, tags) for tags in (card.question_av_tags(), card.answer_av_tags())]
        for card in (collection.get_card(id_) for id_ in collection.find_cards("", order="c.ord"))
    ]
    assert sides == [[[sound()], [sound(880)]], [[sound(880)], [sound()]]]


def test_a_sound_that_asks_plays_once_where_the_answer_is_typed(collection: Any, article: Path, tmp_path: Path) -> None:
    write(
        tmp_path, "birds.md", "## Who sings ![[wren.wav]]?\n<!-- kind: typed -->\n\nA wren\n\nAs in [sound:song.wav].\n"
    )
    take_in(collection, build(tmp_path / "birds.apkg", article))
    card = collection.get_card(collection.find_cards("")[0])
    assert names_of(collection, card.question_av_tags()) == [sound()]
    assert names_of(collection, card.answer_av_tags()) == [sound(880)]
    assert card.answer().count("[[type:Answer]]") == 1, "Anki writes its comparison in this place"
    assert "[anki:play:q:0]" in card.answer()


def test_learners_of_the_first_release_get_the_back_that_plays_once(collection: Any, tmp_path: Path) -> None:
    kept = Path(__file__).parent / "packages" / "0.1.0.apkg"
    take_in(collection, kept)
    (known,) = (each for each in collection.models.all() if each["name"] == "mkdeck Question")
    assert "{{FrontSide}}" not in known["tmpls"][0]["afmt"]
    article = write(tmp_path, "birds.md", "## Who sings?\n\nA wren.\n")
    assert call(tmp_path, str(article), "-o", "next.apkg", "--previous", str(kept)).code == 0
    log = take_in(collection, tmp_path / "next.apkg")
    assert (len(log.new), len(log.conflicting)) == (1, 0)
    collection.models._clear_cache()
    (renewed,) = (each for each in collection.models.all() if each["name"].startswith("mkdeck Question"))
    assert (renewed["id"], "{{FrontSide}}" in renewed["tmpls"][0]["afmt"]) == (known["id"], True)


def test_a_question_may_be_a_sound_alone(tmp_path: Path, article: Path) -> None:
    (note,) = load(
        write(tmp_path, "calls.md", "---\nmkdeck: {question-level: 2}\n---\n\n## [sound:wren.wav]\n\nA wren.\n")
    ).deck.notes
    assert (note.key, note.fields[1]) == ("calls/sound-wren-wav", "<p>A wren.</p>")
    assert re.fullmatch(r"\[sound:mkdeck-[0-9a-f]{24}\.wav\]", note.fields[0])


def test_the_preview_plays_them(browser: "Browser", article: Path, tmp_path: Path) -> None:
    loaded = load(article)
    page = browser.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(write(tmp_path, "page.html", make_page(loaded.deck, loaded.places)).as_uri())
    players = page.frame_locator("#card").locator("audio")
    players.first.wait_for()
    length = "async one => { if (!(one.duration > 0)) await new Promise(done => one.onloadedmetadata = done); return one.duration }"
    assert [round(players.nth(n).evaluate(length), 2) for n in range(players.count())] == [0.1]
    page.keyboard.press("Space")
    page.frame_locator("#card").locator(".answer audio").wait_for()
    assert [round(players.nth(n).evaluate(length), 2) for n in range(players.count())] == [0.1, 0.1]
    assert players.first.evaluate("one => one.paused && !one.autoplay"), "nothing plays by itself"
    assert page.locator("#list a").first.text_content() == "Who sings ♪?"
    assert complaints == []
    page.close()


def test_a_page_without_sounds_may_play_none(tmp_path: Path) -> None:
    loaded = load(write(tmp_path, "birds.md", "## Who sings?\n\nA wren.\n"))
    assert "media-src" not in make_page(loaded.deck, {})


def test_the_memory_knows_sounds_by_what_they_hold(article: Path, tmp_path: Path) -> None:
    def release() -> tuple[str, bytes]:
        told = call(tmp_path, "birds.md", "-o", "birds.apkg")
        assert told.code == 0
        return told.out, (tmp_path / "birds.apkg").read_bytes()

    _, once = release()
    again, twice = release()
    assert ("2 unchanged" in again, once == twice) == (True, True)
    (tmp_path / "wren.wav").rename(tmp_path / "troglodytes.wav")
    write(
        tmp_path,
        "birds.md",
        ARTICLE.replace("[sound:song.wav]", "![[song.wav]]").replace("wren.wav", "troglodytes.wav"),
    )
    assert "2 unchanged" in release()[0], "what learners hear is the same"
    (tmp_path / "troglodytes.wav").write_bytes(sound(660))
    assert "unchanged" not in release()[0]


def test_diff_tells_of_sounds(article: Path, tmp_path: Path) -> None:
    assert call(tmp_path, "birds.md", "-o", "old.apkg").code == 0
    (tmp_path / "wren.wav").write_bytes(sound(660))
    write(
        tmp_path, "birds.md", ARTICLE.replace(", as in [sound:song.wav]", "").replace("![the call](song.wav) and ", "")
    )
    assert call(tmp_path, "birds.md", "-o", "new.apkg", "--previous", "old.apkg").code == 0
    told = call(tmp_path, "diff", "old.apkg", "new.apkg").out
    assert told.count("changed sound") == 2
    write(tmp_path, "birds.md", "# Birds\n\n## Who sings?\n\nA wren.\n\n## Who calls?\n\nIt.\n")
    assert call(tmp_path, "birds.md", "-o", "none.apkg", "--previous", "new.apkg").code == 0
    assert "its sound is gone" in call(tmp_path, "diff", "new.apkg", "none.apkg").out


def test_a_package_with_sounds_is_read_back(article: Path, tmp_path: Path) -> None:
    loaded = load(article)
    found, problems = read_apkg(build(tmp_path / "birds.apkg", article), make_notetypes(0))
    assert problems == []
    assert found is not None
    assert set(found.media) == set(loaded.deck.media)


@pytest.mark.parametrize(
    ("reference", "code"),
    [
        ("../secret.mp3", "outside-media"),
        ("..%2Fsecret.mp3", "outside-media"),
        ("linked.mp3", "outside-media"),
        ("renamed.mp3", "wrong-media"),
        ("none.mp3", "missing-media"),
        ("/etc/passwd.mp3", "missing-media"),
        ("folder.mp3", "missing-media"),
    ],
)
@pytest.mark.parametrize(
    "form", ["[sound:{}]", "![[{}]]", "![a]({})", '<audio src="{}"></audio> a', '<video src="{}" />']
)
def test_a_sound_is_as_bounded_as_a_picture(form: str, reference: str, code: str, tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    (folder / "folder.mp3").mkdir(parents=True)
    (tmp_path / "secret.mp3").write_bytes(b"secret")
    (folder / "notes.txt").write_text("secret")
    (folder / "linked.mp3").symlink_to("../secret.mp3")
    (folder / "renamed.mp3").symlink_to("notes.txt")
    loaded = load(write(folder, "birds.md", f"## Who sings?\n\nA wren: {form.format(reference)}\n"))
    assert loaded.deck.media == ()
    assert [problem.code for problem in loaded.problems] == [code]
    assert "[sound:" not in loaded.deck.notes[0].fields[1]


@pytest.mark.parametrize("player", ['<audio src="file:///etc/a.mp3"></audio>', "<video controls></video>"])
def test_a_player_of_nothing_is_named(player: str, tmp_path: Path) -> None:
    loaded = load(write(tmp_path, "birds.md", f"## Who sings?\n\nA wren: {player}\n"))
    assert [(problem.code, problem.location.line) for problem in loaded.problems] == [("left-out-html", 3)]
