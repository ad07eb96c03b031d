"""What other flashcard tools write into articles: tags, ids, the state of reviews, lines between the sides of a card.

Some of it means the same wherever it stands; what might be something else in an ordinary article counts only where the
article says by signs of its own that it was written for such a tool.
"""
