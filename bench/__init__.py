"""Measurements of speed, memory and cost: `make bench` prints them and writes `.local/bench.json`."""
