"""Events without a trace: the message template, the report of a browser, the place in a template."""

from typing import Any, Final
from urllib.parse import urlsplit

from chalicelib.processing.grouping.v1.component import Component, branch, leaf
from chalicelib.processing.grouping.v1.parameterize import message_for_grouping

LOCAL: Final = "'self'"
KEYWORDS: Final = frozenset({"'none'", LOCAL, "'unsafe-inline'", "'unsafe-eval'", "inline", "eval"})
UNSAFE: Final = {"inline": "unsafe-inline", "eval": "unsafe-eval"}


def message_component(event: dict[str, Any]) -> Component:
    """The template where there is one, else the text."""
    entry = event.get("logentry") or {}
    return parameterized_leaf("message", entry.get("message") or entry.get("formatted"))


def parameterized_leaf(part: str, text: str | None) -> Component:
    if not text:
        return Component(part)
    cleaned = message_for_grouping(text)
    return leaf(part, cleaned, "replaced values that differ from event to event" if cleaned != text else None)


def template_component(event: dict[str, Any]) -> Component:
    template = event.get("template") or {}
    return branch(
        "template", [leaf("filename", template.get("filename")), leaf("context_line", template.get("context_line"))]
    )


def csp_component(event: dict[str, Any]) -> Component:
    """The directive and what was blocked: the kind of violation for local scripts, else the host."""
    csp = event.get("csp") or {}
    directive = effective_directive(csp)
    violation = local_violation(csp)
    if violation:
        parts = [leaf("violation", violation), Component("uri", [blocked_host(csp)], "violation takes precedence")]
    else:
        parts = [Component("violation", [], "no violation by a local script"), leaf("uri", blocked_host(csp))]
    return branch("csp", [leaf("directive", directive), *parts])


def effective_directive(csp: dict[str, Any]) -> str:
    given = csp.get("effective_directive") or csp.get("violated_directive") or ""
    return str(given).split(" ", 1)[0]


def local_violation(csp: dict[str, Any]) -> str | None:
    """`unsafe-inline` or `unsafe-eval` where the page's own script was blocked for what it did."""
    blocked = str(csp.get("blocked_uri") or "")
    if blocked in UNSAFE:
        return UNSAFE[blocked]
    if not effective_directive(csp).startswith("script-src") or blocked_host(csp) != LOCAL:
        return None
    violated = str(csp.get("violated_directive") or "")
    return next((kind for kind in ("unsafe-inline", "unsafe-eval") if f"'{kind}'" in violated), None)


def blocked_host(csp: dict[str, Any]) -> str:
    """The host of what was blocked, its scheme where it has no host, `'self'` where it is the page's own."""
    blocked = str(csp.get("blocked_uri") or "").strip()
    if blocked in KEYWORDS:
        return blocked
    if blocked in {"", "self"}:
        return LOCAL
    if ":" not in blocked:
        return f"{blocked}:" if "." not in blocked else blocked.lower()
    host = host_of(blocked)
    if host and host == host_of(str(csp.get("document_uri") or "")):
        return LOCAL
    scheme = blocked.split(":", 1)[0].lower()
    return host if host and scheme in {"http", "https", "ws", "wss"} else f"{scheme}:"


def host_of(url: str) -> str:
    """The host that *url* names; empty where it names none."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def security_component(event: dict[str, Any], report: str) -> Component:
    """Reports about certificates: their kind and their host."""
    given = event.get(report) or {}
    hostname = given.get("hostname") or given.get("noted_hostname")
    return branch(report, [leaf("salt", report), leaf("hostname", str(hostname) if hostname else None)])
