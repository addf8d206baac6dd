"""What each route of the API stands on: endpoints, requests, who asks, what they may, limits, pages, errors."""
