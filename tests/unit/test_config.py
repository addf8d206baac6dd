"""Settings that are read from more than their own variable."""

import pytest

from chalicelib import config


@pytest.mark.parametrize(
    ("function", "told", "stage"),
    [
        ("minisentry-dev", None, "dev"),
        ("minisentry-prod-group_events", None, "prod"),
        ("minisentry-prod-group_events", "other", "other"),
        ("stack-GroupEvents-1A2B3C", None, "local"),
        ("", None, "local"),
    ],
)
def test_a_deployed_function_knows_its_stage_by_its_name(
    monkeypatch: pytest.MonkeyPatch, function: str, told: str | None, stage: str
) -> None:
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_NAME", function)
    monkeypatch.delenv("MINISENTRY_STAGE", raising=False)
    if told:
        monkeypatch.setenv("MINISENTRY_STAGE", told)
    config.settings.cache_clear()

    assert config.settings().stage == stage
    config.settings.cache_clear()
