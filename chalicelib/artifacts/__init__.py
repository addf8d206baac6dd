"""Source maps and the files they belong to: uploaded, compiled once, found by debug id or URL."""
