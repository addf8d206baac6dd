"""Mechanisms of native crashes read as on the system they happened on. Facts: Relay's tests, mechanism.rs."""

from typing import Any

import pytest

from tests.unit.processing.normalize.normalizing import normalized, reasons


def mechanism_of(mechanism: Any, **event: Any) -> Any:
    read = normalized({"exception": [{"type": "E", "mechanism": mechanism}], **event})
    return read["exception"]["values"][0].get("mechanism")


def meta_of(system: str, **meta: Any) -> Any:
    return mechanism_of({"type": "m", "meta": meta}, contexts={"os": {"name": system}})["meta"]


@pytest.mark.parametrize(
    ("system", "number", "name"),
    [("Linux", 35, "EDEADLK"), ("android", 11, "EAGAIN"), ("iOS", 35, "EAGAIN"), ("Windows", 100, "EADDRINUSE")],
)
def test_error_numbers_have_the_name_of_their_system(system: str, number: int, name: str) -> None:
    assert meta_of(system, errno={"number": number})["errno"] == {"number": number, "name": name}


@pytest.mark.parametrize(
    ("system", "signal", "names"),
    [
        ("macOS", {"number": 10, "code": 2}, ("SIGBUS", "BUS_ADRERR")),
        ("Linux", {"number": 10, "code": 2}, ("SIGUSR1", None)),
        ("Solaris", {"number": 10}, (None, None)),
        ("Linux", {"number": 41}, (None, None)),
        ("Linux", {"number": 11, "name": "OWN"}, ("OWN", None)),
    ],
)
def test_signals_have_the_name_of_their_system(system: str, signal: Any, names: Any) -> None:
    named = meta_of(system, signal=signal)["signal"]

    assert (named.get("name"), named.get("code_name")) == names


def test_what_the_sdk_says_of_its_system_counts_before_the_context() -> None:
    read = mechanism_of(
        {"type": "m", "meta": {"signal": {"number": 10}}},
        contexts={"os": {"name": "iOS"}},
        debug_meta={"sdk_info": {"sdk_name": "linux"}},
    )

    assert read["meta"]["signal"]["name"] == "SIGUSR1"


def test_mach_exceptions_are_named_on_any_system() -> None:
    assert meta_of("?", mach_exception={"exception": 6})["mach_exception"]["name"] == "EXC_BREAKPOINT"


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ({"a": 1}, {"type": "generic", "data": {"a": 1}}),
        (
            {"posix_signal": {"signal": 11, "name": "SIGSEGV"}, "relevant_address": "0x1"},
            {
                "type": "generic",
                "data": {"relevant_address": "0x1"},
                "meta": {"signal": {"number": 11, "name": "SIGSEGV"}},
            },
        ),
        (
            {"mach_exception": {"exception": 1, "exception_name": "EXC"}},
            {"type": "generic", "meta": {"mach_exception": {"exception": 1, "name": "EXC"}}},
        ),
        ({"type": "a", "posix_signal": {"signal": 11}}, {"type": "a"}),
        ({"type": None, "handled": True}, {"type": None, "handled": True}),
        ({"type": "", "source": "errors[0]"}, {"type": None, "source": "errors[0]"}),
        ({"type": "a", "source": "a b"}, {"type": "a", "source": None}),
        ({"type": "a", "help_link": "javascript:x"}, {"type": "a", "help_link": None}),
        ({"type": "a", "meta": {"errno": 5, "zz": 1}}, {"type": "a", "meta": {"errno": None}}),
        ({}, None),
    ],
)
def test_every_form_of_mechanisms(given: Any, read: Any) -> None:
    assert mechanism_of(given) == read


def test_wrong_types_in_a_mechanism_are_noted_where_they_stood() -> None:
    event = normalized({"exception": [{"type": "E", "mechanism": {"type": "a", "meta": {"signal": {"number": "x"}}}}]})

    assert reasons(event) == {"exception.values.0.mechanism.meta.signal.number": "expected a signed integer"}
