"""Queue → issue: the Lambda that takes batches of events."""

from chalice import Blueprint

worker = Blueprint(__name__)
