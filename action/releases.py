"""The releases of a repository, through GitHub's own command ``gh``."""

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from github import run_gh
from runner import Stop

_REPLACED = "replaced-"
"""Begins the name of an asset while another takes its place."""
_RELEASES = "repos/{owner}/{repo}/releases"


@dataclass(frozen=True, slots=True)
class Asset:
    """A file of a release."""

    id: int
    name: str
    size: int
    digest: str
    """``sha256:`` and hex digits, or empty: GitHub has none of files from before 2025."""


@dataclass(frozen=True, slots=True)
class Release:
    """A release as GitHub lists it."""

    tag: str
    notes: str
    is_draft: bool
    published: str
    """ISO 8601 in UTC, so that texts sort as times; empty for a draft."""
    assets: tuple[Asset, ...]
    """Those that arrived whole."""
    is_prerelease: bool = False


def list_releases() -> list[Release]:
    """Return all releases, and drafts where the token may see them. Any failure is an error, never an empty list."""
    pages = json.loads(run_gh("api", "--paginate", "--slurp", f"{_RELEASES}?per_page=100"))
    return [_read_release(release) for page in pages for release in page]


def list_own(releases: Sequence[Release], tag: str) -> list[Release]:
    """Return the tag's own releases, the published one before drafts."""
    return sorted((release for release in releases if release.tag == tag), key=lambda release: release.is_draft)


def find_previous(releases: Sequence[Release], tag: str, name: str) -> tuple[Release, Asset] | None:
    """Return where the memory is: the tag's own asset, else that of the release published last among those that have one.

    The tag's own is there when a run is repeated: what it gave may be with learners. Other drafts are with nobody.
    """
    others = [release for release in releases if not release.is_draft]
    newest_first = sorted(others, key=lambda release: release.published, reverse=True)
    for release in [*list_own(releases, tag), *newest_first]:
        for wanted in (name, _REPLACED + name):  # the second is left where an upload failed
            for asset in release.assets:
                if asset.name == wanted:
                    return release, asset
    return None


def find_base(
    releases: Sequence[Release], found: tuple[Release, Asset] | None, name: str
) -> tuple[Release, Asset] | None:
    """Return what the notes of a full release compare with: who reads them had no pre-release, even where that is the memory."""
    if not (found and found[0].is_prerelease):
        return found
    return find_previous([release for release in releases if not release.is_prerelease], "", name)


def list_others(releases: Sequence[Release], name: str) -> list[tuple[Release, Asset]]:
    """Return the packages of other names that are with learners, of each the newest."""
    found: dict[str, tuple[Release, Asset]] = {}
    published = [release for release in releases if not release.is_draft]
    for release in sorted(published, key=lambda release: release.published):
        found |= {asset.name: (release, asset) for asset in release.assets if asset.name.endswith(".apkg")}
    return [found[other] for other in sorted(found) if other not in (name, _REPLACED + name)]


def name_address(tag: str, *more: str) -> str:
    """Return the address of a tag's release, or of a file in it."""
    place = "/".join(["releases", "download" if more else "tag", quote(tag), *map(quote, more)])
    return f"{os.environ['GITHUB_SERVER_URL']}/{os.environ['GITHUB_REPOSITORY']}/{place}"


def download(asset: Asset, file: Path) -> None:
    """Write the asset to a file; one that arrived in part is an error."""
    content = run_gh("api", "--header=Accept: application/octet-stream", f"{_RELEASES}/assets/{asset.id}")
    digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
    if len(content) != asset.size or asset.digest not in ("", digest):
        raise Stop(f"the asset '{asset.name}' did not arrive whole", "run the job again")
    file.write_bytes(content)


def create_release(tag: str, notes: Path, package: Path, *, is_prerelease: bool) -> None:
    """Make the tag's release with the package in it; ``gh`` shows it when the upload is done."""
    options = ["--verify-tag", f"--title={tag}", f"--notes-file={notes}", *(["--prerelease"] if is_prerelease else [])]
    try:
        run_gh("release", "create", *options, "--", tag, f"./{package.name}", folder=package.parent)
    except Stop as stop:
        for said, message, hint in (
            ("already exists", f"release {tag} is there already: another run made it meanwhile", "run this job again"),
            (
                "doesn't exist in the repo",
                f"there is no tag '{tag}' in the repository",
                f"push it, git push origin {tag}, or name another one under 'tag'",
            ),
        ):
            if said in str(stop):
                raise Stop(message, hint) from None
        raise


def edit_notes(tag: str, notes: Path) -> None:
    """Replace the notes of the tag's release."""
    run_gh("release", "edit", f"--notes-file={notes}", "--", tag)


def upload(release: Release, package: Path) -> None:
    """Add the package to a release. One of that name stays, renamed, until the new one is there."""
    leftovers = [asset for asset in release.assets if asset.name == _REPLACED + package.name]
    for present in [asset for asset in release.assets if asset.name == package.name]:
        _delete(leftovers)
        run_gh(
            "api", "--method=PATCH", f"{_RELEASES}/assets/{present.id}", f"--raw-field=name={_REPLACED}{present.name}"
        )
        leftovers = [present]
    # What is overwritten here is an upload that broke off.
    run_gh("release", "upload", "--clobber", "--", release.tag, f"./{package.name}", folder=package.parent)
    _delete(leftovers)


def _delete(assets: Sequence[Asset]) -> None:
    for asset in assets:
        run_gh("api", "--method=DELETE", f"{_RELEASES}/assets/{asset.id}")


def _read_release(told: dict[str, Any]) -> Release:
    assets = tuple(
        Asset(asset["id"], asset["name"], asset["size"], asset.get("digest") or "")
        for asset in told["assets"]
        if asset["state"] == "uploaded"
    )
    notes, published = told["body"] or "", told["published_at"] or ""
    return Release(told["tag_name"], notes, told["draft"], published, assets, told["prerelease"])
