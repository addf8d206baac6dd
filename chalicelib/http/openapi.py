"""The OpenAPI 3.1 document, built from the endpoints themselves: signatures, schemas, access and errors."""

import inspect
import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from chalicelib.errors import MiniSentryError, RateLimited
from chalicelib.http.resource import Endpoint

REFERENCES = "#/components/schemas/{model}"
DESCRIPTION = """Errors answer `{"error": {"code", "message", "fields"}}`; lists answer `{"data", "pagination"}`.
Times are ISO 8601 in UTC. Sign in for an access token of 15 minutes, or make an API token with scopes; send either
as Bearer."""
LIMIT_HEADERS = {
    "RateLimit-Limit": "Requests in a minute.",
    "RateLimit-Remaining": "Requests left in this minute.",
    "RateLimit-Reset": "Seconds until the minute ends.",
}
Schema = dict[str, Any]

#: Clients are generated from operation ids, so these stay where modules move: what each module's are called by.
OPERATION_GROUPS = {
    "chalicelib.accounts.account_routes": "account",
    "chalicelib.accounts.password_routes": "password",
    "chalicelib.accounts.routes": "auth",
    "chalicelib.accounts.session_routes": "sessions",
    "chalicelib.accounts.token_routes": "tokens",
    "chalicelib.accounts.two_factor_routes": "two_factor",
    "chalicelib.alerts.preference_routes": "notification_preferences",
    "chalicelib.alerts.routes": "alerts",
    "chalicelib.artifacts.routes": "source_maps",
    "chalicelib.compat.account_routes": "sentry_account",
    "chalicelib.compat.event_routes": "sentry_events",
    "chalicelib.compat.issue_routes": "sentry_issues",
    "chalicelib.compat.member_routes": "sentry_members",
    "chalicelib.compat.organization_routes": "sentry_organizations",
    "chalicelib.compat.project_routes": "sentry_projects",
    "chalicelib.compat.refused_routes": "sentry_refusals",
    "chalicelib.compat.release_routes": "sentry_releases",
    "chalicelib.compat.tag_routes": "sentry_tags",
    "chalicelib.compat.upload_routes": "sentry_uploads",
    "chalicelib.events.attachment_routes": "attachments",
    "chalicelib.events.feedback_routes": "feedback",
    "chalicelib.events.routes": "events",
    "chalicelib.issues.activity_routes": "activity",
    "chalicelib.issues.bulk_routes": "bulk",
    "chalicelib.issues.comment_routes": "comments",
    "chalicelib.issues.facts_routes": "issue_facts",
    "chalicelib.issues.merging_routes": "merging",
    "chalicelib.issues.organization_routes": "all_issues",
    "chalicelib.issues.routes": "issues",
    "chalicelib.jobs.routes": "jobs",
    "chalicelib.mcp.routes": "mcp",
    "chalicelib.organizations.audit_routes": "audit",
    "chalicelib.organizations.invitation_routes": "invitations",
    "chalicelib.organizations.member_routes": "members",
    "chalicelib.organizations.routes": "organizations",
    "chalicelib.projects.cost_routes": "costs",
    "chalicelib.projects.export_routes": "exports",
    "chalicelib.projects.grouping_preview_routes": "grouping_preview",
    "chalicelib.projects.key_routes": "keys",
    "chalicelib.projects.member_routes": "project_members",
    "chalicelib.projects.routes": "projects",
    "chalicelib.projects.settings_routes": "settings",
    "chalicelib.projects.statistics_routes": "statistics",
    "chalicelib.projects.tag_routes": "tags",
    "chalicelib.releases.routes": "releases",
    "chalicelib.releases.suspect_routes": "suspects",
    "chalicelib.service.health": "health",
    "chalicelib.service.routes": "service",
}


def build_document(endpoints: Iterable[Endpoint], other_paths: Schema, version: str) -> dict[str, Any]:
    """The whole document as JSON values; *other_paths* are path items of routes that are no endpoints of ours.

    Takes a good part of a second, for every schema is built: cache what it returns.
    """
    described = list(endpoints)
    references, schemas = _collect_schemas(described)
    paths: dict[str, dict[str, Any]] = defaultdict(dict)
    for endpoint in described:
        paths[endpoint.path][endpoint.method.lower()] = _operation(endpoint, references)
    return {
        "openapi": "3.1.0",
        "info": {"title": "MiniSentry", "version": version, "description": DESCRIPTION},
        "servers": [{"url": "/api"}],
        "tags": [{"name": tag} for tag in dict.fromkeys(endpoint.tag for endpoint in described)],
        "paths": {**paths, **other_paths},
        "components": {
            "schemas": schemas,
            "headers": {name: _header(text) for name, text in LIMIT_HEADERS.items()},
            "securitySchemes": {
                "bearer": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "An access token (JWT), or an API token (`mst_…`) with the scopes named.",
                }
            },
        },
    }


def _collect_schemas(endpoints: list[Endpoint]) -> tuple[dict[Any, Schema], Schema]:
    wanted: list[tuple[type[BaseModel], JsonSchemaMode]] = []
    for endpoint in endpoints:
        wanted.append((endpoint.error_answer, "serialization"))
        if endpoint.body is not None:
            wanted.append((endpoint.body, "validation"))
        answer = _item_of(endpoint.answer) or endpoint.answer
        if _is_model(answer):
            wanted.append((answer, "serialization"))
    references, definitions = models_json_schema(list(dict.fromkeys(wanted)), ref_template=REFERENCES)
    return dict(references), definitions.get("$defs", {})


def _operation(endpoint: Endpoint, references: dict[Any, Schema]) -> Schema:
    summary, _, description = (inspect.getdoc(endpoint.view) or "").partition("\n\n")
    operation: Schema = {
        "operationId": f"{OPERATION_GROUPS[endpoint.view.__module__]}_{endpoint.view.__name__}",
        "summary": " ".join(summary.split()),
        "tags": [endpoint.tag],
        "parameters": _path_parameters(endpoint) + _query_parameters(endpoint),
        "responses": _responses(endpoint, references),
        "security": _security(endpoint),
    }
    if description:
        operation["description"] = " ".join(description.split())
    if endpoint.body is not None:
        schema = references[(endpoint.body, "validation")]
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    return operation


def _path_parameters(endpoint: Endpoint) -> list[Schema]:
    names = re.findall(r"{(\w+)}", endpoint.path)
    return [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names]


def _query_parameters(endpoint: Endpoint) -> list[Schema]:
    if endpoint.query is None:
        return []
    schema = endpoint.query.model_json_schema(ref_template=REFERENCES)
    definitions = schema.get("$defs", {})
    required = schema.get("required", [])
    return [
        {
            "name": name,
            "in": "query",
            "required": name in required,
            "schema": _without_null(_inlined(parameter, definitions)),
        }
        for name, parameter in schema.get("properties", {}).items()
    ]


def _inlined(schema: Any, definitions: Schema) -> Any:
    """*schema* without references: a parameter's schema stands alone."""
    if isinstance(schema, list):
        return [_inlined(part, definitions) for part in schema]
    if not isinstance(schema, dict):
        return schema
    reference = schema.get("$ref")
    if reference is not None:
        return _inlined(definitions[reference.rpartition("/")[2]], definitions)
    return {name: _inlined(part, definitions) for name, part in schema.items() if name != "title"}


def _without_null(schema: Schema) -> Schema:
    """A query string cannot say null; leaving the parameter out does."""
    choices = [choice for choice in schema.get("anyOf", []) if choice != {"type": "null"}]
    rest = {name: value for name, value in schema.items() if name != "anyOf" and not (name == "default" and not value)}
    return {**rest, **choices[0]} if len(choices) == 1 else schema


def _responses(endpoint: Endpoint, references: dict[Any, Schema]) -> Schema:
    responses: Schema = {str(endpoint.status): _success(endpoint, references)}
    if endpoint.empty_status is not None:
        responses[str(endpoint.empty_status)] = {"description": "Taken; there is nothing to answer."}
    by_status: dict[int, list[type[MiniSentryError]]] = defaultdict(list)
    for error in endpoint.errors:
        by_status[error.status].append(error)
    for status, errors in sorted(by_status.items()):
        responses[str(status)] = {
            "description": " ".join(_meaning(error, endpoint) for error in errors),
            "content": {"application/json": {"schema": references[(endpoint.error_answer, "serialization")]}},
            "headers": _limit_headers(endpoint) | _retry_header(status),
        }
    return responses


def _success(endpoint: Endpoint, references: dict[Any, Schema]) -> Schema:
    response: Schema = {"description": "Done." if endpoint.status == 204 else "The answer."}
    if endpoint.answer is not None:
        schema = _answer_schema(endpoint.answer, references)
        response["content"] = {"application/json": {"schema": schema}}
    if endpoint.limited:
        response["headers"] = _limit_headers(endpoint)
    return response


def _meaning(error: type[MiniSentryError], endpoint: Endpoint) -> str:
    meanings = {
        "bad_request": "The request is not what this route takes; `fields` names what is wrong.",
        "unauthorized": "No valid credentials.",
        "forbidden": _forbidden(endpoint),
        "not_found": "No such thing, or not for the caller to see.",
        "conflict": "Something else was there first.",
        "too_large": "The request is too large.",
        "unsupported_media_type": "The body is not application/json.",
        "rate_limited": "Too many requests: wait as long as Retry-After says.",
    }
    return meanings.get(error.code, error.code.replace("_", " ").capitalize() + ".")


def _forbidden(endpoint: Endpoint) -> str:
    if endpoint.access == "public":
        return "Not allowed."
    if endpoint.access in {"any", "session"}:
        return "Not with an API token, or not in the caller's role."
    return f"The token lacks the scope `{endpoint.access}`, or the caller's role does not allow it."


def _security(endpoint: Endpoint) -> list[Schema]:
    if endpoint.access == "public":
        return []
    # OpenAPI 3.1 lets any scheme name the roles it needs: https://spec.openapis.org/oas/v3.1.0#security-requirement-object
    return [{"bearer": [] if endpoint.access in {"any", "session"} else [endpoint.access]}]


def _limit_headers(endpoint: Endpoint) -> Schema:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in LIMIT_HEADERS} if endpoint.limited else {}


def _retry_header(status: int) -> Schema:
    return {"Retry-After": _header("Seconds to wait.")} if status == RateLimited.status else {}


def _header(description: str) -> Schema:
    return {"description": description, "schema": {"type": "string"}}


def _answer_schema(answer: Any, references: dict[Any, Schema]) -> Schema:
    item = _item_of(answer)
    if item is not None:
        return {"type": "array", "items": _answer_schema(item, references)}
    return references[(answer, "serialization")] if _is_model(answer) else {}


def _item_of(answer: Any) -> Any:
    """What an answer that is a plain list holds; None for others."""
    return get_args(answer)[0] if get_origin(answer) is list else None


def _is_model(answer: Any) -> bool:
    return isinstance(answer, type) and issubclass(answer, BaseModel)
