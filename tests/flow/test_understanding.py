"""What a project understands of its events, over HTTP against a whole running stack: from its rules to its figures."""

import uuid
from typing import Any

import pytest
import requests

from tests.people import Person, eventually

pytestmark = pytest.mark.stack


def test_rules_reasons_searches_and_figures(stack: Any) -> None:
    ann = Person(f"{stack.url}/api", f"Ann-{uuid.uuid4().hex[:8]}").register()
    organization = ann.call("POST", "/organizations", {"name": f"Acme {uuid.uuid4().hex[:8]}"}, status=201)
    projects = f"/organizations/{organization['slug']}/projects"
    project = ann.call("POST", projects, {"name": "Shop", "platform": "python"}, status=201)
    settings = f"{projects}/{project['slug']}/settings"
    shop = f"/projects/{project['id']}"
    rules = {"filters": {"releases": ["canary@*"]}, "scrub": {"fields": ["basket_note"]}}
    ann.call("PUT", settings, rules)

    declined = [send(ann, project, "PaymentDeclined", plan="pro") for _ in range(2)]
    send(ann, project, "StockTimeout", plan="free")
    send(ann, project, "StockTimeout", plan="free", release="canary@7")
    eventually(lambda: ann.get(f"{shop}/stats")["totals"]["received"] == 4)
    eventually(lambda: sum(row["times_seen"] for row in titles(ann, shop).values()) == 3)
    issues = titles(ann, shop)

    event = ann.get(f"/events/{declined[0]}")
    assert event["extra"]["basket_note"] == "[Filtered]"
    assert issues["PaymentDeclined"]["id"] == event["issue_id"]
    why = ann.get(f"{shop}/issues/{event['issue_id']}/grouping")
    assert (why["method"], why["version"]) == ("exception", "v1")
    assert {"type", "PaymentDeclined"} <= set(words_of(why["components"]))

    one = {"matchers": [{"subject": "path", "pattern": "*/shop/*"}], "fingerprint": ["the shop"]}
    preview = ann.call("POST", f"{settings}/grouping-preview", {"fingerprint_rules": [one]})
    assert preview["moved"] == len(preview["events"]) == 3
    assert len({row["after"] for row in preview["events"]}) == 1
    assert titles(ann, shop).keys() == issues.keys()

    assert titles(ann, shop, "plan:pro").keys() == {"PaymentDeclined"}
    assert titles(ann, shop, "!plan:pr*").keys() == {"StockTimeout"}
    assert titles(ann, shop, "times_seen:>1 is:unresolved cart").keys() == {"PaymentDeclined"}
    refused = ann.call("GET", f"{shop}/issues?query=plan:pro%20level:", status=400)
    assert "at character" in refused["error"]["message"]

    totals = ann.get(f"{shop}/stats")["totals"]
    assert (totals["received"], totals["accepted"], totals["by_level"]) == (4, 3, {"error": 3})
    assert totals["reasons"]["filtered"] == {"release-version": 1}
    (plan,) = [facet for facet in ann.get(f"{shop}/issues/{event['issue_id']}/tags")["data"] if facet["key"] == "plan"]
    assert plan["values"] == [{"value": "pro", "count": 2, "share": 1.0, "project_share": 0.6667}]


def send(person: Person, project: dict[str, Any], kind: str, *, plan: str, release: str = "shop@1.0.0") -> str:
    """The id of an event that was accepted."""
    frame = {"filename": "/app/shop/cart.py", "function": f"raise_{kind}", "lineno": 3, "in_app": True}
    event_id = uuid.uuid4().hex
    event = {
        "event_id": event_id,
        "platform": "python",
        "release": release,
        "tags": {"plan": plan},
        "extra": {"basket_note": "ring twice"},
        "exception": {"values": [{"type": kind, "value": "no", "stacktrace": {"frames": [frame]}}]},
    }
    headers = {"X-Sentry-Auth": f"Sentry sentry_key={project['public_key']}, sentry_version=7"}
    answer = requests.post(f"{person.base}/{project['id']}/store/", json=event, headers=headers, timeout=30)
    assert answer.json() == {"id": event_id}
    return event_id


def titles(person: Person, shop: str, query: str = "") -> dict[str, Any]:
    """Issues by the type of their error."""
    answer = requests.get(f"{person.base}{shop}/issues", {"query": query}, headers=person.bearer, timeout=30)
    assert answer.ok, answer.text
    return {row["title"].partition(":")[0]: row for row in answer.json()["data"]}


def words_of(component: Any) -> list[str]:
    """Every text in a tree of components."""
    if isinstance(component, dict):
        return [word for value in component.values() for word in words_of(value)]
    if isinstance(component, list):
        return [word for value in component for word in words_of(value)]
    return [component] if isinstance(component, str) else []
