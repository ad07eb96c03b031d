"""As much of protobuf as Anki's packages need: https://protobuf.dev/programming-guides/encoding."""

from collections.abc import Iterator

from mkdeck.apkg.untrusted import UnreadableError

Value = int | bytes
"""A varint, or the bytes of text, of a message within, or of a number of fixed length."""

MAX_FIELDS = 1_000_000
"""Of one message; the longest lists 200,000 pictures."""

_MAX_VARINT = 10
"""Bytes of the longest: 64 bits, seven a byte."""

_FIXED_LENGTHS = {1: 8, 5: 4}


def read_fields(message: bytes, what: str) -> Iterator[tuple[int, Value]]:
    """Yield each field's number and value, in the order of the message."""
    place = count = 0
    while place < len(message):
        count += 1
        if count > MAX_FIELDS:
            raise UnreadableError(f"{what} is too large")
        tag, place = _read_varint(message, place, what)
        number, wire_type = tag >> 3, tag & 7
        if wire_type == 0:
            value, place = _read_varint(message, place, what)
            yield number, value
            continue
        if wire_type == 2:
            length, place = _read_varint(message, place, what)
        elif wire_type in _FIXED_LENGTHS:
            length = _FIXED_LENGTHS[wire_type]
        else:
            raise UnreadableError(f"{what} is damaged")
        if length > len(message) - place:
            raise UnreadableError(f"{what} is damaged")
        yield number, message[place : place + length]
        place += length


def read_message(message: bytes, what: str) -> dict[int, Value]:
    """Return the fields by their numbers; of a field that comes twice the last, as protobuf has it."""
    return dict(read_fields(message, what))


def read_text(value: Value, what: str) -> str:
    """Return a field's value as text."""
    try:
        if isinstance(value, bytes):
            return value.decode()
    except UnicodeDecodeError as error:
        raise UnreadableError(f"{what} is damaged") from error
    raise UnreadableError(f"{what} is damaged")


def _read_varint(message: bytes, place: int, what: str) -> tuple[int, int]:
    """Return the number at ``place``, and the place after it."""
    number = 0
    for length, byte in enumerate(message[place : place + _MAX_VARINT]):
        number |= (byte & 0x7F) << (7 * length)
        if byte < 0x80:
            return number, place + length + 1
    raise UnreadableError(f"{what} is damaged")
