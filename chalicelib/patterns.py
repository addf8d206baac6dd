"""Regular expressions that are compiled when they are first needed, so that importing the worker stays cheap."""

import re
from functools import cache


@cache
def pattern(expression: str) -> re.Pattern[str]:
    return re.compile(expression)
