"""What an event does not say but shows: addresses, client contexts, type, and what a browser's report leaves out."""

from typing import Any, Final

from chalicelib.processing.names import names
from chalicelib.processing.normalize.crash_codes import name_codes, system_of
from chalicelib.processing.normalize.meta import Meta
from chalicelib.processing.normalize.user import AUTO_ADDRESS, complete_user, is_ip_address
from chalicelib.processing.normalize.user_agent import UserAgent, client_hints, device_class, parse_user_agent
from chalicelib.processing.normalize.values import well_formed

#: SDKs of these platforms run on the user's own device, so that the sender's address is the user's.
CLIENT_PLATFORMS: Final = frozenset({"javascript", "cocoa", "objc"})
ADDRESS_HEADERS: Final = names(
    "x-forwarded-for forwarded x-real-ip x-client-ip x-cluster-client-ip cf-connecting-ip true-client-ip "
    "fastly-client-ip x-original-forwarded-for cloudfront-viewer-address"
)
ADDRESS_VARIABLES: Final = frozenset({"REMOTE_ADDR", "HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_CLIENT_IP"})
SECURITY_REPORTS: Final = ("csp", "hpkp", "expectct", "expectstaple")


def derive_user(event: dict[str, Any], client_ip: str | None, meta: Meta) -> None:
    """Resolves `{{auto}}` addresses and takes the user's address from the request or the sender."""
    if is_security_report(event) or _wish_for_address(event) != "never":
        environment = _environment(event)
        if client_ip:
            _resolve_auto(environment, event.get("user"), client_ip)
        address = _known_address(event, environment.get("REMOTE_ADDR"), client_ip)
        if address:
            _add_address(event, address, meta)
    elif (event.get("user") or {}).get("ip_address") == AUTO_ADDRESS:
        del event["user"]["ip_address"]
    if event.get("user"):
        complete_user(event["user"])
    elif event.get("user") == {}:
        del event["user"]


def _wish_for_address(event: dict[str, Any]) -> str | None:
    """What the SDK said of its user's address: `auto`, `never`, or nothing. A wish of the future is no `auto`."""
    settings = (event.get("sdk") or {}).get("settings") or {}
    return settings["infer_ip"] or "never" if "infer_ip" in settings else None


def _environment(event: dict[str, Any]) -> dict[str, Any]:
    environment = (event.get("request") or {}).get("env")
    return environment if type(environment) is dict else {}


def _resolve_auto(environment: dict[str, Any], user: dict[str, Any] | None, client_ip: str) -> None:
    if environment.get("REMOTE_ADDR") == AUTO_ADDRESS:
        environment["REMOTE_ADDR"] = client_ip
    if user and user.get("ip_address") == AUTO_ADDRESS:
        user["ip_address"] = client_ip


def _known_address(event: dict[str, Any], remote_address: Any, client_ip: str | None) -> str | None:
    if type(remote_address) is str and (remote_address == AUTO_ADDRESS or is_ip_address(remote_address)):
        return remote_address
    is_sender = event["platform"] in CLIENT_PLATFORMS or _wish_for_address(event) == "auto" or is_security_report(event)
    return client_ip if is_sender else None


def _add_address(event: dict[str, Any], address: str, meta: Meta) -> None:
    user = event.get("user") or {}
    if user.get("ip_address") is None and not meta.already_noted(("user", "ip_address")):
        meta.forget(("user", "ip_address"))
        event["user"] = {**user, "ip_address": address}


def remove_addresses(event: dict[str, Any]) -> None:
    """For projects that store no IP addresses: takes out the user's, and those that proxies pass on."""
    user = event.get("user")
    if user:
        user.pop("ip_address", None)
        user.pop("sentry_user", None)
        complete_user(user)
        if not user:
            del event["user"]
    request = event.get("request")
    if not request:
        return
    if type(request.get("env")) is dict:
        request["env"] = {
            name: value for name, value in request["env"].items() if name.upper() not in ADDRESS_VARIABLES
        }
    if request.get("headers"):
        request["headers"] = [
            pair for pair in request["headers"] if not (pair and str(pair[0]).lower() in ADDRESS_HEADERS)
        ]


def is_security_report(event: dict[str, Any]) -> bool:
    return any(event.get(name) for name in SECURITY_REPORTS)


def complete_security_report(event: dict[str, Any], user_agent: str | None) -> None:
    """A browser's report names neither its logger nor, in its body, its browser."""
    if not is_security_report(event):
        return
    event["logger"] = event["logger"] or "csp"
    if user_agent:
        request = event.setdefault("request", {}) or {}
        headers = request.setdefault("headers", []) or []
        if not any(pair and pair[0] == "User-Agent" for pair in headers):
            request["headers"] = [*headers, ["User-Agent", well_formed(user_agent[:512])]]
        event["request"] = request


def add_device_class(event: dict[str, Any]) -> None:
    found = device_class(event["contexts"])
    if found:
        event["tags"] = [*event.get("tags", ()), ["device.class", found]]


def name_crash_codes(event: dict[str, Any]) -> None:
    """Signals, error numbers and Mach exceptions by the names they have on the event's system."""
    for exception in (event.get("exception") or {}).get("values") or ():
        meta = ((exception or {}).get("mechanism") or {}).get("meta")
        if meta:
            name_codes(meta, system_of(event))


def event_type(event: dict[str, Any], given: Any) -> str:
    """What an event is by what it holds; of feedback only the SDK knows."""
    if given == "feedback":
        return "feedback"
    exception = event.get("exception")
    if exception and (exception.get("values") or exception == {}):
        return "error"
    return next((name for name in SECURITY_REPORTS if event.get(name)), "default")


def derive_client_contexts(event: dict[str, Any]) -> None:
    """Browser, device and system of the client whose request it was, where the SDK did not say them itself."""
    request = event.get("request")
    headers = _agent_headers(request.get("headers")) if request else {}
    if not headers:
        return
    contexts = event["contexts"]
    hints = client_hints(headers) if len(headers) > ("user-agent" in headers) else UserAgent(None, None, None)
    agent = parse_user_agent(headers["user-agent"]) if "user-agent" in headers else UserAgent(None, None, None)
    browser = hints.browser or agent.browser
    if browser and contexts.get("browser") is None:
        contexts["browser"] = {"browser": _full_name(browser), **browser, "type": "browser"}
    device = hints.device or agent.device
    if device and contexts.get("device") is None:
        contexts["device"] = {**device, "type": "device"}
    system = hints.system or agent.system
    # A server-side SDK's `os` is the server's; the visitor's has its own name.
    key = "os" if event["platform"] == "javascript" else "client_os"
    if system and key not in contexts:
        contexts[key] = {"os": _full_name(system), **system, "type": "os"}


def _full_name(part: dict[str, Any]) -> str:
    return f"{part['name']} {part['version']}" if part.get("version") else str(part["name"])


def _agent_headers(headers: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for pair in headers or ():
        if pair and type(pair[0]) is str and type(pair[1]) is str:
            name = pair[0].lower()
            if name == "user-agent" or name.startswith("sec-ch-ua"):
                found[name] = pair[1]
    return found
