"""What Sentry's clients send and read of organizations, projects and people, with Sentry's field names."""

from typing import Any

from pydantic import Field

from chalicelib.compat.resource import SentryAnswer, SentryBody, SentryQuery

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
    """There are no teams here; some clients insist on one."""

    id: str
    slug: str
    name: str


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

    name: str
    slug: str | None = None
    platform: str | None = None


class ProjectChange(SentryBody):
    name: str | None = None
    slug: str | None = None
    platform: str | None = None


class KeyDsn(SentryAnswer):
    """Every form is the same public one: there is no secret key."""

    public: str
    secret: str
    csp: str
    security: str


class KeyRateLimit(SentryAnswer):
    window: int
    count: int


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
    date_created: str


class NewKeyRateLimit(SentryBody):
    window: int
    count: int


class KeyChange(SentryBody):
    name: str | None = None
    is_active: bool | None = None
    rate_limit: NewKeyRateLimit | None = None


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


class ProjectsQuery(ListQuery):
    """*project* names projects by slug or number; none means all."""

    project: tuple[str, ...] = ()
