"""Times that no calendar holds are refused with a reason, wherever a request may name one."""

from urllib.parse import quote

import pytest

from tests.triage_world import World

BEYOND = ("0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z")


@pytest.mark.parametrize("moment", BEYOND)
def test_an_extreme_time_is_refused_by_every_route_that_takes_one(world: World, moment: str) -> None:
    world.send()
    releases = f"/projects/{world.project_id}/releases"
    assert world.owner.post(releases, {"version": "1"}).status == 201
    sentry = f"/0/organizations/acme/releases/{quote('1')}"

    answers = {
        "deploys": world.owner.get(f"/projects/{world.project_id}/deploys", since=moment),
        "release": world.owner.put(f"{releases}/1", {"date_released": moment}),
        "commit": world.owner.put(f"{releases}/1/commits", {"commits": [{"id": "a", "committed_at": moment}]}),
        "deploy": world.owner.post(f"{releases}/1/deploys", {"environment": "x", "finished_at": moment}),
        "issue": world.owner.put(f"{world.issues}/WEB-1", {"status": "ignored", "ignore_until": moment}),
        "sentry's release": world.owner.put(f"{sentry}/", {"dateReleased": moment}),
        "sentry's deploy": world.owner.post(f"{sentry}/deploys/", {"environment": "x", "dateFinished": moment}),
    }

    assert {name: answer.status for name, answer in answers.items()} == dict.fromkeys(answers, 400)
    assert "between 1970 and 9998" in answers["release"].text
