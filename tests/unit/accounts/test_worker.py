"""Mails that somebody waits for have a queue of their own, and come again within seconds."""

from typing import Any
from unittest import mock

import pytest

from chalicelib.accounts import worker as mail_worker
from chalicelib.accounts.mails import request_account_mail, request_written_mail
from chalicelib.accounts.worker import MailsFailed, send_mails
from chalicelib.alerts.channels.email import list_mails
from chalicelib.aws import clients as aws
from chalicelib.aws import queues
from chalicelib.config import Settings


def receive(stage: Settings) -> list[dict[str, Any]]:
    url = aws.queue_url(stage.queue_name("mails"))
    answer = aws.client("sqs").receive_message(
        QueueUrl=url, MaxNumberOfMessages=10, AttributeNames=["All"], VisibilityTimeout=600
    )
    return [
        {"body": one["Body"], "receiptHandle": one["ReceiptHandle"], "attributes": one["Attributes"]}
        for one in answer.get("Messages", [])
    ]


def test_an_invitation_goes_to_whoever_has_the_address(stage: Settings) -> None:
    request_written_mail("new@example.com", "Join Acme", "Here is the link")

    send_mails({"Records": receive(stage)}, None)

    (mail,) = list_mails()
    assert (mail.recipient, mail.subject, mail.text) == ("new@example.com", "Join Acme", "Here is the link")


def test_a_mail_that_fails_comes_again_in_seconds_and_alone(stage: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queues, "RETRY_SECONDS", {"mails": (0, 0)})
    request_written_mail("good@example.com", "Good", "text")
    request_written_mail("bad@example.com", "Bad", "text")
    send = mail_worker.send_written_mail

    def fail_for_bad(email: str, *rest: str) -> None:
        if email == "bad@example.com":
            raise RuntimeError("the mail service is away")
        send(email, *rest)

    with mock.patch.object(mail_worker, "send_written_mail", fail_for_bad), pytest.raises(MailsFailed):
        send_mails({"Records": receive(stage)}, None)

    assert [mail.recipient for mail in list_mails()] == ["good@example.com"]
    again = receive(stage)
    assert len(again) == 1
    send_mails({"Records": again}, None)
    assert {mail.recipient for mail in list_mails()} == {"good@example.com", "bad@example.com"}


def test_no_mail_waits_for_longer_than_a_minute(stage: Settings) -> None:
    assert max(queues.RETRY_SECONDS["mails"]) <= 60


def test_each_recipient_is_a_tenant_that_the_queue_does_not_name(stage: Settings) -> None:
    request_account_mail("reset-password", "ann@example.com")
    request_account_mail("reset-password", "bob@example.com")
    request_account_mail("reset-password", "ann@example.com")

    groups = [record["attributes"]["MessageGroupId"] for record in receive(stage)]

    assert len(set(groups)) == 2
    assert not any("@" in group for group in groups)
