"""Markdown in: text -> article."""
