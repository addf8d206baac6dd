"""The RS256 key pairs that sign access tokens: read from the parameter store, cached for minutes, rotated by the sweep.

A new pair is published first and signs only when every process has had time to see it; an old one verifies until the
last token it signed is gone.
"""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

import orjson
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from chalicelib.aws.secrets import new_signing_key, read_secret, write_secret
from chalicelib.times import parse_time

CACHE_SECONDS = 300
ROTATE_AFTER = timedelta(days=30)
SIGNS_AFTER = timedelta(minutes=10)
# The tokens that live longest are those in mails: a day.
VERIFIES_AFTER_SUCCESSION = timedelta(hours=25)
PARAMETER = "jwt-keys"


@dataclass(frozen=True, slots=True)
class SigningKey:
    kid: str
    private_key: RSAPrivateKey
    created_at: datetime

    @property
    def public_key(self) -> RSAPublicKey:
        return self.private_key.public_key()


_cached: list[tuple[float, tuple[SigningKey, ...]]] = []


def list_signing_keys() -> tuple[SigningKey, ...]:
    """Every pair that may verify, oldest first, at most five minutes old."""
    if _cached and time.monotonic() - _cached[0][0] < CACHE_SECONDS:
        return _cached[0][1]
    found = tuple(sorted(map(_signing_key, _read_rows()), key=lambda key: key.created_at))
    _cached[:] = [(time.monotonic(), found)]
    return found


def current_signing_key(now: datetime) -> SigningKey:
    """The pair that signs: the newest that is old enough to be known everywhere, or the only one."""
    found = list_signing_keys()
    known = [key for key in found if now - key.created_at >= SIGNS_AFTER]
    return known[-1] if known else found[0]


def rotate_signing_keys(now: datetime) -> bool:
    """Add a pair when the newest is old, drop pairs that signed nothing still valid. True when anything changed.

    Two sweeps at once may both add one: the parameter holds one of them, and the other never gets old enough to sign.
    """
    rows = sorted(_read_rows(), key=lambda row: row["created_at"])
    kept = [row for row, successor in zip(rows, [*rows[1:], None], strict=True) if not _is_done(successor, now)]
    if now - parse_time(rows[-1]["created_at"]) >= ROTATE_AFTER:
        kept.append(new_signing_key())
    if kept == rows:
        return False
    write_secret(PARAMETER, orjson.dumps(kept).decode())
    forget_signing_keys()
    return True


def forget_signing_keys() -> None:
    """Read the parameter again at the next use."""
    _cached.clear()


def _is_done(successor: dict[str, str] | None, now: datetime) -> bool:
    if successor is None:
        return False
    return now - parse_time(successor["created_at"]) >= SIGNS_AFTER + VERIFIES_AFTER_SUCCESSION


def _read_rows() -> list[dict[str, str]]:
    rows: list[dict[str, str]] = orjson.loads(read_secret(PARAMETER))
    return rows


def _signing_key(row: dict[str, str]) -> SigningKey:
    private_key = load_pem_private_key(row["private_key"].encode(), password=None)
    if not isinstance(private_key, RSAPrivateKey):
        raise TypeError(f"the signing key {row['kid']} is no RSA key")
    return SigningKey(row["kid"], private_key, parse_time(row["created_at"]))
