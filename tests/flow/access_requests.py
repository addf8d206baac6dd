"""What is asked of every route in the access matrix, and what the matrix says that callers get."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from chalicelib import blueprints as api
from tests.api_client import PASSWORD
from tests.flow.access_world import World

CALLERS = ("nobody", "expired", "stranger", "owner", "admin", "member", "reader", "project_admin", "bare", "scoped")
TABLE = Path(__file__).with_name("access_matrix.txt")
ACCESS = {(e.method, e.path): e.access for resource in api.BLUEPRINTS for e in resource.endpoints}

Bodies = dict[str, Callable[[World, dict[str, str]], Any]]
END_SESSIONS = {"/auth/logout", "/auth/change-password", "/auth/sessions/{session_id}"}
RULE: Any = {"name": "New issues", "conditions": {"triggers": ["new_issue"]}, "actions": [{"type": "mail"}]}
BODIES: Bodies = {
    "POST /auth/register": lambda world, _: {
        "email": f"new{next(world.numbers)}@example.com",
        "password": PASSWORD,
        "name": "New",
    },
    "POST /auth/login": lambda world, _: {
        "email": world.new_user(f"u{next(world.numbers)}@example.com").email,
        "password": PASSWORD,
    },
    "PATCH /auth/me": lambda *_: {"name": "Renamed"},
    "DELETE /auth/me": lambda *_: {"password": "a wrong one, or the callers were gone"},
    "POST /auth/change-email": lambda world, _: {
        "email": f"m{next(world.numbers)}@example.com",
        "current_password": PASSWORD,
    },
    "POST /auth/forgot-password": lambda *_: {"email": "nobody@example.com"},
    "POST /auth/reset-password": lambda world, _: {"token": world.new_link("reset-password"), "password": PASSWORD},
    "POST /auth/verify-email": lambda world, _: {"token": world.new_link("verify-email")},
    "POST /auth/change-password": lambda *_: {"current_password": PASSWORD, "new_password": PASSWORD},
    "POST /auth/tokens": lambda *_: {"name": "ci", "scopes": ["event:read"]},
    "POST /auth/two-factor": lambda *_: {"password": PASSWORD},
    "POST /auth/two-factor/confirm": lambda *_: {"code": "no digits"},
    "POST /auth/two-factor/recovery-codes": lambda *_: {"code": "000000"},
    "DELETE /auth/two-factor": lambda *_: {"password": PASSWORD, "code": "000000"},
    "PUT /auth/me/notifications": lambda *_: {"alerts": False},
    "POST /organizations": lambda *_: {"name": "Another"},
    "PUT /organizations/{org_slug}": lambda *_: {"description": "changed"},
    "POST /organizations/{org_slug}/members": lambda world, _: {"email": f"i{next(world.numbers)}@example.com"},
    "PUT /organizations/{org_slug}/members/{user_id}": lambda *_: {"role": "admin"},
    "POST /organizations/{org_slug}/projects": lambda *_: {"name": "Another"},
    "PUT /organizations/{org_slug}/projects/{project_slug}": lambda *_: {"description": "changed"},
    "POST /organizations/{org_slug}/projects/{project_slug}/keys": lambda *_: {"name": "Another"},
    "PUT /organizations/{org_slug}/projects/{project_slug}/keys/{key_id}": lambda *_: {"is_active": False},
    "PUT /organizations/{org_slug}/projects/{project_slug}/members/{user_id}": lambda *_: {"role": "write"},
    "PUT /organizations/{org_slug}/projects/{project_slug}/settings": lambda *_: {"store_ip": False},
    "POST /organizations/{org_slug}/projects/{project_slug}/settings/grouping-preview": lambda *_: {},
    "POST /mcp": lambda *_: {"jsonrpc": "2.0", "id": 1, "method": "tools/list"},
    "PUT /projects/{project_id}/issues/{issue_id}": lambda *_: {"status": "ignored"},
    "PUT /projects/{project_id}/issues": lambda world, _: {"ids": [world.shared["issue_id"]], "status": "ignored"},
    "DELETE /projects/{project_id}/issues": lambda world, _: {"ids": [world.new_issue(f"B{next(world.numbers)}")]},
    "POST /projects/{project_id}/issues/merge": lambda world, _: {
        "ids": [world.new_issue(f"M{next(world.numbers)}"), world.new_issue(f"M{next(world.numbers)}")]
    },
    "POST /projects/{project_id}/issues/{issue_id}/unmerge": lambda *_: {"fingerprints": ["0" * 32]},
    "POST /projects/{project_id}/issues/{issue_id}/comments": lambda *_: {"content": "hm"},
    "PUT /projects/{project_id}/issues/{issue_id}/comments/{comment_id}": lambda *_: {"content": "aha"},
    "POST /projects/{project_id}/releases": lambda world, _: {"version": f"2.0.{next(world.numbers)}"},
    "POST /projects/{project_id}/alerts": lambda *_: RULE,
    "POST /projects/{project_id}/source-maps/check": lambda *_: {"url": "https://shop.example/app.js"},
    "POST /projects/{project_id}/source-maps/apply": lambda *_: {"dry_run": True},
    "POST /projects/{project_id}/users/export": lambda *_: {"id": "7"},
    "POST /projects/{project_id}/users/erase": lambda *_: {"id": "nobody"},
    "PUT /projects/{project_id}/alerts/{rule_id}": lambda *_: RULE,
    "PUT /projects/{project_id}/releases/{version}": lambda *_: {"ref": "abc"},
    "PUT /projects/{project_id}/releases/{version}/commits": lambda *_: {"commits": [{"id": "abc"}]},
    "POST /projects/{project_id}/releases/{version}/deploys": lambda *_: {"environment": "production"},
    "POST /0/organizations/{org_slug}/releases": lambda world, _: {
        "version": f"3.0.{next(world.numbers)}",
        "projects": [world.shared["project_slug"]],
    },
    "PUT /0/organizations/{org_slug}/releases/{version}": lambda *_: {"ref": "abc"},
    "POST /0/organizations/{org_slug}/releases/{version}/deploys": lambda *_: {"environment": "production"},
    "POST /0/organizations/{org_slug}/releases/{version}/assemble": lambda *_: {"checksum": "0" * 40, "chunks": []},
    "POST /0/organizations/{org_slug}/artifactbundle/assemble": lambda world, _: {
        "checksum": "0" * 40,
        "chunks": [],
        "projects": [world.shared["project_slug"]],
    },
    "POST /0/projects/{org_slug}/{project_slug}/releases": lambda world, _: {"version": f"3.0.{next(world.numbers)}"},
    "PUT /0/projects/{org_slug}/{project_slug}/releases/{version}": lambda *_: {"ref": "abc"},
    "POST /0/organizations/{org_slug}/members": lambda world, _: {"email": f"i{next(world.numbers)}@example.com"},
    "PUT /0/organizations/{org_slug}/members/{member_id}": lambda *_: {"orgRole": "admin"},
    "POST /0/teams/{org_slug}/{team_slug}/projects": lambda *_: {"name": "Another"},
    "PUT /0/projects/{org_slug}/{project_slug}": lambda *_: {"platform": "python"},
    "POST /0/projects/{org_slug}/{project_slug}/keys": lambda *_: {"name": "Another"},
    "PUT /0/projects/{org_slug}/{project_slug}/keys/{key_id}": lambda *_: {"isActive": False},
    "PUT /0/organizations/{org_slug}/issues": lambda *_: {"status": "ignored"},
    "PUT /0/organizations/{org_slug}/issues/{issue_id}": lambda *_: {"status": "ignored"},
    "PUT /0/projects/{org_slug}/{project_slug}/issues": lambda *_: {"status": "ignored"},
}


def read_table() -> dict[str, list[int]]:
    rows = {}
    for line in TABLE.read_text().splitlines():
        if line and not line.startswith("#"):
            method, path, *statuses = line.split()
            rows[f"{method} {path}"] = [int(status) for status in statuses]
    return rows
