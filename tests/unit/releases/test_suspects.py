"""Which commits are suspected of an issue."""

from typing import Any

import pytest

from chalicelib.releases.model import Commit, FileChange
from chalicelib.releases.suspects import MAX_SUSPECTS, find_suspects


def commit(name: str, *paths: str, kind: str = "M") -> Commit:
    return Commit(name, name, None, None, None, None, tuple(FileChange(path, kind) for path in paths))


def event(*frames: dict[str, Any]) -> dict[str, Any]:
    """Frames as events carry them: the innermost last."""
    return {"exception": {"values": [{"stacktrace": {"frames": list(frames)}}]}}


def frame(filename: str, *, in_app: bool = True, **fields: Any) -> dict[str, Any]:
    return {"filename": filename, "in_app": in_app, **fields}


def names(event: dict[str, Any], *commits: Commit) -> list[str]:
    return [suspect.commit.commit_id for suspect in find_suspects(event, [("1.0", commits)])]


@pytest.mark.parametrize(
    ("seen", "changed"),
    [
        ("shop/cart.py", "shop/cart.py"),
        ("shop/cart.py", "backend/shop/cart.py"),
        ("/srv/app/shop/cart.py", "shop/cart.py"),
        ("cart.py", "shop/cart.py"),
        ("webpack:///./src/pay.ts", "frontend/src/pay.ts"),
        ("webpack://shop/./src/pay.ts?a1b2", "src/pay.ts"),
        ("app:///dist/server/pay.js", "dist/server/pay.js"),
        ("../src/pay.ts", "src/pay.ts"),
        (r"C:\work\Shop\Cart.cs", "Shop/Cart.cs"),
    ],
)
def test_a_file_is_the_same_by_the_end_of_its_path(seen: str, changed: str) -> None:
    assert names(event(frame(seen)), commit("a", changed)) == ["a"]


@pytest.mark.parametrize(
    ("seen", "changed"),
    [("web/index.js", "admin/index.js"), ("shop/cart.py", "shop/card.py"), ("shop/mycart.py", "cart.py"), ("", "a.py")],
)
def test_another_file_of_the_same_name_is_another(seen: str, changed: str) -> None:
    assert names(event(frame(seen)), commit("a", changed)) == []


def test_javas_folders_are_in_its_module() -> None:
    frames = event(frame("Cart.java", module="com.shop.Cart"))

    assert names(frames, commit("other", "src/com/bank/Cart.java"), commit("a", "src/com/shop/Cart.java")) == ["a"]


def test_whoever_changed_the_innermost_file_is_named_first() -> None:
    frames = event(frame("app/main.py"), frame("app/pay.py"), frame("lib/http.py", in_app=False))

    found = names(frames, commit("main", "app/main.py"), commit("http", "lib/http.py"), commit("pay", "app/pay.py"))

    assert found == ["pay", "main"]


def test_of_two_files_that_fit_the_one_with_more_of_the_path_counts() -> None:
    frames = event(frame("web/shop/cart/view.py"))

    assert names(frames, commit("far", "api/cart/view.py"), commit("near", "web/shop/cart/view.py")) == ["near"]


def test_a_file_that_was_deleted_is_not_where_it_happened() -> None:
    assert names(event(frame("app/pay.py")), commit("a", "app/pay.py", kind="D")) == []


def test_few_are_named_and_none_twice() -> None:
    frames = event(frame("app/a.py"), frame("app/b.py"))

    found = names(frames, *(commit(str(number), "app/a.py", "app/b.py") for number in range(20)))

    assert found == [str(number) for number in range(MAX_SUSPECTS)]


@pytest.mark.parametrize("body", [{}, {"exception": {"values": []}}, {"exception": None}, event({"function": "f"})])
def test_an_event_without_files_suspects_nobody(body: dict[str, Any]) -> None:
    assert names(body, commit("a", "a.py")) == []
