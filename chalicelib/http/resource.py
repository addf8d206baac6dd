"""A blueprint whose routes state what they take, answer and may refuse, so that the OpenAPI document cannot differ.

A view's signature is its contract: `actor` is who calls, `body` and `query` are schemas read and validated before it
runs, `request` is Chalice's request, everything else comes from the path. What it returns is what is answered.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, TypeVar

from chalice import Blueprint
from chalice.app import Request, Response

from chalicelib.errors import (
    BadRequest,
    Forbidden,
    MiniSentryError,
    NotFound,
    RateLimited,
    TooLarge,
    Unauthorized,
    UnsupportedMedia,
)
from chalicelib.http.rate_limits import Admission, admit
from chalicelib.http.request import current_request, read_body, read_query
from chalicelib.http.responses import answer_with
from chalicelib.http.schemas import Answer, Body, ErrorAnswer, Query
from chalicelib.http.scopes import Access

View = TypeVar("View", bound=Callable[..., Any])
ErrorClass = type[MiniSentryError]

# DynamoDB refuses longer keys with an error of its own; nothing of ours has a name this long.
MAX_PATH_VALUE_BYTES = 800
SAME_AS_RETURNED = object()


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One route as the OpenAPI document and the access matrix see it."""

    method: str
    path: str
    access: Access
    status: int
    tag: str
    view: Callable[..., Any]
    body: type[Body] | None
    query: type[Query] | None
    answer: Any
    errors: tuple[ErrorClass, ...]
    limited: bool
    takes: frozenset[str] = field(default_factory=frozenset)
    error_answer: type[Answer] = ErrorAnswer
    empty_status: int | None = None


class Resource(Blueprint):
    """The routes of one resource. *tag* is its heading in the OpenAPI document.

    A subclass may answer errors in another shape (*error_answer*, and `serving`, which renders them) and take bodies
    of other types.
    """

    error_answer: type[Answer] = ErrorAnswer
    body_types: tuple[str, ...] = ("application/json",)

    def __init__(self, import_name: str, tag: str) -> None:
        super().__init__(import_name)
        self.tag = tag
        self.endpoints: list[Endpoint] = []
        self._preflighted: set[str] = set()

    def endpoint(
        self,
        method: str,
        path: str,
        *,
        access: Access,
        status: int | tuple[int, int] = 200,
        errors: tuple[ErrorClass, ...] = (),
        limited: bool = True,
        answer: Any = SAME_AS_RETURNED,
    ) -> Callable[[View], View]:
        """Serve *path* by the decorated view.

        *access* is the scope the caller needs. *status* is a success's, or two, of which the second comes
        without a body; a view annotated `-> None` answers 204.
        *errors* are the refusals the view adds to those that its signature and access imply. *limited* counts the
        request against the caller's minute. *answer* documents a view that builds its Response itself.
        """

        def register(view: View) -> View:
            signature = inspect.signature(view)
            kinds = {name: parameter.annotation for name, parameter in signature.parameters.items()}
            returned = signature.return_annotation if answer is SAME_AS_RETURNED else answer
            success, empty = status if isinstance(status, tuple) else (status, None)
            endpoint = Endpoint(
                method=method,
                path=path,
                access=access,
                status=204 if returned is None else success,
                tag=self.tag,
                view=view,
                body=kinds.get("body"),
                query=kinds.get("query"),
                answer=returned,
                errors=tuple(dict.fromkeys((*_implied_errors(access, path, kinds, limited), *errors))),
                limited=limited,
                takes=frozenset(kinds),
                error_answer=self.error_answer,
                empty_status=empty,
            )
            self.endpoints.append(endpoint)
            content_types = list(self.body_types) if endpoint.body else []
            self.route(path, methods=[method], content_types=content_types)(self.serving(endpoint))
            self._answer_preflight(path)
            return view

        return register

    def serving(self, endpoint: Endpoint) -> Callable[..., Response]:
        """What Chalice calls for a request of *endpoint*."""
        return _serving(endpoint)

    def _answer_preflight(self, path: str) -> None:
        """Let other origins ask. Chalice's own preflight knows one fixed origin, so that ours is a route."""
        if path not in self._preflighted:
            self._preflighted.add(path)
            self.route(path, methods=["OPTIONS"], content_types=[])(_preflight)


def _preflight(**_path_values: str) -> Response:
    return Response("", status_code=204, headers={})


def _implied_errors(access: Access, path: str, kinds: dict[str, Any], limited: bool) -> tuple[ErrorClass, ...]:
    errors: list[ErrorClass] = []
    if "body" in kinds:
        errors += [BadRequest, TooLarge, UnsupportedMedia]
    if "query" in kinds:
        errors.append(BadRequest)
    if access != "public":
        errors += [Unauthorized, Forbidden]
    if "{" in path:
        errors.append(NotFound)
    if limited:
        errors.append(RateLimited)
    return tuple(errors)


def _serving(endpoint: Endpoint) -> Callable[..., Response]:
    @wraps(endpoint.view)
    def serve(**path_values: str) -> Response:
        request = current_request()
        admission = admit(request, endpoint.access, limited=endpoint.limited)
        try:
            _reject_impossible_names(path_values)
            answer = endpoint.view(**path_values, **_arguments(endpoint, request, admission))
        except MiniSentryError as error:
            error.headers = {**admission.headers, **error.headers}
            raise
        return answer_with(answer, endpoint.status, admission.headers)

    return serve


def _arguments(endpoint: Endpoint, request: Request, admission: Admission) -> dict[str, Any]:
    arguments: dict[str, Any] = {}
    if endpoint.body is not None:
        arguments["body"] = read_body(request, endpoint.body)
    if endpoint.query is not None:
        arguments["query"] = read_query(request, endpoint.query)
    if "actor" in endpoint.takes:
        arguments["actor"] = admission.actor
    if "request" in endpoint.takes:
        arguments["request"] = request
    return arguments


def _reject_impossible_names(path_values: dict[str, str]) -> None:
    for name, value in path_values.items():
        if not value or len(value.encode(errors="replace")) > MAX_PATH_VALUE_BYTES:
            raise NotFound(f"No such {name.removesuffix('_id').removesuffix('_slug')}")
