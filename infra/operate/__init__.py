"""The `minisentry` command line: what the person who runs a stage does by hand."""
