"""AWS clients of the deploy steps: patient ones, because a person waits for the whole and not for one call."""

from functools import cache
from typing import Any

import boto3
from botocore.config import Config


@cache
def cloud_client(service: str) -> Any:
    """A client for the account, region and endpoint of the environment; the same one for every caller."""
    config = Config(retries={"mode": "adaptive", "total_max_attempts": 8}, s3={"addressing_style": "path"})
    return boto3.client(service, config=config)  # type: ignore[call-overload]
