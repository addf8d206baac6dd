"""The management API: storage in JSON, one blueprint per resource, listed here in the order app.py registers them."""

from chalicelib.api import health
from chalicelib.api.resource import Resource

BLUEPRINTS: tuple[Resource, ...] = (health.routes,)
