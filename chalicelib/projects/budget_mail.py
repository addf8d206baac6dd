"""The mail to a project's admins when its monthly budget no longer allows everything."""

from dataclasses import dataclass
from typing import Literal

from chalicelib.alerts.audience import Reader, list_readers
from chalicelib.alerts.channels.email import send_mail
from chalicelib.config import settings
from chalicelib.organizations.members import list_members
from chalicelib.organizations.store import find_organization
from chalicelib.projects.members import list_project_members
from chalicelib.projects.store import Project

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
