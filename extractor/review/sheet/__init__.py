"""Review in a spreadsheet: statements as rows to fill in, and back as decisions; nothing newer is ever overwritten."""
