"""Projects, their keys and members, and the person a request is about, as the API reads and answers them."""

from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from chalicelib.config import settings
from chalicelib.http.schemas import Answer, Body, Name, PageQuery, Query, Text
from chalicelib.organizations.schemas import MemberUser, OrganizationReference, organization_reference
from chalicelib.organizations.slugs import Slug
from chalicelib.organizations.store import Organization
from chalicelib.projects.figures import ProjectFigures
from chalicelib.projects.model import ProjectKey
from chalicelib.projects.store import DefaultAccess, Project, ProjectAccess

Identity = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class PersonBody(Body):
    """Whom it is about, as the application told its SDK: by id, by mail address, or both."""

    id: Identity | None = None
    email: Identity | None = None

    @model_validator(mode="after")
    def _somebody_is_named(self) -> Self:
        if self.id is None and self.email is None:
            raise ValueError("expected an id or an email")
        return self


Platform = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_.-]{0,49}$")]
# An origin, or a pattern such as https://*.example.com; a star alone allows every origin.
Origin = Annotated[str, StringConstraints(max_length=200, pattern=r"^(\*|(https?://)?[a-zA-Z0-9*.:\[\]-]+)$")]
MAX_RATE = 1_000_000
MAX_WINDOW_SECONDS = 86_400


class NewProjectBody(Body):
    """*slug* is made from the name when left out."""

    name: Name
    slug: Slug | None = None
    description: Text = ""
    platform: Platform = "javascript"


class ProjectBody(Body):
    """What is left out stays as it is. *default_access* is what members without a role of their own may do."""

    name: Name | None = None
    slug: Slug | None = None
    description: Text | None = None
    platform: Platform | None = None
    is_active: bool | None = None
    default_access: DefaultAccess | None = None


class RateLimit(Body):
    """At most *count* events in each window of *window_seconds*."""

    count: int = Field(ge=1, le=MAX_RATE)
    window_seconds: int = Field(ge=1, le=MAX_WINDOW_SECONDS)


class KeyBody(Body):
    """What is left out stays as it is. A rate limit of null lifts the limit; no origins allow any."""

    name: Name | None = None
    is_active: bool | None = None
    rate_limit: RateLimit | None = None
    allowed_origins: list[Origin] | None = Field(None, max_length=50)


class NewKeyBody(Body):
    name: Name = "Default"
    rate_limit: RateLimit | None = None
    allowed_origins: list[Origin] = Field([], max_length=50)


class ProjectRoleBody(Body):
    role: ProjectAccess


class ProjectQuery(Query):
    """*stats* asks for the figures of the project, which cost a read of its issues and one of its statistics."""

    stats: bool = False


class ProjectListQuery(PageQuery):
    """*stats* asks for the figures of the page's first 25 projects; those of others are null."""

    stats: bool = False


class ProjectAnswer(Answer):
    """*dsn* is what an SDK is given. There is no secret key: SDKs dropped it long ago.

    *issues_unresolved* and *events_24h*, events accepted in this hour and the 23 before it, are null unless asked for.
    """

    id: str
    organization: OrganizationReference
    name: str
    slug: str
    description: str
    platform: str
    dsn: str
    public_key: str
    is_active: bool
    default_access: DefaultAccess
    first_event_at: str | None
    issues_unresolved: int | None = None
    events_24h: int | None = None
    created_at: str
    updated_at: str


class KeyAnswer(Answer):
    id: str
    name: str
    public_key: str
    dsn: str
    is_active: bool
    rate_limit: RateLimit | None
    allowed_origins: list[str]
    created_at: str


class ProjectMemberAnswer(Answer):
    user: MemberUser
    role: ProjectAccess


def dsn_of(public_key: str, project_id: str) -> str:
    """What SDKs parse: scheme, key, host, and the project's decimal id as the path."""
    scheme, _, host = settings().ingest_url.partition("://")
    return f"{scheme}://{public_key}@{host}/{project_id}"


def project_answer(
    project: Project, organization: Organization, figures: ProjectFigures | None = None
) -> ProjectAnswer:
    return ProjectAnswer(
        id=project.project_id,
        organization=organization_reference(organization),
        name=project.name,
        slug=project.slug,
        description=project.description,
        platform=project.platform,
        dsn=dsn_of(project.public_key, project.project_id),
        public_key=project.public_key,
        is_active=project.is_active,
        default_access=project.default_access,
        first_event_at=project.first_event_at,
        issues_unresolved=figures.issues_unresolved if figures else None,
        events_24h=figures.events_24h if figures else None,
        created_at=project.created_at,
        updated_at=project.updated_at,
    )


def key_answer(key: ProjectKey) -> KeyAnswer:
    return KeyAnswer(
        id=key.key_id,
        name=key.name,
        public_key=key.public_key,
        dsn=dsn_of(key.public_key, key.project_id),
        is_active=key.is_active,
        rate_limit=_rate_limit(key),
        allowed_origins=list(key.allowed_origins),
        created_at=key.created_at,
    )


def _rate_limit(key: ProjectKey) -> RateLimit | None:
    if key.rate_limit_count is None or key.rate_limit_window_seconds is None:
        return None
    return RateLimit(count=int(key.rate_limit_count), window_seconds=int(key.rate_limit_window_seconds))
