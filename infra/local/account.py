"""A ready account with an organization and a project, made through the API as a person would make them."""

import secrets
from typing import Any

from infra.local.errors import LocalStackError
from infra.local.web import JsonAnswer, call

_EMAIL = "owner@example.com"
_ORGANIZATION = "Acme"
_PROJECT = {"name": "Web", "platform": "python"}


def ensure_account(url: str, remembered: dict[str, Any]) -> dict[str, Any]:
    """Account, organization and project of the stack at *url*: those *remembered* from an earlier run, or new ones.

    The result has email, password, organization, project, project_id and dsn, and `is_new` for a fresh password.
    A password that was changed on the dashboard since is left alone. Raises LocalStackError when the API refuses.
    """
    if remembered.get("dsn"):
        credentials = {"email": remembered["email"], "password": remembered["password"]}
        login = call("POST", f"{url}/api/auth/login", credentials)
        if login.status == 200:
            return remembered | _ensure_project(url, login.content["token"]) | {"is_new": False}
    credentials = {"email": _EMAIL, "password": secrets.token_urlsafe(12)}
    registered = call("POST", f"{url}/api/auth/register", credentials | {"name": "Owner"})
    if registered.status == 409 and remembered.get("dsn"):
        return remembered | {"is_new": False}
    _require(registered, "register the first account", 200, 201)
    return credentials | _ensure_project(url, registered.content["token"]) | {"is_new": True}


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
