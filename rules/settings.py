"""What packs are read and used within, module by module: each value with its unit and why."""

# rules.cues
SPEAKER_REACH = 6  # words between who speaks and the verb: "la policía de la provincia informó que", and the reverse

# rules.folders
FOLDERS_MAX_BYTES = 4_000_000  # a file beyond this is not a pack's
MODEL_HEAD = 60_000  # bytes with which a model's file begins, a hash of the rest among them

# rules.misread
SHORTEST = 6  # letters of a word that may be taken for another
LETTERS_AN_ERROR = 6  # so many letters allow one error each
SURELY = 4  # the same for words with figures among their letters: those are surely misread

# rules.model.examples
LONGEST = 20_000  # characters of an example

# rules.model.file
FILE_MAX_BYTES = 8_000_000  # of a model's file
MAX_CLASSES = 1000  # of all heads together

# rules.model.fit
LEAST = 12  # examples of a body or of all kinds below which nothing is learned of it
LEAST_OF_ONE = 2  # examples of a class
STRICTNESS = 20.0  # inverse of the penalty on large weights
KIND_STRICTNESS = 20.0  # the same, of the head for kinds
FILED_SHARE = 0.2  # what an example filed under an obligation counts in that head: there are too many beside the others
STEPS = 300  # of the fit, at most

# rules.model.grammar
GRAMMAR_SHARE = 0.45  # what the grammar of a text counts beside its words: with more, writers left out are told worse
SIGN_SHARE = 0.1  # the same of a sign

# rules.model.heads
SHOWN = 3  # words named per class

# rules.source
MAX_DEPTH = 12  # lists and tables in each other in a pack's file

# rules.words
FOLDED_LINE = 200  # characters below which a folded text is remembered: layout and head ask for a line again and again
STEMS_KEPT = 10_000  # words: those of some hundred letters
