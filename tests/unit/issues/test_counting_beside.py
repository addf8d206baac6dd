"""What stands beside the count: facets, hours, postings and statistics, bounded and added up over workers."""

from datetime import UTC, datetime

from chalicelib.aws.rows import put_rows
from chalicelib.config import Settings
from chalicelib.issues.facets import MAX_VALUES, count_facets, get_facets, get_hourly
from chalicelib.issues.lists import find_tagged_roots
from chalicelib.issues.postings import MAX_VALUES_PER_ISSUE, list_tag_keys, list_tag_values, new_postings
from chalicelib.projects.statistics import add_counts, get_hours
from chalicelib.search.predicates import Wildcard
from tests.process_memory import forget_process_memory
from tests.unit.issues.sample_issues import PROJECT, made_event, made_issue

FAR = 4_000_000_000
NOW_MS = 1_795_413_600_000
DAY = datetime(2026, 11, 23, tzinfo=UTC), datetime(2026, 11, 24, tzinfo=UTC)


def wild(pattern: str) -> Wildcard:
    return Wildcard(tuple(pattern.split("*")))


def test_facets_add_up_over_workers_and_days(stage: Settings) -> None:
    issue = made_issue(1)
    put_rows("hot", count_facets(issue, [made_event(n, tags=[("os", "Linux")]) for n in range(3)], FAR))
    put_rows("hot", count_facets(issue, [made_event(4, tags=[("os", "Linux")])], FAR))
    forget_process_memory()
    other_day = made_event(5, tags=[("os", "macOS")], received_at="2026-11-24T01:00:00.000Z", level="fatal")
    put_rows("hot", count_facets(issue, [made_event(6, tags=[("os", "Linux")]), other_day], FAR))

    facet = get_facets(PROJECT, issue)["os"]
    hours = get_hourly(PROJECT, issue, *DAY)

    assert (facet.total, facet.values, facet.other) == (6, [("Linux", 5), ("macOS", 1)], 0)
    assert [(hour.at, hour.count, hour.by_level) for hour in hours] == [("2026-11-23T06:00:00.000Z", 5, {"error": 5})]


def test_a_facet_keeps_a_hundred_values_and_counts_the_rest(stage: Settings) -> None:
    issue = made_issue(1)
    put_rows("hot", count_facets(issue, [made_event(n, tags=[("url", f"/{n}")]) for n in range(MAX_VALUES + 20)], FAR))

    facet = get_facets(PROJECT, issue)["url"]

    assert (facet.total, len(facet.values), facet.other) == (MAX_VALUES + 20, MAX_VALUES, 20)


def test_expired_rows_no_longer_count(stage: Settings) -> None:
    issue = made_issue(1)
    put_rows("hot", count_facets(issue, [made_event(1, tags=[("os", "Linux")])], expires_at=1))

    assert get_facets(PROJECT, issue) == {}


def test_postings_find_issues_by_value_pattern_and_presence(stage: Settings) -> None:
    chrome, firefox = made_issue(1), made_issue(2)
    put_rows("hot", new_postings(PROJECT, chrome.id, [made_event(1, tags=[("browser", "Chrome 120")])], NOW_MS, FAR))
    put_rows("hot", new_postings(PROJECT, firefox.id, [made_event(2, tags=[("browser", "Firefox*")])], NOW_MS, FAR))

    assert find_tagged_roots(PROJECT, "browser", [wild("Chrome 120")]) == {chrome.id}
    assert find_tagged_roots(PROJECT, "browser", [wild("chrome*")]) == {chrome.id}
    assert find_tagged_roots(PROJECT, "browser", [Wildcard(("Firefox*",))]) == {firefox.id}
    assert find_tagged_roots(PROJECT, "browser") == {chrome.id, firefox.id}
    assert find_tagged_roots(PROJECT, "os") == set()
    assert find_tagged_roots("8", "browser") == set()
    assert list_tag_keys(PROJECT) == ["browser"]
    assert list_tag_values(PROJECT, "browser", prefix="Ch") == ["Chrome 120"]


def test_a_posting_is_put_once_a_week_and_values_are_bounded(stage: Settings) -> None:
    issue = made_issue(1)
    events = [made_event(n, tags=[("url", f"/{n}"), ("user", f"id:{n}"), ("empty", "")]) for n in range(100)]

    rows = new_postings(PROJECT, issue.id, events, NOW_MS, FAR)

    assert len([row for row in rows if row["pk"].startswith(f"T#{PROJECT}#url=")]) == MAX_VALUES_PER_ISSUE
    assert not [row for row in rows if "user" in row["pk"]]
    assert new_postings(PROJECT, issue.id, events[:5], NOW_MS, FAR) == []
    assert new_postings(PROJECT, issue.id, events[:1], NOW_MS + 8 * 86_400_000, FAR) != []


def test_statistics_add_up_by_hour(stage: Settings) -> None:
    add_counts(PROJECT, "2026-11-23T06:10:00.000Z", {"accepted:event": 2, "level:error": 2})
    add_counts(PROJECT, "2026-11-23T06", {"accepted:event": 1, "filtered:crawler": 4})
    add_counts(PROJECT, "2026-11-25T06", {"accepted:event": 9})
    add_counts(PROJECT, "2026-11-23T07", {})

    (hour,) = get_hours(PROJECT, *DAY)

    assert hour.at == "2026-11-23T06:00:00.000Z"
    assert hour.counts == {"accepted:event": 3, "level:error": 2, "filtered:crawler": 4}
