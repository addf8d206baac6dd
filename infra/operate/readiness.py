"""Whether a stage works right now: tables, queues and secrets answer, nothing waits too long, the API is up."""

from collections.abc import Iterator
from typing import Any

import urllib3
from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.config import TableKind, settings
from infra.deploy.cloud import cloud_client
from infra.operate.dead_letters import QUEUES

_TABLES: tuple[TableKind, ...] = ("core", "hot")


def check() -> Iterator[tuple[bool, str]]:
    """Each check's outcome and one line about it."""
    for kind in _TABLES:
        yield _try(f"table {kind}", lambda kind=kind: _table_state(kind))
    for queue in QUEUES:
        yield _try(f"queue {queue}", lambda queue=queue: _queue_state(queue))
    yield _try("secrets", _secrets_state)
    yield _try("API", _api_state)


def _try(what: str, ask: Any) -> tuple[bool, str]:
    try:
        is_well, words = ask()
    except (ClientError, BotoCoreError, urllib3.exceptions.HTTPError) as error:
        return False, f"{what}: {error}"
    return is_well, f"{what}: {words}"


def _table_state(kind: TableKind) -> tuple[bool, str]:
    status = cloud_client("dynamodb").describe_table(TableName=settings().table_name(kind))["Table"]["TableStatus"]
    return status in {"ACTIVE", "UPDATING"}, status.lower()


def _queue_state(kind: Any) -> tuple[bool, str]:
    waiting, dead = _depth(kind), _depth(f"{kind}-dlq")
    words = f"{waiting} waiting, {dead} set aside"
    return dead == 0, words if dead == 0 else f"{words} (list them: dead-letters --queue {kind})"


def _depth(kind: Any) -> int:
    sqs = cloud_client("sqs")
    url = sqs.get_queue_url(QueueName=settings().queue_name(kind))["QueueUrl"]
    name = "ApproximateNumberOfMessages"
    return int(sqs.get_queue_attributes(QueueUrl=url, AttributeNames=[name])["Attributes"][name])


def _secrets_state() -> tuple[bool, str]:
    names = [settings().parameter_name(name) for name in ("master-key", "jwt-keys", "setup-token")]
    missing = cloud_client("ssm").get_parameters(Names=names)["InvalidParameters"]
    return not missing, "all there" if not missing else f"missing {', '.join(missing)}"


def _api_state() -> tuple[bool, str]:
    url = f"{settings().public_url}/api/health"
    answer = urllib3.request("GET", url, timeout=10, retries=1)
    return answer.status == 200, f"{url} answers {answer.status}"
