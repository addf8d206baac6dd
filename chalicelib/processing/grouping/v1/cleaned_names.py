"""Modules, files and functions without what compilers, proxies, bundlers and engines made up, for every platform."""

from typing import Final

from chalicelib.patterns import pattern
from chalicelib.processing.grouping.v1.install_paths import without_install_path

UNKNOWN_FUNCTIONS: Final = frozenset(
    {
        "?",
        "(anonymous)",
        "<anonymous function>",
        "<anonymous>",
        "<global>",
        "<unknown>",
        "Anonymous function",
        "Global code",
        "anonymous",
        "global code",
        "module code",
    }
)
#: What V8 writes before a call, and before a frame's place in an asynchronous chain.
_PREFIXES: Final = ("async ", "new ")
#: Babel numbers the bodies of the asynchronous functions of a file: _callee$, _callee2$
_BABEL_NUMBER: Final = r"\A(_callee|_loop|_ref)\d+(\$?)\Z"

#: app-PCI55BO2.js, main.4f3c2a1b.chunk.js, index-Ca1b2C3d.mjs, vendors~main.0a1b2c3d4e5f6071.js
_CONTENT_HASH: Final = (
    r"[-._~](?=[0-9a-zA-Z_]{0,63}\d)(?:[0-9a-f]{7,64}|[0-9A-F]{8,64}|[0-9A-Z]{8}|(?=[a-z0-9_]{0,7}[A-Z])\w{8})"
    r"(?=[.\-_~:/]|\Z)"
)


def function_name(name: str) -> str:
    """The last part of `Object.name`, without what an engine says about the call."""
    name = name.split(" [as ", 1)[0]
    # Firefox: async*load, setTimeout handler*load
    name = name.rpartition("*")[2]
    for prefix in _PREFIXES:
        name = name.removeprefix(prefix)
    name = name.rsplit(".", 1)[-1]
    return pattern(_BABEL_NUMBER).sub(r"\1\2", name) if name.startswith("_") else name


def is_unknown(name: str) -> bool:
    """No name at all, or one that an engine gives to code without a name."""
    return name in UNKNOWN_FUNCTIONS or name.endswith("/<") or name.startswith("?anon_")


def without_hash(name: str) -> str:
    """The name of a file or module without the hashes of its content that bundlers put into it."""
    if not any(character.isdigit() for character in name):
        return name
    return pattern(_CONTENT_HASH).sub("", name)


def without_query(filename: str) -> str:
    return filename.split("?", 1)[0] or filename


_AUTO: Final = r"\1<auto>"
_JAVA_GENERATED: Final = (
    # Accessors that OpenJDK generates for reflection: sun.reflect.GeneratedMethodAccessor789
    r"((?:sun|jdk\.internal)\.reflect\.Generated(?:Serialization)?(?:Method|Constructor)Accessor)\d+",
    # Spring, Guice and CGLIB: Foo$$EnhancerBySpringCGLIB$$a1b2c3d4, Foo$$SpringCGLIB$$0, Foo$$FastClassByGuice$$1a2b
    r"(\$\$[A-Za-z_]{0,40}(?:CGLIB|Guice)\$\$)[a-fA-F0-9]+(?:_[0-9]+)?",
    # Hibernate and ByteBuddy: Foo$HibernateProxy$aB3dE, Foo$ByteBuddy$Xy12, Foo$MockitoMock$123, run$original$kXy12
    r"(\$(?:HibernateProxy|ByteBuddy|MockitoMock|HibernateInstantiator|HibernateAccessOptimizer|auxiliary|original|accessor)\$)\w+",
    # Javassist: Foo_$$_javassist_74, Foo_$$_jvst1a2_0
    r"(\$\$_(?:javassist|jvst)[a-z0-9]*)(?:_seam)?(?:_[0-9a-f]+)*",
    # JDK proxies: com.sun.proxy.$Proxy81, jdk.proxy2.$Proxy34
    r"((?:com\.sun\.proxy|jdk\.proxy)\d*\.\$Proxy)\d+",
    r"(\$Proxy)\d+",
    # Clojure: myapp.core$fn__12345
    r"(\$fn__)\d+",
    # Android's D8 and R8: MainActivity$$ExternalSyntheticLambda3
    r"(\$\$(?:External|Internal)Synthetic[A-Za-z]{1,40})[\w$]*",
    # AspectJ: Foo$AjcClosure3
    r"(\$AjcClosure)\d+",
)
#: Hidden classes of the JVM: LambdaForm$MH/0x0000000800c8a400
_JAVA_HIDDEN_CLASS: Final = r"[/.]0x[0-9a-f]{8,16}\b"
#: Methods that javac and AspectJ number: access$100, load_aroundBody2
_JAVA_NUMBERED_METHOD: Final = r"(\baccess\$|_aroundBody)\d+"
_JAVA_PROXY_PACKAGE: Final = r"jdk\.proxy\d+\."
#: lambda$bindDelete$0, and D8's lambda$onCreate$0$com-shop-Main; those inside others are lambda$null$1 in Java 8.
_JAVA_LAMBDA: Final = r"lambda\$(\w(?:\w|\$(?!\d+(?:\$|\Z)))*)\$\d+(?:\$.*)?\Z"
_KOTLIN_LAMBDA: Final = r"(\$lambda)[$-]\d+(?:\$\d+)?"
#: <Load>d__12, <Load>b__3_0, <Load>g__Parse|3_0
_CSHARP_MEMBER: Final = r"(?<=>)([a-z])__(?:(\w{1,200})\|)?\d+(?:_\d+)?"
#: <>c__DisplayClass3_0, <>f__AnonymousType1, lambda_method12
_CSHARP_CLASS: Final = r"(c__DisplayClass|f__AnonymousType|\blambda_method)\d+(?:_\d+)?"
_ERB_SUFFIX: Final = r"__\d{4,}_\d{4,}$"
_RUBY_QUALIFIED: Final = r"(?:#<Class:0x[0-9a-f]+>|[A-Z][\w:]*)[#.](?=.)"
#: {closure:App\Foo::bar():42} since PHP 8.4, where the path of a file may stand instead of the function.
_PHP_CLOSURE: Final = r"\{closure:((?:[^{}:/]|::){0,400})[^{}]*\}"
#: Twig's and Smarty's compiled templates: __TwigTemplate_9f86d081884c7d65, content_61f2ab3e4c5d67_12345678
_PHP_TEMPLATE_HASH: Final = r"(_)(?=[a-f]{0,64}\d)[0-9a-f]{13,64}(?:_{1,3}\d+)*"
_PHP_FILE_HASH: Final = r"(?<![0-9a-z])[0-9a-f]{32,64}(?:_\d)?(?=\.)"
_JAVA_FILE: Final = r"(\$\$_(?:javassist|jvst)[a-z0-9]*)(?:_seam)?(?:_[0-9a-f]+)*"


def clean_java_module(module: str) -> str:
    """The class without generated parts; empty for lambda classes, whose names tell nothing."""
    if "$$Lambda" in module:
        return ""
    if "$" in module or "Generated" in module or "roxy" in module:
        for generated in _JAVA_GENERATED:
            module = pattern(generated).sub(_AUTO, module)
        module = pattern(_JAVA_PROXY_PACKAGE).sub("jdk.proxy.", module)
        module = pattern(_JAVA_HIDDEN_CLASS).sub("", module)
    return module


def clean_java_file(filename: str) -> str:
    return pattern(_JAVA_FILE).sub(_AUTO, filename) if "$$_j" in filename else filename


def clean_java_function(function: str) -> str:
    """The method without generated numbers; empty for lambdas whose method is not named."""
    if function.startswith("$r8$lambda$"):
        # R8's bridge to a lambda, named by a hash of each build.
        return "$r8$lambda"
    if function.startswith("lambda$"):
        named = pattern(_JAVA_LAMBDA).match(function)
        return f"lambda${named[1]}" if named and named[1] != "null" else ""
    if "$" not in function and "_around" not in function:
        return function
    for generated in (*_JAVA_GENERATED[1:4], _JAVA_NUMBERED_METHOD):
        function = pattern(generated).sub(_AUTO, function)
    return pattern(_KOTLIN_LAMBDA).sub(_AUTO, function)


def clean_csharp_name(name: str) -> str:
    """The class or method without the numbers of state machines, lambdas and local functions."""
    if "__" in name:
        name = pattern(_CSHARP_MEMBER).sub(r"\1__\2<auto>", name)
    return pattern(_CSHARP_CLASS).sub(_AUTO, name) if pattern(_CSHARP_CLASS).search(name) else name


def clean_elixir_function(function: str) -> str:
    """`Shop.total/2` also where a FunctionClauseError says the arguments instead of their number."""
    name, bracket, rest = function.partition("(")
    if not bracket or not name:
        return function
    return f"{name}/{_count_arguments(rest)}"


def _count_arguments(text: str) -> int:
    """Arguments up to the bracket that closes the call; commas inside brackets and quotes separate others."""
    depth, commas, quote, is_empty = 0, 0, "", True
    for character in text:
        if quote:
            quote = "" if character == quote else quote
        elif character in "\"'":
            quote = character
        elif character in "([{":
            depth += 1
        elif character in ")]}":
            if depth == 0:
                break
            depth -= 1
        elif character == "," and depth == 0:
            commas += 1
        is_empty = is_empty and character.isspace()
    return 0 if is_empty else commas + 1


def clean_ruby_function(function: str) -> str:
    """The method alone: blocks, templates and (since Ruby 3.4) the class are written differently in every version."""
    if function.startswith("block "):
        return "block"
    qualified = pattern(_RUBY_QUALIFIED).match(function)
    return pattern(_ERB_SUFFIX).sub("", function[qualified.end() :] if qualified else function)


def clean_php_function(function: str) -> str:
    """The method without places and hashes; empty for functions without a name."""
    if "@anonymous" in function:
        owner, _, rest = function.partition("@anonymous")
        method = rest.rsplit("::", 1)[-1] if "::" in rest else ""
        return method if owner == "class" or not method else f"{owner}@anonymous::{method}"
    if function.startswith("[Anonymous") or function == "{closure}":
        return ""
    if "{closure:" in function:
        function = pattern(_PHP_CLOSURE).sub(r"{closure:\1}", function)
    return pattern(_PHP_TEMPLATE_HASH).sub(_AUTO, function) if "_" in function else function


def clean_php_file(filename: str) -> str:
    """Compiled templates are named by hashes of the path they were deployed to."""
    return pattern(_PHP_FILE_HASH).sub("<auto>", filename)


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
