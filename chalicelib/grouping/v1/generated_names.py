"""Names that compilers, proxies and bundlers make up anew with every build, reduced to what stays."""

from typing import Final

from chalicelib.grouping.patterns import pattern

_AUTO: Final = r"\1<auto>"
_JAVA_GENERATED: Final = (
    # Accessors that OpenJDK generates for reflection: sun.reflect.GeneratedMethodAccessor789
    r"((?:sun|jdk\.internal)\.reflect\.Generated(?:Serialization)?(?:Method|Constructor)Accessor)\d+",
    # Spring and CGLIB: Foo$$EnhancerBySpringCGLIB$$a1b2c3d4, Foo$$SpringCGLIB$$0, Foo$$FastClassByCGLIB$$1a2b
    r"(\$\$[A-Za-z_]{0,40}CGLIB\$\$)[a-fA-F0-9]+(?:_[0-9]+)?",
    # Hibernate and ByteBuddy: Foo$HibernateProxy$aB3dE, Foo$ByteBuddy$Xy12, Foo$MockitoMock$123
    r"(\$(?:HibernateProxy|ByteBuddy|MockitoMock|HibernateInstantiator|HibernateAccessOptimizer)\$)\w+",
    # Javassist: Foo_$$_javassist_74, Foo_$$_jvst1a2_0
    r"(\$\$_(?:javassist|jvst)[a-z0-9]*)(?:_seam)?(?:_[0-9a-f]+)*",
    # JDK proxies: com.sun.proxy.$Proxy81, jdk.proxy2.$Proxy34
    r"((?:com\.sun\.proxy|jdk\.proxy)\d*\.\$Proxy)\d+",
    r"(\$Proxy)\d+",
    # Clojure: myapp.core$fn__12345
    r"(\$fn__)\d+",
)
_JAVA_PROXY_PACKAGE: Final = r"jdk\.proxy\d+\."
_KOTLIN_LAMBDA: Final = r"(\$lambda)[$-]\d+(?:\$\d+)?"
_JAVA_FILE: Final = r"(\$\$_(?:javassist|jvst)[a-z0-9]*)(?:_seam)?(?:_[0-9a-f]+)*"

#: app-PCI55BO2.js, main.4f3c2a1b.chunk.js, index-Ca1b2C3d.mjs, vendors~main.0a1b2c3d4e5f6071.js
_CONTENT_HASH: Final = (
    r"[-._~]((?=[0-9a-zA-Z_]*\d)(?:[0-9a-f]{7,64}|[0-9A-F]{8,64}|[0-9A-Z]{8}|(?=[a-z0-9_]{0,7}[A-Z])\w{8}))(?=[.\-_~])"
)


def clean_java_module(module: str) -> str:
    """The class without generated parts; empty for lambda classes, whose names tell nothing."""
    if "$$Lambda" in module:
        return ""
    if "$" in module or "Generated" in module or "roxy" in module:
        for generated in _JAVA_GENERATED:
            module = pattern(generated).sub(_AUTO, module)
        module = pattern(_JAVA_PROXY_PACKAGE).sub("jdk.proxy.", module)
    return module


def clean_java_file(filename: str) -> str:
    return pattern(_JAVA_FILE).sub(_AUTO, filename) if "$$_j" in filename else filename


def clean_java_function(function: str) -> str:
    """The method without generated numbers; empty for lambdas of Java, which have no name of their own."""
    if function.startswith("lambda$"):
        return ""
    if "$" not in function:
        return function
    for generated in _JAVA_GENERATED[1:4]:
        function = pattern(generated).sub(_AUTO, function)
    return pattern(_KOTLIN_LAMBDA).sub(_AUTO, function)


def without_hash(filename: str) -> str:
    """The file name without the hashes of its content that bundlers put into it."""
    if not any(character.isdigit() for character in filename):
        return filename
    return pattern(_CONTENT_HASH).sub("", filename)
