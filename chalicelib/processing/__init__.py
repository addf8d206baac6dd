"""From a queued event to a counted, grouped issue."""
