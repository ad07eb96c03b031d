"""The configuration file: found, read, and what it leads to checked.

It lies beside the articles, and may be anybody's as they are: what it names has to lie in its own folder, links followed.
"""

import os
from dataclasses import dataclass, replace
from pathlib import Path

from mkdeck.config import DEFAULTS, find_setting, merge_settings, parse_config
from mkdeck.files.regular import is_below, real_path
from mkdeck.files.sources import find_configs
from mkdeck.files.texts import MAX_SETTINGS, read_text
from mkdeck.model import Location, Settings
from mkdeck.problem import Problem, Severity


@dataclass(frozen=True, slots=True)
class ConfigFile:
    """The configuration file, read; without one, what the command line says alone."""

    settings: Settings = DEFAULTS
    folder: Path | None = None
    text: str = ""
    path: str = ""


def load_config(wish: Settings, named: Path | None) -> tuple[ConfigFile, list[Problem]]:
    """Read the file that is named, else the nearest one that has settings; ``wish`` is laid over them."""
    for path in [named] if named else find_configs(Path.cwd()):
        shown = named or Path(os.path.relpath(path))
        text, problems = read_text(shown, MAX_SETTINGS)
        settings, wrong = parse_config(text, str(shown))
        if settings is None and named and not problems + wrong:
            hint = "add a table [tool.mkdeck], or name another file"
            missing = _report("wrong-setting", "there is no table [tool.mkdeck]", hint, Location(str(shown), 1))
            return ConfigFile(merge_settings(wish, DEFAULTS)), [missing]
        if settings is not None or problems + wrong:
            said, unread = _load_css(settings or Settings(), text, shown)
            unread += _check_media_root(said, text, shown)
            merged = merge_settings(wish, said, DEFAULTS)
            return ConfigFile(merged, real_path(path.parent), text, str(shown)), problems + wrong + unread
    return ConfigFile(merge_settings(wish, DEFAULTS)), []


def _load_css(settings: Settings, text: str, config: Path) -> tuple[Settings, list[Problem]]:
    """Put the text of the style file in the place of its name."""
    if settings.css is None:
        return settings, []
    where = find_setting(text, str(config), "css")
    path = config.parent / settings.css
    if not os.path.exists(path):
        hint = f"the path is looked up from {config.parent}{os.sep}"
        return replace(settings, css=None), [_report("missing-css", f"no file '{settings.css}'", hint, where)]
    if problem := _check_place("css", settings.css, config, where) or _check_style(settings.css, path, where):
        return replace(settings, css=None), [problem]
    css, problems = read_text(path, MAX_SETTINGS)
    unread = [replace(p, location=where if p.code != "not-utf8" else p.location) for p in problems]
    return replace(settings, css=css), unread


def _check_media_root(settings: Settings, text: str, config: Path) -> list[Problem]:
    if settings.media_root is None:
        return []
    where = find_setting(text, str(config), "media-root")
    if not os.path.isdir(config.parent / settings.media_root):
        hint = f"make the folder, or name another one; the path is looked up from {config.parent}{os.sep}"
        return [_report("missing-media-root", f"no folder '{settings.media_root}'", hint, where)]
    problem = _check_place("media-root", settings.media_root, config, where)
    return [problem] if problem else []


def _check_place(key: str, name: str, config: Path, where: Location) -> Problem | None:
    if is_below(config.parent / name, config.parent):
        return None
    message = f"'{name}' lies outside the folder of the configuration, so '{key}' cannot be it"
    hint = "move it below that folder, or the configuration to a folder that holds both"
    return _report("outside-setting", message, hint, where)


def _check_style(name: str, path: Path, where: Location) -> Problem | None:
    """Require a name that ends in .css, also of the file that a link leads to: the text is published with the deck."""
    if {path.suffix.lower(), real_path(path).suffix.lower()} == {".css"}:
        return None
    message = f"'css' is '{name}', not a file whose name ends in .css"
    return _report("wrong-setting", message, 'write css = "cards.css"', where)


def _report(code: str, message: str, hint: str, where: Location) -> Problem:
    return Problem(where, code, message, hint, Severity.ERROR)
