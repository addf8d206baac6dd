"""Calls the app as API Gateway would, and keeps cookies and the access token as a browser would."""

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import requests
from chalice.test import Client

from app import app

PASSWORD = "correct horse battery"


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: Any
    text: str


@dataclass
class ApiClient:
    """*token* is sent as Bearer when there is one; cookies go to /auth only, as their path says.

    *url* is a running stack's; without it the app is called in this process.
    """

    token: str | None = None
    cookies: dict[str, str] = field(default_factory=dict)
    user: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    url: str | None = None

    def call(self, method: str, path: str, body: Any = None, *, query: Any = None, raw: bytes | None = None) -> Answer:
        headers = {"Content-Type": "application/json", **self.headers}
        if self.token is not None:
            headers["Authorization"] = f"Bearer {self.token}"
        if self.cookies and path.startswith("/auth"):
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if query:
            path += "?" + urlencode(query, doseq=True)
        payload = raw if raw is not None else b"" if body is None else json.dumps(body).encode()
        answer = self._send(method, path, headers, payload)
        self._keep_cookie(answer.headers)
        return answer

    def _send(self, method: str, path: str, headers: dict[str, str], payload: bytes) -> Answer:
        if self.url is not None:
            response: Any = requests.request(method, f"{self.url}/api{path}", headers=headers, data=payload, timeout=30)
            content = response.content
        else:
            with Client(app) as client:
                response = client.http.request(method, path, headers=headers, body=payload)
            content = response.body
        text = content.decode()
        is_json = bool(text) and "json" in response.headers.get("Content-Type", "json")
        return Answer(response.status_code, dict(response.headers), json.loads(text) if is_json else None, text)

    def get(self, path: str, **query: Any) -> Answer:
        return self.call("GET", path, query=query)

    def post(self, path: str, body: Any = None) -> Answer:
        return self.call("POST", path, body)

    def put(self, path: str, body: Any = None) -> Answer:
        return self.call("PUT", path, body)

    def patch(self, path: str, body: Any = None) -> Answer:
        return self.call("PATCH", path, body)

    def delete(self, path: str) -> Answer:
        return self.call("DELETE", path)

    def register(self, email: str, name: str = "Somebody", **more: Any) -> "ApiClient":
        answer = self.post("/auth/register", {"email": email, "password": PASSWORD, "name": name, **more})
        assert answer.status == 201, answer.text
        return self._signed_in(answer)

    def login(self, email: str, password: str = PASSWORD) -> "ApiClient":
        answer = self.post("/auth/login", {"email": email, "password": password})
        assert answer.status == 200, answer.text
        return self._signed_in(answer)

    def with_token(self, *scopes: str) -> "ApiClient":
        """Somebody who holds an API token of mine."""
        answer = self.post("/auth/tokens", {"name": "test", "scopes": list(scopes)})
        assert answer.status == 201, answer.text
        return ApiClient(token=answer.body["token"], user=self.user)

    def _signed_in(self, answer: Answer) -> "ApiClient":
        self.token, self.user = answer.body["token"], answer.body["user"]
        return self

    def _keep_cookie(self, headers: dict[str, Any]) -> None:
        told = headers.get("Set-Cookie") or []
        for cookie in told if isinstance(told, list) else [told]:
            name, _, value = cookie.partition(";")[0].partition("=")
            if value:
                self.cookies[name] = value
            else:
                self.cookies.pop(name, None)
