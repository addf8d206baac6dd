"""Whose address a request counts for. Pure: headers and the gateway's own observation in, one address out."""

import hmac
from collections.abc import Mapping

EDGE_HEADER = "x-minisentry-edge"


def client_address(headers: Mapping[str, str], source_ip: str, edge_secret: str) -> str:
    """The gateway's *source_ip*, unless our CloudFront stands in between and proves it by *edge_secret*.

    CloudFront appends its viewer to X-Forwarded-For, and the gateway appends CloudFront; whatever the viewer wrote
    stands further left and is not believed.
    """
    claimed = headers.get(EDGE_HEADER) or ""
    if not edge_secret or not hmac.compare_digest(claimed.encode(), edge_secret.encode()):
        return source_ip
    hops = [hop.strip() for hop in (headers.get("x-forwarded-for") or "").split(",") if hop.strip()]
    if hops and hops[-1] == source_ip:
        hops.pop()
    return hops[-1] if hops else source_ip
