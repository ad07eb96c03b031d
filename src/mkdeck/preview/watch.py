"""Folders -> word of each change in them."""

import logging
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from watchfiles import watch

FindFolders = Callable[[], Iterable[Path]]


def watch_folders(find_folders: FindFolders, matters: Callable[[Path], bool]) -> Iterator[None]:
    """Yield at once, and again after each change of a file that matters, until the program is interrupted.

    The folders are watched without those below them, and found anew after each change.
    """
    logging.getLogger("watchfiles").setLevel(logging.ERROR)  # it would tell of every interruption
    while True:
        # What changes while the caller works is told afterwards: the watch begins before that.
        changes = _begin(find_folders, matters)
        if changes is None:
            return
        yield
        if not any(changes):
            return


def _begin(find_folders: FindFolders, matters: Callable[[Path], bool]) -> Iterator[object] | None:
    """Return what tells of changes from now on, nothing where the program was interrupted."""
    try:
        return _watch(find_folders(), matters, is_polled=None)
    except OSError:  # the system watches no more folders: look at them again and again
        return _watch(find_folders(), matters, is_polled=True)


def _watch(folders: Iterable[Path], matters: Callable[[Path], bool], is_polled: bool | None) -> Iterator[object] | None:
    changes = watch(
        *folders,
        watch_filter=lambda _, path: matters(Path(path)),
        debounce=400,
        rust_timeout=100,
        yield_on_timeout=True,
        raise_interrupt=False,
        force_polling=is_polled,
        recursive=False,
    )
    return None if next(changes, None) is None else changes
