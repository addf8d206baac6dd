"""Frames of runtimes, transpilers and Sentry's SDKs, which come and go with their versions and tell nothing."""

from typing import Final

from chalicelib.patterns import pattern
from chalicelib.processing.names import names

_JAVASCRIPT_FUNCTIONS: Final = frozenset(
    {"runMicrotasks", "queueMicrotask", "processTicksAndRejections", "runNextTicks", "nextTick", "_callSuper"}
)
#: Helpers that transpilers and the SDK put into the project's own files, whatever object they are called on.
_JAVASCRIPT_HELPERS: Final = frozenset(
    {"sentryWrapped", "asyncGeneratorStep", "_asyncToGenerator", "__awaiter", "__generator"}
)
_JAVASCRIPT_MODULES: Final = ("@babel/", "core-js/", "regenerator-runtime/", "tslib/")
_MODULES: Final = (
    "io.sentry.",
    "System.Runtime.CompilerServices.",
    "System.Runtime.ExceptionServices.",
)
_NATIVE_FUNCTIONS: Final = frozenset({"_mh_execute_header"})
#: Sentry for Apple's systems, which lives in the main executable when it is linked statically.
_NATIVE_SDK: Final = (
    r" ?(?:kscm_|kscrash_|sentrycrashcm_)|[^\[\s]{0,40}sentrycrash_|(?:__\d{0,9})?[-+]\[(?:KSCrash|RNSentry|Sentry)"
    "|google_breakpad::|crashpad::"
)

#: Where native threads begin: what called these, and they themselves, are in every trace.
THREAD_BASES: Final = names(
    "BaseThreadInitThunk RtlUserThreadStart RtlpTpWorkCallback TppWorkerThread TppWorkpExecuteCallback "
    "UIApplicationMain __libc_start_call_main __libc_start_main __pthread_start _dispatch_worker_thread2 "
    "_pthread_body _pthread_start _pthread_wqthread clone3 invoke_main start_thread start_wqthread thread_start "
    "wWinMain"
)
#: What throws, aborts and handles signals: from there on the trace shows how the program dies, not why.
DEATHS: Final = names(
    "AG::precondition_failure DispatchHookW RaiseComPlusException RaiseException RtlExitUserThread "
    "RtlpExecuteHandlerForException TppRaiseInvalidParameter _CFThrowFormattedException _CxxThrowException "
    "_NSRaiseError __assert_fail __assert_rtn __cxa_throw _sigtramp abort core::panicking::begin_panic "
    "core::panicking::panic_fmt error_chain::make_backtrace execute_onexit_table failure::backtrace::Backtrace::new "
    "objc_exception_throw raise rust_begin_unwind std::panicking::begin_panic std::panicking::panic_fmt "
    "std::terminate"
)


def is_noise(function: str, module: str, family: str) -> bool:
    """Frames that never count."""
    if family == "javascript":
        return (
            function in _JAVASCRIPT_FUNCTIONS
            or function.rsplit(".", 1)[-1] in _JAVASCRIPT_HELPERS
            or module.startswith(_JAVASCRIPT_MODULES)
        )
    if family == "native":
        return function in _NATIVE_FUNCTIONS or is_native_sdk(function)
    return module.startswith(_MODULES)


def is_native_sdk(function: str) -> bool:
    return pattern(_NATIVE_SDK).match(function) is not None
