"""The sweep's work for many tenants: isolated, bounded in time, and gone on with where it stopped."""

import time

import pytest

from chalicelib.config import Settings
from chalicelib.jobs import turns
from chalicelib.jobs.turns import PiecesFailed, work_in_turns

pytestmark = pytest.mark.usefixtures("stage")

PIECES = [(tenant, number) for number in range(3) for tenant in "dbca"]


def tenant_of(piece: tuple[str, int]) -> str:
    return piece[0]


def test_one_tenants_failure_leaves_the_others_their_turn() -> None:
    done: list[tuple[str, int]] = []

    def work(piece: tuple[str, int]) -> None:
        if piece[0] == "b":
            raise RuntimeError("of b alone")
        done.append(piece)

    with pytest.raises(PiecesFailed, match="3 of 12"):
        work_in_turns("step", PIECES, tenant_of, work)

    assert sorted(done) == sorted(piece for piece in PIECES if piece[0] != "b")


def test_a_tenant_that_takes_for_ever_is_interrupted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "MAX_PIECE_SECONDS", 0.1)
    done: list[str] = []

    def work(piece: tuple[str, int]) -> None:
        while piece[0] == "a":
            pass
        done.append(piece[0])

    started = time.monotonic()
    with pytest.raises(PiecesFailed, match="1 of 12"):
        work_in_turns("step", PIECES, tenant_of, work)

    assert time.monotonic() - started < 2
    assert sorted(done) == sorted("bcd" * 3)


def test_what_time_did_not_suffice_for_goes_first_next_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "MAX_STEP_SECONDS", 0.25)
    turns_taken: list[list[str]] = []
    for _ in range(3):
        done: list[str] = []

        def work(piece: tuple[str, int], done: list[str] = done) -> None:
            time.sleep(0.1)
            done.append(piece[0])

        work_in_turns("step", [(tenant, 0) for tenant in "abcd"], tenant_of, work)
        turns_taken.append(done)

    assert {tenant for done in turns_taken[:2] for tenant in done} == set("abcd")
    assert turns_taken[1][0] not in turns_taken[0]


def test_steps_have_positions_of_their_own(stage: Settings) -> None:
    turns._save_position("one", "m")

    assert turns._read_position("one") == "m"
    assert turns._read_position("two") == ""
