"""The commands, each a function of the parsed arguments that prints its answer."""

import argparse
import secrets

from chalicelib.accounts.mails import tell_of_two_factor
from chalicelib.accounts.schemas import RegisterBody
from chalicelib.accounts.sign_in import register_user
from chalicelib.accounts.store import find_user_by_email, is_set_up
from chalicelib.accounts.two_factor import disable, find_two_factor
from chalicelib.aws.secrets import read_secret
from chalicelib.config import settings
from chalicelib.errors import MiniSentryError
from infra.deploy.errors import DeployError
from infra.operate.backup import TABLES, read_backup, write_backup
from infra.operate.dead_letters import list_dead_letters, redrive
from infra.operate.projects import change_retention, compute_cost, drop_index_snapshot, erase_events
from infra.operate.readiness import check
from infra.operate.signing import rotate_now


def show_health(_: argparse.Namespace) -> None:
    results = list(check())
    for is_well, line in results:
        print(f"{'ok  ' if is_well else 'BAD '} {line}")
    if not all(is_well for is_well, _ in results):
        raise DeployError(f"Stage {settings().stage} is not well.")


def show_setup_token(_: argparse.Namespace) -> None:
    if is_set_up():
        raise DeployError("The set-up token is spent: the first owner exists and invites the others.")
    print(f"Open {settings().public_url}/register and use this set-up token, which works once:")
    print(read_secret("setup-token"))


def create_first_owner(arguments: argparse.Namespace) -> None:
    password = secrets.token_urlsafe(15)
    body = RegisterBody(
        email=arguments.email, name=arguments.name, password=password, setup_token=read_secret("setup-token")
    )
    try:
        register_user(body)
    except MiniSentryError as error:
        raise DeployError(f"{error.message}.") from None
    print(f"{arguments.email} may sign in at {settings().public_url} with the password {password}")


def turn_off_two_factor(arguments: argparse.Namespace) -> None:
    """Whoever may run this may read every table: the person's word for who they are is the operator's to take."""
    user = find_user_by_email(arguments.email)
    if user is None:
        raise DeployError(f"Nobody has the address {arguments.email} here.")
    was_on = find_two_factor(user.user_id).enabled_at is not None
    if not was_on:
        print(f"{arguments.email} had none.")
        return
    disable(user.user_id)
    tell_of_two_factor(user, is_on=False)
    print(f"{arguments.email} signs in by password alone now.")


def show_dead_letters(arguments: argparse.Namespace) -> None:
    count = 0
    for letter in list_dead_letters(arguments.queue):
        count += 1
        print(f"{letter.message_id}  {letter.subject}\n    {letter.reason}")
    print(f"{count} set aside from {arguments.queue}")


def redrive_dead_letters(arguments: argparse.Namespace) -> None:
    print(f"{redrive(arguments.queue, arguments.reason)} sent back to {arguments.queue}")


def rotate_keys(arguments: argparse.Namespace) -> None:
    print(f"A new signing key is in place; {rotate_now(is_leaked=arguments.leaked)} verify tokens now.")


def set_retention(arguments: argparse.Namespace) -> None:
    change_retention(arguments.project, arguments.days)
    print(f"Events of project {arguments.project} are kept for {arguments.days} days from now on.")


def back_up(arguments: argparse.Namespace) -> None:
    tables = TABLES if arguments.events else TABLES[:1]
    print(f"{write_backup(arguments.file, tables)} rows in {arguments.file}")


def restore(arguments: argparse.Namespace) -> None:
    print(f"{read_backup(arguments.file)} rows restored")


def reindex(arguments: argparse.Namespace) -> None:
    drop_index_snapshot(arguments.project)
    print(f"The issue index of project {arguments.project} is built anew by its next reader.")


def erase(arguments: argparse.Namespace) -> None:
    if not arguments.yes:
        words = f"This makes every stored event of project {arguments.project} unreadable for ever. Type its number: "
        if input(words) != arguments.project:
            raise DeployError("Nothing was erased.")
    erase_events(arguments.project)
    print(f"The events of project {arguments.project} can no longer be read by anybody.")


def show_cost(arguments: argparse.Namespace) -> None:
    spending = compute_cost(arguments.project)
    requests = spending.units.get("requests", 0)
    print(f"Project {arguments.project}: {requests:,} requests and ${spending.total:,.4f} in {spending.month} so far")
    for service, dollars in spending.by_service.items():
        print(f"  {service:<10} ${dollars:,.4f}")
    print(f"At this pace ${spending.projected:,.2f} by the month's end.")
