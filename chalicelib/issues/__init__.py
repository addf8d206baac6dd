"""Issues: one per fingerprint, with exact counters, a status, and what people say and do about it."""
