"""One mistake in the code, reported by other builds, versions, hosts and paths, is one issue; two mistakes are two.

What Sentry does with such frames is in its test suite, tests/sentry/grouping/grouping_inputs and
tests/sentry/stacktraces/test_functions.py; the frames here are our own.
"""

from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.processing.grouping.engine import explain, group
from chalicelib.processing.normalize.event import IngestContext, normalize

CONTEXT = IngestContext("42", "1" * 32, datetime(2026, 11, 23, tzinfo=UTC))

Frame = dict[str, Any]


def own(function: str | None, **fields: Any) -> Frame:
    return {"function": function, "in_app": True} | fields


def foreign(function: str | None, **fields: Any) -> Frame:
    return {"function": function, "in_app": False} | fields


def explained(platform: str, frames: list[Frame]) -> dict[str, Any]:
    exception = {"type": "Boom", "value": "it broke", "stacktrace": {"frames": frames}}
    return explain(group(normalize({"platform": platform, "exception": {"values": [exception]}}, CONTEXT)))


SAME = {
    "java lambda of one method": (
        "java",
        [own("lambda$bind$0", module="shop.Main")],
        [own("lambda$bind$3$com-shop-Main", module="shop.Main")],
    ),
    "java lambda's bridge by R8": (
        "java",
        [own("$r8$lambda$W4x3YzAbCdEfGhIjKlMnOpQrStU", module="shop.Main")],
        [own("$r8$lambda$ZZ03YzAbCdEfGhIjKlMnOpQrStU", module="shop.Main")],
    ),
    "java lambda without a method": (
        "java",
        [own("lambda$0", module="shop.Main")],
        [own("lambda$1", module="shop.Main")],
    ),
    "java lambda inside another": (
        "java",
        [own("lambda$null$1", module="shop.Main")],
        [own("lambda$null$2", module="shop.Main")],
    ),
    "elixir arguments": (
        "elixir",
        [own('Shop.total(%{id: 7, tags: [1, 2]}, "a, b")', module="Shop", filename="lib/shop.ex")],
        [own("Shop.total/2", module="Shop", filename="lib/shop.ex")],
    ),
    "electron installed by another person": (
        "node",
        [own("pull", module="C:\\Users\\ana\\AppData\\Local\\notes\\resources\\app.asar\\sync")],
        [own("pull", module="/home/bo/notes/resources/app.asar/sync")],
    ),
    "module in another home folder": (
        "node",
        [own("pull", module="/home/ana/notes/sync")],
        [own("pull", module="/Users/bo/notes/sync")],
    ),
    "wasm function at another offset": (
        "javascript",
        [own(None, filename="/e.wasm:wasm-function[7]:0x1a", abs_path="https://g.example/e.wasm:wasm-function[7]:0x1a")],
        [own(None, filename="/e.wasm:wasm-function[7]:0x2b", abs_path="https://g.example/e.wasm:wasm-function[7]:0x2b")],
    ),
    "native without symbols loaded elsewhere": (
        "native",
        [own(None, package="/opt/a/paint", instruction_addr="0x5010", image_addr="0x5000")],
        [own(None, package="/home/ana/a/paint", instruction_addr="0x9010", image_addr="0x9000")],
    ),
    "c# asynchronous method": (
        "csharp",
        [own("MoveNext", module="Shop.Cart+<Load>d__12")],
        [own("MoveNext", module="Shop.Cart+<Load>d__14")],
    ),
    "c# lambda": (
        "csharp",
        [own("<Total>b__0", module="Shop.Cart+<>c__DisplayClass3_0")],
        [own("<Total>b__1", module="Shop.Cart+<>c__DisplayClass4_0")],
    ),
    "c# local function": (
        "csharp",
        [own("<Load>g__Parse|3_0", module="Shop.Cart")],
        [own("<Load>g__Parse|5_1", module="Shop.Cart")],
    ),
    "c# rethrown": (
        "csharp",
        [foreign("Run", module="Lib.Job")],
        [
            foreign("Run", module="Lib.Job"),
            foreign("Throw", module="System.Runtime.ExceptionServices.ExceptionDispatchInfo"),
        ],
    ),
    "android lambda": (
        "java",
        [own("run", module="shop.Main$$ExternalSyntheticLambda3", filename="R8$$SyntheticClass")],
        [own("run", module="shop.Main$$ExternalSyntheticLambda11", filename="R8$$SyntheticClass")],
    ),
    "java accessor of an inner class": (
        "java",
        [own("access$100", module="shop.Cart")],
        [own("access$300", module="shop.Cart")],
    ),
    "java hidden class": (
        "java",
        [foreign("invoke", module="java.lang.invoke.LambdaForm$MH/0x0000000800c8a400")],
        [foreign("invoke", module="java.lang.invoke.LambdaForm$MH/0x0000000801d2b000")],
    ),
    "java reflection": (
        "java",
        [foreign("run", module="lib.Job"), foreign("invoke", module="java.lang.reflect.Method")],
        [foreign("run", module="lib.Job")],
    ),
    "guice": (
        "java",
        [own("pay", module="shop.Cart$$EnhancerByGuice$$1a2b3c")],
        [own("pay", module="shop.Cart$$EnhancerByGuice$$9f8e7d")],
    ),
    "byte buddy": (
        "java",
        [own("pay$original$kXyZ12ab", module="shop.Cart")],
        [own("pay$original$Qw34Er56", module="shop.Cart")],
    ),
    "aspectj": (
        "java",
        [own("pay_aroundBody0", module="shop.Cart"), own("run", module="shop.Cart$AjcClosure1")],
        [own("pay_aroundBody4", module="shop.Cart"), own("run", module="shop.Cart$AjcClosure5")],
    ),
    "ruby 3.3 and 3.4": (
        "ruby",
        [own("total", filename="cart.rb"), own("block in total", filename="cart.rb")],
        [own("Shop::Cart#total", filename="cart.rb"), own("block in Shop::Cart#total", filename="cart.rb")],
    ),
    "ruby anonymous class": (
        "ruby",
        [own("#<Class:0x000055d5aa>#call", filename="cart.rb")],
        [own("#<Class:0x00007f12bb>#call", filename="cart.rb")],
    ),
    "php closure": (
        "php",
        [own(r"Shop\Cart::{closure:Shop\Cart::total():42}", filename="Cart.php")],
        [own(r"Shop\Cart::{closure:Shop\Cart::total():57}", filename="Cart.php")],
    ),
    "php closure of a file": (
        "php",
        [own("{closure:/srv/releases/1/web.php:3}", filename="web.php")],
        [own("{closure:/srv/releases/2/web.php:9}", filename="web.php")],
    ),
    "php anonymous class with a parent": (
        "php",
        [own("Shop\\Base@anonymous\0/srv/1/Cart.php:12$0::pay", filename="Cart.php")],
        [own("Shop\\Base@anonymous\0/srv/2/Cart.php:31$1::pay", filename="Cart.php")],
    ),
    "php templates": (
        "php",
        [own("__TwigTemplate_9f86d081884c7d659a2feaa0c55ad015::doDisplay", filename=f"{'a1' * 20}.php")],
        [own("__TwigTemplate_2c26b46b68ffc68ff99b453c1d304134::doDisplay", filename=f"{'b2' * 20}.php")],
    ),
    "javascript engines": (
        "javascript",
        [own("async Cart.load", filename="app:///a.js"), own("new Cart", filename="app:///a.js")],
        [own("async*load", filename="app:///a.js"), own("Cart", filename="app:///a.js")],
    ),
    "javascript alias": (
        "javascript",
        [own("Object.load [as reload]", filename="app:///a.js")],
        [own("load", filename="app:///a.js")],
    ),
    "javascript top level": (
        "javascript",
        [own("?", filename="app:///a.js"), own("load", filename="app:///a.js")],
        [own("global code", filename="app:///a.js"), own("load", filename="app:///a.js")],
    ),
    "babel": (
        "javascript",
        [own("_callee2$", filename="app:///a.js")],
        [own("asyncGeneratorStep", filename="app:///a.js"), own("_callee5$", filename="app:///a.js")],
    ),
    "sdk around a handler": (
        "javascript",
        [own("HTMLElement.sentryWrapped", filename="app:///a.js"), own("load", filename="app:///b.js")],
        [own("load", filename="app:///b.js")],
    ),
    "query of a file": (
        "javascript",
        [own("load", filename="app:///a.js?v=1")],
        [own("load", filename="app:///a.js?v=2")],
    ),
    "hash in a module": (
        "node",
        [own("load", module="dist:chunk-4f3c2a1b", filename="/app/dist/chunk-4f3c2a1b.js")],
        [own("load", module="dist:chunk-9b0d7eef", filename="/app/dist/chunk-9b0d7eef.js")],
    ),
    "python process": (
        "python",
        [own("<module>", filename="<string>", context_line="spawn_main(tracker_fd=11, pipe_handle=21)")],
        [own("<module>", filename="<string>", context_line="spawn_main(tracker_fd=7, pipe_handle=300)")],
    ),
    "windows and posix": (
        "python",
        [own("load", filename="C:\\shop\\Cart.py", abs_path="C:\\shop\\Cart.py")],
        [own("load", filename="/srv/shop/cart.py", abs_path="/srv/shop/cart.py")],
    ),
    "virtual environments": (
        "python",
        [own("pay", module="shop"), own("get", abs_path="/a/lib/python3.11/site-packages/requests/api.py")],
        [own("pay", module="shop"), own("send", abs_path="/b/lib/python3.12/site-packages/requests/api.py")],
    ),
    "go versions": (
        "go",
        [own("main.run", module="main"), own("Do", module="lib", abs_path="/root/go/pkg/mod/lib@v1.2.3/a.go")],
        [own("main.run", module="main"), own("Do2", module="lib", abs_path="/root/go/pkg/mod/lib@v1.3.0/a.go")],
    ),
    "rust names": (
        "native",
        [own("shop[4d3c2b1a5e6f7a8b]::pay::{closure#0}")],
        [own("shop[9f8e7d6c5b4a3928]::pay::{closure#1}")],
    ),
    "copies of a function": ("native", [own("pay.part.0")], [own("pay.isra.3.constprop.1")]),
    "unity": ("native", [own(f"Cart_Pay_m{'7A' * 20}")], [own(f"Cart_Pay_m{'8B' * 20}(Cart_t*, MethodInfo const*)")]),
    "addresses as names": ("native", [own("pay"), own("0x7fff2039")], [own("pay"), own("0x1a2b3c")]),
    "abort": (
        "native",
        [foreign("start_thread"), foreign("pay"), foreign("abort"), foreign("raise")],
        [foreign("clone3"), foreign("start_thread"), foreign("pay"), foreign("abort"), foreign("__pthread_kill")],
    ),
    "sdk linked into the app": (
        "cocoa",
        [own("-[Cart pay]", package="/var/containers/Bundle/Application/A/Shop.app/Shop")],
        [
            own("-[Cart pay]", package="/var/containers/Bundle/Application/B/Shop.app/Shop"),
            own("-[SentryClient capture:]", package="/var/containers/Bundle/Application/B/Shop.app/Shop"),
        ],
    ),
}  # fmt: skip

DIFFERENT = {
    "java lambdas of two methods": (
        "java",
        [own("lambda$bindDelete$0", module="shop.Main")],
        [own("lambda$bindRename$1", module="shop.Main")],
    ),
    "elixir functions of other arity": (
        "elixir",
        [own("Shop.total(1)", module="Shop")],
        [own("Shop.total(1, 2)", module="Shop")],
    ),
    "wasm functions": (
        "javascript",
        [own(None, filename="/e.wasm:wasm-function[7]:0x1a", abs_path="https://g.example/e.wasm:wasm-function[7]:0x1a")],
        [own(None, filename="/e.wasm:wasm-function[8]:0x1a", abs_path="https://g.example/e.wasm:wasm-function[8]:0x1a")],
    ),
    "native places of one program": (
        "native",
        [own(None, package="/opt/a/paint", instruction_addr="0x5010", image_addr="0x5000")],
        [own(None, package="/opt/a/paint", instruction_addr="0x5020", image_addr="0x5000")],
    ),
    "native programs without symbols": (
        "native",
        [own("<unknown>", package="/opt/a/paint", instruction_addr="0x5010")],
        [own("<unknown>", package="/opt/a/mail", instruction_addr="0x5010")],
    ),
    "c# methods": ("csharp", [own("MoveNext", module="Cart+<Load>d__1")], [own("MoveNext", module="Cart+<Save>d__1")]),
    "c# local functions": ("csharp", [own("<Load>g__A|3_0", module="C")], [own("<Load>g__B|3_0", module="C")]),
    "java classes of lambdas": (
        "java",
        [own("run", module="shop.Main$$ExternalSyntheticLambda3")],
        [own("run", module="shop.Cart$$ExternalSyntheticLambda3")],
    ),
    "anonymous classes": ("java", [own("onClick", module="Cart$1")], [own("onClick", module="Cart$2")]),
    "coroutines": ("java", [own("invokeSuspend", module="Cart$load$1")], [own("invokeSuspend", module="Cart$save$1")]),
    "go closures": ("go", [own("run.func1", module="main")], [own("run.func2", module="main")]),
    "php closures": ("php", [own(r"{closure:A::b():4}")], [own(r"{closure:A::c():4}")]),
    "ruby methods": ("ruby", [own("Cart#pay", filename="a.rb")], [own("Cart#load", filename="a.rb")]),
    "elixir functions": ("elixir", [own("Shop.pay/1", module="Shop")], [own("Shop.pay/2", module="Shop")]),
    "javascript methods": ("node", [own("Cart.pay", module="cart")], [own("Cart.load", module="cart")]),
    "node modules": ("node", [own("pay", module="cart-service2")], [own("pay", module="cart-service")]),
    "rust functions": ("native", [own("shop::pay::{closure#0}")], [own("shop::load::{closure#0}")]),
    "swift accessors": ("cocoa", [own("Cart.sum.getter : Swift.Int")], [own("Cart.tax.getter : Swift.Int")]),
    "swift initializers": (
        "cocoa",
        [own("variable initialization expression of static Cart.a : Swift.Int")],
        [own("variable initialization expression of static Cart.b : Swift.Int")],
    ),
    "callers of abort": ("native", [own("pay"), foreign("abort")], [own("load"), foreign("abort")]),
    "deaths without a cause": ("native", [foreign("abort")], [foreign("raise")]),
}  # fmt: skip


@pytest.mark.parametrize(("platform", "first", "second"), SAME.values(), ids=SAME)
def test_one_cause_is_one_issue(platform: str, first: list[Frame], second: list[Frame]) -> None:
    a, b = explained(platform, first), explained(platform, second)

    assert a["hash"] == b["hash"], f"{a}\n{b}"
    assert any(part["id"] == "stacktrace" and part["contributes"] for part in _parts(a["components"]))


@pytest.mark.parametrize(("platform", "first", "second"), DIFFERENT.values(), ids=DIFFERENT)
def test_two_causes_are_two_issues(platform: str, first: list[Frame], second: list[Frame]) -> None:
    a, b = explained(platform, first), explained(platform, second)

    assert a["hash"] != b["hash"], f"{a}\n{b}"


def _parts(component: dict[str, Any]) -> list[dict[str, Any]]:
    below = [part for part in component.get("values", []) if isinstance(part, dict)]
    return [component, *(found for part in below for found in _parts(part))]
