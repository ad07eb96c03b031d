"""What is said of what stays on the network; a module of its own, for most builds reach nothing there."""

from mkdeck.media_types import is_played
from mkdeck.model import Location, Media
from mkdeck.problem import Problem


def leave_remote(reference: str, where: Location) -> Media | Problem:
    """Return the finding that stands for a remote picture where nothing is downloaded, and always for a remote sound or film."""
    if is_played(drop_query(reference)):
        hint = "save it beside the article, so that cards play it: sounds and films are never downloaded"
        return Problem(where, "remote-media", f"the sound '{reference}' stays a link", hint)
    hint = "save the picture beside the article, or use --download-images, so that learners see it offline"
    return Problem(where, "remote-media", f"the picture '{reference}' stays a link", hint)


def drop_query(address: str) -> str:
    """Return an address, which may be any text, without its query and fragment."""
    return address.partition("#")[0].partition("?")[0]
