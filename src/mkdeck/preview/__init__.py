"""One page that shows every card as Anki will."""
