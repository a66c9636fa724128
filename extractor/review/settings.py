"""What is reviewed by, module by module: each value with its unit and why."""

# extractor.review.agreement
ROUNDS = 1000  # of the bootstrap
SEED = 1  # the same texts give the same interval

# extractor.review.asking
GOOD_ENOUGH = 83  # of 100: one wrong letter in a word of six still finds it

# extractor.review.commands
SURE = 0.9  # score from which what is open in a letter may be accepted together (python -m corpus.effort)

# extractor.review.making
SHOWN = 60  # letters of a statement that remind the analyst of it

# extractor.review.reading
LAWS = 3  # suggestions whose article is shown

# extractor.review.session
FEW = 20  # letters whose parts of the queue are read one by one

# extractor.review.sheet.rows
LONGEST = 32_000  # characters that spreadsheets keep in a cell

# extractor.review.terminal.panels
INDENT = 9  # where a suggestion's words begin

# extractor.review.terminal.passage
PASSAGE_AROUND = 3000  # characters of the letter shown before and after; more than fits on any screen

# extractor.review.terminal.screen
WIDEST = 110  # longer lines are hard to read
PANEL = 9  # lines kept for what is said of a statement, so that the letter does not jump from one to the next

# extractor.review.web.app
BODY_BYTES = 256 * 1024  # of one request from the page
RESOLUTIONS = (70, 130, 220)  # dots an inch: a glance, reading, a close look

# extractor.review.web.dialogues
DIALOGUES_MOST = 64  # pages open at once; the one not used for longest is given up, and loses nothing

# extractor.review.web.images
KEPT_BYTES = 256 * 1024 * 1024  # of pictures of pages in the cache

# extractor.review.web.masked
MASKED_MOST = 300  # runs shown at once, the most frequent first

# extractor.review.web.passage
WEB_PASSAGE_AROUND = 3000  # characters shown before and after

# extractor.review.web.view
SHOWN_CHOICES = 200  # of a list, around the cursor: a page with more is slow
