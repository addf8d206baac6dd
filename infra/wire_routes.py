"""The routes that SDKs and browsers send to: by the HTTP API where there is one, throttled apart on the REST API."""

# As Chalice declares them, with the method at the end. infra/edge.yaml names each of them twice, with and without a
# slash at the end.
WIRE_ROUTES = (
    "/{project_id}/envelope/POST",
    "/{project_id}/store/POST",
    "/{project_id}/store/GET",
    "/{project_id}/security/POST",
    "/{project_id}/csp-report/POST",
    "/{project_id}/minidump/POST",
    "/tunnel/POST",
    "/embed/error-page/GET",
    "/embed/error-page/POST",
    "/projects/{project_id}/store/POST",
)
