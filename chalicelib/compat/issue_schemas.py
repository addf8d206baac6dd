"""Issues and events as Sentry's clients send and read them."""

from typing import Annotated, Any, Literal

from pydantic import Field

from chalicelib.compat.resource import SentryAnswer, SentryBody, SentryMoment
from chalicelib.compat.schemas import ProjectReference, ProjectsQuery

SentryStatus = Literal["resolved", "resolvedInNextRelease", "unresolved", "ignored", "muted", "reprocessing"]
SORTS = {
    "date": "last_seen",
    "new": "first_seen",
    "freq": "times_seen",
    "user": "users",
    "priority": "priority",
    "trends": "priority",
    "recommended": "priority",
    "inbox": "last_seen",
}


# Ten years.
Minutes = Annotated[int, Field(ge=1, le=5_256_000)]


class IssueQuery(ProjectsQuery):
    """*query* is the search language; left out it means what is unresolved, as clients of Sentry expect."""

    sort: str = "date"
    environment: tuple[str, ...] = ()
    id: tuple[str, ...] = ()
    status: str | None = None
    stats_period: str | None = Field(None, validation_alias="statsPeriod", max_length=10)


class AssignedTo(SentryAnswer):
    type: str = "user"
    id: str
    name: str
    email: str


class ReleaseReference(SentryAnswer):
    version: str
    short_version: str


class SentryIssue(SentryAnswer):
    """*id* is a number made of the project's id and the short id's number, for clients that insist on one."""

    id: str
    share_id: str | None = None
    short_id: str
    title: str
    culprit: str
    permalink: str
    logger: str | None = None
    level: str
    status: str
    substatus: str | None
    status_details: dict[str, Any]
    is_public: bool = False
    is_bookmarked: bool = False
    is_subscribed: bool = False
    has_seen: bool = False
    is_unhandled: bool
    platform: str
    project: ProjectReference
    type: str
    issue_type: str = "error"
    issue_category: str = "error"
    priority: str
    metadata: dict[str, Any]
    num_comments: int = 0
    assigned_to: AssignedTo | None
    annotations: tuple[str, ...] = ()
    count: str
    user_count: int
    first_seen: str
    last_seen: str
    first_release: ReleaseReference | None = None
    last_release: ReleaseReference | None = None
    stats: dict[str, list[list[int]]] = Field(default_factory=dict)
    tags: tuple[dict[str, Any], ...] = ()
    activity: tuple[dict[str, Any], ...] = ()
    seen_by: tuple[dict[str, Any], ...] = ()
    participants: tuple[dict[str, Any], ...] = ()
    plugin_issues: tuple[dict[str, Any], ...] = ()
    plugin_actions: tuple[dict[str, Any], ...] = ()
    user_report_count: int = 0


class IssueStatusDetails(SentryBody):
    """*ignore_duration* counts minutes."""

    in_next_release: bool | None = None
    in_release: str | None = None
    ignore_duration: Minutes | None = None
    ignore_count: int | None = Field(None, ge=1)
    ignore_until: SentryMoment | None = None


class IssueChange(SentryBody):
    """What a client of Sentry may change. *snooze_duration* and *ignore_duration* count minutes."""

    status: SentryStatus | None = None
    substatus: str | None = None
    status_details: IssueStatusDetails | None = None
    snooze_duration: Minutes | None = None
    ignore_duration: Minutes | None = None
    ignore_count: int | None = Field(None, ge=1)
    assigned_to: str | None = None
    merge: int | bool | None = None


class IssuesChanged(SentryAnswer):
    """*merge* names the issue that stays and those that were merged into it."""

    status: str | None = None
    merge: dict[str, Any] | None = None
    status_details: dict[str, Any] = Field(default_factory=dict)


class ShortIdAnswer(SentryAnswer):
    organization_slug: str
    project_slug: str
    group_id: str
    short_id: str
    group: SentryIssue


class TagPair(SentryAnswer):
    key: str
    value: str


class Entry(SentryAnswer):
    """An interface of an event. What is inside came from an SDK."""

    type: str
    data: Any


class SentryEvent(SentryAnswer):
    id: str
    event_id: str = Field(serialization_alias="eventID")
    group_id: str = Field(serialization_alias="groupID")
    project_id: str = Field(serialization_alias="projectID")
    project_slug: str
    size: int = 0
    type: str
    title: str
    message: str
    culprit: str | None
    location: str | None
    platform: str
    level: str
    dist: str | None
    user: Any
    contexts: Any
    context: Any
    packages: Any
    sdk: Any
    metadata: dict[str, Any]
    tags: list[TagPair]
    entries: list[Entry]
    errors: tuple[dict[str, Any], ...] = ()
    fingerprints: list[str]
    release: ReleaseReference | None
    environment: str | None
    date_created: str
    date_received: str
    next_event_id: str | None = Field(None, serialization_alias="nextEventID")
    previous_event_id: str | None = Field(None, serialization_alias="previousEventID")
    occurrence: None = None


class EventSummary(SentryAnswer):
    """A row of a list of events."""

    id: str
    event_id: str = Field(serialization_alias="eventID")
    group_id: str = Field(serialization_alias="groupID")
    project_id: str = Field(serialization_alias="projectID")
    event_type: str = Field("error", serialization_alias="event.type")
    title: str
    message: str
    location: str | None
    culprit: str | None
    platform: str
    user: Any
    tags: list[TagPair]
    date_created: str
    date_received: str


class TagName(SentryAnswer):
    key: str
    name: str


class IssueTagValue(SentryAnswer):
    """*query* finds the events with this value."""

    key: str
    name: str
    value: str
    count: int
    query: str


class IssueTag(TagName):
    """*totalValues* counts the events that have the tag, *uniqueValues* the values that are kept."""

    total_values: int
    unique_values: int
    top_values: list[IssueTagValue]


class EventIdAnswer(SentryAnswer):
    organization_slug: str
    project_slug: str
    group_id: str
    event_id: str
    event: SentryEvent
