"""An issue that was resolved in the next release: which later events bring it back."""

import json
from pathlib import Path

import pytest

from tests.triage_world import World, must


@pytest.mark.parametrize(
    ("before", "after", "status"),
    [
        (["api@1.0.0+3f9c2ab"], ["api@1.0.0+77e01cd"], "unresolved"),
        (["api@1.0.0+296"], ["api@1.0.0+297"], "unresolved"),
        (["api@1.0.0+3f9c2ab"], ["api@1.0.0+3f9c2ab"], "resolved"),
        (["api@1.0.0+1", "api@1.0.0+2"], ["api@1.0.0+1"], "resolved"),
        (["api@1.1.0"], ["api@1.0.0+77e01cd"], "resolved"),
        (["3f9c2ab"], ["77e01cd"], "unresolved"),
        (["api@1.0.0"], ["web@9.0.0"], "resolved"),
        (["api@3f9c2ab"], ["web@77e01cd"], "resolved"),
        (["web@9.0.0", "api@1.0.0"], ["api@1.0.1"], "unresolved"),
    ],
)
def test_only_a_later_release_of_the_same_package_reopens(
    world: World, before: list[str], after: list[str], status: str
) -> None:
    for minutes, release in enumerate(reversed(before), start=1):
        world.send(minutes_ago=minutes, release=release)
    issue = f"{world.issues}/{world.issue_id()}"
    must(world.owner.put(issue, {"status": "resolved", "status_details": {"in_next_release": True}}))

    for release in after:
        world.send(minutes_ago=-1, release=release)

    assert must(world.owner.get(issue))["status"] == status


def test_a_newer_release_of_a_neighbour_does_not_stand_in_the_way(world: World) -> None:
    """The project's newest release is another package's; the issue waits for the next one of its own."""
    world.send("Api", minutes_ago=2, release="api@1.0.0")
    world.send("Web", minutes_ago=1, release="web@9.0.0")
    issue = f"{world.issues}/{world.issue_id('Api')}"

    resolved = must(world.owner.put(issue, {"status": "resolved", "status_details": {"in_next_release": True}}))
    world.send("Api", minutes_ago=-1, release="api@1.0.1")

    assert resolved["status"] == "resolved"
    assert must(world.owner.get(issue))["status"] == "unresolved"


def test_the_report_of_builds_of_one_version(world: World, corpus: Path) -> None:
    report = json.loads((corpus / "reports" / "release_same_version_git_hash.json").read_text())["input"]
    for release in report["events_before"]:
        world.send(minutes_ago=1, release=release)
    issue = f"{world.issues}/{world.issue_id()}"
    must(world.owner.put(issue, report["PUT issue"]))

    for release in report["events_after"]:
        world.send(minutes_ago=-1, release=release)

    assert must(world.owner.get(issue))["status"] == "unresolved"
