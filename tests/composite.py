"""Runs this repository's action as GitHub's runner would: each ``run`` of action.yml in a real shell."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
COMMENT = yaml.safe_load((ROOT / "comment" / "action.yml").read_text(encoding="utf-8"))
TOKEN = "the token"
_EXPRESSION = re.compile(r"\$\{\{ ([\w.-]+) \}\}")


@dataclass(frozen=True, slots=True)
class Ended:
    """How a use of the action ended."""

    code: int
    log: str
    outputs: Mapping[str, str]
    summary: str


class Repository:
    """A repository on GitHub: its articles in ``work``, its releases with a stand-in for ``gh``."""

    def __init__(self, folder: Path) -> None:
        self.work, self.hub, self.runner = folder / "work", folder / "hub", folder / "runner"
        for made in (self.work, self.hub, self.runner, folder / "bin"):
            made.mkdir()
        stand_in = (ROOT / "tests" / "gh.py").read_text(encoding="utf-8")
        self.gh = folder / "bin" / "gh"
        self.gh.write_text(f"#!{sys.executable} -SE\n{stand_in}", encoding="utf-8")
        self.gh.chmod(0o755)

    def releases(self) -> list[Any]:
        """Return what GitHub lists, the release made last first."""
        state = self.hub / "releases.json"
        return json.loads(state.read_text()) if state.exists() else []

    def change(self, releases: list[Any]) -> None:
        (self.hub / "releases.json").write_text(json.dumps(releases))

    def add_release(self, tag: str, notes: str = "", **more: Any) -> None:
        """Add what a person made by hand: a release without a package."""
        releases = self.releases()
        time = f"2026-01-01T00:00:{len(releases):02}Z"
        made = {"tag_name": tag, "body": notes, "draft": False, "prerelease": False, "published_at": time, "assets": []}
        self.change([made | more, *releases])

    def fail(self, when: str, message: str) -> None:
        """Let calls of ``gh`` that begin with the pattern ``when`` fail from now on."""
        (self.hub / "failure").write_text(json.dumps([when, message]))

    def heal(self) -> None:
        (self.hub / "failure").unlink()

    def comments(self) -> list[Any]:
        """Return the comments on pull requests, the first ones first."""
        state = self.hub / "comments.json"
        return json.loads(state.read_text()) if state.exists() else []

    def asset(self, tag: str, name: str) -> bytes:
        (release,) = [release for release in self.releases() if release["tag_name"] == tag]
        (asset,) = [asset for asset in release["assets"] if asset["name"] == name]
        return (self.hub / "assets" / str(asset["id"])).read_bytes()

    def use(self, tag: str | None, inputs: Mapping[str, str], time: int = 1_700_000_000) -> Ended:
        """Use the action in a run for a tag, or for none."""
        return self._use(ACTION, ROOT, inputs, self.variables(tag) | {"SOURCE_DATE_EPOCH": str(time)})

    def comment(self, event: Mapping[str, Any], inputs: Mapping[str, str]) -> Ended:
        """Use the action that comments, in a run for an event."""
        (self.runner / "event.json").write_text(json.dumps(event))
        variables = self.variables(None) | {"GITHUB_EVENT_PATH": str(self.runner / "event.json")}
        return self._use(COMMENT, ROOT / "comment", inputs, variables)

    def _use(self, action: Any, place: Path, inputs: Mapping[str, str], variables: dict[str, str]) -> Ended:
        assert inputs.keys() <= action["inputs"].keys()
        values = {f"inputs.{name}": told.get("default", "") for name, told in action["inputs"].items()}
        values |= {f"inputs.{name}": value for name, value in inputs.items()}
        known = {"github.token": TOKEN, "steps.install.outputs.python": sys.executable}
        known |= {name: _fill_in(value, known) for name, value in values.items()}
        step = action["runs"]["steps"][-1]
        settings = {name: _fill_in(value, known) for name, value in step["env"].items()}
        outputs, summary = self.runner / "outputs", self.runner / "summary"
        for file in (outputs, summary):
            file.write_bytes(b"")
        environment = os.environ | settings | variables | {"GITHUB_ACTION_PATH": str(place)}
        shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
        done = subprocess.run(
            shell, cwd=self.work, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
        )
        log = done.stdout.decode()
        assert "Traceback" not in log
        return Ended(done.returncode, log, _read_outputs(outputs.read_text("utf-8")), summary.read_text("utf-8"))

    def variables(self, tag: str | None) -> dict[str, str]:
        """Return what GitHub's runner sets in a run for a tag, or for none."""
        return {
            "PATH": f"{self.gh.parent}{os.pathsep}{os.environ['PATH']}",
            "HUB": str(self.hub),
            "RUNNER_TEMP": str(self.runner),
            "GITHUB_OUTPUT": str(self.runner / "outputs"),
            "GITHUB_STEP_SUMMARY": str(self.runner / "summary"),
            "GITHUB_ACTIONS": "true",
            "GITHUB_SERVER_URL": "https://github.com",
            "GITHUB_REPOSITORY": "someone/articles",
            "GITHUB_REF_TYPE": "tag" if tag else "branch",
            "GITHUB_REF_NAME": tag or "main",
        }


def _fill_in(text: str, known: Mapping[str, str]) -> str:
    return _EXPRESSION.sub(lambda found: known.get(found[1], ""), text)


def _read_outputs(text: str) -> dict[str, str]:
    """Read outputs as the runner does: each ends at the first line that is its own word."""
    found = re.findall(r"^(\w+)<<(\w+)\n(.*?)\n\2\n", text, re.MULTILINE | re.DOTALL)
    assert "".join(f"{name}<<{word}\n{value}\n{word}\n" for name, word, value in found) == text
    return {name: value for name, _, value in found}
