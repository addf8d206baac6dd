"""From an SDK's HTTP request to a message on the queue."""
