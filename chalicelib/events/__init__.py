"""Events: their rows, their packed bodies, attachments, and lists of them."""
