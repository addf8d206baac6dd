"""Projects: keys, settings, members, statistics, budget and deletion."""
