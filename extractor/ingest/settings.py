"""What is taken in by, module by module: each value with its unit and why."""

# extractor.ingest.intake
AT_ONCE = 16  # files saved in one transaction
INTAKE_PATIENCE = 0.5  # seconds after which fewer are saved too

# extractor.ingest.seals
SEALS_LONGEST = 10_000  # characters; a seal has about 600
OFFICE_LARGEST = 200_000_000  # bytes of a part of a DOCX or XLSX in which a seal is looked for

# extractor.ingest.stamps
STAMPS_LONGEST = 1 << 20  # bytes of an answer
STAMPS_PATIENCE = 30  # seconds
