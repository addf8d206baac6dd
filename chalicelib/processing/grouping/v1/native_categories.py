"""What a native frame is: of a system, of its user interface, an allocator … as Sentry's built-in rules say."""

from functools import lru_cache
from typing import Final

from chalicelib.patterns import pattern
from chalicelib.processing.grouping.noise import DEATHS, THREAD_BASES
from chalicelib.processing.grouping.v1.functions import trim_native_function

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
