"""Attacks on access tokens. Each forgery differs from a good token in one thing, and each is refused."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta

import jwt
import pytest
from cryptography.hazmat.primitives import serialization

from chalicelib import config
from chalicelib.accounts import signing_keys
from chalicelib.accounts.signed_tokens import sign
from chalicelib.accounts.signing_keys import (
    current_signing_key,
    forget_signing_keys,
    list_signing_keys,
    rotate_signing_keys,
)
from chalicelib.aws.secrets import new_signing_key
from chalicelib.times import utc_now
from tests.api_client import ApiClient


@pytest.fixture
def ann(open_stage: config.Settings) -> ApiClient:
    return ApiClient().register("ann@example.com")


def status_with(token: str) -> int:
    return ApiClient(token=token).get("/auth/me").status


def claims_of(token: str | None) -> dict[str, object]:
    return jwt.decode(token or "", options={"verify_signature": False})


def encode(part: dict[str, object]) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")


def signed(claims: dict[str, object], **header: str) -> str:
    key = current_signing_key(utc_now())
    return jwt.encode(claims, key.private_key, algorithm="RS256", headers={"kid": key.kid, **header})


def test_a_good_token_is_let_in(ann: ApiClient) -> None:
    assert status_with(ann.token or "") == 200
    assert status_with(signed(claims_of(ann.token))) == 200


def test_a_token_without_signature_is_refused(ann: ApiClient) -> None:
    header = {"alg": "none", "typ": "JWT", "kid": current_signing_key(utc_now()).kid}

    assert status_with(f"{encode(header)}.{encode(claims_of(ann.token))}.") == 401


def test_a_token_signed_with_the_public_key_as_secret_is_refused(ann: ApiClient) -> None:
    """PyJWT refuses to sign so, and an attacker does not ask PyJWT."""
    key = current_signing_key(utc_now())
    pem = key.public_key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    signing_input = f"{encode({'alg': 'HS256', 'typ': 'JWT', 'kid': key.kid})}.{encode(claims_of(ann.token))}"
    signature = base64.urlsafe_b64encode(hmac.digest(pem, signing_input.encode(), hashlib.sha256)).decode().rstrip("=")

    assert status_with(f"{signing_input}.{signature}") == 401


def test_a_token_of_another_key_is_refused(ann: ApiClient) -> None:
    strange = new_signing_key()
    ours = current_signing_key(utc_now()).kid

    for kid in (strange["kid"], ours, "../../etc/passwd", ""):
        forged = jwt.encode(claims_of(ann.token), strange["private_key"], algorithm="RS256", headers={"kid": kid})
        assert status_with(forged) == 401


@pytest.mark.parametrize(
    "change",
    [
        {"iss": "https://evil.example.com"},
        {"aud": "verify-email"},
        {"aud": ["access", "other"]} | {"iss": "https://evil.example.com"},
        {"exp": 1},
        {"iat": 99999999999},
        {"sid": "00000000-0000-4000-8000-000000000000"},
        {"sid": 7},
        {"sub": "00000000-0000-4000-8000-000000000000"},
        {"sub": 7},
    ],
)
def test_a_token_that_says_something_else_is_refused_even_when_signed(
    ann: ApiClient, change: dict[str, object]
) -> None:
    assert status_with(signed({**claims_of(ann.token), **change})) == 401


@pytest.mark.parametrize("missing", ["iss", "aud", "exp", "iat", "sub", "sid"])
def test_a_token_that_leaves_a_claim_out_is_refused(ann: ApiClient, missing: str) -> None:
    claims = claims_of(ann.token)
    del claims[missing]

    assert status_with(signed(claims)) == 401


def test_edited_claims_do_not_fit_the_signature(ann: ApiClient) -> None:
    bob = ApiClient().register("bob@example.com")
    header, _, signature = (ann.token or "").split(".")

    assert status_with(f"{header}.{encode({**claims_of(ann.token), 'sub': bob.user['id']})}.{signature}") == 401


def test_an_expired_token_says_so_that_clients_refresh(ann: ApiClient) -> None:
    session_id = str(claims_of(ann.token)["sid"])
    old = sign("access", ann.user["id"], timedelta(minutes=15), utc_now() - timedelta(minutes=16), sid=session_id)

    answer = ApiClient(token=old).get("/auth/me")

    assert answer.status == 401
    assert answer.body["error"]["code"] == "token_expired"


def test_a_token_from_a_mail_is_no_access_token(ann: ApiClient) -> None:
    mailed = sign("reset-password", ann.user["id"], timedelta(hours=1), utc_now(), state="x", sid="y")

    assert status_with(mailed) == 401


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "é.é.é", "." * 50, "mst_", "mst_" + "x" * 43, "x" * 5000])
def test_nonsense_is_refused(ann: ApiClient, token: str) -> None:
    assert status_with(token.encode().decode("latin-1")) == 401


def test_the_public_keys_verify_our_tokens(ann: ApiClient) -> None:
    answer = ApiClient().get("/.well-known/jwks.json")
    keys = {key["kid"]: jwt.PyJWK(key) for key in answer.body["keys"]}

    kid = jwt.get_unverified_header(ann.token or "")["kid"]

    assert jwt.decode(ann.token or "", keys[kid], algorithms=["RS256"], audience="access")["sub"] == ann.user["id"]
    assert "private" not in answer.text
    assert not any("d" in key for key in answer.body["keys"])


def test_old_keys_verify_until_their_tokens_are_gone(ann: ApiClient, monkeypatch: pytest.MonkeyPatch) -> None:
    first = list_signing_keys()[0].kid
    now = utc_now()

    assert not rotate_signing_keys(now)
    assert rotate_signing_keys(now + timedelta(days=31))
    second = next(key.kid for key in list_signing_keys() if key.kid != first)

    assert current_signing_key(now).kid == first, "a new key signs only when every process knows it"
    assert current_signing_key(now + timedelta(minutes=11)).kid == second
    assert status_with(ann.token or "") == 200

    assert rotate_signing_keys(now + timedelta(hours=26))
    assert [key.kid for key in list_signing_keys()] == [second]
    assert status_with(ann.token or "") == 401


def test_keys_are_read_again_after_minutes(ann: ApiClient, monkeypatch: pytest.MonkeyPatch) -> None:
    reads = []
    monkeypatch.setattr(signing_keys, "_read_rows", lambda: reads.append(1) or [new_signing_key()])
    forget_signing_keys()

    list_signing_keys()
    list_signing_keys()
    monkeypatch.setattr(signing_keys, "CACHE_SECONDS", 0)
    list_signing_keys()

    assert len(reads) == 2
