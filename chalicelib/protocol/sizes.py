"""How much of everything we take. The gateways refuse larger bodies before us: API Gateway 10 MB, Lambda 6 MB."""

KIB = 1024
MIB = 1024 * KIB

MAX_EVENT_BYTES = MIB
MAX_ATTACHMENT_BYTES = 100 * MIB
MAX_REPORT_BYTES = MIB
MAX_ENVELOPE_BYTES = 100 * MIB
MAX_COMPRESSED_BYTES = 20 * MIB
MAX_HEADER_BYTES = 64 * KIB
MAX_ENVELOPE_ITEMS = 1000
# orjson writes no deeper JSON than this, so that everything behind the queue can count on it.
MAX_DEPTH = 254

LAMBDA_NOTE = "(on AWS Lambda a whole request is limited to 6 MB, about 4.5 MB of compressed body)"


def describe_bytes(size: int) -> str:
    return f"{size // MIB} MiB" if size % MIB == 0 else f"{size // KIB} KiB"
