"""The previous package, which is the memory: where it is, and whether what is taken for new really is."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from build import count_shared
from inputs import NONE, RELEASE, Inputs, name_asset
from releases import Asset, Release, download, find_previous, list_others
from runner import Stop, tell

Found = tuple[Release, Asset] | None


def look_up(inputs: Inputs, releases: Sequence[Release]) -> Found:
    """Return the release that has the previous package, and say which."""
    if inputs.previous != RELEASE:
        return None
    name = name_asset(inputs.output)
    found = find_previous(releases, inputs.tag, name)
    if found:
        tell("notice", f"compared with '{found[1].name}' of release {found[0].tag}")
    elif others := list_others(releases, name):
        known = ", ".join(asset.name for _, asset in others)
        message = f"no release has '{name}', so it is taken for a new deck. The releases have: {known}"
        tell("warning", f"{message}\n  hint: if it had another name, download that asset and name it as 'previous'")
    else:
        tell("notice", f"no release has a package yet: this is the first of '{name}'")
    return found


def fetch_package(inputs: Inputs, found: Found, file: Path) -> Path | None:
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


def check_others(inputs: Inputs, releases: Sequence[Release], folder: Path) -> None:
    """Stop what is a published deck under another name: who has that would lose tags and edits on every note."""
    name = name_asset(inputs.output)
    for release, asset in list_others(releases, name):
        download(asset, folder / "other.apkg")
        if shared := count_shared(inputs.output, folder / "other.apkg"):
            message = f"'{asset.name}' of release {release.tag} has {shared} of the questions of '{name}'"
            way = f"keep that name under 'output'; or download that asset and name it as 'previous' once, to rename it to {name}"
            raise Stop(message, f"{way}; give a deck of its own another id in its mkdeck.toml")
