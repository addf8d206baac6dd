"""People: one row each, and one row per address that makes it unique. Passwords are stored as bcrypt made them.

The first owner is stored with the row that spends the set-up token, which works once in a stage's life.
"""

from dataclasses import dataclass, field, replace
from typing import Any

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.transactions import TransactWrite

from chalicelib.aws import keys
from chalicelib.aws.tables import CoreRecord
from chalicelib.aws.transactions import refusing, write_transaction
from chalicelib.errors import Conflict, NotFound
from chalicelib.times import format_time, utc_now

NOBODY = "nobody"
CHANGEABLE = frozenset({"name", "avatar_url", "password_hash", "is_active", "email_verified"})


@dataclass(frozen=True, slots=True)
class User:
    user_id: str
    email: str
    name: str
    password_hash: str = field(repr=False)
    avatar_url: str | None = None
    is_active: bool = True
    email_verified: bool = False
    created_at: str = ""
    updated_at: str = ""


class UserRecord(CoreRecord):
    user_id = UnicodeAttribute()
    email = UnicodeAttribute()
    name = UnicodeAttribute(default="")
    password_hash = UnicodeAttribute()
    avatar_url = UnicodeAttribute(null=True)
    is_active = BooleanAttribute(default=True)
    email_verified = BooleanAttribute(default=False)
    created_at = UnicodeAttribute(default="")
    updated_at = UnicodeAttribute(default="")
    version = NumberAttribute(default=1)


class EmailRecord(CoreRecord):
    user_id = UnicodeAttribute()


def create_user(user: User) -> None:
    """Store a new person. Raises Conflict when the address is taken."""

    def write(transaction: TransactWrite) -> None:
        add_user(transaction, user)

    write_transaction(
        write, Conflict("This address has an account already", fields={"email": "has an account already"})
    )


def add_user(transaction: TransactWrite, user: User) -> None:
    """Make a new person part of a transaction that writes more."""
    fields = {name: getattr(user, name) for name in User.__dataclass_fields__}
    transaction.save(UserRecord(keys.user(user.user_id), keys.USER, **fields), condition=UserRecord.pk.does_not_exist())
    transaction.save(
        EmailRecord(keys.user_email(user.email), keys.USER, user_id=user.user_id),
        condition=EmailRecord.pk.does_not_exist(),
    )


def find_user(user_id: str) -> User | None:
    try:
        return _user(UserRecord.get(keys.user(user_id), keys.USER))
    except UserRecord.DoesNotExist:
        return None


def get_user(user_id: str) -> User:
    found = find_user(user_id)
    if found is None:
        raise NotFound("No such user")
    return found


def find_user_by_email(email: str) -> User | None:
    """The person with this address, or None after as many reads, so that time does not tell one from the other."""
    try:
        user_id = EmailRecord.get(keys.user_email(email), keys.USER).user_id
    except EmailRecord.DoesNotExist:
        user_id = NOBODY
    return find_user(user_id)


def list_users(user_ids: list[str]) -> dict[str, User]:
    """The people among *user_ids* that exist, by id. One read per 100."""
    wanted = [(keys.user(user_id), keys.USER) for user_id in dict.fromkeys(user_ids)]
    return {record.user_id: _user(record) for record in UserRecord.batch_get(wanted)} if wanted else {}


def update_user(user_id: str, **changes: Any) -> User:
    """Set the named fields and leave the others, so that two editors of different fields both win. Raises NotFound."""
    unknown = set(changes) - CHANGEABLE
    if unknown:
        raise ValueError(f"a user has no changeable field {', '.join(sorted(unknown))}")
    changes["updated_at"] = format_time(utc_now())
    record = UserRecord(keys.user(user_id), keys.USER)
    actions = []
    for name, value in changes.items():
        attribute = getattr(UserRecord, name)
        actions.append(attribute.remove() if value is None else attribute.set(value))
    with refusing(NotFound("No such user")):
        record.update(actions=actions, condition=UserRecord.pk.exists())
    return _user(record)


def replace_password(user_id: str, old_hash: str, new_hash: str) -> None:
    """Change the password unless somebody else just did. Raises Conflict."""
    now = format_time(utc_now())
    with refusing(Conflict("The password was changed in the meantime")):
        UserRecord(keys.user(user_id), keys.USER).update(
            actions=[UserRecord.password_hash.set(new_hash), UserRecord.updated_at.set(now)],
            condition=UserRecord.password_hash == old_hash,
        )


def replace_email(user: User, email: str) -> User:
    """Move the account to an address that was confirmed. Raises Conflict when it is taken, or the account moved."""
    record = UserRecord(keys.user(user.user_id), keys.USER)
    now = format_time(utc_now())

    def write(transaction: TransactWrite) -> None:
        transaction.save(
            EmailRecord(keys.user_email(email), keys.USER, user_id=user.user_id),
            condition=EmailRecord.pk.does_not_exist(),
        )
        transaction.delete(EmailRecord(keys.user_email(user.email), keys.USER))
        transaction.update(
            record,
            actions=[
                UserRecord.email.set(email),
                UserRecord.email_verified.set(True),
                UserRecord.updated_at.set(now),
            ],
            condition=UserRecord.email == user.email,
        )

    write_transaction(write, Conflict("This address has an account by now"))
    return replace(user, email=email, email_verified=True, updated_at=now)


def delete_user(user: User) -> None:
    """Remove the account and free its address. Raises Conflict when it moved to another, or is gone."""

    def write(transaction: TransactWrite) -> None:
        transaction.delete(UserRecord(keys.user(user.user_id), keys.USER), condition=UserRecord.email == user.email)
        transaction.delete(EmailRecord(keys.user_email(user.email), keys.USER))

    write_transaction(write, Conflict("This account was changed in the meantime"))


def _user(record: UserRecord) -> User:
    return User(**{name: getattr(record, name) for name in User.__dataclass_fields__})


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

    write_transaction(write, Conflict("The set-up token is spent, or this address has an account"))
