"""What all rooms share, module by module: each value with its unit and why."""

# extractor.core.cores
MANY = 4000  # things: for fewer no process is worth its start
