import pytest

from chalicelib import config
from chalicelib.projects.keys import list_project_keys
from chalicelib.projects.store import find_project, get_project, replace_settings
from tests.api_client import ApiClient

SETTINGS = "/organizations/acme/projects/web/settings"


@pytest.fixture
def ann(open_stage: config.Settings) -> ApiClient:
    ann = ApiClient().register("ann@example.com", "Ann")
    assert ann.post("/organizations", {"name": "Acme"}).status == 201
    assert ann.post("/organizations/acme/projects", {"name": "Web"}).status == 201
    return ann


def test_a_new_project_has_the_defaults(ann: ApiClient) -> None:
    settings = ann.get(SETTINGS).body

    assert settings["version"] == 0
    assert settings["retention_days"] == 30
    assert settings["store_ip"] is True
    assert settings["filters"]["web_crawlers"] is True


def test_a_section_that_is_told_changes_and_the_others_stay(ann: ApiClient) -> None:
    ann.put(SETTINGS, {"scrub": {"fields": ["secret_sauce"]}})
    changed = ann.put(SETTINGS, {"store_ip": False, "filters": {"localhost": True}})

    assert changed.status == 200, changed.text
    assert changed.body["scrub"]["fields"] == ["secret_sauce"]
    assert changed.body["filters"]["localhost"] is True
    assert (changed.body["store_ip"], changed.body["version"]) == (False, 2)
    assert ann.get(SETTINGS).body == changed.body


def test_retention_reaches_the_keys_that_ingestion_reads(ann: ApiClient) -> None:
    ann.post("/organizations/acme/projects/web/keys", {"name": "Second"})

    assert ann.put(SETTINGS, {"retention_days": 90}).status == 200

    assert [key.retention_days for key in list_project_keys("1")] == [90, 90]
    assert ann.post("/organizations/acme/projects/web/keys/regenerate").status == 201
    assert [key.retention_days for key in list_project_keys("1")] == [90, 90]


def test_who_read_an_older_version_changes_nothing(ann: ApiClient) -> None:
    ann.put(SETTINGS, {"store_ip": False, "version": 0})

    assert ann.put(SETTINGS, {"store_ip": True, "version": 0}).status == 409
    assert ann.get(SETTINGS).body["store_ip"] is False


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"retention_days": 31}, "retention_days"),
        ({"store_ip": "yes"}, "store_ip"),
        ({"filters": {"ip_addresses": ["not an address"]}}, "filters"),
        ({"filters": {"releases": ["x" * 1000]}}, "filters"),
        ({"scrub": {"fields": [""]}}, "scrub"),
        ({"grouping": {"version": "v0"}}, "grouping"),
        ({"monthly_budget": -1}, "monthly_budget"),
        ({"retention": 30}, "retention"),
    ],
)
def test_names_what_is_wrong_and_changes_nothing(ann: ApiClient, change: dict[str, object], field: str) -> None:
    answer = ann.put(SETTINGS, {"store_ip": False, **change})

    assert answer.status == 400
    assert any(name.startswith(field) for name in answer.body["error"]["fields"])
    project = find_project("1")
    assert project is not None
    assert project.settings == {}


@pytest.mark.parametrize(
    ("change", "field", "known"),
    [
        ({"filters": {"localhos": True}}, "filters.localhos", "localhost"),
        ({"scrub": {"field": ["card"]}}, "scrub.field", "fields"),
        ({"grouping": {"rules": []}}, "grouping.rules", "fingerprint_rules"),
        (
            {"grouping": {"fingerprint_rules": [{"matchers": [], "fingerprint": ["a"], "negate": True}]}},
            "grouping.fingerprint_rules.0.negate",
            "matchers",
        ),
        (
            {"grouping": {"in_app_rules": [{"matchers": [{"subject": "module", "glob": "a"}], "in_app": True}]}},
            "grouping.in_app_rules.0.matchers.0.glob",
            "pattern",
        ),
        ({"retention": 30}, "retention", "retention_days"),
    ],
)
def test_an_unknown_key_is_named_with_those_that_are_known(
    ann: ApiClient, change: dict[str, object], field: str, known: str
) -> None:
    answer = ann.put(SETTINGS, change)

    assert answer.status == 400
    said, _, names = answer.body["error"]["fields"][field].partition("; known are ")
    assert said == "is not known"
    assert known in names.split(", ")
    assert ann.get(SETTINGS).body["version"] == 0


def test_settings_that_another_version_stored_are_still_read(ann: ApiClient) -> None:
    stored = {"filters": {"localhost": True, "dropped_since": 1}, "grouping": {"of_old": []}, "dropped_too": "x"}
    replace_settings(get_project("1"), stored)

    settings = ann.get(SETTINGS)

    assert settings.status == 200, settings.text
    assert settings.body["filters"]["localhost"] is True
    assert "dropped_since" not in settings.text
    assert ann.put(SETTINGS, {"store_ip": False}).body["filters"]["localhost"] is True


def costly_rules(pattern: str, rules: int) -> dict[str, dict[str, object]]:
    matchers = [{"subject": "function", "pattern": pattern}] * 10
    return {"grouping": {"fingerprint_rules": [{"matchers": matchers, "fingerprint": ["x"]}] * rules}}


def test_rules_that_together_cost_too_much_are_refused_with_the_sum(ann: ApiClient) -> None:
    answers = [
        ann.put(SETTINGS, costly_rules("*a*", 51)),
        ann.put(SETTINGS, costly_rules("*a?b*", 3)),
        ann.post(f"{SETTINGS}/grouping-preview", costly_rules("*a*", 51)["grouping"]),
        ann.put(SETTINGS, {"filters": {"error_messages": ["*a?b*"] * 17}}),
    ]

    assert [answer.status for answer in answers] == [400] * 4
    words = [" ".join(answer.body["error"]["fields"].values()) for answer in answers]
    assert "cost 510 and may cost 500" in words[0]
    assert "30 of them count 25 each" in words[1]
    assert "cost 510" in words[2]
    assert "cost 425 and may cost 400" in words[3]
    assert ann.put(SETTINGS, costly_rules("*a*", 50)).status == 200


def test_rules_that_were_stored_before_their_cost_was_bounded_still_work(ann: ApiClient) -> None:
    replace_settings(get_project("1"), costly_rules("*a?b*", 10))

    assert ann.get(SETTINGS).status == 200
    assert ann.put(SETTINGS, {"store_ip": False}).status == 200
