"""The built dashboard as the gateway serves it."""

import gzip
import http.client

import pytest

from tests.local.echo_server import EchoServer

PAGE = b"<!doctype html><title>MiniSentry</title>" + b" " * 2000


@pytest.fixture
def site(echo: EchoServer) -> EchoServer:
    (echo.dist / "assets").mkdir()
    (echo.dist / "index.html").write_bytes(PAGE)
    (echo.dist / "assets" / "app-3f2a.js").write_bytes(b"let a = 1;\n" * 300)
    (echo.dist / "favicon.svg").write_bytes(b"<svg/>")
    (echo.dist.parent / "secret.txt").write_text("secret")
    return echo


def get(site: EchoServer, path: str, method: str = "GET", **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=10)
    connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    response = connection.getresponse()
    content = response.read()
    connection.close()
    return response, content


@pytest.mark.parametrize(
    "path",
    ["/", "/index.html", "/login", "/organizations/acme/projects/web/issues", "/organizations/a/releases/shop@1.2.3"],
)
def test_the_dashboards_own_routes_get_the_page(site: EchoServer, path: str) -> None:
    response, content = get(site, path)

    assert (response.status, content) == (200, PAGE)
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert response.headers["cache-control"] == "no-cache"
    assert "require-trusted-types-for 'script'" in response.headers["content-security-policy"]
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "strict-transport-security" not in response.headers


def test_hashed_assets_may_be_kept_forever(site: EchoServer) -> None:
    response, content = get(site, "/assets/app-3f2a.js", Accept_Encoding="br, gzip")

    assert "immutable" in response.headers["cache-control"]
    assert response.headers["content-encoding"] == "gzip"
    assert gzip.decompress(content) == b"let a = 1;\n" * 300


@pytest.mark.parametrize("path", ["/assets/app-old.js", "/favicon.ico"])
def test_a_missing_file_is_no_page(site: EchoServer, path: str) -> None:
    assert get(site, path)[0].status == 404


@pytest.mark.parametrize("path", ["/../secret.txt", "/..%2fsecret.txt", "/assets/../../secret.txt", "/%00"])
def test_nothing_outside_the_folder_is_served(site: EchoServer, path: str) -> None:
    assert b"secret" not in get(site, path)[1]


def test_an_unchanged_file_is_not_sent_again(site: EchoServer) -> None:
    etag = get(site, "/favicon.svg")[0].headers["etag"]

    response, content = get(site, "/favicon.svg", If_None_Match=etag)

    assert (response.status, content) == (304, b"")


def test_head_has_headers_only(site: EchoServer) -> None:
    response, content = get(site, "/", method="HEAD")

    assert (response.status, content) == (200, b"")
    assert response.headers["content-length"] == str(len(PAGE))


def test_a_rebuilt_file_is_served_anew(site: EchoServer) -> None:
    get(site, "/")
    (site.dist / "index.html").write_bytes(b"new")

    assert get(site, "/")[1] == b"new"


def test_a_dashboard_that_is_not_built_says_so(echo: EchoServer) -> None:
    response, content = get(echo, "/")

    assert response.status == 503
    assert b"not built" in content
