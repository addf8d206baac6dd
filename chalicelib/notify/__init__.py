"""From an outbox row to mail, chat and webhooks."""
