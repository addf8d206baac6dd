"""Templates and policies, read as files: nothing is deployed here."""

import json
import re
import subprocess
import sys
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest

from app import app
from chalicelib import config
from chalicelib.events import attachments
from chalicelib.http.gateway import AS_FORWARDED, CLIENT_HEADER, EDGE_HEADER
from infra.deploy.account import Account
from infra.deploy.gateway import Throttle, compute_throttles
from infra.deploy.policies import build_policies
from infra.wire_routes import WIRE_ROUTES
from tests.deploy.cloud import ROOT, read_deployer_policy

CALL = re.compile(r'client\("(\w+)"\)\.(?:get_paginator\(")?(\w+)[("]')
# Calls that IAM knows by another name: batches by the single operation, transactions by what they write.
ACTIONS = {
    "change_message_visibility_batch": "ChangeMessageVisibility",
    "delete_message_batch": "DeleteMessage",
    "send_message_batch": "SendMessage",
    "delete_objects": "DeleteObject",
    "list_objects_v2": "ListBucket",
    "transact_write_items": "PutItem",
}
# Made here without a request.
NOT_CALLS = {"s3:GeneratePresignedUrl"}
ACCOUNT = Account("123456789012", "eu-west-1", "aws")


@pytest.fixture
def policies(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.setenv("MINISENTRY_STAGE", "prod")
    monkeypatch.setenv("MINISENTRY_BUCKET_SUFFIX", "123456789012")
    config.settings.cache_clear()
    yield build_policies(config.settings(), ACCOUNT, is_traced=False)
    config.settings.cache_clear()


def test_templates_pass_the_linter() -> None:
    templates = [str(path) for path in (ROOT / "infra").glob("*.yaml")]

    done = subprocess.run(
        [str(Path(sys.executable).with_name("cfn-lint")), *templates],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )

    assert len(templates) == 5
    assert done.returncode == 0, done.stdout


def test_no_policy_has_a_wildcard_on_data(policies: dict[str, Any]) -> None:
    for name, policy in policies.items():
        for statement in policy["Statement"]:
            assert not [action for action in statement["Action"] if "*" in action], name
            for resource in statement["Resource"]:
                service, where = resource.split(":")[2], resource.split(":", 5)[5]
                if service in {"dynamodb", "sqs", "ssm"}:
                    assert "*" not in where, (name, resource)
                if service == "s3":
                    assert where.startswith("minisentry-prod-"), (name, resource)
                    assert "*" not in where.partition("/")[0], (name, resource)


def test_every_call_that_the_code_makes_is_allowed_to_some_function(policies: dict[str, Any]) -> None:
    calls = {found for path in (ROOT / "chalicelib").rglob("*.py") for found in CALL.findall(path.read_text())}
    needed = {f"{service}:{ACTIONS.get(name, pascal(name))}" for service, name in calls} - NOT_CALLS

    allowed = {action for policy in policies.values() for one in policy["Statement"] for action in one["Action"]}

    assert len(needed) >= 10
    assert needed - allowed == set()


def pascal(name: str) -> str:
    return "".join(word.capitalize() for word in name.split("_"))


def test_ingestion_may_store_an_attachment_where_the_code_puts_it(
    policies: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    keys: list[str] = []
    monkeypatch.setattr(attachments, "_put_object", lambda key, _content: keys.append(key))
    monkeypatch.setattr(attachments, "get_data_key", lambda _project: Mock(encrypt=lambda content, _binding: content))
    monkeypatch.setattr(attachments, "put_rows", lambda _table, _rows: None)
    file = attachments.NewAttachment("log.txt", "text/plain", "event.attachment", b"line")
    attachments.store_attachments("7", "e" * 32, [file], received_at="2026-01-02T03:04:05Z", retention_days=30)

    assert len(keys) == 1
    for operation in ("PutObject", "GetObject"):
        assert is_object_allowed(policies["api_handler"], operation, keys[0]), operation
    assert is_object_allowed(policies["ingest"], "PutObject", keys[0])
    assert is_object_allowed(policies["run_jobs"], "DeleteObject", keys[0])
    # Packs are written by the worker alone.
    assert not is_object_allowed(policies["api_handler"], "PutObject", "raw/30/2026-01-02/7/batch")
    assert is_object_allowed(policies["group_events"], "PutObject", "raw/30/2026-01-02/7/batch")


def is_object_allowed(policy: dict[str, Any], operation: str, key: str) -> bool:
    arn = f"arn:aws:s3:::{config.settings().bucket_name('events')}/{key}"
    return any(
        f"s3:{operation}" in statement["Action"] and any(fnmatchcase(arn, one) for one in statement["Resource"])
        for statement in policy["Statement"]
    )


def test_every_edge_of_ours_says_for_whom_it_asks() -> None:
    """CloudFront overwrites what a viewer may have written where the ingest host names its client, and so does that."""
    web, edge = ((ROOT / "infra" / name).read_text() for name in ("web.yaml", "edge.yaml"))

    assert web.count("HeaderName: x-minisentry-edge") == web.count("HeaderName: x-minisentry-client") == 2
    assert web.count("HeaderValue: as-forwarded") == 2
    assert AS_FORWARDED == "as-forwarded"
    for header in (CLIENT_HEADER, EDGE_HEADER):
        assert f'"overwrite:header.{header}"' in edge


def test_the_deployers_policy_is_one_that_iam_takes() -> None:
    """A managed policy has at most 6,144 characters, and nothing but names of ours beside what has none."""
    policy = read_deployer_policy()
    everywhere = {statement["Sid"] for statement in policy["Statement"] if statement["Resource"] == "*"}

    assert len(json.dumps(policy, separators=(",", ":"))) <= 6144
    assert everywhere == {"Look", "QueueSources", "CloudFront"}
    assert "*" not in {statement["Action"] for statement in policy["Statement"] if type(statement["Action"]) is str}


def test_ingestion_can_read_nothing_that_a_project_holds(policies: dict[str, Any]) -> None:
    """Its function parses what strangers send: whoever breaks it finds keys, and no event, account or object."""
    statements = policies["ingest"]["Statement"]
    actions = {action for statement in statements for action in statement["Action"]}
    rows = [one for one in statements if one["Action"][0].startswith("dynamodb:")]

    assert actions.isdisjoint({"s3:GetObject", "s3:DeleteObject", "dynamodb:Query", "dynamodb:DeleteItem"})
    assert not is_object_allowed(policies["ingest"], "PutObject", "raw/30/2026-01-02/7/batch")
    assert all(one["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"] for one in rows)
    (queues,) = [one["Resource"] for one in statements if one["Action"][0].startswith("sqs:")]
    assert [queue.rpartition(":")[2] for queue in queues] == ["minisentry-prod-events"]


def test_only_the_sweep_may_write_a_secret(policies: dict[str, Any]) -> None:
    writers = {
        name
        for name, policy in policies.items()
        for statement in policy["Statement"]
        if "ssm:PutParameter" in statement["Action"]
    }

    assert writers == {"sweep"}


def test_each_function_logs_to_its_own_group(policies: dict[str, Any]) -> None:
    groups = [policy["Statement"][-1]["Resource"][0].split(":")[6] for policy in policies.values()]

    assert len(set(groups)) == len(policies)


@pytest.mark.parametrize(
    ("concurrency", "ingest", "total"),
    [
        (10, Throttle(50, 5), Throttle(80, 8)),
        (1000, Throttle(5000, 500), Throttle(8000, 800)),
        (100_000, Throttle(10_000, 5000), Throttle(10_000, 5000)),
    ],
)
def test_ingestion_is_throttled_below_the_accounts_concurrency(
    concurrency: int, ingest: Throttle, total: Throttle
) -> None:
    assert compute_throttles(concurrency) == (ingest, total)


def test_every_throttled_route_is_one_of_the_applications() -> None:
    for route in WIRE_ROUTES:
        path, _, method = route.rpartition("/")
        assert method in app.routes[path]


def test_the_edge_takes_every_wire_route_with_and_without_a_slash() -> None:
    keys = set(re.findall(r'RouteKey: "(\w+) (\S+)"', (ROOT / "infra" / "edge.yaml").read_text()))

    split = [route.rpartition("/") for route in WIRE_ROUTES]
    assert keys == {(method, path + slash) for path, _, method in split for slash in ("", "/")}


@pytest.mark.parametrize("action", ["deploy", "plan", "destroy"])
def test_make_runs_the_step_for_the_stage(action: str) -> None:
    done = subprocess.run(["make", "-n", action, "STAGE=prod"], cwd=ROOT, capture_output=True, text=True, check=True)

    assert f"python -m infra.deploy {action} --stage prod" in done.stdout


def test_every_queue_source_bounds_its_concurrency() -> None:
    """Without a bound one queue takes every execution of a small account."""
    sources = [source for source in app.event_sources if hasattr(source, "queue_arn")]

    assert len(sources) == 4
    assert all(2 <= source.maximum_concurrency <= config.settings().workers for source in sources)
