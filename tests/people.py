"""People who use a running stack over HTTP, and patience for what others do meanwhile."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import requests

PASSWORD = "correct horse battery"
WITHIN_SECONDS = 30


@dataclass
class Person:
    """Somebody at a browser. *base* is the API's URL."""

    base: str
    name: str
    user: dict[str, Any] = field(default_factory=dict)
    token: str = ""

    @property
    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}

    @property
    def email(self) -> str:
        return f"{self.name.lower()}@example.com"

    def call(self, method: str, path: str, body: Any = None, *, status: int | None = None) -> Any:
        answer = requests.request(method, self.base + path, json=body, headers=self.bearer, timeout=30)
        assert answer.status_code == status if status else answer.ok, (method, path, answer.status_code, answer.text)
        return answer.json() if answer.content else None

    def get(self, path: str) -> Any:
        return self.call("GET", path)

    def register(self) -> "Person":
        body = {"email": self.email, "password": PASSWORD, "name": self.name}
        signed_in = self.call("POST", "/auth/register", body)
        self.user, self.token = signed_in["user"], signed_in["token"]
        return self


def eventually(look: Callable[[], Any], seconds: float = WITHIN_SECONDS) -> Any:
    """What *look* returns as soon as it is true."""
    deadline = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < deadline, "this did not happen in time"
        time.sleep(0.2)
    return found
