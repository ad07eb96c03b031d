"""GitHub's own command ``gh``."""

import os
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

from runner import Stop


def run_gh(*arguments: str, folder: Path | None = None) -> bytes:
    """Return what ``gh`` prints."""
    token = os.environ["INPUT_TOKEN"]
    host = urlsplit(os.environ["GITHUB_SERVER_URL"]).hostname or ""
    settings = {"GH_TOKEN": token, "GH_ENTERPRISE_TOKEN": token, "GH_HOST": host, "GH_PROMPT_DISABLED": "1"}
    environment = os.environ | settings | {"GH_REPO": os.environ["GITHUB_REPOSITORY"]}
    try:
        done = subprocess.run(["gh", *arguments], cwd=folder, env=environment, capture_output=True, check=False)
    except FileNotFoundError:
        raise Stop(
            "this runner has no gh", "install GitHub's command line on it, or name a file as 'previous'"
        ) from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip() or f"exit code {done.returncode}"
        hint = "nothing was published; look at the token and its permissions, or run the job again"
        raise Stop(f"gh {arguments[0]} failed: {said}", hint)
    return done.stdout
