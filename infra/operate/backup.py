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

from chalicelib.config import TableKind, settings
from infra.deploy.cloud import cloud_client
from infra.deploy.errors import DeployError

TABLES: tuple[TableKind, ...] = ("core", "hot")
_BATCH = 25
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
    """Put every row of *path* into the stage's tables, over rows of the same key. Returns how many."""
    count = 0
    lines = _lines(path)
    while batch := list(islice(lines, _BATCH)):
        requests: dict[str, list[Any]] = {}
        for table, row in batch:
            requests.setdefault(settings().table_name(table), []).append({"PutRequest": {"Item": row}})
        _write(requests)
        count += len(batch)
    return count


def _scan(kind: TableKind) -> Iterator[dict[str, Any]]:
    pages = cloud_client("dynamodb").get_paginator("scan").paginate(TableName=settings().table_name(kind))
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
