"""Passwords and addresses: forgotten, reset, changed, confirmed."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from chalicelib import config
from chalicelib.accounts import mails
from chalicelib.accounts.mails import send_account_mail
from chalicelib.accounts.worker import send_mails
from chalicelib.alerts.channels.email import list_mails
from tests.api_client import PASSWORD, ApiClient
from tests.flow.account_jobs import mailed_token, sent_jobs
from tests.triage_world import drain_queue


@pytest.fixture
def ann(open_stage: config.Settings) -> ApiClient:
    return ApiClient().register("ann@example.com", "Ann")


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

    def test_nobody_can_have_many_mails_sent_to_somebody(self, ann: ApiClient) -> None:
        ApiClient().register("bob@example.com")
        for _ in range(30):
            assert ApiClient().post("/auth/forgot-password", {"email": "ann@example.com"}).status == 202
        drain_queue("mails", send_mails)

        sent = [mail.recipient for mail in list_mails()]
        assert 5 <= sent.count("ann@example.com") <= 7
        send_account_mail("reset-password", "bob@example.com")
        assert list_mails()[0].recipient == "bob@example.com", "another's mail is not held up"
        with time_machine.travel(datetime.now(UTC) + timedelta(minutes=20), tick=False):
            send_account_mail("reset-password", "ann@example.com")
        assert list_mails()[0].recipient == "ann@example.com", "and hers only for a while"

    def test_a_mail_that_failed_is_not_taken_for_another(self, ann: ApiClient, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(*_: str) -> None:
            raise ConnectionError

        with monkeypatch.context() as patch:
            patch.setattr(mails, "send_mail", fail)
            for _ in range(10):
                with pytest.raises(ConnectionError):
                    send_account_mail("reset-password", "ann@example.com")

        send_account_mail("reset-password", "ann@example.com")

        assert [mail.recipient for mail in list_mails()] == ["ann@example.com"]

    def test_a_reset_revokes_every_api_token_and_says_so(self, ann: ApiClient) -> None:
        made = [ann.post("/auth/tokens", {"name": name, "scopes": ["org:read"]}).body["token"] for name in ("a", "b")]
        assert [ApiClient(token=token).get("/organizations").status for token in made] == [200, 200]

        body = {"token": mailed_token("reset-password", "ann@example.com"), "password": "another password"}
        assert ApiClient().post("/auth/reset-password", body).status == 204

        assert [ApiClient(token=token).get("/organizations").status for token in made] == [401, 401]
        assert ApiClient().login("ann@example.com", "another password").get("/auth/tokens").body["data"] == []
        drain_queue("mails", send_mails)
        assert "signed out everywhere and your 2 API tokens were revoked" in list_mails()[0].text

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
