"""Letters to their receivers, all receivers at once: one that hangs or fails holds up nothing but its own letters.

Each delivery is marked as soon as it is done: a crash repeats what was under way, under its old id, and nothing else.
"""

import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextvars import copy_context
from dataclasses import dataclass
from datetime import datetime

from chalicelib.alerts.audience import Delivery
from chalicelib.alerts.channels.send import send
from chalicelib.alerts.http_client import SendFailed
from chalicelib.alerts.notifications import Notification
from chalicelib.alerts.receivers import Receivers
from chalicelib.alerts.store import mark_delivered
from chalicelib.logs import log, log_exception, metric

MAX_AT_ONCE = 16
# What one receiver may take of a message's time, with however many letters.
MAX_RECEIVER_SECONDS = 20.0
# Of the 60 s that Lambda gives a batch, and well within the two minutes for which its rows are claimed.
MAX_BATCH_SECONDS = 40.0


@dataclass(frozen=True, slots=True)
class Letter:
    """One delivery of an outbox row."""

    outbox_id: str
    delivery: Delivery
    notification: Notification


def deliver(project_id: str, letters: Sequence[Letter], now: datetime, deadline: float) -> set[str]:
    """Send them. Returns the rows with deliveries that are not done and have to be tried again."""
    by_receiver: dict[tuple[str, str], list[Letter]] = {}
    for letter in letters:
        by_receiver.setdefault((letter.delivery.channel, letter.delivery.target), []).append(letter)
    receivers = Receivers(project_id, {url for channel, url in by_receiver if channel != "mail"}, now)
    if not by_receiver:
        return set()
    pool = ThreadPoolExecutor(min(MAX_AT_ONCE, len(by_receiver)), thread_name_prefix="delivery")
    try:
        futures = {
            pool.submit(copy_context().run, _deliver_to_one, own, receivers, now, deadline): own
            for own in by_receiver.values()
        }
        done, _ = wait(futures, timeout=max(0.0, deadline - time.monotonic()))
        return {outbox_id for future, own in futures.items() for outbox_id in _undone(future, own, future in done)}
    finally:
        # Who still hangs ends by itself: its connection has a time limit.
        pool.shutdown(wait=False, cancel_futures=True)


def _undone(future: Future[list[str]], letters: Sequence[Letter], is_done: bool) -> list[str]:
    everything = [letter.outbox_id for letter in letters]
    if not is_done:
        return everything
    try:
        return future.result()
    except Exception as error:  # noqa: BLE001 - one receiver's trouble must not touch the others'
        log_exception("delivery_error", error)
        return everything


def _deliver_to_one(letters: Sequence[Letter], receivers: Receivers, now: datetime, deadline: float) -> list[str]:
    """The rows of the letters that this receiver did not take, in order, up to the first failure that may pass."""
    ends_at = min(deadline, time.monotonic() + MAX_RECEIVER_SECONDS)
    for number, letter in enumerate(letters):
        is_reached = time.monotonic() < ends_at and not receivers.is_paused(letter.delivery.target)
        if not is_reached or not _deliver_one(letter, receivers, now):
            return [each.outbox_id for each in letters[number:]]
        mark_delivered(letter.outbox_id, letter.delivery.id, now)
    return []


def _deliver_one(letter: Letter, receivers: Receivers, now: datetime) -> bool:
    """Whether the letter was taken, or refused for good."""
    delivery = letter.delivery
    try:
        send(delivery, letter.notification, now)
    except SendFailed as failure:
        log("notification_failed", outbox_id=letter.outbox_id, channel=delivery.channel, reason=str(failure))
        metric("NotificationFailed", 1, Channel=delivery.channel)
        if failure.is_temporary:
            if delivery.channel != "mail":
                receivers.note_failure(delivery.target)
            return False
    else:
        receivers.note_success(delivery.target)
    return True
