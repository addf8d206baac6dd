"""The way to AWS: stacks, secrets, functions, settings and dashboard of one stage, each step repeatable."""
