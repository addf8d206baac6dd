import time

import pytest

from chalicelib.processing.grouping.v1.parameterize import message_for_grouping, parameterize


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("bounce to ann@x.org", "bounce to <email>"),
        ("GET https://a.com/x?1 failed", "GET <url> failed"),
        ("host api.shop.example.com down", "host <hostname> down"),
        ("refused by 10.0.0.1:80", "refused by <ip>:<int>"),
        ("from 2001:db8::1 x", "from <ip> x"),
        ("Foo::bar() failed", "Foo::bar() failed"),
        ("trace 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "trace <traceparent>"),
        ("id 7c1811ed-e98f-4c9c-a9f9-58c757ff494f", "id <uuid>"),
        ("blob da39a3ee5e6b4b0d3255bfef95601890afd80709", "blob <sha1>"),
        ("sum d41d8cd98f00b204e9800998ecf8427e", "sum <md5>"),
        ("expired 2026-01-01T10:00:00Z", "expired <date>"),
        ("at Mon, 02 Jan 2006 15:04:05 -0700", "at <date>"),
        ("until 3:04PM", "until <date>"),
        ("took 12ms and 0.5s", "took <duration> and <duration>"),
        ("at 0xdeadbeef", "at <hex>"),
        ("key 9af8c3b0d1", "key <hex>"),
        ("word deadbeef", "word <hex>"),
        ("word fadedbee, cafe, deadbee", "word <hex>, cafe, deadbee"),
        ("block 9af8 and 9AF8 of 9af", "block <hex> and <hex> of 9af"),
        ("error E1001 or a1234", "error E1001 or a1234"),
        ("balance -12345678", "balance <hex>"),
        ("request 01ARZ3NDEKTSV4RRFFQ69G5FAV", "request <ulid>"),
        ("object tx274a77a8975c4a66aeb24-0052d95365-cluster01", "object <swift_txn_id>"),
        ("station 00:1A:2b:3c:4d:5e", "station <mac>"),
        ("Fee::add() called", "Fee::add() called"),
        ("tcp://ann:secret@db.example.com:10 and redis://cache-1:6379/0", "<url> and <url>"),
        ("took 2.5ms, 350µs, 1h2m3.5s", "took <duration>, <duration>, <duration>"),
        ("4,150,908 of -1,234.5 or 1.5e-07", "<int> of <float> or <float>"),
        ("Mon Jan  2 15:04:05 UTC 2006", "<date>"),
        ("Jan 12 15:04:05 web", "<date> web"),
        ("since January 18, 2019", "since <date>"),
        ("at 2006-01-02T15:04:05Z07:00", "at <date>"),
        ("deploy 4f3c2a1 failed", "deploy <git_sha> failed"),
        ("took 1.5 units", "took <float> units"),
        ("code 5 of -17", "code <int> of <int>"),
        ("12345678 rows", "<hex> rows"),
        ("name='ann' age=\"5\"", "name=<quoted_str> age=<quoted_str>"),
        ("cannot read 'alpha'", "cannot read 'alpha'"),
        ("flag=true, other=False", "flag=<bool>, other=<bool>"),
        ("module h2o", "module h2o"),
        ("nothing to replace", "nothing to replace"),
    ],
)
def test_values_become_placeholders(text: str, expected: str) -> None:
    assert parameterize(text) == expected


def test_two_lines_of_a_message_count() -> None:
    assert message_for_grouping("a\n\n b\nc") == "a\n b..."
    assert message_for_grouping("a") == "a"


def test_how_lines_end_does_not_count() -> None:
    assert message_for_grouping("a\r\nb\n\n") == message_for_grouping("a\nb") == "a\nb"


@pytest.mark.parametrize(
    "text",
    [
        "a" * 9000,
        "a." * 5000,
        "1:" * 5000,
        "a1" * 5000,
        "='" * 5000,
        "1 Jan " * 1000,
        "a@" * 5000,
        ":" * 9000,
        "0" * 9000,
        "a1b2" * 2500,
        "1h1m" * 2500,
        "1,111" * 2000,
        "-1.1e1" * 1500,
        "00:" * 3000,
    ],
)
def test_hostile_messages_cost_little(text: str) -> None:
    parameterize("warm up 1")
    started = time.perf_counter()

    message_for_grouping(text)

    assert time.perf_counter() - started < 0.25
