"""pydantic models of what the management API reads and answers, one module per resource."""
