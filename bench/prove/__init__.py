"""What has to hold whatever happens, tried out: `make prove`. See docs/reliability.md."""
