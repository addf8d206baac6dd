"""From claimed outbox rows to their receivers: who is told what, and what becomes of rows whose receivers fail."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.accounts.store import find_user
from chalicelib.alerts.audience import Delivery, list_readers, needs_readers, personal_deliveries, rule_deliveries
from chalicelib.alerts.delivery import MAX_BATCH_SECONDS, Letter, deliver
from chalicelib.alerts.model import OutboxRow
from chalicelib.alerts.notifications import Notification, Place, build_notification, build_summary
from chalicelib.alerts.outbox import claim_outbox, list_undelivered, mark_outbox_sent, postpone_outbox
from chalicelib.alerts.store import list_alert_rules, list_delivered
from chalicelib.alerts.summaries import RuleQuota, apply_rule_quota, defer_rows, keep_for_summaries
from chalicelib.config import settings
from chalicelib.errors import NotFound
from chalicelib.issues.store import Issue, get_issue, get_issues
from chalicelib.logs import log, log_exception
from chalicelib.messages import NotificationMessage, send_notification
from chalicelib.organizations.store import find_organization
from chalicelib.projects.store import Project, find_project
from chalicelib.times import parse_time

# A receiver that is down is asked again after one minute, two, four and so on.
GIVE_UP_AFTER = timedelta(hours=24)
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=2)
# SQS delays no message for longer; after longer pauses the sweep finds the row.
LONGEST_DELAY = timedelta(minutes=15)
SOMEBODY = "Somebody"


@dataclass(frozen=True, slots=True)
class Claimed:
    """A row that is ours for two minutes, with its letters still to be delivered."""

    row: OutboxRow
    quota: RuleQuota
    letters: list[Letter]


def notify(message: NotificationMessage, now: datetime, deadline: float | None = None) -> int:
    """Deliver the rows to their recipients until *deadline*; skips what is delivered already or claimed by another.

    Returns how many rows failed and have to be delivered again.
    """
    rows = list_undelivered(message.outbox_ids, now)
    project = find_project(message.project_id) if rows else None
    if project is None:
        mark_outbox_sent(*(row.id for row in rows))
        return 0
    quotas = apply_rule_quota(rows, list_alert_rules(project.project_id), now)
    defer_rows([quota for quota in quotas if not quota.is_immediate], now)
    claimed: list[Claimed] = []
    failed = sum(not _claim_safely(quota, project, claimed, now) for quota in quotas if quota.is_immediate)
    letters = [letter for one in claimed for letter in one.letters]
    undone = deliver(project.project_id, letters, now, deadline or time.monotonic() + MAX_BATCH_SECONDS)
    return failed + sum(not _settle_safely(one, one.row.id not in undone, now) for one in claimed)


def _claim_safely(quota: RuleQuota, project: Project, claimed: list[Claimed], now: datetime) -> bool:
    try:
        row = claim_outbox(quota.row.id, now)
        if row is not None:
            keep_for_summaries([quota], now)
            claimed.append(Claimed(row, quota, _write_letters(quota, row, project)))
    except Exception as error:  # noqa: BLE001 - one bad row must not block the others.
        log_exception("notification_error", error, outbox_id=quota.row.id)
        return False
    return True


def _write_letters(quota: RuleQuota, row: OutboxRow, project: Project) -> list[Letter]:
    issue = _find_issue(row)
    is_about_issue = row.kind not in {"test", "digest"}
    deliveries = _build_deliveries(quota, project, issue) if issue or not is_about_issue else []
    if not deliveries:
        return []
    delivered = list_delivered(row.id)
    notification = _build_notification(row, project, issue)
    return [Letter(row.id, one, notification) for one in deliveries if one.id not in delivered]


def _settle_safely(claimed: Claimed, is_complete: bool, now: datetime) -> bool:
    row = claimed.row
    try:
        if is_complete:
            mark_outbox_sent(row.id)
        elif now - parse_time(row.created_at) < GIVE_UP_AFTER:
            _postpone(claimed.quota, now)
        else:
            log("notification_given_up", outbox_id=row.id, kind=row.kind, level="error")
            mark_outbox_sent(row.id)
    except Exception as error:  # noqa: BLE001 - one bad row must not block the others.
        log_exception("notification_error", error, outbox_id=row.id)
        return False
    return True


def _postpone(quota: RuleQuota, now: datetime) -> None:
    row = quota.row
    pause = min(FIRST_PAUSE * 2**row.attempts, LONGEST_PAUSE)
    postpone_outbox(row, now + pause, [rule.id for rule in quota.at_once])
    if pause < LONGEST_DELAY:
        send_notification(NotificationMessage(row.project_id, [row.id]), delay_seconds=int(pause.total_seconds()) + 1)


def _build_deliveries(quota: RuleQuota, project: Project, issue: Issue | None) -> list[Delivery]:
    row, rules = quota.row, quota.at_once
    readers = list_readers(project) if needs_readers(rules, row) else {}
    assignee_id = issue.assignee_id if issue else None
    return [*personal_deliveries(row, readers), *rule_deliveries(row, rules, readers, assignee_id)]


def _build_notification(row: OutboxRow, project: Project, issue: Issue | None) -> Notification:
    organization = find_organization(project.organization_id)
    slug = organization.slug if organization else project.organization_id
    url = f"{settings().public_url}/organizations/{slug}/projects/{project.slug}"
    place = Place(project.project_id, project.name, project.slug, url)
    if row.kind == "digest":
        return build_summary(row, place, get_issues(project.project_id, row.details.get("issue_ids", [])))
    return build_notification(row, place, issue, _actor_name(row))


def _find_issue(row: OutboxRow) -> Issue | None:
    try:
        return get_issue(row.project_id, row.issue_id)
    except NotFound:
        return None


def _actor_name(row: OutboxRow) -> str:
    user = find_user(str(row.details["actor_id"])) if "actor_id" in row.details else None
    return user.name or user.email if user else SOMEBODY
