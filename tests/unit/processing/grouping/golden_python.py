"""Failures for the real Python SDK to report: each raises as programs do."""

import asyncio
import decimal
import json
import re
import struct
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from enum import Enum
from typing import Any, NoReturn


class ShopError(Exception):
    """An error of the application's own."""


class Color(Enum):
    RED = 1


class Cart:
    def __init__(self, prices: list[Any]) -> None:
        self.prices = prices

    def total(self) -> Any:
        return sum(self.prices)

    def __getitem__(self, index: int) -> Any:
        return self.prices[index]


def division() -> Any:
    return 1 / len([])


def missing_key() -> Any:
    return {"a": 1}["b"]


def missing_index() -> Any:
    return Cart([])[3]


def wrong_type() -> Any:
    return Cart([1, "2"]).total()


def missing_attribute() -> Any:
    return Cart([]).sum  # type: ignore[attr-defined] # What the failure is about.


def none_attribute() -> Any:
    return re.match("a", "b").group()  # type: ignore[union-attr] # What the failure is about.


def bad_integer() -> Any:
    return int("seven")


def bad_json() -> Any:
    return json.loads('{"a": ')


def bad_unicode() -> Any:
    return b"\xff\xfe".decode()


def bad_encoding() -> Any:
    return "ü".encode("ascii")


def bad_date() -> Any:
    return datetime.fromisoformat("2026-13-01")


def bad_decimal() -> Any:
    return decimal.Decimal("x")


def bad_struct() -> Any:
    return struct.unpack("<I", b"a")


def bad_enum() -> Any:
    return Color(7)


def bad_pattern() -> Any:
    return re.compile("(")


def unpacking() -> Any:
    first, second = [1, 2, 3]
    return first, second


def missing_file() -> Any:
    with open("/nowhere/cart.json") as file:  # noqa: PTH123 - As programs do.
        return file.read()


def assertion() -> None:
    assert Cart([]).prices, "the cart is empty"


def recursion() -> Any:
    return recursion() + 1


def stop() -> Any:
    return next(iter(()))


def keyboard() -> NoReturn:
    raise KeyboardInterrupt


def leaving() -> NoReturn:
    raise SystemExit(3)


def own_error() -> NoReturn:
    raise ShopError("no basket 4711")


def own_error_from_cause() -> NoReturn:
    try:
        missing_key()
    except KeyError as error:
        raise ShopError("cannot price") from error


def own_error_in_context() -> NoReturn:
    try:
        division()
    except ZeroDivisionError:
        raise ShopError("while dividing")  # noqa: B904 - The context is what is tried.


def own_error_from_none() -> NoReturn:
    try:
        division()
    except ZeroDivisionError:
        raise ShopError("alone") from None


def lambda_error() -> Any:
    return (lambda value: value.missing)(1)  # noqa: PLC3002 - As programs do.


def comprehension_error() -> Any:
    return [1 / number for number in (1, 0)]


def generator_error() -> Any:
    return list(1 / number for number in (1, 0))  # noqa: C400 - As programs do.


def sorted_error() -> Any:
    return sorted([1, "a"])


def property_error() -> Any:
    class Lazy:
        @property
        def value(self) -> Any:
            return {}["value"]

    return Lazy().value


def nested_function() -> Any:
    def inner() -> Any:
        return None + 1  # type: ignore[operator] # What the failure is about.

    return inner()


def thread_error() -> Any:
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(division).result()


def async_error() -> Any:
    async def work() -> Any:
        await asyncio.sleep(0)
        return {}["late"]

    return asyncio.run(work())


def timeout_error() -> NoReturn:
    raise TimeoutError("GET https://api.example/v1/orders/4711 took 30.0s")


def connection_error() -> NoReturn:
    raise ConnectionRefusedError(111, "Connection refused")


def group_of_one() -> NoReturn:
    raise ExceptionGroup("one", [ValueError("a")])


def group_of_two() -> NoReturn:
    raise ExceptionGroup("two", [ValueError("a"), KeyError("b")])


def evaluated() -> Any:
    return eval("1 / 0")  # noqa: S307 - As programs do.


def executed() -> None:
    exec("def f():\n    return undefined_name\nf()")  # noqa: S102 - As programs do.


def overflow() -> Any:
    return 10.0**1000


def memory() -> NoReturn:
    raise MemoryError


def not_implemented() -> NoReturn:
    raise NotImplementedError("Cart.refund")


FAILURES: tuple[Callable[[], Any], ...] = (
    division,
    missing_key,
    missing_index,
    wrong_type,
    missing_attribute,
    none_attribute,
    bad_integer,
    bad_json,
    bad_unicode,
    bad_encoding,
    bad_date,
    bad_decimal,
    bad_struct,
    bad_enum,
    bad_pattern,
    unpacking,
    missing_file,
    assertion,
    stop,
    keyboard,
    leaving,
    own_error,
    own_error_from_cause,
    own_error_in_context,
    own_error_from_none,
    lambda_error,
    comprehension_error,
    generator_error,
    sorted_error,
    property_error,
    nested_function,
    thread_error,
    async_error,
    timeout_error,
    connection_error,
    group_of_one,
    group_of_two,
    evaluated,
    executed,
    overflow,
    memory,
    not_implemented,
)
