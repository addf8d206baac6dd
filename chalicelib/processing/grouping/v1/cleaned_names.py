"""Modules, files and functions without what compilers, proxies, bundlers and engines made up, for every platform."""

from typing import Final

from chalicelib.patterns import pattern
from chalicelib.processing.grouping.v1.generated_names import (
    clean_csharp_name,
    clean_elixir_function,
    clean_java_file,
    clean_java_function,
    clean_java_module,
    clean_php_file,
    clean_php_function,
    clean_ruby_function,
)
from chalicelib.processing.grouping.v1.install_paths import without_install_path
from chalicelib.processing.grouping.v1.javascript_names import function_name, without_hash, without_query

JVM_PLATFORMS: Final = frozenset({"java", "kotlin"})
#: An address in place of a name is another with every build.
_UNKNOWN_NATIVE_FUNCTION: Final = r"<redacted>|<unknown>|\?+|0x[0-9a-fA-F]+"


def cleaned_module(module: str, platform: str, family: str) -> str:
    if platform in JVM_PLATFORMS:
        return clean_java_module(module)
    if platform == "csharp":
        return clean_csharp_name(module)
    module = without_install_path(module)
    return without_hash(module) if family == "javascript" else module


def cleaned_file(base: str, platform: str, family: str) -> str:
    if platform in JVM_PLATFORMS:
        return clean_java_file(base)
    if platform == "php":
        return clean_php_file(base)
    if ".wasm:" in base:
        return base.partition(":")[0]
    return without_hash(without_query(base)) if family == "javascript" else base


def cleaned_function(name: str, platform: str, family: str) -> tuple[str, str | None, bool]:
    """The name without what a compiler or runtime made up, why it was changed, and whether it counts at all."""
    cleaned, hint = name, "removed generated part"
    if platform == "php":
        cleaned = clean_php_function(name)
    elif platform == "ruby":
        cleaned = clean_ruby_function(name)
    elif platform == "csharp":
        cleaned = clean_csharp_name(name)
    elif platform in JVM_PLATFORMS:
        cleaned = clean_java_function(name)
    elif platform == "elixir":
        cleaned, hint = clean_elixir_function(name), "removed arguments"
    elif family == "javascript":
        cleaned, hint = function_name(name), "removed object before function"
    elif family == "native" and pattern(_UNKNOWN_NATIVE_FUNCTION).fullmatch(name):
        return name, "ignored unknown function", False
    if not cleaned:
        return name, "ignored function without a name", False
    return cleaned, hint if cleaned != name else None, True
