"""What pages are read by, module by module: each value with its unit and why."""

# extractor.read.pages
FEW_UNKNOWN = 12  # letters of a page: a formula; on pages with little text, a tenth of it
FEW_LOST = 3  # letters of words for which a font gives nothing
FEW_UNSEEN = 30  # letters of a page: a mark for a machine or of the maker's; on pages with little text, half of it
LONGEST_TAG, LONGEST_NAME = 80, 512  # characters of a program's mark; bytes of its name
FEW_COVERED = 3  # letters under a box, a stroke, a blot
FEW_WORDS = 3  # unseen ones in a row are a sentence, not a mark
UNPRINTED = 18.0  # points from the sheet's upper and lower edge in which office printers print nothing
HEADER_WITHIN = 1024  # bytes in which "%PDF-" has to stand, as in the readers people use

# extractor.read.pages.annotation_layer
MAX_LAID = 500  # annotations of a page; a page with more of them is no letter's
LEAST_SIDE = 2.0  # points: in a narrower place nothing is shown
LONG_STAMP = 80  # letters: shorter stamps say nothing that a letter reports

# extractor.read.pages.boxes
BOX_EDGE = 2.0  # points by which an edge may lie beside a box's, or text reach over it
BESIDE_LETTERS = 22  # of a line on the average: prose, and no head or signature
MAX_BOX_EDGES = 600  # of a page; one with more of them holds tables

# extractor.read.pages.frame
ANGLE_SAMPLE = 16  # characters of a page that are asked which way they run

# extractor.read.pages.gutters
NARROW_GAP = 0.55  # heights of a line: less is a blank between words
MIN_LINES = 4  # with a gap at one place make a gutter
CROSSED = 0.2  # share of the lines beside a gutter that may run over it
MIDDLE = (0.25, 0.75)  # of the page's width, where columns part
MOST = 2  # gutters: three columns

# extractor.read.pages.hidden_text
LEAST_HEIGHT = 2.0  # points: nobody reads smaller print
MIN_BLANK = 7.0  # points: of a blank part of a line, at least, where nothing is known to lie over it
IN_GAP = 0.25  # of a letter's width: with less of it where its line shows nothing, it is seen
WIDER_THAN_STEM = 0.6  # heights of the line: so wide no stroke of a scanned letter is

# extractor.read.pages.overprint
SAME_PLACE = 0.25  # heights of a line between two prints of the same text
WATERMARK = 1.8  # times the text's size
COVERED = 0.3  # share of a line's height that a watermark crosses
CROSSED_COLOURED = 0.4  # share of a coloured mark's height over which lines lie; those set closely share less
LEVEL = 0.15  # of a coloured mark's height: so near to a line's top and bottom it stands in that line
OTHER_COLOUR = 60  # of 255, in the part that differs most
MOST_COLOURED = 300  # such lines of a page that are looked at

# extractor.read.pages.rulings
RULINGS_MAX_FORM_DEPTH = 4  # forms may hold forms, also themselves
THIN = 2.5  # points: what is thinner is a line
MAX_RULINGS = 20_000  # a page with more of them is a drawing, not a table
MAX_BOXES = 60  # of a page that are looked at
MAX_PICTURES = 200  # of a page whose places are kept

# extractor.read.pages.setting
USUAL_SIZE = 10.0  # points, of a text that fits itself into its place
LEAST_SIZE = 4.0  # points: a text that does not fit in this size is set as close as it takes
LEADING = 1.2  # in sizes
WIDTH = 0.5  # of a letter, in sizes, on the average

# extractor.read.pages.suspicion
PALE = 225  # all parts of a colour above it: it may not show on white paper
FAINT = 40  # opacity, of 255, below which the same holds
OPAQUE = 150  # opacity, of 255, above which a thing covers what is under it
SAME_COLOUR = 40  # of 255, in the part that differs most: it may not show on a ground so like it
LEAST_COVER = 3.5  # points: a thinner thing covers no text by itself
THICK_STROKE = 2.5  # points: a marker's stroke; rulings and frames are thinner
SCRIBBLE = 16  # parts of a stroked path from which it may black out what is under it
STACKED = 4.0  # points: the heights of thin things, added up, from which they may cover a line together
MAX_STRIPS = 3_000  # thin things of a page; more than any table's rulings
MAX_GROUNDS = 300  # coloured grounds of a page; a page with more of them is drawn
MAX_NOTES = 500  # annotations of a page that are looked at; the same
PICTURE = 0.5  # share of the page from which an image is a scan, under which recognised text is laid unseen
MAX_ITEMS = 50_000  # looked at on one page
HIDDEN_TEXT_MAX_FORM_DEPTH = 4  # forms may hold forms, also themselves
SQUEEZED = 0.1  # times as wide as its type is made, or as high: nobody reads a letter so pressed
STEP = 8.0  # points in which heights are counted
MAX_POINTS = 100  # of a clip's outline
LETTER = 2.0  # points that a cover lies over a text, at least
MAX_LAYERS = 6  # of text that is covered and written over: each takes one more drawing
CLIPS = 64  # items of a page whose clip is looked at: it takes many calls

# extractor.read.pages.drawn_sheet
SCALE = 2.0  # pixels a point: so the stem of small print is a pixel wide
MAX_PIXELS = 4_000_000  # of the drawn page
CONTRAST = 12  # grey levels between ink and paper, of 255
DARK = 110  # grey level up to which a box is black
LIGHTER = 25  # grey levels by which print is lighter than a dark ground on which it can be read
GAPS = (  # from and to which of a line's heights letters have their bodies, and the heights without ink that may be
    (0.3, 0.7, 0.45),  # between two words
    (0.3, 0.5, 1.2),  # over some low letters
    (0.5, 0.7, 1.2),
)
SEEN = 0.5  # of a letter's height and width: one of which less is to be seen cannot be told
STEM = 3.0  # pixels: so narrow a letter may be drawn beside its place
BESIDE = 0.5  # points that a stem may be drawn beside its place

# extractor.read.pages.spaced
FEWEST = 6  # letters in a row that stand apart: fewer may be items of a list, initials
LETTER_GAP = 0.8  # heights of a letter between two of one word, at most: columns stand further apart
WORD_GAP = 1.5  # times the usual gap, from which a word ends

# extractor.read.pages.text
WIDE_GAP = 1.1  # in heights of the line: a wider one separates columns
TURNED = 0.1  # radians between letters that run different ways
SLOPING = 3.0  # times the height of its first letter: so high a line does not run level
