"""What letters are read by, module by module: each value with its unit and why."""

# extractor.read.asked
ASKED = 2  # questions of a list that make the rest of it questions

# extractor.read.attribution
ATTRIBUTION_SURE = 10.0  # weight of a text that is there to name a body

# extractor.read.language
LANGUAGE_MIN_WORDS = 25  # of a letter; a shorter text may be a list of names
MIN_SENTENCE = 8  # words of a sentence that is judged by itself
SHARE = 0.2  # of small words: so many has any prose
CLEARER = 0.06  # by which another language's share has to be greater
NONE = 0.08  # share of the own words below which a long text is not in the pack's language, whatever it is in
MANY_WORDS = 60  # words of a long text
PROSE = 0.7  # share of words in small letters: less is a list of names

# extractor.read.ledger
MARKER_GAP = 3  # blanks between a marker and its item

# extractor.read.legibility
LEGIBILITY_MIN_WORDS = 12  # fewer say nothing about a text
ENOUGH_WORDS = 40  # to tell from how few of them are frequent that they are none: a footer holds names and addresses
SPELT = 0.6  # share of letter pairs as frequent words have them: fewer words with less are none; names have 0.9
MIN_LETTERS = 40  # the same for shares of characters
KNOWN = 0.35  # share of frequent words; Spanish prose has two thirds
GARBAGE = 0.2  # share of frequent words below which a text is none
DAMAGED = 0.03  # share of words with digits, signs or lost letters inside
FEW_DAMAGED = 2  # such words at least: one may be a code or a website's address
ACCENTED_WORDS = 80  # Spanish prose of this length has accents
OVER = 0.05  # by which a text has to know more words to be better

# extractor.read.letter
SILENT = 60  # characters: a letter with fewer holds no text to report anything in

# extractor.read.pictures
PICTURE_DPI = 100  # in which pictures among text are looked at
PICTURE_WIDTH = 0.35  # of the page's: seals, signatures and logos are narrower
PICTURE_HEIGHT = 12.0  # points: a line of print
PICTURE_MARGIN = 0.2  # of the page's height, at its top and bottom: there letterheads and footers are
STROKE = 3.0  # points: no stroke of a letter in a text is wider
STROKES_OF_ROW = 14  # short runs of ink beside each other that make a row of print
STROKES_BETWEEN, SHARE_BETWEEN = 0.4, 0.2  # of such a row's and the fullest row's strokes: fewer are the white between
STROKES_OF_TEXT = 50  # such runs of all lines of print: some thirty letters
LOWEST_PRINT, HIGHEST_PRINT = 2.5, 24.0  # points: of a row's ink; in a photograph rows leave no white

# extractor.read.places
EDGES = 0.15  # of its characters
SIBLINGS = 0.65  # of what the other items or rows lean to
NEIGHBOURS = 0.35  # of what the statements beside it lean to
FEWEST = 2  # other items that make a list
SERIES = 3  # texts in a row that begin alike, name an activity and hold a figure or day: one event after the other
EVENTS = -3.6  # what that takes off
FAR = 3.0  # no neighbour counts for more

# extractor.read.printed
MAX_PAGES = 2_000  # of a PDF whose lines and tables are asked for alone; longer ones are refused
ABOVE = 4  # lines before a table that may be its headings

# extractor.read.render
MAX_PIXELS = 20_000_000  # of a rendered page: pages of 2**31 points exist
COARSE, DARKER = 50, 60  # dots an inch, and grey levels darker than the paper, where only ink is looked for
HALF_GREY = 128  # of 255: a picture most of which is darker is light print on dark
LARGE = 0.1  # share of the page: damage to a smaller image costs no text
MIN_DPI = 40  # a page that has to be drawn coarser than this cannot be read

# extractor.read.recitals
POINTS = 2  # recited, that make a paper a norm
RECITED = 6.5  # what it adds to the log-odds that a text reports nothing that it is what a resolution rests on

# extractor.read.results
SHORT = 3  # letters
MAX_STATE = 8  # words behind a line's colon that say how it stands with what is named before it
MAX_REMARK = 12  # words of a cell that denies its row and says why, at most

# extractor.read.rows, extractor.read.statements
MIN_CANDIDATE = 8  # letters and figures: less reports nothing

# extractor.read.rows
NAME_WORDS = 4  # of a column's heading at most, where only its place tells that it is one

# extractor.read.scans
PICTURE = 0.5  # share of the page covered by images from which it is a picture
FILLED = 0.2  # share of the page that text covers, from which the picture under it is no letter's
BARE = 0.45  # of the page's height without any text: there a picture may show a letter
MAX_SCANS = 300  # pages of one file; those beyond are problems, as they would be without an engine
MORE = 40  # letters: a picture that shows fewer beside the page's own text is a logo or a signature
FAR_MORE = 1.5  # times the page's own text, where the two cannot be laid over each other
ALIKE = 60.0  # of 100: how like the print in its place a text is that the page shows
INK = 0.004  # share of the sheet beside its text from which a picture may show print
SCANS_SURE = 0.9  # confidence from which no other engine is asked
DOUBTFUL = 0.8  # confidence below which a person has to look

# extractor.read.sections
HEADING = 10  # words of a heading at most: in a longer text its words prove nothing

# extractor.read.sentences
OPENING = 60  # characters in which a sentence shows how it begins
TITLE = 6  # words of a title that stands before what it names, at most
SHORT_TITLE = 5  # letters of a title's abbreviation that stands after another
LONG = 5  # letters of a word that is hardly an abbreviation nobody knows

# extractor.read.statements
DATELINE = 80  # characters of a place and a day, at most
SENTENCE = 6  # words in small letters that make a sentence, in a closing
FORMULA = 12  # words of a polite formula at most
UNIT = 3  # letters of a unit beside a figure: "min", "h"

# extractor.read.subject
RARELY = 2_500  # words of a known body's letter in which a subject is named once by chance: "se trata de"
RARELY_ABROAD = 500  # the same of anybody else's: who answers on a subject names it again and again
MERE_LETTERS = 3  # of an abbreviation that stands for other things too: "TP"
OFF_SUBJECT = 3.2  # what it adds to the log-odds that a text reports nothing that nobody known wrote it, on no subject
SUBJECT_UNNAMED = 0.7  # the same of a known body's letter that does not name the subject

# extractor.read.tables
MAX_EDGES = 600  # of a page after merging; finding crossings takes the product of both directions
MIN_OPEN = 3  # vertical edges without any horizontal one that still make a table
MAX_CROSSINGS = 2_500  # of a page; finding cells takes their square
SNAP = 3.0  # points between edges that are drawn as one
WHITE = 0.3  # heights of a line: a white band from which on it parts rows
MIN_PARTED = 3  # columns whose rows are told apart without a ruling
MIN_RULES = 4  # horizontal rulings above each other that make a table: header and two rows
MIN_GUTTER = 3.0  # points between columns that no ruling parts
