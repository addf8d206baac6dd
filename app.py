"""Composition root: the stations in flow order, and the one place that renders the API's errors and headers."""

import time
from collections.abc import Callable
from typing import Any

from chalice import Chalice
from chalice.app import Request, Response

from chalicelib import blueprints as api
from chalicelib.accounts.worker import worker as mail_worker
from chalicelib.alerts.worker import worker as notify_worker
from chalicelib.config import settings
from chalicelib.errors import MiniSentryError
from chalicelib.http.cors import with_cors
from chalicelib.http.gateway import as_rest_event, serve_under
from chalicelib.http.request import begin_request
from chalicelib.http.responses import BINARY_TYPES, answer_error, with_security_headers
from chalicelib.ingest import routes as ingest_routes
from chalicelib.ingest.function import function as ingest_function
from chalicelib.ingest.outcomes import outcomes
from chalicelib.jobs.worker import worker as jobs_worker
from chalicelib.process_tuning import tune_process
from chalicelib.processing.worker import worker as grouping_worker


class _Application(Chalice):
    def __call__(self, event: Any, context: Any) -> Any:
        return super().__call__(as_rest_event(event), context)


app = _Application(app_name="minisentry")
app.api.binary_types = BINARY_TYPES

app.register_blueprint(ingest_routes.routes)
app.register_blueprint(ingest_function)
app.register_blueprint(grouping_worker)
app.register_blueprint(notify_worker)
app.register_blueprint(jobs_worker)
app.register_blueprint(mail_worker)
for resource in api.BLUEPRINTS:
    app.register_blueprint(resource)
if settings().route_prefix:
    serve_under(app.routes, settings().route_prefix)


@app.middleware("http")
def render_errors(event: Request, get_response: Callable[[Request], Response]) -> Any:
    """Every answer leaves with security headers; every error we mean leaves in the API's one shape."""
    begin_request(event)
    # Counts that ingestion gathered wait for the next request of any kind, so that whoever asks for them sees them.
    outcomes().flush_due(time.time())
    try:
        response = get_response(event)
    except MiniSentryError as error:
        response = answer_error(error)
    return with_security_headers(with_cors(response, event))


tune_process()
