"""Word documents: markup, styles, the layout of tables, and the writer that streams a report through them."""
