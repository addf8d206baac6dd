"""AWS clients of the local stack's own machinery: the poller polls longer and retries less than a function does."""

from functools import cache
from typing import Any

import boto3
from botocore.config import Config


@cache
def cloud_client(service: str) -> Any:
    """A client for the endpoint, region and credentials of the environment; the same one for every caller."""
    config = Config(
        connect_timeout=2,
        read_timeout=30,
        max_pool_connections=32,
        retries={"mode": "standard", "total_max_attempts": 1},
    )
    return boto3.client(service, config=config)  # type: ignore[call-overload]
