"""Alert rules of a project: what to notify of, when, and whom. Their URLs and secrets are for those who may write."""

import uuid
from dataclasses import replace

from chalicelib.alerts.model import AlertRule, OutboxRow, frequency_of
from chalicelib.alerts.outbox import put_outbox
from chalicelib.alerts.schemas import AlertRuleAnswer, AlertRuleBody, AlertRuleList, TestSent
from chalicelib.alerts.store import (
    delete_alert_rule,
    get_alert_rule,
    list_alert_rules,
    note_counting_project,
    put_alert_rule,
)
from chalicelib.errors import Conflict
from chalicelib.http.authentication import Actor
from chalicelib.http.authorization import require_project
from chalicelib.http.resource import Resource
from chalicelib.ids import derived_id, new_time_id
from chalicelib.messages import NotificationMessage, send_notification
from chalicelib.organizations.audit import audit
from chalicelib.projects.store import Project
from chalicelib.times import format_time, utc_now

MAX_RULES = 50
NEW = 0

routes = Resource(__name__, tag="alerts")


@routes.endpoint("GET", "/projects/{project_id}/alerts", access="project:write")
def show_rules(project_id: str, actor: Actor) -> AlertRuleList:
    """List a project's alert rules, oldest first."""
    require_project(actor, project_id, "write")
    return AlertRuleList(data=[_answer(rule) for rule in list_alert_rules(project_id)])


@routes.endpoint("POST", "/projects/{project_id}/alerts", access="project:write", status=201, errors=(Conflict,))
def create_rule(project_id: str, actor: Actor, body: AlertRuleBody) -> AlertRuleAnswer:
    """Create an alert rule."""
    project = require_project(actor, project_id, "write")
    if len(list_alert_rules(project_id)) >= MAX_RULES:
        raise Conflict(f"A project has at most {MAX_RULES} alert rules")
    now = format_time(utc_now())
    created = _store(project, AlertRule(str(uuid.uuid4()), body.name, now, now, version=NEW), body)
    audit(project.organization_id, actor, "alert.create", created.id, project_id=project_id, name=body.name)
    return created


@routes.endpoint("PUT", "/projects/{project_id}/alerts/{rule_id}", access="project:write", errors=(Conflict,))
def change_rule(project_id: str, rule_id: str, actor: Actor, body: AlertRuleBody) -> AlertRuleAnswer:
    """Replace an alert rule, or mute it with *muted_until*."""
    project = require_project(actor, project_id, "write")
    changed = _store(project, get_alert_rule(project_id, rule_id), body)
    audit(project.organization_id, actor, "alert.update", rule_id, project_id=project_id, name=body.name)
    return changed


@routes.endpoint("DELETE", "/projects/{project_id}/alerts/{rule_id}", access="project:write")
def remove_rule(project_id: str, rule_id: str, actor: Actor) -> None:
    """Delete an alert rule."""
    project = require_project(actor, project_id, "write")
    delete_alert_rule(project_id, rule_id)
    audit(project.organization_id, actor, "alert.delete", rule_id, project_id=project_id)


@routes.endpoint("POST", "/projects/{project_id}/alerts/{rule_id}/test", access="project:write", status=202)
def test_rule(project_id: str, rule_id: str, actor: Actor) -> TestSent:
    """Send a test alert to every receiver of the rule."""
    project = require_project(actor, project_id, "write")
    rule = get_alert_rule(project_id, rule_id)
    now = utc_now()
    row = OutboxRow(
        id=derived_id("test", rule.id, new_time_id(now)),
        project_id=project_id,
        organization_id=project.organization_id,
        kind="test",
        issue_id="",
        created_at=format_time(now),
        details={"rule_id": rule.id},
    )
    put_outbox(row)
    send_notification(NotificationMessage(project_id, [row.id]))
    return TestSent(id=row.id)


def _store(project: Project, rule: AlertRule, body: AlertRuleBody) -> AlertRuleAnswer:
    changed = replace(
        rule,
        name=body.name,
        is_active=body.is_active,
        conditions=body.conditions.model_dump(mode="json"),
        actions=tuple(action.model_dump(mode="json") for action in body.actions),
        muted_until=format_time(body.muted_until) if body.muted_until else None,
        updated_at=format_time(utc_now()),
    )
    if frequency_of(changed) is not None:
        note_counting_project(project.organization_id, project.project_id)
    return _answer(put_alert_rule(project.project_id, changed))


def _answer(rule: AlertRule) -> AlertRuleAnswer:
    return AlertRuleAnswer(
        id=rule.id,
        name=rule.name,
        is_active=rule.is_active,
        conditions=dict(rule.conditions),
        actions=[dict(action) for action in rule.actions],
        muted_until=rule.muted_until,
        created_at=rule.created_at,
        updated_at=rule.updated_at,
    )
