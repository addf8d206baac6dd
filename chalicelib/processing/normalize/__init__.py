"""From the event as an SDK sent it to the one shape the rest reads, as Sentry's Relay would write it."""
