"""What Chalice cannot say about the REST API: its name, throttling below the account's limit, its own error answers."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from infra.deploy.account import Account
from infra.deploy.cloud import cloud_client
from infra.deploy.deployed_state import find_rest_api
from infra.deploy.errors import DeployError
from infra.deploy.options import Options
from infra.wire_routes import WIRE_ROUTES

STAGE = "api"
MARK_TAG = "minisentry-gateway"
# Ingestion answers within this on a warm function; a request more than fits waits for nobody and is told 429.
_SECONDS_PER_REQUEST = 0.1
_INGEST_SHARE, _TOTAL_SHARE = 0.5, 0.8
# AWS's own ceiling on a region's gateway.
_MOST_PER_SECOND = 10_000
_MOST_BURST = 5_000

# One body for both kinds of reader: SDKs look at `detail`, the dashboard at `error`.
_BODY = (
    '{{"detail": $context.error.messageString, "error": {{"code": "{code}", "message": $context.error.messageString}}}}'
)
_RESPONSES = {
    "DEFAULT_4XX": "bad_request",
    "DEFAULT_5XX": "internal_error",
    "MISSING_AUTHENTICATION_TOKEN": "not_found",
    "REQUEST_TOO_LARGE": "too_large",
    "UNSUPPORTED_MEDIA_TYPE": "unsupported_media_type",
    "THROTTLED": "rate_limited",
    "QUOTA_EXCEEDED": "rate_limited",
    "INTEGRATION_TIMEOUT": "timeout",
    "INTEGRATION_FAILURE": "unavailable",
}
_STATUSES = {"MISSING_AUTHENTICATION_TOKEN": "404"}
_HEADERS = {
    "Access-Control-Allow-Origin": "'*'",
    "Access-Control-Expose-Headers": "'retry-after, x-sentry-error, x-sentry-rate-limits'",
    "Cache-Control": "'no-store'",
    "X-Content-Type-Options": "'nosniff'",
}
_RETRY_HEADERS = {"Retry-After": "'60'", "X-Sentry-Rate-Limits": "'60::organization'"}


@dataclass(frozen=True, slots=True)
class Throttle:
    """*burst* is how many requests may be under way at once, *per_second* how fast that refills."""

    per_second: int
    burst: int


def compute_throttles(account_concurrency: int) -> tuple[Throttle, Throttle]:
    """For ingestion and for everything, so that a storm of events leaves functions for people and for the workers."""
    ingest, total = (max(1, int(account_concurrency * share)) for share in (_INGEST_SHARE, _TOTAL_SHARE))
    return _throttle(ingest), _throttle(total)


def find_throttles() -> tuple[Throttle, Throttle]:
    limit = cloud_client("lambda").get_account_settings()["AccountLimit"]["ConcurrentExecutions"]
    return compute_throttles(int(limit))


def is_set_up(options: Options, account: Account) -> bool:
    """Whether the REST API carries the mark of the settings as they should be."""
    rest_api_id = find_rest_api(options)
    if rest_api_id is None:
        return False
    tags = cloud_client("apigateway").get_tags(resourceArn=_arn(account, rest_api_id)).get("tags", {})
    return bool(tags.get(MARK_TAG) == _settings_mark())


def unmark(options: Options, account: Account) -> None:
    rest_api_id = find_rest_api(options)
    if rest_api_id is not None:
        cloud_client("apigateway").untag_resource(resourceArn=_arn(account, rest_api_id), tagKeys=[MARK_TAG])


def apply_gateway_settings(options: Options, account: Account) -> str:
    """Set everything and publish it, and mark that it is so; the REST API's id comes back."""
    rest_api_id = find_rest_api(options)
    if rest_api_id is None:
        raise DeployError("There is no REST API yet; run `make deploy`, which makes it first.")
    client = cloud_client("apigateway")
    client.update_rest_api(
        restApiId=rest_api_id, patchOperations=[{"op": "replace", "path": "/name", "value": options.function_prefix}]
    )
    for kind, code in _RESPONSES.items():
        client.put_gateway_response(restApiId=rest_api_id, **_build_response(kind, code))
    client.create_deployment(restApiId=rest_api_id, stageName=STAGE, description="gateway settings")
    client.update_stage(restApiId=rest_api_id, stageName=STAGE, patchOperations=_build_stage_patches(*find_throttles()))
    client.tag_resource(resourceArn=_arn(account, rest_api_id), tags={MARK_TAG: _settings_mark()})
    return rest_api_id


def _settings_mark() -> str:
    settings = [_build_response(*each) for each in _RESPONSES.items()], _build_stage_patches(*find_throttles())
    return hashlib.sha256(json.dumps(settings, sort_keys=True).encode()).hexdigest()[:16]


def _arn(account: Account, rest_api_id: str) -> str:
    return f"arn:{account.partition}:apigateway:{account.region}::/restapis/{rest_api_id}"


def _build_response(kind: str, code: str) -> dict[str, Any]:
    headers = _HEADERS | {"X-Sentry-Error": f"'{code}'"} | (_RETRY_HEADERS if code == "rate_limited" else {})
    response: dict[str, Any] = {
        "responseType": kind,
        "responseParameters": {f"gatewayresponse.header.{name}": value for name, value in headers.items()},
        "responseTemplates": {"application/json": _BODY.format(code=code)},
    }
    if kind in _STATUSES:
        response["statusCode"] = _STATUSES[kind]
    return response


def _build_stage_patches(ingest: Throttle, total: Throttle) -> list[dict[str, str]]:
    patches = _throttle_patches("/*/*", total)
    for route in WIRE_ROUTES:
        path, _, method = route.rpartition("/")
        patches += _throttle_patches(f"/{path.replace('/', '~1')}/{method}", ingest)
    return patches


def _throttle_patches(prefix: str, throttle: Throttle) -> list[dict[str, str]]:
    values = {"rateLimit": throttle.per_second, "burstLimit": throttle.burst}
    return [
        {"op": "replace", "path": f"{prefix}/throttling/{name}", "value": str(value)} for name, value in values.items()
    ]


def _throttle(concurrency: int) -> Throttle:
    per_second = int(concurrency / _SECONDS_PER_REQUEST)
    return Throttle(min(per_second, _MOST_PER_SECOND), min(concurrency, _MOST_BURST))
