"""Numbers and times in a query: `>100`, `<=5`, `>-24h`, `<2026-11-01`, `-7d`. In: a value; out: a range."""

import re
from datetime import UTC, datetime, timedelta

from chalicelib.search.errors import QuerySyntaxError
from chalicelib.search.query import Bound, RangeTerm
from chalicelib.search.tokens import Value
from chalicelib.times import format_time

OPERATOR = re.compile(r"(>=|<=|>|<|=)?")
RELATIVE = re.compile(r"([+-])(\d{1,6})([smhdw])")
NUMBER = re.compile(r"\d{1,15}")
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
TIME_HELP = "expected a time such as -24h, 2026-11-01 or 2026-11-01T10:00:00Z"


def parse_number_range(field: str, value: Value, *, is_negated: bool) -> RangeTerm:
    operator, rest, position = _split_operator(value)
    if not NUMBER.fullmatch(rest):
        raise QuerySyntaxError(f"expected a number such as >100 for '{field}:'", position)
    return _build_range(field, operator or "=", float(rest), is_negated=is_negated)


def parse_time_range(field: str, value: Value, now: datetime, *, is_negated: bool) -> RangeTerm:
    """`-24h` alone means within the last 24 hours, `+24h` longer ago, and a date alone that whole day."""
    operator, rest, position = _split_operator(value)
    moment = _parse_moment(rest, now, position)
    if operator is None and rest.startswith("-"):
        operator = ">="
    elif operator is None and rest.startswith("+"):
        operator = "<="
    elif operator in {None, "="} and DATE.fullmatch(rest):
        return RangeTerm(
            field, format_time(moment), _day_after(moment, position), is_highest_included=False, is_negated=is_negated
        )
    return _build_range(field, operator or "=", format_time(moment), is_negated=is_negated)


def _split_operator(value: Value) -> tuple[str | None, str, int]:
    found = OPERATOR.match(value.text)
    operator = found[1] if found else None
    length = len(operator or "")
    return operator, value.text[length:].strip(), value.position + length


def _build_range(field: str, operator: str, bound: Bound, *, is_negated: bool) -> RangeTerm:
    included = "=" in operator
    if operator == "=":
        return RangeTerm(field, bound, bound, is_negated=is_negated)
    if operator.startswith(">"):
        return RangeTerm(field, lowest=bound, is_lowest_included=included, is_negated=is_negated)
    return RangeTerm(field, highest=bound, is_highest_included=included, is_negated=is_negated)


def _parse_moment(text: str, now: datetime, position: int) -> datetime:
    relative = RELATIVE.fullmatch(text)
    try:
        if relative:
            return now - timedelta(**{UNITS[relative[3]]: int(relative[2])})
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise QuerySyntaxError(TIME_HELP, position) from None


def _day_after(moment: datetime, position: int) -> str:
    try:
        return format_time(moment + timedelta(days=1))
    except OverflowError:
        raise QuerySyntaxError(TIME_HELP, position) from None
