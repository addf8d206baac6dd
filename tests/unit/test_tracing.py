import subprocess
import sys

import pytest

LOADED = "import sys; from chalicelib.aws.clients import client; client('sqs'); print('aws_xray_sdk' in sys.modules)"


@pytest.mark.parametrize("switched_on", ["true", "false"])
def test_the_tracing_library_is_loaded_only_where_it_is_on(switched_on: str) -> None:
    environment = {"MINISENTRY_XRAY": switched_on, "AWS_DEFAULT_REGION": "us-east-1", "PYTHONPATH": "."}

    done = subprocess.run([sys.executable, "-c", LOADED], env=environment, capture_output=True, text=True, check=True)

    assert done.stdout.strip().lower() == switched_on
