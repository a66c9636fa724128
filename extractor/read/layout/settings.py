"""What lines are joined by, module by module: each value with its unit and why."""

# extractor.read.layout.blocks
MAX_FIRST = 99  # a greater number at a line's start goes on with a list, or is none's
SAME_EDGE = 12.0  # points between the left edges of a list's numbers, which may be set to the right
FULL_LINE = 50  # characters of a page's last line that is no name or office: what does not end there goes on
OTHER_TYPE = 1.5  # points by which small print differs from the text; in leading, too

# extractor.read.layout.dates
DATED_LINE = 200  # characters below which the dates of a text are remembered: a line is asked for them again and again
MAX_PLACE = 60  # characters before a date: a place, not a sentence
MAX_AFTER = 12  # characters behind a date that ends its line
PIVOT = 60  # years in two figures: "11" is 2011

# extractor.read.layout.flow
MIN_COLUMN_LINES = 4  # fewer lines are no column of prose
SHORT_COLUMN = 3  # lines of a column that is but one paragraph
PROSE = 22  # characters a line on the average, in a column of prose
NARROW, GOING_ON = 14, 0.4  # the same, and the share of lines that go on with the one above, in a narrow one
GUTTERS = 6  # places that are tried: a signature may begin near a column
FLUSH, FLUSH_LINES = 2.0, 5  # points between the beginnings of lines that begin at one place; lines, at least
MIDDLE = (0.3, 0.72)  # of an area's width, where columns may part
MARGIN_NOTE = 1.5  # points by which a note in the margin is smaller than the text
NOTES_BESIDE = 4  # notes that may stand beside each other, in both margins
NEAR = 1.0  # heights of such a note above and below it in which text would show that it is none
LONE_WORDS = 0.5  # share of a row's parts that are one word, from which its words have fallen apart
WIDER_THAN_WORDS = 1.4  # times the white between words set far apart: a gutter is wider
HANGING = 24.0  # points between the beginnings of a column's lines: bullets and what hangs from them

# extractor.read.layout.furniture
ZONE = 0.2  # of the page's height, at its top and at its bottom
FOOT_ROWS = 8  # of a note at the bottom of a page, at most: an office's address has two or three, a notice six
LONG_NOTE = 50  # characters: a line of a footer in the type of the text is shorter, or ends without a stop
EDGE = 0.1  # the same, where a number that stands alone is the page's
TALL = 40.0  # points that a line of print running up the sheet is high
SAME_HEIGHT = 8.0  # points between two pages' prints of the same furniture
MOST = 0.4  # of the pages: left and right ones may have heads of their own
MARGIN_TYPE = 0.9  # points by which a margin's type differs from the text's
APART = 1.4  # times the usual white between lines
COUNTER_LETTERS = 24  # a counter with more letters around it, in the text's own type, may be a list's

# extractor.read.layout.grids
MAX_HEADER = 45  # characters: a longer cell is no header
TICK = 3  # characters of a tick: "X", "(x)"
PARTICLE = 3  # letters of a word in small letters that names have too: "de", "los"
WIDE_CELL = 25  # characters on the average: the column that says what was done

# extractor.read.layout.head
MAX_ROWS = 60  # no head is longer
MAX_LETTERHEAD = 10  # rows that may stand above the first field
MAX_BEFORE = 12  # characters that may stand before the number in its line
MAX_FIGURES = 22  # letters of a number's figures and marks; what is longer goes on as a sentence does
ALIGNED, COLUMN = 6.0, 2  # points between the left edges of a column's labels; labels that make a column
HEAD = 0.6  # of the page's height: where tables may still arrange the head
LETTERHEAD = 0.2  # of the page's height: what ends above is letterhead
BESIDE_EDGE, CLOSE_BELOW = 3.0, 0.7  # points, and heights of a line: below an addressee its name goes on
FAR = 5.0  # heights of a line beside a field's value, at which no part of it stands
FEW = 12  # characters of an item that may be a file's mark
LABEL = 30  # characters of a label in a table, at most
LABELS = 4  # rows below such a line in which a label shows that it goes on with a field
SENTENCE = 6  # words of the shortest line that is a whole sentence
LONG = 60  # characters: a longer line that no label or mark explains is prose

# extractor.read.layout.headers
CLOSE = 0.8  # heights of a line: lines so near each other make one header
HEADER_LINES = 3  # of a header that is not bold, at most
PAIR, PAIRS = 2, 2  # columns and rows below them from which two bold headers of which one is known make a table
SURELY = 3  # columns with bold headers that make a table whatever these say

# extractor.read.layout.forms
FORM_WORDS = 3  # with which a form names itself above all text: "PROCESO: GESTIÓN DOCUMENTAL"

# extractor.read.layout.kinds
MAX_HEADING = 90  # characters
SHORT = 60  # characters
REPORT_WORDS = 7  # of a sentence after the farewell: fewer are a name, an office, a note
ADDRESS_WORDS = 25  # of an office's address at most: a longer text only happens to name a street
ROWS = 3  # of a table below the farewell, from which it is one of the letter's under any title
SMALLER = 0.9  # points: what is set so much smaller than the text is no text
NAMES, SMALL = 30, 5  # words after "Elaboró:", and words in small letters among them, at most
OPENING = 3  # blocks of the body in which a polite phrase is no farewell

# extractor.read.layout.labels
ANSWERS = 2  # answers that begin with the same word: one alone may be anything

# extractor.read.layout.leading
NEARLY = 0.75  # of the widest line's width: what stands below so wide a line mostly goes on with it

# extractor.read.layout.markers
SURE_DIGITS = 2  # a longer number at a line's start is a list's only where it goes on with one: else it may be a year

# extractor.read.layout.names
FAREWELL_WORDS = 4  # of a farewell that no pack knows: "Con un gran abrazo,"
SIGNED_LINES = 5  # below it: a name, offices, an address

# extractor.read.layout.parts
FRONT = 600  # characters of a slip in front of the letter, at most
TOP = 0.5  # of a page's height: its head is above
TITLE = 70  # letters of a page's title, at most
FORM = 4  # labels beside what was filled in, that make a page a form
ASKED = 3  # sentences of a letter's body in which one that asks comes to it
NAMED = 8  # letters of a line that names who wrote, at least
MARK = 120  # letters of a line between two mails, at most
BESIDE = 20.0  # points from a label's left edge: what begins so far from it is told beside it

# extractor.read.layout.unruled
WIDER = 1.25  # times the least distance of two lines: a wider one parts rows
AHEAD = 4  # printed rows of a page's top, one of which shows that a table goes on there
SHORT_CELL = 12  # letters of a cell that may be set in capitals among others: "DEMUNA"
HALF = 0.3  # heights of a line by which a number may miss the middle of its row
FAR_BELOW = 2.2  # heights of a line: the table has ended

# extractor.read.layout.stamps
LONGEST_STAMPED = 45  # characters of a stamp's line
STAMP_LINES = 5  # above the line that tells the receipt, and below it
STAMP_GAP = 1.0  # heights of that line between a stamp's lines
STAMP_TYPE = 1.35  # times the smaller of two sizes: a stamp is set in one type
