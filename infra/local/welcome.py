"""What `make run` prints once the stack is up."""

from typing import Any

from infra.local.folders import StateFolder

_TEXT = """
MiniSentry is running at {url}   (Ctrl-C stops it; its data stays)

  Sign in   {email}
  Password  {password}
  DSN       {dsn}

A first error from Python (pip install sentry-sdk):

  import sentry_sdk
  sentry_sdk.init("{dsn}")
  1 / 0

or from JavaScript (npm install @sentry/node):

  import * as Sentry from "@sentry/node";
  Sentry.init({{ dsn: "{dsn}" }});
  Sentry.captureException(new Error("My first error"));

More errors at once: make demo
"""


def welcome(running: dict[str, Any], folder: StateFolder) -> str:
    """The lines for the terminal. The password stands there once, after that only where it is kept."""
    is_shown = running.get("is_password_shown", False)
    shown = f"as shown at the first start; kept in {folder.run_file}" if is_shown else running["password"]
    return _TEXT.format(url=running["url"], email=running["email"], password=shown, dsn=running["dsn"])
