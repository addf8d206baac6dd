"""Feeds the registered handlers as Lambda's event source mappings and schedules would."""
