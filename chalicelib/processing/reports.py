"""What is no event yet, made one: a browser's security report, a person's feedback. Raises ValueError on neither."""

from typing import Any

Event = dict[str, Any]

# The names that the Reporting API gives to what CSP's own reports call otherwise.
REPORTING_API_NAMES = {
    "documentURL": "document_uri",
    "blockedURL": "blocked_uri",
    "effectiveDirective": "effective_directive",
    "originalPolicy": "original_policy",
    "sourceFile": "source_file",
    "sample": "script_sample",
    "statusCode": "status_code",
    "lineNumber": "line_number",
    "columnNumber": "column_number",
}
SECURITY_REPORTS = {
    "csp-report": "csp",
    "expect-ct-report": "expectct",
    "expect-staple-report": "expectstaple",
    "known-pins": "hpkp",
}
SAID_BESIDE = ("release", "environment")
FEEDBACK_TITLE = "User feedback"


def event_from_report(report: dict[str, Any]) -> Event:
    """A security report, with release and environment where the sender said them beside it."""
    event: Event = {name: report[name] for name in SAID_BESIDE if name in report}
    if isinstance(report.get("body"), dict):
        return event | {"csp": _with_our_names(report["body"])}
    for key, name in SECURITY_REPORTS.items():
        if key in report:
            # Key pinning is the one report that is not wrapped in its own name.
            content = report if name == "hpkp" else report[key]
            return event | {name: _with_our_names(content) if isinstance(content, dict) else content}
    raise ValueError("a security report names its kind; this one names none we know")


def event_from_feedback(feedback: dict[str, Any]) -> Event:
    """Feedback as an event of low level, titled by what the person wrote; its fingerprint is its id's alone."""
    contexts = feedback.get("contexts")
    said = contexts.get("feedback") if isinstance(contexts, dict) else None
    said = said if isinstance(said, dict) else {}
    event = {"level": "info", **feedback, "type": "feedback"}
    event["logentry"] = {"formatted": _text(said, "message") or FEEDBACK_TITLE}
    person = {"email": _text(said, "contact_email"), "name": _text(said, "name")}
    event.setdefault("user", {name: value for name, value in person.items() if value})
    page = _text(said, "url")
    if page:
        event.setdefault("request", {"url": page})
    return event


def _text(holder: dict[str, Any], name: str) -> str:
    value = holder.get(name)
    return value.strip() if isinstance(value, str) else ""


def _with_our_names(report: dict[str, Any]) -> dict[str, Any]:
    return {REPORTING_API_NAMES.get(name, name.replace("-", "_")): value for name, value in report.items()}
