"""Text in: text -> blocks, as CommonMark, raw HTML and what other tools write have it."""
