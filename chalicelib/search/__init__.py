"""The search language: text that people write in, a query over issues or events out. Pure."""
