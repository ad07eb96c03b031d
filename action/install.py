"""Install mkdeck from the action's own checkout, in an environment away from the caller's Python."""

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def install(folder: Path) -> Path:
    """Return the Python that has mkdeck; a job that uses the action again finds it made."""
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    ready = folder / "ready"
    if not ready.exists():
        venv.create(folder, clear=True)
        pip = [sys.executable, "-I", "-m", "pip", "--disable-pip-version-check", "--python", str(python)]
        subprocess.run([*pip, "install", "--quiet", str(ROOT)], check=True)
        ready.touch()
    return python


if __name__ == "__main__":
    version = hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]  # a job may use the action in two versions
    made = install(Path(os.environ["RUNNER_TEMP"]) / f"mkdeck-{version}")
    with Path(os.environ["GITHUB_OUTPUT"]).open("a", encoding="utf-8") as outputs:
        outputs.write(f"python={made}\n")
