"""Our Lambda functions as AWS would run them: one call per event, several at a time in threads."""

import asyncio
import contextlib
import json
import threading
import traceback
from collections.abc import Callable, Collection
from queue import SimpleQueue
from typing import Any

from infra.local.gateway.answer import MAX_LAMBDA_PAYLOAD_BYTES, Answer, read_proxy_response
from infra.local.gateway.errors import GatewayError, handler_failed, payload_too_large, timed_out
from infra.local.handler_time import counted
from infra.local.lambda_context import LambdaContext

# API Gateway's default; a handler that takes longer goes on, yet its answer has nobody to go to.
INTEGRATION_TIMEOUT_SECONDS = 29.0
_THREADS = 24
# Escaping can grow a string sixfold in JSON, so that smaller bodies need no measuring.
_SURELY_SMALL = MAX_LAMBDA_PAYLOAD_BYTES // 6


class LambdaFunction:
    """A function's handler, called in this process."""

    def __init__(
        self,
        name: str,
        handler: Callable[[dict[str, Any], Any], Any],
        timeout_seconds: float = INTEGRATION_TIMEOUT_SECONDS,
    ) -> None:
        self._name = name
        self._handler = handler
        self._timeout_seconds = timeout_seconds
        # An executor's futures cost a tenth of a whole request; a queue and the loop's own future do.
        self._calls: SimpleQueue[tuple[dict[str, Any], asyncio.Future[Answer]] | None] = SimpleQueue()
        for number in range(_THREADS):
            threading.Thread(target=self._work, name=f"{name}-{number}", daemon=True).start()

    async def invoke(self, event: dict[str, Any]) -> Answer:
        """The handler's answer. Raises GatewayError: 413 above Lambda's limit, 504 when late, 502 on a crash."""
        if _exceeds_lambda_limit(event):
            raise payload_too_large()
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Answer] = loop.create_future()
        timer = loop.call_later(self._timeout_seconds, _settle, answer, timed_out())
        self._calls.put((event, answer))
        try:
            return await answer
        finally:
            timer.cancel()

    def close(self) -> None:
        """Let every thread end after the call it is in."""
        for _ in range(_THREADS):
            self._calls.put(None)

    def _work(self) -> None:
        while (call := self._calls.get()) is not None:
            event, answer = call
            # The loop is closed once the gateway stops, and then nobody waits for the answer.
            with contextlib.suppress(RuntimeError):
                answer.get_loop().call_soon_threadsafe(_settle, answer, self._call(event))

    def _call(self, event: dict[str, Any]) -> Answer | GatewayError:
        context = LambdaContext(self._name, timeout_seconds=self._timeout_seconds + 1)
        try:
            with counted(event["resource"]):
                answer = self._handler(event, context)
            return read_proxy_response(answer)
        except GatewayError as error:
            return error
        except Exception:  # noqa: BLE001 - Lambda survives any handler, and so does its stand-in
            traceback.print_exc()
            return handler_failed()


class ApiFunction(LambdaFunction):
    """The API's function, which is a Chalice application.

    Chalice keeps the request it works on in attributes of the app, which is right in Lambda (one request at a time)
    and wrong between threads; here those attributes are each thread's own.
    """

    def __init__(self, app: Any, timeout_seconds: float = INTEGRATION_TIMEOUT_SECONDS) -> None:
        app.__class__ = _with_request_per_thread(app.__class__)
        self._app = app
        super().__init__("api", app, timeout_seconds)

    @property
    def routes(self) -> dict[str, dict[str, Any]]:
        """Chalice's routes: resource path → method → route entry."""
        return dict(self._app.routes)

    @property
    def binary_types(self) -> Collection[str]:
        return list(self._app.api.binary_types)


def _settle(answer: asyncio.Future[Answer], outcome: Answer | GatewayError) -> None:
    if answer.done():
        return
    if isinstance(outcome, GatewayError):
        answer.set_exception(outcome)
    else:
        answer.set_result(outcome)


def _with_request_per_thread(app_class: type) -> type:
    local = threading.local()

    def own(name: str) -> property:
        return property(lambda _: getattr(local, name, None), lambda _, value: setattr(local, name, value))

    members = {name: own(name) for name in ("current_request", "lambda_context")}
    return type(app_class.__name__, (app_class,), members)


def _exceeds_lambda_limit(event: dict[str, Any]) -> bool:
    if len(event["body"] or "") < _SURELY_SMALL:
        return False
    return len(json.dumps(event, ensure_ascii=False).encode(errors="replace")) > MAX_LAMBDA_PAYLOAD_BYTES
