"""JSON over HTTP to the running stack, for set-up and demo."""

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

import urllib3


@dataclass(frozen=True, slots=True)
class JsonAnswer:
    status: int
    content: Any


@cache
def _connections() -> urllib3.PoolManager:
    return urllib3.PoolManager(retries=False, timeout=30)


def call(method: str, url: str, body: Any = None, token: str | None = None) -> JsonAnswer:
    """The answer of *url*; content is None where it is no JSON. Raises urllib3's errors when nobody answers."""
    headers = {"content-type": "application/json"} | ({"authorization": f"Bearer {token}"} if token else {})
    text = None if body is None else json.dumps(body)
    answer = _connections().request(method, url, body=text, headers=headers)
    try:
        content = json.loads(answer.data)
    except ValueError:
        content = None
    return JsonAnswer(answer.status, content)


def answers(url: str) -> bool:
    """Whether *url* answers 200 right now."""
    try:
        return call("GET", url).status == 200
    except urllib3.exceptions.HTTPError:
        return False
