"""A few characters that stand for a text: they tell whether another is the same, and cannot be read."""

import hashlib
from base64 import urlsafe_b64encode

_BYTES = 6


def digest_text(text: str) -> str:
    """Return eight characters for a text; packages hold them, so they never change."""
    return urlsafe_b64encode(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:_BYTES]).decode()
