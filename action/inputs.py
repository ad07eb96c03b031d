"""The action's inputs, checked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from runner import Stop

RELEASE, NONE = "release", "none"
"""The words that ``previous`` may be beside a path."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the caller's workflow says under ``with``."""

    sources: tuple[str, ...]
    output: str
    config: str
    strict: bool
    previous: str
    publish: bool
    tag: str
    """Empty where the workflow runs for no tag and names none."""
    is_prerelease: bool
    """Whether the release that is made is for those who want to try it."""


def read_inputs(environment: Mapping[str, str]) -> Inputs:
    """Return the inputs, which ``action.yml`` puts into variables: no shell ever reads them as code."""
    sources = tuple(line.strip() for line in environment["INPUT_SOURCES"].splitlines() if line.strip())
    if not sources:
        raise Stop("no sources are named", "write files, folders or patterns, one a line, under 'sources'")
    inputs = Inputs(
        sources,
        _read_line(environment, "output"),
        _read_line(environment, "config"),
        _read_switch(environment, "strict"),
        _read_line(environment, "previous") or RELEASE,
        _read_switch(environment, "publish"),
        _read_line(environment, "tag") or _read_own_tag(environment),
        _read_switch(environment, "prerelease"),
    )
    if not inputs.output:
        raise Stop("no package is named", "write the package's name, NAME.apkg, under 'output'")
    folder = Path(inputs.output).parent
    if not folder.is_dir():
        raise Stop(
            f"there is no folder '{folder}' for the package", "make it in a step before, or name another 'output'"
        )
    if inputs.publish and not inputs.tag:
        raise Stop("there is no tag to publish for", "run the workflow for tags, or name the tag under 'tag'")
    if inputs.publish and inputs.tag.startswith("-"):
        raise Stop(f"'{inputs.tag}' is no tag", "a tag of git does not begin with a dash")
    if inputs.publish:
        name_asset(inputs.output)  # before the work
    return inputs


@dataclass(frozen=True, slots=True)
class Review:
    """What the workflow that comments says under ``with``."""

    folder: Path
    """Of the pull request's run: whatever is in it may be anybody's."""
    name: str
    """The package's."""


def read_review(environment: Mapping[str, str]) -> Review:
    """Return the inputs of the comment."""
    name = Path(_read_line(environment, "output")).name
    name_asset(name)
    return Review(Path(_read_line(environment, "review")), name)


def name_asset(output: str) -> str:
    """Return the name that the package has as a release asset.

    GitHub writes a dot for each run of characters that it does not keep, so that ``C#.apkg`` and ``C.apkg`` would be one
    asset, and ``数据.apkg`` has no name: only spaces may be replaced here.
    """
    name = Path(output).name
    if not re.fullmatch(r"[A-Za-z0-9_+@. -]+\.apkg", name):
        hint = "name it with letters from a to z, digits, spaces and . _ + @ - alone, and .apkg at the end"
        raise Stop(f"GitHub does not keep '{name}' as the name of an asset", hint)
    return re.sub(r"[. ]+", ".", name).strip(".")


def _read_line(environment: Mapping[str, str], name: str) -> str:
    value = environment[f"INPUT_{name.upper()}"].strip()
    if len(value.splitlines()) > 1:
        raise Stop(f"'{name}' has several lines", "write one")
    return value


def _read_switch(environment: Mapping[str, str], name: str) -> bool:
    value = _read_line(environment, name).lower()
    if value not in ("true", "false"):
        raise Stop(f"'{name}' is '{value}'", "write true or false")
    return value == "true"


def _read_own_tag(environment: Mapping[str, str]) -> str:
    return environment["GITHUB_REF_NAME"] if environment.get("GITHUB_REF_TYPE") == "tag" else ""
