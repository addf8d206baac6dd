"""What surrounds the application: templates, the local stack, deploy steps."""
