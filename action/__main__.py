"""The action's one road: inputs -> previous package -> package -> what changed -> outputs, and the release."""

import json
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from build import build_package, write_changelog
from inputs import NONE, RELEASE, Inputs, name_asset, read_inputs
from notes import write_notes
from releases import (
    Asset,
    Release,
    create_release,
    download,
    edit_notes,
    find_previous,
    list_own,
    list_releases,
    upload,
)
from runner import Stop, tell, write_outputs, write_summary

KINDS = ("added", "reworded", "edited", "moved", "unchanged", "removed")
ANNOTATED = ("deck-renamed", "history-rejoined")
"""Codes of findings that cost learners something."""
Found = tuple[Release, Asset] | None


def main() -> None:
    """Build, tell and publish; nothing is published where anything before it fails."""
    inputs = read_inputs(os.environ)
    folder = Path(tempfile.mkdtemp(prefix="mkdeck-", dir=os.environ["RUNNER_TEMP"]))
    found = _look_up(inputs) if inputs.previous == RELEASE else None
    previous = _fetch(inputs, found, folder / "previous.apkg")
    built = build_package(inputs, previous)
    _annotate(built)
    changelog = write_changelog(inputs, previous, built, folder / "changelog.md")
    is_changed = not previous or previous.read_bytes() != Path(inputs.output).read_bytes()
    counts = built["changes"]["counts"] if built["changes"] else dict.fromkeys(KINDS, 0) | {"added": built["notes"]}
    outputs = {"package": inputs.output, "changelog": str(changelog), "counts": json.dumps(counts)}
    write_outputs(outputs | {"changed": str(is_changed).lower()})
    write_summary(f"## {Path(inputs.output).name}\n\n{changelog.read_text(encoding='utf-8')}")
    if inputs.publish:
        _publish(inputs, found, is_changed, changelog)


def _annotate(built: dict[str, Any]) -> None:
    """Show on the run's page what costs learners something and is seldom looked for in a log."""
    if built["changes"] is None and built["id"] is None:
        message = "no id is set, so another publisher's file of the same name replaces these cards in a collection"
        tell(
            "warning",
            f'{message}\n  hint: before learners have the deck, write id = "my-decks" or the like in mkdeck.toml',
        )
    for problem in built["problems"]:
        if problem["code"] in ANNOTATED:
            tell("warning", f"{problem['message']}\n  hint: {problem['hint']}")


def _look_up(inputs: Inputs) -> Found:
    """Return the release that has the previous package, and say which."""
    name = name_asset(inputs.output)
    releases = list_releases()
    found = find_previous(releases, inputs.tag, name)
    assets = [asset.name for release in releases if not release.is_draft for asset in release.assets]
    others = {asset for asset in assets if asset.endswith(".apkg")}
    if found:
        tell("notice", f"compared with '{found[1].name}' of release {found[0].tag}")
    elif others:
        known = ", ".join(sorted(others))
        message = f"no release has '{name}', so it is taken for a new deck. The releases have: {known}"
        tell("warning", f"{message}\n  hint: if it had another name, download that asset and name it as 'previous'")
    else:
        tell("notice", f"no release has a package yet: this is the first of '{name}'")
    return found


def _fetch(inputs: Inputs, found: Found, file: Path) -> Path | None:
    """Put the previous package beside the build, and return it; without a release a package at the output is it."""
    if found:
        download(found[1], file)
        return file
    path = Path(inputs.output if inputs.previous == RELEASE else inputs.previous)
    if inputs.previous == NONE or (inputs.previous == RELEASE and not path.exists()):
        return None
    if not path.is_file():
        raise Stop(f"there is no previous package '{path}'", "'previous' is a file, 'release' or 'none'")
    shutil.copyfile(path, file)
    return file


def _publish(inputs: Inputs, found: Found, is_changed: bool, changelog: Path) -> None:
    """Put the package and its changelog into the tag's release, which is made where there is none."""
    name = name_asset(inputs.output)
    releases = list_releases()  # again: another run may have published meanwhile
    if inputs.previous == RELEASE and find_previous(releases, inputs.tag, name) != found:
        message = f"another run has published '{name}' while this one built it"
        raise Stop(message, "run this job again; 'concurrency' in the workflow keeps runs apart")
    present = next(iter(list_own(releases, inputs.tag)), None)
    if present and not is_changed and any(asset.name == name for asset in present.assets):
        tell("notice", f"release {inputs.tag} has this '{name}' already")
        return
    package = changelog.with_name(name)
    shutil.copyfile(inputs.output, package)
    notes = changelog.with_name("notes.md")
    text = write_notes(present.notes if present else "", name, changelog.read_text(encoding="utf-8").strip())
    notes.write_text(text, encoding="utf-8")
    if present:
        edit_notes(inputs.tag, notes)  # first: a run that is repeated stops where the package is there
        upload(present, package)
    else:
        create_release(inputs.tag, notes, package)


if __name__ == "__main__":
    try:
        main()
    except Stop as stop:
        tell("error", str(stop))
        sys.exit(1)
