"""People: users, passwords, sessions, tokens, signing in."""
