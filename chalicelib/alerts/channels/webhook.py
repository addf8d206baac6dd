"""Our own webhook: a JSON body with signatures over its time and content, so that an old one cannot be replayed.

Signed in our own header and as Standard Webhooks, whose libraries check it in most languages:
https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Mapping

import orjson

from chalicelib.alerts.notifications import Notification

STANDARD_PREFIX = "whsec_"
KEY_BYTES = 24


def new_secret() -> str:
    """A secret in the form that Standard Webhooks' libraries take."""
    return STANDARD_PREFIX + base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def webhook_body(notification: Notification) -> bytes:
    return orjson.dumps({**notification.payload, "headline": notification.headline})


def webhook_headers(
    notification: Notification, delivery_id: str, body: bytes, secret: str, now_seconds: int
) -> Mapping[str, str]:
    """*delivery_id* is the same on a repeat. Both signatures are of the same *secret*."""
    signed = f"{now_seconds}.".encode() + body
    signature = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    return {
        "Content-Type": "application/json",
        "X-MiniSentry-Event": notification.kind,
        "X-MiniSentry-Delivery": delivery_id,
        "X-MiniSentry-Signature": f"t={now_seconds},v1={signature}",
        "Webhook-Id": delivery_id,
        "Webhook-Timestamp": str(now_seconds),
        "Webhook-Signature": f"v1,{_standard_signature(delivery_id, signed, secret)}",
    }


def _standard_signature(delivery_id: str, signed: bytes, secret: str) -> str:
    digest = hmac.new(_standard_key(secret), f"{delivery_id}.".encode() + signed, hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


def _standard_key(secret: str) -> bytes:
    """The bytes that the libraries read from the secret; secrets of other forms are their own bytes."""
    try:
        return base64.b64decode(secret.removeprefix(STANDARD_PREFIX), validate=True)
    except binascii.Error:
        return secret.encode()
