"""Whether the set-up token, which makes the first owner, has been spent. It works once in a stage's life."""

from pynamodb.attributes import UnicodeAttribute
from pynamodb.transactions import TransactWrite

from chalicelib.accounts.store import User, add_user
from chalicelib.aws import keys
from chalicelib.aws.tables import CoreRecord
from chalicelib.aws.transactions import commit
from chalicelib.errors import Conflict


class SetupRecord(CoreRecord):
    user_id = UnicodeAttribute()


def is_set_up() -> bool:
    try:
        SetupRecord.get(keys.SEQUENCE, keys.SETUP, consistent_read=True)
    except SetupRecord.DoesNotExist:
        return False
    return True


def create_first_user(user: User) -> None:
    """Store the first owner and spend the token in one go. Raises Conflict for the second of two."""

    def write(transaction: TransactWrite) -> None:
        record = SetupRecord(keys.SEQUENCE, keys.SETUP, user_id=user.user_id)
        transaction.save(record, condition=SetupRecord.pk.does_not_exist())
        add_user(transaction, user)

    commit(write, Conflict("The set-up token is spent, or this address has an account"))
