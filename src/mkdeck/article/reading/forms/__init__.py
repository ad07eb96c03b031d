"""The forms that a question may have, one file each: what looks like its begin. A form knows signs, and decides nothing."""
