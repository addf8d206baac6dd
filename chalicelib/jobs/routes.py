"""Jobs of an organization: what runs, how far it is, what came of it."""

from collections.abc import Callable

from pydantic import Field

from chalicelib.errors import NotFound
from chalicelib.http.authentication import Actor
from chalicelib.http.authorization import OrganizationAccess, readable_projects, require_organization
from chalicelib.http.pagination import bad_cursor, decode_text_cursor, page_of
from chalicelib.http.resource import Resource
from chalicelib.http.schemas import Page, PageQuery, Query
from chalicelib.http.scopes import grants
from chalicelib.ids import time_of
from chalicelib.jobs.serializers import JobAnswer, answer_job
from chalicelib.jobs.store import Job, get_job, list_jobs
from chalicelib.times import utc_now

OWN_KINDS = frozenset({"export", "export_user", "erase_user"})

# A link takes as long to sign as a small answer to write, and a thousand fill a megabyte.
LINKS_AT_ONCE = 1000
LINKS_IN_A_LIST = 20

routes = Resource(__name__, tag="jobs")


class JobQuery(Query):
    """*from_part* is the first of an export's parts to be linked to."""

    from_part: int = Field(0, ge=0, le=100_000)


@routes.endpoint("GET", "/organizations/{org_slug}/jobs", access="org:read")
def show_jobs(org_slug: str, actor: Actor, query: PageQuery) -> Page[JobAnswer]:
    """List the jobs of the last 30 days that concern the caller, newest first.

    Members see jobs of projects they may read, except those about data that others asked for; admins see all.
    """
    organization = require_organization(actor, org_slug)
    before = decode_text_cursor(query.cursor)
    if before is not None and time_of(before) is None:
        raise bad_cursor()
    jobs = list_jobs(organization.organization_id, now=utc_now(), before=before, limit=query.limit + 1)
    shown = jobs[: query.limit]
    next_position = shown[-1].id if len(jobs) > query.limit else None
    visible = _visible(actor, organization)
    links = LINKS_IN_A_LIST if _may_follow(actor) else 0
    answers = [answer_job(job, links=links) for job in shown if visible(job)]
    return page_of(answers, next_position)


@routes.endpoint("GET", "/organizations/{org_slug}/jobs/{job_id}", access="org:read")
def show_job(org_slug: str, job_id: str, actor: Actor, query: JobQuery) -> JobAnswer:
    """Show a job's progress and, in the end, its result.

    An export shows links to up to 1,000 of its `parts`; ask for more with *from_part*.
    The erasure of an organization is shown under the organization's id to who deleted it.
    """
    try:
        organization = require_organization(actor, org_slug)
    except NotFound:
        return answer_job(_own_erasure(org_slug, job_id, actor))
    job = get_job(organization.organization_id, job_id)
    if not _visible(actor, organization)(job):
        raise NotFound("This organization has no such job")
    return answer_job(job, links=LINKS_AT_ONCE if _may_follow(actor) else 0, from_part=query.from_part)


def _own_erasure(organization_id: str, job_id: str, actor: Actor) -> Job:
    job = get_job(organization_id, job_id)
    if job.kind != "erase_organization" or job.requested_by != actor.user_id:
        raise NotFound("No such organization")
    return job


def _visible(actor: Actor, organization: OrganizationAccess) -> Callable[[Job], bool]:
    """Results name what only a project's readers may know, and exports link to more than a reader may take along."""
    if organization.has("admin"):
        return lambda _: True
    readable = {project.project_id for project in readable_projects(actor, organization)}
    return lambda job: job.project_id in readable and (job.kind not in OWN_KINDS or job.requested_by == actor.user_id)


def _may_follow(actor: Actor) -> bool:
    """Links lead to events: a token that may only look at the organization gets none."""
    return grants(actor.scopes, "event:admin")
