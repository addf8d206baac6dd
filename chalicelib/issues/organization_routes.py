"""All issues of an organization: one list over the projects that one may read."""

from collections.abc import Collection

from chalicelib.errors import NotFound
from chalicelib.http.authentication import Actor
from chalicelib.http.authorization import readable_projects, require_organization
from chalicelib.http.resource import Resource
from chalicelib.http.schemas import Pagination
from chalicelib.issues.merged_lists import page_merged
from chalicelib.issues.schemas import (
    OrganizationIssue,
    OrganizationIssueList,
    OrganizationIssueQuery,
    ProjectReference,
)
from chalicelib.issues.serializers import answer_row, find_people
from chalicelib.projects.store import Project
from chalicelib.times import utc_now

routes = Resource(__name__, tag="issues")


@routes.endpoint("GET", "/organizations/{org_slug}/issues", access="event:read")
def list_all_issues(org_slug: str, actor: Actor, query: OrganizationIssueQuery) -> OrganizationIssueList:
    """List the issues of all projects that one may read, or of those named, in one order.

    A search for a tag that only some of the projects have finds theirs.
    """
    projects = _select(readable_projects(actor, require_organization(actor, org_slug)), query.project)
    page = page_merged(
        projects, query.filters(), actor, utc_now(), sort=query.sort, limit=query.limit, cursor=query.cursor
    )
    people = find_people(row.assignee_id for _, row in page.issues)
    return OrganizationIssueList.model_construct(
        data=[
            OrganizationIssue.model_construct(
                **dict(answer_row(project, row, people)),
                project=ProjectReference(id=project.project_id, slug=project.slug, name=project.name),
            )
            for project, row in page.issues
        ],
        pagination=Pagination(next_cursor=page.next_cursor, has_more=page.next_cursor is not None),
        total=page.total,
    )


def _select(projects: list[Project], slugs: Collection[str]) -> list[Project]:
    """Raises NotFound for what is no project that one may read."""
    if not slugs:
        return projects
    missing = set(slugs) - {project.slug for project in projects}
    if missing:
        raise NotFound(f"No such project: {', '.join(sorted(missing))}")
    return [project for project in projects if project.slug in slugs]
