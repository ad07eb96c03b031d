"""What ``mkdeck …`` means: the commands, and ``build`` where none is named."""

import contextlib
import io
import os
import signal
import sys
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperCommand, TyperGroup

from mkdeck import __version__
from mkdeck.cli.build import build
from mkdeck.cli.check import check
from mkdeck.cli.diff import diff
from mkdeck.cli.pin import pin
from mkdeck.cli.preview import preview
from mkdeck.cli.push import push

DEFAULT_COMMAND = "build"


class _BareBuild(TyperGroup):
    """A group whose first argument may be a source: ``mkdeck a.md`` is ``mkdeck build a.md``."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args[:1] == ["help"] and not os.path.exists("help"):
            args = [*args[1:2], "--help"]
        if args and self._means_build(args[0]):
            args = [DEFAULT_COMMAND, *args]
        return super().parse_args(ctx, args)

    def _means_build(self, first: str) -> bool:
        if first in self.commands:
            return False
        if first.startswith("-"):
            return first.split("=")[0] not in {opt for param in self.params for opt in param.opts} | {"-h", "--help"}
        # A bare word that is no file goes to typer, which knows what command it may have been meant for.
        return os.path.exists(first) or not first.isidentifier()

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        return ["SOURCES... -o PACKAGE", "|", "COMMAND [OPTIONS] ..."]

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        """Offer files beside the commands, as the shell itself would."""
        found = super().shell_complete(ctx, incomplete)
        sources = self.commands[DEFAULT_COMMAND].params[0]
        return found if incomplete.startswith("-") else [*found, *sources.shell_complete(ctx, incomplete)]


class PlainCommand(TyperCommand):
    """A command whose help names arguments as users write them, without the types of Python."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for param in self.params:
            if param.param_type_name == "argument":
                param.display_type_rich = lambda ctx: ""  # type: ignore[attr-defined]  # of typer from 0.26 on

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """Return ``[OPTIONS] SOURCES...``."""
        arguments = [param for param in self.params if param.param_type_name == "argument"]
        return ["[OPTIONS]", *(f"{param.metavar}{'...' if param.nargs == -1 else ''}" for param in arguments)]


app = typer.Typer(
    cls=_BareBuild,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command(cls=PlainCommand)(build)
app.command(cls=PlainCommand)(check)
app.command(cls=PlainCommand)(diff)
app.command(cls=PlainCommand)(preview)
app.command(cls=PlainCommand)(pin)
app.command(cls=PlainCommand)(push)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"mkdeck {__version__}")
        raise typer.Exit


@app.callback()
def _describe(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Turn question-and-answer articles in Markdown into an Anki package.

    mkdeck SOURCES... -o PACKAGE is short for mkdeck build; its options are in mkdeck build --help.
    """


def main() -> None:
    """Run the command line."""
    _open_streams()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal of another encoding shows what it can
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if number := getattr(signal, name, None):  # Windows has no SIGHUP
            signal.signal(number, _end)
    try:
        os.getcwd()  # noqa: PTH109  # to be told at once where the folder was deleted
    except OSError:
        _give_up("the current folder is not there any more", 2)
    try:
        app()
    except OSError as error:  # of the streams: a full disk behind standard output
        _give_up(f"cannot print: {(error.strerror or 'unknown error').lower()}", 1)
    except MemoryError:
        _give_up("there is not enough memory; part the sources into several packages", 1)
    except ValueError as error:
        match error.__context__:
            case SystemExit(code=int(code)):
                os._exit(code)  # zipfile, closed by an interruption, complains over it
        raise


def _open_streams() -> None:
    """Let what is closed be open to nothing: what is printed is for nobody, and no file gets the number of a stream."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            descriptor = os.open(os.devnull, os.O_RDWR)  # the lowest number that is free
            setattr(sys, name, os.fdopen(descriptor, mode, closefd=False))


def _give_up(reason: str, status: int) -> NoReturn:
    """End at once, without another try to print what is left."""
    with contextlib.suppress(OSError):
        sys.stderr.write(f"mkdeck: {reason}\n")
        sys.stderr.flush()
    os._exit(status)


def _end(number: int, _: object) -> None:
    """End in order, so that a build removes what it had begun to write."""
    raise SystemExit(128 + number)
