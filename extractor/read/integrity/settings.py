"""What a file is doubted by, module by module: each value with its unit and why."""

# extractor.read.integrity
TAIL = 1024  # bytes in which "%%EOF" has to stand

# extractor.read.integrity.fonts
MAX_FONTS = 500  # of one file that are looked at
MAX_CODES = 20_000  # of one font
MAX_MAP = 500_000  # bytes of one map
MAX_ENCODING = 50_000  # bytes of one encoding
FONTS_LEAST = 3  # letters of a font that are wrong; fewer are somebody's mistake
SMALL_SHARE = 0.05  # of the letters compared, the same
SAME_LETTER = 6  # glyphs of a font that may stand for one letter: capitals, small capitals, old figures, swashes …

# extractor.read.integrity.parts
MAX_INFLATED = 16_000_000  # bytes of one file
MAX_ASCII = 1_000_000  # characters of a stream written as text
MAX_STREAMS = 20_000  # looked at in one file
MAX_ABOUT = 800  # bytes of what is said of a stream
MAX_DICTIONARY = 5_000  # bytes on each side of a place that may be of the same dictionary

# extractor.read.integrity.replaced
REPLACED_LEAST = 8  # letters; shorter ones explain a ligature, a hyphen, a letter that begins a chapter
MAX_PAGES = 50  # more are not read a second time, which takes long
BEGINNING = 20  # letters and figures of a text that are looked for
