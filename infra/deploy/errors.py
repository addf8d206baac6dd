"""What can stop a deploy, told to a person in one sentence that says how to go on."""


class DeployError(Exception):
    """The message is all that is printed."""
