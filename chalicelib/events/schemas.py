"""What the routes of events take and answer. What is inside an event came from an SDK: data, never markup."""

from typing import Annotated

from pydantic import StringConstraints

from chalicelib.http.schemas import Answer, PageQuery, Pagination, Query
from chalicelib.issues.schemas import SearchText


class EventListQuery(PageQuery):
    """*query* is the search language; an event has no status, assignee or counters to ask for."""

    query: SearchText | None = None


class EventQuery(Query):
    """*project_id* picks one of several projects that have an event of this id."""

    project_id: Annotated[str, StringConstraints(max_length=20)] | None = None


class EventRowAnswer(Answer):
    id: str
    event_id: str
    issue_id: str
    project_id: str
    timestamp: str
    received_at: str
    level: str
    title: str
    message: str | None
    environment: str | None
    release: str | None
    transaction: str | None
    tags: list[list[str]]
    user: str | None


class EventList(Answer):
    """*scanned* is how many events were looked at: a rare match may take several pages, some of them empty."""

    data: list[EventRowAnswer]
    pagination: Pagination
    scanned: int


class AttachmentAnswer(Answer):
    """A file that came with an event, without its content. *type* is Sentry's, such as `event.view_hierarchy`."""

    id: str
    name: str
    content_type: str
    type: str
    size: int


class AttachmentContent(AttachmentAnswer):
    content_base64: str


class MapProblem(Answer):
    """What *frames* frames of an event lack, in words that tell what to do."""

    problem: str
    frames: int


class SourceMapSummary(Answer):
    """How many frames were mapped to their sources, and why others were not."""

    mapped: int
    unmapped: int
    problems: list[MapProblem]


class BrowserReport(Answer):
    """What a browser reported. *kind* is `csp`, `hpkp`, `expectct`, `expectstaple` or the Reporting API's own word.

    *fields* are in the browser's words, written in one way: `document_uri`, `blocked_uri`, `script_sample` …
    """

    kind: str
    fields: dict[str, object]


class EventDetail(Answer):
    """An event in full. *raw* is the event as it was normalized; *meta* says what was trimmed in it.

    *source_maps* is None where no frame was to be mapped, *report* where no browser reported this.
    Without *body_kept* there is only what lists show: the event was counted, but the project's monthly budget ran low.
    """

    id: str
    event_id: str
    issue_id: str
    project_id: str
    timestamp: str
    received_at: str
    level: str
    title: str
    culprit: str | None
    platform: str | None
    message: str | None
    exception: object
    stack_trace: object
    threads: object
    request: object
    user: object
    tags: list[list[str]]
    contexts: object
    breadcrumbs: object
    extra: object
    modules: object
    report: BrowserReport | None
    release: str | None
    environment: str | None
    server_name: str | None
    transaction: str | None
    sdk: object
    fingerprint: object
    grouping: object
    meta: object
    source_maps: SourceMapSummary | None
    attachments: list[AttachmentAnswer]
    raw: object
    body_kept: bool
    previous_event_id: str | None
    next_event_id: str | None


class FeedbackAnswer(Answer):
    """One message of a person. *about_issue_id* is null where the event it is about is unknown or gone."""

    id: str
    issue_id: str
    short_id: str
    status: str
    message: str
    name: str | None
    email: str | None
    url: str | None
    source: str | None
    replay_id: str | None
    about_event_id: str | None
    about_issue_id: str | None
    environment: str | None
    release: str | None
    received_at: str


class FeedbackList(Answer):
    data: list[FeedbackAnswer]
    pagination: Pagination
    total: int
