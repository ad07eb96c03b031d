"""mkdeck turns question-and-answer articles in Markdown into Anki packages."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkdeck.interface import Result, build
    from mkdeck.model import Location
    from mkdeck.problem import Problem, Severity

__all__ = ["Location", "Problem", "Result", "Severity", "__version__", "build"]
__version__ = "0.1.0"

_ROOMS = {"build": "interface", "Result": "interface", "Location": "model", "Problem": "problem", "Severity": "problem"}

if not TYPE_CHECKING:  # else a type checker would find any name here

    def __getattr__(name: str) -> object:
        """Load what is asked for when it is asked for: ``import mkdeck``, and with it ``mkdeck --help``, stays cheap."""
        if name not in _ROOMS:
            raise AttributeError(f"module 'mkdeck' has no attribute '{name}'")
        return getattr(import_module(f"mkdeck.{_ROOMS[name]}"), name)
