"""What is published by, module by module: each value with its unit and why."""

# extractor.publish.balance
DATES_SHOWN = 3  # an action with more of them shows the first and the last day
SHARED = 31  # days; neighbouring periods are published with a month in common

# extractor.publish.charts
CHARTS_WIDTH = 7.2  # inches
CHARTS_BAR = 0.24  # height of a bar, in inches
CHARTS_LONGEST = 44  # characters of a label; more are cut

# extractor.publish.draft.slots
OPPOSED = 2  # sources stand against each other, more make a list
TOP = 4  # the most frequent of counted names

# extractor.publish.draft.speech
LISTED = 8  # names of a list that are told, and how many more there are

# extractor.publish.figures.series
DRAWN = 8  # series of a chart

# extractor.publish.findings.bodies
STEADY = 1.25  # of the slowest period's actions a month, the most that the fastest may have

MONTH = 30.44  # days, on the average

# extractor.publish.findings.over_time
YEAR = 365.25  # days, on the average
SERIES = 3  # periods that show how a quantity went; two are a change, which has a finding of its own

# extractor.publish.findings.functions
QUOTED = 220  # characters of an action that a finding quotes

# extractor.publish.formats.docx
IN_MEMORY = 8_000_000  # bytes of text; what is longer goes to a file

# extractor.publish.formats.html
PAPER = 15_400  # twips that a printed line is long

# extractor.publish.formats.pdf
SECONDS = 900  # that LibreOffice may take for one document

# extractor.publish.formats.rows
ROWS_WIDTH = 16  # characters of a column that nothing is known of

# extractor.publish.formats.text
TEXT_WIDTH = 160  # of a file; a terminal has its own
TEXT_NARROW = 12  # a column of short texts takes the room it needs, no more

# extractor.publish.formats.word.styles
MAX_BYTES = 50_000_000  # of a reference document, unpacked

# extractor.publish.formats.word.tables
ACROSS = 3  # cited letters that stand beside each other

# extractor.publish.formats.word.widths
CHARACTER, PADDING = 84, 170  # of the print in cells, on the average, and of what is left and right of it
WORD = 96  # of a character of a long word, which must not be broken
WIDTHS_LONGEST = 24  # characters of a word that may need a column of its own width
EMPTY, LEAST = 1050, 1500  # of a column without actions, and with some

# extractor.publish.formats.xlsx
XLSX_LONGEST = 32_767  # characters that a cell can hold
WIDE, XLSX_NARROW = 60, 12  # bounds of a column's width, in characters
LINE, GAP, HIGHEST = 14.5, 3, 409  # points: a line of text, what a row has besides, and the highest row there can be
CHART_WIDTH = 20  # centimetres
XLSX_BAR = 0.6  # centimetres: height of a bar
AROUND = 3  # centimetres above and below the bars of a chart

# extractor.publish.pictures
DPI = 110  # of pages that are published: print can be read

# extractor.publish.plain
CUTS = 3  # openings that may stand one behind the other

# extractor.publish.tables
MARKS = 12  # characters that an entry takes beside its text
