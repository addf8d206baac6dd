"""The second factor: turned on with an app, asked for at the door, off again, and no way around it."""

import base64
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from chalicelib import config
from chalicelib.accounts import login_throttle, two_factor
from chalicelib.accounts.worker import send_mails
from chalicelib.alerts.channels.email import list_mails
from chalicelib.aws.rows import query_rows
from tests.api_client import PASSWORD, Answer, ApiClient
from tests.triage_world import drain_queue, must

DOOR = {"email": "ann@example.com", "password": PASSWORD}


class Clock:
    """Time that stands still, so that a code is the same from the app to the door."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def time(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(two_factor, "time", clock)
    return clock


@pytest.fixture
def ann(open_stage: config.Settings) -> ApiClient:
    return ApiClient().register("ann@example.com", "Ann")


class App:
    """The authenticator app on Ann's phone."""

    def __init__(self, ann: ApiClient, clock: Clock) -> None:
        self.clock = clock
        begun = must(ann.post("/auth/two-factor", {"password": PASSWORD}))
        self.secret = base64.b32decode(begun["secret"])
        self.totp = TOTP(self.secret, 6, SHA1(), 30)  # noqa: S303 - the one hash that every app knows
        assert begun["uri"].startswith("otpauth://totp/MiniSentry:ann%40example.com?")
        assert f"secret={begun['secret']}" in begun["uri"]

    def code(self) -> str:
        return self.totp.generate(int(self.clock.now)).decode()


@pytest.fixture
def app(ann: ApiClient, clock: Clock) -> App:
    return App(ann, clock)


@pytest.fixture
def codes(ann: ApiClient, app: App) -> list[str]:
    """Ann's recovery codes, with the second factor on and the next code of the app to come."""
    found = must(ann.post("/auth/two-factor/confirm", {"code": app.code()}))["codes"]
    app.clock.now += 30
    return list(found)


def sign_in(code: str | None = None) -> Answer:
    return ApiClient().post("/auth/login", DOOR if code is None else {**DOOR, "code": code})


def refusal(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.body["error"]["code"]


def test_nothing_is_asked_for_before_a_code_is_confirmed(ann: ApiClient, app: App) -> None:
    assert sign_in().status == 200
    assert must(ann.get("/auth/two-factor")) == {"enabled_at": None, "recovery_codes_left": 0}
    assert ann.post("/auth/two-factor/confirm", {"code": "000000"}).status == 400
    assert sign_in().status == 200


def test_the_door_asks_for_the_code(codes: list[str], app: App) -> None:
    assert refusal(sign_in()) == (401, "two_factor_required")
    assert refusal(sign_in("123456")) == (401, "two_factor_wrong")
    assert sign_in(app.code()).status == 200
    assert len(set(codes)) == 10


def test_a_wrong_password_says_nothing_of_the_second_factor(codes: list[str]) -> None:
    wrong = ApiClient().post("/auth/login", {**DOOR, "password": "wrong password"})
    assert refusal(wrong) == (401, "wrong_credentials")


def test_a_code_works_once(codes: list[str], app: App) -> None:
    code = app.code()
    assert sign_in(code).status == 200
    assert refusal(sign_in(code)) == (401, "two_factor_wrong")


def test_the_code_that_turned_it_on_does_not_sign_in(ann: ApiClient, app: App) -> None:
    code = app.code()
    must(ann.post("/auth/two-factor/confirm", {"code": code}))
    assert refusal(sign_in(code)) == (401, "two_factor_wrong")


@pytest.mark.parametrize(("seconds", "status"), [(-30, 200), (0, 200), (30, 200), (-61, 401), (61, 401)])
def test_clocks_may_be_a_little_off(codes: list[str], app: App, seconds: int, status: int) -> None:
    app.clock.now += 600
    code = app.totp.generate(int(app.clock.now + seconds)).decode()
    assert sign_in(f"{code[:3]} {code[3:]}").status == status


def test_a_recovery_code_works_once_and_however_it_is_typed(ann: ApiClient, codes: list[str]) -> None:
    assert sign_in(f" {codes[0].upper().replace('-', ' ')} ").status == 200
    assert refusal(sign_in(codes[0])) == (401, "two_factor_wrong")
    assert must(ann.get("/auth/two-factor"))["recovery_codes_left"] == 9


def test_new_recovery_codes_end_the_old_ones(ann: ApiClient, codes: list[str], app: App) -> None:
    fresh = must(ann.post("/auth/two-factor/recovery-codes", {"code": app.code()}))["codes"]
    assert refusal(sign_in(codes[0])) == (401, "two_factor_wrong")
    assert sign_in(fresh[0]).status == 200


def test_guessing_codes_is_throttled_even_with_the_right_password(
    codes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [sign_in(f"{number:06}").status for number in range(8)]
    assert answers[:5] == [401] * 5
    assert 429 in answers


def test_being_asked_for_the_code_is_no_failure(codes: list[str], app: App) -> None:
    """People give their password first and the code after, time and again."""
    for _ in range(8):
        assert refusal(sign_in()) == (401, "two_factor_required")
    assert sign_in(app.code()).status == 200


def test_it_is_turned_off_with_password_and_code(ann: ApiClient, codes: list[str], app: App) -> None:
    wrong: list[dict[str, Any]] = [
        {"password": "wrong password", "code": codes[0]},
        {"password": PASSWORD, "code": "x"},
    ]
    for body in wrong:
        assert ann.call("DELETE", "/auth/two-factor", body).status == 400
    assert ann.call("DELETE", "/auth/two-factor", {"password": PASSWORD, "code": app.code()}).status == 204
    assert sign_in().status == 200
    drain_queue("mails", send_mails)
    assert any(mail.subject == "Your second factor was turned off" for mail in list_mails())


def test_it_cannot_be_begun_anew_while_it_is_on(ann: ApiClient, codes: list[str]) -> None:
    assert refusal(ann.post("/auth/two-factor", {"password": PASSWORD})) == (409, "two_factor_on")
    assert refusal(ann.post("/auth/two-factor/confirm", {"code": "000000"})) == (409, "two_factor_not_begun")


def test_a_reset_password_does_not_get_around_it(codes: list[str], app: App, reset_link: Callable[[str], str]) -> None:
    new = {"token": reset_link("ann@example.com"), "password": "another horse battery"}
    assert ApiClient().post("/auth/reset-password", new).status == 204
    door = {"email": "ann@example.com", "password": "another horse battery"}
    assert refusal(ApiClient().post("/auth/login", door)) == (401, "two_factor_required")
    assert ApiClient().post("/auth/login", {**door, "code": app.code()}).status == 200


@pytest.fixture
def reset_link() -> Callable[[str], str]:
    def find(email: str) -> str:
        ApiClient().post("/auth/forgot-password", {"email": email})
        drain_queue("mails", send_mails)
        mail = next(mail for mail in list_mails() if mail.recipient == email and "reset-password?token=" in mail.text)
        return mail.text.partition("reset-password?token=")[2].split()[0]

    return find


def test_the_tables_hold_neither_secret_nor_codes(ann: ApiClient, codes: list[str], app: App) -> None:
    (row,) = [row for row in query_rows("core", f"U#{ann.user['id']}") if row["sk"] == "2FA"]
    assert app.secret not in row["secret"]
    assert not set(codes) & set(row["recovery"])


def test_it_goes_with_the_account(ann: ApiClient, codes: list[str]) -> None:
    assert ann.call("DELETE", "/auth/me", {"password": PASSWORD}).status == 204
    assert list(query_rows("core", f"U#{ann.user['id']}")) == []
    assert login_throttle.account_throttle("ann@example.com").free == 5
