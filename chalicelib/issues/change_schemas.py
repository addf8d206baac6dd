"""What may be done to issues: one, several by name, or all that fit."""

from typing import Annotated

from pydantic import AwareDatetime, Field, StringConstraints, model_validator

from chalicelib.http.schemas import Answer, Body
from chalicelib.issues.schemas import IssueFilters, Status
from chalicelib.jobs.schemas import JobAnswer

IssueId = Annotated[str, StringConstraints(min_length=1, max_length=100)]
Release = Annotated[str, StringConstraints(min_length=1, max_length=200)]

MAX_BULK_IDS = 1000


class StatusDetails(Body):
    """How it is resolved or ignored. Nothing said: resolved now, ignored for good."""

    in_next_release: bool | None = None
    in_release: Release | None = None
    ignore_until: AwareDatetime | None = None
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
