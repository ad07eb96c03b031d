"""The release that a package is built for."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Release:
    """What is known of it, ``""`` where nothing is."""

    name: str = ""
    url: str = ""
    """Where learners find the next one."""


NO_RELEASE = Release()


def read_release(environment: Mapping[str, str], name: str = "") -> Release:
    """Return the release of a build in GitHub's CI; ``name`` is what the caller calls it, else the tag that is built does."""
    if environment.get("GITHUB_ACTIONS") != "true" or not environment.get("GITHUB_REPOSITORY"):
        return Release(name)
    own = environment.get("GITHUB_REF_NAME", "") if environment.get("GITHUB_REF_TYPE") == "tag" else ""
    server = environment.get("GITHUB_SERVER_URL", "https://github.com")
    return Release(name or own, f"{server}/{environment['GITHUB_REPOSITORY']}/releases/latest")
