"""From a claimed outbox row to its receivers: who, what, one delivery at a time, each marked when done.

A crash between sending and marking repeats that one delivery under its old id, and nothing else.
"""

from datetime import datetime, timedelta

from chalicelib.config import settings
from chalicelib.errors import NotFound
from chalicelib.logs import log, metric
from chalicelib.model import parse_time
from chalicelib.notify.audience import Reader, list_readers
from chalicelib.notify.deliveries import Delivery, needs_readers, personal_deliveries, rule_deliveries
from chalicelib.notify.digests import is_told_at_once
from chalicelib.notify.notices import Notice, Place, build_digest, build_notice
from chalicelib.notify.outgoing import SendFailed
from chalicelib.notify.rules import sets_off
from chalicelib.notify.sending import send
from chalicelib.queue import NotificationMessage, send_notification
from chalicelib.storage.alert_rules import AlertRule, list_alert_rules
from chalicelib.storage.deliveries import list_delivered, mark_delivered
from chalicelib.storage.issues import Issue, get_issue, get_issues
from chalicelib.storage.organizations import find_organization
from chalicelib.storage.outbox import OutboxRow, claim_outbox, mark_outbox_sent
from chalicelib.storage.projects import Project, find_project
from chalicelib.storage.users import find_user

GIVE_UP_AFTER = timedelta(hours=24)
# Longer than a claim lasts, so that the next try can take the row.
RETRY_SECONDS = 150
SOMEBODY = "Somebody"


def tell(message: NotificationMessage, now: datetime) -> None:
    """Tell what the row says to everyone it concerns. Does nothing when it is told already or in other hands."""
    row = claim_outbox(message.outbox_id, now)
    if row is None:
        return
    project = find_project(row.project_id)
    issue = _find_issue(row)
    if project is None or (issue is None and row.kind not in {"test", "digest"}):
        mark_outbox_sent(row.id)
        return
    deliveries = _build_deliveries(row, project, issue, now)
    if deliveries and not _deliver_all(row, deliveries, _build_notice(row, project, issue), now):
        if now - parse_time(row.created_at) < GIVE_UP_AFTER:
            send_notification(message, delay_seconds=RETRY_SECONDS)
            return
        log("notification_given_up", outbox_id=row.id, kind=row.kind, level="error")
    mark_outbox_sent(row.id)


def _build_deliveries(row: OutboxRow, project: Project, issue: Issue | None, now: datetime) -> list[Delivery]:
    rules: list[AlertRule] = []
    if "recipients" not in row.details:
        awake = [rule for rule in list_alert_rules(project.project_id) if sets_off(rule, row, now)]
        rules = [rule for rule in awake if is_told_at_once(rule, row, now)]
    readers: dict[str, Reader] = list_readers(project) if needs_readers(rules, row) else {}
    assignee_id = issue.assignee_id if issue else None
    return [*personal_deliveries(row, readers), *rule_deliveries(row, rules, readers, assignee_id)]


def _deliver_all(row: OutboxRow, deliveries: list[Delivery], notice: Notice, now: datetime) -> bool:
    """Whether every delivery is done, or has failed for good."""
    delivered = list_delivered(row.id)
    is_complete = True
    for delivery in deliveries:
        if delivery.id in delivered:
            continue
        try:
            send(delivery, notice, now)
        except SendFailed as failure:
            log("notification_failed", outbox_id=row.id, channel=delivery.channel, reason=str(failure))
            metric("NotificationFailed", 1, Channel=delivery.channel)
            if failure.is_temporary:
                is_complete = False
                continue
        mark_delivered(row.id, delivery.id, now)
    return is_complete


def _build_notice(row: OutboxRow, project: Project, issue: Issue | None) -> Notice:
    organization = find_organization(project.organization_id)
    slug = organization.slug if organization else project.organization_id
    url = f"{settings().public_url}/organizations/{slug}/projects/{project.slug}"
    place = Place(project.project_id, project.name, project.slug, url)
    if row.kind == "digest":
        return build_digest(row, place, get_issues(project.project_id, row.details.get("issue_ids", [])))
    return build_notice(row, place, issue, _actor_name(row))


def _find_issue(row: OutboxRow) -> Issue | None:
    try:
        return get_issue(row.project_id, row.issue_id)
    except NotFound:
        return None


def _actor_name(row: OutboxRow) -> str:
    user = find_user(str(row.details["actor_id"])) if "actor_id" in row.details else None
    return user.name or user.email if user else SOMEBODY
