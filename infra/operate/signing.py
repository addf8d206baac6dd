"""Changing the keys that sign access tokens ahead of the schedule, after one may have leaked."""

import orjson

from chalicelib.aws.secrets import new_signing_key, read_secret, write_secret


def rotate_now(*, is_leaked: bool) -> int:
    """Add a pair that signs from ten minutes on; return how many pairs verify.

    *is_leaked* drops every older pair at once instead: whoever is signed in gets a new token by the refresh cookie.
    """
    kept = [] if is_leaked else orjson.loads(read_secret("jwt-keys"))
    rows = [*kept, new_signing_key()]
    write_secret("jwt-keys", orjson.dumps(rows).decode())
    return len(rows)
