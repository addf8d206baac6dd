"""The environment variables that the stack's processes and its own AWS calls run under."""

import os

STAGE = "local"
_EMULATOR_CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    # Nothing of the user's own AWS set-up may reach the emulator, or be reached by a slip of ours.
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
}
_MINISENTRY = {
    "MINISENTRY_STAGE": STAGE,
    "MINISENTRY_REGISTRATION": "open",
    "PYTHONUNBUFFERED": "1",
}


def use_emulator(endpoint: str) -> None:
    """Point this process and its children at our emulator, away from any real account."""
    for name in ("AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SESSION_TOKEN"):
        os.environ.pop(name, None)
    os.environ |= _EMULATOR_CREDENTIALS | {"AWS_ENDPOINT_URL": endpoint, "AWS_DEFAULT_REGION": "us-east-1"}
    os.environ.pop("AWS_REGION", None)


def use_given_endpoint() -> None:
    """Keep the endpoint that the user set; credentials and region are made up where there are none."""
    for name, value in _EMULATOR_CREDENTIALS.items():
        if name.startswith(("AWS_ACCESS", "AWS_SECRET")):
            os.environ.setdefault(name, value)
    os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")


def use_stage(url: str) -> None:
    """Tell our own code which stage this is and where people reach it; what the user set already stays."""
    for name, value in (_MINISENTRY | {"MINISENTRY_PUBLIC_URL": url}).items():
        os.environ.setdefault(name, value)
