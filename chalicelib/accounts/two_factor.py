"""A second factor: codes of an authenticator app (TOTP, RFC 6238), and recovery codes for when it is lost.

The secret is stored encrypted under the stage's master key, recovery codes as hashes. A code works once: the step it is
of is noted by a conditional write, so that whoever reads it over a shoulder comes too late.
"""

import base64
import hashlib
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor import InvalidToken
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from pynamodb.attributes import BinaryAttribute, NumberAttribute, UnicodeAttribute, UnicodeSetAttribute
from pynamodb.exceptions import UpdateError

from chalicelib.accounts.store import User
from chalicelib.aws import keys
from chalicelib.aws.secrets import master_key
from chalicelib.aws.tables import CoreRecord
from chalicelib.aws.transactions import refusing
from chalicelib.errors import Conflict, ValidationFailed
from chalicelib.times import format_time, utc_now

ISSUER = "MiniSentry"
SECRET_BYTES = 20
NONCE_BYTES = 12
DIGITS = 6
STEP_SECONDS = 30
# A clock may be a step off, and a code takes a while to type.
STEPS_OFF = (0, -1, 1)
RECOVERY_CODES = 10
# Fifty bits: no list of them is tried out against a hash, nor against the throttle.
RECOVERY_LETTERS = 10


class TwoFactorRecord(CoreRecord):
    secret = BinaryAttribute(legacy_encoding=False)
    enabled_at = UnicodeAttribute(null=True)
    last_step = NumberAttribute(default=0)
    recovery = UnicodeSetAttribute(null=True)


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What an app is told: the secret to type, and the same as an address that it reads from a QR code."""

    secret: str
    uri: str


@dataclass(frozen=True, slots=True)
class TwoFactor:
    """*enabled_at* is None where it is off."""

    enabled_at: str | None
    recovery_codes_left: int


def find_two_factor(user_id: str) -> TwoFactor:
    record = _find(user_id)
    if record is None or record.enabled_at is None:
        return TwoFactor(None, 0)
    return TwoFactor(record.enabled_at, len(record.recovery or ()))


def begin(user: User) -> Enrolment:
    """A new secret, which counts from the first code of it on. Raises Conflict where a second factor is on already."""
    secret = secrets.token_bytes(SECRET_BYTES)
    record = _record(user.user_id)
    with refusing(Conflict("The second factor is on already; turn it off first", code="two_factor_on")):
        record.update(
            actions=[TwoFactorRecord.secret.set(_seal(user.user_id, secret)), TwoFactorRecord.last_step.set(0)],
            condition=TwoFactorRecord.enabled_at.does_not_exist(),
        )
    uri = _totp(secret).get_provisioning_uri(user.email, ISSUER)
    return Enrolment(base64.b32encode(secret).decode(), uri)


def enable(user: User, code: str) -> list[str]:
    """Turn it on with the first code of the app. Returns the recovery codes, which are shown this once.

    Raises ValidationFailed for a wrong code, Conflict where nothing was begun.
    """
    record = _find(user.user_id)
    if record is None or record.enabled_at is not None:
        raise Conflict("Begin anew: there is no secret to confirm", code="two_factor_not_begun")
    step = _matching_step(user.user_id, record, code)
    if step is None:
        raise ValidationFailed("The code is wrong", fields={"code": "is not the app's present one"})
    codes = _new_recovery_codes()
    with refusing(Conflict("Begin anew: the secret was changed meanwhile", code="two_factor_not_begun")):
        record.update(
            actions=[
                TwoFactorRecord.enabled_at.set(format_time(utc_now())),
                TwoFactorRecord.last_step.set(step),
                TwoFactorRecord.recovery.set({_hash(each) for each in codes}),
            ],
            condition=(TwoFactorRecord.secret == record.secret) & TwoFactorRecord.enabled_at.does_not_exist(),
        )
    return codes


def renew_recovery_codes(user_id: str) -> list[str]:
    """New ones; the old ones end. Raises Conflict where the second factor is off."""
    codes = _new_recovery_codes()
    with refusing(Conflict("The second factor is off", code="two_factor_off")):
        _record(user_id).update(
            actions=[TwoFactorRecord.recovery.set({_hash(each) for each in codes})],
            condition=TwoFactorRecord.enabled_at.exists(),
        )
    return codes


def disable(user_id: str) -> None:
    _record(user_id).delete()


def accept_code(user_id: str, code: str) -> bool:
    """Whether *code* is the app's, or a recovery code; either is spent by it. False where the second factor is off."""
    record = _find(user_id)
    if record is None or record.enabled_at is None:
        return False
    step = _matching_step(user_id, record, code)
    try:
        if step is not None:
            record.update(actions=[TwoFactorRecord.last_step.set(step)], condition=TwoFactorRecord.last_step < step)
            return True
        hashed = _hash(code)
        if hashed not in (record.recovery or ()):
            return False
        record.update(
            actions=[TwoFactorRecord.recovery.delete({hashed})],
            condition=TwoFactorRecord.recovery.contains(hashed),
        )
    except UpdateError as error:
        if error.cause_response_code == "ConditionalCheckFailedException":
            return False
        raise
    return True


def _find(user_id: str) -> TwoFactorRecord | None:
    try:
        return TwoFactorRecord.get(keys.user(user_id), keys.TWO_FACTOR, consistent_read=True)
    except TwoFactorRecord.DoesNotExist:
        return None


def _record(user_id: str) -> TwoFactorRecord:
    return TwoFactorRecord(keys.user(user_id), keys.TWO_FACTOR)


def _matching_step(user_id: str, record: TwoFactorRecord, code: str) -> int | None:
    """The step that *code* is of, if it is near and no later one was used."""
    digits = code.replace(" ", "")
    if len(digits) != DIGITS or not digits.isascii() or not digits.isdecimal():
        return None
    totp = _totp(_open(user_id, record.secret))
    for step in _near_steps():
        if step > int(record.last_step) and _is_code_of(totp, digits, step):
            return step
    return None


def _near_steps() -> Iterator[int]:
    now = int(time.time()) // STEP_SECONDS
    return (now + off for off in STEPS_OFF)


def _is_code_of(totp: TOTP, digits: str, step: int) -> bool:
    try:
        totp.verify(digits.encode(), step * STEP_SECONDS)
    except InvalidToken:
        return False
    return True


def _totp(secret: bytes) -> TOTP:
    return TOTP(secret, DIGITS, SHA1(), STEP_SECONDS)  # noqa: S303 - the one hash that every app knows


def _new_recovery_codes() -> list[str]:
    texts = (
        base64.b32encode(secrets.token_bytes(7)).decode().lower()[:RECOVERY_LETTERS] for _ in range(RECOVERY_CODES)
    )
    return [f"{text[:5]}-{text[5:]}" for text in texts]


def _hash(code: str) -> str:
    letters = code.strip().lower().replace("-", "").replace(" ", "")
    return hashlib.sha256(letters.encode(errors="replace")).hexdigest()


def _seal(user_id: str, secret: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(master_key()).encrypt(nonce, secret, _binding(user_id))


def _open(user_id: str, sealed: bytes) -> bytes:
    try:
        return AESGCM(master_key()).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], _binding(user_id))
    except InvalidTag as error:
        raise Conflict("The second factor was made under another master key", code="two_factor_unreadable") from error


def _binding(user_id: str) -> bytes:
    return f"two-factor/{user_id}".encode()
