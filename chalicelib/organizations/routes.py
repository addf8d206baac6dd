"""Organizations: list, create, look at, rename, delete."""

import uuid
from dataclasses import replace

from chalicelib.errors import Conflict
from chalicelib.http.authentication import Actor
from chalicelib.http.authorization import require_organization
from chalicelib.http.pagination import decode_text_cursor, page_of
from chalicelib.http.resource import Resource
from chalicelib.http.schemas import Page, PageQuery
from chalicelib.jobs.serializers import JobAnswer, answer_job
from chalicelib.jobs.store import create_job
from chalicelib.messages import JobMessage, send_job
from chalicelib.organizations.audit import audit
from chalicelib.organizations.members import Member, erase_members, list_memberships
from chalicelib.organizations.members import create_organization as store_organization
from chalicelib.organizations.schemas import (
    NewOrganizationBody,
    OrganizationAnswer,
    OrganizationBody,
    organization_answer,
)
from chalicelib.organizations.slugs import reject_reserved_slug, slug_of, with_suffix
from chalicelib.organizations.store import (
    Organization,
    delete_organization,
    list_organizations,
    rename_organization_slug,
    update_organization,
)
from chalicelib.projects.store import list_projects
from chalicelib.times import format_time, utc_now

# Whoever may register may found organizations, and each has limits of its own.
MAX_OWNED = 20

routes = Resource(__name__, tag="Organizations")


@routes.endpoint("GET", "/organizations", access="org:read")
def get_organizations(actor: Actor, query: PageQuery) -> Page[OrganizationAnswer]:
    """The organizations one belongs to, in the order one joined them."""
    after = decode_text_cursor(query.cursor)
    memberships = [m for m in list_memberships(actor.user_id) if after is None or _position(m) > after]
    shown = memberships[: query.limit]
    found = list_organizations([member.organization_id for member in shown])
    rows = [organization_answer(found[m.organization_id], m.role) for m in shown if m.organization_id in found]
    return page_of(rows, _position(shown[-1]) if len(memberships) > len(shown) else None)


@routes.endpoint("POST", "/organizations", access="org:write", status=201, errors=(Conflict,))
def create_organization(actor: Actor, body: NewOrganizationBody) -> OrganizationAnswer:
    """Found an organization and own it. A slug made from the name is never taken; one that was asked for may be."""
    organization = _found(actor, body)
    audit(organization.organization_id, actor, "organization.create", organization.organization_id)
    return organization_answer(organization, "owner")


@routes.endpoint("GET", "/organizations/{org_slug}", access="org:read")
def get_organization(actor: Actor, org_slug: str) -> OrganizationAnswer:
    """One organization, by its slug or one it had before."""
    access = require_organization(actor, org_slug)
    return organization_answer(access.organization, access.role)


@routes.endpoint("PUT", "/organizations/{org_slug}", access="org:write", errors=(Conflict,))
def change_organization(actor: Actor, org_slug: str, body: OrganizationBody) -> OrganizationAnswer:
    """Change name, slug or description. The old slug goes on leading here."""
    access = require_organization(actor, org_slug, "admin")
    organization = access.organization
    if body.slug is not None and body.slug != organization.slug:
        reject_reserved_slug(body.slug)
        rename_organization_slug(organization, body.slug)
    changes = body.model_dump(exclude_none=True, exclude={"slug"})
    changed = update_organization(organization.organization_id, **changes)
    audit(organization.organization_id, actor, "organization.update", organization.organization_id, **body.set_fields())
    return organization_answer(changed, access.role)


@routes.endpoint("DELETE", "/organizations/{org_slug}", access="org:admin", status=202)
def remove_organization(actor: Actor, org_slug: str) -> JobAnswer:
    """Delete an organization with all its projects. It is gone at once; a job then ends its projects one by one.

    Who deleted it may look at the job, with the organization's id in place of its slug, which is free again.
    """
    organization = require_organization(actor, org_slug, "owner").organization
    organization_id = organization.organization_id
    # As with projects the job comes first: it erases what has its tombstone and nothing else.
    job = create_job(
        organization_id,
        "erase_organization",
        project_id=None,
        requested_by=actor.user_id,
        arguments={},
        now=utc_now(),
        total=len(list_projects(organization_id)),
    )
    delete_organization(organization)
    audit(organization_id, actor, "organization.delete", organization_id, job_id=job.id)
    erase_members(organization_id)
    send_job(JobMessage(organization_id, job.id, job.kind))
    return answer_job(job)


def _found(actor: Actor, body: NewOrganizationBody) -> Organization:
    owned = [member for member in list_memberships(actor.user_id) if member.role == "owner"]
    if len(owned) >= MAX_OWNED:
        raise Conflict(f"One person owns at most {MAX_OWNED} organizations: delete or hand over one", code="quota")
    now = format_time(utc_now())
    organization = Organization(
        organization_id=str(uuid.uuid4()),
        name=body.name,
        slug=reject_reserved_slug(body.slug) or slug_of(body.name),
        description=body.description,
        created_at=now,
        updated_at=now,
    )
    try:
        store_organization(organization, actor.user_id)
    except Conflict:
        if body.slug is not None:
            raise
        organization = replace(organization, slug=with_suffix(organization.slug))
        store_organization(organization, actor.user_id)
    return organization


def _position(member: Member) -> str:
    return f"{member.joined_at}#{member.organization_id}"
