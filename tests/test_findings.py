"""How findings are told: what stopped a build is seen at once, and what is alike takes one line."""

import re
from pathlib import Path

import pytest
from commands import Outcome, call, run, write_files

from mkdeck.cli.findings import Telling, count_findings, write_findings
from mkdeck.model import Location
from mkdeck.problem import Problem, Severity

TREE = "## What is a tree?\n\nA graph without circles.\n"
GAPS = "# Trees\n\n" + "".join(f"## What is tree {n}?\n\n" for n in range(5)) + TREE


def problem(line: int, severity: Severity = Severity.WARNING, code: str = "odd", path: str = "a.md") -> Problem:
    return Problem(Location(path, line), code, "something is odd", "mend it", severity)


def tell(problems: list[Problem], telling: Telling | None = None) -> list[str]:
    return list(write_findings(problems, telling or Telling()))


@pytest.mark.parametrize(
    ("severity", "word"),
    [
        (Severity.USAGE, "error"),
        (Severity.ERROR, "error"),
        (Severity.WARNING, "warning"),
        (Severity.INFO, "notice"),
    ],
)
def test_each_finding_says_how_grave_it_is(severity: Severity, word: str) -> None:
    assert tell([problem(3, severity)]) == [f"a.md:3: {word}: odd: something is odd", "  hint: mend it"]


def test_a_hint_stands_once_below_the_first_that_has_it() -> None:
    assert [line for line in tell([problem(1), problem(2), problem(3, code="other")]) if "hint" in line] == [
        "  hint: mend it"
    ] * 2


def test_up_to_three_alike_have_a_line_each_and_more_have_one_for_all() -> None:
    assert len(tell([problem(n) for n in (1, 2, 3)])) == 4
    assert tell([problem(n) for n in (1, 2, 3, 9)]) == [
        "a.md:1: warning: odd: something is odd (and 3 more: lines 2, 3, 9)",
        "  hint: mend it",
    ]


def test_a_line_for_many_names_only_some_of_their_lines() -> None:
    (line, _) = tell([problem(n) for n in range(1, 40)])
    assert line.endswith("(and 38 more: lines 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 …)")


@pytest.mark.parametrize(
    "others",
    [
        pytest.param([problem(n, Severity.ERROR) for n in range(5)], id="errors"),
        pytest.param([problem(1, path=f"{n}.md") for n in range(5)], id="of several files"),
        pytest.param([problem(1, code=f"odd-{n}") for n in range(5)], id="of several kinds"),
    ],
)
def test_others_are_never_told_together(others: list[Problem]) -> None:
    assert len([line for line in tell(others) if "hint" not in line]) == 5


def test_verbosely_each_has_its_line_and_its_hint() -> None:
    assert len(tell([problem(n) for n in range(9)], Telling(is_whole=True))) == 18


def test_in_a_long_list_the_errors_are_told_once_more_at_the_end() -> None:
    error = problem(1, Severity.ERROR)
    assert tell([error, *(problem(1, code=f"odd-{n}") for n in range(20))])[-2:] == [
        "the errors among them:",
        "a.md:1: error: odd: something is odd",
    ]
    assert "the errors among them:" not in tell([error, *(problem(1, code=f"odd-{n}") for n in range(19))])
    assert "the errors among them:" not in tell([*(problem(1, code=f"odd-{n}") for n in range(20)), error])


def test_quietly_only_what_is_wrong_is_told() -> None:
    told = tell([problem(1, Severity.INFO), problem(2), problem(3, Severity.ERROR)], Telling(is_quiet=True))
    assert [line.split(":")[1] for line in told if "hint" not in line] == ["2", "3"]


def test_the_last_line_counts_the_gravest_first() -> None:
    found = [problem(1), problem(2, Severity.INFO), problem(3, Severity.ERROR), problem(4), problem(5, Severity.DETAIL)]
    assert count_findings(found) == "1 error, 2 warnings, 2 notices"
    assert count_findings([problem(1, Severity.INFO)]) == ""


@pytest.mark.parametrize(
    ("options", "line"),
    [
        (["check"], "1 warning, 1 notice in 1 of 1 article"),
        (["check", "-q"], "1 warning in 1 of 1 article"),
        (["build"], "1 warning in 1 of 1 article"),  # what belongs to another answer is not told there
    ],
)
def test_the_last_line_counts_what_is_told(tmp_path: Path, options: list[str], line: str) -> None:
    write_files(tmp_path, {"tree.md": TREE + "\n### Is that so?\n\nYes.\n\n## What is a bush?\n"})
    told = call(tmp_path, options[0], "tree.md", *options[1:]).told.splitlines()
    assert [each for each in told if each.startswith("1 warning")] == [line]


def test_a_quiet_build_in_which_all_is_well_prints_nothing(tmp_path: Path) -> None:
    write_files(tmp_path, {"README.md": TREE})  # of which a notice tells that its folder names it
    assert call(tmp_path, "README.md", "-o", "out.apkg", "-q") == Outcome(0, "", "")
    assert call(tmp_path, "check", "README.md", "--quiet") == Outcome(0, "", "")


def test_the_line_that_counts_says_what_strict_did(tmp_path: Path) -> None:
    write_files(tmp_path, {"trees.md": GAPS})
    last = call(tmp_path, "trees.md", "--strict").err.splitlines()[-1]
    assert last == "5 warnings in 1 of 1 article; --strict takes warnings for errors; nothing written"
    assert "strict" not in call(tmp_path, "trees.md").err


def test_more_and_less_at_once_is_wrong_usage(tmp_path: Path) -> None:
    write_files(tmp_path, {"trees.md": TREE})
    assert call(tmp_path, "trees.md", "-q", "-v").code == 2


# --- on GitHub's runners

HOSTILE = "## What is 100 % of a::b, c?\n\n## What is ##[group]?\n\n" + TREE


def test_githubs_runners_get_annotations_by_themselves(tmp_path: Path) -> None:
    write_files(tmp_path, {"trees.md": f"# Trees\n\n## What is a leaf?\n\n{TREE}"})
    told = run(tmp_path, "check", "trees.md", GITHUB_ACTIONS="true")
    assert told.err.splitlines()[0] == (
        "::warning file=trees.md,line=3,title=empty-answer::question 'What is a leaf?' has no answer"
        "%0Ahint: write the answer below the question, or delete the question"
    )
    assert "::" not in run(tmp_path, "check", "trees.md", "--format", "text", GITHUB_ACTIONS="true").err


def test_an_annotation_cannot_be_left_by_what_an_article_says(tmp_path: Path) -> None:
    write_files(tmp_path, {"a,b:c.md": HOSTILE})
    lines = call(tmp_path, "check", "a,b:c.md", "--format", "github").err.splitlines()[:-1]
    assert len(lines) == 2
    for line in lines:
        properties, message = re.fullmatch(r"::warning (\S+)::(.*)", line).groups()  # type: ignore[union-attr]
        assert properties.split(",")[0] == "file=a%2Cb%3Ac.md"
        assert "100 %25 of" in message or "#\\#[group]" in message


def test_a_style_that_there_is_not_is_wrong_usage(tmp_path: Path) -> None:
    assert "'html' is none of text, github." in call(tmp_path, "check", ".", "--format", "html").err


# --- colours


@pytest.mark.parametrize(
    ("variables", "has_colour"),
    [
        pytest.param({}, False, id="none in a pipe"),
        pytest.param({"FORCE_COLOR": "1"}, True, id="in a pipe by force"),
        pytest.param({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False, id="none where nobody wants them"),
    ],
)
def test_colours_follow_the_terminal_and_its_variables(
    tmp_path: Path, variables: dict[str, str], has_colour: bool
) -> None:
    write_files(tmp_path, {"trees.md": GAPS})
    assert ("\x1b[33mwarning\x1b[0m" in run(tmp_path, "check", "trees.md", **variables).err) is has_colour
