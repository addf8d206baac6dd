"""What Sentry SDKs say on the wire. Pure: bytes and headers in, typed values or a named refusal out."""
