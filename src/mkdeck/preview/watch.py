"""Folders -> word of each change in them."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from watchfiles import watch


def watch_folders(find_folders: Callable[[], Iterable[Path]], matters: Callable[[Path], bool]) -> Iterator[None]:
    """Yield at once, and again after each change of a file that matters, until the program is interrupted.

    The folders are watched without those below them, and found anew after each change. ``OSError`` where the system
    watches no more.
    """
    while True:
        # What changes while the caller works is told afterwards: the first look is before that.
        changes = watch(
            *find_folders(),
            watch_filter=lambda _, path: matters(Path(path)),
            debounce=400,
            rust_timeout=100,
            yield_on_timeout=True,
            raise_interrupt=False,
            recursive=False,
        )
        if next(changes, None) is None:
            return
        yield
        if not any(changes):
            return
