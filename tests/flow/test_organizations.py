from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine

from chalicelib import config
from chalicelib.accounts.worker import send_mails
from chalicelib.alerts.channels.email import list_mails
from chalicelib.errors import Conflict
from chalicelib.organizations import invitations
from chalicelib.organizations import routes as organization_routes
from chalicelib.organizations.audit import list_audit, record_audit
from chalicelib.organizations.invitations import InvitationRecord
from chalicelib.organizations.members import Member, change_role, find_member, list_members, remove_member
from chalicelib.organizations.store import find_organization_by_slug, rename_organization_slug
from chalicelib.projects import changes as project_changes
from chalicelib.times import utc_now
from tests.api_client import ApiClient
from tests.atomic_calls import make_calls_atomic
from tests.triage_world import drain_queue


@pytest.fixture
def ann(open_stage: config.Settings) -> ApiClient:
    ann = ApiClient().register("ann@example.com", "Ann")
    assert ann.post("/organizations", {"name": "Acme"}).status == 201
    return ann


def join(inviter: ApiClient, email: str, role: str = "member", slug: str = "acme") -> ApiClient:
    invited = inviter.post(f"/organizations/{slug}/members", {"email": email, "role": role})
    assert invited.status == 201, invited.text
    token = invited.body["invitation"]["url"].rpartition("/")[2]
    joined = ApiClient().register(email, email.partition("@")[0].title())
    assert joined.post(f"/invitations/{token}/accept").status == 200
    return joined


def roles(client: ApiClient) -> dict[str, str]:
    members = client.get("/organizations/acme/members").body["data"]
    return {member["user"]["email"].partition("@")[0]: member["role"] for member in members}


class TestOrganizations:
    def test_one_person_owns_so_many_and_is_told_what_to_do(
        self, ann: ApiClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(organization_routes, "MAX_OWNED", 2)
        bob = join(ann, "bob@example.com")

        assert ann.post("/organizations", {"name": "Second"}).status == 201
        refused = ann.post("/organizations", {"name": "Third"})

        assert (refused.status, refused.body["error"]["code"]) == (409, "quota")
        assert "delete or hand over one" in refused.body["error"]["message"]
        assert bob.post("/organizations", {"name": "Bob's own"}).status == 201, "a membership is no ownership"
        assert ann.delete("/organizations/second").status in {200, 202, 204}
        assert ann.post("/organizations", {"name": "Third"}).status == 201

    def test_an_organization_has_so_many_projects(self, ann: ApiClient, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(project_changes, "MAX_PROJECTS", 1)

        assert ann.post("/organizations/acme/projects", {"name": "Web"}).status == 201
        refused = ann.post("/organizations/acme/projects", {"name": "Api"})

        assert (refused.status, refused.body["error"]["code"]) == (409, "quota")
        assert ann.delete("/organizations/acme/projects/web").status == 204
        assert ann.post("/organizations/acme/projects", {"name": "Api"}).status == 201

    def test_so_many_invitations_wait_at_a_time(self, ann: ApiClient, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(invitations, "MAX_OPEN", 2)
        members = "/organizations/acme/members"

        first = [ann.post(members, {"email": f"{name}@example.com"}) for name in ("a", "b")]
        refused = ann.post(members, {"email": "c@example.com"})

        assert [answer.status for answer in first] == [201, 201]
        assert (refused.status, refused.body["error"]["code"]) == (409, "quota")
        assert ann.post(members, {"email": "a@example.com"}).status == 201, "in place of the one before"
        with time_machine.travel(utc_now() + timedelta(days=8)):
            ann.login("ann@example.com")
            assert ann.post(members, {"email": "c@example.com"}).status == 201, "those ran out"

    def test_a_slug_made_from_a_taken_name_gets_a_suffix_and_one_asked_for_is_refused(self, ann: ApiClient) -> None:
        again = ann.post("/organizations", {"name": "Acme"})
        refused = ann.post("/organizations", {"name": "Other", "slug": "acme"})

        assert again.status == 201
        assert again.body["slug"].startswith("acme-")
        assert refused.status == 409
        assert refused.body["error"]["fields"] == {"slug": "is taken"}

    @pytest.mark.parametrize("slug", ["", "A", "-a", "a-", "a b", "ä", "a/b", "a" * 51, "settings"])
    def test_a_slug_must_fit_into_a_url(self, ann: ApiClient, slug: str) -> None:
        assert ann.post("/organizations", {"name": "Other", "slug": slug}).status == 400

    def test_renaming_keeps_links_working(self, ann: ApiClient) -> None:
        assert ann.put("/organizations/acme", {"slug": "apex", "name": "Apex"}).body["slug"] == "apex"

        assert ann.get("/organizations/acme").body["slug"] == "apex"
        assert ann.get("/organizations/apex").body["name"] == "Apex"
        assert ann.post("/organizations", {"name": "Thief", "slug": "acme"}).status == 409
        assert ann.put("/organizations/apex", {"slug": "acme"}).body["slug"] == "acme"

    def test_two_who_change_different_fields_both_win(self, ann: ApiClient) -> None:
        ann.put("/organizations/acme", {"name": "Apex"})
        ann.put("/organizations/acme", {"description": "We make everything"})

        changed = ann.get("/organizations/acme").body

        assert (changed["name"], changed["description"]) == ("Apex", "We make everything")

    def test_of_two_renames_from_the_same_slug_one_is_refused(self, ann: ApiClient) -> None:
        organization = find_organization_by_slug("acme")
        assert organization is not None
        rename_organization_slug(organization, "first")

        with pytest.raises(Conflict):
            rename_organization_slug(organization, "second")

    def test_an_old_slug_belongs_to_nobody_else_even_when_renaming(self, ann: ApiClient) -> None:
        ann.put("/organizations/acme", {"slug": "apex"})
        ann.post("/organizations", {"name": "Other"})

        assert ann.put("/organizations/other", {"slug": "acme"}).status == 409

    def test_deleting_takes_everything_along_and_frees_the_slug(self, ann: ApiClient) -> None:
        bob = join(ann, "bob@example.com")
        ann.post("/organizations/acme/projects", {"name": "Web"})

        assert ann.delete("/organizations/acme").status == 202

        assert ann.get("/organizations/acme").status == 404
        assert bob.get("/organizations").body["data"] == []
        assert bob.get("/organizations/acme/projects/web").status == 404
        assert ann.post("/organizations", {"name": "Acme", "slug": "acme"}).status == 201

    def test_a_list_walks_its_pages_without_repeating(self, ann: ApiClient) -> None:
        for number in range(6):
            ann.post("/organizations", {"name": f"Team {number}"})
        seen: list[str] = []
        cursor = None
        while True:
            page = ann.get("/organizations", limit=3, **({"cursor": cursor} if cursor else {})).body
            seen += [organization["slug"] for organization in page["data"]]
            cursor = page["pagination"]["next_cursor"]
            assert page["pagination"]["has_more"] is (cursor is not None)
            if cursor is None:
                break

        assert seen == ["acme", *(f"team-{number}" for number in range(6))]

    @pytest.mark.parametrize("query", [{"limit": 0}, {"limit": 101}, {"limit": "x"}, {"cursor": "x"}, {"cursor": ""}])
    def test_a_page_that_cannot_be_names_its_parameter(self, ann: ApiClient, query: dict[str, object]) -> None:
        answer = ann.get("/organizations", **query)

        assert answer.status == 400
        assert set(answer.body["error"]["fields"]) == set(query)


class TestInvitations:
    def test_the_link_is_mailed_and_shown_to_the_inviter_only(self, ann: ApiClient) -> None:
        invited = ann.post("/organizations/acme/members", {"email": "Bob@Example.com"}).body["invitation"]

        drain_queue("mails", send_mails)
        mail = list_mails()[0]
        assert (mail.recipient, invited["email"]) == ("bob@example.com", "bob@example.com")
        assert invited["url"] in mail.text
        listed = ann.get("/organizations/acme/invitations").body["data"]
        assert [(one["id"], one["url"]) for one in listed] == [(invited["id"], None)]
        rows = str([row.to_simple_dict() for row in InvitationRecord.scan(InvitationRecord.pk.startswith("INVT#"))])
        assert invited["url"].rpartition("/")[2] not in rows

    def test_whoever_holds_the_link_sees_where_it_leads(self, ann: ApiClient) -> None:
        url = ann.post("/organizations/acme/members", {"email": "bob@example.com"}).body["invitation"]["url"]

        shown = ApiClient().get(f"/invitations/{url.rpartition('/')[2]}").body

        assert (shown["organization"]["name"], shown["email"], shown["role"]) == ("Acme", "bob@example.com", "member")

    def test_it_counts_once_and_for_the_invited_address_only(self, ann: ApiClient) -> None:
        url = ann.post("/organizations/acme/members", {"email": "bob@example.com"}).body["invitation"]["url"]
        path = f"/invitations/{url.rpartition('/')[2]}/accept"
        eve, bob = ApiClient().register("eve@example.com"), ApiClient().register("bob@example.com")

        assert eve.post(path).status == 403
        assert bob.post(path).status == 200
        assert bob.post(path).status == 404
        assert roles(ann) == {"ann": "owner", "bob": "member"}

    def test_inviting_again_replaces_the_first_link(self, ann: ApiClient) -> None:
        first = ann.post("/organizations/acme/members", {"email": "bob@example.com"}).body["invitation"]["url"]
        second = ann.post("/organizations/acme/members", {"email": "bob@example.com", "role": "admin"})

        assert second.status == 201
        assert len(ann.get("/organizations/acme/invitations").body["data"]) == 1
        assert ApiClient().get(f"/invitations/{first.rpartition('/')[2]}").status == 404

    def test_a_withdrawn_or_old_one_is_not_open(self, ann: ApiClient, monkeypatch: pytest.MonkeyPatch) -> None:
        invited = ann.post("/organizations/acme/members", {"email": "bob@example.com"}).body["invitation"]
        path = f"/invitations/{invited['url'].rpartition('/')[2]}"

        with monkeypatch.context() as later:
            later.setattr(invitations, "utc_now", lambda: utc_now() + invitations.LIFETIME)
            assert ApiClient().get(path).status == 404
        assert ann.delete(f"/organizations/acme/invitations/{invited['id']}").status == 204
        assert ApiClient().get(path).status == 404
        assert ann.delete(f"/organizations/acme/invitations/{invited['id']}").status == 404

    def test_a_member_is_not_invited_again(self, ann: ApiClient) -> None:
        assert ann.post("/organizations/acme/members", {"email": "ann@example.com"}).status == 409

    def test_an_admin_invites_no_owner(self, ann: ApiClient) -> None:
        admin = join(ann, "adam@example.com", "admin")

        assert admin.post("/organizations/acme/members", {"email": "x@example.com", "role": "owner"}).status == 403
        assert admin.post("/organizations/acme/members", {"email": "x@example.com", "role": "admin"}).status == 201

    def test_a_mail_service_that_fails_does_not_undo_it(self, ann: ApiClient, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("MINISENTRY_MAIL_TRANSPORT", "ses")
        config.settings.cache_clear()
        config.settings()

        invited = ann.post("/organizations/acme/members", {"email": "bob@example.com"})

        assert invited.status == 201, "moto's SES refuses, for nobody verified our address"
        assert invited.body["invitation"]["url"]


class TestMembers:
    def test_an_organization_keeps_an_owner(self, ann: ApiClient) -> None:
        join(ann, "bob@example.com")
        mine = f"/organizations/acme/members/{ann.user['id']}"

        assert ann.put(mine, {"role": "member"}).body["error"]["code"] == "last_owner"
        assert ann.delete(mine).status == 409
        assert roles(ann) == {"ann": "owner", "bob": "member"}

    def test_of_two_owners_who_leave_at_once_one_stays(self, ann: ApiClient, monkeypatch: pytest.MonkeyPatch) -> None:
        make_calls_atomic(monkeypatch)
        bob = join(ann, "bob@example.com", "owner")
        organization = find_organization_by_slug("acme")
        assert organization is not None
        owners = [find_member(organization.organization_id, one.user["id"]) for one in (ann, bob)]

        def leave(member: Member | None) -> bool:
            assert member is not None
            try:
                remove_member(member)
            except Conflict:
                return False
            return True

        with ThreadPoolExecutor(2) as pool:
            left = list(pool.map(leave, owners))

        assert sorted(left) == [False, True]
        assert [member.role for member in list_members(organization.organization_id)] == ["owner"]

    def test_a_role_that_changed_in_between_is_not_changed_again(self, ann: ApiClient) -> None:
        bob = join(ann, "bob@example.com")
        organization = find_organization_by_slug("acme")
        assert organization is not None
        seen = find_member(organization.organization_id, bob.user["id"])
        assert seen is not None
        change_role(seen, "admin")

        with pytest.raises(Conflict):
            change_role(seen, "owner")
        with pytest.raises(Conflict):
            remove_member(replace(seen, role="member"))

    def test_handing_over_and_leaving(self, ann: ApiClient) -> None:
        bob = join(ann, "bob@example.com")

        assert ann.put(f"/organizations/acme/members/{bob.user['id']}", {"role": "owner"}).status == 200
        assert ann.delete(f"/organizations/acme/members/{ann.user['id']}").status == 204

        assert ann.get("/organizations/acme").status == 404
        assert roles(bob) == {"bob": "owner"}
        assert bob.delete(f"/organizations/acme/members/{bob.user['id']}").status == 409

    def test_an_admin_manages_members_but_not_owners(self, ann: ApiClient) -> None:
        admin, bob = join(ann, "adam@example.com", "admin"), join(ann, "bob@example.com")
        member = f"/organizations/acme/members/{bob.user['id']}"
        owner = f"/organizations/acme/members/{ann.user['id']}"

        assert admin.put(owner, {"role": "member"}).status == 403
        assert admin.delete(owner).status == 403
        assert admin.put(member, {"role": "owner"}).status == 403
        assert admin.put(member, {"role": "admin"}).status == 200
        assert admin.delete(member).status == 204

    def test_a_member_leaves_but_removes_nobody(self, ann: ApiClient) -> None:
        bob, carol = join(ann, "bob@example.com"), join(ann, "carol@example.com")

        assert bob.delete(f"/organizations/acme/members/{carol.user['id']}").status == 403
        assert bob.delete(f"/organizations/acme/members/{bob.user['id']}").status == 204
        assert roles(ann) == {"ann": "owner", "carol": "member"}

    def test_whoever_leaves_loses_the_project_roles_too(self, ann: ApiClient) -> None:
        bob = join(ann, "bob@example.com")
        ann.post("/organizations/acme/projects", {"name": "Web"})
        members = "/organizations/acme/projects/web/members"
        ann.put(f"{members}/{bob.user['id']}", {"role": "admin"})

        bob.delete(f"/organizations/acme/members/{bob.user['id']}")

        assert ann.get(members).body["data"] == []


class TestAuditLog:
    def test_tells_who_did_what_newest_first_page_by_page(self, ann: ApiClient) -> None:
        bob = join(ann, "bob@example.com")
        ann.put(f"/organizations/acme/members/{bob.user['id']}", {"role": "admin"})
        ann.with_token("org:admin").put("/organizations/acme", {"name": "Apex"})

        first = ann.get("/organizations/acme/audit", limit=2).body
        rest = ann.get("/organizations/acme/audit", cursor=first["pagination"]["next_cursor"]).body

        entries = first["data"] + rest["data"]
        assert [entry["action"] for entry in entries] == [
            "organization.update",
            "member.change_role",
            "member.join",
            "member.invite",
            "organization.create",
        ]
        assert entries[0]["details"].keys() == {"name", "token_id"}
        assert entries[1]["details"] == {"before": "member", "after": "admin"}
        assert (entries[1]["actor"]["name"], entries[1]["address"]) == ("Ann", "127.0.0.1")
        assert rest["pagination"] == {"next_cursor": None, "has_more": False}

    def test_goes_back_over_months(self, ann: ApiClient) -> None:
        now = utc_now()
        for days in (40, 100, 300):
            record_audit("org", "user", f"thing.{days}", "", now=now - timedelta(days=days))

        entries, position = list_audit("org", now, 2, None)
        older, end = list_audit("org", now, 2, position)

        assert [entry.action for entry in entries + older] == ["thing.40", "thing.100", "thing.300"]
        assert end is None
