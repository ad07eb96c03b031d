"""The action's one road: inputs -> previous package -> package -> what changed -> outputs, and the release."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from inputs import NONE, RELEASE, Inputs, name_asset, read_inputs
from notes import describe_first, write_notes
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
from runner import Stop, no_commands, tell, write_outputs, write_summary

KINDS = ("added", "reworded", "edited", "moved", "unchanged", "removed")
Found = tuple[Release, Asset] | None


def main() -> None:
    """Build, tell and publish; nothing is published where anything before it fails."""
    inputs = read_inputs(os.environ)
    folder = Path(tempfile.mkdtemp(prefix="mkdeck-", dir=os.environ["RUNNER_TEMP"]))
    found = _look_up(inputs) if inputs.previous == RELEASE else None
    previous = _fetch(inputs, found, folder / "previous.apkg")
    built = _build(inputs, previous)
    changelog = _write_changelog(inputs, previous, built, folder / "changelog.md")
    is_changed = not previous or previous.read_bytes() != Path(inputs.output).read_bytes()
    counts = built["changes"]["counts"] if built["changes"] else dict.fromkeys(KINDS, 0) | {"added": built["notes"]}
    outputs = {"package": inputs.output, "changelog": str(changelog), "counts": json.dumps(counts)}
    write_outputs(outputs | {"changed": str(is_changed).lower()})
    write_summary(f"## {Path(inputs.output).name}\n\n{changelog.read_text(encoding='utf-8')}")
    if inputs.publish:
        _publish(inputs, found, is_changed, changelog)


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


def _build(inputs: Inputs, previous: Path | None) -> dict[str, Any]:
    """Build the package; return what ``mkdeck build --json`` tells."""
    options = [f"--output={inputs.output}", "--json", f"--previous={previous}" if previous else "--fresh"]
    options += [f"--config={inputs.config}"] if inputs.config else []
    options += ["--strict"] if inputs.strict else []
    told: dict[str, Any] = json.loads(_run_mkdeck("build", *options, "--", *inputs.sources))
    return told


def _write_changelog(inputs: Inputs, previous: Path | None, built: dict[str, Any], file: Path) -> Path:
    """Write what changed since the previous package, in Markdown."""
    if previous:
        told = _run_mkdeck("diff", "--format=markdown", "--", str(previous), inputs.output)
        file.write_text(told, encoding="utf-8")
    else:
        file.write_text(f"{describe_first(built['notes'], len(built['decks']))}\n", encoding="utf-8")
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


def _run_mkdeck(*arguments: str) -> str:
    """Return what mkdeck prints; what it finds goes to the log, and an error ends the action. No token is passed on."""
    environment = {name: value for name, value in os.environ.items() if name != "INPUT_TOKEN"}
    command = [sys.executable, "-I", "-X", "utf8", "-m", "mkdeck", *arguments]
    with no_commands():
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, encoding="utf-8", check=False)
    if done.returncode:
        raise Stop(
            f"mkdeck {arguments[0]} found problems, listed above", "nothing was published; correct them and run again"
        )
    return done.stdout


if __name__ == "__main__":
    try:
        main()
    except Stop as stop:
        tell("error", str(stop))
        sys.exit(1)
