"""Devices that somebody signed in on before: guesses made elsewhere must not lock their owners out.

A cookie names the device and whose it is, under a signature of ours; nothing is stored. It lets nobody in: a known
device's failures are counted by themselves, that is all.
"""

import base64
import hmac
import secrets
from dataclasses import dataclass

from chalicelib.accounts.login_throttle import Throttle
from chalicelib.accounts.refresh_tokens import COOKIE_PATH
from chalicelib.aws.secrets import master_key

COOKIE = "minisentry_device"
LIFETIME_SECONDS = 180 * 24 * 3600
MAX_LENGTH = 200
ATTRIBUTES = f"Path={COOKIE_PATH}; HttpOnly; Secure; SameSite=Strict"


@dataclass(frozen=True, slots=True)
class Device:
    user_id: str
    device_id: str

    def __str__(self) -> str:
        return f"{self.user_id}.{self.device_id}.{self._signature()}"

    @property
    def throttle(self) -> Throttle:
        return Throttle(f"login#device#{self.user_id}#{self.device_id}", free=5)

    def _signature(self) -> str:
        key = hmac.digest(master_key(), b"known device", "sha256")
        signed = hmac.digest(key, f"{self.user_id}.{self.device_id}".encode(), "sha256")
        return base64.urlsafe_b64encode(signed).decode().rstrip("=")

    def is_signed_by(self, signature: str) -> bool:
        return hmac.compare_digest(self._signature().encode(), signature.encode())


def read_device(cookie: str | None) -> Device | None:
    """The device that a cookie of ours names; None for any other."""
    parts = (cookie or "").split(".")
    if len(parts) != 3 or not all(parts) or len(cookie or "") > MAX_LENGTH:
        return None
    device = Device(parts[0], parts[1])
    return device if device.is_signed_by(parts[2]) else None


def device_cookie(user_id: str, known: Device | None) -> str:
    """For who just signed in: the same device again, or a new one. Another person's becomes this one's."""
    device_id = known.device_id if known is not None and known.user_id == user_id else secrets.token_urlsafe(12)
    return f"{COOKIE}={Device(user_id, device_id)}; Max-Age={LIFETIME_SECONDS}; {ATTRIBUTES}"


def forgotten_device() -> str:
    return f"{COOKIE}=; Max-Age=0; {ATTRIBUTES}"
