"""Events a project does not want."""
