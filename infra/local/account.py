"""A ready account with an organization and a project, made through the API as a person would make them."""

import secrets
from collections.abc import Callable
from typing import Any

import urllib3

from infra.local.errors import LocalStackError
from infra.local.web import JsonAnswer, call

_EMAIL = "owner@example.com"
_OTHER_EMAIL = "owner-{}@example.com"
_ORGANIZATION = "Acme"
_PROJECT = {"name": "Web", "platform": "python"}

Remember = Callable[[dict[str, Any]], None]


def ensure_account(url: str, remembered: dict[str, Any], remember: Remember) -> dict[str, Any]:
    """Account, organization and project of the stack at *url*: those *remembered* from an earlier run, or new ones.

    The result has email, password, organization, project, project_id and dsn.
    *remember* is called as soon as a password exists. One that was changed on the dashboard since is left alone.
    Raises LocalStackError when the API refuses.
    """
    token = _sign_in(url, remembered)
    if token is not None:
        return remembered | _ensure_project(url, token)
    if "dsn" in remembered and _is_dsn_alive(url, remembered):
        return remembered
    credentials, token = _register(url)
    remember(credentials)
    return credentials | _ensure_project(url, token)


def _sign_in(url: str, remembered: dict[str, Any]) -> str | None:
    if "password" not in remembered:
        return None
    credentials = {"email": remembered["email"], "password": remembered["password"]}
    answer = call("POST", f"{url}/api/auth/login", credentials)
    return str(answer.content["token"]) if answer.status == 200 else None


def _is_dsn_alive(url: str, remembered: dict[str, Any]) -> bool:
    """Whether the remembered project takes events, so that only the password was changed and not the data lost."""
    key = urllib3.util.parse_url(remembered["dsn"]).auth
    path = f"/api/{remembered['project_id']}/envelope/?sentry_version=7&sentry_key={key}"
    return call("POST", url + path, {}).status == 200


def _register(url: str) -> tuple[dict[str, str], str]:
    """New credentials and their token. An endpoint of the user's may hold an account of another state folder's."""
    for email in (_EMAIL, _OTHER_EMAIL.format(secrets.token_hex(4))):
        credentials = {"email": email, "password": secrets.token_urlsafe(12)}
        answer = call("POST", f"{url}/api/auth/register", credentials | {"name": "Owner"})
        if answer.status != 409:
            break
    _require(answer, "register the first account", 200, 201)
    return credentials, str(answer.content["token"])


def _ensure_project(url: str, token: str) -> dict[str, Any]:
    organization = _ensure_listed(f"{url}/api/organizations", {"name": _ORGANIZATION}, token)
    project = _ensure_listed(f"{url}/api/organizations/{organization['slug']}/projects", _PROJECT, token)
    return {
        "organization": organization["slug"],
        "project": project["slug"],
        "project_id": project["id"],
        "dsn": project["dsn"],
    }


def _ensure_listed(url: str, wanted: dict[str, str], token: str) -> dict[str, Any]:
    """The first thing that *url* lists, made from *wanted* where the list is empty."""
    listed = call("GET", url, token=token)
    _require(listed, f"list {url}", 200)
    if listed.content["data"]:
        # Lists may leave out what a single object shows.
        first = listed.content["data"][0]
        return _read(f"{url}/{first['slug']}", token)
    made = call("POST", url, wanted, token=token)
    _require(made, f"create {wanted['name']}", 200, 201)
    return dict(made.content)


def _read(url: str, token: str) -> dict[str, Any]:
    answer = call("GET", url, token=token)
    _require(answer, f"read {url}", 200)
    return dict(answer.content)


def _require(answer: JsonAnswer, what: str, *statuses: int) -> None:
    if answer.status not in statuses:
        raise LocalStackError(f"The API would not {what}: {answer.status} {answer.content}")
