"""What the command line shows, module by module: each value with its unit and why."""

# extractor.cli
MANY_RECORDS = (100_000, 20, 100)  # records come by the thousand, without cycles: those are looked for seldom

# extractor.cli.assign
A_DAY = 1.0  # for which somebody takes letters, if nothing else is said

# extractor.cli.contracts
MAX_CELL = 32_000  # characters; spreadsheets cut longer cells without a word

# extractor.cli.requests.platforms
START = 1_000_000  # bytes of the longest heading: a table of requests with their messages has hundreds of columns

# extractor.cli.requests.register
SHOWN = 10  # rows of a kind that are named one by one

# extractor.cli.terminal
REST_OF_KEY = 0.1  # seconds; a key or a paste may arrive in parts over a slow line
