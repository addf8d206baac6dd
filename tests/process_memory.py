"""Forgets what this process knows of a stage, as a process that starts anew on another one."""

import sys

from chalicelib import aws, config
from chalicelib.storage import base, request_limits, secrets, sessions, signing_keys, tokens


def forget_cached() -> None:
    config.settings.cache_clear()
    aws.reset_clients()
    base.reset_connections()
    secrets.master_key.cache_clear()
    signing_keys.forget_signing_keys()
    sessions.forget_alive_sessions()
    tokens.forget_touches()
    request_limits.forget_refusals()
    forget_process_memory()


def forget_process_memory() -> None:
    """What a process that starts anew does not know of its stage: answers kept by storage, ingestion and the worker."""
    for name, module in list(sys.modules.items()):
        if name.startswith(("chalicelib.storage.", "chalicelib.ingest.", "chalicelib.grouping.settings")):
            for value in list(vars(module).values()):
                if callable(forget := getattr(value, "cache_clear", None)):
                    forget()
