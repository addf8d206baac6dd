"""What is no event yet, made one: a browser's report, a person's feedback. Raises ValueError on neither."""

from typing import Any, Final

from chalicelib.processing.grouping.v1.messages import host_of
from chalicelib.processing.title import describe_csp

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
    "violatedDirective": "violated_directive",
    "documentURI": "document_uri",
    "blockedURI": "blocked_uri",
    "anticipatedRemoval": "anticipated_removal",
    "policyId": "policy_id",
    "featureId": "feature_id",
    "effectivePolicy": "effective_policy",
    "reportOnly": "report_only",
}
SECURITY_REPORTS = {
    "csp-report": "csp",
    "expect-ct-report": "expectct",
    "expect-staple-report": "expectstaple",
    "known-pins": "hpkp",
}
SAID_BESIDE = ("release", "environment")
FEEDBACK_TITLE = "User feedback"


CSP_VIOLATION: Final = "csp-violation"
#: The context that holds what a browser reported of other things than security.
REPORT_CONTEXT: Final = "browser_report"
#: The level of each kind of the Reporting API; what isn't named is a warning.
REPORT_LEVELS: Final = {"crash": "fatal", "network-error": "error", "coep": "error", "integrity-violation": "error"}
#: Where each kind says what it is about.
REPORT_SUBJECTS: Final = ("id", "policyId", "featureId", "reason", "type")
MAX_SUBJECT: Final = 80


def event_from_report(report: dict[str, Any]) -> Event:
    """A browser's report, with release and environment where the sender said them beside it."""
    event: Event = {name: report[name] for name in SAID_BESIDE if name in report}
    if isinstance(report.get("body"), dict):
        return event | _event_from_list(report)
    for key, name in SECURITY_REPORTS.items():
        if key in report:
            # Key pinning is the one report that is not wrapped in its own name.
            content = report if name == "hpkp" else report[key]
            return event | _security_event(name, content)
    raise ValueError("a security report names its kind; this one names none we know")


def _security_event(name: str, content: Any) -> Event:
    if not isinstance(content, dict):
        return {name: content}
    fields = {key: value for key, value in _with_our_names(content).items() if key not in SAID_BESIDE}
    event: Event = {name: fields}
    if name == "csp":
        event["logentry"] = {"formatted": describe_csp(fields)}
    page, referrer = fields.get("document_uri"), fields.get("referrer")
    if isinstance(page, str) and page:
        headers = [["Referer", referrer]] if isinstance(referrer, str) and referrer else []
        event["request"] = {"url": page, "headers": headers}
    return event


def _event_from_list(report: dict[str, Any]) -> Event:
    """One report of the Reporting API, which says beside its body which page it is about."""
    body, page, kind = report["body"], report.get("url"), report.get("type")
    if kind == CSP_VIOLATION or not isinstance(kind, str):
        return _security_event("csp", {"documentURL": page, **body} if isinstance(page, str) else body)
    # A context's own `type` says what kind of context it is.
    fields = {("violation" if name == "type" else name): value for name, value in _with_our_names(body).items()}
    event: Event = {
        "platform": "javascript",
        "level": REPORT_LEVELS.get(kind, "warning"),
        "logger": kind,
        "logentry": {"formatted": _describe_report(kind, body, page)},
        "contexts": {REPORT_CONTEXT: {"kind": kind, "url": page, **fields}},
    }
    return event | {"request": {"url": page}} if isinstance(page, str) and page else event


def _describe_report(kind: str, body: dict[str, Any], page: Any) -> str:
    """One line that is the same for all reports of one cause: what, and of which host or feature."""
    subject = next((said for name in REPORT_SUBJECTS if isinstance(said := body.get(name), str) and said), "")
    text = body.get("message")
    if not isinstance(text, str) or not text:
        blocked = body.get("blockedURL") or (page if kind in {"network-error", "crash"} else "")
        text = host_of(blocked) if isinstance(blocked, str) else ""
    words = [kind.replace("-", " ").capitalize(), f"({subject[:MAX_SUBJECT]})" if subject else ""]
    return " ".join(filter(None, words)) + (f": {text}" if text else "")


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
