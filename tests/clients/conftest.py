"""A signed-in caller of the running stack's API, and the npm packages the JavaScript clients need."""

import json
import os
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from chalicelib.http.scopes import ALL_SCOPES
from tests.clients.sentry_tools import MODULES, TOOLS, Tools

JS_FOLDER = Path(__file__).resolve().parent / "js"
GROUPED_WITHIN_SECONDS = 30


class ApiCaller:
    """The management API as a script uses it: a token from /auth/login, JSON in and out."""

    def __init__(self, url: str, email: str, password: str) -> None:
        self.url = url
        self.token = ""
        self.token = self.post("/auth/login", {"email": email, "password": password})["token"]

    def get(self, path: str) -> Any:
        return self._call("GET", path)

    def post(self, path: str, body: object) -> Any:
        return self._call("POST", path, body)

    def put(self, path: str, body: object) -> Any:
        return self._call("PUT", path, body)

    def wait_for_event(self, event_id: str) -> Any:
        """The event in full, as soon as it is grouped."""
        deadline = time.monotonic() + GROUPED_WITHIN_SECONDS
        while True:
            try:
                return self.get(f"/events/{event_id}")
            except urllib.error.HTTPError as error:
                if error.code != 404 or time.monotonic() > deadline:
                    raise
            time.sleep(0.1)

    def _call(self, method: str, path: str, body: object = None) -> Any:
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self.token}"}
        if not self.token:
            del headers["Authorization"]
        content = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + "/api" + path, content, headers, method=method)  # noqa: S310 - loopback
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - loopback
            return json.loads(answer.read() or b"null")


@pytest.fixture(scope="session")
def api(stack: Any) -> ApiCaller:
    return ApiCaller(stack.url, stack.email, stack.password)


@pytest.fixture(scope="session")
def tools(stack: Any, api: ApiCaller, tmp_path_factory: pytest.TempPathFactory) -> Tools:
    """Sentry's own tools, told nothing but the stack's URL, an API token, and organization and project."""
    if shutil.which("npm") is None:
        pytest.skip("needs Node 20 with npm")
    if not MODULES.is_dir():
        install = ["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run(install, cwd=TOOLS, check=True)
    token = api.post("/auth/tokens", {"name": "tools", "scopes": list(ALL_SCOPES)})["token"]
    told = {
        "SENTRY_URL": stack.url,
        "SENTRY_AUTH_TOKEN": token,
        "SENTRY_ORG": stack.organization,
        "SENTRY_PROJECT": stack.project,
        "SENTRY_DSN": stack.dsn,
    }
    return Tools(tmp_path_factory.mktemp("home"), told)


@pytest.fixture(scope="session")
def chromium() -> None:
    if "CHROMIUM" not in os.environ and not any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))):
        pytest.skip("no Chromium is installed (CHROMIUM names one)")


@pytest.fixture(scope="session")
def run_js(stack: Any) -> Callable[..., Any]:
    """Runs one of the scripts in js/ with the stack's DSN, or another address of its; answers what it printed."""
    if shutil.which("npm") is None:
        pytest.skip("needs Node 20 with npm")
    if not (JS_FOLDER / "node_modules" / "@sentry").is_dir():
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=JS_FOLDER, check=True)

    def run(script: str, message: str, address: str = stack.dsn) -> Any:
        command = ["node", script, address, message]
        done = subprocess.run(command, cwd=JS_FOLDER, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    return run
