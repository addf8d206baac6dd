"""What Terraform's provider jianyuan/sentry calls for its resources, in the order of its source (v0.14).

The provider itself needs its registry. It keeps what it read last, and finds a difference wherever an answer does not
hold what it sent: so each test reads back what it wrote.
"""

import re
from typing import Any

import pytest

from chalicelib.accounts.worker import send_mails
from chalicelib.alerts.channels.email import list_mails
from tests.api_client import ApiClient
from tests.triage_world import World, drain_queue, must

PROJECT = {"name": "Shop", "slug": "shop", "platform": "javascript-nextjs", "default_rules": False}


def accept_invitation(email: str) -> None:
    """By the link of the newest mail."""
    drain_queue("mails", send_mails)
    mail = next(mail for mail in list_mails() if mail.recipient == email)
    found = re.search(r"/invitations/([\w-]+)", mail.text)
    assert found is not None
    must(ApiClient().register(email).post(f"/invitations/{found[1]}/accept"))


@pytest.fixture
def shop(client: ApiClient) -> dict[str, Any]:
    """`sentry_project` is made by a team, changed, and read again."""
    made = client.post("/0/teams/acme/everyone/projects/", PROJECT)
    assert made.status == 201
    changed = client.put("/0/projects/acme/shop/", {"name": "Shop", "slug": "shop", "platform": "javascript-nextjs"})
    assert changed.status == 200
    return dict(must(client.get("/0/projects/acme/shop/")))


def test_a_project_is_read_as_it_was_written(shop: dict[str, Any]) -> None:
    assert {name: shop[name] for name in ("name", "slug", "platform")} == {
        "name": "Shop",
        "slug": "shop",
        "platform": "javascript-nextjs",
    }
    assert shop["organization"]["slug"] == "acme"
    assert [team["slug"] for team in shop["teams"]] == ["everyone"]


@pytest.mark.usefixtures("shop")
def test_a_project_is_renamed_and_removed(client: ApiClient) -> None:
    assert must(client.put("/0/projects/acme/shop/", {"slug": "store"}))["slug"] == "store"
    assert must(client.put("/0/projects/acme/store/", {"platform": "other"}))["platform"] == "other"
    assert must(client.put("/0/projects/acme/store/", {}))["name"] == "Shop"
    assert client.delete("/0/projects/acme/store/").status == 204
    assert client.get("/0/projects/acme/store/").status == 404


@pytest.mark.parametrize(
    ("body", "status", "reason"),
    [
        ({"name": ""}, 400, "name"),
        ({"name": "Shop", "slug": "Not A Slug"}, 400, "slug"),
        ({"name": "Web", "slug": "web"}, 409, "taken"),
    ],
)
def test_a_project_that_cannot_be_is_refused(client: ApiClient, body: dict[str, Any], status: int, reason: str) -> None:
    answer = client.post("/0/teams/acme/everyone/projects/", body)

    assert (answer.status, set(answer.body)) == (status, {"detail"})
    assert reason in answer.body["detail"]


def test_teams_of_ones_own_are_refused_with_the_name_of_the_one_there_is(client: ApiClient) -> None:
    for answer in (
        client.post("/0/teams/acme/backend/projects/", PROJECT),
        client.post("/0/organizations/acme/teams/", {"name": "Backend"}),
        client.get("/0/teams/acme/backend/"),
    ):
        assert answer.status in {400, 404}
        assert "everyone" in answer.body["detail"]


@pytest.mark.usefixtures("shop")
def test_a_key_with_a_limit(client: ApiClient) -> None:
    keys = "/0/projects/acme/shop/keys"
    made = client.post(f"{keys}/", {"name": "web", "rateLimit": {"window": 60, "count": 100}})
    assert made.status == 201
    path = f"{keys}/{made.body['id']}/"

    assert must(client.get(path)) == made.body
    assert made.body["rateLimit"] == {"window": 60, "count": 100}
    assert made.body["dsn"]["public"].startswith("http")
    assert made.body["dynamicSdkLoaderOptions"]["hasReplay"] is False
    assert must(client.put(path, {"name": "site"}))["rateLimit"] == {"window": 60, "count": 100}
    assert must(client.put(path, {"rateLimit": {"window": 0, "count": 0}}))["rateLimit"] is None
    assert must(client.get(path))["name"] == "site"
    assert client.delete(path).status == 204
    assert client.get(path).status == 404


@pytest.mark.usefixtures("shop")
def test_the_key_of_the_dsn_stays(client: ApiClient) -> None:
    (key,) = must(client.get("/0/projects/acme/shop/keys/"))

    refused = client.delete(f"/0/projects/acme/shop/keys/{key['id']}/")

    assert (key["name"], refused.status) == ("Default", 409)
    assert "DSN" in refused.body["detail"]


def test_a_member_keeps_the_id_of_the_invitation(client: ApiClient) -> None:
    members = "/0/organizations/acme/members"
    invited = client.post(f"{members}/", {"email": "New@Example.com", "orgRole": "member", "teamRoles": []})
    assert (invited.status, invited.body["pending"], invited.body["orgRole"]) == (201, True, "member")
    path = f"{members}/{invited.body['id']}/"
    assert must(client.get(path)) == invited.body

    promoted = must(client.put(path, {"orgRole": "admin", "teamRoles": []}))
    assert (promoted["id"], promoted["orgRole"], promoted["pending"]) == (invited.body["id"], "admin", True)
    accept_invitation("new@example.com")

    joined = must(client.get(path))
    assert (joined["pending"], joined["orgRole"], joined["email"]) == (False, "admin", "new@example.com")
    assert must(client.put(path, {"role": "member"}))["orgRole"] == "member"
    assert client.delete(path).status == 204
    assert client.get(path).status == 404


def test_an_invitation_is_withdrawn(client: ApiClient) -> None:
    members = "/0/organizations/acme/members"
    invited = must(client.post(f"{members}/", {"email": "new@example.com", "role": "member"}))

    assert client.delete(f"{members}/{invited['id']}/").status == 204
    assert client.get(f"{members}/{invited['id']}/").status == 404


@pytest.mark.parametrize("role", ["manager", "billing", "king"])
def test_a_role_that_is_not_ours_is_named(client: ApiClient, role: str) -> None:
    answer = client.post("/0/organizations/acme/members/", {"email": "new@example.com", "orgRole": role})

    assert answer.status == 400
    assert "member, admin, owner" in answer.body["detail"]


def test_nobody_is_lifted_above_oneself(world: World) -> None:
    admin = world.add_member("admin@example.com", role="admin").with_token("member:write", "member:read")
    (owner, _) = must(admin.get("/0/organizations/acme/members/"))

    assert admin.post("/0/organizations/acme/members/", {"email": "x@example.com", "role": "owner"}).status == 403
    assert admin.delete(f"/0/organizations/acme/members/{owner['id']}/").status == 403
