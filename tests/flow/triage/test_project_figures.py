"""How a project is doing: told where it is asked for, by list and detail alike."""

from datetime import timedelta

import pytest

from chalicelib.projects import figures as project_figures
from chalicelib.projects.statistics import add_counts
from chalicelib.times import format_time, utc_now
from tests.triage_world import World, must

PROJECTS = "/organizations/acme/projects"


def figures(answer: dict[str, int | None]) -> tuple[int | None, int | None]:
    return answer["issues_unresolved"], answer["events_24h"]


def test_open_issues_and_the_last_days_events_are_counted(world: World) -> None:
    world.send_many([{"kind": kind} for kind in ("Alpha", "Alpha", "Beta", "Gamma")])
    must(world.owner.put(f"{world.issues}/{world.issue_id('Gamma')}", {"status": "resolved"}))
    now = utc_now()
    add_counts(world.project_id, format_time(now), {"filtered:localhost": 5, "level:error": 4})
    add_counts(world.project_id, format_time(now - timedelta(hours=23)), {"accepted:event": 3})
    add_counts(world.project_id, format_time(now - timedelta(hours=24)), {"accepted:event": 100})

    (listed,) = must(world.owner.get(PROJECTS, stats="true"))["data"]

    assert figures(listed) == figures(must(world.owner.get(f"{PROJECTS}/web", stats="true"))) == (2, 4 + 3)


def test_nobody_pays_for_figures_that_were_not_asked_for(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(project_figures, "count_issues", None)

    assert figures(must(world.owner.get(f"{PROJECTS}/web"))) == (None, None)
    assert figures(must(world.owner.get(PROJECTS))["data"][0]) == (None, None)


def test_a_long_page_has_figures_of_its_first_projects(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(project_figures, "MAX_PROJECTS_SHOWN", 1)
    must(world.owner.post(PROJECTS, {"name": "Api"}))

    api, web = must(world.owner.get(PROJECTS, stats=True))["data"]

    assert (figures(api), figures(web)) == ((0, 0), (None, None))
    assert must(world.owner.get(f"{PROJECTS}/web", stats=True))["issues_unresolved"] == 0
