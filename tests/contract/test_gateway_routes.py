"""Which resource the gateway finds for a path."""

import pytest

from infra.local.gateway.routes import RouteConflictError, RouteTable

TABLE = RouteTable(
    [
        "/",
        "/health",
        "/projects/{project_id}/store",
        "/projects/{project_id}/releases/{version}",
        "/{project_id}/store",
        "/{project_id}/envelope",
        "/0/organizations/{org_slug}",
    ]
)


@pytest.mark.parametrize(
    ("path", "resource", "parameters"),
    [
        ("/", "/", {}),
        ("", "/", {}),
        ("/health", "/health", {}),
        ("/health/", "/health", {}),
        ("/42/store/", "/{project_id}/store", {"project_id": "42"}),
        ("/projects/42/store", "/projects/{project_id}/store", {"project_id": "42"}),
        (
            "/projects/42/releases/web%401.2.3%2Fbeta",
            "/projects/{project_id}/releases/{version}",
            {"project_id": "42", "version": "web@1.2.3/beta"},
        ),
        (
            "/projects/42/releases/a+b",
            "/projects/{project_id}/releases/{version}",
            {"project_id": "42", "version": "a+b"},
        ),
        ("/0/organizations/acme", "/0/organizations/{org_slug}", {"org_slug": "acme"}),
    ],
)
def test_a_path_finds_its_resource_and_decoded_variables(path: str, resource: str, parameters: dict[str, str]) -> None:
    found = TABLE.find(path)

    assert found is not None
    assert (found.path, found.parameters) == (resource, parameters)


@pytest.mark.parametrize("path", ["/nothing", "/42", "/42/store/more", "//store", "/projects", "/42//store"])
def test_an_unknown_path_finds_nothing(path: str) -> None:
    assert TABLE.find(path) is None


def test_a_static_segment_wins_and_is_not_taken_back() -> None:
    """`/projects/store` stays below the static `projects`, although `/{project_id}/store` would fit."""
    assert TABLE.find("/projects/store") is None


def test_sibling_variables_with_two_names_are_refused_as_aws_refuses_them() -> None:
    with pytest.raises(RouteConflictError, match="project_id"):
        RouteTable(["/{project_id}/store", "/{project}/envelope"])
