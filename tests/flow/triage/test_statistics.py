"""Counts, tag distributions and releases over HTTP."""

import pytest

from chalicelib.projects.statistics import add_counts, bucket_starts, start_of_bucket
from chalicelib.times import format_time, parse_time, utc_now
from tests.triage_world import World, must


def test_everything_received_is_accounted_for(world: World) -> None:
    world.send_many([{"level": "error"}, {"level": "error"}, {"kind": "Other", "level": "fatal"}])
    add_counts(world.project_id, format_time(utc_now()), {"filtered:localhost": 4, "limited:key": 2, "invalid:json": 1})

    for period, buckets in (("24h", 24), ("7d", 168), ("30d", 30)):
        answer = must(world.owner.get(f"/projects/{world.project_id}/stats", period=period))

        totals = answer["totals"]
        assert len(answer["buckets"]) == buckets
        assert (totals["filtered"], totals["limited"], totals["invalid"]) == (4, 2, 1)
        assert totals["by_level"] == {"error": 2, "fatal": 1}
        assert totals["reasons"]["filtered"] == {"localhost": 4}
        assert totals["received"] == sum(
            totals[name] for name in ("accepted", "filtered", "limited", "invalid", "dropped")
        )
        assert answer["buckets"][-1]["filtered"] == 4
        assert [row["times_seen"] for row in answer["top_issues"]] == [2, 1]


def test_what_sdks_discarded_is_not_received(world: World) -> None:
    counts = {"discarded:sample_rate:error": 3, "discarded:sample_rate:span": 2, "discarded:before_send:error": 1}
    add_counts(world.project_id, format_time(utc_now()), counts)

    answer = must(world.owner.get(f"/projects/{world.project_id}/stats"))

    reasons = {"sample_rate": {"error": 3, "span": 2}, "before_send": {"error": 1}}
    assert answer["discarded_by_sdk"] == {"total": 6, "reasons": reasons}
    assert answer["totals"]["received"] == 0


def test_an_unknown_period_is_refused(world: World) -> None:
    assert world.owner.get(f"/projects/{world.project_id}/stats", period="1y").status == 400


def test_an_issues_events_are_counted_by_hour_and_day(world: World) -> None:
    world.send_many([{"minutes_ago": 0}, {"minutes_ago": 90, "level": "fatal"}, {"minutes_ago": 60 * 30}])

    for period, total in (("24h", 2), ("7d", 3), ("30d", 3)):
        answer = must(world.owner.get(f"{world.issues}/WEB-1/stats", period=period))

        assert answer["total"] == total == sum(bucket["count"] for bucket in answer["buckets"])
    levels = [bucket["by_level"] for bucket in answer["buckets"] if bucket["count"]]
    assert sum(level.get("fatal", 0) for level in levels) == 1


def test_tags_show_what_sets_an_issue_apart(world: World) -> None:
    browsers = ["Safari", "Safari", "Safari", "Chrome"]
    world.send_many([{"kind": "Here", "tags": {"browser": browser}} for browser in browsers])
    world.send_many([{"kind": "Elsewhere", "tags": {"browser": "Chrome"}} for _ in range(4)])

    facets = must(world.owner.get(f"{world.issues}/{world.issue_id('Here')}/tags"))["data"]

    (browser,) = [facet for facet in facets if facet["key"] == "browser"]
    assert (browser["total"], browser["other"]) == (4, 0)
    assert browser["values"][0] == {"value": "Safari", "count": 3, "share": 0.75, "project_share": 0.375}
    assert browser["values"][1] == {"value": "Chrome", "count": 1, "share": 0.25, "project_share": 0.625}


def test_tag_keys_and_values_complete_what_is_typed(world: World) -> None:
    world.send_many([{"tags": {"plan": value}} for value in ("free", "pro", "proplus")])
    project = f"/projects/{world.project_id}"

    assert {"key": "plan"} in must(world.owner.get(f"{project}/tags"))["data"]
    assert must(world.owner.get(f"{project}/tags/plan", prefix="pro"))["data"] == [
        {"value": "pro"},
        {"value": "proplus"},
    ]


def test_releases_tell_what_is_new_in_them(world: World) -> None:
    world.send("Old", release="1.0", minutes_ago=30)
    world.send("Old", release="1.1", minutes_ago=20)
    world.send("New", release="1.1", minutes_ago=10)
    project = f"/projects/{world.project_id}/releases"

    answers = must(world.owner.get(project))["data"]

    told = [(each["version"], each["new_issues"], each["issues"]) for each in answers]
    assert told == [("1.1", 1, 2), ("1.0", 1, 0)]
    assert must(world.owner.get(f"{project}/1.1"))["new_issues"] == 1
    assert world.owner.get(f"{project}/9.9").status == 404


def test_a_deploy_announces_a_release(world: World) -> None:
    project = f"/projects/{world.project_id}/releases"
    body = {"version": "shop@2.0", "ref": "abc123", "date_released": "2026-11-23T10:00:00Z"}

    answer = world.owner.post(project, body)

    assert answer.status == 201
    assert must(world.owner.get(f"{project}/shop%402.0"))["ref"] == "abc123"
    assert world.owner.delete(f"{project}/shop%402.0").status == 204
    assert must(world.owner.get(project))["data"] == []
    assert world.owner.post(project, {"version": "x", "url": "javascript:alert(1)"}).status == 400


def test_releases_are_walked_page_by_page(world: World) -> None:
    project = f"/projects/{world.project_id}/releases"
    for number in range(5):
        must(world.owner.post(project, {"version": f"1.{number}"}))
    seen: list[str] = []
    cursor: str | None = None

    while cursor is not None or not seen:
        page = must(world.owner.get(project, limit=2, **({"cursor": cursor} if cursor else {})))
        seen += [each["version"] for each in page["data"]]
        cursor = page["pagination"]["next_cursor"]

    assert seen == ["1.4", "1.3", "1.2", "1.1", "1.0"]
    assert world.owner.get(project, cursor="WzEsMl0").status == 400


@pytest.mark.parametrize("period", ["24h", "7d", "30d"])
def test_the_last_bucket_holds_now(period: str) -> None:
    now = utc_now()

    starts = bucket_starts(period, now)  # type: ignore[arg-type]

    width = parse_time(starts[1]) - parse_time(starts[0])
    assert starts == sorted(starts)
    assert start_of_bucket(format_time(now), width) == starts[-1]
