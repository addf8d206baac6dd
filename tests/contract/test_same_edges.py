"""What the local gateway says by itself against what the templates and deploy steps set on AWS."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from infra.deploy import gateway as deployed
from infra.local.gateway import errors
from infra.local.gateway.dashboard import SECURITY_HEADERS

WEB_TEMPLATE = Path(__file__).parents[2] / "infra" / "web.yaml"


class TemplateLoader(yaml.SafeLoader):
    """Reads CloudFormation's short forms (`!Ref x`) as their plain values."""


def _plain(loader: TemplateLoader, _tag: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return loader.construct_scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    return loader.construct_mapping(node, deep=True)


TemplateLoader.add_multi_constructor("!", _plain)


def page_headers() -> dict[str, Any]:
    template = yaml.load(WEB_TEMPLATE.read_text(), TemplateLoader)  # noqa: S506 - our own file, by a safe loader
    policy: dict[str, Any] = template["Resources"]["PageHeaders"]["Properties"]["ResponseHeadersPolicyConfig"]
    return policy


def test_the_dashboard_has_cloudfronts_headers() -> None:
    policy = page_headers()
    security = policy["SecurityHeadersConfig"]
    custom = {item["Header"].lower(): item["Value"] for item in policy["CustomHeadersConfig"]["Items"]}

    assert dict(SECURITY_HEADERS) == custom | {
        "content-security-policy": security["ContentSecurityPolicy"]["ContentSecurityPolicy"],
        "x-content-type-options": "nosniff",
        "x-frame-options": security["FrameOptions"]["FrameOption"],
        "referrer-policy": security["ReferrerPolicy"]["ReferrerPolicy"],
    }


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (errors.not_found(), "MISSING_AUTHENTICATION_TOKEN"),
        (errors.payload_too_large(), "REQUEST_TOO_LARGE"),
        (errors.unsupported_coding("no"), "UNSUPPORTED_MEDIA_TYPE"),
        (errors.timed_out(), "INTEGRATION_TIMEOUT"),
        (errors.handler_failed(), "DEFAULT_5XX"),
    ],
)
def test_errors_of_the_gateway_carry_the_deployed_codes_and_headers(error: errors.GatewayError, kind: str) -> None:
    deployed_headers = {name.lower(): value.strip("'") for name, value in deployed._HEADERS.items()}

    headers = dict(error.headers)

    assert error.code == deployed._RESPONSES[kind]
    assert headers.pop("x-sentry-error") == error.code
    assert headers.pop("content-type") == "application/json"
    assert headers == deployed_headers
