"""From the event as an SDK said it to the one shape the rest of MiniSentry reads, as Sentry's Relay would write it."""
