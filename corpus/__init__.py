"""Sample letters with what should be found in them, their builder, scoring, and makers of load and hostile files."""
