"""What other tools get by, module by module: each value with its unit and why."""

# extractor.doors.datapackage
AT_ONCE = 500  # rows in one part of a file
