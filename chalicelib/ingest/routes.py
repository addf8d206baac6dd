"""The SDKs' endpoints."""

from chalice import Blueprint

routes = Blueprint(__name__)
