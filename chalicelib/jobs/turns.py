"""Work of the sweep for many tenants: one's trouble is its own, and whom time did not suffice for goes first next.

What a step works on is found anew each time, and each piece of it may be done twice.
"""

import time
from collections.abc import Callable, Iterable
from typing import TypeVar

from pynamodb.attributes import UnicodeAttribute

from chalicelib.aws import keys
from chalicelib.aws.tables import HotRecord
from chalicelib.logs import log, log_exception
from chalicelib.time_limit import TimeLimitExceeded, time_limit

Piece = TypeVar("Piece")

# The sweep has seven steps and 300 seconds.
MAX_STEP_SECONDS = 38.0
MAX_PIECE_SECONDS = 15.0
POSITION = "POSITION"
KEPT_SECONDS = 7 * 24 * 3600


class PositionRecord(HotRecord):
    tenant = UnicodeAttribute()


class PiecesFailed(Exception):
    """Some pieces failed; each has its own line in the log, and the others are done."""


def work_in_turns(
    step: str, pieces: Iterable[Piece], tenant_of: Callable[[Piece], str], work: Callable[[Piece], object]
) -> None:
    """Have *work* done on each piece, tenant by tenant, within MAX_STEP_SECONDS.

    Goes on with the tenant behind the last one that had its turn, should time run out. Raises PiecesFailed at the end.
    """
    ends_at = time.monotonic() + MAX_STEP_SECONDS
    stopped_at = _read_position(step)
    by_turn = sorted(pieces, key=lambda piece: (tenant_of(piece) <= stopped_at, tenant_of(piece)))
    failed, slow = 0, ""
    for number, piece in enumerate(by_turn):
        if tenant_of(piece) == slow:
            # It had its turn and more.
            continue
        if number and time.monotonic() > ends_at:
            log("sweep_step_stopped", step=step, done=number, left=len(by_turn) - number)
            _save_position(step, tenant_of(by_turn[number - 1]))
            break
        try:
            with time_limit(MAX_PIECE_SECONDS):
                work(piece)
        except (Exception, TimeLimitExceeded) as error:  # noqa: BLE001 - one tenant's trouble must not touch the others
            log_exception("sweep_piece_failed", error, step=step, tenant=tenant_of(piece))
            failed += 1
            slow = tenant_of(piece) if isinstance(error, TimeLimitExceeded) else slow
    else:
        if stopped_at:
            _save_position(step, "")
    if failed:
        raise PiecesFailed(f"{failed} of {len(by_turn)} pieces of {step} failed")


def _read_position(step: str) -> str:
    try:
        return str(PositionRecord.get(keys.limit(f"sweep#{step}"), POSITION).tenant)
    except PositionRecord.DoesNotExist:
        return ""


def _save_position(step: str, tenant: str) -> None:
    expires_at = int(time.time()) + KEPT_SECONDS
    PositionRecord(keys.limit(f"sweep#{step}"), POSITION, tenant=tenant, expires_at=expires_at).save()
