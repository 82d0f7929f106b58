"""Made-up ids and tokens in the server's own forms."""

import random

_LETTERS = "23456789ABCDEFGHJKLMNPQRSTWXYZabcdefghijkmnopqrstuvwxyz"
# The alphabet of the server's random ids: no characters that look alike.

ID_LENGTH = 17
INCOMING_TOKEN_LENGTH = 48
OUTGOING_TOKEN_LENGTH = 24


def random_text(draw: random.Random, length: int) -> str:
    """Return random letters and digits as the server draws them for ids and tokens."""
    return "".join(draw.choices(_LETTERS, k=length))


def random_hex_id(draw: random.Random) -> str:
    """Return the newer form of an id: 24 hex digits."""
    return f"{draw.getrandbits(96):024x}"
