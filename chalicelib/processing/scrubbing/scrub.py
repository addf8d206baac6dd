"""Takes secrets out of a normalized event before anything of it is stored, and notes in `_meta` where it did."""

import marshal
from typing import Any, Final

from chalicelib.processing.scrubbing.sensitive import (
    EVERY_VALUE_RULE,
    FILTERED,
    WALKED,
    Event,
    Path,
    ScrubSettings,
    ValueRule,
    frames_with_vars,
    is_meant,
    is_secret,
    is_sensitive_name,
    value_rules_for,
    walked_parts,
    without_assigned_secrets,
    without_query_secrets,
    without_values,
)

MAX_DEPTH: Final = 40

NAME_RULE: Final = "@password:filter"
OWN_RULE: Final = "project:filter"
QUERY_RULE: Final = "@query:filter"
ASSIGNMENT_RULE: Final = "@assignment:filter"

#: Secret by its name, but a list whose entries are looked at one by one.
PAIRS: Final = ("request", "cookies")


def scrub(event: Event, settings: ScrubSettings) -> Event:
    """The event itself, changed in place."""
    if settings.default_rules or settings.fields:
        Scrubber(event, settings).run()
    return event


class Scrubber:
    """One event on its way through the rules."""

    __slots__ = ("event", "frames", "has_own_fields", "notes", "settings", "value_rules")

    def __init__(self, event: Event, settings: ScrubSettings) -> None:
        self.event = event
        self.frames = frames_with_vars(event)
        self.settings = settings
        self.has_own_fields = bool(settings.fields or settings.safe_fields)
        self.value_rules = value_rules_of(walked_parts(event, self.frames)) if settings.default_rules else ()
        self.notes: list[tuple[Path, str, int]] = []

    def run(self) -> None:
        for name in WALKED:
            value = self.event.get(name)
            if value:
                self._walk_into(self.event, name, (name,))
        for frame, path in self.frames:
            self._walk_into(frame, "vars", path)
        self._texts()
        self._kept_originals()
        for path, rule, length in self.notes:
            _note(self.event, path, rule, length)

    def _texts(self) -> None:
        """Messages and exception values have no names, only looks."""
        entry = self.event.get("logentry")
        if entry:
            for name in ("message", "formatted", "params"):
                if entry.get(name):
                    self._walk_into(entry, name, ("logentry", name))
        for index, exception in enumerate((self.event.get("exception") or {}).get("values") or ()):
            for name in ("value", "mechanism"):
                if exception and exception.get(name):
                    self._walk_into(exception, name, ("exception", "values", index, name))

    def _kept_originals(self) -> None:
        """What normalization refused is kept beside its place, and may be as secret as what it took."""
        known = len(self.notes)
        for error in self.event.get("errors") or ():
            if error and error.get("value") is not None:
                name = str(error.get("name") or "").rsplit(".", 1)[-1]
                self._clean_original(error, "value", name)
        self._clean_notes(self.event.get("_meta") or {}, "")
        del self.notes[known:]

    def _clean_notes(self, node: dict[str, Any], name: str) -> None:
        for key, child in node.items():
            if key != "":
                self._clean_notes(child, key)
                continue
            if child.get("val") is not None:
                self._clean_original(child, "val", name)
            if child.get("err"):
                self._walk_list(child["err"], (name,))

    def _clean_original(self, holder: dict[str, Any], key: str, name: str) -> None:
        if self._rule_for(name, (), holder[key]):
            holder[key] = FILTERED
        else:
            self._walk_into(holder, key, (name,))

    def _walk_into(self, holder: Any, key: Any, path: Path) -> None:
        value = holder[key]
        if type(value) is str:
            cleaned, rule = self._clean_text(value, path)
            if rule:
                holder[key] = cleaned
                self.notes.append((path, rule, len(value)))
        elif type(value) is dict:
            self._walk_object(value, path)
        elif type(value) is list:
            self._walk_list(value, path)

    def _walk_object(self, value: dict[str, Any], path: Path) -> None:
        if len(path) > MAX_DEPTH:
            return
        for name, child in value.items():
            if (self.has_own_fields or is_sensitive_name(name)) and self._is_replaced(value, name, path):
                continue
            kind = type(child)
            if kind is str:
                # A quick look, as most texts are short values without anything to find.
                if self.value_rules or "=" in child or child[:1] in {"{", "["} or name == "data":
                    self._walk_into(value, name, (*path, name))
            elif kind is dict:
                self._walk_object(child, (*path, name))
            elif kind is list:
                self._walk_into(value, name, (*path, name))

    def _is_replaced(self, holder: dict[str, Any], name: str, path: Path) -> bool:
        """Whether a field is secret for its name; then its value is gone."""
        if holder[name] is None or holder[name] == FILTERED:
            return True
        rule = self._rule_for(name, path, holder[name])
        if not rule or (rule == NAME_RULE and (*path, name) == PAIRS):
            return False
        self._replace(holder, name, (*path, name), rule)
        return True

    def _walk_list(self, value: list[Any], path: Path) -> None:
        if len(path) > MAX_DEPTH:
            return
        for index, child in enumerate(value):
            is_pair = type(child) is list and len(child) == 2 and type(child[0]) is str and type(child[1]) is str
            rule = self._rule_for(child[0], path, child[1]) if is_pair else None
            if rule:
                if child[1] != FILTERED:
                    self._replace(child, 1, (*path, index, 1), rule)
                self._walk_into(child, 0, (*path, index, 0))
            elif type(child) is dict:
                self._walk_object(child, (*path, index))
            elif type(child) is str or type(child) is list:
                self._walk_into(value, index, (*path, index))

    def _replace(self, holder: Any, key: Any, path: Path, rule: str) -> None:
        value = holder[key]
        holder[key] = FILTERED
        self.notes.append((path, rule, len(value) if type(value) is str else 0))

    def _rule_for(self, name: str, path: Path, value: Any) -> str | None:
        settings = self.settings
        if settings.fields and is_meant(settings.fields, name, path):
            return OWN_RULE
        if settings.default_rules and is_secret(name, value):
            return None if settings.safe_fields and is_meant(settings.safe_fields, name, path) else NAME_RULE
        return None

    def _clean_text(self, text: str, path: Path) -> tuple[str, str]:
        """The text without secrets, and the name of the rule that found the first one."""
        if not self.settings.default_rules:
            return text, ""
        found = ""
        if "?" in text and "=" in text:
            text, found = _changed(without_query_secrets(text), text, QUERY_RULE, found)
        if text[:1] in {"{", "["} or path == ("request", "data"):
            text, found = _changed(without_assigned_secrets(text), text, ASSIGNMENT_RULE, found)
        for rule in self.value_rules:
            text, found = _changed(without_values(text, rule), text, rule[0], found)
        return text, found


def _changed(cleaned: str, text: str, rule: str, found: str) -> tuple[str, str]:
    return (cleaned, found or rule) if cleaned != text else (text, found)


def value_rules_of(parts: list[Any]) -> tuple[ValueRule, ...]:
    try:
        return value_rules_for(marshal.dumps(parts))
    except ValueError:
        # Not plain JSON, or too deep for one look.
        return EVERY_VALUE_RULE


def _note(event: Event, path: Path, rule: str, length: int) -> None:
    node = event.setdefault("_meta", {})
    for part in path:
        node = node.setdefault(str(part), {})
    leaf = node.setdefault("", {})
    leaf["rem"] = [*leaf.get("rem", []), [rule, "s", 0, len(FILTERED)]]
    if length:
        leaf.setdefault("len", length)
