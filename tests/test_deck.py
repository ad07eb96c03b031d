"""The deck of this repository, sources/: what its article promises, and what every answer has."""

import json
import re
from pathlib import Path
from typing import cast
from xml.etree import ElementTree

import pytest
from commands import Outcome, Package, call, read_package
from measures import ARTICLE, FENCE, LINK, PICTURE, TABLE_ROW, measure, read_answers

ROOT = Path(__file__).parent.parent
PICTURES = sorted((ROOT / "sources" / "images").iterdir())
LEVELS = {"Beginner Level": 20, "Intermediate Level": 21, "Advanced Level": 19}
WORDS = range(80, 201)
MOST_POINTS = 7
WIDEST_CODE = 34
"""Columns of code on a card of 360 pixels."""

SVG = "{http://www.w3.org/2000/svg}"
TEXT_COLOUR = "#111827"

# Earlier builds had these questions, which are still asked: their ids stay, whatever their wording.
EARLIER_IDS = """
what-is-an-api-endpoint
what-happens-between-sending-an-http-request-and-getting-the-response
compare-the-main-http-methods-and-explain-how-to-choose-a-status-code
what-is-rest-and-which-constraints-define-it
what-does-it-mean-for-a-service-to-be-stateless
how-do-server-side-sessions-keep-a-user-logged-in
when-would-you-choose-a-sql-database-and-when-a-nosql-one
how-does-sql-injection-work-and-how-do-you-prevent-it
how-would-you-build-an-endpoint-that-accepts-file-uploads
how-would-you-test-a-new-endpoint-before-releasing-it
explain-how-you-would-version-a-public-api
what-steps-would-you-take-to-secure-an-http-api
what-is-a-container-and-how-does-it-differ-from-a-virtual-machine
describe-how-you-would-debug-a-problem-in-production
how-would-you-keep-a-service-running-when-traffic-suddenly-grows-tenfold
batch-processing
message-queues
connection-pools
ci-cd
caching
long-running-work
encryption
webhooks
rate-limiting
observability
api-dependencies
eventual-consistency
reverse-proxy
replication
blue-green-deployment
cap-theorem
schema-migrations
idempotency
single-sign-on
real-time-sync
microservices-costs
cache-eviction
correlation-ids
optimistic-and-pessimistic-locking
deadlocks
service-to-service-security
isolation-anomalies
""".split()


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours such as ``#aabbcc``, by WCAG 2.2."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour such as ``#aabbcc``, from 0 to 1."""
    shares = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


ANSWERS = read_answers()
CODE = [(question, *fence) for question, answer in ANSWERS.items() for fence in FENCE.findall(answer)]
each_answer = pytest.mark.parametrize("answer", [pytest.param(text, id=key) for key, text in ANSWERS.items()])
each_picture = pytest.mark.parametrize("picture", PICTURES, ids=lambda path: cast("Path", path).stem)


def each_block(language: str) -> pytest.MarkDecorator:
    """Give a test the code blocks of one language."""
    return pytest.mark.parametrize("code", [pytest.param(code, id=key) for key, name, code in CODE if name == language])


@pytest.fixture(scope="module")
def checked() -> Outcome:
    return call(ROOT, "check", "--strict", "sources")


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    built = tmp_path_factory.mktemp("deck") / "backend.apkg"
    assert call(ROOT, "build", "sources", "-o", str(built)).code == 0
    return read_package(built)


def test_nothing_in_the_deck_is_wrong(checked: Outcome) -> None:
    assert (checked.code, checked.told) == (0, "")


def test_each_level_has_the_questions_that_an_interview_asks_there(package: Package) -> None:
    decks = [note.deck.rpartition("::")[2] for note in package.notes]
    assert {deck: decks.count(deck) for deck in decks} == LEVELS


def test_each_question_is_pinned() -> None:
    assert call(ROOT, "pin", "--check", "sources").code == 0
    assert [question for question in ANSWERS if question.startswith("#")] == []


def test_the_questions_of_earlier_builds_keep_their_notes(package: Package) -> None:
    keys = {note.fields["Key"] for note in package.notes}
    assert {f"mkdeck/backend/{question}" for question in EARLIER_IDS} <= keys


@each_answer
def test_an_answer_is_short_enough_to_say_and_long_enough_to_count(answer: str) -> None:
    assert measure(answer).words in WORDS


@each_answer
def test_an_answer_begins_with_a_sentence_and_has_no_more_points_than_one_can_keep(answer: str) -> None:
    assert re.match(r"\n\n[A-Z].*[.:?](?:\n|$)", answer)
    assert 0 < measure(answer).points <= MOST_POINTS


@each_answer
def test_an_answer_names_where_to_read_on(answer: str) -> None:
    assert any(address.startswith("https://") for _, address in LINK.findall(PICTURE.sub("", answer)))


@each_answer
def test_tables_fit_on_a_phone(answer: str) -> None:
    columns = [row.replace("\\|", "").count("|") - 1 for row in TABLE_ROW.findall(FENCE.sub("", answer))]
    assert max(columns, default=1) <= 4


@each_answer
def test_code_fits_on_a_phone(answer: str) -> None:
    assert measure(answer).width <= WIDEST_CODE


@each_block("json")
def test_json_is_json(code: str) -> None:
    json.loads(code)


@each_block("http")
def test_the_body_of_a_message_is_json(code: str) -> None:
    body = code.partition("\n\n")[2]
    assert not body or json.loads(body)


@each_block("http")
def test_a_stated_length_is_the_body_s(code: str) -> None:
    head, _, body = code.partition("\n\n")
    stated = re.findall(r"^Content-Length: (\d+)$", head, re.MULTILINE)
    assert stated in ([], [str(len(body.removesuffix("\n").encode()))])


def test_each_picture_is_shown_once_and_described() -> None:
    shown = PICTURE.findall(ARTICLE.read_text("utf-8"))
    assert sorted(address for _, address in shown) == [f"images/{picture.name}" for picture in PICTURES]
    assert [text for text, _ in shown if len(text) < 30] == []


@each_picture
def test_a_picture_has_a_title_and_needs_nothing_else(picture: Path) -> None:
    source = picture.read_text("utf-8")
    root = ElementTree.fromstring(source)
    assert root.findtext(f"{SVG}title")
    assert {element.tag for element in root.iter()}.isdisjoint(f"{SVG}{name}" for name in ("script", "image", "style"))
    assert re.findall(r"href|url\((?!#)|\bon\w+=|@import|<!", source) == []
    assert len(source) < 4000


@each_picture
def test_a_picture_is_legible_on_a_phone_in_both_modes(picture: Path) -> None:
    root = ElementTree.fromstring(picture.read_text("utf-8"))
    _, _, width, height = root.attrib["viewBox"].split()
    ground = root.find(f"{SVG}rect")
    assert ground is not None
    assert (width, ground.get("width"), ground.get("height")) == ("320", "320", height)
    (texts,) = (group for group in root.iter(f"{SVG}g") if group.find(f"{SVG}text") is not None)
    assert (texts.get("fill"), texts.get("font-size")) == (TEXT_COLOUR, "13")
    fills = {fill for element in root.iter() if (fill := element.get("fill", "none")) != "none"}
    behind = fills - {TEXT_COLOUR, "#1f2937"}  # the latter are arrowheads
    assert all(contrast(TEXT_COLOUR, fill) >= 4.5 for fill in behind)
