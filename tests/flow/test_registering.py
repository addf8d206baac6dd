"""Making an account: by set-up token, by invitation, or freely."""

import pytest

from chalicelib import config
from chalicelib.accounts.store import UserRecord
from chalicelib.aws import secrets
from tests.api_client import PASSWORD, Answer, ApiClient

COOKIE = "minisentry_refresh"


@pytest.fixture
def ann(open_stage: config.Settings) -> ApiClient:
    return ApiClient().register("ann@example.com", "Ann")


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
