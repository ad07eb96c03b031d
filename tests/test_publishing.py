"""What docs/publishing.md and README tell people to write works."""

import os
import re
import shutil
import string
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
import yaml
from commands import clean_environment, read_package, write_files
from composite import ACTION, COMMENT, ROOT

from mkdeck import __version__

PAGE = "\n".join((ROOT / name).read_text(encoding="utf-8") for name in ("docs/publishing.md", "README.md"))
ARTICLE = "# Queues\n\n## What is a queue?\n\nA line of messages that wait.\n"
BIGGER = f"{ARTICLE}\n## What is a topic?\n\nA queue that many read.\n"
TOKEN = "the job's token"


def examples(language: str) -> list[tuple[str, str]]:
    """Return each example in a language with the heading of its chapter."""
    found: list[tuple[str, str]] = []
    for chapter in re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:]:
        blocks = re.findall(rf"^```{language}\n(.*?)^```", chapter, re.MULTILINE | re.DOTALL)
        found += [(chapter.partition("\n")[0], block) for block in blocks]
    return found


def uses_of_the_action() -> Iterator[dict[str, Any]]:
    for heading, text in examples("yaml"):
        if heading in ("GitHub", "Publishing"):
            for job in yaml.safe_load(text)["jobs"].values():
                yield from (step for step in job["steps"] if step.get("uses", "").startswith("OWNER/mkdeck"))


# --- what is written


@pytest.mark.parametrize(("heading", "text"), examples("yaml"))
def test_an_example_has_the_form_that_its_reader_asks_for(heading: str, text: str, tmp_path: Path) -> None:
    pytest.importorskip("check_jsonschema", reason="needs check-jsonschema: pip install --group hooks")
    schemas = {
        "GitHub": "vendor.github-workflows",
        "Publishing": "vendor.github-workflows",
        "GitLab": "vendor.gitlab-ci",
    }
    if heading not in schemas:
        assert heading == "Before each commit"  # which test_hooks.py runs
        return
    write_files(tmp_path, {"example.yml": text})
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schemas[heading], "example.yml"]
    done = subprocess.run(check, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_an_example_uses_inputs_and_outputs_that_the_action_has() -> None:
    used = list(uses_of_the_action())
    assert len(used) == 6
    for step in used:
        action = COMMENT if "/comment@" in step["uses"] else ACTION
        assert step["with"].keys() <= action["inputs"].keys()
        assert {name for name, told in action["inputs"].items() if told.get("required")} <= step["with"].keys()
    assert set(re.findall(r"steps\.deck\.outputs\.(\w+)", PAGE)) <= ACTION["outputs"].keys()


def test_examples_name_the_present_version() -> None:
    named = re.findall(r"(?:mkdeck(?:/comment)?@v|rev: v|mkdeck-anki==)(\S+)", PAGE)
    assert named == [__version__] * 8


GUARDED = [text for heading, text in examples("yaml") if heading == "GitHub" and "permissions: {}" in text]
"""Workflows beside that of ten lines: they meet strangers, or need more than one right."""


def test_a_workflow_that_meets_strangers_has_each_right_said_and_each_action_pinned() -> None:
    assert len(GUARDED) == 3
    for text in GUARDED:
        workflow = yaml.safe_load(text)
        assert workflow["permissions"] == {}
        for job in workflow["jobs"].values():
            assert all(re.search(rf"{name}: {right} # \w", text) for name, right in job["permissions"].items())
        used = re.findall(r"uses: (?!OWNER/)(\S+) # (v\S+)$", text, re.MULTILINE)
        assert len(used) == len(re.findall(r"uses: (?!OWNER/)", text)) > 0
        assert all(re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", name) for name, _ in used)


def test_no_run_has_both_a_strangers_code_and_a_right_to_write() -> None:
    check, comment, _ = (yaml.safe_load(text) for text in GUARDED)
    (build,) = check["jobs"].values()
    assert (check[True], build["permissions"]) == ("pull_request", {"contents": "read"})  # YAML reads "on" so
    (job,) = comment["jobs"].values()
    assert comment[True].keys() == {"workflow_run"}
    assert comment[True]["workflow_run"]["workflows"] == [check["name"]]
    assert [step for step in job["steps"] if "run" in step or "checkout" in step["uses"]] == []
    made, taken = build["steps"][-1]["with"], job["steps"][0]["with"]
    assert made["name"] == taken["name"]
    assert job["steps"][1]["with"]["output"] == build["steps"][1]["with"]["output"]
    assert job["steps"][1]["with"]["review"] == taken["path"]


def test_zizmor_finds_nothing_in_the_workflows(tmp_path: Path) -> None:
    zizmor = shutil.which("zizmor", path=str(Path(sys.executable).parent)) or shutil.which("zizmor")
    if not zizmor:
        pytest.skip("needs zizmor: pip install --group lint")
    hash_ = "0" * 40  # of a release that is not there yet
    for n, text in enumerate(GUARDED):
        pinned = re.sub(r"@v(\d\S+)$", rf"@{hash_} # v\1", text, flags=re.MULTILINE)
        write_files(tmp_path, {f".github/workflows/{n}.yml": pinned})
    shutil.copytree(ROOT / "comment", tmp_path / "comment")
    done = subprocess.run([zizmor, "--offline", "--quiet", tmp_path], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    for n, text in enumerate(GUARDED):
        write_files(tmp_path, {f".github/workflows/{n}.yml": text.replace("zizmor: ignore", "")})
    done = subprocess.run([zizmor, "--offline", "--quiet", tmp_path], capture_output=True, text=True, check=False)
    assert done.returncode != 0  # it looks at them, and would tell


def test_the_memory_is_explained_in_the_words_of_the_action() -> None:
    assert "`replaced-NAME.apkg`" in PAGE
    assert '_REPLACED = "replaced-"' in (ROOT / "action" / "releases.py").read_text(encoding="utf-8")


# --- what is run

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="the scripts are for servers with a shell")


@pytest.fixture
def programs(tmp_path: Path) -> dict[str, str]:
    """Variables with which a script finds this mkdeck, and a ``python`` whose pip has nothing to do."""
    shim = f'#!/bin/sh\nexec "{sys.executable}" -m mkdeck "$@"\n'
    write_files(tmp_path, {"bin/mkdeck": shim, "bin/python": "#!/bin/sh\nexit 0\n"})
    for name in ("mkdeck", "python"):
        (tmp_path / "bin" / name).chmod(0o755)
    return clean_environment(PATH=f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}", no_proxy="127.0.0.1")


def run_script(text: str, *arguments: str, folder: Path, environment: dict[str, str]) -> tuple[int, str]:
    command = ["bash", "-c", text, "script", *arguments]
    done = subprocess.run(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    return done.returncode, done.stdout


class Registry(BaseHTTPRequestHandler):
    """As much of GitLab as the job talks to."""

    files: dict[str, bytes]
    posted: list[dict[str, list[str]]]
    is_down = False
    protocol_version = "HTTP/1.1"  # curl waits for leave to send a file

    def do_GET(self) -> None:
        content = self.files.get(self.path)
        self._answer(503 if self.is_down else 200 if content is not None else 404, content or b"{}")

    def do_PUT(self) -> None:
        self.files[self.path] = self._read()
        self._answer(201)

    def do_POST(self) -> None:
        self.posted.append(parse_qs(self._read().decode()))
        self._answer(201)

    def _read(self) -> bytes:
        return self.rfile.read(int(self.headers["Content-Length"]))

    def _answer(self, status: int, content: bytes = b"{}") -> None:
        status = status if self.headers["JOB-TOKEN"] == TOKEN else 401
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # as its base names it
        pass


@pytest.fixture
def gitlab() -> Iterator[tuple[type[Registry], str]]:
    """A server on loopback, and the address of its API."""

    class Fresh(Registry):
        files, posted = {}, []

    with ThreadingHTTPServer(("127.0.0.1", 0), Fresh) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield Fresh, f"http://127.0.0.1:{server.server_port}/api/v4"
        server.shutdown()
        thread.join()


@posix_only
@pytest.mark.skipif(not shutil.which("curl"), reason="needs curl")
def test_gitlabs_job_publishes_each_tag_over_the_last(
    gitlab: tuple[type[Registry], str], programs: dict[str, str], tmp_path: Path
) -> None:
    registry, api = gitlab
    ((_, text),) = [example for example in examples("yaml") if example[0] == "GitLab"]
    job = yaml.safe_load(text)["deck"]
    script = "\n".join(["set -eo pipefail", *job["script"]])
    packages = "/api/v4/projects/7/packages/generic/deck"

    def release(tag: str, article: str) -> tuple[int, str]:
        work = tmp_path / tag
        write_files(work, {"articles/queues.md": article})
        variables = {"CI_API_V4_URL": api, "CI_PROJECT_ID": "7", "CI_COMMIT_TAG": tag, "CI_JOB_TOKEN": TOKEN}
        filled_in = {name: string.Template(value).substitute(variables) for name, value in job["variables"].items()}
        return run_script(script, folder=work, environment=programs | variables | filled_in)

    assert release("v1", ARTICLE)[0] == 0
    code, said = release("v2", BIGGER)
    assert code == 0, said
    assert [posted["tag_name"] for posted in registry.posted] == [["v1"], ["v2"]]
    assert registry.posted[0]["description"] == ["First release.\n"]
    assert registry.posted[1]["description"][0].startswith("1 added, 1 unchanged.\n")
    assert registry.posted[1]["assets[links][][url]"] == [f"{api}/projects/7/packages/generic/deck/v2/backend.apkg"]
    latest = registry.files[f"{packages}/latest/backend.apkg"]
    assert latest == registry.files[f"{packages}/v2/backend.apkg"] == (tmp_path / "v2" / "backend.apkg").read_bytes()
    registry.is_down = True
    code, said = release("v3", BIGGER)
    assert (code, "status 503" in said, len(registry.posted)) == (1, True, 2)


@posix_only
@pytest.mark.skipif(not (shutil.which("flock") and shutil.which("git")), reason="needs git and flock")
def test_crons_script_replaces_the_package_and_never_starts_afresh(programs: dict[str, str], tmp_path: Path) -> None:
    script, by_hand = [text for heading, text in examples("sh") if heading == "A server with cron"]
    ((_, line),) = examples("crontab")
    assert line.split()[5:] == ["/usr/local/bin/publish-deck", "/srv/articles", "/srv/www/decks"]
    origin, clone, public = tmp_path / "origin", tmp_path / "my articles", tmp_path / "www" / "decks"
    public.mkdir(parents=True)
    me = {f"GIT_{who}_{what}": "me@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    environment = programs | me | {"SOURCE_DATE_EPOCH": "1700000000"}

    def publish() -> tuple[int, str]:
        return run_script(script, str(clone), str(public), folder=tmp_path, environment=environment)

    def commit(article: str) -> None:
        write_files(origin, {"articles/queues.md": article})
        save = "git init --quiet; git add .; git commit --quiet --message changed"
        assert run_script(save, folder=origin, environment=environment)[0] == 0

    commit(ARTICLE)
    run_script(f"git clone --quiet origin '{clone}'", folder=tmp_path, environment=environment)
    assert publish()[0] != 0
    assert not (public / "backend.apkg").exists()
    first = by_hand.replace("/srv/articles", f"'{clone}'").replace("/srv/www/decks", str(public))
    assert run_script(first, folder=tmp_path, environment=environment)[0] == 0
    before = (public / "backend.apkg").read_bytes()

    environment["SOURCE_DATE_EPOCH"] = "1700100000"
    code, said = publish()
    assert code == 0, said
    assert (public / "backend.apkg").read_bytes() == before
    assert not (public / "changes.md").exists()

    commit(BIGGER)
    assert publish()[0] == 0
    assert len(read_package(public / "backend.apkg").notes) == 2
    changes = (public / "changes.md").read_text(encoding="utf-8")
    assert re.match(r"## \d{4}-\d\d-\d\d\n\n1 added, 1 unchanged\.\n", changes)
