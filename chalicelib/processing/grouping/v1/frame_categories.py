"""What a frame of native code or the JVM is for, and which frames are only plumbing between two that matter.

What a system does between two calls differs with every version of it. The rules are those of Sentry for stack traces.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

from chalicelib.patterns import pattern
from chalicelib.processing.grouping.v1.functions import trim_native_function
from chalicelib.processing.grouping.v1.noise import DEATHS, THREAD_BASES
from chalicelib.processing.grouping.v1.platforms import family_of

_FRAMES: Final = (
    r"(?P<indirection>(?:java\.lang|sun|jdk\.internal)\.reflect\.|java\.lang\.Class:getMethod\Z"
    r"|androidx\.work\.impl\.utils\.ForceStopRunnable:|android\.(?:view|text|widget)\.[^:]*:(?:handleMessage|run)\Z)"
    r"|(?P<threadbase>java\.util\.concurrent\.ThreadPoolExecutor:runWorker\Z|android\.os\.[^:]*:call\Z"
    r"|android\.os\.(?:Looper:loop|Handler:(?:dispatchMessage|handleCallback))\Z"
    r"|android\.app\.ActivityThread(?:[^:]*:handleMessage|:main)\Z)"
)


@lru_cache(maxsize=4096)
def jvm_kind(module: str, function: str) -> str:
    match = pattern(_FRAMES).match(f"{module}:{function}")
    return (match and match.lastgroup) or ""


#: By function. The kinds that tell more come first.
_FUNCTIONS: Final = (
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
_PACKAGES: Final = (
    r"(?i)(?P<gl>(?:OpenGLES|GLEngine)\Z|.*(?:/OpenGL\.framework/|/OpenCL\.framework/|/OPENGL32\.dll\Z|/libEGL\.so\Z"
    r"|/libskia\.so\Z|/lib(?:ESX)?GLES[^/]*\.so\Z))"
    r"|(?P<driver>C:/Windows/system32/DriverStore/|C:/Program Files/NVIDIA Corporation/|AGXGLDriver\Z"
    r"|libGPUSupportMercury|/System/Library/PrivateFrameworks/GPUSupport\.framework/|.*/nvcuda\.dll\Z"
    r"|/System/Library/Extensions/(?:AppleIntel[^/]*GraphicsGLDriver\.bundle|GeForceGLDriver\.bundle|AMDRadeon))"
    r"|(?P<telemetry>.*/libBugly\.so\Z)"
    r"|(?P<malloc>.*/libsystem_malloc\.dylib\Z)"
    r"|(?P<av>AudioToolbox|libAudioToolboxUtility\.dylib\Z|/system/lib/lib(?:media|audioclient)\.so\Z)"
    r"|(?P<ui>(?:UIKit|UIKitCore|SwiftUI|AttributeGraph|CoreAutoLayout|GraphicsServices)\Z)"
    r"|(?P<system>/System/|C:/Windows/|/usr/lib/|/vendor/|libobjc|libsystem|linux-(?:gate|vdso)\.so|/apex/com\.android\."
    r"|(?:CoreFoundation|Foundation|CFNetwork|IOKit|QuartzCore|IOMobileFramebuffer|libdispatch\.dylib|WebKit)\Z|.*/libart\.so\Z)"
)
_THREAD_STARTERS: Final = ("/usr/lib/system/", "libdyld.dylib")
_THREAD_LIBRARY: Final = "/usr/lib/system/libsystem_pthread.dylib"
NAMELESS: Final = frozenset({"", "<unknown>"})


@lru_cache(maxsize=4096)
def native_kind(function: str, package: str, in_app: bool) -> str:
    """By its function, else by the library it is in; empty for the rest."""
    name = trim_native_function(function)
    library = package.replace("\\", "/")
    if name in DEATHS:
        return "throw"
    if name in THREAD_BASES or (name == "start" and library.startswith(_THREAD_STARTERS)):
        return "threadbase"
    if name in NAMELESS and library == _THREAD_LIBRARY:
        return "threadbase"
    if "_block_invoke" in name and not in_app:
        return "internals"
    match = pattern(_FUNCTIONS).match(name) or pattern(_PACKAGES).match(library)
    kind = (match and match.lastgroup) or ""
    return "internals" if kind == "internal" else kind


Frame = dict[str, Any]

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
_PLUMBING: Final = frozenset({"internals", "indirection", "telemetry"})


def kinds_of(frames: list[Frame], platform: str) -> list[str] | None:
    """What each frame is by itself, empty where nothing is known; None for platforms whose systems do not show."""
    kind_of = _native if family_of(platform) == "native" else _KINDS.get(platform)
    return [kind_of(frame) for frame in frames] if kind_of else None


def _native(frame: Frame) -> str:
    return native_kind(frame.get("function") or "", frame.get("package") or "", frame.get("in_app") is True)


def _jvm(frame: Frame) -> str:
    return jvm_kind(frame.get("module") or "", frame.get("function") or "")


_KINDS: Final[dict[str, Callable[[Frame], str]]] = {"java": _jvm, "kotlin": _jvm}


def plumbing(frames: list[Frame], kinds: list[str]) -> list[bool]:
    """For each frame, oldest first, whether it says nothing beside its neighbours."""
    kinds = list(kinds)
    last = len(kinds) - 1
    for index in range(last):
        if kinds[index] == kinds[index + 1] == "driver":
            kinds[index] = "internals"
    _mark_called(kinds, _CALLED_BY)
    for index, frame in enumerate(frames):
        if kinds[index] == "system" and _is_unsaid(frame):
            kinds[index] = "internals"
    for index in range(1, last):
        if kinds[index] == "system" and "system" not in {kinds[index - 1], kinds[index + 1]}:
            kinds[index] = "indirection"
    _mark_called(kinds, _CALLED_BY_AFTER)
    return [kind in _PLUMBING for kind in kinds]


def _mark_called(kinds: list[str], pairs: tuple[tuple[str, str], ...]) -> None:
    """Of a row of such calls all but the first are marked."""
    for caller, callee in pairs:
        if caller not in kinds or callee not in kinds:
            continue
        for index in [at for at in range(1, len(kinds)) if kinds[at] == callee and kinds[at - 1] == caller]:
            kinds[index] = "internals"


def _is_unsaid(frame: Frame) -> bool:
    """A native function that is hidden or has no name."""
    function = frame.get("function") or ""
    hidden = function.startswith("_") and function != "_purecall"
    return not frame.get("module") and (hidden or function in NAMELESS)


def inner_frames(kinds: list[str]) -> range:
    """The positions between where a thread begins and where the program throws or dies."""
    first = max((index + 1 for index, kind in enumerate(kinds) if kind == "threadbase"), default=0)
    last = min((index for index, kind in enumerate(kinds) if index >= first and kind == "throw"), default=len(kinds))
    return range(first, last)
