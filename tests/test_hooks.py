"""The hooks for pre-commit, run by pre-commit itself in a repository of articles."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from commands import write_files
from composite import ROOT
from test_publishing import examples

pytest.importorskip("pre_commit", reason="needs pre-commit: pip install --group hooks")

ARTICLE = "# Queues\n\n## What is a queue?\n\nA line of messages that wait.\n"
ME = {f"GIT_{who}_{what}": "me@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}


class Clone:
    """A repository of articles, with the hooks as the documentation configures them."""

    def __init__(self, folder: Path) -> None:
        self.work, self.hooks, self.home = folder / "work", folder / "hooks", folder / "home"
        for made in (self.work, self.hooks):
            made.mkdir()
            self.git(made, "init", "--quiet")
        for name in ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"):
            shutil.copy(ROOT / name, self.hooks)
        shutil.copytree(ROOT / "src", self.hooks / "src", ignore=shutil.ignore_patterns("__pycache__"))
        self.git(self.hooks, "add", ".")
        self.git(self.hooks, "commit", "--quiet", "--message", "As it is")
        (text,) = [text for heading, text in examples("yaml") if heading == "Before each commit"]
        configuration = yaml.safe_load(text)
        (repository,) = configuration["repos"]
        repository |= {"repo": str(self.hooks), "rev": self.git(self.hooks, "rev-parse", "HEAD").strip()}
        write_files(self.work, {".pre-commit-config.yaml": yaml.safe_dump(configuration)})

    def git(self, folder: Path, *arguments: str) -> str:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        command = ["git", "-C", str(folder), *arguments]
        return subprocess.run(command, env=kept | ME, capture_output=True, text=True, check=True).stdout

    def run_hook(self, name: str) -> tuple[int, str]:
        """Run one hook over what is staged, as ``git commit`` does."""
        return self._pre_commit("run", name)

    def try_hook(self, name: str, *files: str) -> tuple[int, str]:
        """Run one hook over files, without any configuration that names it."""
        return self._pre_commit("try-repo", str(self.hooks), name, "--files", *files)

    def _pre_commit(self, action: str, *arguments: str) -> tuple[int, str]:
        self.git(self.work, "add", ".")
        command = [sys.executable, "-m", "pre_commit", action, "--color=never", *arguments]
        environment = os.environ | {"PRE_COMMIT_HOME": str(self.home)}
        done = subprocess.run(command, cwd=self.work, env=environment, capture_output=True, text=True, check=False)
        if "No matching distribution" in done.stdout:
            pytest.skip("needs a package index, for the environment of the hooks")
        return done.returncode, done.stdout


def test_the_hooks_stop_a_commit_and_let_the_mended_one_pass(tmp_path: Path) -> None:
    """Takes about 12 s: pre-commit makes the environment in which its users run mkdeck."""
    clone = Clone(tmp_path)
    unanswered = f"{ARTICLE}\n## What is a latch?\n"
    write_files(clone.work, {"articles/queues.md": unanswered, "README.md": "# Why?\n"})

    code, told = clone.run_hook("mkdeck-check")
    assert code == 1
    assert "articles/queues.md:7: warning: empty-answer" in told  # a warning, so the hook is strict
    assert "README.md" not in told

    write_files(clone.work, {"articles/queues.md": ARTICLE})
    assert clone.run_hook("mkdeck-check")[0] == 0

    code, told = clone.run_hook("mkdeck-pin")
    assert code == 1
    assert "files were modified by this hook" in told
    assert "## What is a queue?\n<!-- id: what-is-a-queue -->\n" in (clone.work / "articles/queues.md").read_text()
    assert clone.run_hook("mkdeck-pin")[0] == 0


def test_a_hook_can_be_tried_before_it_is_configured(tmp_path: Path) -> None:
    clone = Clone(tmp_path)
    write_files(clone.work, {"articles/queues.md": f"{ARTICLE}\n## What is a latch?\n", "articles/locks.md": ARTICLE})
    code, told = clone.try_hook("mkdeck-check", "articles/queues.md")
    assert code == 1
    assert "articles/queues.md:7: warning: empty-answer" in told
    assert clone.try_hook("mkdeck-check", "articles/locks.md")[0] == 0
