"""The local stack: an AWS emulator, a gateway and a pump that run the real handlers on one machine."""
