"""What is browsed within, module by module: each value with its unit and why."""

# extractor.browse
HEAP = 512 * 1024 * 1024  # bytes that SQLite may take for all queries together
LONGEST = 8 * 1024 * 1024  # bytes of one value
CONNECTIONS = 64  # at one time; more are refused
