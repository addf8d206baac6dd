"""How a notification is worded for, and sent to, each kind of receiver."""
