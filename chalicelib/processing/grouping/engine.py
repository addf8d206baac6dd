"""A normalized event in, the hash of the issue it belongs to out, with the reasons."""

from dataclasses import dataclass, field
from typing import Any, Final, Literal

from chalicelib.processing.grouping.rules import FingerprintRule, InAppRule, decide_in_app, find_fingerprint
from chalicelib.processing.grouping.v1.component import (
    Component,
    branch,
    component_json,
    contributing_texts,
    hash_texts,
)
from chalicelib.processing.grouping.v1.in_app import mark_in_app
from chalicelib.processing.grouping.v1.strategies import default_component as default_component_v1
from chalicelib.processing.grouping.v1.variables import is_default, is_only_default, resolved

Method = Literal["client", "rule", "exception", "threads", "stacktrace", "csp", "message", "fallback"]
Event = dict[str, Any]

CURRENT_VERSION: Final = "v1"
VERSIONS: Final = {"v1": default_component_v1}
MAX_RULES: Final = 100


@dataclass(frozen=True, slots=True)
class GroupingConfig:
    """How a project groups. Its version stays until its owners choose a newer one."""

    version: str = CURRENT_VERSION
    fingerprint_rules: tuple[FingerprintRule, ...] = ()
    in_app_rules: tuple[InAppRule, ...] = ()

    def __post_init__(self) -> None:
        if self.version not in VERSIONS:
            raise ValueError(f"version must be one of {', '.join(VERSIONS)}")
        if len(self.fingerprint_rules) > MAX_RULES or len(self.in_app_rules) > MAX_RULES:
            raise ValueError(f"a project has at most {MAX_RULES} rules of a kind")


@dataclass(frozen=True, slots=True)
class Grouping:
    """Which issue an event belongs to (*hash*, 32 hexadecimal digits) and by what it was told from others."""

    hash: str
    version: str
    method: Method
    components: Component = field(compare=False)


DEFAULT_CONFIG: Final = GroupingConfig()


def group(event: Event, config: GroupingConfig = DEFAULT_CONFIG) -> Grouping:
    """Sets `in_app` on the event's frames by the project's rules, then computes the hash by them."""
    mark_in_app(event, decide_in_app(config.in_app_rules, event) if config.in_app_rules else None)
    if event.get("checksum"):
        return _grouping(config, "client", branch("checksum", [event["checksum"]]))
    client = event.get("fingerprint") or []
    if client and not is_only_default(client):
        return _by_fingerprint(event, client, "client", config)
    rule = find_fingerprint(event, config.fingerprint_rules)
    if rule is not None and not is_only_default(list(rule.fingerprint)):
        return _by_fingerprint(event, list(rule.fingerprint), "rule", config)
    method, component = VERSIONS[config.version](event)
    return _grouping(config, method, component)


def _by_fingerprint(event: Event, fingerprint: list[str], method: Method, config: GroupingConfig) -> Grouping:
    """By the parts of a fingerprint, with the default grouping in place of `{{ default }}`."""
    parts: list[Component | str] = []
    for part in fingerprint:
        if is_default(part):
            _, default = VERSIONS[config.version](event)
            parts.append(Component("default", [default], contributes=True))
        else:
            parts.append(resolved(part, event))
    return _grouping(config, method, branch(f"{method}_fingerprint", parts))


def _grouping(config: GroupingConfig, method: Any, component: Component) -> Grouping:
    return Grouping(hash_texts(contributing_texts(component), config.version), config.version, method, component)


def explain(grouping: Grouping) -> dict[str, Any]:
    """The grouping as JSON, for “why grouped”."""
    return {
        "hash": grouping.hash,
        "version": grouping.version,
        "method": grouping.method,
        "components": component_json(grouping.components),
    }
