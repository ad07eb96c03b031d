"""Anki's ideas, pure: articles -> deck."""
