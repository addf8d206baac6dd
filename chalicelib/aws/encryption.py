"""Data keys: each project's own 32 bytes, stored wrapped under the stage's master key and kept in memory for minutes.

Erasing a project's key leaves a tombstone, so that its events stay unreadable and no new key appears.
"""

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from hashlib import blake2b
from time import monotonic

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pynamodb.attributes import BinaryAttribute, UnicodeAttribute
from pynamodb.exceptions import PutError

from chalicelib.aws import keys
from chalicelib.aws.secrets import master_key
from chalicelib.aws.tables import CoreRecord
from chalicelib.errors import NotFound
from chalicelib.times import format_time

KEY_BYTES = 32
NONCE_BYTES = 12
USER_HASH_BYTES = 8
KEPT_SECONDS = 300.0
MAX_KEPT = 1000


class DataKeyErased(NotFound):
    """The project's events were erased by destroying their key."""


class DataKeyRecord(CoreRecord):
    wrapped = BinaryAttribute(legacy_encoding=False, null=True)
    erased_at = UnicodeAttribute(null=True)


@dataclass(frozen=True, slots=True)
class DataKey:
    project_id: str
    cipher: AESGCM = field(repr=False)
    user_hash_key: bytes = field(repr=False)

    def encrypt(self, plaintext: bytes, bound_to: bytes) -> bytes:
        """A nonce and the ciphertext, which decrypts only for the same *bound_to*."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + self.cipher.encrypt(nonce, plaintext, bound_to)

    def decrypt(self, sealed: bytes, bound_to: bytes) -> bytes:
        """Raises NotFound when the bytes were changed, belong to something else or to a key that is gone."""
        try:
            return self.cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound_to)
        except InvalidTag as error:
            raise NotFound("This event cannot be read any more") from error

    def hash_user(self, label: str) -> bytes:
        """Eight bytes that tell users apart without naming them; useless without the key."""
        return blake2b(label.encode("utf-8", "surrogatepass"), key=self.user_hash_key, digest_size=8).digest()


@cache
def kept_keys() -> dict[str, tuple[float, DataKey]]:
    """Keys by project, each with the time until which it may be used without asking again."""
    return {}


def get_data_key(project_id: str) -> DataKey:
    """The project's key, made at first use. Raises DataKeyErased."""
    fresh_until, key = kept_keys().get(project_id, (0.0, None))
    if key is not None and fresh_until > monotonic():
        return key
    key = _unwrap(project_id, _read_or_create(project_id))
    if len(kept_keys()) >= MAX_KEPT:
        kept_keys().clear()
    kept_keys()[project_id] = (monotonic() + KEPT_SECONDS, key)
    return key


def erase_data_key(project_id: str, now: datetime) -> None:
    """Make every stored event of the project unreadable for ever."""
    DataKeyRecord(keys.project(project_id), keys.DATA_KEY, erased_at=format_time(now)).save()
    kept_keys().pop(project_id, None)


def _read_or_create(project_id: str) -> DataKeyRecord:
    try:
        return _read(project_id)
    except DataKeyRecord.DoesNotExist:
        record = DataKeyRecord(keys.project(project_id), keys.DATA_KEY, wrapped=_wrap(project_id))
    try:
        record.save(DataKeyRecord.pk.does_not_exist())
    except PutError as error:
        if error.cause_response_code != "ConditionalCheckFailedException":
            raise
        return _read(project_id)
    return record


def _read(project_id: str) -> DataKeyRecord:
    return DataKeyRecord.get(keys.project(project_id), keys.DATA_KEY, consistent_read=True)


def _wrap(project_id: str) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(master_key()).encrypt(nonce, secrets.token_bytes(KEY_BYTES), project_id.encode())


def _unwrap(project_id: str, record: DataKeyRecord) -> DataKey:
    if record.wrapped is None:
        raise DataKeyErased("The events of this project were erased")
    sealed = record.wrapped
    key = AESGCM(master_key()).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], project_id.encode())
    return DataKey(project_id, AESGCM(key), blake2b(b"user hash", key=key, digest_size=32).digest())
