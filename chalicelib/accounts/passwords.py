"""Passwords in, bcrypt hashes out, and the same work for an address that nobody has."""

import base64
import hashlib

import bcrypt

from chalicelib.config import settings

MIN_LENGTH = 10
MAX_LENGTH = 200

# Salt and digest of nothing in particular: checking against it takes as long as checking a real one.
_NOBODY = "C6UzMDM.H6dfI/f/IKcEe.h8bOCKuvoR8nTpJhWJ0Al1Cc1rIcMI6"


def hash_password(password: str) -> str:
    return bcrypt.hashpw(_prepared(password), bcrypt.gensalt(settings().bcrypt_rounds)).decode()


def is_password(password: str, password_hash: str | None) -> bool:
    """Whether *password* made *password_hash*. None is somebody unknown: False, after the same time."""
    stored = password_hash or f"$2b${settings().bcrypt_rounds:02d}${_NOBODY}"
    matches = bcrypt.checkpw(_prepared(password), stored.encode())
    return matches and password_hash is not None


def needs_rehash(password_hash: str) -> bool:
    """Whether the stage has since been told to work harder, or less hard, on each password."""
    return not password_hash.startswith(f"$2b${settings().bcrypt_rounds:02d}$")


def _prepared(password: str) -> bytes:
    # bcrypt reads 72 bytes and stops at a NUL; 44 characters of base64 carry a longer password whole.
    return base64.b64encode(hashlib.sha256(password.encode()).digest())
