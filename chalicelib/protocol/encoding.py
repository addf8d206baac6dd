"""Bodies inflated piece by piece. The coding is told from the bytes, because a REST gateway has inflated some already.

BadRequest when the bytes are not what they start like, TooLarge when they would grow past the limit. Memory stays
within one piece at a time, so that a bomb costs its sender more than us.
"""

import zlib
from collections.abc import Callable, Iterator

import brotli

from chalicelib import zstd
from chalicelib.errors import BadRequest, TooLarge
from chalicelib.protocol.limits import LAMBDA_NOTE, MAX_COMPRESSED_BYTES, MIB, describe_bytes

INPUT_PIECE_BYTES = 64 * 1024
# An ordinary event comes out in one piece.
OUTPUT_PIECE_BYTES = MIB
GZIP_MAGIC = b"\x1f\x8b"
ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
GZIP_WINDOW = 31
ZLIB_WINDOW = 15
RAW_DEFLATE_WINDOW = -15
# 8 MiB: what RFC 8878 asks a decoder to support, against frames that ask for gigabytes.
ZSTD_WINDOW_LOG_MAX = 23

Inflater = Callable[[bytes], Iterator[bytes]]


def inflate(body: bytes, content_encoding: str, max_bytes: int) -> Iterator[bytes]:
    """*body* in plain pieces. *content_encoding* decides only where bytes alone cannot: brotli and raw deflate."""
    if len(body) > MAX_COMPRESSED_BYTES:
        raise TooLarge(f"The body is larger than {describe_bytes(MAX_COMPRESSED_BYTES)} {LAMBDA_NOTE}")
    inflater = find_inflater(body, content_encoding)
    if inflater is None:
        return _limit(iter((body,)), max_bytes)
    return _limit(inflater(body), max_bytes)


def find_inflater(body: bytes, content_encoding: str) -> Inflater | None:
    """How to inflate *body*; None when it is plain already.

    No brotli stream that holds anything starts with `{`: with the window size that byte asks for, it ends at once.
    """
    if body.startswith(b"{"):
        return None
    if body.startswith(GZIP_MAGIC):
        return _inflate_gzip
    if body.startswith(ZSTD_MAGIC):
        return _inflate_zstd
    return _inflate_zlib if is_zlib(body) else _find_by_name(body, content_encoding)


def _find_by_name(body: bytes, content_encoding: str) -> Inflater | None:
    codings = {coding.strip().lower() for coding in content_encoding.split(",")}
    if "br" in codings:
        return _inflate_brotli
    is_json = body.lstrip().startswith((b"{", b"["))
    return _inflate_raw_deflate if "deflate" in codings and not is_json else None


def is_zlib(body: bytes) -> bool:
    """RFC 1950: method 8, a window of at most 32 KiB, and the first two bytes a multiple of 31."""
    return len(body) > 1 and body[0] & 0x8F == 8 and (body[0] << 8 | body[1]) % 31 == 0


def _inflate_gzip(body: bytes) -> Iterator[bytes]:
    return _inflate_window(body, GZIP_WINDOW, "gzip")


def _inflate_zlib(body: bytes) -> Iterator[bytes]:
    return _inflate_window(body, ZLIB_WINDOW, "zlib")


def _inflate_raw_deflate(body: bytes) -> Iterator[bytes]:
    return _inflate_window(body, RAW_DEFLATE_WINDOW, "deflate")


def _inflate_window(body: bytes, window: int, coding: str) -> Iterator[bytes]:
    stream = zlib.decompressobj(window)
    try:
        for piece in _input_pieces(body):
            waiting = piece
            while waiting and not stream.eof:
                yield stream.decompress(waiting, OUTPUT_PIECE_BYTES)
                waiting = stream.unconsumed_tail
    except zlib.error as error:
        raise BadRequest(f"The body starts like {coding} and then is not: {error}") from None
    if not stream.eof:
        raise _ends_early(coding)


def _inflate_brotli(body: bytes) -> Iterator[bytes]:
    stream = brotli.Decompressor()
    try:
        for piece in _input_pieces(body):
            yield stream.process(piece, output_buffer_limit=OUTPUT_PIECE_BYTES)
            while not stream.can_accept_more_data():
                yield stream.process(b"", output_buffer_limit=OUTPUT_PIECE_BYTES)
    except brotli.error:
        raise BadRequest("Content-Encoding says brotli and the body is not") from None
    if not stream.is_finished():
        raise _ends_early("brotli")


def _inflate_zstd(body: bytes) -> Iterator[bytes]:
    stream = zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: ZSTD_WINDOW_LOG_MAX})
    try:
        for piece in _input_pieces(body):
            if stream.eof:
                break
            yield stream.decompress(piece, max_length=OUTPUT_PIECE_BYTES)
            while not (stream.needs_input or stream.eof):
                yield stream.decompress(b"", max_length=OUTPUT_PIECE_BYTES)
    except zstd.ZstdError as error:
        raise BadRequest(f"The body starts like zstd and then is not: {error}") from None
    if not stream.eof:
        raise _ends_early("zstd")


def _input_pieces(body: bytes) -> Iterator[bytes]:
    return (body[start : start + INPUT_PIECE_BYTES] for start in range(0, len(body), INPUT_PIECE_BYTES))


def _limit(pieces: Iterator[bytes], max_bytes: int) -> Iterator[bytes]:
    total = 0
    for piece in pieces:
        total += len(piece)
        if total > max_bytes:
            raise TooLarge(f"The body is larger than {describe_bytes(max_bytes)} uncompressed {LAMBDA_NOTE}")
        yield piece


def _ends_early(coding: str) -> BadRequest:
    return BadRequest(f"The {coding} body ends early: it was cut off on its way")
