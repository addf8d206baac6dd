from chalicelib.http.gateway import as_rest_event


def test_the_trailing_slash_of_an_http_api_route_is_dropped() -> None:
    event = {"resource": "/{project_id}/envelope/", "requestContext": {"resourcePath": "/{project_id}/envelope/"}}

    changed = as_rest_event(event)

    assert changed["resource"] == "/{project_id}/envelope"
    assert changed["requestContext"]["resourcePath"] == "/{project_id}/envelope"


def test_other_events_pass_as_they_are() -> None:
    for event in ({"requestContext": {"resourcePath": "/health"}}, {"requestContext": {"resourcePath": "/"}}, {}):
        assert as_rest_event(event) is event
