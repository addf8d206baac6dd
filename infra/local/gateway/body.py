"""Request bodies: read with a ceiling, and for REST APIs inflated as API Gateway inflates them."""

import zlib

from infra.local.gateway.errors import GatewayError, payload_too_large, unsupported_coding

# https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
MAX_PAYLOAD_BYTES = 10 * 1024 * 1024
_PASSED_AS_IS = ("", "identity")
_ZLIB_OR_GZIP = zlib.MAX_WBITS | 32


def inflate(body: bytes, coding: str | None) -> bytes:
    """*body* as the handler of a REST API sees it.

    gzip and deflate are undone whatever the payload, up to the gateway's own payload limit. Raises GatewayError: 415
    for another coding or a body that is not what the header says, 413 when more comes out than the limit.
    """
    name = (coding or "").strip().lower()
    if name in _PASSED_AS_IS:
        return body
    if name == "gzip":
        return _inflate(body, _ZLIB_OR_GZIP)
    if name == "deflate":
        return _inflate_deflate(body)
    raise unsupported_coding(f"Unsupported Content-Encoding: {name}")


def _inflate_deflate(body: bytes) -> bytes:
    # RFC 9110 means zlib by "deflate", yet some clients send the raw stream.
    try:
        return _inflate(body, zlib.MAX_WBITS)
    except GatewayError as error:
        if error.status != 415:
            raise
        return _inflate(body, -zlib.MAX_WBITS)


def _inflate(body: bytes, window_bits: int) -> bytes:
    stream = zlib.decompressobj(window_bits)
    try:
        inflated = stream.decompress(body, MAX_PAYLOAD_BYTES + 1)
    except zlib.error as error:
        raise unsupported_coding("The body is not what Content-Encoding says") from error
    if len(inflated) > MAX_PAYLOAD_BYTES:
        raise payload_too_large()
    if not stream.eof:
        raise unsupported_coding("The compressed body ends early")
    return inflated
