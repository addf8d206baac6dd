"""Makes snapshots of issue indexes, so that a cold process need not read a project issue by issue.

The jobs worker calls it when a process had to read a long tail (job `snapshot_index`), and the sweep may.
"""

import time

from chalicelib.issues.index.snapshots import store_snapshot
from chalicelib.issues.index.sync import shared_indexes


def write_snapshot(project_id: str) -> int:
    """Bring all of the project's index up to date and store it as its newest snapshot. Returns its number of issues."""
    with shared_indexes().feed(project_id, fresh_at=time.time()) as feed:
        store_snapshot(project_id, feed.index, feed.since)
        return len(feed.index)
