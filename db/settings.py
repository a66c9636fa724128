"""What rows are kept and compared by, module by module: each value with its unit and why."""

# db.bodies
LONGEST = 40  # characters of an id

# db.chain
CHAIN_AT_ONCE = 1000  # statements in one row of readings

# db.coded
CODED_AT_ONCE = 1000  # rows
BEGUN = 8  # batches whose details may be looked for before they are written

# db.connection
POLL = 0.02  # seconds between two attempts, at first

# db.forgetting
BLOCK = 1 << 20  # bytes that are written over at once

# db.gate
LETTERS = 16  # whose findings are kept: rows come letter by letter

# db.identity
SAME_PLACE = 0.5  # of the height that two boxes cover together
NEAR = 0.25  # the same, for a text that is alike
IDENTITY_ALIKE = 70  # of 100: an old and a new reading of the same words

# db.masked_rows
WORTH = 500  # rows: fewer are surveyed again before a person notices
MOST = 400_000_000  # bytes that are kept

# db.outline
SHOWN = 160  # characters of each text

# db.publication
PUBLICATION_AT_ONCE = 1000  # rows

# db.releases
AROUND = 60  # characters of context on either side

# db.twins
TWINS_ALIKE = 88  # of 100: the texts of two letters with one head
