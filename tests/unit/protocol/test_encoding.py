"""Bodies are inflated by what they are, in bounded memory, or refused in words."""

import gzip
import tracemalloc
import zlib
from contextlib import suppress

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib import zstd
from chalicelib.errors import BadRequest, TooLarge
from chalicelib.protocol.encoding import find_inflater, inflate
from chalicelib.protocol.limits import MAX_COMPRESSED_BYTES, MIB

PLAIN = b'{"message":"' + b"hello " * 1000 + b'"}'


def raw_deflate(data: bytes) -> bytes:
    stream = zlib.compressobj(wbits=-15)
    return stream.compress(data) + stream.flush()


CODINGS = {
    "gzip": gzip.compress,
    "zlib": zlib.compress,
    "zstd": zstd.compress,
    "br": brotli.compress,
    "deflate": raw_deflate,
    "identity": bytes,
}


def whole(body: bytes, content_encoding: str = "", max_bytes: int = MIB) -> bytes:
    return b"".join(inflate(body, content_encoding, max_bytes))


@pytest.mark.parametrize("name", CODINGS)
def test_every_coding_inflates_when_named(name: str) -> None:
    assert whole(CODINGS[name](PLAIN), name) == PLAIN


@pytest.mark.parametrize("name", ["gzip", "zlib", "zstd", "identity"])
@pytest.mark.parametrize("header", ["", "UTF-8", "br", "deflate", "gzip", "nonsense"])
def test_bytes_decide_whatever_the_header_says(name: str, header: str) -> None:
    assert whole(CODINGS[name](PLAIN), header) == PLAIN


@pytest.mark.parametrize("header", ["br", "deflate", "gzip"])
def test_a_gateway_that_inflated_already_and_left_the_header_does_no_harm(header: str) -> None:
    assert whole(PLAIN, header) == PLAIN


@pytest.mark.parametrize("quality", range(12))
@pytest.mark.parametrize("window", range(10, 25))
def test_brotli_never_looks_like_json(quality: int, window: int) -> None:
    for text in (PLAIN, b"{", b"x" * 70_000):
        assert not brotli.compress(text, quality=quality, lgwin=window).startswith(b"{")


@pytest.mark.parametrize("name", ["gzip", "zlib", "zstd", "br", "deflate"])
def test_a_body_cut_short_is_named_so(name: str) -> None:
    with pytest.raises(BadRequest, match=r"ends early|is not"):
        whole(CODINGS[name](PLAIN)[:-3], name)


@pytest.mark.parametrize("magic", [b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"\x78\x9c"])
def test_a_wrong_magic_number_is_a_bad_request(magic: bytes) -> None:
    with pytest.raises(BadRequest, match="starts like"):
        whole(magic + b"garbage that is no compressed data")


@pytest.mark.parametrize("name", ["gzip", "zlib", "zstd", "br", "deflate"])
def test_a_bomb_is_refused_without_using_the_memory(name: str) -> None:
    bomb = bomb_of(name, 300 * MIB)
    tracemalloc.start()

    with pytest.raises(TooLarge, match="100 MiB"):
        for _piece in inflate(bomb, name, 100 * MIB):
            pass

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4 * MIB


def bomb_of(name: str, size: int) -> bytes:
    zeros = bytes(MIB)
    if name == "br":
        brotli_stream = brotli.Compressor(quality=5)
        pieces = [brotli_stream.process(zeros) for _ in range(size // MIB)]
        return b"".join([*pieces, brotli_stream.finish()])
    if name == "zstd":
        zstd_stream = zstd.ZstdCompressor()
        return b"".join([*(zstd_stream.compress(zeros) for _ in range(size // MIB)), zstd_stream.flush()])
    stream = zlib.compressobj(wbits={"gzip": 31, "zlib": 15, "deflate": -15}[name])
    return b"".join([*(stream.compress(zeros) for _ in range(size // MIB)), stream.flush()])


def test_a_frame_that_asks_for_a_huge_window_is_refused() -> None:
    options = {zstd.CompressionParameter.window_log: 27, zstd.CompressionParameter.enable_long_distance_matching: 1}
    stream = zstd.ZstdCompressor(options=options)
    frame = b"".join([stream.compress(bytes(MIB)) for _ in range(200)]) + stream.flush()

    with pytest.raises(BadRequest):
        for _piece in inflate(frame, "", 300 * MIB):
            pass


def test_a_compressed_body_has_a_limit_too() -> None:
    with pytest.raises(TooLarge):
        whole(bytes(MAX_COMPRESSED_BYTES + 1))


@given(st.binary(), st.sampled_from(["", "br", "gzip", "deflate", "zstd", "br, gzip", ","]))
def test_no_bytes_do_worse_than_a_refusal(body: bytes, header: str) -> None:
    with suppress(BadRequest, TooLarge):
        whole(body, header)


@given(st.binary(max_size=2000), st.sampled_from([name for name in CODINGS if name != "identity"]))
def test_what_was_compressed_comes_back(data: bytes, name: str) -> None:
    assert whole(CODINGS[name](b"{" + data), name) == b"{" + data


@given(st.binary(min_size=1), st.integers(0, 200), st.integers(0, 255), st.sampled_from(["gzip", "zlib", "zstd", "br"]))
def test_one_changed_byte_does_no_worse_than_a_refusal(data: bytes, at: int, byte: int, name: str) -> None:
    body = bytearray(CODINGS[name](data))
    body[at % len(body)] = byte

    with suppress(BadRequest, TooLarge):
        whole(bytes(body), name)


def test_plain_json_needs_no_inflater() -> None:
    assert find_inflater(b'{"a":1}', "br") is None
    assert find_inflater(b"", "") is None
