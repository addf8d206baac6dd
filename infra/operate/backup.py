"""A copy of the tables in one file, and the way back. Recovery to a point in time is DynamoDB's own; this is portable.

Rows are kept as DynamoDB sends them, one JSON line each. Secrets and packed events are not in it: see docs/operate.md.
"""

import base64
import gzip
import json
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from chalicelib.aws import keys
from chalicelib.config import TableKind, settings
from infra.deploy.cloud import cloud_client
from infra.deploy.errors import DeployError

TABLES: tuple[TableKind, ...] = ("core", "hot")
_BATCH = 25
# What row keys of a project begin with, before its id; see chalicelib/aws/keys.py.
_OF_A_PROJECT = frozenset(
    {"P", "RD", "RC", "DP", "N", "I", "DIGEST", "DBG", "MU", "MR"}
    | {"E", "C", "S", "AGG", "USR", "T", "TK", "STAT", "NM"}
)
_PAUSE_SECONDS = 0.2


def write_backup(path: Path, tables: tuple[TableKind, ...]) -> int:
    """Write every row of *tables* to *path*, which only its owner may read. Returns how many."""
    count = 0
    path.touch(mode=0o600)
    with gzip.open(path, "wt") as file:
        for kind in tables:
            for row in _scan(kind):
                file.write(json.dumps({"table": kind, "row": row}, default=_encode) + "\n")
                count += 1
    return count


def read_backup(path: Path) -> int:
    """Put the rows of *path* into the stage's tables, over rows of the same key. Returns how many.

    What the stage has erased since stays erased: its tombstones say what is left out.
    """
    count = 0
    erased = _Erased()
    lines = (line for line in _lines(path) if not erased.holds(line[1]))
    while batch := list(islice(lines, _BATCH)):
        requests: dict[str, list[Any]] = {}
        for table, row in batch:
            requests.setdefault(settings().table_name(table), []).append({"PutRequest": {"Item": row}})
        _write(requests)
        count += len(batch)
    return count


class _Erased:
    """Projects that the stage deleted, and those whose data key it destroyed."""

    def __init__(self) -> None:
        core = list(_scan("core", FilterExpression="attribute_exists(deleted_at) OR attribute_exists(erased_at)"))
        self._deleted = {_project_of(row) for row in core if row["sk"]["S"] == keys.PROJECT}
        self._without_key = {_project_of(row) for row in core if row["sk"]["S"] == keys.DATA_KEY}

    def holds(self, row: dict[str, Any]) -> bool:
        """Whether *row* is of a deleted project, or a key that was destroyed."""
        project = _project_of(row)
        return project in self._deleted or (row["sk"]["S"] == keys.DATA_KEY and project in self._without_key)


def _project_of(row: dict[str, Any]) -> str | None:
    """The id of the project that a row is of, by its key; that of a public key's row stands in it."""
    kind, _, rest = row["pk"]["S"].partition("#")
    if kind == "K":
        return str(row["project_id"]["S"]) if "project_id" in row else None
    return rest.partition("#")[0] if kind in _OF_A_PROJECT else None


def _scan(kind: TableKind, **arguments: Any) -> Iterator[dict[str, Any]]:
    pages = cloud_client("dynamodb").get_paginator("scan").paginate(TableName=settings().table_name(kind), **arguments)
    for page in pages:
        yield from page["Items"]


def _lines(path: Path) -> Iterator[tuple[TableKind, dict[str, Any]]]:
    try:
        with gzip.open(path, "rt") as file:
            for line in file:
                content = json.loads(line, object_hook=_decode)
                yield content["table"], content["row"]
    except (OSError, ValueError, KeyError, EOFError) as error:
        raise DeployError(f"{path} is not a backup that can be read: {error}") from error


def _write(requests: dict[str, list[Any]]) -> None:
    while requests:
        requests = cloud_client("dynamodb").batch_write_item(RequestItems=requests)["UnprocessedItems"]
        if requests:
            time.sleep(_PAUSE_SECONDS)


def _encode(value: Any) -> Any:
    if isinstance(value, bytes):
        return {"$bytes": base64.b64encode(value).decode()}
    raise TypeError(f"a row holds {type(value)}")


def _decode(value: dict[str, Any]) -> Any:
    return base64.b64decode(value["$bytes"]) if set(value) == {"$bytes"} else value
