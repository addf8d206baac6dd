"""Fingerprints: which issue an event belongs to, and why. v1/ holds the rules of version 1."""
