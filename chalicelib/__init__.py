"""MiniSentry's stations, in the order an event travels: protocol, ingest, queue, grouping, storage, api."""

VERSION = "0.1.0"
