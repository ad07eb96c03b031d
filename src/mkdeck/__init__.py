"""mkdeck turns question-and-answer articles in Markdown into Anki packages."""

__version__ = "0.1.0"
