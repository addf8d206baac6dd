"""A lively set of errors for the running stack, sent by the real SDK."""

from infra.local.demo.send import send_demo

__all__ = ["send_demo"]
