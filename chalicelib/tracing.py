"""X-Ray, where a stage has it switched on: every call to AWS becomes a subsegment of the function's trace."""

import importlib
from functools import cache

from chalicelib.config import settings


@cache
def trace_aws_calls() -> None:
    """Patch botocore once per process; does nothing where tracing is off.

    Importing aws_xray_sdk takes longer than all the rest of a cold start, so that only traced stages pay for it. What
    is sampled is X-Ray's decision: one request a second and 5 % of the others, unless its rules say otherwise.
    """
    if settings().xray_enabled:
        importlib.import_module("aws_xray_sdk.core").patch(["botocore"])
