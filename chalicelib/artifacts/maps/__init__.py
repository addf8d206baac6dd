"""The lookup form of a source map: compiled once at assembly, read by ranges. Pure; see docs/adr/."""
