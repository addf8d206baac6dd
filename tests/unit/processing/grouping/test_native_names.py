"""Names of native functions without what compilers write around them; see Sentry's test suite, test_functions.py."""

import time

import pytest

from chalicelib.processing.grouping.v1.functions import trim_native_function


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("void shop::Cart<int>::pay(int) const", "shop::Cart<T>::pay"),
        ("operator new(unsigned long)", "operator new"),
        ("shop::Cart::operator bool() const", "shop::Cart::operator bool"),
        ("pay(int)::'lambda2'(int)::operator()(int) const", "pay::lambda::operator()"),
        ("<shop::Cart<A> as lib::Job>::run::h0123456789abcdef", "shop::Cart<T>::run"),
        ("shop[4d3c2b1a5e6f7a8b]::pay::{closure#0}", "shop::pay::{{closure}}"),
        ("shop::{impl#3}::pay", "shop::{impl}::pay"),
        ("pay.cold", "pay"),
        ("pay.isra.3.part.0.cold", "pay"),
        ("pay.llvm.1234567890", "pay"),
        ("Player.resume", "Player.resume"),
        (f"Cart_Pay_m{'7A' * 20}_gshared(Cart_t*, MethodInfo const*)", "Cart_Pay_gshared"),
        (f"U3CPayU3Ed__12_MoveNext_m{'7A' * 20}", "U3CPayU3Ed__<auto>_MoveNext"),
        ("@objc Cart.pay(Any) -> ()", "Cart.pay"),
        ("Cart.total.getter : Swift.Int", "Cart.total.getter"),
        ("closure #2 @Sendable () -> Swift.Int in Cart.total.getter : Swift.Int", "closure in Cart.total.getter"),
        ("closure #1 () in closure #2 (Int) in pay(_: Int, to: Bank)", "closure in pay"),
        ("(2) await resume partial function for Cart.load() async throws -> ()", "Cart.load"),
        ("partial apply for thunk for @escaping @callee_guaranteed () -> ()", "thunk for closure"),
        (
            "closure #1 () -> () in variable initialization expression of static (extension in Lib):Cart.all : [Cart]",
            "closure in initializer expression of Cart.all",
        ),
    ],
)
def test_what_compilers_add_is_taken_off(written: str, name: str) -> None:
    assert trim_native_function(written) == name


@pytest.mark.parametrize(
    "text", [".cold" * 800, "[a1b2c" * 700, "closure # in " * 300, "(extension in " * 290, "_m" * 2000]
)
def test_hostile_names_cost_little(text: str) -> None:
    started = time.perf_counter()

    trim_native_function(text)

    assert time.perf_counter() - started < 0.1
