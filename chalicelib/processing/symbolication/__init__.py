"""Minified JavaScript frames become the developer's own: file, line, function, code around it."""
