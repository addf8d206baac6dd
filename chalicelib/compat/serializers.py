"""Our accounts, organizations and projects as Sentry's clients read them."""

from chalicelib.accounts.store import User
from chalicelib.compat.lookup import EVERYONE
from chalicelib.compat.schemas import (
    AuthDetails,
    AuthScopes,
    KeyDsn,
    KeyRateLimit,
    OrganizationLinks,
    ProjectReference,
    SentryKey,
    SentryMember,
    SentryOrganization,
    SentryProject,
    SentryTeam,
    SentryUser,
    UserEmail,
)
from chalicelib.config import settings
from chalicelib.http.authentication import Actor
from chalicelib.ids import derived_id
from chalicelib.organizations.invitations import Invitation
from chalicelib.organizations.members import Role
from chalicelib.organizations.store import Organization
from chalicelib.projects.model import ProjectKey
from chalicelib.projects.schemas import dsn_of
from chalicelib.projects.store import Project
from chalicelib.times import format_time, utc_now


def answer_auth(actor: Actor, user: User) -> AuthDetails:
    return AuthDetails(auth=AuthScopes(scopes=sorted(actor.scopes)), user=answer_user(user))


def answer_user(user: User) -> SentryUser:
    return SentryUser(
        id=user.user_id,
        name=user.name or user.email,
        username=user.email,
        email=user.email,
        avatar_url=user.avatar_url,
        is_active=user.is_active,
        date_joined=user.created_at,
        emails=[UserEmail(id=user.user_id, email=user.email, is_verified=user.email_verified)],
    )


def answer_organization(organization: Organization, role: Role) -> SentryOrganization:
    url = settings().public_url
    return SentryOrganization(
        id=organization.organization_id,
        slug=organization.slug,
        name=organization.name,
        date_created=organization.created_at,
        role=role,
        links=OrganizationLinks(organization_url=url, region_url=url),
    )


def answer_team(organization: Organization, member_count: int = 0) -> SentryTeam:
    """The one team, whose members are the organization's."""
    return SentryTeam(
        id=organization.organization_id,
        slug=EVERYONE,
        name="Everyone",
        date_created=organization.created_at,
        member_count=member_count,
    )


def answer_project(project: Project, organization: Organization, role: Role) -> SentryProject:
    team = answer_team(organization)
    return SentryProject(
        id=project.project_id,
        slug=project.slug,
        name=project.name,
        platform=project.platform,
        date_created=project.created_at,
        first_event=project.first_event_at,
        status="active" if project.is_active else "disabled",
        team=team,
        teams=(team,),
        organization=answer_organization(organization, role),
    )


def refer_to_project(project: Project) -> ProjectReference:
    return ProjectReference(id=project.project_id, slug=project.slug, name=project.name, platform=project.platform)


def answer_key(key: ProjectKey) -> SentryKey:
    dsn = dsn_of(key.public_key, key.project_id)
    security = f"{settings().ingest_url}/api/{key.project_id}/security/?sentry_key={key.public_key}"
    return SentryKey(
        id=key.key_id,
        name=key.name,
        label=key.name,
        public=key.public_key,
        secret="",
        project_id=int(key.project_id),
        is_active=key.is_active,
        rate_limit=_rate_limit(key),
        dsn=KeyDsn(public=dsn, secret=dsn, csp=security, security=security),
        date_created=key.created_at,
    )


def answer_member(user: User, role: str, joined_at: str) -> SentryMember:
    return SentryMember(
        id=user.user_id,
        email=user.email,
        name=user.name or user.email,
        role=role,
        org_role=role,
        date_created=joined_at,
        user=answer_user(user),
        teams=(EVERYONE,),
    )


def answer_invited(invitation: Invitation) -> SentryMember:
    return SentryMember(
        id=invited_id(invitation.organization_id, invitation.email),
        email=invitation.email,
        name=invitation.email,
        role=invitation.role,
        org_role=invitation.role,
        pending=True,
        expired=invitation.expires_on <= format_time(utc_now()),
        date_created=invitation.created_at,
        user=None,
    )


def invited_id(organization_id: str, email: str) -> str:
    """What a member is called from the invitation on: Sentry's clients keep it, and look for the member by it later."""
    return derived_id(organization_id, email.lower())


def _rate_limit(key: ProjectKey) -> KeyRateLimit | None:
    if key.rate_limit_count is None or key.rate_limit_window_seconds is None:
        return None
    return KeyRateLimit(window=int(key.rate_limit_window_seconds), count=int(key.rate_limit_count))
