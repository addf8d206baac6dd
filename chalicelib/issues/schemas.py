"""Which issues a route is asked for, and how they are answered."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from chalicelib.http.schemas import Answer, Body, PageQuery, Pagination

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
