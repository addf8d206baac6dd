"""A key's limit holds over all processes at about one write per hundred events."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from chalicelib.config import Settings
from chalicelib.errors import RateLimited
from chalicelib.ingest import quotas as limits
from chalicelib.ingest.quotas import Leases, reject_over_budget
from chalicelib.projects.model import Degrade, ProjectKey
from tests.atomic_calls import make_calls_atomic

NOW = 1_795_413_605.0
DAY = 86_400


def key(count: int | None, window_seconds: int | None = DAY, degrade: Degrade = "full") -> ProjectKey:
    return ProjectKey(
        public_key="a" * 32,
        key_id="k",
        project_id="42",
        organization_id="o",
        is_active=True,
        rate_limit_count=count,
        rate_limit_window_seconds=window_seconds,
        degrade=degrade,
    )


def spend(leases: Leases, limited: ProjectKey, requests: int, tokens: int = 1, now: float = NOW) -> int:
    """How many of *requests* were let through."""
    passed = 0
    for _ in range(requests):
        try:
            leases.reject_over_limit(limited, tokens, now)
        except RateLimited:
            continue
        passed += 1
    return passed


class Writes:
    """Counts leases on their way to storage."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.count = 0
        take = limits.take_lease

        def counted(*arguments: str, **named: int) -> int:
            self.count += 1
            return take(*arguments, **named)  # type: ignore[arg-type]

        monkeypatch.setattr(limits, "take_lease", counted)


@pytest.mark.parametrize("count", [0, 1, 7, 250])
def test_exactly_the_limit_passes(stage: Settings, count: int) -> None:
    assert spend(Leases(), key(count), count + 20) == count


def test_many_processes_never_pass_one_limit_together(stage: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a process leased and did not need is lost to the others until the window ends: at most a tenth each."""
    make_calls_atomic(monkeypatch)
    processes = [Leases() for _ in range(6)]

    with ThreadPoolExecutor(6) as pool:
        passed = list(pool.map(lambda leases: spend(leases, key(300), 100), processes))

    assert 300 - 6 * 30 < sum(passed) <= 300


def test_threads_of_one_process_share_its_tokens(stage: Settings) -> None:
    leases = Leases()

    with ThreadPoolExecutor(8) as pool:
        passed = list(pool.map(lambda _: spend(leases, key(200), 50), range(8)))

    assert sum(passed) == 200


def test_a_storm_costs_one_write_per_hundred_events(stage: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    writes = Writes(monkeypatch)

    assert spend(Leases(), key(100_000), 2000) == 2000

    assert writes.count <= 2000 / 100 + 4


def test_a_refusal_is_remembered_until_the_window_ends(stage: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    leases = Leases()
    spend(leases, key(5, 60), 6)
    writes = Writes(monkeypatch)

    assert spend(leases, key(5, 60), 50) == 0
    with pytest.raises(RateLimited):
        leases.reject_while_refused(key(5, 60), NOW)
    assert writes.count == 0

    leases.reject_while_refused(key(5, 60), NOW + 60)
    assert spend(leases, key(5, 60), 6, now=NOW + 60) == 5


def test_an_envelope_of_several_events_passes_whole_or_not_at_all(stage: Settings) -> None:
    leases = Leases()

    assert spend(leases, key(10), 5, tokens=3) == 3
    with pytest.raises(RateLimited):
        leases.reject_while_refused(key(10), NOW)


@pytest.mark.parametrize("unlimited", [key(None), key(5, None), key(5, 0)])
def test_a_key_without_limit_costs_nothing(
    stage: Settings, unlimited: ProjectKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    writes = Writes(monkeypatch)

    assert spend(Leases(), unlimited, 50) == 50
    assert writes.count == 0


def test_a_changed_window_starts_afresh(stage: Settings) -> None:
    leases = Leases()
    spend(leases, key(5, 60), 6)

    assert spend(leases, key(5, DAY), 6) == 5


def test_a_refusal_says_when_the_window_ends(stage: Settings) -> None:
    with pytest.raises(RateLimited) as refusal:
        Leases().reject_over_limit(key(0, 60), 1, NOW)

    assert refusal.value.headers == {"Retry-After": "55", "X-Sentry-Rate-Limits": "55::key:key_rate_limit"}


def test_a_spent_budget_pauses_an_hour_or_to_the_months_end() -> None:
    with pytest.raises(RateLimited) as refusal:
        reject_over_budget(key(None, degrade="refuse"), NOW)
    with pytest.raises(RateLimited) as at_the_end:
        reject_over_budget(key(None, degrade="refuse"), 1_796_083_200.0 - 10)

    assert refusal.value.retry_after_seconds == 3600
    assert at_the_end.value.retry_after_seconds == 10


@pytest.mark.parametrize("degrade", ["full", "sample"])
def test_a_budget_that_does_not_refuse_lets_pass(degrade: Degrade) -> None:
    reject_over_budget(key(None, degrade=degrade), NOW)
