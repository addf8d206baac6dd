"""The real Chalice app as a Lambda function would run it: one call per event, several at a time in threads."""

import asyncio
import json
import threading
import traceback
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from infra.local.gateway.answer import MAX_LAMBDA_PAYLOAD_BYTES, Answer, read_proxy_response
from infra.local.gateway.errors import handler_failed, payload_too_large, timed_out
from infra.local.lambda_context import LambdaContext

# API Gateway's default; a handler that takes longer goes on, yet its answer has nobody to go to.
INTEGRATION_TIMEOUT_SECONDS = 29.0
_THREADS = 24
# Escaping can grow a string sixfold in JSON, so that smaller bodies need no measuring.
_SURELY_SMALL = MAX_LAMBDA_PAYLOAD_BYTES // 6


class ApiFunction:
    """The API's Lambda function, called in this process.

    Chalice keeps the request it works on in attributes of the app, which is right in Lambda (one request at a time)
    and wrong between threads; here those attributes are each thread's own.
    """

    def __init__(self, app: Any, timeout_seconds: float = INTEGRATION_TIMEOUT_SECONDS) -> None:
        app.__class__ = _with_request_per_thread(app.__class__)
        self._app = app
        self._timeout_seconds = timeout_seconds
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="api")

    @property
    def routes(self) -> dict[str, dict[str, Any]]:
        """Chalice's routes: resource path → method → route entry."""
        return dict(self._app.routes)

    @property
    def binary_types(self) -> Collection[str]:
        return list(self._app.api.binary_types)

    async def invoke(self, event: dict[str, Any]) -> Answer:
        """The handler's answer. Raises GatewayError: 413 above Lambda's limit, 504 when late, 502 on a crash."""
        if _exceeds_lambda_limit(event):
            raise payload_too_large()
        call = asyncio.get_running_loop().run_in_executor(self._threads, self._call, event)
        try:
            return await asyncio.wait_for(asyncio.shield(call), self._timeout_seconds)
        except TimeoutError:
            raise timed_out() from None

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _call(self, event: dict[str, Any]) -> Answer:
        context = LambdaContext("api", timeout_seconds=self._timeout_seconds + 1)
        try:
            response = self._app(event, context)
        except Exception as error:
            traceback.print_exc()
            raise handler_failed() from error
        return read_proxy_response(response)


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
