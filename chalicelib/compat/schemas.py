"""What Sentry's clients send and read of organizations, projects and people, with Sentry's field names."""

from typing import Any, cast

from pydantic import Field, field_validator

from chalicelib.accounts.schemas import Email
from chalicelib.compat.resource import SentryAnswer, SentryBody, SentryQuery
from chalicelib.http.schemas import Name
from chalicelib.organizations.members import ROLES, Role
from chalicelib.organizations.slugs import Slug
from chalicelib.projects.schemas import MAX_RATE, MAX_WINDOW_SECONDS, Platform

MAX_LIMIT = 100


class AuthScopes(SentryAnswer):
    scopes: list[str]


class UserEmail(SentryAnswer):
    id: str
    email: str
    is_verified: bool


class SentryUser(SentryAnswer):
    id: str
    name: str
    username: str
    email: str
    avatar_url: str | None
    is_active: bool
    is_superuser: bool = False
    has_2fa: bool = Field(default=False, serialization_alias="has2fa")
    date_joined: str
    emails: list[UserEmail]
    options: dict[str, Any] = Field(default_factory=dict)


class AuthDetails(SentryAnswer):
    """Who holds the token, and what it may do."""

    version: str = "0"
    auth: AuthScopes
    user: SentryUser


class Region(SentryAnswer):
    name: str
    url: str


class RegionList(SentryAnswer):
    regions: list[Region]


class OrganizationLinks(SentryAnswer):
    organization_url: str
    region_url: str


class NamedStatus(SentryAnswer):
    id: str = "active"
    name: str = "active"


class SentryOrganization(SentryAnswer):
    """*links* lead clients that know regions back to this host."""

    id: str
    slug: str
    name: str
    date_created: str
    status: NamedStatus = NamedStatus()
    is_early_adopter: bool = False
    require_2fa: bool = Field(default=False, serialization_alias="require2FA")
    require_email_verification: bool = False
    features: tuple[str, ...] = ()
    access: tuple[str, ...] = ()
    role: str
    links: OrganizationLinks


class SentryTeam(SentryAnswer):
    """There is one team, of all members, as some clients insist on one."""

    id: str
    slug: str
    name: str
    date_created: str
    is_member: bool = True
    has_access: bool = True
    is_pending: bool = False
    member_count: int = 0
    team_role: str | None = None
    flags: dict[str, bool] = Field(default_factory=dict)
    access: tuple[str, ...] = ()


class ProjectReference(SentryAnswer):
    id: str
    slug: str
    name: str
    platform: str


class SentryProject(SentryAnswer):
    id: str
    slug: str
    name: str
    platform: str
    date_created: str
    first_event: str | None
    status: str
    is_bookmarked: bool = False
    is_member: bool = True
    has_access: bool = True
    features: tuple[str, ...] = ()
    access: tuple[str, ...] = ()
    team: SentryTeam | None = None
    teams: tuple[SentryTeam, ...] = ()
    organization: SentryOrganization


class NewProject(SentryBody):
    """*slug* is made from the name when left out."""

    name: Name
    slug: Slug | None = None
    platform: Platform | None = None


class ProjectChange(SentryBody):
    name: Name | None = None
    slug: Slug | None = None
    platform: Platform | None = None


class KeyDsn(SentryAnswer):
    """Every form is the same public one: there is no secret key."""

    public: str
    secret: str
    csp: str
    security: str


class KeyRateLimit(SentryAnswer):
    window: int
    count: int


class LoaderOptions(SentryAnswer):
    """What Sentry's loader script would hold; there is none here."""

    has_replay: bool = False
    has_performance: bool = False
    has_debug: bool = False


class SentryKey(SentryAnswer):
    id: str
    name: str
    label: str
    public: str
    secret: str
    project_id: int
    is_active: bool
    rate_limit: KeyRateLimit | None
    dsn: KeyDsn
    browser_sdk_version: str = "latest"
    dynamic_sdk_loader_options: LoaderOptions = Field(default_factory=LoaderOptions)
    date_created: str


class KeyLimit(SentryBody):
    """At most *count* events in each *window* of seconds; a zero means that there is no limit."""

    window: int = Field(ge=0, le=MAX_WINDOW_SECONDS)
    count: int = Field(ge=0, le=MAX_RATE)


class KeyChange(SentryBody):
    """What is left out stays as it is. A rate limit of null lifts the limit."""

    name: Name | None = None
    is_active: bool | None = None
    rate_limit: KeyLimit | None = None


class RoleChange(SentryBody):
    """*role* and *org_role* mean the same to older and newer clients."""

    role: str | None = None
    org_role: str | None = None

    @field_validator("role", "org_role")
    @classmethod
    def _is_ours(cls, role: str | None) -> str | None:
        if role is not None and role not in ROLES:
            raise ValueError(f"expected one of {', '.join(ROLES)}; MiniSentry has no role {role}")
        return role

    @property
    def wanted(self) -> Role | None:
        return cast("Role | None", self.org_role or self.role)


class NewMember(RoleChange):
    email: Email


class SentryMember(SentryAnswer):
    id: str
    email: str
    name: str
    role: str
    org_role: str
    pending: bool = False
    expired: bool = False
    date_created: str
    user: SentryUser | None
    teams: tuple[str, ...] = ()
    team_roles: tuple[dict[str, str], ...] = ()
    invite_status: str = "approved"
    flags: dict[str, bool] = Field(default_factory=dict)


class Repository(SentryAnswer):
    """A repository that commits of a release named."""

    id: str
    name: str
    url: str | None = None
    provider: NamedStatus
    status: str = "active"
    external_slug: str | None = None
    integration_id: str | None = None
    date_created: str


class Monitor(SentryAnswer):
    """A schedule that check-ins are held against."""

    id: str
    slug: str
    name: str
    status: str


class ListQuery(SentryQuery):
    """*per_page* and *limit* mean the same to different clients."""

    query: str | None = Field(None, max_length=2000)
    per_page: int | None = None
    limit: int | None = None

    @property
    def page_size(self) -> int:
        return max(1, min(self.per_page or self.limit or MAX_LIMIT, MAX_LIMIT))

    def fits(self, *texts: str) -> bool:
        """Whether one of *texts* contains what the list is narrowed to."""
        wanted = (self.query or "").casefold().strip()
        return not wanted or any(wanted in text.casefold() for text in texts)


class ProjectsQuery(ListQuery):
    """*project* names projects by slug or number; none means all."""

    project: tuple[str, ...] = ()
