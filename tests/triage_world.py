"""A project with people and events in it, reached over HTTP; events come the way the grouping worker takes them."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

from chalicelib.accounts.worker import send_mails
from chalicelib.alerts.worker import send_notifications
from chalicelib.aws import clients as aws
from chalicelib.config import QueueKind, settings
from chalicelib.issues.index.sync import shared_indexes
from chalicelib.jobs.worker import run_jobs
from chalicelib.messages import EventMessage
from chalicelib.times import format_time
from tests.api_client import Answer, ApiClient
from tests.flow.stage_events import group_at_once


@dataclass
class World:
    """*owner* made the organization and the project."""

    owner: ApiClient
    org_slug: str
    organization_id: str
    project_id: str
    started_at: datetime
    sent: list[str] = field(default_factory=list)

    @property
    def issues(self) -> str:
        return f"/projects/{self.project_id}/issues"

    def send(self, kind: str = "ValueError", *, minutes_ago: float = 0, **fields: Any) -> str:
        """Have one event grouped. Events of one *kind* make one issue. Returns the event's id."""
        (event_id,) = self.send_many([{"kind": kind, "minutes_ago": minutes_ago, **fields}])
        return event_id

    def send_many(self, events: list[dict[str, Any]]) -> list[str]:
        """Have events grouped in one batch."""
        messages = [self._message(**event) for event in events]
        group_at_once(*messages)
        self.sent += [message.event_id for message in messages]
        return [message.event_id for message in messages]

    def list_issues(self, **query: Any) -> list[dict[str, Any]]:
        answer = self.owner.get(self.issues, **query)
        assert answer.status == 200, answer.text
        rows: list[dict[str, Any]] = answer.body["data"]
        return rows

    def forget_index(self) -> None:
        """Ask as another process would: the copy of the index kept here may be a second old."""
        shared_indexes.cache_clear()

    def titles(self, **query: Any) -> list[str]:
        return sorted(row["title"].partition(":")[0] for row in self.list_issues(**query))

    def issue_id(self, kind: str = "ValueError") -> str:
        (found,) = [row["id"] for row in self.list_issues(limit=100) if row["title"].startswith(kind + ":")]
        return str(found)

    def add_member(self, email: str, role: str = "member") -> ApiClient:
        """Somebody else of the organization, signed in."""
        someone = ApiClient()
        someone.register(email)
        answer = self.owner.post(f"/organizations/{self.org_slug}/members", {"email": email, "role": role})
        assert answer.status in {200, 201}, answer.text
        if answer.body.get("invitation"):
            token = answer.body["invitation"]["url"].rpartition("/")[2]
            accepted = someone.post(f"/invitations/{token}/accept")
            assert accepted.status in {200, 201}, accepted.text
        return someone

    def _message(self, kind: str = "ValueError", minutes_ago: float = 0, **fields: Any) -> EventMessage:
        event_id = fields.pop("event_id", uuid.uuid4().hex)
        received_at = datetime.now(UTC) - timedelta(minutes=minutes_ago)
        event = {
            "event_id": event_id,
            "platform": "python",
            "timestamp": format_time(received_at),
            "level": "error",
            "exception": {
                "values": [
                    {
                        "type": kind,
                        "value": f"{kind} happened",
                        "stacktrace": {
                            "frames": [
                                {"filename": "app/main.py", "module": "app.main", "function": kind, "in_app": True}
                            ]
                        },
                    }
                ]
            },
            **fields,
        }
        return EventMessage(
            project_id=self.project_id,
            organization_id=self.organization_id,
            key_id="key",
            event_id=event_id,
            received_at=format_time(received_at),
            kind="event",
            body=orjson.dumps(event),
        )


def build_world() -> World:
    owner = ApiClient()
    owner.register("owner@example.com")
    organization = must(owner.post("/organizations", {"name": "Acme", "slug": "acme"}))
    project = must(owner.post("/organizations/acme/projects", {"name": "Web", "slug": "web", "platform": "python"}))
    return World(owner, "acme", organization["id"], project["id"], datetime.now(UTC))


def must(answer: Answer) -> Any:
    assert answer.status < 300, answer.text
    return answer.body


def run_queued_jobs() -> None:
    """Hand every job message to its worker, as the event source mapping would, and then the mails' own queue's."""
    drain_queue("jobs", run_jobs)
    drain_queue("mails", send_mails)


def tell_notifications() -> int:
    """Hand every notification message that is due to the worker; how many there were."""
    return drain_queue("notifications", send_notifications)


def drain_queue(kind: QueueKind, handler: Callable[[Any, Any], None]) -> int:
    drained = 0
    url = aws.queue_url(settings().queue_name(kind))
    while messages := aws.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", []):
        for message in messages:
            record = {"body": message["Body"], "receiptHandle": message["ReceiptHandle"]}
            handler({"Records": [record]}, None)
            aws.client("sqs").delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        drained += len(messages)
    return drained
