"""What other grouping rules would do, before they are saved."""

from tests.triage_world import World, must

PREVIEW = "/organizations/acme/projects/web/settings/grouping-preview"


def test_a_rule_that_is_not_saved_yet_shows_which_events_would_move(world: World) -> None:
    world.send("Alpha")
    world.send("Beta")
    world.send("Gamma")
    alternatives = [
        {"matchers": [{"subject": "type", "pattern": kind}], "fingerprint": ["both"]} for kind in ("Alpha", "Beta")
    ]

    answer = must(world.owner.post(PREVIEW, {"fingerprint_rules": alternatives}))

    moved = {event["title"].partition(":")[0]: event for event in answer["events"]}
    assert answer["moved"] == 2
    assert moved["Alpha"]["after"] == moved["Beta"]["after"] != moved["Alpha"]["before"]
    assert moved["Alpha"]["method"] == "rule"
    assert not moved["Gamma"]["changed"]
    assert world.titles() == ["Alpha", "Beta", "Gamma"]


def test_the_rules_in_force_move_nothing(world: World) -> None:
    world.send("Alpha", fingerprint=["{{ default }}", "mine"])

    answer = must(world.owner.post(PREVIEW, {}))

    assert (len(answer["events"]), answer["moved"]) == (1, 0)
    assert answer["events"][0]["issue_id"] == world.issue_id("Alpha")


def test_rules_that_make_no_sense_are_refused(world: World) -> None:
    for body in (
        {"version": "v9"},
        {"fingerprint_rules": [{"matchers": [], "fingerprint": ["x"]}]},
        {"fingerprint_rules": [{"matchers": [{"subject": "colour", "pattern": "*"}], "fingerprint": ["x"]}]},
        {"fingerprint_rules": "all"},
    ):
        assert world.owner.post(PREVIEW, body).status == 400, body
