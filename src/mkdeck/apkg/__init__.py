"""Anki packages: deck <-> .apkg."""
