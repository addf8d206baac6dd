"""The Lambda that runs jobs, and the schedule that sweeps."""

from chalice import Blueprint

worker = Blueprint(__name__)
