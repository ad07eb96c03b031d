"""The GitHub action, its steps run in a real shell against a stand-in for ``gh``."""

import importlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from commands import read_package, run, write_files
from composite import ACTION, ROOT, TOKEN, Ended, Repository

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="the stand-in for gh is a script that Windows cannot run"
)

QUEUES = "# Queues\n\n## What is a queue?\n\nA line of messages that wait.\n"
TREES = "# Trees\n\n## What is a tree?\n\nA graph without circles.\n\n## What is a leaf?\n\nA node without children.\n"
DECK = {"sources": "trees.md", "output": "backend.apkg"}
QUEUE_DECK = {"sources": "queues.md", "output": "queues.apkg", "publish": "true"}
PUBLISHED = DECK | {"publish": "true"}
DOWNLOAD = "https://github.com/someone/articles/releases/download"
STAYS = "What you have learnt stays, and so do your tags and edits on questions that did not change."
DAY = 24 * 3600
FIRST = 1_700_000_000


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository(tmp_path)
    write_files(made.work, {"trees.md": TREES, "queues.md": QUEUES})
    return made


@pytest.fixture(scope="module")
def first_release(tmp_path_factory: pytest.TempPathFactory) -> tuple[Repository, Ended]:
    """A repository whose tag v1 the action has published."""
    made = Repository(tmp_path_factory.mktemp("first"))
    write_files(made.work, {"trees.md": TREES})
    return made, made.use("v1", PUBLISHED)


@pytest.fixture
def released(repository: Repository, first_release: tuple[Repository, Ended]) -> Repository:
    """The same on another runner: it has the articles, and of the package what the release has."""
    shutil.copytree(first_release[0].hub, repository.hub, dirs_exist_ok=True)
    return repository


Module = Callable[[str], Any]


@pytest.fixture
def module(monkeypatch: pytest.MonkeyPatch) -> Module:
    """What imports one of the action's modules into this process."""
    monkeypatch.syspath_prepend(ROOT / "action")
    return importlib.import_module


def edit(repository: Repository) -> None:
    """Let the author edit one answer and add a question."""
    text = TREES.replace("without children", "without any child") + "\n## What is a root?\n\nThe first node.\n"
    write_files(repository.work, {"trees.md": text})


def obeyed(log: str) -> list[str]:
    """Return the commands in a log that GitHub's runner would carry out."""
    found, resume = [], None
    for line in log.splitlines():
        if resume:
            resume = None if line == f"::{resume}::" else resume
        elif line.startswith("::stop-commands::"):
            resume = line.removeprefix("::stop-commands::")
        elif line.lstrip().startswith(("::", "##[")):
            found.append(line)
    return found


# --- releases


def test_the_first_tag_publishes_the_deck_and_says_how_much_is_in_it(first_release: tuple[Repository, Ended]) -> None:
    repository, ended = first_release
    assert ended.code == 0, ended.log
    none = dict.fromkeys(("reworded", "edited", "moved", "unchanged", "removed"), 0)
    assert json.loads(ended.outputs["counts"]) == {"added": 2} | none
    assert (ended.outputs["package"], ended.outputs["changed"]) == ("backend.apkg", "true")
    assert Path(ended.outputs["changelog"]).read_text(encoding="utf-8") == "First release: 2 questions in 1 deck.\n"
    assert "First release: 2 questions in 1 deck." in ended.summary
    (release,) = repository.releases()
    assert release["tag_name"] == "v1"
    assert "First release: 2 questions in 1 deck." in release["body"]
    assert repository.asset("v1", "backend.apkg") == (repository.work / "backend.apkg").read_bytes()


def test_a_first_release_without_an_id_is_annotated_with_the_setting(first_release: tuple[Repository, Ended]) -> None:
    _, ended = first_release
    (annotation,) = [line for line in obeyed(ended.log) if "no id is set" in line]
    assert annotation.startswith("::warning title=mkdeck::")
    assert 'id = "my-decks"' in annotation


def test_a_first_release_with_an_id_and_a_later_one_without_are_not(released: Repository) -> None:
    assert "no id is set" not in released.use("v2", PUBLISHED, FIRST + DAY).log
    write_files(released.work, {"mkdeck.toml": 'id = "mine"\n'})
    assert "no id is set" not in released.use("v1", QUEUE_DECK, FIRST + DAY).log


def test_a_deck_that_was_renamed_is_annotated(released: Repository) -> None:
    write_files(released.work, {"trees.md": TREES.replace("# Trees", "# Plants")})
    ended = released.use("v2", DECK, FIRST + DAY)
    (annotation,) = [line for line in obeyed(ended.log) if "the deck 'Trees' is now 'Plants'" in line]
    assert annotation.startswith("::warning title=mkdeck,file=trees.md,line=1::")


def test_the_next_tag_compares_with_the_asset_of_the_last(released: Repository, tmp_path: Path) -> None:
    (tmp_path / "v1.apkg").write_bytes(released.asset("v1", "backend.apkg"))
    edit(released)
    ended = released.use("v2", PUBLISHED, FIRST + DAY)
    assert ended.code == 0, ended.log
    counts = json.loads(ended.outputs["counts"])
    assert (counts["added"], counts["edited"], counts["unchanged"]) == (1, 1, 1)
    notes = released.releases()[0]["body"]
    assert (
        "stays, and so do your tags and edits on questions that did not change.\n\n1 added, 1 edited, 1 unchanged.\n"
        in notes
    )
    assert "- **Added:** What is a root?" in notes
    by_hand = ["trees.md", "-o", "by-hand.apkg", "--previous", str(tmp_path / "v1.apkg")]
    run(released.work, *by_hand, **released.variables("v2") | {"SOURCE_DATE_EPOCH": str(FIRST + DAY)})
    assert released.asset("v2", "backend.apkg") == (released.work / "by-hand.apkg").read_bytes()


def test_a_tag_without_a_change_publishes_the_same_bytes(released: Repository) -> None:
    ended = released.use("v2", PUBLISHED, FIRST + DAY)
    assert (ended.code, ended.outputs["changed"]) == (0, "false")
    assert released.asset("v2", "backend.apkg") == released.asset("v1", "backend.apkg")


def test_releases_without_the_asset_and_drafts_are_passed_over(released: Repository) -> None:
    for tag in ("v2", "v3", "v4"):
        released.add_release(tag)
    releases = released.releases()
    released.change([releases[3] | {"tag_name": "v5", "draft": True, "published_at": None}, *releases])
    ended = released.use("v6", DECK, FIRST + DAY)
    assert "compared with 'backend.apkg' of release v1" in ended.log
    assert ended.outputs["changed"] == "false"


def test_a_package_that_nobody_has_fetched_is_no_memory(released: Repository) -> None:
    (first,) = released.releases()
    released.change([first | {"draft": True, "published_at": None}])
    ended = released.use("v2", DECK)
    assert "no release has a package yet: this is the first of 'backend.apkg'" in ended.log
    assert json.loads(ended.outputs["counts"])["added"] == 2


def test_the_release_published_last_counts_whatever_the_order_of_the_list(released: Repository) -> None:
    (first,) = released.releases()
    later = [first | {"tag_name": f"v1.{n}", "published_at": f"2026-0{n}-01T00:00:00Z"} for n in (3, 9, 2)]
    released.change([first, *later])
    assert "of release v1.9" in released.use("v2", DECK).log


def test_a_run_without_a_tag_tells_what_changed_and_publishes_nothing(released: Repository) -> None:
    edit(released)
    ended = released.use(None, DECK)
    assert (ended.code, json.loads(ended.outputs["counts"])["edited"]) == (0, 1)
    assert [release["tag_name"] for release in released.releases()] == ["v1"]


def test_a_release_made_by_hand_keeps_its_notes_and_gets_the_package(repository: Repository) -> None:
    repository.add_release("v1", "By hand.")
    assert repository.use("v1", PUBLISHED).code == 0
    assert repository.use("v1", QUEUE_DECK).code == 0
    (release,) = repository.releases()
    assert [asset["name"] for asset in release["assets"]] == ["backend.apkg", "queues.apkg"]
    assert release["body"] == (
        "By hand.\n\n"
        "<!-- mkdeck backend.apkg -->\n## backend.apkg\n\n"
        f"Download [backend.apkg]({DOWNLOAD}/v1/backend.apkg) and open it in Anki. {STAYS}\n\n"
        "First release: 2 questions in 1 deck.\n<!-- end of backend.apkg -->\n\n"
        "<!-- mkdeck queues.apkg -->\n## queues.apkg\n\n"
        f"Download [queues.apkg]({DOWNLOAD}/v1/queues.apkg) and open it in Anki. {STAYS}\n\n"
        "First release: 1 question in 1 deck.\n<!-- end of queues.apkg -->\n"
    )


def test_a_run_repeated_for_its_tag_publishes_nothing_again(released: Repository) -> None:
    before = released.releases()
    ended = released.use("v1", PUBLISHED, FIRST + DAY)
    assert (ended.code, ended.outputs["changed"]) == (0, "false")
    assert released.releases() == before


def test_a_run_repeated_with_other_articles_takes_the_place_of_its_package(released: Repository) -> None:
    edit(released)
    ended = released.use("v1", PUBLISHED, FIRST + DAY)
    assert ended.code == 0, ended.log
    (release,) = released.releases()
    assert [asset["name"] for asset in release["assets"]] == ["backend.apkg"]
    assert released.asset("v1", "backend.apkg") == (released.work / "backend.apkg").read_bytes()
    assert release["body"].count("## backend.apkg") == 1
    assert "1 added, 1 edited, 1 unchanged." in release["body"]


def test_an_upload_that_breaks_off_loses_no_memory(released: Repository) -> None:
    first = released.asset("v1", "backend.apkg")
    edit(released)
    released.fail("release upload", "write: broken pipe")
    assert released.use("v1", PUBLISHED).code == 1
    assert released.asset("v1", "replaced-backend.apkg") == first
    released.heal()
    (released.work / "backend.apkg").unlink()
    ended = released.use("v1", PUBLISHED, FIRST + DAY)
    assert (ended.code, json.loads(ended.outputs["counts"])["edited"]) == (0, 1)
    (release,) = released.releases()
    assert [asset["name"] for asset in release["assets"]] == ["backend.apkg"]


def test_a_package_that_another_run_published_meanwhile_is_not_passed_over(released: Repository) -> None:
    (first,) = released.releases()
    later = first | {"tag_name": "v2", "published_at": "2026-02-01T00:00:00Z"}
    (released.hub / "meanwhile").write_text(json.dumps([later, first]))
    ended = released.use("v3", PUBLISHED)
    assert ended.code == 1
    assert "another run has published 'backend.apkg'" in ended.log
    assert released.releases() == [later, first]


def test_a_new_deck_beside_others_is_told_from_a_first_release(released: Repository) -> None:
    ended = released.use("v2", QUEUE_DECK)
    assert ended.code == 0
    told, _ = [line for line in obeyed(ended.log) if line.startswith("::warning")]  # the other is that of a first build
    assert "no release has 'queues.apkg', so it is taken for a new deck. The releases have: backend.apkg" in told


def test_a_published_deck_under_another_name_is_no_new_deck(released: Repository) -> None:
    edit(released)
    before = released.releases()
    ended = released.use("v2", DECK | {"output": "Backend.apkg"})
    assert (ended.code, list(ended.outputs)) == (1, ["review"])
    assert "'backend.apkg' of release v1 has 2 of the questions of 'Backend.apkg'" in ended.log
    assert released.releases() == before


def test_a_deck_is_renamed_with_its_package_of_before(released: Repository) -> None:
    write_files(released.work, {"old.apkg": released.asset("v1", "backend.apkg")})
    ended = released.use("v2", PUBLISHED | {"output": "Backend.apkg", "previous": "old.apkg"})
    assert (ended.code, json.loads(ended.outputs["counts"])["unchanged"]) == (0, 2)
    again = released.use("v3", PUBLISHED | {"output": "Backend.apkg"}, FIRST + DAY)
    assert (again.code, again.outputs["changed"]) == (0, "false")


def test_the_notes_of_a_full_release_compare_with_the_last_full_one_and_its_package_with_the_newest(
    released: Repository, tmp_path: Path
) -> None:
    edit(released)
    tried = released.use("v2-rc.1", PUBLISHED | {"prerelease": "true"}, FIRST + DAY)
    assert (tried.code, json.loads(tried.outputs["counts"])["edited"]) == (0, 1)
    assert released.releases()[0]["prerelease"] is True
    released.add_release("v2-rc.2", prerelease=True)  # by hand, and so its notes are those of a pre-release
    second = released.use("v2-rc.2", PUBLISHED, FIRST + 2 * DAY)
    assert json.loads(second.outputs["counts"])["unchanged"] == 3
    full = released.use("v2", PUBLISHED, FIRST + 3 * DAY)
    assert "compared with 'backend.apkg' of release v2-rc.2" in full.log
    assert (full.code, full.outputs["changed"]) == (0, "false")
    assert released.asset("v2", "backend.apkg") == released.asset("v2-rc.1", "backend.apkg")
    counts = json.loads(full.outputs["counts"])
    assert (counts["added"], counts["edited"], counts["unchanged"]) == (1, 1, 1)
    assert "\n\n1 added, 1 edited, 1 unchanged.\n" in released.releases()[0]["body"]
    assert (
        "release v2 has 'backend.apkg', 1 added, 1 edited, 1 unchanged: https://github.com/someone/articles/releases/tag/v2"
        in full.log
    )


def test_a_full_release_after_pre_releases_alone_is_the_first(module: Module) -> None:
    releases = module("releases")
    asset = releases.Asset(1, "x.apkg", 1, "")
    tried, full = (releases.Release(tag, "", False, tag, (asset,), tag != "v1") for tag in ("v2-rc.1", "v1"))
    assert releases.find_base([tried], (tried, asset), "x.apkg") is None
    assert releases.find_base([tried, full], (tried, asset), "x.apkg") == (full, asset)
    assert releases.find_base([tried, full], (full, asset), "x.apkg") == (full, asset)
    assert releases.find_base([], None, "x.apkg") is None


# --- failures


@pytest.mark.parametrize(
    ("when", "said"),
    [
        pytest.param("api", "error connecting to api.github.com", id="network"),
        pytest.param("api", "gh: Bad credentials (HTTP 401)", id="token"),
        pytest.param("api", "gh: Resource not accessible by integration (HTTP 403)", id="permission"),
        pytest.param("api", "gh: API rate limit exceeded (HTTP 403)", id="rate limit"),
        pytest.param("api --header", "unexpected EOF", id="download"),
    ],
)
def test_a_failure_on_the_way_to_the_memory_is_no_first_release(released: Repository, when: str, said: str) -> None:
    before = released.releases()
    released.fail(when, said)
    ended = released.use("v2", PUBLISHED)
    assert (ended.code, ended.outputs) == (1, {})
    assert f"gh api failed: {said}" in ended.log
    assert not (released.work / "backend.apkg").exists()
    assert released.releases() == before


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            "tag v2 doesn't exist in the repo someone/articles, aborting due to --verify-tag flag",
            "there is no tag 'v2' in the repository",
        ),
        (
            "a release with the same tag name already exists: v2",
            "release v2 is there already: another run made it meanwhile",
        ),
        ("HTTP 403", "gh release failed: HTTP 403"),
    ],
)
def test_why_no_release_can_be_made_is_named(
    released: Repository, module: Module, monkeypatch: pytest.MonkeyPatch, said: str, told: str
) -> None:
    released.fail("release create", said)
    for name, value in (released.variables(None) | {"INPUT_TOKEN": TOKEN}).items():
        monkeypatch.setenv(name, value)
    releases, runner = module("releases"), module("runner")
    with pytest.raises(runner.Stop, match=rf"\A{re.escape(told)}\n  hint: "):
        releases.create_release("v2", released.work / "notes.md", released.work / "x.apkg", is_prerelease=False)


def test_a_missing_folder_for_the_package_is_named(repository: Repository) -> None:
    ended = repository.use("v1", PUBLISHED | {"output": "dist/backend.apkg"})
    assert (ended.code, ended.outputs) == (1, {})
    assert (
        "::error title=mkdeck::there is no folder 'dist' for the package%0A  hint: make it in a step before"
        in ended.log
    )


def test_findings_are_annotations_at_their_lines_those_that_cost_learners_something_first(
    module: Module, capsys: pytest.CaptureFixture[str]
) -> None:
    told = {"path": "a,b.md", "message": "x\n::y", "hint": "z"}
    problems = [told | {"line": n, "severity": "warning", "code": "empty-answer"} for n in range(1, 13)]
    problems += [told | {"line": 20, "severity": "notice", "code": code} for code in ("left-out", "history-rejoined")]
    problems += [told | {"line": 30, "severity": "error", "code": "double-key"}]
    module("annotations").annotate({"changes": {}, "id": None, "problems": problems})
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "::error title=mkdeck,file=a%2Cb.md,line=30::x%0A::y%0A  hint: z"
    numbers = [20, *range(1, 9)]
    assert lines[1:10] == [f"::warning title=mkdeck,file=a%2Cb.md,line={n}::x%0A::y%0A  hint: z" for n in numbers]
    assert lines[10:] == ["::notice title=mkdeck::4 more findings of this kind, warning, are in the log"]


def test_what_stopped_a_build_is_told_at_its_line_and_kept(released: Repository) -> None:
    write_files(released.work, {"trees.md": "+++\ntitle = \n+++\n"})
    ended = released.use("v2", PUBLISHED)
    assert (ended.code, list(ended.outputs)) == (1, ["review"])
    assert "::error title=mkdeck,file=trees.md,line=2::" in ended.log
    report = json.loads((Path(ended.outputs["review"]) / "report.json").read_text(encoding="utf-8"))
    assert report["package"] is None
    assert "malformed-toml" in [problem["code"] for problem in report["problems"]]


def test_a_message_of_the_network_gives_the_runner_no_command(repository: Repository) -> None:
    repository.fail("api", "no route\n::set-output name=package::forged")
    (command,) = obeyed(repository.use("v1", PUBLISHED).log)
    assert command.startswith("::error title=mkdeck::gh api failed: no route%0A::set-output")


def test_a_runner_without_gh_is_told_so(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    bash = repository.gh.with_name("bash")
    bash.symlink_to("/bin/bash")
    repository.gh.unlink()
    monkeypatch.setenv("PATH", str(bash.parent))
    assert "::error title=mkdeck::this runner has no gh" in repository.use("v1", PUBLISHED).log


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no package"])
def test_a_damaged_previous_asset_is_an_error(released: Repository, content: bytes) -> None:
    (asset,) = (released.hub / "assets").iterdir()
    asset.write_bytes(content)
    releases = released.releases()
    releases[0]["assets"][0] |= {"size": len(content), "digest": None}
    released.change(releases)
    ended = released.use("v2", PUBLISHED)
    assert (ended.code, list(ended.outputs)) == (1, ["review"])
    assert "previous.apkg" in ended.log
    assert [release["tag_name"] for release in released.releases()] == ["v1"]


@pytest.mark.parametrize("wrong", [{"size": 7}, {"digest": "sha256:00"}])
def test_an_asset_that_arrives_in_part_is_an_error(released: Repository, wrong: dict[str, object]) -> None:
    releases = released.releases()
    releases[0]["assets"][0] |= wrong
    released.change(releases)
    assert "did not arrive whole" in released.use("v2", PUBLISHED).log


def test_articles_with_problems_publish_nothing(repository: Repository) -> None:
    write_files(repository.work, {"trees.md": TREES + "\n## What is a root?\n"})
    ended = repository.use("v1", PUBLISHED | {"strict": "true"})
    assert (ended.code, list(ended.outputs), repository.releases()) == (1, ["review"], [])
    assert "trees.md:11: warning: empty-answer" in ended.log


# --- inputs


def test_sources_output_and_configuration_may_have_spaces(repository: Repository) -> None:
    files = {"my notes/on http.md": QUEUES, "two/a b.md": TREES, "my settings.toml": 'deck = "Parent"\n'}
    write_files(repository.work, files)
    inputs = {"sources": "my notes/on http.md\n\n  two/*.md  \n", "config": "my settings.toml"}
    inputs |= {"output": "my deck.apkg", "publish": "true"}
    ended = repository.use("v1", inputs)
    assert (ended.code, ended.outputs["package"]) == (0, "my deck.apkg")
    decks = [note.deck for note in read_package(repository.work / "my deck.apkg").notes]
    assert decks == ["Parent::Queues", "Parent::Trees", "Parent::Trees"]
    assert "compared with 'my.deck.apkg' of release v1" in repository.use("v2", inputs).log


def test_the_previous_package_may_be_a_file_or_none(repository: Repository) -> None:
    run(repository.work, "trees.md", "-o", "old.apkg")
    edit(repository)
    repository.fail("", "no release is looked at")
    from_file = repository.use("v1", DECK | {"previous": "old.apkg"})
    assert json.loads(from_file.outputs["counts"])["edited"] == 1
    afresh = repository.use("v1", DECK | {"previous": "none"})
    assert json.loads(afresh.outputs["counts"])["added"] == 3
    missing = repository.use("v1", DECK | {"previous": "no.apkg"})
    assert (missing.code, missing.outputs) == (1, {})
    assert "there is no previous package 'no.apkg'" in missing.log


def test_without_a_release_the_package_in_the_repository_is_the_memory(repository: Repository) -> None:
    run(repository.work, "trees.md", "-o", "backend.apkg")
    edit(repository)
    assert json.loads(repository.use("v1", DECK).outputs["counts"])["edited"] == 1


def test_no_input_is_read_by_a_shell(released: Repository) -> None:
    evil = "$(touch hacked) `touch hacked` ' || touch hacked ' \"; touch hacked; \" & touch hacked"
    write_files(released.work, {f"{evil}.md": TREES, f"{evil}.toml": "", evil: released.asset("v1", "backend.apkg")})
    names = {"sources": f"{evil}.md", "output": f"{evil}.apkg", "config": f"{evil}.toml", "previous": evil}
    assert released.use(None, names).code == 0
    assert released.use(None, PUBLISHED | {"tag": evil}).code == 0
    for name in ("strict", "publish"):
        assert released.use(None, DECK | {name: evil}).code == 1
    assert list(released.work.parent.rglob("hacked*")) == []


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        ({"sources": " \n "}, "no sources are named"),
        ({"output": ""}, "no package is named"),
        ({"output": "a\nb.apkg"}, "'output' has several lines"),
        ({"output": "backend"}, "GitHub does not keep 'backend'"),
        ({"output": "数据.apkg"}, "GitHub does not keep '数据.apkg'"),
        ({"output": "C#.apkg"}, "GitHub does not keep 'C#.apkg'"),
        ({"strict": "yes"}, "'strict' is 'yes'"),
        ({"publish": "yes"}, "'publish' is 'yes'"),
        ({"tag": "--clobber"}, "'--clobber' is no tag"),
        ({"tag": "v1\nv2"}, "'tag' has several lines"),
        ({"tag": ""}, "there is no tag to publish for"),
    ],
)
def test_an_input_that_cannot_be_meant_is_named(repository: Repository, inputs: dict[str, str], said: str) -> None:
    ended = repository.use(None, PUBLISHED | {"tag": "v1"} | inputs)
    assert (ended.code, ended.outputs, repository.releases()) == (1, {}, [])
    assert f"::error title=mkdeck::{said}" in ended.log


def test_names_that_begin_with_a_dash_are_names(released: Repository) -> None:
    previous = released.asset("v1", "backend.apkg")
    write_files(released.work, {"--fresh.md": TREES, "-c.toml": 'deck = "Parent"\n', "--touch": previous})
    inputs = {"sources": "--fresh.md", "output": "-o.apkg", "config": "-c.toml", "previous": "--touch"}
    ended = released.use("v2", inputs | {"publish": "true"})
    assert (ended.code, json.loads(ended.outputs["counts"])["added"]) == (0, 0)
    assert released.asset("v2", "-o.apkg") == (released.work / "-o.apkg").read_bytes()


def test_no_file_name_gives_the_runner_a_command(repository: Repository) -> None:
    write_files(repository.work, {"::warning::forged.md": "## What is a lock?\n\nOne.\n\n## What is a latch?\n"})
    ended = repository.use(None, {"sources": "::warning::forged.md", "output": "x.apkg"})
    assert r":\:warning::forged.md:5: warning: empty-answer" in ended.log
    (told,) = [line for line in obeyed(ended.log) if "forged" in line]
    assert told.startswith("::warning title=mkdeck,file=%3A%3Awarning%3A%3Aforged.md,line=5::question ")


def test_the_callers_own_modules_are_not_mkdecks(repository: Repository) -> None:
    write_files(
        repository.work, {f"{name}.py": "raise SystemExit(9)\n" for name in ("mkdeck", "typer", "runner", "json")}
    )
    assert repository.use(None, DECK).code == 0


# --- texts


def test_notes_are_cut_before_github_refuses_them(module: Module) -> None:
    text = module("notes").write_notes(
        "By hand.\n", "x.apkg", "https://a/x.apkg", "\n".join(["1 added."] + ["- **Added:** What?"] * 10_000)
    )
    assert 119_000 < len(text) <= 125_000
    start = f"By hand.\n\n<!-- mkdeck x.apkg -->\n## x.apkg\n\nDownload [x.apkg](https://a/x.apkg) and open it in Anki. {STAYS}"
    assert text.startswith(f"{start}\n\n1 added.\n- **Added:** What?\n")
    assert text.endswith(
        "- **Added:** What?\n\n… The rest is on the page of the workflow's run.\n<!-- end of x.apkg -->\n"
    )


def test_no_step_has_an_expression_in_its_script() -> None:
    scripts = [step["run"] for step in ACTION["runs"]["steps"] if "run" in step]
    assert scripts
    assert [script for script in scripts if "${{" in script] == []


def test_every_input_and_output_is_documented() -> None:
    page = (ROOT / "docs" / "publishing.md").read_text(encoding="utf-8")
    _, inputs, outputs = re.split(r"^### (?:Inputs|Outputs)$", page.partition("### Which")[0], flags=re.MULTILINE)
    assert re.findall(r"^\| `(\w+)` \|", inputs, re.MULTILINE) == list(ACTION["inputs"])
    assert re.findall(r"^\| `(\w+)` \|", outputs, re.MULTILINE) == list(ACTION["outputs"])


# --- the whole


def documented_steps() -> list[dict[str, str]]:
    """Return the inputs of each use of the action in the documentation's workflow of ten lines."""
    page = (ROOT / "docs" / "publishing.md").read_text(encoding="utf-8")
    (workflow, *_) = re.findall(r"^```yaml\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    (job,) = yaml.safe_load(workflow)["jobs"].values()
    assert len(workflow.partition("jobs:\n")[2].splitlines()) == 10
    used = [step["with"] for step in job["steps"] if "/mkdeck@" in step["uses"]]
    return [{name: str(value).lower() if value is True else value for name, value in step.items()} for step in used]


def test_the_ten_lines_of_the_documentation_keep_a_learners_history(repository: Repository, tmp_path: Path) -> None:
    """Two tags, each imported into real Anki."""
    pytest.importorskip("anki", reason="needs the package anki, whose wheel needs glibc 2.35 or newer")
    from anki.collection import Collection
    from test_learner import answer, note, schedule, tag, take_in

    (inputs,) = documented_steps()
    write_files(repository.work, {"articles/trees.md": TREES, "articles/queues.md": QUEUES})
    package = repository.work / inputs["output"]
    collection = Collection(str(tmp_path / "collection.anki2"))
    assert repository.use("v1", inputs).code == 0
    assert take_in(collection, package) == (3, 0)
    keys = ["trees/what-is-a-tree", "trees/what-is-a-leaf", "queues/what-is-a-queue"]
    for key in keys:
        answer(collection, key)
    tag(collection, "trees/what-is-a-tree", "exam", "marked")
    before = [schedule(collection, key) for key in keys]

    # Another runner: it has the articles, and of the package what the release has.
    package.unlink()
    text = TREES.replace("What is a leaf?", "What do you call a leaf in a tree?")
    write_files(repository.work, {"articles/trees.md": text + "\n## What is a root?\n\nThe first node.\n"})
    assert repository.use("v2", inputs, FIRST + DAY).code == 0
    (tmp_path / "fetched.apkg").write_bytes(repository.asset("v2", inputs["output"]))
    assert take_in(collection, tmp_path / "fetched.apkg") == (1, 1)
    assert [schedule(collection, key) for key in keys] == before
    assert sorted(note(collection, "trees/what-is-a-tree").tags) == ["exam", "marked"]
    assert note(collection, "trees/what-is-a-leaf")["Question"] == "What do you call a leaf in a tree?"
    assert "1 added, 1 reworded, 2 unchanged." in repository.releases()[0]["body"]
    collection.close()


BACKEND = """
import zipfile

def build_wheel(folder, *_):
    with zipfile.ZipFile(f"{folder}/tiny-1-py3-none-any.whl", "w") as wheel:
        wheel.writestr("tiny.py", "")
        wheel.writestr("tiny-1.dist-info/METADATA", "Metadata-Version: 2.1\\nName: tiny\\nVersion: 1\\n")
        wheel.writestr("tiny-1.dist-info/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr("tiny-1.dist-info/RECORD", "")
    return "tiny-1-py3-none-any.whl"
"""


def test_what_is_beside_the_action_is_installed_away_from_the_callers_python(tmp_path: Path) -> None:
    """By real pip, but a project that needs no index; .ci/run installs mkdeck itself so."""
    project = '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'
    script = (ROOT / "action" / "install.py").read_text(encoding="utf-8")
    write_files(tmp_path, {"pyproject.toml": project, "backend.py": BACKEND, "action/install.py": script})
    outputs = tmp_path / "outputs"
    environment = os.environ | {"RUNNER_TEMP": str(tmp_path / "my runner"), "GITHUB_OUTPUT": str(outputs)}
    for _ in range(2):  # the second time finds it made
        subprocess.run([sys.executable, "-I", "action/install.py"], cwd=tmp_path, env=environment, check=True)
        (tmp_path / "backend.py").unlink(missing_ok=True)
    first, second = outputs.read_text(encoding="utf-8").splitlines()
    assert first == second
    python = Path(first.removeprefix("python="))
    assert tmp_path / "my runner" in python.parents
    subprocess.run([python, "-I", "-c", "import tiny"], check=True)
