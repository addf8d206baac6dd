"""The numbers of short ids: given out in order, never twice. A crash may leave a gap."""

from chalicelib.aws import keys
from chalicelib.aws.clients import client
from chalicelib.aws.rows import key_of
from chalicelib.config import settings


def allocate_numbers(project_id: str, count: int) -> range:
    """*count* numbers nobody else has."""
    if not count:
        return range(0)
    answer = client("dynamodb").update_item(
        TableName=settings().table_name("core"),
        Key=key_of((keys.project(project_id), keys.SEQUENCE)),
        UpdateExpression="ADD last_number :count",
        ExpressionAttributeValues={":count": {"N": str(count)}},
        ReturnValues="UPDATED_NEW",
    )
    last = int(answer["Attributes"]["last_number"]["N"])
    return range(last - count + 1, last + 1)
