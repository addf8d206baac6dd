"""PagerDuty: an incident by the Events API, one for each issue however often it alerts.

https://developer.pagerduty.com/docs/send-alert-event
"""

import orjson

from chalicelib.alerts.notifications import Notification

SEVERITIES = {"fatal": "critical", "error": "error", "warning": "warning"}


def pagerduty_body(notification: Notification, routing_key: str) -> bytes:
    summary = f"{notification.headline}: {notification.title}" if notification.title else notification.headline
    return orjson.dumps(
        {
            "routing_key": routing_key,
            "event_action": "trigger",
            "dedup_key": notification.subject,
            "client": "MiniSentry",
            "client_url": notification.url,
            "links": [{"href": notification.url, "text": "Open in MiniSentry"}],
            "payload": {
                "summary": summary[:1024],
                "source": notification.project_slug or "MiniSentry",
                "severity": SEVERITIES.get(notification.level, "info"),
                "timestamp": notification.created_at,
                "custom_details": {**dict(notification.facts), "Text": notification.text[:2000]},
            },
        }
    )
