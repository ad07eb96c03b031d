"""Raw HTML in, HTML that a card may have out."""
