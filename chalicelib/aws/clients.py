"""The only importer of boto3: one cached client per service and process, tuned for Lambda."""

from functools import cache
from typing import Any

import boto3
from botocore.config import Config

from chalicelib.config import settings
from chalicelib.tracing import trace_aws_calls


@cache
def client(service: str) -> Any:
    """The process-wide boto3 client of *service*. `AWS_ENDPOINT_URL` points it elsewhere, as boto3 documents.

    Parameter validation is off where events pass: pynamodb builds the calls to DynamoDB, of which a 100-item
    transaction spends a tenth of its CPU there, and ours to SQS have few forms. Timeouts stay below the 29 s that API
    Gateway waits.
    """
    trace_aws_calls()
    config = Config(
        connect_timeout=2,
        read_timeout=20,
        max_pool_connections=32,
        parameter_validation=service not in {"dynamodb", "sqs"},
        retries={"mode": "standard", "total_max_attempts": 4},
        # botocore spells out its own for every call anew, which costs a fifth of a small call's CPU.
        user_agent="minisentry",
        s3={"addressing_style": "path"} if _endpoint_is_custom() else None,
    )
    return boto3.client(service, region_name=settings().region, config=config)  # type: ignore[call-overload]


@cache
def queue_url(queue_name: str) -> str:
    """The URL of *queue_name*, asked once per process. Raises QueueDoesNotExist on an undeployed stage."""
    return str(client("sqs").get_queue_url(QueueName=queue_name)["QueueUrl"])


def reset_clients() -> None:
    """Forget cached clients and queue URLs; for tests and for processes whose endpoint changes."""
    client.cache_clear()
    queue_url.cache_clear()


def _endpoint_is_custom() -> bool:
    return boto3.session.Session()._session.get_config_variable("endpoint_url") is not None  # noqa: SLF001 - no public reader exists
