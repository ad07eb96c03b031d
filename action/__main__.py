"""The two roads: inputs -> previous package -> package -> what changed -> outputs, and the release; or the comment."""

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from annotations import annotate
from build import REPORT, build_package, count_changes, stop_for_problems, write_changelog
from comment import comment
from inputs import RELEASE, Inputs, name_asset, read_inputs
from memory import Found, check_others, fetch_package, look_up
from notes import write_notes
from releases import (
    Release,
    create_release,
    edit_notes,
    find_base,
    find_previous,
    list_own,
    list_releases,
    name_address,
    upload,
)
from runner import Stop, tell, write_outputs, write_summary

KINDS = ("added", "reworded", "edited", "moved", "unchanged", "removed")


def publish() -> None:
    """Build, tell and publish; nothing is published where anything before it fails."""
    inputs = read_inputs(os.environ)
    folder = Path(tempfile.mkdtemp(prefix="mkdeck-", dir=os.environ["RUNNER_TEMP"]))
    releases = list_releases() if inputs.previous == RELEASE else []
    found = look_up(inputs, releases)
    previous = fetch_package(inputs, found, folder / "previous.apkg")
    review = folder / "review"
    review.mkdir()
    built, is_built = build_package(inputs, previous, review / REPORT)
    write_outputs({"review": str(review)})
    annotate(built)
    if not is_built:
        raise stop_for_problems("build")
    shutil.copy(inputs.output, review)
    if inputs.previous == RELEASE and not previous:
        check_others(inputs, releases, folder)
    counts, changelog = _compare(inputs, releases, found, previous, built, folder)
    is_changed = not previous or previous.read_bytes() != Path(inputs.output).read_bytes()
    outputs = {"package": inputs.output, "changelog": str(changelog), "counts": json.dumps(counts)}
    write_outputs(outputs | {"changed": str(is_changed).lower()})
    write_summary(f"## {Path(inputs.output).name}\n\n{changelog.read_text(encoding='utf-8')}")
    if inputs.publish:
        told = ", ".join(f"{number} {kind}" for kind, number in counts.items() if number)
        _publish(inputs, found, is_changed, changelog)
        tell("notice", f"release {inputs.tag} has '{name_asset(inputs.output)}', {told}: {name_address(inputs.tag)}")


def _compare(
    inputs: Inputs,
    releases: Sequence[Release],
    found: Found,
    previous: Path | None,
    built: dict[str, Any],
    folder: Path,
) -> tuple[dict[str, int], Path]:
    """Return the numbers of changes and the file that tells them: since the last full release, where this is one."""
    changelog = folder / "changelog.md"
    own = next(iter(list_own(releases, inputs.tag)), None)
    is_full = inputs.publish and not (own.is_prerelease if own else inputs.is_prerelease)
    base = find_base(releases, found, name_asset(inputs.output)) if is_full and found else found
    if base == found:
        file = previous
        counts = built["changes"]["counts"] if built["changes"] else None
    else:
        file = fetch_package(inputs, base, folder / "base.apkg") if base else None
        counts = count_changes(file, inputs.output) if file else None
    write_changelog(file, inputs.output, built, changelog)
    return counts or dict.fromkeys(KINDS, 0) | {"added": built["notes"]}, changelog


def _publish(inputs: Inputs, found: Found, is_changed: bool, changelog: Path) -> None:
    """Put the package and its changelog into the tag's release, which is made where there is none."""
    name = name_asset(inputs.output)
    releases = list_releases()  # again: another run may have published meanwhile
    if inputs.previous == RELEASE and find_previous(releases, inputs.tag, name) != found:
        message = f"another run has published '{name}' while this one built it"
        raise Stop(message, "run this job again; 'concurrency' in the workflow keeps runs apart")
    present = next(iter(list_own(releases, inputs.tag)), None)
    if present and not is_changed and any(asset.name == name for asset in present.assets):
        return  # an earlier try has put it there
    package = changelog.with_name(name)
    shutil.copyfile(inputs.output, package)
    notes = changelog.with_name("notes.md")
    told = changelog.read_text(encoding="utf-8").strip()
    text = write_notes(present.notes if present else "", name, name_address(inputs.tag, name), told)
    notes.write_text(text, encoding="utf-8")
    if present:
        edit_notes(inputs.tag, notes)  # first: a run that is repeated stops where the package is there
        upload(present, package)
    else:
        create_release(inputs.tag, notes, package, is_prerelease=inputs.is_prerelease)


if __name__ == "__main__":
    try:
        comment() if sys.argv[1:] == ["comment"] else publish()
    except Stop as stop:
        tell("error", str(stop))
        sys.exit(1)
