"""What can stop the local stack from starting, told to a person in one sentence."""


class LocalStackError(Exception):
    """The message is all that is printed; it says what is missing and what to do."""
