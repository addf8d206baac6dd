"""MiniSentry's stations, in the order an event travels: protocol, ingest, queue, grouping, storage, api."""

VERSION = "1.0.0-rc.1"
