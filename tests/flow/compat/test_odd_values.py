"""Values that Sentry's schema takes and ours does not: refused with the reason, never a 500."""

from typing import Any

import pytest

from tests.api_client import ApiClient
from tests.triage_world import World

LONG = "é" * 700


@pytest.mark.parametrize(
    "change",
    [
        {"status": "resolved", "statusDetails": {"inRelease": LONG}},
        {"status": "ignored", "statusDetails": {"ignoreCount": 2_000_000_000}},
        {"status": "ignored", "ignoreCount": 10**30},
        {"status": "ignored", "ignoreDuration": 10**15},
        {"status": "ignored", "snoozeDuration": 10**30},
        {"status": "ignored", "statusDetails": {"ignoreDuration": 10**12}},
        {"status": "ignored", "statusDetails": {"ignoreUntil": "9999-12-31T23:59:59Z"}},
        {"assignedTo": LONG},
        {"assignedTo": f"{LONG}@example.com"},
        {"status": LONG},
    ],
)
def test_a_change_of_an_issue(world: World, client: ApiClient, change: dict[str, Any]) -> None:
    world.send()

    for path in (f"/0/organizations/acme/issues/{world.issue_id()}", "/0/projects/acme/web/issues?status=unresolved"):
        answer = client.put(path, change)

        assert (answer.status, set(answer.body)) == (400, {"detail"})
        assert answer.body["detail"]


@pytest.mark.parametrize(
    "query",
    [
        {"environment": LONG},
        {"query": "x" * 1995, "statsPeriod": "14d"},
        {"query": f"x:{LONG}"},
        {"statsPeriod": "99999999d"},
        {"sort": LONG},
        {"project": LONG},
        {"id": LONG},
        {"cursor": LONG},
        {"per_page": 10**30},
        {"limit": -1},
    ],
)
def test_a_question_for_issues(world: World, client: ApiClient, query: dict[str, Any]) -> None:
    world.send()

    for path in ("/0/organizations/acme/issues", "/0/projects/acme/web/issues"):
        answer = client.get(path, **query)

        assert answer.status in {200, 400, 404}


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/0/organizations/acme/releases", {"version": LONG, "projects": ["web"]}),
        ("/0/organizations/acme/releases", {"version": "1", "projects": [LONG]}),
        ("/0/organizations/acme/releases", {"version": "1", "projects": ["web"], "ref": LONG}),
        ("/0/organizations/acme/releases", {"version": "1", "projects": ["web"], "url": "javascript:1"}),
        ("/0/organizations/acme/releases", {"version": "1", "projects": ["web"], "dateReleased": "0001-01-01"}),
        ("/0/organizations/acme/releases", {"version": "1", "projects": ["web"], "commits": [{"id": LONG}]}),
        ("/0/organizations/acme/releases", {"version": "1", "projects": ["web"], "commits": [{}]}),
        ("/0/projects/acme/web/keys", {"name": LONG}),
        ("/0/projects/acme/web/keys", {"rateLimit": {"window": -1, "count": 10**30}}),
        ("/0/teams/acme/everyone/projects", {"name": LONG, "slug": LONG}),
        ("/0/teams/acme/everyone/projects", {"name": "\ud800"}),
        ("/0/organizations/acme/members", {"email": f"{LONG}@example.com"}),
    ],
)
def test_what_is_made(client: ApiClient, path: str, body: dict[str, Any]) -> None:
    answer = client.post(path, body)

    assert answer.status in {201, 208, 400, 404}
    assert answer.status != 400 or set(answer.body) == {"detail"}
