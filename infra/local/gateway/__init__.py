"""HTTP in, API Gateway proxy events to the Chalice app, HTTP out; the dashboard beside it."""
