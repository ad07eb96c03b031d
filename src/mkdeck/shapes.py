"""How articles may ask; a module of its own, for ``--help`` needs nothing else."""

SHAPES = (
    "headings",
    "items",
    "summary",
    "bold",
    "labels",
    "admonitions",
    "inline",
    "cloze",
    "tagged",
    "slides",
    "details",
    "choices",
    "html",
    "file",
    "index",
)
"""The names of the shapes that a user may give."""
