import time
from datetime import timedelta
from typing import Any

import pytest

from chalicelib import config
from chalicelib.api.refresh_tokens import parse_refresh_token, rotate_refresh_token
from chalicelib.aws import client, queue_url
from chalicelib.errors import Unauthorized
from chalicelib.model import utc_now
from chalicelib.notify.account_mail import send_account_mail
from chalicelib.queue import read_job
from chalicelib.storage import login_throttle, secrets
from chalicelib.storage.login_throttle import FailureRecord
from chalicelib.storage.mails import list_mails
from chalicelib.storage.sessions import SessionRecord, list_sessions
from chalicelib.storage.users import UserRecord, update_user
from tests.api_client import PASSWORD, Answer, ApiClient

COOKIE = "minisentry_refresh"


@pytest.fixture
def ann(open_stage: config.Settings) -> ApiClient:
    return ApiClient().register("ann@example.com", "Ann")


def sent_jobs(stage: config.Settings) -> list[Any]:
    url = queue_url(stage.queue_name("jobs"))
    messages = client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
    return [read_job(message["Body"]) for message in messages]


def mailed_token(mail: Any, email: str) -> str:
    send_account_mail(mail, email)
    return list_mails()[0].text.partition("?token=")[2].split()[0]


class TestRegistering:
    def test_signs_in_and_keeps_the_password_out_of_sight(self, ann: ApiClient) -> None:
        stored = next(iter(UserRecord.scan(UserRecord.sk == "USER")))

        assert ann.get("/auth/me").body["email"] == "ann@example.com"
        assert COOKIE in ann.cookies
        assert PASSWORD not in str(stored.to_simple_dict())

    def test_an_address_has_one_account_whatever_its_case(self, ann: ApiClient) -> None:
        answer = ApiClient().post("/auth/register", {"email": "ANN@example.com", "password": PASSWORD, "name": "Other"})

        assert answer.status == 409

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"email": "not an address"}, "email"),
            ({"email": "a@b\nBcc: x@example.com"}, "email"),
            ({"password": "short"}, "password"),
            ({"password": "x" * 201}, "password"),
            ({"name": " "}, "name"),
            ({"name": "line\nbreak"}, "name"),
            ({"admin": True}, "admin"),
            ({"email": None}, "email"),
        ],
    )
    def test_names_the_field_that_is_wrong(
        self, open_stage: config.Settings, change: dict[str, object], field: str
    ) -> None:
        body = {"email": "a@example.com", "password": PASSWORD, "name": "Ann", **change}

        answer = ApiClient().post("/auth/register", body)

        assert answer.status == 400
        assert answer.body["error"]["code"] == "validation_error"
        assert field in answer.body["error"]["fields"]

    def test_the_first_owner_comes_with_the_set_up_token_once(self, stage: config.Settings) -> None:
        token = secrets.read_secret("setup-token")

        assert ApiClient().get("/auth/config").body == {"registration": "invite", "needs_setup_token": True}
        assert register("one@example.com").status == 403
        assert register("one@example.com", setup_token="guess").status == 403
        assert register("one@example.com", setup_token=token).status == 201
        assert register("two@example.com", setup_token=token).status == 403
        assert ApiClient().get("/auth/config").body["needs_setup_token"] is False

    def test_later_ones_come_by_invitation(self, stage: config.Settings) -> None:
        owner = ApiClient().register("owner@example.com", setup_token=secrets.read_secret("setup-token"))
        owner.post("/organizations", {"name": "Acme"})
        invited = owner.post("/organizations/acme/members", {"email": "Bob@example.com", "role": "admin"})
        token = invited.body["invitation"]["url"].rpartition("/")[2]

        assert register("eve@example.com", invitation=token).status == 403
        bob = ApiClient().register("bob@example.com", invitation=token)
        assert bob.get("/organizations/acme").body["role"] == "admin"
        assert register("eve@example.com", invitation=token).status == 403

    def test_a_closed_stage_takes_no_invitations(self, stage: config.Settings, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("MINISENTRY_REGISTRATION", "closed")
        config.settings.cache_clear()
        config.settings()

        assert register("bob@example.com", invitation="x").status == 403
        assert register("bob@example.com").status == 403
        assert register("bob@example.com", setup_token=secrets.read_secret("setup-token")).status == 201


def register(email: str, **more: str) -> Answer:
    return ApiClient().post("/auth/register", {"email": email, "password": PASSWORD, "name": "Somebody", **more})


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


class TestRefreshing:
    def test_the_cookie_is_for_auth_alone_and_out_of_scripts_reach(self, ann: ApiClient) -> None:
        cookie = ann.post("/auth/refresh").headers["Set-Cookie"]

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

        assert ann.cookies == {}
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


class TestPasswords:
    def test_forgetting_answers_alike_and_does_the_same_work(self, ann: ApiClient) -> None:
        sent_jobs(config.settings())
        answers = [
            ApiClient().post("/auth/forgot-password", {"email": email})
            for email in ("ann@example.com", "nobody@example.com")
        ]

        assert [(answer.status, answer.text) for answer in answers] == [(202, '{"status":"accepted"}')] * 2
        jobs = sent_jobs(config.settings())
        assert sorted(job.arguments["email"] for job in jobs) == ["ann@example.com", "nobody@example.com"]

    def test_nobody_gets_no_mail(self, ann: ApiClient) -> None:
        send_account_mail("reset-password", "nobody@example.com")

        assert list_mails() == []

    def test_a_mailed_link_sets_a_new_password_once_and_ends_every_session(self, ann: ApiClient) -> None:
        token = mailed_token("reset-password", "ann@example.com")
        body = {"token": token, "password": "another password"}

        assert ApiClient().post("/auth/reset-password", body).status == 204
        again = ApiClient().post("/auth/reset-password", body)

        assert again.status == 400
        assert again.body["error"]["code"] == "invalid_token"
        assert ann.post("/auth/refresh").status == 401
        assert ApiClient().login("ann@example.com", "another password").user["email_verified"] is True

    def test_a_changed_password_voids_links_mailed_before(self, ann: ApiClient) -> None:
        token = mailed_token("reset-password", "ann@example.com")
        change = {"current_password": PASSWORD, "new_password": "another password"}

        assert ann.post("/auth/change-password", change).status == 204

        assert ApiClient().post("/auth/reset-password", {"token": token, "password": PASSWORD}).status == 400

    def test_a_link_of_one_purpose_serves_no_other(self, ann: ApiClient) -> None:
        token = mailed_token("verify-email", "ann@example.com")

        assert ApiClient().post("/auth/reset-password", {"token": token, "password": PASSWORD}).status == 400
        assert ApiClient().post("/auth/verify-email", {"token": ann.token}).status == 400

    def test_changing_needs_the_old_one_and_ends_the_other_sessions(self, ann: ApiClient) -> None:
        elsewhere = ApiClient().login("ann@example.com")
        wrong = {"current_password": "wrong password", "new_password": "another password"}

        refused = ann.post("/auth/change-password", wrong)
        assert refused.status == 400
        assert "current_password" in refused.body["error"]["fields"]
        assert ann.post("/auth/change-password", {**wrong, "current_password": PASSWORD}).status == 204

        assert ann.get("/auth/me").status == 200
        assert elsewhere.post("/auth/refresh").status == 401

    def test_the_old_password_cannot_be_guessed_from_a_stolen_session(self, ann: ApiClient) -> None:
        wrong = {"current_password": "wrong password", "new_password": "another password"}

        statuses = [ann.post("/auth/change-password", wrong).status for _ in range(7)]

        assert statuses == [400] * 6 + [429]

    def test_confirming_an_address(self, ann: ApiClient) -> None:
        assert ann.post("/auth/verify-email/send").status == 202
        token = mailed_token("verify-email", "ann@example.com")

        assert ApiClient().post("/auth/verify-email", {"token": token}).body["email_verified"] is True
        assert ApiClient().post("/auth/verify-email", {"token": token}).status == 400


class TestProfile:
    def test_changes_what_is_told_and_leaves_the_rest(self, ann: ApiClient) -> None:
        picture = "https://example.com/ann.png"

        assert ann.patch("/auth/me", {"avatar_url": picture}).body["avatar_url"] == picture
        assert ann.patch("/auth/me", {"name": "Anna"}).body["avatar_url"] == picture
        assert ann.patch("/auth/me", {"avatar_url": None}).body["avatar_url"] is None
        assert ann.get("/auth/me").body["name"] == "Anna"

    @pytest.mark.parametrize("url", ["javascript:alert(1)", "http://example.com/a.png", "https://a b"])
    def test_a_picture_is_an_https_url(self, ann: ApiClient, url: str) -> None:
        assert ann.patch("/auth/me", {"avatar_url": url}).status == 400
