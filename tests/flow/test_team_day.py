"""A day in a team's life, over HTTP against a whole running stack: what each one does, and what the others notice."""

import hashlib
import hmac
import json
import threading
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import requests
import sentry_sdk

from tests.people import Person, eventually

pytestmark = pytest.mark.stack

SECRET = "a secret that both sides know"
KEY_ENDS_WITHIN_SECONDS = 62


@dataclass
class Delivery:
    headers: dict[str, str]
    body: bytes


@pytest.fixture
def receiver() -> Iterator[tuple[str, list[Delivery]]]:
    """A webhook's URL, and what was posted to it."""
    received: list[Delivery] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            received.append(Delivery(dict(self.headers), body))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """A test is quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/hook", received
    server.shutdown()
    thread.join()
    server.server_close()


def crash(dsn: str, release: str) -> str:
    # The SDK would find Chalice in this process and patch it for every test that follows.
    client = sentry_sdk.Client(dsn=dsn, release=release, environment="production", auto_enabling_integrations=False)
    with sentry_sdk.new_scope() as scope:
        scope.set_client(client)
        try:
            {"rent": 12}["food"]
        except KeyError as error:
            event_id = scope.capture_exception(error)
        client.close(timeout=10)
    assert event_id is not None
    return event_id


def is_signed(delivery: Delivery) -> bool:
    stamp, signature = (part.partition("=")[2] for part in delivery.headers["X-MiniSentry-Signature"].split(","))
    expected = hmac.digest(SECRET.encode(), f"{stamp}.".encode() + delivery.body, hashlib.sha256)
    return hmac.compare_digest(expected.hex(), signature)


def test_a_day_in_a_teams_life(stack: Any, receiver: tuple[str, list[Delivery]]) -> None:
    base = f"{stack.url}/api"
    day = uuid.uuid4().hex[:8]
    hook, deliveries = receiver
    ann = Person(base, f"Ann-{day}").register()

    organization = ann.call("POST", "/organizations", {"name": f"Acme {day}"}, status=201)
    acme = f"/organizations/{organization['slug']}"
    project = ann.call("POST", f"{acme}/projects", {"name": "Shop", "platform": "python"}, status=201)
    shop, issues = f"{acme}/projects/{project['slug']}", f"/projects/{project['id']}/issues"

    bob = join(ann, acme, Person(base, f"Bob-{day}"))
    rule = {
        "name": "Tell us",
        "conditions": {"triggers": ["new_issue", "regression"]},
        "actions": [{"type": "mail", "to": "members"}, {"type": "webhook", "url": hook, "secret": SECRET}],
    }
    ann.call("POST", f"/projects/{project['id']}/alerts", rule, status=201)

    first_event = crash(project["dsn"], "shop@1.0.0")
    issue = eventually(lambda: find_issue(bob, issues))
    assert bob.get(f"/events/{first_event}")["issue_id"] == issue["id"]
    assert ann.get(shop)["first_event_at"] is not None
    eventually(lambda: {ann.email, bob.email} <= recipients(ann, "KeyError"))
    eventually(lambda: deliveries)
    assert all(is_signed(delivery) for delivery in deliveries)

    path = f"{issues}/{issue['short_id']}"
    bob.call("PUT", path, {"assignee_id": bob.user["id"]})
    bob.call("POST", f"{path}/comments", {"content": f"The till lacks a key, see @{ann.email}"}, status=201)
    eventually(lambda: ann.email in recipients(ann, "The till lacks a key"))
    bob.call("PUT", path, {"status": "resolved"})
    assert ann.get(path)["status"] == "resolved"

    crash(project["dsn"], "shop@1.0.1")
    eventually(lambda: ann.get(path)["status"] == "unresolved")
    assert ann.get(path)["times_seen"] == 2
    eventually(lambda: len({json.loads(delivery.body)["id"] for delivery in deliveries}) == 2)
    kinds = [entry["type"] for entry in ann.get(f"{path}/activity")["data"]]
    assert {"assignment", "comment", "status_change", "regression"} <= set(kinds)

    rotated = ann.call("POST", f"{shop}/keys/regenerate", status=201)
    assert bob.call("POST", f"{shop}/keys/regenerate", status=403)
    event = crash(rotated["dsn"], "shop@1.0.2")
    eventually(lambda: requests.get(f"{base}/events/{event}", headers=ann.bearer, timeout=30).ok)
    eventually(lambda: is_refused(base, project), KEY_ENDS_WITHIN_SECONDS)

    bob.call("DELETE", f"{acme}/members/{bob.user['id']}", status=204)
    bob.call("GET", acme, status=404)
    bob.call("GET", path, status=404)
    ann.call("DELETE", f"{acme}/members/{ann.user['id']}", status=409)
    done = [entry["action"] for entry in ann.get(f"{acme}/audit")["data"]]
    assert done[:2] == ["member.leave", "key.regenerate"]
    assert {"organization.create", "member.invite", "member.join", "project.create"} <= set(done)


def join(inviter: Person, acme: str, newcomer: Person) -> Person:
    """Invited by mail, registered, and in."""
    invited = inviter.call("POST", f"{acme}/members", {"email": newcomer.email}, status=201)["invitation"]
    (mail,) = eventually(lambda: [mail for mail in inviter.get("/mail")["data"] if mail["recipient"] == newcomer.email])
    assert invited["url"] in mail["text"]
    link = "/invitations/" + invited["url"].rpartition("/")[2]
    assert requests.get(newcomer.base + link, timeout=30).json()["email"] == newcomer.email
    newcomer.register()
    assert newcomer.call("POST", f"{link}/accept")["role"] == "member"
    return newcomer


def find_issue(person: Person, issues: str) -> Any:
    rows = person.get(issues)["data"]
    return rows[0] if rows else None


def recipients(person: Person, text: str) -> set[str]:
    """Who got a mail that says *text*."""
    mails = person.get("/mail")["data"]
    return {mail["recipient"] for mail in mails if text in mail["subject"] + mail["text"]}


def is_refused(base: str, project: dict[str, Any]) -> bool:
    headers = {"X-Sentry-Auth": f"Sentry sentry_key={project['public_key']}, sentry_version=7"}
    answer = requests.post(f"{base}/{project['id']}/store/", json={"message": "late"}, headers=headers, timeout=30)
    return answer.status_code == 403
