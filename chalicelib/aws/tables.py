"""pynamodb bases of both tables: bound late to the stage's table names, all on one shared DynamoDB client."""

from functools import cache
from typing import Any, TypeVar

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.connection import Connection, TableConnection
from pynamodb.connection.base import MetaTable
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite

from chalicelib.aws.clients import client
from chalicelib.config import TableKind, settings

SCHEMA_VERSION = 1


class _LateMeta(type):
    """Reads the table's name when it is asked for, so that importing a model needs no environment."""

    kind: TableKind

    @property
    def table_name(cls) -> str:
        return settings().table_name(cls.kind)


class Record(Model):
    """What every row has. Subclasses add attributes; `schema` lets a later version tell old rows apart."""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    schema = NumberAttribute(default=SCHEMA_VERSION)

    class Meta:
        table_name = "abstract"

    @classmethod
    def _get_connection(cls) -> TableConnection:
        return table_connection(cls.Meta.table_name)


class CoreRecord(Record):
    """A row of the core table: kept until deleted."""

    class Meta(metaclass=_LateMeta):
        kind: TableKind = "core"


class HotRecord(Record):
    """A row of the hot table. Readers ignore it from `expires_at` (epoch seconds) on; DynamoDB removes it later."""

    expires_at = NumberAttribute(null=True)

    class Meta(metaclass=_LateMeta):
        kind: TableKind = "hot"


@cache
def connection() -> Connection:
    """pynamodb's connection on our shared client; one client keeps cold starts and sockets few."""
    shared = Connection(region=settings().region)
    shared._client = client("dynamodb")  # noqa: SLF001 - pynamodb offers no way to hand it a client
    return shared


@cache
def table_connection(table_name: str) -> TableConnection:
    bound = TableConnection(table_name, region=settings().region)
    bound.connection = connection()
    if table_name not in bound.connection._tables:  # noqa: SLF001 - add_meta_table refuses repeats, nothing asks
        bound.connection.add_meta_table(_meta_table(table_name))
    return bound


def transact(client_request_token: str | None = None) -> TransactWrite:
    """A transaction over both tables, used as a context manager; leaving it commits or raises TransactWriteError."""
    return TransactWrite(connection=connection(), client_request_token=client_request_token)


def reset_connections() -> None:
    """Forget the bound client; for tests."""
    connection.cache_clear()
    table_connection.cache_clear()


def _meta_table(table_name: str) -> MetaTable:
    description: dict[str, Any] = {
        "TableName": table_name,
        "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        "AttributeDefinitions": [
            {"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk", "change_pk", "changed_minute")
        ],
        "GlobalSecondaryIndexes": [
            {
                "IndexName": "changes",
                "KeySchema": [
                    {"AttributeName": "change_pk", "KeyType": "HASH"},
                    {"AttributeName": "changed_minute", "KeyType": "RANGE"},
                ],
            }
        ],
    }
    return MetaTable(description)


Row = TypeVar("Row", bound=Record)


def read_page(
    model: type[Row], pk: str, first: str, last: str, *, beyond: str | None, limit: int, newest_first: bool = False
) -> list[Row]:
    """Up to *limit* rows with range keys from *first* to *last*, starting next to *beyond*. One query."""
    low, high = (first, beyond or last) if newest_first else (beyond or first, last)
    # DynamoDB refuses an empty range, such as a page beyond rows that are too old to be listed.
    if low > high:
        return []
    # A range includes both ends, so that the row we go on from may come once more.
    rows = model.query(pk, model.sk.between(low, high), limit=limit + 1, scan_index_forward=not newest_first)
    return [row for row in rows if row.sk != beyond][:limit]
