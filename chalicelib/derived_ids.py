"""Ids of what happened: the same for the same happening, whoever asks and how often. Pure."""

import uuid
from hashlib import sha256


def happening_id(*what: object) -> str:
    digest = sha256("\0".join(map(str, what)).encode()).digest()
    return str(uuid.UUID(bytes=digest[:16], version=5))
