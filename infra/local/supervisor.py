"""Starts the local stack in order, watches its processes, restarts one that dies, stops them in reverse order."""

import os
import sys
import time
from collections import Counter
from collections.abc import Callable
from typing import Any, NoReturn

from chalicelib.aws.secrets import create_stage_secrets
from infra.local import environment
from infra.local.account import ensure_account
from infra.local.emulator import emulator_child, ensure_emulator_environment
from infra.local.errors import LocalStackError
from infra.local.folders import StateFolder
from infra.local.managed_process import Child
from infra.local.ports import choose_port
from infra.local.progress import say
from infra.local.resources import deploy_resources
from infra.local.web import answers

_START_SECONDS = 60.0
_POLL_SECONDS = 0.05
_WATCH_SECONDS = 0.2
_ORPHAN_SECONDS = 5.0
# A process that dies this often before it has lived for a while is broken. One that is killed now and then works in
# between, and is started again without end.
_MAX_RESTARTS = 5
_LIVED_SECONDS = 3.0
_GRACE_SECONDS = {"gateway": 5.0, "worker": 15.0, "emulator": 60.0}


class LocalStack:
    """One stack with its state in *folder*, on *port* (0: a free one)."""

    def __init__(self, folder: StateFolder, port: int) -> None:
        self._folder = folder
        # After a kill -9 our own old gateway may need a moment to notice that it is orphaned.
        was_killed = bool(folder.read_run().get("pids"))
        self._port = choose_port(port, patience_seconds=_ORPHAN_SECONDS if was_killed else 0.0)
        self.url = f"http://localhost:{self._port}"
        self._children: list[Child] = []
        self._early_deaths: Counter[str] = Counter()

    def start(self) -> dict[str, Any]:
        """Bring everything up; the content of the run file. Raises LocalStackError, with nothing left running."""
        try:
            return self._start()
        except BaseException:
            self.stop()
            raise

    def watch(self) -> NoReturn:
        """Restart what dies, until interrupted. Raises LocalStackError when something dies over and over."""
        while True:
            for child in self._children:
                if not child.is_running():
                    self._restart(child)
            time.sleep(_WATCH_SECONDS)

    def stop(self) -> None:
        """Stop what runs: first who takes requests, last the emulator, which saves its state."""
        for child in reversed(self._children):
            child.stop(_GRACE_SECONDS[child.name])
        if self._children:
            self._write_run({"pids": {}})
        self._children.clear()

    def _start(self) -> dict[str, Any]:
        self._folder.create()
        endpoint = self._start_emulator()
        environment.use_stage(self.url)
        deploy_resources()
        create_stage_secrets()
        self._start_ours()
        self._wait_until(self._is_healthy, "the API")
        account = ensure_account(self.url, self._folder.read_run(), self._write_run)
        self._write_run(account | {"url": self.url, "aws_endpoint": endpoint, "pids": self._pids()})
        return self._folder.read_run()

    def _start_emulator(self) -> str:
        given = os.environ.get("AWS_ENDPOINT_URL")
        if given:
            say(f"Using the AWS endpoint {given}")
            environment.use_given_endpoint()
            return given
        child, endpoint = emulator_child(self._folder, ensure_emulator_environment())
        self._add(child)
        self._wait_until(lambda: answers(f"{endpoint}/_ministack/health"), "the AWS emulator")
        environment.use_emulator(endpoint)
        return endpoint

    def _start_ours(self) -> None:
        self._add(self._python("worker", "infra.local.lambda_poller.process", {}))
        self._add(self._python("gateway", "infra.local.gateway.process", {"PORT": str(self._port)}))

    def _python(self, name: str, module: str, variables: dict[str, str]) -> Child:
        return Child(name, [sys.executable, "-m", module], variables, self._folder.log(name))

    def _add(self, child: Child) -> None:
        self._children.append(child)
        child.start()

    def _restart(self, child: Child) -> None:
        if child.lived_seconds() >= _LIVED_SECONDS:
            self._early_deaths[child.name] = 0
        else:
            self._early_deaths[child.name] += 1
        if self._early_deaths[child.name] > _MAX_RESTARTS:
            raise LocalStackError(f"The {child.name} keeps dying; its log {child.log} ends:\n{child.log_tail()}")
        say(f"The {child.name} died and is started again; its log is {child.log}")
        child.start()
        self._write_run({"pids": self._pids()})

    def _wait_until(self, is_ready: Callable[[], bool], what: str) -> None:
        deadline = time.monotonic() + _START_SECONDS
        while not is_ready():
            dead = next((child for child in self._children if not child.is_running()), None)
            if dead is not None:
                raise LocalStackError(f"The {dead.name} did not start; its log {dead.log} ends:\n{dead.log_tail()}")
            if time.monotonic() > deadline:
                raise LocalStackError(f"{what} did not answer within {_START_SECONDS:.0f} seconds")
            time.sleep(_POLL_SECONDS)

    def _is_healthy(self) -> bool:
        return answers(f"{self.url}/api/health")

    def _pids(self) -> dict[str, int]:
        return {child.name: child.pid for child in self._children} | {"supervisor": os.getpid()}

    def _write_run(self, content: dict[str, Any]) -> None:
        self._folder.write_run(self._folder.read_run() | content)
