"""An SQS message as it stands in the event that Lambda gives to a handler.

Shape: https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html#example-standard-queue-message-event
"""

from typing import Any

Message = dict[str, Any]

MAX_PAYLOAD_BYTES = 6 * 1024 * 1024
_ENVELOPE_BYTES = 1000


def build_event(messages: list[Message], queue_arn: str) -> dict[str, Any]:
    return {"Records": [build_record(message, queue_arn) for message in messages]}


def build_record(message: Message, queue_arn: str) -> dict[str, Any]:
    """The record of *message*, which ReceiveMessage returned with all its attributes."""
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": dict(message.get("Attributes", {})),
        "messageAttributes": {
            name: _build_attribute(attribute) for name, attribute in message.get("MessageAttributes", {}).items()
        },
        "md5OfBody": message["MD5OfBody"],
        "eventSource": "aws:sqs",
        "eventSourceARN": queue_arn,
        "awsRegion": queue_arn.split(":")[3],
    }


def _build_attribute(attribute: dict[str, Any]) -> dict[str, Any]:
    renamed = {
        "stringValue": attribute.get("StringValue"),
        "binaryValue": attribute.get("BinaryValue"),
        "stringListValues": [],
        "binaryListValues": [],
        "dataType": attribute["DataType"],
    }
    return {name: value for name, value in renamed.items() if value is not None}


def size_in_payload(message: Message) -> int:
    """About how many bytes *message* adds to the event; escaping is rare in our base64 bodies."""
    return len(message["Body"]) + _ENVELOPE_BYTES


def split_by_payload(messages: list[Message]) -> list[list[Message]]:
    """*messages* in order, in as many lists as Lambda's payload limit asks for."""
    lists: list[list[Message]] = []
    room = 0
    for message in messages:
        size = size_in_payload(message)
        if size > room or not lists:
            lists.append([])
            room = MAX_PAYLOAD_BYTES
        lists[-1].append(message)
        room -= size
    return lists
