"""The management API as the bench calls it: signed in once, one keep-alive connection."""

import http.client
import json
import time
from typing import Any
from urllib.parse import urlsplit

from infra.local.harness import RunningStack

# Well before the gateway hangs up on a connection that nobody uses.
FRESH_SECONDS = 30.0


class Api:
    """Raises RuntimeError for any answer that is no success."""

    def __init__(self, stack: RunningStack) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(stack.url).netloc, timeout=60)
        self._used_at = time.monotonic()
        self.token = ""
        self.token = self.call("POST", "/auth/login", {"email": stack.email, "password": stack.password})["token"]

    def get(self, path: str) -> Any:
        return self.call("GET", path)

    def call(self, method: str, path: str, body: object = None) -> Any:
        headers = {"Content-Type": "application/json"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        if time.monotonic() - self._used_at > FRESH_SECONDS:
            self._connection.close()
        self._connection.request(method, "/api" + path, None if body is None else json.dumps(body), headers)
        answer = self._connection.getresponse()
        text = answer.read()
        self._used_at = time.monotonic()
        if answer.status >= 400:
            raise RuntimeError(f"{method} {path} answered {answer.status}: {text[:200]!r}")
        return json.loads(text or b"null")
