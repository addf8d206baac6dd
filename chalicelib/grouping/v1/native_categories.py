"""Native frames of systems and libraries in kinds, and which of them are only plumbing between two that matter.

What a system does between two calls differs with every version of it. The kinds and their order are those of Sentry's
built-in rules for stack traces.
"""

import re
from functools import lru_cache
from typing import Any, Final

from chalicelib.grouping.noise import DEATHS, THREAD_BASES
from chalicelib.grouping.v1.functions import trim_native_function

#: By function. The kinds that tell more come first.
_FUNCTIONS: Final = re.compile(
    r"(?P<indirection>.*\.cold\.1\Z|.*::operator\(\)|.*<lambda>|__dynamic_cast\Z|boost::(?:function|_bi::)"
    r"|boost::detail::function::functor_manager|Array\.subscript\.(?!getter\Z))"
    r"|(?P<internals>_INTERNAL|(?:closure|range|Collection\.map<T>|Array\._getElement"
    r"|Array\.subscript\.getter|_ArrayBuffer\._nativeTypeChecked\.getter|@callee_guaranteed)\Z)"
    r"|(?P<load>(?:dlopen|dladdr|ImageLoaderMachO::findClosestSymbol|android::OpenNativeLibrary)\Z)"
    r"|(?P<telemetry>gpusGenerateCrashLog|gpusKillClientExt\Z|crashpad::)"
    r"|(?P<free>(?:RtlFreeHeap|RtlFreeUnicodeString|std::_Deallocate|free|objc_release|_swift_release_dealloc|_CFRelease)\Z)"
    r"|(?P<driver>.*CUDA)"
    r"|(?P<dtor>.*::\{dtor\}\Z|destructor'\Z)"
    r"|(?P<malloc>(?:malloc|malloc_base|RtlpAllocateHeapInternal)\Z|std::.*::allocator_traits)"
    r"|(?P<threadbase>boost::.*::thread_proxy\Z)"
    r"|(?P<internal>std::_|__swift_|block_destroy_helper)"
    r"|(?P<runtime>art::jit::)"
    r"|(?P<ui>-\[NSISEngine)"
    r"|(?P<std>std::|boost::)"
    r"|(?P<system>(?:memset|memcpy|__memcpy|memcmp)\Z)"
)
#: By the library it is in.
_PACKAGES: Final = re.compile(
    r"(?P<gl>(?:OpenGLES|GLEngine)\Z|.*(?:/OpenGL\.framework/|/OpenCL\.framework/|/OPENGL32\.dll\Z|/libEGL\.so\Z"
    r"|/libskia\.so\Z|/lib(?:ESX)?GLES[^/]*\.so\Z))"
    r"|(?P<driver>C:/Windows/system32/DriverStore/|C:/Program Files/NVIDIA Corporation/|AGXGLDriver\Z"
    r"|libGPUSupportMercury|/System/Library/PrivateFrameworks/GPUSupport\.framework/|.*/nvcuda\.dll\Z"
    r"|/System/Library/Extensions/(?:AppleIntel[^/]*GraphicsGLDriver\.bundle|GeForceGLDriver\.bundle|AMDRadeon))"
    r"|(?P<telemetry>.*/libBugly\.so\Z)"
    r"|(?P<malloc>.*/libsystem_malloc\.dylib\Z)"
    r"|(?P<av>AudioToolbox|libAudioToolboxUtility\.dylib\Z|/system/lib/lib(?:media|audioclient)\.so\Z)"
    r"|(?P<ui>(?:UIKit|UIKitCore|SwiftUI|AttributeGraph|CoreAutoLayout|GraphicsServices)\Z)"
    r"|(?P<system>/System/|C:/Windows/|/usr/lib/|/vendor/|libobjc|libsystem|linux-(?:gate|vdso)\.so|/apex/com\.android\."
    r"|(?:CoreFoundation|Foundation|CFNetwork|IOKit|QuartzCore|IOMobileFramebuffer|libdispatch\.dylib|WebKit)\Z|.*/libart\.so\Z)",
    re.IGNORECASE,
)
#: A frame of the second kind that is called by one of the first is plumbing.
_CALLED_BY: Final = (
    ("gl", "gl"),
    ("av", "av"),
    ("malloc", "malloc"),
)
_CALLED_BY_AFTER: Final = (
    ("free", "system"),
    ("system", "system"),
    ("std", "system"),
    ("std", "std"),
    ("ui", "ui"),
    ("ui", "system"),
    ("internals", "system"),
    ("internals", "ui"),
    ("load", "system"),
    ("load", "load"),
    ("throw", "system"),
    ("runtime", "system"),
    ("runtime", "runtime"),
    ("dtor", "dtor"),
)
_THREAD_STARTERS: Final = ("/usr/lib/system/", "libdyld.dylib")
_THREAD_LIBRARY: Final = "/usr/lib/system/libsystem_pthread.dylib"
_NAMELESS: Final = frozenset({"", "<unknown>"})
_PLUMBING: Final = frozenset({"internals", "indirection", "telemetry"})


def kinds_of(frames: list[dict[str, Any]]) -> list[str]:
    """What each frame is by itself; empty where nothing is known."""
    return [
        _kind(frame.get("function") or "", frame.get("package") or "", frame.get("in_app") is True) for frame in frames
    ]


def plumbing(frames: list[dict[str, Any]]) -> list[bool]:
    """For each frame, oldest first, whether it says nothing beside its neighbours."""
    kinds = kinds_of(frames)
    last = len(kinds) - 1
    for index in range(last):
        if kinds[index] == kinds[index + 1] == "driver":
            kinds[index] = "internals"
    _mark_called(kinds, _CALLED_BY)
    for index, frame in enumerate(frames):
        if kinds[index] == "system" and _is_unsaid(frame.get("function") or ""):
            kinds[index] = "internals"
    for index in range(1, last):
        if kinds[index] == "system" and "system" not in {kinds[index - 1], kinds[index + 1]}:
            kinds[index] = "indirection"
    _mark_called(kinds, _CALLED_BY_AFTER)
    return [kind in _PLUMBING for kind in kinds]


def _mark_called(kinds: list[str], pairs: tuple[tuple[str, str], ...]) -> None:
    """Of a row of such calls all but the first are marked."""
    for pair in pairs:
        for index in [at for at in range(1, len(kinds)) if (kinds[at - 1], kinds[at]) == pair]:
            kinds[index] = "internals"


def _is_unsaid(function: str) -> bool:
    return function in _NAMELESS or (function.startswith("_") and function != "_purecall")


@lru_cache(maxsize=4096)
def _kind(function: str, package: str, in_app: bool) -> str:
    """By its function, else by the library it is in; empty for the rest."""
    name = trim_native_function(function)
    library = package.replace("\\", "/")
    if name in DEATHS:
        return "throw"
    if name in THREAD_BASES or (name == "start" and library.startswith(_THREAD_STARTERS)):
        return "threadbase"
    if name in _NAMELESS and library == _THREAD_LIBRARY:
        return "threadbase"
    if "_block_invoke" in name and not in_app:
        return "internals"
    match = _FUNCTIONS.match(name) or _PACKAGES.match(library)
    kind = (match and match.lastgroup) or ""
    return "internals" if kind == "internal" else kind
