"""The local stack: an AWS emulator, a gateway and a poller that run the real handlers on one machine."""
