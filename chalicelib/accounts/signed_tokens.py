"""JWTs of ours, RS256 with the stage's keys. The audience tells access tokens from those in mails."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

import jwt

from chalicelib.accounts.signing_keys import current_signing_key, list_signing_keys
from chalicelib.config import settings
from chalicelib.errors import Unauthorized

Audience = Literal["access", "reset-password", "verify-email", "change-email"]
CLOCK_SKEW_SECONDS = 5


class InvalidToken(Exception):
    """Not a token of ours, not for this purpose, or changed since. Which of them is nobody's business."""


class ExpiredToken(InvalidToken):
    """A token of ours whose time is over."""


def sign(audience: Audience, user_id: str, lifetime: timedelta, now: datetime, **claims: str) -> str:
    key = current_signing_key(now)
    standard = {"iss": settings().public_url, "aud": audience, "sub": user_id, "iat": now, "exp": now + lifetime}
    return jwt.encode({**claims, **standard}, key.private_key, algorithm="RS256", headers={"kid": key.kid})


def read_signed(audience: Audience, token: str, *wanted: str) -> dict[str, str]:
    """The claims of a valid token, *wanted* ones included. Raises InvalidToken or ExpiredToken.

    The algorithm is ours to choose, never the token's: `none` and HS256 signed with our public key are old tricks.
    """
    try:
        claims = _decode(audience, token, list(wanted))
    except jwt.ExpiredSignatureError as error:
        raise ExpiredToken from error
    except (jwt.PyJWTError, ValueError) as error:
        raise InvalidToken from error
    if not all(isinstance(claims[name], str) for name in ("sub", *wanted)):
        raise InvalidToken
    return claims


def public_key_set() -> list[dict[str, str]]:
    """The public halves as JSON Web Keys."""
    return [
        {**_public_jwk(key.public_key), "kid": key.kid, "use": "sig", "alg": "RS256"} for key in list_signing_keys()
    ]


def _decode(audience: Audience, token: str, wanted: list[str]) -> dict[str, Any]:
    kid = jwt.get_unverified_header(token).get("kid")
    for key in list_signing_keys():
        if key.kid == kid:
            return jwt.decode(
                token,
                key.public_key,
                algorithms=["RS256"],
                audience=audience,
                issuer=settings().public_url,
                leeway=CLOCK_SKEW_SECONDS,
                options={"require": ["exp", "iat", "sub", "iss", "aud", *wanted]},
            )
    raise InvalidToken


def _public_jwk(public_key: Any) -> dict[str, str]:
    described = jwt.algorithms.RSAAlgorithm.to_jwk(public_key, as_dict=True)
    return {name: str(described[name]) for name in ("kty", "n", "e")}


ACCESS_LIFETIME = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class AccessClaims:
    user_id: str
    session_id: str


def issue_access_token(user_id: str, session_id: str, now: datetime) -> str:
    return sign("access", user_id, ACCESS_LIFETIME, now, sid=session_id)


def read_access_token(token: str) -> AccessClaims:
    """What a valid token says. Raises Unauthorized for any other; only expiry is told apart, for clients refresh."""
    try:
        claims = read_signed("access", token, "sid")
    except ExpiredToken:
        raise Unauthorized("The access token has expired", code="token_expired") from None
    except InvalidToken:
        raise Unauthorized("The access token is not valid") from None
    return AccessClaims(user_id=claims["sub"], session_id=claims["sid"])
