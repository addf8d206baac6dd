"""Access tokens: RS256 JWTs of 15 minutes that name a user and the session they belong to."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import jwt

from chalicelib.config import settings
from chalicelib.errors import Unauthorized
from chalicelib.storage.signing_keys import current_signing_key, list_signing_keys

LIFETIME = timedelta(minutes=15)
AUDIENCE = "minisentry"
CLOCK_SKEW_SECONDS = 5


@dataclass(frozen=True, slots=True)
class AccessClaims:
    user_id: str
    session_id: str


def issue_access_token(user_id: str, session_id: str, now: datetime) -> str:
    key = current_signing_key(now)
    claims = {
        "iss": settings().public_url,
        "aud": AUDIENCE,
        "sub": user_id,
        "sid": session_id,
        "iat": now,
        "exp": now + LIFETIME,
    }
    return jwt.encode(claims, key.private_key, algorithm="RS256", headers={"kid": key.kid})


def read_access_token(token: str) -> AccessClaims:
    """What a valid token says. Raises Unauthorized for any other, without telling which check failed.

    The algorithm is ours to choose, never the token's: `none` and HS256 signed with our public key are old tricks.
    """
    try:
        claims = _decode(token)
    except jwt.ExpiredSignatureError:
        raise Unauthorized("The access token has expired", code="token_expired") from None
    except jwt.PyJWTError:
        raise _invalid() from None
    if not isinstance(claims["sid"], str):
        raise _invalid()
    return AccessClaims(user_id=claims["sub"], session_id=claims["sid"])


def public_key_set() -> list[dict[str, str]]:
    """The public halves as JSON Web Keys."""
    return [
        {**_public_jwk(key.public_key), "kid": key.kid, "use": "sig", "alg": "RS256"} for key in list_signing_keys()
    ]


def _decode(token: str) -> dict[str, Any]:
    kid = jwt.get_unverified_header(token).get("kid")
    for key in list_signing_keys():
        if key.kid == kid:
            return jwt.decode(
                token,
                key.public_key,
                algorithms=["RS256"],
                audience=AUDIENCE,
                issuer=settings().public_url,
                leeway=CLOCK_SKEW_SECONDS,
                options={"require": ["exp", "iat", "sub", "sid", "iss", "aud"]},
            )
    raise _invalid()


def _public_jwk(public_key: Any) -> dict[str, str]:
    described = jwt.algorithms.RSAAlgorithm.to_jwk(public_key, as_dict=True)
    return {name: str(described[name]) for name in ("kty", "n", "e")}


def _invalid() -> Unauthorized:
    return Unauthorized("The access token is not valid")
