"""Zstandard: of Python's own library from 3.14 on, and before that of the package that backports it.

The names are the library's: https://docs.python.org/3.14/library/compression.zstd.html
"""

# ruff: noqa: F403
import sys

if sys.version_info >= (3, 14):
    from compression.zstd import *
else:
    from backports.zstd import *
