"""The stage's secrets in SSM Parameter Store (SecureString): signing keys, the master key, the set-up token."""

import base64
import secrets
from contextlib import suppress
from functools import cache

import orjson
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from chalicelib.aws.clients import client
from chalicelib.config import settings
from chalicelib.times import format_time, utc_now

RSA_BITS = 2048
MASTER_KEY_BYTES = 32


@cache
def master_key() -> bytes:
    """The 32 bytes that wrap every project's data key. Raises ParameterNotFound on a stage without secrets."""
    return base64.b64decode(read_secret("master-key"))


def read_secret(name: str) -> str:
    answer = client("ssm").get_parameter(Name=settings().parameter_name(name), WithDecryption=True)
    return str(answer["Parameter"]["Value"])


def write_secret(name: str, value: str, *, overwrite: bool = True) -> None:
    client("ssm").put_parameter(
        Name=settings().parameter_name(name), Value=value, Type="SecureString", Overwrite=overwrite
    )


def create_stage_secrets() -> None:
    """Make what a new stage needs and leave what is there: losing the master key would lose every event."""
    makers = {"master-key": _new_master_key, "jwt-keys": _new_signing_keys, "setup-token": _new_setup_token}
    for name, make in makers.items():
        if not _has_secret(name):
            _write_first(name, make())


def _has_secret(name: str) -> bool:
    # Asked first because a key pair takes tenths of a second to make, and a stage usually has one.
    try:
        read_secret(name)
    except client("ssm").exceptions.ParameterNotFound:
        return False
    return True


def _write_first(name: str, value: str) -> None:
    """Two deploys at once may both find nothing; the one that comes second leaves what the first wrote."""
    with suppress(client("ssm").exceptions.ParameterAlreadyExists):
        write_secret(name, value, overwrite=False)


def new_signing_key() -> dict[str, str]:
    """A fresh RS256 key pair as `{kid, private_key (PEM), created_at}`; its public half is derived when needed."""
    pair = rsa.generate_private_key(public_exponent=65537, key_size=RSA_BITS)
    pem = pair.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    return {"kid": secrets.token_hex(8), "private_key": pem, "created_at": format_time(utc_now())}


def _new_master_key() -> str:
    return base64.b64encode(secrets.token_bytes(MASTER_KEY_BYTES)).decode()


def _new_signing_keys() -> str:
    return orjson.dumps([new_signing_key()]).decode()


def _new_setup_token() -> str:
    return secrets.token_urlsafe(24)
