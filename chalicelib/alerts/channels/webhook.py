"""Our own webhook: a JSON body with a signature over its time and content, so that an old one cannot be replayed."""

import hashlib
import hmac
from collections.abc import Mapping

import orjson

from chalicelib.alerts.notifications import Notification


def webhook_body(notification: Notification) -> bytes:
    return orjson.dumps({**notification.payload, "headline": notification.headline})


def webhook_headers(
    notification: Notification, delivery_id: str, body: bytes, secret: str, now_seconds: int
) -> Mapping[str, str]:
    """*delivery_id* is the same on a repeat."""
    signed = f"{now_seconds}.".encode() + body
    signature = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    return {
        "Content-Type": "application/json",
        "X-MiniSentry-Event": notification.kind,
        "X-MiniSentry-Delivery": delivery_id,
        "X-MiniSentry-Signature": f"t={now_seconds},v1={signature}",
    }
