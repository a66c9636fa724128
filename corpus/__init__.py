"""Sample letters with what should be found in them, their builder, scoring, and generators of load and hostile files."""
