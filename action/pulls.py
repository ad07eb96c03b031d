"""Pull requests and their comments, through GitHub's own command ``gh``."""

import json
import os
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import quote

from github import run_gh
from runner import Stop, tell

_QUERY = """
query($owner: String!, $name: String!, $number: Int!, $endCursor: String) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      comments(first: 100, after: $endCursor) {
        nodes { databaseId viewerDidAuthor body }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
}
"""


def find_pulls(event: dict[str, Any]) -> list[int]:
    """Return the numbers of the open pull requests that a run was for, as they are now.

    They are found by the commit, which GitHub names: what the run itself says might lead to another pull request.
    """
    if "pull_request" in event:
        return [event["pull_request"]["number"]]
    run = event.get("workflow_run")
    if not run:
        raise Stop("there is no pull request to comment on", "run the workflow on: workflow_run, or on: pull_request")
    if not run["head_repository"]:  # the fork is gone
        return []
    head = quote(f"{run['head_repository']['owner']['login']}:{run['head_branch']}", safe="")
    pulls = json.loads(run_gh("api", f"repos/{{owner}}/{{repo}}/pulls?state=open&per_page=100&head={head}"))
    return [pull["number"] for pull in pulls if pull["head"]["sha"] == run["head_sha"]]


def put_comment(number: int, marker: str, body: str, *, only_replace: bool) -> None:
    """Write a comment, in the place of the one of our own that begins with the marker."""
    own = _find_own(number, marker)
    if only_replace and not own:
        tell("notice", f"pull request {number} changes nothing for learners")
        return
    place = f"repos/{{owner}}/{{repo}}/issues/{f'comments/{own}' if own else f'{number}/comments'}"
    with tempfile.TemporaryDirectory(dir=os.environ["RUNNER_TEMP"]) as folder:
        file = Path(folder) / "comment.md"
        file.write_text(body, encoding="utf-8")
        run_gh("api", f"--method={'PATCH' if own else 'POST'}", place, f"--field=body=@{file}")
    tell("notice", f"pull request {number} has the comment")


def _find_own(number: int, marker: str) -> int | None:
    """Return the id of the comment to replace: anybody may have written the marker, and only ours is ours."""
    owner, _, name = os.environ["GITHUB_REPOSITORY"].partition("/")
    values = [f"--raw-field=owner={owner}", f"--raw-field=name={name}", f"--field=number={number}"]
    pages = json.loads(run_gh("api", "graphql", "--paginate", "--slurp", f"--raw-field=query={_QUERY}", *values))
    nodes = [node for page in pages for node in page["data"]["repository"]["pullRequest"]["comments"]["nodes"] if node]
    own = [node["databaseId"] for node in nodes if node["viewerDidAuthor"] and node["body"].startswith(marker)]
    return own[0] if own else None
