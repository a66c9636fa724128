"""What a head is read by, module by module: each value with its unit and why."""

# extractor.read.head
LETTERHEAD = 0.35  # of the first page's height, at most
MAX_KIND = 30  # characters of a line with a place alone
ENOUGH_ALONE = 3.0  # weight from which one place that names the author is sure

# extractor.read.head.bodies
BODIES_ENOUGH = 2.0  # weight below which a body is unknown
BODIES_LEAD = 0.5  # weight by which it has to lead
SENTENCE = 3  # small words, beside particles, that a line of names has not
MAX_NAME = 300  # characters of a text in which a name is looked for
WEAK = 0.4  # share of its weight that a name in two or three letters keeps, or one with a place nobody knows
OWN_ACRONYM = 0.5  # weight added to a number's first mark where it is a body's very name, in a letter of its country
NOISE, NOISE_SHARE = 3, 3  # different signs that are no words in a text; it is noise if they are one in so many
MANY = 3  # bodies side by side are a list of them

# extractor.read.head.country
SURE_MARKS = 2.0  # weight of a number's marks that outweighs a place nobody knows

# extractor.read.head.days
DAYS_ENOUGH, DAYS_LEAD = 0.5, 0.04  # confidence below which a date is unknown; by which it leads another
MAX_AFTER = 4  # letters that may stand behind a date in its line
DAYS_MAX_BEFORE = 30  # letters before a date without a comma
MAX_PLACE = 60  # characters of the place before a date
IN_STAMP = 0.3  # confidence less where a labelled day stands among a stamp's words
FAR = 4.0  # heights between a gazette's name and its day, below it in the page's head

# extractor.read.head.given
GIVEN_AT = 60  # characters of its subject that may stand before how a paper is given: "El presente decreto es dado en"
GIVEN_PLACE = 120  # characters between that and the day: its room, its town

# extractor.read.head.number_marks
MARKS_AT_MOST = 3.5  # weight of a body's marks in a number, however many

# extractor.read.head.letterhead
MARGIN = 0.04  # of the page's height: a number above is on every page
SAME_CELL, CELL = 6.0, 0.6  # points between the left edges of a cell's lines; heights between them
CLOSE_NAMES, SAME_SIZE = 0.9, 1.25  # heights between the lines of one name; how much higher one may be printed
HIGHER = 2.5  # heights that the last name beside a field may stand above it

# extractor.read.head.figures
SHORT_MARK = 4  # letters of a mark that may follow a number behind a blank
MAX_SIGN = 4  # letters of a label that is but a number's sign
NUMBERS_MAX_BEFORE = 12  # characters that may stand before the number in its line

# extractor.read.head.lines
MAX_ROWS = 60  # lines among which a head is looked for
LOWEST = 0.75  # of the page's height: no head reaches further down
PROSE, PROSE_BLANKS = 60, 7  # a longer line, with more blanks, is prose
TITLE_ROWS = 4  # rows on top in which a long line in capitals is a title, and no sentence
TIGHT = 0.9  # heights between a field's line and the next that goes on with it
ALIGNED = 8.0  # points: lines that begin nearer to a label than so are aligned with it
FULL = 0.8  # of the width of both: such a line has no room for more
MAX_PLACE_WORDS = 7  # words of a place that a date follows
CLOSE = 0.5  # heights between such lines of one field
SUMMARY, BELOW_DAY = 12, 4  # rows of a summary with its day; rows between the day and what it dates
ASIDE = 30.0  # points between the left edges of a line and of the text that it stands beside
STAMP = 3.2  # heights around a stamp's words in which its other lines stand

# extractor.read.head.marks
LONG_MARK = 3  # letters: behind a shorter one "I" may begin the next word

# extractor.read.head.numbers
OVER_BLANK = 3.0  # heights between a blank and the number stamped over it
NUMBERS_ENOUGH, NUMBERS_LEAD = 0.5, 0.15  # confidence below which a number is unknown; by which it leads another
FOOT = 0.1  # of the page's height
PARTS = 3  # lines over which a number is printed: its kind, its figures, its last mark
INITIALS = 4  # letters of who wrote it, in small letters, at the end of a number
OLDEST, LATEST = 1990, 2040  # years of letters of requests; the latest where no day tells it
SURE = 0.98  # no number is surer: a person may still see another

# extractor.read.head.signature
LAST = 6  # rows below the body, among which a day may stand
TOLD = 2  # small words beside particles from which a line tells something
ROW = 5.0  # points within which lines are of one row
MOST = 10  # lines of a signature
LONG = 110  # characters: a longer line is no line of a signature
TOUCHING = 1.0  # heights between the lines of one stamp, at most
RULE = 8  # characters of a line drawn for the signature
OPENING = 3  # blocks of text in which a letter says for whom it speaks
SPOKEN = 140  # characters in which the body stands that it speaks for

# extractor.read.head.templates
MISREAD = 86  # likeness (0..100) from which a misread name is taken for the name
NEARLY = 0.97  # share of a long name that is there: its last letter may be cut off
ONE_WORD = 75  # likeness of each of its words to one of the text
LONG_NAME = 12  # characters: shorter names are not looked for misread
ACRONYM = 3  # letters: a shorter name may be noise, or another's
MISREAD_WORD = 80  # likeness of each word of a misread name: "Ministerio de …" alone makes any two ministries alike
SHORT_WORD = 4  # letters: shorter words do not tell bodies apart
