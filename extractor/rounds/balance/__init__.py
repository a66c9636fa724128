"""A published balance read back: tables of functions by sources, with lettered actions in their cells."""
