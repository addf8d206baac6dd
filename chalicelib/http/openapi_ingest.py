"""The SDKs' endpoints in the OpenAPI document: Sentry's protocol, told in the words of OpenAPI."""

from typing import Any

SENTRY_PROTOCOL = "https://develop.sentry.dev/sdk/data-model/envelopes/"
MEANINGS = {
    "200": "Accepted. `id` is the event's id.",
    "400": "Malformed; `detail` and X-Sentry-Error say where.",
    "403": "The DSN's key is missing, wrong, switched off or another project's, or the origin is not allowed.",
    "413": "Too large.",
    "415": "A coding or type that is not taken here.",
    "429": "Over a limit: wait as long as Retry-After says.",
}
ANSWER = {"type": "object", "properties": {"id": {"type": "string"}}}
REFUSAL = {"type": "object", "properties": {"detail": {"type": "string"}}}


def ingest_paths() -> dict[str, Any]:
    """Path items for every route of ingestion."""
    return {
        "/{project_id}/envelope": {"post": _operation("envelope", "Send an envelope.", "{project_id}")},
        "/{project_id}/store": {
            "post": _operation("store", "Send one event as older SDKs do.", "{project_id}"),
            "get": _operation("store_query", "Send one event in the query parameter sentry_data.", "{project_id}"),
        },
        "/projects/{project_id}/store": {"post": _operation("project_store", "Send one event.", "{project_id}")},
        "/{project_id}/security": {"post": _operation("security", "Send a browser's security report.", "{project_id}")},
        "/{project_id}/csp-report": {"post": _operation("csp_report", "Send a browser's CSP report.", "{project_id}")},
        "/{project_id}/minidump": {
            "post": _operation("minidump", "Refuses minidumps, and says what to send instead.", "{project_id}")
        },
        "/embed/error-page": {
            "get": _operation("report_dialog", "Get the script of the crash-report dialog.", ""),
            "post": _operation("report", "Send what a person wrote into the crash-report dialog.", ""),
        },
        "/tunnel": {"post": _operation("tunnel", "Send an envelope that names its DSN itself.", "")},
    }


def _operation(name: str, summary: str, variable: str) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": f"ingest_{name}",
        "summary": summary,
        "description": "Authenticated by the DSN's public key, in X-Sentry-Auth or the query parameter sentry_key.",
        "externalDocs": {"url": SENTRY_PROTOCOL},
        "tags": ["Ingestion"],
        "security": [],
        "parameters": [_project_id()] if variable else [],
        "responses": {status: _response(status, meaning) for status, meaning in MEANINGS.items()},
    }
    if name not in {"store_query", "report_dialog"}:
        operation["requestBody"] = {"content": {"*/*": {}}}
    return operation


def _project_id() -> dict[str, Any]:
    return {"name": "project_id", "in": "path", "required": True, "schema": {"type": "string"}}


def _response(status: str, meaning: str) -> dict[str, Any]:
    schema = ANSWER if status == "200" else REFUSAL
    return {"description": meaning, "content": {"*/*": {"schema": schema}}}
