"""The context object that Lambda hands to a handler."""

import time
import uuid


class LambdaContext:
    """Who is called and how long it may take. The times count from construction."""

    memory_limit_in_mb = "1769"
    function_version = "$LATEST"

    def __init__(self, function_name: str, timeout_seconds: float) -> None:
        self.function_name = function_name
        self.invoked_function_arn = f"arn:aws:lambda:us-east-1:000000000000:function:{function_name}"
        self.aws_request_id = str(uuid.uuid4())
        self.log_group_name = f"/aws/lambda/{function_name}"
        self.log_stream_name = "local"
        self._deadline = time.monotonic() + timeout_seconds

    def get_remaining_time_in_millis(self) -> int:
        return max(0, int((self._deadline - time.monotonic()) * 1000))
