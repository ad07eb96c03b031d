"""The action that comments on pull requests, run in a real shell against a stand-in for ``gh``."""

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from commands import call, write_files
from composite import COMMENT, Repository
from test_doubts import NEW, OLD
from test_release_notes import leftovers

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="the stand-in for gh is a script that Windows cannot run"
)

HTTP = """# HTTP

## What does GET do?

It reads a resource and changes nothing on the server.

## What is a teapot?

A joke of 1998.
"""
KEPT = "What does it mean that a server is a teapot?"
EVIL = "@octocat [x](https://evil.example) ![i](i.png) <img src=x> #1"
BRANCH = "fix/a&b"
RUN = {"workflow_run": {"head_repository": {"owner": {"login": "stranger"}}, "head_branch": BRANCH, "head_sha": "abc"}}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What GitHub has: a release of the deck, and a pull request from a fork."""
    repository = Repository(tmp_path_factory.mktemp("base"))
    write_files(repository.work, {"http.md": HTTP})
    assert repository.use("v1", {"sources": "http.md", "output": "web.apkg", "publish": "true"}).code == 0
    pulls = [
        {"number": 7, "head": {"label": f"stranger:{BRANCH}", "sha": "abc"}},
        {"number": 8, "head": {"label": f"stranger:{BRANCH}", "sha": "older"}},
        {"number": 9, "head": {"label": "someone:main", "sha": "abc"}},
    ]
    (repository.hub / "pulls.json").write_text(json.dumps(pulls))
    return repository.hub


@pytest.fixture
def repository(base: Path, tmp_path: Path) -> Repository:
    made = Repository(tmp_path)
    shutil.copytree(base, made.hub, dirs_exist_ok=True)
    return made


def build(repository: Repository, text: str) -> Path:
    """Do as the action does with the articles of a pull request; return the folder that it hands over."""
    review = repository.runner / "review"
    write_files(review, {"http.md": text, "old.apkg": repository.asset("v1", "web.apkg")})
    built = call(review, "http.md", "-o", "web.apkg", "--previous", "old.apkg", "--json")
    write_files(review, {"report.json": built.out})
    return review


def comment(repository: Repository, review: Path, event: Any = RUN) -> str:
    ended = repository.comment(event, {"review": str(review), "output": "web.apkg"})
    assert ended.code == 0, ended.log
    return ended.log


def test_a_pull_request_is_told_what_it_changes_for_learners_and_again_with_each_push(repository: Repository) -> None:
    text = f"{HTTP.replace('changes nothing', 'changes not a thing')}\n## What is PUT?\n"
    write_files(repository.work, {"http.md": text.replace("What is a teapot?", KEPT)})
    ended = repository.use(None, {"sources": "http.md", "output": "web.apkg"})
    log = comment(repository, Path(ended.outputs["review"]))
    (made,) = repository.comments()
    assert made["number"] == 7
    assert made["body"] == (
        "<!-- mkdeck web.apkg -->\n"
        "## `web.apkg`\n"
        "\n"
        "1 reworded, 1 edited.\n"
        "\n"
        "### HTTP\n"
        "\n"
        "- **Edited:** What does GET do?\n"
        "  - … a resource and changes ~~nothing~~ **not a thing** on the server.\n"
        "- **Reworded:** What does it mean that a server is a teapot?\n"
        "  - was: What is a teapot?\n"
        "  - known by: title 62 % alike, same answer\n"
        "\n"
        "### Problems\n"
        "\n"
        "- **Warning** `http.md:11` empty-answer: question 'What is PUT?' has no answer\n"
        "  - write the answer below the question, or delete the question"
    )
    assert "pull request 7 has the comment" in log

    comment(repository, build(repository, HTTP.replace("a joke", "a jest")))
    comment(repository, build(repository, HTTP))
    (renewed,) = repository.comments()
    assert renewed["body"] == "<!-- mkdeck web.apkg -->\n## `web.apkg`\n\n2 unchanged."


def test_a_doubtful_pair_is_told_with_the_line_that_joins_it(repository: Repository) -> None:
    review = build(repository, NEW)
    write_files(review, {"x.md": OLD})
    assert call(review, "x.md", "-o", "old.apkg", "--fresh").code == 0
    assert call(review, "http.md", "-o", "web.apkg", "--previous", "old.apkg").code == 0
    releases = repository.releases()
    asset = releases[0]["assets"][0]
    write_files(repository.hub, {f"assets/{asset['id']}": (review / "old.apkg").read_bytes()})
    asset |= {"size": (review / "old.apkg").stat().st_size, "digest": None}
    repository.change(releases)
    comment(repository, review)
    told = repository.comments()[0]["body"]
    assert "  - or is it: How does a browser cache a page? (" in told
    assert "  - if so, write `<!-- id: x/how-does-a-browser-cache-a-page -->` below it" in told


def test_a_change_that_no_learner_notices_gets_no_comment(repository: Repository) -> None:
    assert "changes nothing for learners" in comment(repository, build(repository, HTTP))
    assert repository.comments() == []


def test_a_comment_of_somebody_else_is_left_alone_whatever_it_says(repository: Repository) -> None:
    theirs = {"number": 7, "databaseId": 1, "viewerDidAuthor": False, "body": "<!-- mkdeck web.apkg -->\nMine."}
    ours = [{"number": 7, "databaseId": n, "viewerDidAuthor": True, "body": "Ours."} for n in (2, 3)]
    (repository.hub / "comments.json").write_text(json.dumps([theirs, *ours]))
    comment(repository, build(repository, HTTP.replace("1998", "1999")))
    assert [each["body"][:8] for each in repository.comments()] == ["<!-- mkd", "Ours.", "Ours.", "<!-- mkd"]
    assert repository.comments()[0] == theirs


def test_a_run_whose_commit_is_no_more_the_newest_says_nothing(repository: Repository) -> None:
    review = build(repository, HTTP.replace("1998", "1999"))
    for gone in ({"head_sha": "gone"}, {"head_repository": None}):
        assert "has a newer commit" in comment(repository, review, {"workflow_run": RUN["workflow_run"] | gone})
    assert repository.comments() == []


def test_a_pull_request_of_the_repository_itself_may_be_told_by_its_own_run(repository: Repository) -> None:
    comment(repository, build(repository, HTTP.replace("1998", "1999")), {"pull_request": {"number": 12}})
    assert [each["number"] for each in repository.comments()] == [12]


def test_what_stopped_the_build_is_told_where_there_is_no_package(repository: Repository) -> None:
    comment(repository, build(repository, "+++\ntitle =\n+++\n"))
    (made,) = repository.comments()
    assert (
        "Nothing was built, so nothing can be compared.\n\n### Problems\n\n- **Error** `http.md:2` malformed-toml: "
        in made["body"]
    )


def test_a_deck_without_a_release_is_said_to_be_new(repository: Repository) -> None:
    review = build(repository, HTTP)
    repository.change([])
    comment(repository, review)
    assert "No release has `web.apkg` yet, so all of its questions are new." in repository.comments()[0]["body"]


def test_whatever_the_other_run_hands_over_does_nothing(repository: Repository) -> None:
    """It ran a stranger's commit, so its package and its report may be anything."""
    text = f"{HTTP}\n## What does {EVIL} mean?\n\n{EVIL}\n\n## What is {EVIL}?\n"
    review = build(repository, text)
    report = json.loads((review / "report.json").read_text(encoding="utf-8"))
    forged = {
        "severity": "error",
        "path": f"`{EVIL}",
        "line": 1,
        "code": EVIL,
        "message": f"{EVIL}\n# x\u202e",
        "hint": EVIL * 99,
    }
    (review / "report.json").write_text(json.dumps(report | {"problems": [forged] * 400}))
    comment(repository, review)
    (made,) = repository.comments()
    assert len(made["body"]) < 65_536
    assert made["body"].endswith("… The rest is on the run's own page.")
    lines = made["body"].splitlines()[2:-2]
    frame = {
        "heading_open",
        "heading_close",
        "bullet_list_open",
        "bullet_list_close",
        "list_item_open",
        "list_item_close",
    }
    found = {each for line in lines for each in leftovers(line.strip())}
    assert found - frame == {"strong_open", "strong_close"}


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{}",
        '{"problems": [{"severity": 1, "path": 1, "code": 1, "message": 1, "hint": 1, "line": 1e999}]}',
        "[" * 100_000,
    ],
)
def test_a_report_of_another_form_ends_the_run(repository: Repository, content: str) -> None:
    review = repository.work / "review"
    write_files(review, {"report.json": content})
    ended = repository.comment(RUN, {"review": str(review), "output": "web.apkg"})
    assert (ended.code, repository.comments()) == (1, [])
    assert "::error title=mkdeck::what the run has found cannot be read" in ended.log


def test_a_package_of_another_form_ends_the_run(repository: Repository) -> None:
    review = repository.work / "review"
    write_files(review, {"web.apkg": b"PK\x03\x04"})
    ended = repository.comment(RUN, {"review": str(review), "output": "web.apkg"})
    assert (ended.code, repository.comments()) == (1, [])


def test_no_step_has_an_expression_in_its_script() -> None:
    scripts = [step["run"] for step in COMMENT["runs"]["steps"] if "run" in step]
    assert len(scripts) == 2
    assert [script for script in scripts if "${{" in script] == []
