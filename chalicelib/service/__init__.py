"""What the service tells about itself: health, public keys, its OpenAPI document."""
