"""What a title, a label or a line says of itself: it asks, it answers, it is the page's."""
