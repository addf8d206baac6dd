"""The issue index: a project's issues as columns in memory, kept in step with the table."""
