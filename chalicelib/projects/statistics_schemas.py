"""What the routes of statistics, costs, releases and tags take and answer."""

from typing import Annotated

from pydantic import StringConstraints

from chalicelib.http.schemas import Answer, Query
from chalicelib.issues.schemas import IssueAnswer
from chalicelib.projects.model import Degrade
from chalicelib.projects.statistics import Period


class CostAnswer(Answer):
    """Amounts are in *currency*. *projected* is the month's end at the pace of its last days.

    *units* are what was counted, *by_service* what each comes to. *since* says when a step other than `full` began.
    """

    month: str
    currency: str
    prices_as_of: str
    spent: float
    projected: float
    by_service: dict[str, float]
    units: dict[str, int]
    budget: float | None
    step: Degrade
    since: str | None


class PeriodQuery(Query):
    period: Period = "24h"


class OutcomeBucket(Answer):
    """What became of what was received in one hour or day. *by_level* counts what was grouped."""

    at: str
    accepted: int
    filtered: int
    limited: int
    invalid: int
    dropped: int
    by_level: dict[str, int]


class Outcomes(Answer):
    """*reasons* tells for each outcome of what or why: `{"filtered": {"localhost": 3}}`."""

    received: int
    accepted: int
    filtered: int
    limited: int
    invalid: int
    dropped: int
    by_level: dict[str, int]
    reasons: dict[str, dict[str, int]]


class Discarded(Answer):
    """What SDKs told in their client reports that they never sent: `{"sample_rate": {"error": 3}}`. Never received."""

    total: int
    reasons: dict[str, dict[str, int]]


class ProjectStatistics(Answer):
    """*top_issues* are those with most events among the ones seen in the period."""

    buckets: list[OutcomeBucket]
    totals: Outcomes
    discarded_by_sdk: Discarded
    top_issues: list[IssueAnswer]


class TagKey(Answer):
    key: str


class TagKeyList(Answer):
    data: list[TagKey]


class TagValueName(Answer):
    value: str


class TagValueList(Answer):
    data: list[TagValueName]


class TagValuesQuery(Query):
    """*prefix* is what has been typed of the value."""

    prefix: Annotated[str, StringConstraints(max_length=200)] = ""
