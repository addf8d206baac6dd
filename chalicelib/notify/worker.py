"""Outbox → people: the Lambda that sends what the outbox holds."""

from chalice import Blueprint

worker = Blueprint(__name__)
