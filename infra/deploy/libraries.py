"""The libraries of the package: gathered by Chalice, cut to what runs, and compiled.

Lambda's file system is read-only: what ships without bytecode is compiled anew at every cold start, which takes longer
than all the rest of it. https://docs.aws.amazon.com/lambda/latest/dg/python-package.html
"""

import compileall
import hashlib
import importlib.metadata
import inspect
import py_compile
import shutil
import sys
from pathlib import Path

import chalice.app
from chalice.deploy.packager import DependencyBuilder, MissingDependencyError
from chalice.utils import OSUtils

from infra.deploy.errors import DeployError
from infra.deploy.folders import BUILD, ROOT

REQUIREMENTS = ROOT / "requirements.txt"
# Of botocore's 400 services these are called; the others are two thirds of the package.
CALLED_SERVICES = frozenset({"dynamodb", "s3", "ses", "sqs", "ssm", "sts"})
FORMAT = "1"


def gather_libraries(architecture: str) -> Path:
    """A folder with everything that requirements.txt names, ready to be shipped. Made once for each set of versions.

    Raises DeployError when something has no wheel for *architecture* (`arm64` or `x86_64`).
    """
    folder = BUILD.parent / "libraries" / libraries_mark(architecture)
    if not folder.exists():
        unfinished = folder.with_suffix(".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        _install(unfinished, architecture)
        _cut(unfinished)
        _compile_chalice(unfinished)
        compile_for_lambda(unfinished, "/var/task")
        unfinished.rename(folder)
    return folder


def libraries_mark(architecture: str) -> str:
    """A name for this set of versions."""
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    chalice_version = importlib.metadata.version("chalice")
    parts = (REQUIREMENTS.read_text(), architecture, python, chalice_version, FORMAT, *sorted(CALLED_SERVICES))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def compile_for_lambda(folder: Path, deployed_as: str) -> None:
    """Put bytecode beside every module in *folder*, which Lambda trusts without a look at its source."""
    compileall.compile_dir(
        folder,
        quiet=2,
        stripdir=str(folder),
        prependdir=deployed_as,
        invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
    )


def _install(folder: Path, architecture: str) -> None:
    builder = DependencyBuilder(OSUtils(), architecture=architecture)
    abi = f"cp{sys.version_info.major}{sys.version_info.minor}"
    try:
        builder.build_site_packages(abi, str(REQUIREMENTS), str(folder))
    except MissingDependencyError as error:
        names = ", ".join(sorted(package.identifier for package in error.missing))
        raise DeployError(
            f"No wheel for {architecture} and {abi} was found of: {names}. Pin versions that have."
        ) from error


def _cut(folder: Path) -> None:
    for service in (folder / "botocore" / "data").iterdir():
        if service.is_dir() and service.name not in CALLED_SERVICES:
            shutil.rmtree(service)


def _compile_chalice(folder: Path) -> None:
    """Chalice adds its own two runtime modules to the package, as sources; their bytecode comes from here."""
    package = Path(inspect.getfile(chalice.app)).parent
    for name in ("__init__", "app"):
        cached = folder / "chalice" / "__pycache__" / f"{name}.{sys.implementation.cache_tag}.pyc"
        py_compile.compile(
            str(package / f"{name}.py"),
            cfile=str(cached),
            dfile=f"/var/task/chalice/{name}.py",
            doraise=True,
            invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
        )
