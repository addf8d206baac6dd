"""A notification, independent of its channel: a headline, a link, some facts. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from chalicelib.alerts.model import OutboxRow
from chalicelib.issues.store import Issue

HEADLINES = {
    "new_issue": "New issue in {project}",
    "new_issue_elsewhere": "{short_id} was first seen in {environment} in {project}",
    "regression_elsewhere": "{short_id} is back in {environment} in {project}",
    "regression": "{short_id} is back in {project}",
    "unignored": "{short_id} is no longer ignored in {project}",
    "frequency": "{short_id}: more than {count} {of} in {minutes} minutes in {project}",
    "assigned": "{actor} assigned {short_id} to you",
    "mention": "{actor} mentioned you on {short_id}",
    "comment": "{actor} commented on {short_id}",
    "digest": "{count} alerts in {project}",
    "test": "A test alert from {project}",
}
MAX_TITLE_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Place:
    """Where it happened, in words and as addresses."""

    project_id: str
    project_name: str
    project_slug: str
    project_url: str


@dataclass(frozen=True, slots=True)
class Notification:
    """*id* stays the same when it is sent again after a crash, so that receivers can drop the repeat."""

    id: str
    kind: str
    headline: str
    title: str
    url: str
    created_at: str
    facts: tuple[tuple[str, str], ...] = ()
    text: str = ""
    payload: Mapping[str, Any] = field(default_factory=dict)

    @property
    def level(self) -> str:
        """The event's, else the issue's; empty for what is about none."""
        event, issue = self.payload.get("event") or {}, self.payload.get("issue") or {}
        return str(event.get("level") or issue.get("level") or "")

    @property
    def project_slug(self) -> str:
        return str((self.payload.get("project") or {}).get("slug", ""))

    @property
    def subject(self) -> str:
        """What it is about, the same for every notification of one issue."""
        issue = self.payload.get("issue") or {}
        return str(issue.get("id") or self.id)


def build_notification(row: OutboxRow, place: Place, issue: Issue | None, actor: str) -> Notification:
    """The notification of *row*. *issue* is None for a test, which is about none."""
    short_id = f"{place.project_slug.upper()}-{issue.number}" if issue else ""
    words = {**row.details, "project": place.project_name, "short_id": short_id, "actor": actor}
    words["environment"] = ", ".join(_environments(row))
    url = f"{place.project_url}/issues/{issue.id}" if issue else f"{place.project_url}/issues"
    return Notification(
        id=row.id,
        kind=row.kind,
        headline=_headline(row).format_map(_Words(words)),
        title=(issue.title if issue else "")[:MAX_TITLE_LENGTH],
        url=url,
        created_at=row.created_at,
        facts=_facts(row, issue),
        text=str(row.details.get("content", "")),
        payload=_payload(row, place, issue, url),
    )


def build_summary(row: OutboxRow, place: Place, issues: Sequence[Issue]) -> Notification:
    """Several alerts of one rule in one summary, with the issues they were about."""
    headline = HEADLINES["digest"].format(count=row.details.get("count", len(issues)), project=place.project_name)
    lines = [f"{place.project_slug.upper()}-{issue.number} {issue.title[:MAX_TITLE_LENGTH]}" for issue in issues]
    url = f"{place.project_url}/issues"
    payload = {
        **_payload(row, place, None, url),
        "issues": [_issue_payload(place, issue) for issue in issues],
    }
    return Notification(row.id, row.kind, headline, "", url, row.created_at, (), "\n".join(lines), payload)


def _headline(row: OutboxRow) -> str:
    kind = f"{row.kind}_elsewhere" if row.details.get("is_known_elsewhere") else row.kind
    return HEADLINES.get(kind, HEADLINES.get(row.kind, "{short_id} in {project}"))


class _Words(dict[str, Any]):
    """A headline's words; one that a row lacks is left blank."""

    def __missing__(self, name: str) -> str:
        return ""


def _facts(row: OutboxRow, issue: Issue | None) -> tuple[tuple[str, str], ...]:
    facts = {
        "Level": row.level or (issue.level if issue else None),
        "Environment": ", ".join(_environments(row)),
        "Release": row.release,
        "Where": issue.culprit if issue else None,
        "Events": str(issue.times_seen) if issue else None,
    }
    return tuple((name, value) for name, value in facts.items() if value)


def _environments(row: OutboxRow) -> list[str]:
    others = [str(one["environment"]) for one in row.details.get("occurrences", ())]
    return list(dict.fromkeys([*filter(None, [row.environment]), *others]))


def _payload(row: OutboxRow, place: Place, issue: Issue | None, url: str) -> dict[str, Any]:
    """What webhooks get. Events' personal data never travel here."""
    return {
        "id": row.id,
        "kind": row.kind,
        "created_at": row.created_at,
        "url": url,
        "project": {"id": place.project_id, "slug": place.project_slug, "name": place.project_name},
        "issue": _issue_payload(place, issue) if issue else None,
        "event": {
            "event_id": row.event_id,
            "level": row.level,
            "environment": row.environment,
            "release": row.release,
        },
    }


def _issue_payload(place: Place, issue: Issue) -> dict[str, Any]:
    return {
        "id": issue.id,
        "short_id": f"{place.project_slug.upper()}-{issue.number}",
        "title": issue.title,
        "culprit": issue.culprit,
        "level": issue.level,
        "status": issue.status,
        "times_seen": issue.times_seen,
        "users": issue.users,
        "first_seen": issue.first_seen,
        "last_seen": issue.last_seen,
        "url": f"{place.project_url}/issues/{issue.id}",
    }
