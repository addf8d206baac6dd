import pytest

from chalicelib.processing.grouping.v1.variables import resolved

EVENT = {
    "logger": "shop",
    "tags": [["plan", "gold"]],
    "exception": {
        "values": [
            {"type": "Cause", "value": "row 7", "stacktrace": {"frames": [{"function": "read", "in_app": True}]}},
            {
                "type": "Boom",
                "value": "order 12 failed",
                "stacktrace": {
                    "frames": [
                        {"function": "pay", "module": "shop", "filename": "shop.py", "in_app": True},
                        {"function": "send", "package": "/usr/lib/libc.so", "in_app": False},
                    ]
                },
            },
        ]
    },
}
NATIVE = {"threads": {"values": [{"stacktrace": {"frames": [{"function": "run", "package": r"C:\app\shop.dll"}]}}]}}


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("{{ type }} in {{ function }}", "Boom in pay"),
        ("{{ message }}", "order <int> failed"),
        ("{{ raw_message }}", "order 12 failed"),
        ("{{ error.value }}", "order 12 failed"),
        ("{{ stack.filename }} {{ module }}", "shop.py shop"),
        ("{{ package }}", "<no-package>"),
        ("{{ logger }} {{ level }}", "shop <no-level>"),
        ("{{ tags.plan }} {{tags.size}}", "gold <no-value-for-tag-size>"),
        ("{{ nonsense }}", "{{ nonsense }}"),
    ],
)
def test_variables_stand_for_values(part: str, expected: str) -> None:
    assert resolved(part, EVENT) == expected


def test_a_thread_is_looked_at_where_nothing_else_has_frames() -> None:
    assert resolved("{{ package }} {{ type }}", NATIVE) == "shop.dll <no-type>"


def test_a_message_comes_before_what_exceptions_say() -> None:
    assert resolved("{{ message }}", EVENT | {"logentry": {"formatted": "took 3ms\nor so"}}) == "took <duration>\nor so"
