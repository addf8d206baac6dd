"""The packages of requirements.txt as Chalice gathers them for AWS's arm64 processors."""

import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from infra.deploy.application import MAX_PACKAGE_BYTES
from tests.deploy.cloud import ROOT

pytestmark = pytest.mark.deploy

# https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.eheader.html: bytes 18 and 19 name the machine.
ARM64 = (183).to_bytes(2, "little")
APP = """
from chalice import Chalice

app = Chalice(app_name="minisentry")


@app.lambda_function()
def stand_in(event, context):
    return None
"""


def test_every_requirement_has_an_arm64_wheel_and_all_fit(tmp_path: Path) -> None:
    (tmp_path / ".chalice").mkdir()
    shutil.copy(ROOT / "requirements.txt", tmp_path)
    (tmp_path / "app.py").write_text(APP)
    config = {"version": "2.0", "app_name": "minisentry", "lambda_architecture": "arm64", "stages": {"dev": {}}}
    (tmp_path / ".chalice" / "config.json").write_text(json.dumps(config))

    command = [sys.executable, "-c", "import sys; from chalice.cli import main; sys.exit(main())", "package", "out"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    package = tmp_path / "out" / "deployment.zip"
    assert package.stat().st_size < MAX_PACKAGE_BYTES
    assert {name for name, machine in list_machines(package) if machine != ARM64} == set()


def list_machines(package: Path) -> list[tuple[str, bytes]]:
    """Each compiled library and the machine it is for."""
    with zipfile.ZipFile(package) as content:
        return [(name, content.read(name)[18:20]) for name in content.namelist() if name.endswith(".so")]
