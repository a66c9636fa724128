"""What is published: matrices, rates, body pages, comparisons — as tables that every format can write.

confirmed actions --matrix, rates, body--> Table --formats--> terminal, CSV, JSON Lines, Markdown, XLSX, DOCX, HTML
"""
