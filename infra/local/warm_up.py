"""What a Lambda function makes at its first call, made before there are threads: boto3 makes clients in one only."""

from chalicelib.aws.clients import client
from chalicelib.aws.tables import table_connection
from chalicelib.config import settings

_SERVICES = ("dynamodb", "sqs", "s3", "ssm")


def warm_up() -> None:
    """Make the cached clients and table bindings that handlers share."""
    for service in _SERVICES:
        client(service)
    table_connection(settings().table_name("core"))
    table_connection(settings().table_name("hot"))
