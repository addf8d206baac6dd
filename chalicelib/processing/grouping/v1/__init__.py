"""Version 1 of grouping. A project keeps its version; changes that would move events to other issues make a new one."""
