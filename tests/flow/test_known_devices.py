"""Nobody is locked out by others' guesses: a device that one signed in on before is counted by itself."""

import pytest

from chalicelib import config
from chalicelib.accounts.known_devices import COOKIE, Device, device_cookie, read_device
from tests.api_client import PASSWORD, ApiClient

ANN = {"email": "ann@example.com", "password": PASSWORD}
WRONG = {**ANN, "password": "wrong password"}


@pytest.fixture
def ann(open_stage: config.Settings) -> ApiClient:
    return ApiClient().register("ann@example.com", "Ann")


def guess(times: int = 8) -> None:
    """Somebody elsewhere guesses until the account makes everybody wait."""
    answers = [ApiClient().post("/auth/login", WRONG).status for _ in range(times)]
    assert answers[-1] == 429


def test_a_strangers_guesses_do_not_lock_a_known_device_out(ann: ApiClient) -> None:
    guess()

    assert ApiClient().post("/auth/login", ANN).status == 429
    assert ann.post("/auth/login", ANN).status == 200


def test_guesses_on_a_known_device_are_slowed_too(ann: ApiClient) -> None:
    """Whoever has the device's cookie can guess no faster than anybody else."""
    answers = [ann.post("/auth/login", WRONG).status for _ in range(8)]

    assert answers[:5] == [401] * 5
    assert answers[-1] == 429
    assert ApiClient().post("/auth/login", ANN).status == 200


def test_signing_in_on_a_known_device_does_not_help_the_guesser(ann: ApiClient) -> None:
    guess()
    assert ann.post("/auth/login", ANN).status == 200

    assert ApiClient().post("/auth/login", WRONG).status == 429


def test_a_device_is_known_for_its_owner_alone(ann: ApiClient) -> None:
    bob = ApiClient().register("bob@example.com", "Bob")
    guess()

    assert bob.post("/auth/login", ANN).status == 429


def test_the_cookie_is_for_auth_alone_and_out_of_scripts_reach(ann: ApiClient) -> None:
    (cookie,) = [each for each in ann.post("/auth/login", ANN).headers["Set-Cookie"] if each.startswith(COOKIE)]

    assert "Path=/api/auth" in cookie
    assert all(word in cookie for word in ("HttpOnly", "Secure", "SameSite=Strict"))


@pytest.mark.usefixtures("stage")
def test_a_cookie_that_is_not_ours_names_no_device() -> None:
    ours = device_cookie("ann", None).partition("=")[2].partition(";")[0]
    user, device, signature = ours.split(".")

    assert read_device(ours) == Device(user, device)
    for forged in (
        None,
        "",
        "a.b",
        f"bob.{device}.{signature}",
        f"{user}.other.{signature}",
        f"{user}.{device}.é",
        "a" * 999,
    ):
        assert read_device(forged) is None
    assert device_cookie("ann", Device("ann", device)).partition(";")[0] == f"{COOKIE}={ours}"
    assert ours not in device_cookie("bob", Device("ann", device))
