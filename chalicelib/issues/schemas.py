"""Which issues a route is asked for, what may be done to them, and how they, comments and activity are answered."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from chalicelib.http.schemas import Answer, Body, Moment, PageQuery, Pagination
from chalicelib.jobs.serializers import JobAnswer

Status = Literal["unresolved", "resolved", "ignored"]
Level = Literal["debug", "info", "warning", "error", "fatal"]
Sort = Literal["last_seen", "first_seen", "times_seen", "users", "priority"]
SearchText = Annotated[str, StringConstraints(max_length=2000)]


class Person(Answer):
    """Who deleted the account is called "Deleted user", with no address."""

    id: str
    name: str
    email: str


class IssueFilters(Body):
    """Which issues: all that fit everything given."""

    query: SearchText | None = None
    search: SearchText | None = None
    status: Status | None = None
    level: Level | None = None
    environment: Annotated[str, StringConstraints(max_length=64)] | None = None


class IssueListQuery(PageQuery):
    """*query* is the search language, *search* is free text; both may be given."""

    query: SearchText | None = None
    search: SearchText | None = None
    status: Status | None = None
    level: Level | None = None
    environment: str | None = Field(None, max_length=64)
    sort: Sort = "last_seen"

    def filters(self) -> IssueFilters:
        return IssueFilters.model_construct(
            query=self.query,
            search=self.search,
            status=self.status,
            level=self.level,
            environment=self.environment,
        )


class OrganizationIssueQuery(IssueListQuery):
    """*project* are slugs; none means all projects that one may read."""

    project: tuple[Annotated[str, StringConstraints(max_length=100)], ...] = ()


class IssueAnswer(Answer):
    """A row of a list. *users* is exact to 256, then "256+"; *sparkline* is the last 24 hours, oldest first."""

    id: str
    short_id: str
    title: str
    culprit: str
    type: str
    level: str
    status: str
    first_seen: str
    last_seen: str
    times_seen: int
    users: int | Literal["256+"]
    assignee: Person | None
    priority: float
    sparkline: list[int]


class IssueList(Answer):
    """*total* is how many issues fit, over all pages."""

    data: list[IssueAnswer]
    pagination: Pagination
    total: int


class ProjectReference(Answer):
    id: str
    slug: str
    name: str


class OrganizationIssue(IssueAnswer):
    project: ProjectReference


class OrganizationIssueList(Answer):
    """*total* is how many issues fit, over all pages and projects."""

    data: list[OrganizationIssue]
    pagination: Pagination
    total: int


class StatusDetailsAnswer(Answer):
    resolved_at: str | None = None
    in_next_release: bool | None = None
    in_release: str | None = None
    ignore_until: str | None = None
    ignore_count: int | None = None


class IssueDetail(IssueAnswer):
    """An issue in full."""

    project: dict[str, str]
    fingerprint: str
    platform: str
    environments: list[str]
    first_release: str | None
    last_release: str | None
    handled: bool | None
    status_details: StatusDetailsAnswer
    permalink: str
    is_bookmarked: bool
    is_subscribed: bool
    message: str | None
    metadata: dict[str, object]
    merged_count: int
    created_at: str
    updated_at: str


class FingerprintAnswer(Answer):
    """One of the fingerprints whose union the issue is; *is_root* is the one that stays when all others leave."""

    fingerprint: str
    title: str
    times_seen: int
    first_seen: str
    last_seen: str
    is_root: bool


class FingerprintList(Answer):
    data: list[FingerprintAnswer]


class GroupingAnswer(Answer):
    """Why the issue's first event was grouped as it was."""

    hash: str
    version: str
    method: str
    components: object = None


class TagValue(Answer):
    """*share* is among the issue's events with this tag, *project_share* among the project's; both from 0 to 1."""

    value: str
    count: int
    share: float
    project_share: float | None = None


class TagFacet(Answer):
    key: str
    values: list[TagValue]
    total: int
    other: int


class FacetList(Answer):
    data: list[TagFacet]


class IssueBucket(Answer):
    at: str
    count: int
    by_level: dict[str, int]


class IssueStatistics(Answer):
    buckets: list[IssueBucket]
    total: int


class BookmarkAnswer(Answer):
    is_bookmarked: bool
    is_subscribed: bool


IssueId = Annotated[str, StringConstraints(min_length=1, max_length=100)]
Release = Annotated[str, StringConstraints(min_length=1, max_length=200)]

MAX_BULK_IDS = 1000


class StatusDetails(Body):
    """How it is resolved or ignored. Nothing said: resolved now, ignored for good."""

    in_next_release: bool | None = None
    in_release: Release | None = None
    ignore_until: Moment | None = None
    ignore_count: int | None = Field(None, ge=1, le=1_000_000_000)


class IssueUpdate(Body):
    """What is left out stays as it is; an *assignee_id* of null takes the assignee away."""

    status: Status | None = None
    status_details: StatusDetails | None = None
    assignee_id: Annotated[str, StringConstraints(min_length=1, max_length=100)] | None = None

    @model_validator(mode="after")
    def _details_fit_the_status(self) -> "IssueUpdate":
        details = self.status_details or StatusDetails()
        if (details.in_next_release or details.in_release) and self.status != "resolved":
            raise ValueError("in_next_release and in_release go with the status resolved")
        if details.in_next_release and details.in_release:
            raise ValueError("in_next_release and in_release exclude each other")
        if (details.ignore_until or details.ignore_count) and self.status != "ignored":
            raise ValueError("ignore_until and ignore_count go with the status ignored")
        return self


class IssueSelection(Body):
    """Either named issues or all that fit *filters*."""

    ids: list[IssueId] | None = Field(None, min_length=1, max_length=MAX_BULK_IDS)
    filters: IssueFilters | None = None

    @model_validator(mode="after")
    def _names_or_filters(self) -> "IssueSelection":
        if (self.ids is None) == (self.filters is None):
            raise ValueError("expected either ids or filters")
        return self


class IssueBulkUpdate(IssueSelection, IssueUpdate):
    """A change for several issues."""


class IssueMerge(Body):
    ids: list[IssueId] = Field(min_length=2, max_length=50)


class IssueUnmerge(Body):
    fingerprints: list[Annotated[str, StringConstraints(min_length=1, max_length=64)]] = Field(
        min_length=1, max_length=50
    )


class BulkAnswer(Answer):
    """Small changes are done at once and counted; larger ones run as a job."""

    updated: int | None = None
    job: JobAnswer | None = None


MAX_COMMENT_LENGTH = 10_000


class CommentBody(Body):
    """Plain text. `@name` or `@mail@address` mentions a member of the organization."""

    content: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_COMMENT_LENGTH, pattern=r"^[^\x00]*$"),
    ]


class CommentAnswer(Answer):
    id: str
    issue_id: str
    user: Person | None
    content: str
    created_at: str
    updated_at: str


class ActivityAnswer(Answer):
    """*user* is null for what nobody did; *data* says from what to what."""

    id: str
    type: str
    user: Person | None
    data: dict[str, object]
    created_at: str
