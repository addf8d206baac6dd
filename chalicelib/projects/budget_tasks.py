"""Monthly budgets, kept by the sweep: a project's spending decides its step, its keys carry the step to ingestion.

A step is stored before its admins get mail about it, and announced again by the next sweep when that was cut short.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from chalicelib.alerts.audience import Reader, list_readers
from chalicelib.alerts.channels.email import send_mail
from chalicelib.config import settings
from chalicelib.errors import Conflict
from chalicelib.jobs.turns import work_in_turns
from chalicelib.logs import log
from chalicelib.organizations.audit import record_audit
from chalicelib.organizations.members import list_members
from chalicelib.organizations.store import find_organization
from chalicelib.projects.budgets import BudgetState, forget_budget, list_budgets, replace_budget
from chalicelib.projects.costs import Spending, next_step, read_spending
from chalicelib.projects.keys import list_project_keys, update_project_key
from chalicelib.projects.model import Degrade
from chalicelib.projects.store import Project, find_project, list_project_members
from chalicelib.times import format_time

SUBJECTS = {
    "sample": "{project}: the monthly budget is running low, bodies are sampled",
    "refuse": "{project}: the monthly budget is spent, events are refused",
}
MEANINGS = {
    "sample": "Every event is still counted, exactly. Of what is inside them, only a sample of each issue is kept.",
    "refuse": "Events are answered with 429 until the month ends or the budget is raised; SDKs pause and drop them.",
}
TEXT = """Hello {name},

{project} has used ${spent:.2f} of its monthly budget of ${budget:.2f}.

{meaning}

Figures: {url}/stats
Raise the budget: {url}/settings
"""


@dataclass(frozen=True, slots=True)
class BudgetNews:
    step: Literal["sample", "refuse"]
    spent: float
    budget: float


def send_budget_mail(project: Project, news: BudgetNews) -> None:
    """One mail to each admin, whatever alerts they want: it is about money, and rare."""
    subject = SUBJECTS[news.step].format(project=project.name)
    url = _project_url(project)
    for admin in _list_admins(project):
        text = TEXT.format(
            name=admin.name,
            project=project.name,
            spent=news.spent,
            budget=news.budget,
            meaning=MEANINGS[news.step],
            url=url,
        )
        send_mail(admin.email, subject, text)


def _list_admins(project: Project) -> list[Reader]:
    ids = {member.user_id for member in list_members(project.organization_id) if member.role != "member"}
    ids |= {member.user_id for member in list_project_members(project.project_id) if member.role == "admin"}
    return list(list_readers(project, among=ids).values())


def _project_url(project: Project) -> str:
    organization = find_organization(project.organization_id)
    slug = organization.slug if organization else project.organization_id
    return f"{settings().public_url}/organizations/{slug}/projects/{project.slug}"


# Who did it, in the audit log.
ACTOR = "monthly-budget"


def keep_budgets(now: datetime) -> None:
    """Look at every project with a budget; one that has none any more is let go, and not looked at again."""
    work_in_turns("budgets", list_budgets(), lambda state: state.project_id, lambda state: _keep_one(state, now))


def _keep_one(state: BudgetState, now: datetime) -> None:
    project = find_project(state.project_id)
    if project is None:
        forget_budget(state.project_id)
    else:
        _keep(project, state, now)


def _keep(project: Project, before: BudgetState, now: datetime) -> None:
    budget = project.settings.get("monthly_budget")
    spending = read_spending(project.project_id, project.retention_days, now)
    step = next_step(spending.total, budget, before.step_in(spending.month))
    try:
        state = _enter(before, step, spending.month, now)
    except Conflict:
        return
    _set_keys(project.project_id, step)
    if not state.is_announced:
        state = _announce(project, state, spending, budget, now)
    if budget is None:
        forget_budget(project.project_id)


def _enter(before: BudgetState, step: Degrade, month: str, now: datetime) -> BudgetState:
    if (before.step, before.month) == (step, month):
        return before
    is_same_step = before.step == step
    after = replace(
        before,
        month=month,
        step=step,
        since=before.since if is_same_step and before.since else format_time(now),
        is_announced=before.is_announced and is_same_step and step == "full",
        mailed=before.mailed if before.month == month else (),
    )
    return replace_budget(before.project_id, before, after)


def _set_keys(project_id: str, step: Degrade) -> None:
    """All keys, every time: one may have been made since the step was entered."""
    for key in list_project_keys(project_id):
        if key.degrade != step:
            update_project_key(project_id, key.public_key, degrade=step)


def _announce(
    project: Project, state: BudgetState, spending: Spending, budget: float | None, now: datetime
) -> BudgetState:
    log("budget_step", project_id=project.project_id, step=state.step, spent=round(spending.total, 4))
    record_audit(
        project.organization_id,
        ACTOR,
        "budget.restore" if state.step == "full" else "budget.degrade",
        project.project_id,
        now=now,
        details={"step": state.step, "month": state.month, "spent": round(spending.total, 4), "budget": budget},
    )
    mailed = state.mailed
    if budget is not None and state.step != "full" and state.step not in mailed:
        send_budget_mail(project, BudgetNews(state.step, spending.total, budget))
        mailed = (*mailed, state.step)
    return replace_budget(project.project_id, state, replace(state, is_announced=True, mailed=mailed))
