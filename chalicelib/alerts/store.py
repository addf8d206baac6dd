"""Alert rules, people's notification preferences, and the marks of what was delivered and when a rule last fired."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime

from pynamodb.attributes import BooleanAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.alerts.model import AlertRule
from chalicelib.aws import keys
from chalicelib.aws.tables import CoreRecord, HotRecord
from chalicelib.aws.transactions import refusing
from chalicelib.errors import Conflict, NotFound

KEEP_SECONDS = 7 * 24 * 3600
HOUR_SECONDS = 3600


class DeliveryRecord(HotRecord):
    """Its presence says that the delivery is done."""


class NotificationCountRecord(HotRecord):
    used = NumberAttribute(default=0)


class FiringRecord(HotRecord):
    fired_at = UnicodeAttribute()


def list_delivered(outbox_id: str) -> set[str]:
    return {row.sk for row in DeliveryRecord.query(keys.delivery(outbox_id), consistent_read=True)}


def mark_delivered(outbox_id: str, delivery_id: str, now: datetime) -> None:
    DeliveryRecord(keys.delivery(outbox_id), delivery_id, expires_at=int(now.timestamp()) + KEEP_SECONDS).save()


def count_notifications(rule_id: str, notifications: int, now: datetime) -> int:
    """Count *notifications* of the rule in this hour; returns how many it has now."""
    hour = int(now.timestamp()) // HOUR_SECONDS
    record = NotificationCountRecord(keys.limit(f"notices#{rule_id}"), str(hour))
    expires_at = NotificationCountRecord.expires_at.set((hour + 2) * HOUR_SECONDS)
    record.update(actions=[NotificationCountRecord.used.add(notifications), expires_at])
    return int(record.used)


def last_fired(rule_id: str, issue_id: str) -> str | None:
    """When the rule last counted enough of this issue; None when it is too long ago to matter."""
    try:
        return str(FiringRecord.get(keys.limit(f"fired#{rule_id}"), issue_id, consistent_read=True).fired_at)
    except FiringRecord.DoesNotExist:
        return None


def mark_fired(rule_id: str, issue_id: str, fired_at: str, now: datetime) -> None:
    record = FiringRecord(keys.limit(f"fired#{rule_id}"), issue_id, fired_at=fired_at)
    record.expires_at = int(now.timestamp()) + KEEP_SECONDS
    record.save()


class PreferencesRecord(CoreRecord):
    alerts = BooleanAttribute(default=True)
    assigned = BooleanAttribute(default=True)
    mentions = BooleanAttribute(default=True)
    comments = BooleanAttribute(default=True)
    muted_project_ids = JSONAttribute(null=True)


@dataclass(frozen=True, slots=True)
class Preferences:
    """*alerts*: what alert rules send to members. The rest: issues assigned, mentions, comments on what one follows."""

    alerts: bool = True
    assigned: bool = True
    mentions: bool = True
    comments: bool = True
    muted_project_ids: tuple[str, ...] = ()


def list_preferences(user_ids: Sequence[str]) -> dict[str, Preferences]:
    """The preferences of each user. One read per 100."""
    wanted = {keys.user(user_id): user_id for user_id in user_ids}
    found = {user_id: Preferences() for user_id in user_ids}
    pairs = [(pk, keys.NOTIFICATION_PREFERENCES) for pk in wanted]
    for record in PreferencesRecord.batch_get(pairs) if pairs else ():
        found[wanted[record.pk]] = _preferences(record)
    return found


def put_preferences(user_id: str, preferences: Preferences) -> None:
    values = {**asdict(preferences), "muted_project_ids": list(preferences.muted_project_ids)}
    PreferencesRecord(keys.user(user_id), keys.NOTIFICATION_PREFERENCES, **values).save()


def _preferences(record: PreferencesRecord) -> Preferences:
    values = {one.name: getattr(record, one.name) for one in fields(Preferences)}
    return Preferences(**{**values, "muted_project_ids": tuple(record.muted_project_ids or ())})


class AlertRuleRecord(CoreRecord):
    id = UnicodeAttribute()
    name = UnicodeAttribute()
    is_active = BooleanAttribute(default=True)
    conditions = JSONAttribute()
    actions = JSONAttribute()
    muted_until = UnicodeAttribute(null=True)
    created_at = UnicodeAttribute()
    updated_at = UnicodeAttribute()
    version = NumberAttribute(default=1)


class CountingProjectRecord(CoreRecord):
    organization_id = UnicodeAttribute()


def list_alert_rules(project_id: str) -> list[AlertRule]:
    """Every rule of the project, oldest first."""
    rows = AlertRuleRecord.query(keys.project(project_id), AlertRuleRecord.sk.startswith(keys.alert_rule("")))
    return sorted(map(_rule, rows), key=lambda rule: (rule.created_at, rule.id))


def get_alert_rule(project_id: str, rule_id: str) -> AlertRule:
    """Raises NotFound."""
    try:
        return _rule(AlertRuleRecord.get(keys.project(project_id), keys.alert_rule(rule_id), consistent_read=True))
    except AlertRuleRecord.DoesNotExist:
        raise _missing() from None


def put_alert_rule(project_id: str, rule: AlertRule) -> AlertRule:
    """Store the rule as its next version. Raises Conflict when it changed since it was read."""
    record = AlertRuleRecord(keys.project(project_id), keys.alert_rule(rule.id))
    is_new, is_unchanged = AlertRuleRecord.pk.does_not_exist(), AlertRuleRecord.version == rule.version
    fields = ("id", "name", "is_active", "created_at", "updated_at")
    actions = [getattr(AlertRuleRecord, name).set(getattr(rule, name)) for name in fields]
    actions += [
        AlertRuleRecord.conditions.set(dict(rule.conditions)),
        AlertRuleRecord.actions.set([dict(action) for action in rule.actions]),
        AlertRuleRecord.version.set(rule.version + 1),
        AlertRuleRecord.muted_until.set(rule.muted_until) if rule.muted_until else AlertRuleRecord.muted_until.remove(),
    ]
    with refusing(Conflict("Somebody else changed this alert rule meanwhile: load it again")):
        record.update(actions=actions, condition=is_new if rule.version == 0 else is_unchanged)
    return _rule(record)


def delete_alert_rule(project_id: str, rule_id: str) -> None:
    """Raises NotFound."""
    record = AlertRuleRecord(keys.project(project_id), keys.alert_rule(rule_id))
    with refusing(_missing()):
        record.delete(condition=AlertRuleRecord.pk.exists())


def note_counting_project(organization_id: str, project_id: str) -> None:
    """Have the sweep look at the project's rules; the sweep itself takes it off when no rule counts any more."""
    CountingProjectRecord(keys.COUNTING_PROJECTS, project_id, organization_id=organization_id).save()


def list_counting_projects() -> list[tuple[str, str]]:
    """Organization and project, for the sweep: it acts for every tenant."""
    return [(row.organization_id, row.sk) for row in CountingProjectRecord.query(keys.COUNTING_PROJECTS)]


def forget_counting_project(project_id: str) -> None:
    CountingProjectRecord(keys.COUNTING_PROJECTS, project_id).delete()


def _rule(record: AlertRuleRecord) -> AlertRule:
    fields = {name: getattr(record, name) for name in AlertRule.__dataclass_fields__}
    return AlertRule(**{**fields, "version": int(record.version), "actions": tuple(record.actions)})


def _missing() -> NotFound:
    return NotFound("This project has no such alert rule")
