"""Signing in: alike for every mistake, and ever slower for guesses."""

import time

import pytest

from chalicelib import config
from chalicelib.accounts import login_throttle
from chalicelib.accounts.login_throttle import FailureRecord
from chalicelib.accounts.store import UserRecord, update_user
from tests.api_client import PASSWORD, ApiClient


@pytest.fixture
def ann(open_stage: config.Settings) -> ApiClient:
    return ApiClient().register("ann@example.com", "Ann")


class TestLoggingIn:
    def test_answers_alike_for_a_wrong_password_and_an_unknown_address(self, ann: ApiClient) -> None:
        wrong = ApiClient().post("/auth/login", {"email": "ann@example.com", "password": "wrong password"})
        unknown = ApiClient().post("/auth/login", {"email": "nobody@example.com", "password": "wrong password"})

        assert (wrong.status, wrong.text) == (unknown.status, unknown.text)
        assert wrong.status == 401

    def test_does_not_mind_the_case_of_the_address(self, ann: ApiClient) -> None:
        assert ApiClient().login(" ANN@Example.com ").user == ann.user

    @pytest.mark.parametrize("email", ["ann@example.com", "nobody@example.com"])
    def test_failures_cost_ever_more_time(self, ann: ApiClient, monkeypatch: pytest.MonkeyPatch, email: str) -> None:
        clock = [time.time()]
        monkeypatch.setattr(login_throttle.time, "time", lambda: clock[0])
        waits = []
        for _ in range(9):
            answer = ApiClient().post("/auth/login", {"email": email, "password": "wrong password"})
            while answer.status == 429:
                waits.append(int(answer.headers["Retry-After"]))
                clock[0] += waits[-1]
                answer = ApiClient().post("/auth/login", {"email": email, "password": "wrong password"})
            assert answer.status == 401

        assert waits == [2, 4, 8]

    def test_the_right_password_does_not_help_while_one_must_wait(self, ann: ApiClient) -> None:
        for _ in range(6):
            ApiClient().post("/auth/login", {"email": "ann@example.com", "password": "wrong password"})

        assert ApiClient().post("/auth/login", {"email": "ann@example.com", "password": PASSWORD}).status == 429

    def test_signing_in_forgets_the_failures(self, ann: ApiClient) -> None:
        for _ in range(5):
            ApiClient().post("/auth/login", {"email": "ann@example.com", "password": "wrong password"})

        ApiClient().login("ann@example.com")

        assert FailureRecord.count("L#login#account#ann@example.com") == 0

    def test_an_address_that_tries_many_accounts_is_slowed_down(self, ann: ApiClient) -> None:
        statuses = [
            ApiClient().post("/auth/login", {"email": f"n{n}@example.com", "password": "wrong password"}).status
            for n in range(22)
        ]

        assert statuses == [401] * 21 + [429]

    def test_somebody_switched_off_cannot_sign_in(self, ann: ApiClient) -> None:
        update_user(ann.user["id"], is_active=False)

        assert ApiClient().post("/auth/login", {"email": "ann@example.com", "password": PASSWORD}).status == 401
        assert ann.post("/auth/refresh").status == 401

    def test_a_hash_of_another_cost_is_made_again(self, ann: ApiClient, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("MINISENTRY_BCRYPT_ROUNDS", "5")
        config.settings.cache_clear()
        config.settings()

        ApiClient().login("ann@example.com")

        assert next(iter(UserRecord.scan(UserRecord.sk == "USER"))).password_hash.startswith("$2b$05$")
