"""How routes of Sentry's API answer: errors as {"detail": …}, lists as plain arrays with their cursors in `Link`.

Clients of Sentry read the `rel="next"` link's `results` to know whether to go on, and its `cursor` to do so.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import wraps
from typing import Annotated, Any
from urllib.parse import urlencode

from chalice.app import Request, Response
from pydantic import AfterValidator, AliasGenerator, BaseModel, ConfigDict, ValidationError
from pydantic.alias_generators import to_camel

from chalicelib.config import settings
from chalicelib.errors import MiniSentryError, ValidationFailed
from chalicelib.http.resource import Endpoint, Resource
from chalicelib.http.responses import answer_with
from chalicelib.http.schemas import Answer, Body, Query, as_utc
from chalicelib.http.validation_errors import refused_fields

ANY_TYPE = "*/*"


class SentryAnswer(Answer):
    """What a route answers, with Sentry's camelCase names."""

    model_config = ConfigDict(alias_generator=AliasGenerator(serialization_alias=to_camel), serialize_by_alias=True)


class SentryBody(Body):
    """A body of Sentry's clients. They send more than we keep, so that unknown fields are passed over."""

    model_config = ConfigDict(extra="ignore", alias_generator=AliasGenerator(validation_alias=to_camel))


# Sentry's clients also send times without a zone, which are UTC.
SentryMoment = Annotated[datetime, AfterValidator(as_utc)]


class SentryQuery(Query):
    """A query string of Sentry's clients."""

    cursor: str | None = None


class DetailAnswer(SentryAnswer):
    """The one shape of errors in Sentry's API; clients print *detail*."""

    detail: str


class SentryResource(Resource):
    """Routes of Sentry's API. Some clients send JSON without a Content-Type, so that any is read."""

    error_answer = DetailAnswer
    body_types = (ANY_TYPE,)

    def serving(self, endpoint: Endpoint) -> Callable[..., Response]:
        serve = super().serving(endpoint)

        @wraps(serve)
        def serve_with_detail(**path_values: str) -> Response:
            try:
                return _serve_checked(serve, path_values)
            except MiniSentryError as error:
                return answer_with(DetailAnswer(detail=error.sentence), error.status, dict(error.headers))

        return serve_with_detail


def _serve_checked(serve: Callable[..., Response], path_values: dict[str, str]) -> Response:
    """What a client sent becomes a body or query of our own API's, which may be stricter than Sentry's."""
    try:
        return serve(**path_values)
    except ValidationError as error:
        raise ValidationFailed("MiniSentry takes no such value", fields=refused_fields(BaseModel, error)) from error


def answer_list(request: Request, items: Sequence[BaseModel], next_cursor: str | None = None) -> Response:
    """*items* as a plain array; the `Link` header says whether and where the list goes on."""
    here = f"{settings().public_url}/api{request.path.rstrip('/')}/"
    others = [(name, value) for name, value in _query_pairs(request) if name != "cursor"]
    previous = _link(here, others, "previous", cursor="", has_results=False)
    following = _link(here, others, "next", cursor=next_cursor or "", has_results=next_cursor is not None)
    return answer_with(list(items), 200, {"Link": f"{previous}, {following}"})


def _link(here: str, query: list[tuple[str, str]], relation: str, *, cursor: str, has_results: bool) -> str:
    url = f"{here}?{urlencode([*query, ('cursor', cursor)])}"
    return f'<{url}>; rel="{relation}"; results="{str(has_results).lower()}"; cursor="{cursor}"'


def _query_pairs(request: Request) -> list[tuple[str, str]]:
    parameters: Any = request.query_params
    return [(name, value) for name in parameters or () for value in parameters.getlist(name)]
