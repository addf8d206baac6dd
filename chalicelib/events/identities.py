"""The texts under which a person is told apart and searched for. Pure; what is stored is their keyed hashes."""

# In order of preference: the first that an event's user has is the person.
IDENTITY_FIELDS = {"id": "id", "email": "email", "username": "username", "ip_address": "ip"}
IDENTITY_KINDS = tuple(IDENTITY_FIELDS.values())
MAX_LENGTH = 200


def write_identity(kind: str, value: str) -> str:
    """One text for one person: `id:7`, `email:ann@example.com`, `username:ann` or `ip:192.0.2.1`."""
    return f"{kind}:{value.strip().lower() if kind == 'email' else value}"[:MAX_LENGTH]
