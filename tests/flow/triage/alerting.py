"""Alert rules of the world's project, and where they tell."""

from typing import Any

from chalicelib.alerts.channels.email import list_mails
from tests.flow.triage.receiver import Receiver
from tests.triage_world import World, must

SECRET = "a secret of sixteen or more"


def add_rule(world: World, *actions: dict[str, Any], **conditions: Any) -> dict[str, Any]:
    body = {
        "name": "Tell us",
        "conditions": {"triggers": ["new_issue", "regression"], **conditions},
        "actions": list(actions),
    }
    rule: dict[str, Any] = must(world.owner.post(f"/projects/{world.project_id}/alerts", body))
    return rule


def webhook(receiver: Receiver) -> dict[str, str]:
    return {"type": "webhook", "url": receiver.url, "secret": SECRET}


def alert_mails() -> list[tuple[str, str]]:
    return [(mail.recipient, mail.subject) for mail in list_mails() if "/issues" in mail.text]
