"""The tags of an event: what the SDK set, and what everybody looks for (browser, release, url…)."""

from collections.abc import Iterator
from typing import Any, Final

from chalicelib.events.identities import IDENTITY_FIELDS, write_identity
from chalicelib.processing.grouping.v1.interfaces import exceptions_of
from chalicelib.processing.grouping.v1.messages import blocked_host, effective_directive
from chalicelib.processing.title import is_handled, main_exception

MAX_VALUE: Final = 200
MAX_TAGS: Final = 100

Event = dict[str, Any]
Tag = tuple[str, str]


def tags_of(event: Event) -> list[Tag]:
    """One value a key, each 1 to 200 characters without line breaks. What the SDK set wins over what is derived."""
    found: dict[str, str] = {}
    for pair in event.get("tags") or ():
        if pair and pair[0] and pair[1]:
            found.setdefault(pair[0], pair[1])
    for key, value in _derived(event):
        if type(value) is str and value.strip():
            found.setdefault(key, value)
    return [(key, _fitting(value)) for key, value in list(found.items())[:MAX_TAGS]]


def _fitting(value: str) -> str:
    return (value if value.isprintable() else " ".join(value.split()))[:MAX_VALUE]


def _derived(event: Event) -> Iterator[tuple[str, Any]]:
    for name in ("environment", "release", "dist", "level", "logger", "transaction"):
        yield name, event.get(name)
    yield "url", (event.get("request") or {}).get("url")
    yield "user", user_identity(event)
    yield from _from_mechanism(event)
    yield from _from_contexts(event.get("contexts") or {})
    yield from _from_report(event)
    yield "sdk.name", (event.get("sdk") or {}).get("name")


def _from_report(event: Event) -> Iterator[tuple[str, Any]]:
    """What a violation is searched by; the names are Sentry's."""
    csp = event.get("csp")
    if type(csp) is dict:
        yield "effective-directive", effective_directive(csp)
        yield "blocked-uri", blocked_host(csp)
        yield "disposition", csp.get("disposition")
    for name in ("hpkp", "expectct", "expectstaple"):
        report = event.get(name)
        if type(report) is dict:
            yield "hostname", report.get("hostname") or report.get("noted_hostname")


def _from_mechanism(event: Event) -> Iterator[tuple[str, Any]]:
    exception = main_exception(event)
    mechanism = (exception or {}).get("mechanism")
    if type(mechanism) is dict:
        yield "mechanism", mechanism.get("type")
    handled = is_handled(event) if exceptions_of(event) else None
    if handled is not None:
        yield "handled", "yes" if handled else "no"


def _from_contexts(contexts: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Names and names with versions of browser, systems, runtime and device."""
    for name in ("browser", "client_os", "os", "runtime"):
        context = contexts.get(name)
        if type(context) is not dict:
            continue
        kind = "os" if name == "client_os" else name
        yield name, context.get(kind) or context.get("name")
        yield f"{name}.name", context.get("name")
    device = contexts.get("device")
    if type(device) is dict:
        yield "device", device.get("name") or device.get("model") or device.get("family")
        yield "device.family", device.get("family")
    app = contexts.get("app")
    if type(app) is dict:
        yield "app.version", app.get("app_version")


def user_identity(event: Event) -> str | None:
    """The one text under which a person is counted: id, else e-mail, else name, else address. None without any."""
    return next(_identities(event), None)


def user_aliases(event: Event) -> list[str]:
    """The others, by which people look for the same person: mail address and name. IP addresses are not kept for it."""
    return [identity for identity in _identities(event) if not identity.startswith("ip:")][1:]


def _identities(event: Event) -> Iterator[str]:
    user = event.get("user")
    if type(user) is not dict:
        return
    for field, kind in IDENTITY_FIELDS.items():
        value = user.get(field)
        if type(value) is str and value and value != "{{auto}}":
            yield write_identity(kind, value)


def user_label(event: Event) -> str | None:
    """How a person is shown: e-mail, else name, else id, else address."""
    user = event.get("user")
    if type(user) is not dict:
        return None
    for field in ("email", "username", "name", "id", "ip_address"):
        value = user.get(field)
        if type(value) is str and value.strip() and value != "{{auto}}":
            return _fitting(value)
    return None
