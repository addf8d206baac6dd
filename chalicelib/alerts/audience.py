"""Recipients of a notification: members who may read the project and want it, and the addresses that rules name.

One delivery for each address, with an id that a repeat keeps.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from chalicelib.accounts.store import list_users
from chalicelib.alerts.channels.telegram import telegram_url
from chalicelib.alerts.model import AlertRule, OutboxRow
from chalicelib.alerts.store import Preferences, list_preferences
from chalicelib.ids import derived_id
from chalicelib.organizations.members import list_members
from chalicelib.projects.store import Project, list_project_members

PREFERENCE_BY_KIND = {"assigned": "assigned", "mention": "mentions", "comment": "comments"}


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who may read the project."""

    user_id: str
    name: str
    email: str
    preferences: Preferences

    def wants(self, kind: str, project_id: str) -> bool:
        """What is meant for one person has a switch of its own; all the rest are alerts."""
        if project_id in self.preferences.muted_project_ids:
            return False
        return bool(getattr(self.preferences, PREFERENCE_BY_KIND.get(kind, "alerts")))


def list_readers(project: Project, among: Iterable[str] | None = None) -> dict[str, Reader]:
    """The readers of *project* by id; only those *among* the given ids, when there are any given."""
    given = {member.user_id for member in list_project_members(project.project_id)}
    allowed = [
        member.user_id
        for member in list_members(project.organization_id)
        if member.role != "member" or member.user_id in given or project.default_access != "none"
    ]
    wanted = allowed if among is None else sorted(set(allowed) & set(among))
    users = {user_id: user for user_id, user in list_users(wanted).items() if user.is_active}
    preferences = list_preferences(list(users))
    return {user_id: Reader(user_id, user.name, user.email, preferences[user_id]) for user_id, user in users.items()}


Channel = Literal[
    "mail",
    "slack",
    "discord",
    "teams",
    "mattermost",
    "google_chat",
    "telegram",
    "ntfy",
    "pagerduty",
    "opsgenie",
    "webhook",
]
# Behind one address of theirs are all their customers, told apart by a key.
KEYED: frozenset[Channel] = frozenset({"pagerduty", "opsgenie"})


@dataclass(frozen=True, slots=True)
class Delivery:
    """*target* is a mail address or a URL, *secret* what signs it or lets us in there."""

    id: str
    channel: Channel
    target: str
    secret: str = ""


def needs_readers(rules: Sequence[AlertRule], row: OutboxRow) -> bool:
    """Whether anybody gets mail, which needs to know who may read the project."""
    return "recipients" in row.details or any(action["type"] == "mail" for rule in rules for action in rule.actions)


def personal_deliveries(row: OutboxRow, readers: Mapping[str, Reader]) -> list[Delivery]:
    """Mails for the people whom the row names."""
    return [
        _mail(row, readers[user_id]) for user_id in row.details.get("recipients", ()) if _wants(row, readers, user_id)
    ]


def rule_deliveries(
    row: OutboxRow, rules: Iterable[AlertRule], readers: Mapping[str, Reader], assignee_id: str | None
) -> list[Delivery]:
    """What the rules' actions say, each address once however many rules name it."""
    found: dict[str, Delivery] = {}
    for rule in rules:
        for action in rule.actions:
            for delivery in _action_deliveries(row, action, readers, assignee_id):
                found.setdefault(delivery.id, delivery)
    return list(found.values())


def _action_deliveries(
    row: OutboxRow, action: Mapping[str, Any], readers: Mapping[str, Reader], assignee_id: str | None
) -> list[Delivery]:
    if action["type"] == "telegram":
        return [_delivery(row, "telegram", telegram_url(action["url"], action["token"], action["chat_id"]))]
    if action["type"] != "mail":
        secret = next((action[name] for name in ("secret", "token", "key") if action.get(name)), "")
        return [_delivery(row, action["type"], action["url"], secret)]
    named = {
        "members": list(readers),
        "assignee": [assignee_id] if assignee_id else [],
        "people": action.get("user_ids"),
    }
    return [_mail(row, readers[user_id]) for user_id in named[action["to"]] or () if _wants(row, readers, user_id)]


def _wants(row: OutboxRow, readers: Mapping[str, Reader], user_id: str) -> bool:
    return user_id in readers and readers[user_id].wants(row.kind, row.project_id)


def _mail(row: OutboxRow, reader: Reader) -> Delivery:
    return _delivery(row, "mail", reader.email)


def _delivery(row: OutboxRow, channel: Channel, target: str, secret: str = "") -> Delivery:
    names = (target, secret) if channel in KEYED else (target,)
    return Delivery(derived_id(row.id, channel, *names), channel, target, secret)
