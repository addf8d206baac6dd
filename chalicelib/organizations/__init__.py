"""Organizations: members and roles, invitations, the audit log."""
