"""Sessions: renewed by a cookie that is replaced at each use, and ended."""

from datetime import timedelta

import pytest
import time_machine

from chalicelib import config
from chalicelib.accounts import refresh_tokens
from chalicelib.accounts.refresh_tokens import parse_refresh_token, rotate_refresh_token
from chalicelib.accounts.sessions import SessionRecord, list_sessions
from chalicelib.errors import Unauthorized
from chalicelib.times import utc_now
from tests.api_client import ApiClient

COOKIE = "minisentry_refresh"


@pytest.fixture
def ann(open_stage: config.Settings) -> ApiClient:
    return ApiClient().register("ann@example.com", "Ann")


class TestRefreshing:
    def test_the_cookie_is_for_auth_alone_and_out_of_scripts_reach(self, ann: ApiClient) -> None:
        (cookie,) = ann.post("/auth/refresh").headers["Set-Cookie"]

        assert cookie.split("; ")[1:] == ["Max-Age=604800", "Path=/api/auth", "HttpOnly", "Secure", "SameSite=Strict"]

    def test_each_use_replaces_the_token_and_none_is_stored(self, ann: ApiClient) -> None:
        first = ann.cookies[COOKIE]

        assert ann.post("/auth/refresh").status == 200

        assert ann.cookies[COOKIE] != first
        rows = str([row.to_simple_dict() for row in SessionRecord.scan(SessionRecord.sk.startswith("S#"))])
        assert first.rpartition(".")[2] not in rows
        assert ann.cookies[COOKIE].rpartition(".")[2] not in rows

    def test_a_lost_answer_is_repeated_once_with_the_same_token(self, ann: ApiClient) -> None:
        first = dict(ann.cookies)
        ann.post("/auth/refresh")
        lost = dict(ann.cookies)

        again = ApiClient(cookies=dict(first))
        assert again.post("/auth/refresh").status == 200
        assert again.cookies == lost, "so that neither of two tabs is signed out by the other"

        assert ApiClient(cookies=dict(first)).post("/auth/refresh").status == 401
        assert ApiClient(cookies=lost).post("/auth/refresh").status == 401, "reuse revokes the family"

    def test_reuse_after_the_grace_revokes_the_family(self, ann: ApiClient) -> None:
        stolen = parse_refresh_token(ann.cookies[COOKIE])
        assert stolen is not None
        current = rotate_refresh_token(stolen, utc_now())

        with pytest.raises(Unauthorized):
            rotate_refresh_token(stolen, utc_now() + timedelta(seconds=31))
        with pytest.raises(Unauthorized):
            rotate_refresh_token(current, utc_now())
        assert list_sessions(ann.user["id"]) == []

    def test_a_token_two_steps_old_revokes_the_family_at_once(self, ann: ApiClient) -> None:
        oldest = dict(ann.cookies)
        ann.post("/auth/refresh")
        ann.post("/auth/refresh")

        assert ApiClient(cookies=oldest).post("/auth/refresh").status == 401
        assert ann.post("/auth/refresh").status == 401

    def test_another_session_survives_the_revocation(self, ann: ApiClient) -> None:
        elsewhere = ApiClient().login("ann@example.com")
        oldest = dict(ann.cookies)
        ann.post("/auth/refresh")
        ann.post("/auth/refresh")
        ApiClient(cookies=oldest).post("/auth/refresh")

        assert elsewhere.post("/auth/refresh").status == 200

    def test_a_week_unused_ends_a_session(self, ann: ApiClient) -> None:
        row = next(iter(SessionRecord.scan(SessionRecord.sk.startswith("S#"))))
        row.update(actions=[SessionRecord.expires_on.set("2020-01-01T00:00:00.000Z")])

        assert ann.post("/auth/refresh").status == 401

    @pytest.mark.parametrize("cookie", ["", "x", "a.b.c", "..", "a.b.c.d", "U#.S#.x" * 60])
    def test_nonsense_is_refused_and_taken_away(self, open_stage: config.Settings, cookie: str) -> None:
        answer = ApiClient(cookies={COOKIE: cookie}).post("/auth/refresh")

        assert answer.status == 401
        assert "Max-Age=0" in answer.headers["Set-Cookie"]


class TestEndingSessions:
    def test_logging_out_ends_both_tokens(self, ann: ApiClient) -> None:
        cookies = dict(ann.cookies)

        assert ann.post("/auth/logout").status == 204

        assert COOKIE not in ann.cookies
        assert ann.get("/auth/me").status == 401
        assert ApiClient(cookies=cookies).post("/auth/refresh").status == 401

    def test_logging_out_works_with_the_access_token_alone_and_without_any(self, ann: ApiClient) -> None:
        ann.cookies.clear()

        assert ApiClient().post("/auth/logout").status == 204
        assert ann.post("/auth/logout").status == 204
        assert ann.get("/auth/me").status == 401

    def test_a_guessed_cookie_ends_nobodys_session(self, ann: ApiClient) -> None:
        user, session, _ = ann.cookies[COOKIE].split(".")

        ApiClient(cookies={COOKIE: f"{user}.{session}.guess"}).post("/auth/logout")

        assert ann.get("/auth/me").status == 200

    def test_one_sees_ones_devices_and_signs_one_out(self, ann: ApiClient) -> None:
        phone = ApiClient(headers={"User-Agent": "Phone"}).login("ann@example.com")
        sessions = ann.get("/auth/sessions").body["data"]
        there = next(session for session in sessions if session["user_agent"] == "Phone")

        assert [session["is_current"] for session in sessions].count(True) == 1
        assert ann.delete(f"/auth/sessions/{there['id']}").status == 204
        assert phone.get("/auth/me").status == 401
        assert phone.post("/auth/refresh").status == 401
        assert ann.get("/auth/me").status == 200

    def test_nobody_ends_anothers_session(self, ann: ApiClient) -> None:
        bob = ApiClient().register("bob@example.com")
        session_id = ann.get("/auth/sessions").body["data"][0]["id"]

        assert bob.delete(f"/auth/sessions/{session_id}").status == 404
        assert ann.get("/auth/me").status == 200


class TestForeignPages:
    """What the cookie alone may do is not a matter of SameSite only."""

    @pytest.mark.parametrize(
        "headers",
        [
            {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
            {"Sec-Fetch-Site": "same-site"},
            {"Sec-Fetch-Site": "nonsense"},
            {"Origin": "https://evil.example"},
            {"Origin": "null"},
            {"Origin": "http://localhost.evil.example"},
        ],
    )
    @pytest.mark.parametrize("path", ["/auth/refresh", "/auth/logout"])
    def test_a_page_of_another_site_cannot_use_it(self, ann: ApiClient, path: str, headers: dict[str, str]) -> None:
        foreign = ApiClient(cookies=dict(ann.cookies), headers=headers)

        refused = foreign.post(path)

        assert (refused.status, refused.body["error"]["code"]) == (403, "foreign_page")
        assert ann.post("/auth/refresh").status == 200

    @pytest.mark.parametrize(
        "headers",
        [
            {},
            {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost:8000"},
            {"Sec-Fetch-Site": "none"},
            {"Origin": "http://localhost:8000"},
            {"Origin": "http://127.0.0.1:8000", "Host": "127.0.0.1:8000"},
        ],
    )
    def test_our_own_pages_and_programs_can(self, ann: ApiClient, headers: dict[str, str]) -> None:
        assert ApiClient(cookies=dict(ann.cookies), headers=headers).post("/auth/refresh").status == 200

    def test_a_configured_origin_can(self, ann: ApiClient, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("MINISENTRY_CORS_ORIGINS", "https://ops.example")
        config.settings.cache_clear()
        headers = {"Sec-Fetch-Site": "cross-site", "Origin": "https://ops.example"}

        assert ApiClient(cookies=dict(ann.cookies), headers=headers).post("/auth/refresh").status == 200


class TestManyDevices:
    def test_the_one_longest_unused_is_signed_out(self, ann: ApiClient, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(refresh_tokens, "MAX_DEVICES", 3)
        devices = [ApiClient().login("ann@example.com") for _ in range(3)]

        assert len(list_sessions(ann.user["id"])) == 3
        assert ann.post("/auth/refresh").status == 401
        assert [device.post("/auth/refresh").status for device in devices] == [200, 200, 200]

    def test_rows_of_sessions_that_ran_out_go(self, ann: ApiClient) -> None:
        with time_machine.travel(utc_now() + timedelta(days=8)):
            ApiClient().login("ann@example.com")
            rows = list(SessionRecord.query(f"U#{ann.user['id']}", SessionRecord.sk.startswith("S#")))

        assert len(rows) == 1
