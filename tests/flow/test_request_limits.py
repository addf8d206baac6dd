import pytest

from chalicelib import config
from chalicelib.http import rate_limits
from chalicelib.http.rate_limits import RequestCountRecord
from tests.api_client import ApiClient

SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}


def limited(monkeypatch: pytest.MonkeyPatch, **limits: int) -> None:
    monkeypatch.setenv("MINISENTRY_REGISTRATION", "open")
    for name, limit in limits.items():
        monkeypatch.setenv(f"MINISENTRY_{name.upper()}_REQUESTS_PER_MINUTE", str(limit))
    config.settings.cache_clear()
    config.settings()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [1_800_000_000.0]
    monkeypatch.setattr(rate_limits.time, "time", lambda: now[0])
    return now


def test_nobody_gets_a_hundred_requests_a_minute_by_address(stage: config.Settings, clock: list[float]) -> None:
    answers = [ApiClient().get("/auth/config") for _ in range(101)]

    assert [answer.status for answer in answers] == [200] * 100 + [429]
    assert answers[0].headers["RateLimit-Limit"] == "100"
    assert answers[0].headers["RateLimit-Remaining"] == "99"
    assert answers[100].headers["Retry-After"] == answers[100].headers["RateLimit-Reset"] == "60"
    assert answers[100].body["error"]["code"] == "rate_limited"


def test_the_next_minute_starts_anew(
    stage: config.Settings, clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    limited(monkeypatch, address=1)
    assert [ApiClient().get("/auth/config").status for _ in range(3)] == [200, 429, 429]

    clock[0] += 60

    assert ApiClient().get("/auth/config").status == 200


def test_a_user_is_counted_apart_from_the_address(
    stage: config.Settings, clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    limited(monkeypatch, user=3, address=2)
    ann, bob = ApiClient().register("ann@example.com"), ApiClient().register("bob@example.com")

    assert [ann.get("/auth/me").status for _ in range(4)] == [200, 200, 200, 429]
    assert bob.get("/auth/me").status == 200
    assert ApiClient().get("/auth/config").status == 429, "two registrations used the address up"


def test_tokens_of_one_user_share_one_count(
    stage: config.Settings, clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    limited(monkeypatch, user=4)
    ann = ApiClient().register("ann@example.com")
    first, second = ann.with_token("org:read"), ann.with_token("org:read")

    statuses = [client.get("/organizations").status for client in (first, second, first)]

    assert statuses == [200, 200, 429]


def test_wrong_tokens_count_for_the_address(
    stage: config.Settings, clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    limited(monkeypatch, address=2)

    statuses = [ApiClient(token=f"mst_{n}").get("/auth/me").status for n in range(3)]

    assert statuses == [401, 401, 429]


def test_health_is_never_counted(stage: config.Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    limited(monkeypatch, address=1)

    assert {ApiClient().get("/health").status for _ in range(5)} == {200}


def test_a_refusal_costs_no_further_write(
    stage: config.Settings, clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    limited(monkeypatch, address=1)
    for _ in range(5):
        ApiClient().get("/auth/config")

    row = next(iter(RequestCountRecord.query("L#address#127.0.0.1")))

    assert row.used == 2
    assert row.expires_at > clock[0]


def test_refusals_tell_what_is_left_too(stage: config.Settings) -> None:
    answer = ApiClient().get("/auth/me")

    assert answer.status == 401
    assert answer.headers["RateLimit-Remaining"] == "99"
    assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("path", ["/health", "/auth/me", "/organizations/x"])
def test_every_answer_carries_the_security_headers(open_stage: config.Settings, path: str) -> None:
    answer = ApiClient().get(path)

    assert SECURITY.items() <= answer.headers.items()
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")


class TestOtherOrigins:
    def test_none_is_allowed_unless_configured(self, open_stage: config.Settings) -> None:
        page = ApiClient(headers={"Origin": "https://app.example.com"})

        for answer in (page.get("/auth/config"), page.call("OPTIONS", "/auth/login")):
            assert not [name for name in answer.headers if name.startswith("Access-Control")]

    def test_a_configured_one_may_read_answers_and_errors(
        self, stage: config.Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("MINISENTRY_CORS_ORIGINS", "https://app.example.com,https://ops.example.com")
        config.settings.cache_clear()
        config.settings()
        page = ApiClient(headers={"Origin": "https://ops.example.com"})
        evil = ApiClient(headers={"Origin": "https://ops.example.com.evil.com"})

        for answer in (page.get("/auth/config"), page.get("/auth/me"), page.post("/auth/login", {})):
            assert answer.headers["Access-Control-Allow-Origin"] == "https://ops.example.com"
            assert answer.headers["Access-Control-Allow-Credentials"] == "true"
            assert answer.headers["Vary"] == "Origin"
        assert "Access-Control-Allow-Origin" not in evil.get("/auth/config").headers
        assert evil.get("/auth/config").headers["Vary"] == "Origin"

    def test_a_preflight_tells_what_may_be_sent(self, stage: config.Settings, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("MINISENTRY_CORS_ORIGINS", "https://app.example.com")
        config.settings.cache_clear()
        config.settings()

        answer = ApiClient(headers={"Origin": "https://app.example.com"}).call("OPTIONS", "/auth/login")

        assert answer.status == 204
        assert "Authorization" in answer.headers["Access-Control-Allow-Headers"]
        assert "PATCH" in answer.headers["Access-Control-Allow-Methods"]


class TestBodies:
    @pytest.mark.parametrize(
        "raw",
        [
            b"",
            b"[]",
            b"null",
            b"{",
            b'{"email": "\\ud800@example.com", "password": "x"}',
            b"\xff\xfe",
            b'{"email": NaN, "password": "x"}',
            b"[" * 100_000,
            b'{"email": ' + b"[" * 50_000,
            b'{"email": 1e999, "password": "x"}',
        ],
    )
    def test_nonsense_is_a_validation_error(self, open_stage: config.Settings, raw: bytes) -> None:
        answer = ApiClient().call("POST", "/auth/login", raw=raw)

        assert answer.status == 400
        assert answer.body["error"]["code"] == "validation_error"

    def test_a_body_is_read_up_to_a_megabyte(self, open_stage: config.Settings) -> None:
        raw = b'{"email": "' + b"x" * (1024 * 1024) + b'"}'

        assert ApiClient().call("POST", "/auth/login", raw=raw).status == 413

    def test_only_json_is_read(self, open_stage: config.Settings) -> None:
        answer = ApiClient(headers={"Content-Type": "text/xml"}).call("POST", "/auth/login", raw=b"<x/>")

        assert answer.status == 415
        assert answer.body["error"]["code"] == "unsupported_media_type"

    def test_a_path_longer_than_any_key_is_not_found(self, open_stage: config.Settings) -> None:
        ann = ApiClient().register("ann@example.com")

        assert ann.get(f"/organizations/{'x' * 3000}").status == 404
        assert ann.get(f"/projects/{'9' * 1000}/issues").status == 404
        assert ann.delete(f"/auth/tokens/{'x' * 1500}").status == 404
