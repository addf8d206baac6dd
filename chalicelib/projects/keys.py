"""Project keys, the public half of a DSN: one row found by the key itself, and a copy that lists a project's keys.

Both rows change in one transaction. A taken public key ends in Conflict, another project's key in NotFound.
"""

import secrets
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from typing import Any, cast

from pynamodb.attributes import BooleanAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import TransactWriteError
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from chalicelib.aws import keys
from chalicelib.aws.tables import CoreRecord, transact
from chalicelib.config import settings
from chalicelib.errors import Conflict, MiniSentryError, NotFound
from chalicelib.projects.model import ProjectKey
from chalicelib.times import format_time, utc_now


def new_key(project_id: str, organization_id: str, name: str, retention_days: int | None = None) -> ProjectKey:
    """A key with its identity, which nothing limits. 32 hex digits, for JavaScript SDKs refuse a hyphen."""
    return ProjectKey(
        public_key=secrets.token_hex(16),
        key_id=str(uuid.uuid4()),
        project_id=project_id,
        organization_id=organization_id,
        is_active=True,
        retention_days=retention_days or settings().retention_days,
        name=name,
        created_at=format_time(utc_now()),
    )


CHANGEABLE = frozenset(ProjectKey.__dataclass_fields__) - {"public_key", "key_id", "project_id", "created_at"}


class ProjectKeyRecord(CoreRecord):
    public_key = UnicodeAttribute()
    key_id = UnicodeAttribute()
    project_id = UnicodeAttribute()
    organization_id = UnicodeAttribute()
    is_active = BooleanAttribute(default=True)
    is_project_active = BooleanAttribute(default=True)
    rate_limit_count = NumberAttribute(null=True)
    rate_limit_window_seconds = NumberAttribute(null=True)
    allowed_origins = JSONAttribute(null=True)
    retention_days = NumberAttribute(default=30)
    degrade = UnicodeAttribute(default="full")
    name = UnicodeAttribute(default="")
    created_at = UnicodeAttribute(default="")


def find_project_key(public_key: str) -> ProjectKey | None:
    """The key of a DSN, by one read; None when nobody has it.

    The only read that starts without a tenant: its answer names one.
    """
    try:
        return _project_key(ProjectKeyRecord.get(keys.public_key(public_key), keys.KEY))
    except ProjectKeyRecord.DoesNotExist:
        return None


def list_project_keys(project_id: str) -> list[ProjectKey]:
    """Every key of a project, oldest first."""
    rows = ProjectKeyRecord.query(keys.project(project_id), ProjectKeyRecord.sk.startswith(keys.public_key("")))
    return sorted(map(_project_key, rows), key=lambda key: (key.created_at, key.public_key))


def get_project_key(project_id: str, key_id: str) -> ProjectKey:
    """One key of a project by its id. Raises NotFound. A project has a handful of keys, so listing them is one read."""
    for key in list_project_keys(project_id):
        if key.key_id == key_id:
            return key
    raise _missing()


def create_project_key(project_id: str, key: ProjectKey) -> None:
    """Store a new key. Raises Conflict when the public key is taken."""
    with _committing(Conflict("This public key is taken")) as transaction:
        add_project_key(transaction, project_id, key)


def add_project_key(transaction: TransactWrite, project_id: str, key: ProjectKey) -> None:
    """Make the key part of a transaction that writes more, such as the project itself."""
    for record in _records(replace(key, project_id=project_id)):
        transaction.save(record, condition=ProjectKeyRecord.pk.does_not_exist())


def remove_project_key(transaction: TransactWrite, project_id: str, public_key: str) -> None:
    """Make the key's end part of a transaction that writes more, such as its successor."""
    for record in _rows(project_id, public_key):
        transaction.delete(record, condition=ProjectKeyRecord.project_id == project_id)


def update_project_key(project_id: str, public_key: str, **changes: Any) -> None:
    """Set the named fields and leave the others, so that two editors of different fields both win. Raises NotFound."""
    unknown = set(changes) - CHANGEABLE
    if unknown:
        raise ValueError(f"a key has no changeable field {', '.join(sorted(unknown))}")
    with _committing(_missing()) as transaction:
        for record in _rows(project_id, public_key):
            actions = [_change(name, value) for name, value in changes.items()]
            transaction.update(record, actions=actions, condition=ProjectKeyRecord.project_id == project_id)


def delete_project_key(project_id: str, public_key: str) -> None:
    """Remove a key for good; ingestion forgets it within a minute. Raises NotFound."""
    with _committing(_missing()) as transaction:
        remove_project_key(transaction, project_id, public_key)


def _missing() -> NotFound:
    return NotFound("This project has no such key")


def _records(key: ProjectKey) -> list[ProjectKeyRecord]:
    fields = {name: _stored(value) for name, value in asdict(key).items()}
    return [ProjectKeyRecord(pk, sk, **fields) for pk, sk in _row_keys(key.project_id, key.public_key)]


def _rows(project_id: str, public_key: str) -> list[ProjectKeyRecord]:
    return [ProjectKeyRecord(pk, sk) for pk, sk in _row_keys(project_id, public_key)]


def _row_keys(project_id: str, public_key: str) -> list[tuple[str, str]]:
    name = keys.public_key(public_key)
    return [(name, keys.KEY), (keys.project(project_id), name)]


def _stored(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _project_key(record: ProjectKeyRecord) -> ProjectKey:
    fields = {name: getattr(record, name) for name in ProjectKey.__dataclass_fields__}
    return ProjectKey(**{**fields, "allowed_origins": tuple(record.allowed_origins or ())})


def _change(name: str, value: Any) -> Action:
    attribute = getattr(ProjectKeyRecord, name)
    return cast("Action", attribute.remove() if value is None else attribute.set(_stored(value)))


@contextmanager
def _committing(refusal: MiniSentryError) -> Iterator[TransactWrite]:
    try:
        with transact() as transaction:
            yield transaction
    except TransactWriteError as error:
        if any(reason is not None and reason.code == "ConditionalCheckFailed" for reason in error.cancellation_reasons):
            raise refusal from error
        raise
