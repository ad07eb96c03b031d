"""A stand-in for GitHub's command ``gh``: releases in a folder, and failures on demand.

It knows just the calls that the action makes, spelled as the real one takes them, and refuses all others.
"""

import hashlib
import json
import os
import re
import sys
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import unquote

HUB = Path(os.environ["HUB"])
STATE = HUB / "releases.json"
PAGE = 2
"""Releases on a page, so that some tests have several."""
RELEASES = "repos/{owner}/{repo}/releases"


def main(arguments: list[str]) -> None:
    with (HUB / "calls").open("a") as calls:
        calls.write(f"{' '.join(arguments)}\n")
    assert (os.environ["GH_TOKEN"], os.environ["GH_REPO"], os.environ["GH_HOST"]) == (
        "the token",
        "someone/articles",
        "github.com",
    )
    if (HUB / "failure").exists():
        when, message = json.loads((HUB / "failure").read_text())
        if re.match(when, " ".join(arguments)):
            fail(message)
    releases = json.loads(STATE.read_text()) if STATE.exists() else []
    match arguments:
        case ["api", "--paginate", "--slurp", endpoint] if endpoint == f"{RELEASES}?per_page=100":
            print(json.dumps([releases[i : i + PAGE] for i in range(0, len(releases), PAGE)] or [[]]))
        case ["api", "--header=Accept: application/octet-stream", endpoint]:
            find_asset(releases, endpoint)
            sys.stdout.buffer.write((HUB / "assets" / endpoint.rpartition("/")[2]).read_bytes())
        case ["api", "--method=PATCH", endpoint, field] if endpoint.startswith(RELEASES):
            _, asset = find_asset(releases, endpoint)
            asset["name"] = field.removeprefix("--raw-field=name=")
        case ["api", "--method=DELETE", endpoint]:
            release, asset = find_asset(releases, endpoint)
            release["assets"].remove(asset)
        case ["release", "create", "--verify-tag", title, notes, *more, "--", tag, file]:
            assert title == f"--title={tag}"
            assert more in ([], ["--prerelease"])
            if any(release["tag_name"] == tag for release in releases):
                fail(f"a release with the same tag name already exists: {tag}")
            release = new_release(releases, tag, read_notes(notes)) | {"prerelease": bool(more)}
            releases.insert(0, release)
            add_asset(releases, release, file)
        case ["release", "edit", notes, "--", tag]:
            find_release(releases, tag)["body"] = read_notes(notes)
        case ["release", "upload", "--clobber", "--", tag, file]:
            add_asset(releases, find_release(releases, tag), file)
        case ["api", endpoint] if endpoint.startswith("repos/{owner}/{repo}/pulls?state=open&per_page=100&head="):
            head = unquote(endpoint.rpartition("=")[2])
            pulls = json.loads((HUB / "pulls.json").read_text())
            print(json.dumps([pull for pull in pulls if pull["head"]["label"] == head]))
            return
        case ["api", "graphql", "--paginate", "--slurp", query, *values]:
            assert "$endCursor: String" in query
            assert values[:2] == ["--raw-field=owner=someone", "--raw-field=name=articles"]
            number = int(values[2].removeprefix("--field=number="))
            own = [comment for comment in read_comments() if comment["number"] == number]
            pages = [own[i : i + PAGE] for i in range(0, len(own), PAGE)] or [[]]
            print(json.dumps([{"data": {"repository": {"pullRequest": {"comments": {"nodes": n}}}}} for n in pages]))
            return
        case ["api", method, endpoint, field] if "/issues/" in endpoint:
            write_comment(method, endpoint, Path(field.removeprefix("--field=body=@")).read_text(encoding="utf-8"))
            return
        case _:
            fail(f"the stand-in does not know: gh {arguments}")
    STATE.write_text(json.dumps(releases, indent=2))
    if (HUB / "meanwhile").exists() and arguments[1].startswith("--header"):
        (HUB / "meanwhile").rename(STATE)  # what another run did after this one had fetched the package


def new_release(releases: list[Any], tag: str, notes: str) -> dict[str, Any]:
    published = f"2026-01-01T00:00:{len(releases):02}Z"
    made = {"tag_name": tag, "body": notes, "draft": False, "prerelease": False, "published_at": published}
    return made | {"assets": []}


def add_asset(releases: list[Any], release: dict[str, Any], file: str) -> None:
    assert "#" not in file  # it would begin a label
    content = Path(file).read_bytes()
    name = re.sub(r"[^A-Za-z0-9_+@-]+", ".", Path(file).name).strip(".")  # as GitHub does
    release["assets"] = [asset for asset in release["assets"] if asset["name"] != name]
    number = 1 + max((asset["id"] for other in [*releases, release] for asset in other["assets"]), default=0)
    (HUB / "assets").mkdir(exist_ok=True)
    (HUB / "assets" / str(number)).write_bytes(content)
    asset = {"id": number, "name": name, "size": len(content), "state": "uploaded"}
    release["assets"].append(asset | {"digest": f"sha256:{hashlib.sha256(content).hexdigest()}"})


def read_comments() -> list[Any]:
    state = HUB / "comments.json"
    return json.loads(state.read_text()) if state.exists() else []


def write_comment(method: str, endpoint: str, body: str) -> None:
    if len(body) > 65_536:
        fail("HTTP 422: Body is too long (maximum is 65536 characters)")
    comments = read_comments()
    match method, endpoint.removeprefix("repos/{owner}/{repo}/issues/").split("/"):
        case "--method=POST", [number, "comments"]:
            made = {"number": int(number), "databaseId": len(comments) + 1, "viewerDidAuthor": True, "body": body}
            comments.append(made)
        case "--method=PATCH", ["comments", id_]:
            (found,) = [comment for comment in comments if comment["databaseId"] == int(id_)]
            found["body"] = body
        case _:
            fail("gh: Not Found (HTTP 404)")
    (HUB / "comments.json").write_text(json.dumps(comments))


def find_release(releases: list[Any], tag: str) -> Any:
    return next((release for release in releases if release["tag_name"] == tag), None) or fail("release not found")


def find_asset(releases: list[Any], endpoint: str) -> tuple[Any, Any]:
    number = int(endpoint.removeprefix(f"{RELEASES}/assets/"))
    pairs = [(release, asset) for release in releases for asset in release["assets"] if asset["id"] == number]
    return pairs[0] if pairs else fail("gh: Not Found (HTTP 404)")


def read_notes(option: str) -> str:
    notes = Path(option.removeprefix("--notes-file=")).read_text(encoding="utf-8")
    return notes if len(notes) <= 125_000 else fail("HTTP 422: body is too long (maximum is 125000 characters)")


def fail(message: str) -> NoReturn:
    print(message, file=sys.stderr)
    sys.exit(1)


if __name__ == "__main__":
    main(sys.argv[1:])
