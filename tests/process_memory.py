"""Forgets what this process knows of a stage, as a process that starts anew on another one."""

import sys

from chalicelib import config
from chalicelib.accounts import sessions, signing_keys, tokens
from chalicelib.aws import clients as aws
from chalicelib.aws import secrets
from chalicelib.aws import tables as base
from chalicelib.http import rate_limits

# The rooms that remember something of a stage. Compiled patterns and AWS clients outlive it.
REMEMBERING = (
    *(
        f"chalicelib.{noun}."
        for noun in ("accounts", "alerts", "artifacts", "events", "ingest", "issues", "jobs", "organizations")
    ),
    *(f"chalicelib.aws.{name}" for name in ("compression", "encryption", "keys", "leases", "secrets", "tables")),
    "chalicelib.http.rate_limits",
    "chalicelib.processing.project_cache",
    "chalicelib.projects.",
    "chalicelib.releases.",
)


def forget_cached() -> None:
    config.settings.cache_clear()
    aws.reset_clients()
    base.reset_connections()
    secrets.master_key.cache_clear()
    signing_keys.forget_signing_keys()
    sessions.forget_alive_sessions()
    tokens.forget_touches()
    rate_limits.forget_refusals()
    forget_process_memory()


def forget_process_memory() -> None:
    """What a process that starts anew does not know of its stage: answers kept by storage, ingestion and the worker."""
    for name, module in list(sys.modules.items()):
        if name.startswith(REMEMBERING):
            for value in list(vars(module).values()):
                if callable(forget := getattr(value, "cache_clear", None)):
                    forget()
