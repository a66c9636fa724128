"""What requests are linked and compared by, module by module: each value with its unit and why."""

# extractor.rounds.balance.bounded
SECONDS, MEMORY = 600, 2 * 1024**3  # that reading a foreign file may take, and bytes
CELLS = 5_000_000  # of all tables together

# extractor.rounds.balance.grids
GRIDS_MAX_BYTES = 200_000_000  # of a file, unpacked
MAX_SPAN = 100  # columns or rows that a cell may span
MAX_OPEN = 1_000  # marks of HTML that begin before one ends
HEADINGS = 4  # paragraphs above a table that may say whose it is

# extractor.rounds.balance.naming
NEAR = 88  # likeness of two labels, of 100, at which they name the same function
NAMING_SHORT = 8  # letters of a body's name up to which it must stand alone in a heading
LEVEL_TITLE = 40  # characters of a heading that is the name of a level
APART = 5  # by which it must be liker than the next

# extractor.rounds.balance.reading
FIRST = 3  # rows of a table among which its heading stands

# extractor.rounds.coded
ARTICLE = 20  # characters that the number of an article may have

# extractor.rounds.comparison
COMPARISON_LIKELY = 0.55  # what scores less is not suggested
FAR = -2.0  # log odds: wording that far apart is of two actions, whatever the details
COPY = 90  # of 100: wording that alike is copied
PRECISE = 31  # days: a longer span says for which months something was told, not when it was done
RARE = 7  # of an action's features, so many of the rarest make its blocks
WINDOW = 30  # of a block, so many of the next in alphabetical order are met
LOOKS = 20  # so many of those, the ones met in most blocks, are compared

# extractor.rounds.linking
SURE = 0.8  # a link at or above this, and alone at the top, needs no person
LINKING_LIKELY = 0.5  # a link below this is not even asked for
LEAD = 0.15  # by how much the best request must be ahead of the next
UNIT, REFERENCE, DATE = 0.5, 0.3, 0.2  # what each weighs
CITED, FIGURE, UNSAID = 1.0, 0.9, 0.5  # "Carta 45-2011", "45", nothing: this speaks neither for nor against

# extractor.rounds.platforms
LIMIT = 50_000_000  # bytes of one description of requests
MOST = 100_000  # requests, or messages of one

# extractor.rounds.questions
ENOUGH, SOME = 0.5, 0.25  # share of a question's marks, by weight, that a statement must hold
QUESTIONS_SHORT = 3  # letters: words up to here say little
FACET = 2.0  # what a facet weighs beside a word: it holds however it is put into words

# extractor.rounds.sheets
SHEETS_MAX_BYTES = 200_000_000  # of a workbook unpacked, or of a CSV file
MAX_COLUMNS, MAX_ROWS = 500, 1_048_576  # a sheet has no more rows, whatever the file says
