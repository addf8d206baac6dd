import re

import pytest

from chalicelib import config
from chalicelib.aws.clients import client, queue_url
from chalicelib.errors import Conflict
from chalicelib.jobs.store import get_job
from chalicelib.messages import read_job
from chalicelib.projects.keys import find_project_key, list_project_keys, new_key, update_project_key
from chalicelib.projects.store import find_project, mark_first_event, replace_key
from tests.api_client import ApiClient
from tests.flow.test_organizations import join

WEB = "/organizations/acme/projects/web"


@pytest.fixture
def ann(open_stage: config.Settings) -> ApiClient:
    ann = ApiClient().register("ann@example.com", "Ann")
    assert ann.post("/organizations", {"name": "Acme"}).status == 201
    assert ann.post("/organizations/acme/projects", {"name": "Web", "platform": "python"}).status == 201
    return ann


class TestProjects:
    def test_a_new_one_has_a_dsn_that_every_sdk_takes(self, ann: ApiClient) -> None:
        project = ann.get(WEB).body

        assert re.fullmatch(r"http://[0-9a-f]{32}@localhost:8000/[1-9][0-9]*", project["dsn"])
        assert (project["platform"], project["organization"]["slug"]) == ("python", "acme")

    def test_ids_count_up_and_never_repeat(self, ann: ApiClient) -> None:
        ann.delete(WEB)
        again = ann.post("/organizations/acme/projects", {"name": "Web"}).body

        assert (again["id"], again["slug"]) == ("2", "web")

    def test_slugs_are_unique_within_the_organization(self, ann: ApiClient) -> None:
        ann.post("/organizations", {"name": "Other"})

        assert ann.post("/organizations/acme/projects", {"name": "Web", "slug": "web"}).status == 409
        assert ann.post("/organizations/acme/projects", {"name": "Web"}).body["slug"].startswith("web-")
        assert ann.post("/organizations/other/projects", {"name": "Web", "slug": "web"}).status == 201

    def test_renaming_keeps_links_working(self, ann: ApiClient) -> None:
        ann.put(WEB, {"slug": "shop"})
        ann.put("/organizations/acme", {"slug": "apex"})

        assert ann.get(WEB).body["slug"] == "shop"
        assert ann.get("/organizations/apex/projects/shop").status == 200
        assert [one["slug"] for one in ann.get("/organizations/apex/projects").body["data"]] == ["shop"]
        assert ann.post("/organizations/apex/projects", {"name": "x", "slug": "web"}).status == 409

    def test_switching_off_tells_every_key(self, ann: ApiClient) -> None:
        ann.post(f"{WEB}/keys", {"name": "Second"})

        assert ann.put(WEB, {"is_active": False}).body["is_active"] is False
        assert [key.is_project_active for key in list_project_keys("1")] == [False, False]
        assert [key["is_active"] for key in ann.get(f"{WEB}/keys").body["data"]] == [True, True]
        ann.put(WEB, {"is_active": True})
        assert all(key.is_project_active for key in list_project_keys("1"))

    def test_a_new_key_is_no_way_around_what_holds_for_the_project(self, ann: ApiClient) -> None:
        ann.put(WEB, {"is_active": False})
        (shown,) = list_project_keys("1")
        update_project_key("1", shown.public_key, degrade="refuse")

        made = find_project_key(ann.post(f"{WEB}/keys", {"name": "Second"}).body["public_key"])
        regenerated = find_project_key(ann.post(f"{WEB}/keys/regenerate").body["public_key"])

        assert made is not None
        assert regenerated is not None
        assert (made.is_project_active, made.degrade) == (False, "refuse")
        assert (regenerated.is_project_active, regenerated.degrade) == (False, "refuse")

    def test_deleting_ends_its_keys_frees_its_slugs_and_leaves_the_rest_to_a_job(self, ann: ApiClient) -> None:
        public_key = ann.get(WEB).body["public_key"]
        ann.put(WEB, {"slug": "shop"})

        assert ann.delete(WEB).status == 204

        assert find_project_key(public_key) is None
        assert ann.get("/organizations/acme/projects").body["data"] == []
        assert ann.post("/organizations/acme/projects", {"name": "x", "slug": "web"}).status == 201
        url = queue_url(config.settings().queue_name("jobs"))
        messages = client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
        erasure = next(job for job in (read_job(m["Body"]) for m in messages) if job.kind == "erase_project")
        assert get_job(erasure.organization_id, erasure.job_id).arguments == {"project_id": "1"}

    def test_the_first_event_is_noted_once(self, ann: ApiClient) -> None:
        mark_first_event("1", "2026-01-01T00:00:00.000Z")
        mark_first_event("1", "2026-01-02T00:00:00.000Z")
        mark_first_event("999", "2026-01-02T00:00:00.000Z")

        assert ann.get(WEB).body["first_event_at"] == "2026-01-01T00:00:00.000Z"
        assert find_project("999") is None


class TestProjectRoles:
    def test_members_have_the_default_or_their_own(self, ann: ApiClient) -> None:
        bob = join(ann, "bob@example.com")
        role = f"{WEB}/members/{bob.user['id']}"

        assert bob.get(WEB).status == 200
        assert bob.put(WEB, {"name": "Mine"}).status == 403
        assert ann.put(role, {"role": "admin"}).status == 200
        assert bob.put(WEB, {"name": "Mine"}).status == 200
        assert ann.delete(role).status == 204
        assert bob.put(WEB, {"name": "Mine"}).status == 403
        assert ann.delete(role).status == 404

    def test_a_private_project_shows_to_those_with_a_role_only(self, ann: ApiClient) -> None:
        bob, carol = join(ann, "bob@example.com"), join(ann, "carol@example.com")
        ann.put(WEB, {"default_access": "none"})
        ann.put(f"{WEB}/members/{carol.user['id']}", {"role": "read"})

        assert bob.get(WEB).status == 404
        assert bob.get("/organizations/acme/projects").body["data"] == []
        assert carol.get(WEB).status == 200
        assert len(carol.get("/organizations/acme/projects").body["data"]) == 1

    def test_a_stranger_gets_no_role(self, ann: ApiClient) -> None:
        eve = ApiClient().register("eve@example.com")

        assert ann.put(f"{WEB}/members/{eve.user['id']}", {"role": "admin"}).status == 404
        assert eve.get(WEB).status == 404


class TestKeys:
    def test_a_key_carries_its_limits_to_where_ingestion_reads_them(self, ann: ApiClient) -> None:
        limits = {"rate_limit": {"count": 10, "window_seconds": 60}, "allowed_origins": ["https://*.example.com"]}

        made = ann.post(f"{WEB}/keys", {"name": "Browser", **limits}).body

        key = find_project_key(made["public_key"])
        assert key is not None
        assert (key.rate_limit_count, key.rate_limit_window_seconds) == (10, 60)
        assert key.allowed_origins == ("https://*.example.com",)
        assert (key.project_id, key.name) == ("1", "Browser")

    def test_what_is_left_out_stays_and_null_lifts_a_limit(self, ann: ApiClient) -> None:
        made = ann.post(f"{WEB}/keys", {"rate_limit": {"count": 10, "window_seconds": 60}}).body
        path = f"{WEB}/keys/{made['id']}"

        assert ann.put(path, {"is_active": False}).body["rate_limit"] == {"count": 10, "window_seconds": 60}
        assert ann.put(path, {"rate_limit": None}).body == {**made, "is_active": False, "rate_limit": None}
        key = find_project_key(made["public_key"])
        assert key is not None
        assert (key.is_active, key.rate_limit_count) == (False, None)

    def test_regenerating_ends_the_old_key_and_keeps_its_limits(self, ann: ApiClient) -> None:
        old = ann.get(f"{WEB}/keys").body["data"][0]
        ann.put(f"{WEB}/keys/{old['id']}", {"allowed_origins": ["https://example.com"]})

        new = ann.post(f"{WEB}/keys/regenerate")

        assert new.status == 201
        assert new.body["public_key"] != old["public_key"]
        assert new.body["allowed_origins"] == ["https://example.com"]
        assert find_project_key(old["public_key"]) is None
        assert ann.get(WEB).body["dsn"] == new.body["dsn"]
        assert len(ann.get(f"{WEB}/keys").body["data"]) == 1

    def test_of_two_regenerations_at_once_one_is_refused_and_leaves_nothing(self, ann: ApiClient) -> None:
        project = find_project("1")
        assert project is not None
        ann.post(f"{WEB}/keys/regenerate")

        with pytest.raises(Conflict):
            replace_key(project, new_key("1", project.organization_id, "late"))
        assert len(list_project_keys("1")) == 1

    def test_the_key_of_the_dsn_is_not_removed_and_others_are(self, ann: ApiClient) -> None:
        shown = ann.get(f"{WEB}/keys").body["data"][0]
        other = ann.post(f"{WEB}/keys", {"name": "Other"}).body

        assert ann.delete(f"{WEB}/keys/{shown['id']}").status == 409
        assert ann.delete(f"{WEB}/keys/{other['id']}").status == 204
        assert find_project_key(other["public_key"]) is None
        assert ann.delete(f"{WEB}/keys/{other['id']}").status == 404

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"rate_limit": {"count": 0, "window_seconds": 60}}, "rate_limit.count"),
            ({"rate_limit": {"count": 1}}, "rate_limit.window_seconds"),
            ({"rate_limit": {"count": "1", "window_seconds": 60}}, "rate_limit.count"),
            ({"allowed_origins": ["javascript:x y"]}, "allowed_origins.0"),
            ({"allowed_origins": "*"}, "allowed_origins"),
            ({"is_active": "yes"}, "is_active"),
        ],
    )
    def test_names_the_field_that_is_wrong(self, ann: ApiClient, change: dict[str, object], field: str) -> None:
        key_id = ann.get(f"{WEB}/keys").body["data"][0]["id"]

        answer = ann.put(f"{WEB}/keys/{key_id}", change)

        assert answer.status == 400
        assert field in answer.body["error"]["fields"]

    def test_another_projects_key_is_not_found(self, ann: ApiClient) -> None:
        ann.post("/organizations/acme/projects", {"name": "Other"})
        theirs = ann.get("/organizations/acme/projects/other/keys").body["data"][0]["id"]

        assert ann.put(f"{WEB}/keys/{theirs}", {"is_active": False}).status == 404
