"""From an outbox row to mail, chat and webhooks: rules, evaluation, deliveries."""
