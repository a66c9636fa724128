"""What print is read by, module by module: each value with its unit and why."""

# extractor.read.ocr.rapid, extractor.read.ocr.tesseract
OCR_SECONDS = 180.0  # of one try at a page: a dense one takes nine of a processor, and others may want it too

# extractor.read.ocr.image
MAX_SKEW = 6.0  # degrees; scanners feed paper straighter than this
SMALL = 1400  # pixels of the longer side on which angles are measured
SHORTEST_RULING = 0.02  # of the longer side: longer than any stroke of a letter
THICK, THIN = 0.006, 0.0036  # of the longer side: a ruling's thickness, with the slant that is left in it
CLEAR = 0.05  # share of ink along one side of a ruling, at most; letters that blur has merged have more along both
FULL_ROW = 0.4  # of the ink in a line's fullest rows: those between baseline and the tops of small letters hold more
FAINT = 40  # grey levels between paper and the faintest print
LARGE = 0.15  # of the longer side: what is larger and touches the edge is no print but the copier's shadow
FAN, LEAST_FAN = 2.0, 0.15  # degrees by which the lines of half a page, photographed askew, slant; and differ
LEVELLER = 1.05  # times as level the page has to become
PAPER, DARKEST_PAPER = 250.0, 40.0  # grey levels: of paper made even, and of what can still be told from print
SPECK = 0.0015  # of the longer side: how large a speck is at most; points are as large
NEAR, DIRTY = 13, 300  # pixels around letters in which a speck may be a part of them; lonely specks of a dirty page
FINE_GRAIN, COARSE_GRAIN = 2.5, 10.0  # grey levels by which specks stand out on average

# extractor.read.ocr.panels
PANEL_DARKER = 70.0  # grey levels between the paper and a panel's ground
PANEL_EVEN = 40.0  # grey levels that its ground may vary by
PANEL_WIDE, PANEL_HIGH = 0.04, (0.012, 0.1)  # of the longer side: how wide one is at least; between which heights
PANEL_FILLED = 0.8  # share of its box that is ground or print
PANEL_PRINT = (0.01, 0.4)  # share of its box that is light print

# extractor.read.ocr.lines
CAPITAL, SMALL_LETTER = 0.68, 0.48  # of the font size: heights of letters in the common text faces
ASCENT, DESCENT = 0.72, 0.21  # of the font size: above and below the line in the same
ALIKE = 0.4  # sizes that differ less from the page's own are the same: ink is measured in whole pixels

# extractor.read.ocr.rapid
DETECTED_SIDE = 960  # pixels of the longer side on which lines are found
SHORTEST = 256  # pixels of a line, at 48 high
WIDTH_STEP = 64  # pixels in which the widths of lines are counted
SURE_LINE = 0.95  # score of the quick recogniser from which a line is not read again: 1 of 80 letters is wrong
UNREADABLE = 0.5  # score of the quick one below which the careful one reads no better: specks, or print upside down
MODEST = 0.5  # share of the quick one's doubt that its lines deserve: at as many errors the careful one has half of it
GAP_SEEN = 0.1  # chance of a blank between words from which blank paper is one
STRICTER = 4  # power that brings RapidOCR's confidence down to that of tesseract at as many errors

# extractor.read.ocr.scan
GOOD = 0.75  # confidence from which no other turn is tried; upside-down print stays below 0.65
BLANK = 0.0005  # share of ink below which a page is an empty sheet

# extractor.read.ocr.stamps
COLOURFUL, PALE = 40, 25  # levels between the strongest and the weakest colour: of coloured ink, of its edges
BLACK, DULL = 110, 30  # grey level and colour of print, at most
FEW = 0.0002  # share of coloured pixels below which a page is grey
GAP = 0.008  # of the longer side: between the parts of one stamp
TALL = 0.02  # of the longer side: frames, rings and strokes of a pen are taller than letters
BESIDE = 0.003  # of the longer side: so near to print, ink runs across it
TOUCHED = 0.005  # black pixels beside coloured ones, for each of these, from which it does

# extractor.read.ocr.tesseract
WIDE_GAP = 1.6  # in heights of the line: words farther apart are in different columns
