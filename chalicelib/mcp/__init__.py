"""The Model Context Protocol: what agents may read and do, over the same nouns as the API. See docs/mcp.md."""
