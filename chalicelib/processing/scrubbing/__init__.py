"""Secrets taken out of an event before anything of it is stored."""
