"""The management API: storage in JSON, one blueprint per resource, listed here in the order app.py registers them."""

from chalice import Blueprint

from chalicelib.api import health

BLUEPRINTS: tuple[Blueprint, ...] = (health.routes,)
