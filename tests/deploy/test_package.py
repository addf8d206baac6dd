"""The libraries of requirements.txt as they are shipped to AWS's arm64 processors."""

from pathlib import Path

import pytest

from infra.deploy.libraries import CALLED_SERVICES, gather_libraries

pytestmark = pytest.mark.deploy

# https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.eheader.html: bytes 18 and 19 name the machine.
ARM64 = (183).to_bytes(2, "little")


@pytest.fixture(scope="module")
def libraries() -> Path:
    return gather_libraries("arm64")


def test_every_requirement_has_an_arm64_wheel(libraries: Path) -> None:
    compiled = [(path.name, path.read_bytes()[18:20]) for path in libraries.rglob("*.so")]

    assert len(compiled) > 5
    assert [name for name, machine in compiled if machine != ARM64] == []


def test_every_module_is_shipped_with_its_bytecode(libraries: Path) -> None:
    sources = list(libraries.rglob("*.py"))
    bytecode = {(path.parent.parent, path.name.partition(".")[0]) for path in libraries.rglob("*.pyc")}

    assert len(sources) > 500
    assert [path for path in sources if (path.parent, path.stem) not in bytecode] == []
    assert {path.name.partition(".")[0] for path in (libraries / "chalice" / "__pycache__").iterdir()} == {
        "__init__",
        "app",
    }


def test_of_botocore_only_the_services_that_are_called_are_shipped(libraries: Path) -> None:
    services = {path.name for path in (libraries / "botocore" / "data").iterdir() if path.is_dir()}

    assert services == CALLED_SERVICES
