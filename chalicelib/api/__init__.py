"""The management API: storage in JSON, one blueprint per resource, listed here in the order app.py registers them."""

from chalicelib.api import (
    audit,
    auth,
    health,
    invitations,
    keys,
    members,
    organizations,
    password,
    project_members,
    projects,
    service,
    sessions,
    tokens,
)
from chalicelib.api.resource import Resource

BLUEPRINTS: tuple[Resource, ...] = (
    health.routes,
    auth.routes,
    password.routes,
    sessions.routes,
    tokens.routes,
    organizations.routes,
    members.routes,
    invitations.routes,
    projects.routes,
    keys.routes,
    project_members.routes,
    audit.routes,
    service.routes,
)
