"""Discord: an incoming webhook's embed. Nobody is pinged, whatever an event's title says."""

from typing import Any

import orjson

from chalicelib.alerts.notifications import Notification

COLORS = {"new_issue": 0xD9534F, "regression": 0xF0AD4E, "frequency": 0xF0AD4E}
TEXT_LIMIT = 1800


def discord_body(notification: Notification) -> bytes:
    embed: dict[str, Any] = {
        "title": (notification.title or notification.headline)[:250],
        "url": notification.url,
        "description": notification.text[:TEXT_LIMIT],
        "color": COLORS.get(notification.kind, 0x5BC0DE),
        "fields": [{"name": name, "value": value[:1000], "inline": True} for name, value in notification.facts],
        "timestamp": notification.created_at,
    }
    content = notification.headline[:TEXT_LIMIT]
    return orjson.dumps({"content": content, "embeds": [embed], "allowed_mentions": {"parse": []}})
