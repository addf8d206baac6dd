import time

import pytest

from chalicelib.processing.grouping.v1.cleaned_names import cleaned_file, cleaned_function, cleaned_module, is_unknown
from chalicelib.processing.grouping.v1.platforms import family_of

PLATFORMS = ("javascript", "java", "csharp", "php", "ruby", "native", "python")


@pytest.mark.parametrize(
    ("file", "cleaned"),
    [
        ("app-PCI55BO2.js", "app.js"),
        ("main.4f3c2a1b.chunk.js", "main.chunk.js"),
        ("index-Ca1b2C3d.mjs?v=3", "index.mjs"),
        ("cart-service2.js", "cart-service2.js"),
        ("jquery-3.7.1.min.js", "jquery-3.7.1.min.js"),
    ],
)
def test_hashes_in_files_of_javascript_do_not_count(file: str, cleaned: str) -> None:
    assert cleaned_file(file, "javascript", "javascript") == cleaned


@pytest.mark.parametrize("name", ["?", "<anonymous>", "foo/<", "module code", "?anon_0_"])
def test_engines_names_for_code_without_a_name(name: str) -> None:
    assert is_unknown(name)


@pytest.mark.parametrize(
    "name",
    [
        "_a" * 4000 + "1",
        "1" + "_a" * 4000,
        "-a1" * 2500,
        ">d__1" * 1600,
        ">g__" + "a" * 8000,
        "$$ExternalSynthetic" * 400,
        "$original$" * 800,
        "{closure:" * 900,
        "_abc123abc123a" * 600,
        "#<Class:0x" * 800,
        "A::" * 2600,
        "async " * 1300,
    ],
)
def test_hostile_names_cost_little(name: str) -> None:
    started = time.perf_counter()

    for platform in PLATFORMS:
        family = family_of(platform)
        cleaned_module(name, platform, family)
        cleaned_file(name, platform, family)
        cleaned_function(name, platform, family)

    assert time.perf_counter() - started < 0.1
