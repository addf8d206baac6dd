"""Many receivers at once: who hangs or fails holds up nobody but itself."""

import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.alerts import delivery as delivering
from chalicelib.alerts.audience import Delivery
from chalicelib.alerts.delivery import Letter, deliver
from chalicelib.alerts.http_client import SendFailed
from chalicelib.alerts.store import list_delivered
from chalicelib.config import Settings

NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)


class Post:
    """Sends nothing; counts who was asked, and lets some hang or fail."""

    def __init__(self, hanging: float = 0.0) -> None:
        self.asked: Counter[str] = Counter()
        self.failing: set[str] = set()
        self.hanging = hanging

    def __call__(self, delivery: Delivery, _notification: Any, _now: datetime) -> None:
        self.asked[delivery.target] += 1
        if "slow" in delivery.target:
            time.sleep(self.hanging)
        if delivery.target in self.failing:
            raise SendFailed("answered 503", is_temporary=True)


@pytest.fixture
def post(stage: Settings, monkeypatch: pytest.MonkeyPatch) -> Post:
    made = Post()
    monkeypatch.setattr(delivering, "send", made)
    return made


def letters(*targets: str, rows: int = 1) -> list[Letter]:
    return [
        Letter(f"row-{row}", Delivery(f"{row}-{target}", "webhook", target), None)  # type: ignore[arg-type]
        for row in range(rows)
        for target in targets
    ]


def soon(seconds: float = 30.0) -> float:
    return time.monotonic() + seconds


def test_slow_receivers_take_their_time_together(post: Post) -> None:
    post.hanging = 0.5
    started = time.monotonic()

    undone = deliver("7", letters(*(f"slow-{number}" for number in range(12))), NOW, soon())

    assert undone == set()
    assert time.monotonic() - started < 3


def test_who_hangs_beyond_the_deadline_is_left_and_others_are_done(post: Post) -> None:
    post.hanging = 2.0
    started = time.monotonic()

    undone = deliver("7", [*letters("slow"), *letters("good", rows=3)[1:]], NOW, soon(0.5))

    assert undone == {"row-0"}
    assert time.monotonic() - started < 1.5
    assert list_delivered("row-2") == {"2-good"}


def test_a_failing_receiver_is_asked_once_a_batch_and_then_left_alone(post: Post) -> None:
    post.failing = {"bad"}

    assert deliver("7", letters("bad", "good", rows=5), NOW, soon()) == {f"row-{row}" for row in range(5)}
    assert post.asked == {"bad": 1, "good": 5}
    deliver("7", letters("bad", "good", rows=5), NOW + timedelta(seconds=59), soon())
    assert post.asked["bad"] == 1
    deliver("7", letters("bad", rows=5), NOW + timedelta(seconds=61), soon())
    assert post.asked["bad"] == 2
    deliver("7", letters("bad", rows=5), NOW + timedelta(seconds=150), soon())
    assert post.asked["bad"] == 2


def test_another_project_knows_nothing_of_it(post: Post) -> None:
    post.failing = {"bad"}
    deliver("7", letters("bad"), NOW, soon())

    deliver("8", letters("bad"), NOW, soon())

    assert post.asked["bad"] == 2


def test_a_receiver_that_is_back_gets_everything(post: Post) -> None:
    post.failing = {"bad"}
    deliver("7", letters("bad"), NOW, soon())
    post.failing = set()

    undone = deliver("7", letters("bad", rows=4), NOW + timedelta(minutes=2), soon())
    again = deliver("7", letters("bad", rows=1), NOW + timedelta(minutes=2, seconds=1), soon())

    assert (undone, again) == (set(), set())
    assert post.asked["bad"] == 6


def test_one_receiver_with_many_letters_does_not_take_the_whole_batch(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivering, "MAX_RECEIVER_SECONDS", 0.3)
    post.hanging = 0.1

    undone = deliver("7", letters("slow", rows=20), NOW, soon())

    assert 10 <= len(undone) < 20
