"""Alert rules that count: N events or N users of an issue in M minutes. The sweep looks; a rule fires once a window."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from chalicelib.alerts.model import AlertRule, Frequency, OutboxRow, frequency_of, is_awake
from chalicelib.alerts.outbox import put_outbox
from chalicelib.alerts.store import (
    forget_counting_project,
    last_fired,
    list_alert_rules,
    list_counting_projects,
    mark_fired,
)
from chalicelib.ids import derived_id
from chalicelib.issues.frequency import EventConditions, passes_events, passes_users
from chalicelib.issues.lists import catch_up, find_tagged_roots, match_issue_ids
from chalicelib.issues.store import Issue, get_issues
from chalicelib.jobs.turns import work_in_turns
from chalicelib.messages import NotificationMessage, send_notification
from chalicelib.search.evaluate import IssueColumns, Lookups, select
from chalicelib.search.predicates import Wildcard, parse_wildcard
from chalicelib.search.query import FieldTerm, IssueQuery, RangeTerm, StateTerm, TagTerm, Term
from chalicelib.times import format_time

# A storm that touches more issues than this sets off its rules for the first ones; one alert would do.
MAX_CANDIDATES = 100
PASSES = {"events": passes_events, "users": passes_users}


def evaluate_frequency_rules(now: datetime) -> None:
    """Look at every project with counting rules; a project that has none any more is not looked at again."""
    work_in_turns(
        "frequency rules", list_counting_projects(), lambda one: one[1], lambda one: _evaluate_project(*one, now)
    )


def _evaluate_project(organization_id: str, project_id: str, now: datetime) -> None:
    counting = [(rule, frequency_of(rule)) for rule in list_alert_rules(project_id)]
    if not any(frequency for _, frequency in counting):
        forget_counting_project(project_id)
    awake = [(rule, frequency) for rule, frequency in counting if frequency and is_awake(rule, now)]
    if awake:
        catch_up(project_id)
    for rule, frequency in awake:
        _raise_rule(organization_id, project_id, rule, frequency, now)


def _raise_rule(organization_id: str, project_id: str, rule: AlertRule, frequency: Frequency, now: datetime) -> None:
    window = timedelta(minutes=frequency.minutes)
    conditions = _event_conditions(rule)
    for issue in _candidates(project_id, rule, frequency, now - window):
        fired_at = last_fired(rule.id, issue.id)
        if fired_at is not None and fired_at > format_time(now - window):
            continue
        if PASSES[frequency.of](project_id, issue, now - window, frequency.count, conditions):
            _fire(organization_id, issue, rule, frequency, fired_at, now)


def _candidates(project_id: str, rule: AlertRule, frequency: Frequency, since: datetime) -> Iterable[Issue]:
    """Open issues seen within the window that could have reached the count at all, and had events the rule counts."""
    field = "times_seen" if frequency.of == "events" else "users"
    query = IssueQuery(
        (
            StateTerm(("unresolved",)),
            RangeTerm("last_seen", lowest=format_time(since)),
            RangeTerm(field, lowest=float(frequency.count), is_lowest_included=False),
            *_condition_terms(rule),
        )
    )
    lookups = Lookups(issues={term: find_tagged_roots(project_id, term.key, term.patterns) for term in query.tags})

    def fitting(columns: IssueColumns) -> Sequence[int]:
        return select(columns, query, lookups)

    return get_issues(project_id, match_issue_ids(project_id, fitting, limit=MAX_CANDIDATES))


def _condition_terms(rule: AlertRule) -> list[Term]:
    """What an issue that had such an event meets. Its level says nothing: it is its last event's."""
    terms: list[Term] = []
    environments = rule.conditions.get("environments") or ()
    if environments:
        terms.append(FieldTerm("environment", tuple(Wildcard((name.lower(),)) for name in environments)))
    tags = rule.conditions.get("tags") or ()
    return [*terms, *(TagTerm(tag["key"], (parse_wildcard(tag["value"]),)) for tag in tags)]


def _event_conditions(rule: AlertRule) -> EventConditions:
    return EventConditions(
        levels=frozenset(rule.conditions.get("levels") or ()),
        environments=frozenset(rule.conditions.get("environments") or ()),
        tags=tuple(
            (tag["key"], parse_wildcard(str(tag["value"]).lower())) for tag in rule.conditions.get("tags") or ()
        ),
    )


def _fire(
    organization_id: str, issue: Issue, rule: AlertRule, frequency: Frequency, fired_at: str | None, now: datetime
) -> None:
    """Put the alert out, then note that it was. A crash in between repeats it under the same id."""
    row = OutboxRow(
        id=derived_id("frequency", rule.id, rule.version, issue.id, fired_at),
        project_id=issue.project_id,
        organization_id=organization_id,
        kind="frequency",
        issue_id=issue.id,
        created_at=format_time(now),
        level=issue.level,
        environment=", ".join(rule.conditions.get("environments") or ()) or None,
        times_seen=issue.times_seen,
        details={
            "rule_id": rule.id,
            "count": frequency.count,
            "of": frequency.of,
            "minutes": frequency.minutes,
        },
    )
    put_outbox(row)
    send_notification(NotificationMessage(row.project_id, [row.id]))
    mark_fired(rule.id, issue.id, format_time(now), now)
