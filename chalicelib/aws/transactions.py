"""Writes that can race: a transaction tried again on conflict, and one refusal when a condition does not hold."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from botocore.exceptions import ClientError
from pynamodb.exceptions import PynamoDBException, TransactWriteError
from pynamodb.transactions import TransactWrite

from chalicelib.aws.clients import client
from chalicelib.aws.tables import transact
from chalicelib.errors import MiniSentryError

ATTEMPTS = 6
FIRST_PAUSE_SECONDS = 0.02
CONDITION_FAILED = "ConditionalCheckFailed"
CONFLICT = "TransactionConflict"


def write_transaction(write: Callable[[TransactWrite], None], refusal: MiniSentryError) -> None:
    """Run *write* on a transaction and commit it. Raises *refusal* when one of its conditions does not hold.

    Another transaction on the same rows is no refusal: DynamoDB cancels one of both, and it goes again.
    """
    for attempt in range(ATTEMPTS):
        try:
            with transact() as transaction:
                write(transaction)
        except TransactWriteError as error:
            codes = {reason.code for reason in error.cancellation_reasons if reason is not None}
            if CONDITION_FAILED in codes:
                raise refusal from error
            if CONFLICT not in codes or attempt == ATTEMPTS - 1:
                raise
            time.sleep(random.uniform(0, FIRST_PAUSE_SECONDS * 2**attempt))
        else:
            return


def try_transaction(items: list[dict[str, Any]]) -> bool:
    """Commit items in the low-level form. False when a condition does not hold or others write the same rows."""
    try:
        client("dynamodb").transact_write_items(TransactItems=items)
    except ClientError as error:
        if error.response["Error"]["Code"] != "TransactionCanceledException":
            raise
        return False
    return True


@contextmanager
def refusing(refusal: MiniSentryError) -> Iterator[None]:
    """Around one conditional write: raises *refusal* when its condition does not hold."""
    try:
        yield
    except PynamoDBException as error:
        if error.cause_response_code == "ConditionalCheckFailedException":
            raise refusal from error
        raise
