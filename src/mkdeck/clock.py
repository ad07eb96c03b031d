"""The time of a build."""

import os
import time


def read_clock() -> int:
    """Return ``SOURCE_DATE_EPOCH`` where it is set, else the current time, in seconds since 1970.

    ``ValueError``: it is no such number. https://reproducible-builds.org/docs/source-date-epoch/
    """
    said = os.environ.get("SOURCE_DATE_EPOCH", "").strip()
    if not said:
        return int(time.time())
    if not said.isdecimal() or len(said) > 11:
        raise ValueError(f"SOURCE_DATE_EPOCH is '{said}', not a number of seconds since 1970")
    return int(said)
