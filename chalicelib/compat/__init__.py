"""Sentry's own API under /api/0, over our nouns: what sentry-cli, bundler plugins and other clients call."""
