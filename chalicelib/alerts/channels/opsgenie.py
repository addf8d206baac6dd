"""Opsgenie, and services that take its alerts (Jira Service Management): one alert for each issue.

https://docs.opsgenie.com/docs/alert-api#create-alert
"""

from collections.abc import Mapping

import orjson

from chalicelib.alerts.notifications import Notification

PRIORITIES = {"fatal": "P1", "error": "P2", "warning": "P3"}


def opsgenie_body(notification: Notification) -> bytes:
    text = "\n\n".join(part for part in (notification.title, notification.text, notification.url) if part)
    return orjson.dumps(
        {
            "message": (f"{notification.headline}: {notification.title}".rstrip(": "))[:130],
            "alias": notification.subject,
            "description": text[:15000],
            "details": {name: value[:1000] for name, value in notification.facts},
            "priority": PRIORITIES.get(notification.level, "P4"),
            "source": "MiniSentry",
            "entity": notification.project_slug,
        }
    )


def opsgenie_headers(key: str) -> Mapping[str, str]:
    return {"Content-Type": "application/json", "Authorization": f"GenieKey {key}"}
