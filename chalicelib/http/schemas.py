"""The bases of every schema: bodies refuse unknown fields, queries ignore them, answers are built by us."""

from datetime import UTC, datetime
from typing import Annotated, Any, Generic, TypeVar

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

MAX_PAGE = 100
DEFAULT_PAGE = 25

Item = TypeVar("Item")

Name = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=r"^[^\x00-\x1f]*$")
]

FIRST_YEAR, LAST_YEAR = 1970, 9998


def as_utc(moment: datetime) -> datetime:
    """*moment* in UTC; without a zone it is meant so. Raises ValueError for what no error and no plan is dated."""
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValueError(f"expected a time between {FIRST_YEAR} and {LAST_YEAR}")
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


Moment = Annotated[AwareDatetime, AfterValidator(as_utc)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000, pattern=r"^[^\x00]*$")]


class Body(BaseModel):
    """A JSON body. An unknown field is an error, for a misspelt one would be lost without a word."""

    # Validators are built at first use: a Lambda answers one kind of request long before it has seen all kinds.
    model_config = ConfigDict(extra="forbid", defer_build=True, frozen=True)

    def set_fields(self) -> dict[str, Any]:
        """What the caller wrote, and nothing of what was left out."""
        return self.model_dump(mode="json", exclude_unset=True)


class Query(BaseModel):
    """A query string. Repeated parameters reach list fields; unknown ones are ignored."""

    model_config = ConfigDict(extra="ignore", defer_build=True, frozen=True)


class Answer(BaseModel):
    """What a route answers."""

    model_config = ConfigDict(defer_build=True, frozen=True)


class PageQuery(Query):
    """What every list takes."""

    limit: int = Field(DEFAULT_PAGE, ge=1, le=MAX_PAGE)
    cursor: str | None = Field(None, max_length=2000)


class Pagination(Answer):
    next_cursor: str | None
    has_more: bool


class Page(Answer, Generic[Item]):
    """One page of a list."""

    data: list[Item]
    pagination: Pagination


class ErrorDetail(Answer):
    code: str
    message: str
    fields: dict[str, str] = {}


class ErrorAnswer(Answer):
    """The one shape of every error."""

    error: ErrorDetail
