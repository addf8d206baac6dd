"""ntfy: a push message to a topic, on ntfy.sh or a server of one's own. Sent as JSON, for headers carry no Unicode.

https://docs.ntfy.sh/publish/#publish-as-json
"""

from collections.abc import Mapping
from urllib.parse import urlsplit, urlunsplit

import orjson

from chalicelib.alerts.notifications import Notification

TEXT_LIMIT = 1500
PRIORITIES = {"fatal": 5, "error": 4, "warning": 3}


def ntfy_url(topic_url: str) -> str:
    """JSON goes to the server's root, or to what stands before the topic where a proxy put one there."""
    parts = urlsplit(topic_url)
    return urlunsplit((parts.scheme, parts.netloc, parts.path.rstrip("/").rpartition("/")[0] + "/", "", ""))


def ntfy_body(notification: Notification, topic_url: str) -> bytes:
    facts = ", ".join(f"{name}: {value[:200]}" for name, value in notification.facts)
    parts = (notification.title, notification.text[:TEXT_LIMIT], facts)
    return orjson.dumps(
        {
            "topic": urlsplit(topic_url).path.rstrip("/").rpartition("/")[2],
            "title": notification.headline[:250],
            "message": "\n".join(part for part in parts if part),
            "click": notification.url,
            "priority": PRIORITIES.get(notification.level, 2),
            "tags": [notification.level] if notification.level else [],
        }
    )


def ntfy_headers(token: str) -> Mapping[str, str]:
    json = {"Content-Type": "application/json"}
    return {**json, "Authorization": f"Bearer {token}"} if token else json
