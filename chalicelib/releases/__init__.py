"""Releases: a project's versions and their order."""
