"""One's own account: its profile, its move to another address, its end."""

import pytest

from chalicelib import config
from chalicelib.accounts import account_routes as account
from chalicelib.accounts import store as users
from chalicelib.accounts.store import User, find_user, find_user_by_email, get_user
from chalicelib.alerts.channels.email import list_mails
from chalicelib.aws.rows import query_rows
from chalicelib.errors import Conflict
from chalicelib.issues.bookmarks import list_followers
from tests.api_client import PASSWORD, Answer, ApiClient
from tests.flow.account_jobs import mailed_token, token_in
from tests.flow.test_organizations import join
from tests.triage_world import build_world, must, run_queued_jobs


@pytest.fixture
def ann(open_stage: config.Settings) -> ApiClient:
    return ApiClient().register("ann@example.com", "Ann")


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


def ask(client: ApiClient, email: str, password: str = PASSWORD) -> Answer:
    return client.post("/auth/change-email", {"email": email, "current_password": password})


def mails_to(address: str) -> list[str]:
    return [mail.text for mail in list_mails() if mail.recipient == address]


def mailed_link(client: ApiClient, email: str) -> str:
    """The token that was mailed to *email* after *client* asked to move there."""
    must(ask(client, email))
    run_queued_jobs()
    return token_in(next(text for text in mails_to(email) if "to be the address of your account" in text))


class TestMoving:
    def test_the_address_changes_once_the_new_one_is_confirmed(self, ann: ApiClient) -> None:
        token = mailed_link(ann, "anna@example.com")
        before = ann.get("/auth/me").body

        moved = must(ApiClient().post("/auth/verify-email", {"token": token}))

        assert before["email"] == "ann@example.com"
        assert (moved["id"], moved["email"], moved["email_verified"]) == (ann.user["id"], "anna@example.com", True)
        assert ann.get("/auth/me").body["email"] == "anna@example.com", "sessions stay"
        assert ann.post("/auth/refresh").status == 200
        assert ApiClient().login("anna@example.com").user["id"] == ann.user["id"]
        assert ApiClient().post("/auth/login", {"email": "ann@example.com", "password": PASSWORD}).status == 401
        assert ApiClient().post("/auth/verify-email", {"token": token}).status == 400

    def test_the_old_address_is_free_and_the_new_one_is_not(self, ann: ApiClient) -> None:
        must(ApiClient().post("/auth/verify-email", {"token": mailed_link(ann, "anna@example.com")}))

        assert ApiClient().register("ann@example.com").user["id"] != ann.user["id"]
        body = {"email": "anna@example.com", "password": PASSWORD, "name": "Other"}
        assert ApiClient().post("/auth/register", body).status == 409

    def test_the_old_address_gets_a_note(self, ann: ApiClient) -> None:
        mailed_link(ann, "anna@example.com")

        assert any("anna@example.com" in text and "token" not in text for text in mails_to("ann@example.com"))

    def test_answers_and_the_note_are_alike_for_a_taken_address(self, ann: ApiClient) -> None:
        ApiClient().register("bob@example.com")

        answers = [ask(ann, email) for email in ("bob@example.com", "new@example.com")]
        run_queued_jobs()

        assert [(answer.status, answer.text) for answer in answers] == [(202, '{"status":"accepted"}')] * 2
        notes = [text for text in mails_to("ann@example.com") if "asked to change" in text]
        assert len({text.replace("bob@", "").replace("new@", "") for text in notes}) == 1
        assert len(notes) == 2
        assert not any("?token=" in text and "address of your account" in text for text in mails_to("bob@example.com"))
        assert any("has an account already" in text for text in mails_to("bob@example.com"))

    def test_an_address_taken_in_the_meantime_stays_anothers(self, ann: ApiClient) -> None:
        token = mailed_link(ann, "wanted@example.com")
        other = ApiClient().register("wanted@example.com")

        assert ApiClient().post("/auth/verify-email", {"token": token}).status == 409

        assert ann.get("/auth/me").body["email"] == "ann@example.com"
        found = find_user_by_email("wanted@example.com")
        assert found is not None
        assert found.user_id == other.user["id"]

    def test_another_password_or_another_move_voids_the_link(self, ann: ApiClient) -> None:
        first, second = mailed_link(ann, "one@example.com"), mailed_link(ann, "two@example.com")
        must(ApiClient().post("/auth/verify-email", {"token": second}))
        third = mailed_link(ann, "three@example.com")
        must(ann.post("/auth/change-password", {"current_password": PASSWORD, "new_password": "another password"}))

        for token in (first, third):
            assert ApiClient().post("/auth/verify-email", {"token": token}).status == 400
        assert ann.get("/auth/me").body["email"] == "two@example.com"

    def test_a_move_voids_links_mailed_to_the_old_address(self, ann: ApiClient) -> None:
        reset = mailed_token("reset-password", "ann@example.com")
        must(ApiClient().post("/auth/verify-email", {"token": mailed_link(ann, "anna@example.com")}))

        assert ApiClient().post("/auth/reset-password", {"token": reset, "password": "another password"}).status == 400

    def test_it_takes_the_password_a_session_and_another_address(self, ann: ApiClient) -> None:
        wrong = ask(ann, "anna@example.com", "wrong password")

        assert (wrong.status, list(wrong.body["error"]["fields"])) == (400, ["current_password"])
        assert list(ask(ann, "ann@example.com").body["error"]["fields"]) == ["email"]
        assert list(ask(ann, "no address").body["error"]["fields"]) == ["email"]
        assert ask(ann.with_token("org:read"), "anna@example.com").status == 403
        assert ask(ApiClient(), "anna@example.com").status == 401

    def test_nobody_mails_strangers_at_will(self, ann: ApiClient) -> None:
        statuses = [ask(ann, f"stranger{number}@example.com").status for number in range(6)]

        assert statuses == [202] * 4 + [429] * 2

    def test_two_confirmations_at_once_leave_one_address(self, ann: ApiClient) -> None:
        user = get_user(ann.user["id"])
        users.replace_email(user, "one@example.com")

        with pytest.raises(Conflict):
            users.replace_email(user, "two@example.com")

        assert find_user_by_email("two@example.com") is None
        assert find_user_by_email("ann@example.com") is None
        assert find_user_by_email("one@example.com") == get_user(user.user_id)


def delete(client: ApiClient, password: str = PASSWORD) -> Answer:
    return client.call("DELETE", "/auth/me", {"password": password})


class TestDeleting:
    def test_nothing_is_left_of_an_account_but_what_it_wrote(self, open_stage: config.Settings) -> None:
        world = build_world()
        world.send()
        bob = world.add_member("bob@example.com")
        token = bob.with_token("event:read")
        issue = f"{world.issues}/{world.issue_id()}"
        must(bob.post(f"{issue}/comments", {"content": "I was here"}))
        must(bob.put(f"{issue}/bookmark"))
        must(bob.put("/auth/me/notifications", {"alerts": False}))
        cookies = dict(bob.cookies)

        deleted = delete(bob)

        assert deleted.status == 204
        assert bob.cookies == {}
        assert find_user(bob.user["id"]) is None
        assert find_user_by_email("bob@example.com") is None
        assert list(query_rows("core", f"U#{bob.user['id']}")) == []
        assert list_followers(world.project_id, [world.issue_id()]) == []
        assert token.get(world.issues).status == 401
        assert ApiClient(cookies=cookies).post("/auth/refresh").status == 401
        assert ApiClient().post("/auth/login", {"email": "bob@example.com", "password": PASSWORD}).status == 401
        (comment,) = must(world.owner.get(f"{issue}/comments"))["data"]
        assert (comment["content"], comment["user"]["name"]) == ("I was here", "Deleted user")
        assert comment["user"]["email"] == ""
        assert [entry["user"]["name"] for entry in must(world.owner.get(f"{issue}/activity"))["data"]] == [
            "Deleted user"
        ]
        members = must(world.owner.get("/organizations/acme/members"))["data"]
        assert [member["user"]["email"] for member in members] == ["owner@example.com"]

    def test_the_address_can_be_used_for_a_new_account_that_is_nobodys(self, ann: ApiClient) -> None:
        assert delete(ann).status == 204

        again = ApiClient().register("ann@example.com")

        assert again.user["id"] != ann.user["id"]
        assert again.get("/organizations").body["data"] == []

    def test_a_last_owner_is_refused_and_keeps_everything(self, ann: ApiClient) -> None:
        ann.post("/organizations", {"name": "Acme"})
        ann.post("/organizations", {"name": "Shared"})
        join(ann, "bob@example.com", "owner", "shared")

        refused = delete(ann)

        assert refused.status == 409
        assert refused.body["error"]["code"] == "last_owner"
        assert "acme" in refused.body["error"]["message"]
        assert "shared" not in refused.body["error"]["message"]
        assert len(ann.get("/organizations").body["data"]) == 2
        assert ann.delete("/organizations/acme").status == 202
        assert delete(ann).status == 204

    def test_it_takes_the_password(self, ann: ApiClient) -> None:
        wrong = delete(ann, "wrong password")

        assert (wrong.status, list(wrong.body["error"]["fields"])) == (400, ["password"])
        assert delete(ann.with_token("org:admin")).status == 403
        assert ann.get("/auth/me").status == 200

    def test_a_deletion_that_stopped_half_way_can_be_repeated(
        self, ann: ApiClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with monkeypatch.context() as patch:
            patch.setattr(account, "delete_user", stop)
            assert delete(ann).status == 500

        assert ann.get("/auth/me").status == 401
        assert delete(ApiClient().login("ann@example.com")).status == 204
        assert find_user_by_email("ann@example.com") is None


def stop(user: User) -> None:
    raise RuntimeError(user.user_id)
