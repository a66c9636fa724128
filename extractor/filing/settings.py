"""What actions are filed by, module by module: each value with its unit and why."""

# extractor.filing.details.counts
COUNTS_GAP = 6  # characters between a noun and the number after it
BIGGEST = 10**9  # a greater number counts nothing that a letter reports
LIST_NUMBERS = 30  # a figure up to this before a full stop may number a list

# extractor.filing.details.counts, extractor.filing.figures.prose
BRACKETED = 200  # characters that what stands in brackets may be long

# extractor.filing.details.dates
DATES_GAP = 30  # the longest way from one part of a date to the next: " hasta el día lunes "
BACK = 40  # how far back the words before a date are looked at

# extractor.filing.details.norms
DATE = 60  # a date that belongs to a norm ends at most so many characters after its number

# extractor.filing.figures.doubts
ROUNDING = 1.0  # points that a percentage may be off

# extractor.filing.figures.prose
MANY = 60  # a sentence with more numbers is a list that lost its lines: what counts what cannot be told
NEAR = 2  # words between a figure and its noun, and between a noun and what was done with it
CLOSE = 3  # words between a noun and the figure behind it, or between neighbours that share a deed

# extractor.filing.figures.sentence
BEFORE = 60  # characters in which words right before a figure begin

# extractor.filing.learn.fitting
SENSE = 2.0  # how much more two texts say of each other by their sense than by their words
DEGREE = 3  # power of the likeness in sense: what is little alike says next to nothing
SAME = 0.3  # how much they say by what was believed of both
COMMON = 0.02  # how alike any two texts are taken to be: lets habits be learned whatever the words
HABITS = 1.0  # how much they say of level and role, by their sense
FITTING_CAUTION = 2.0  # what holds filings back: the penalty of the regression
STEPS = 80  # of the fit
MOMENTUM = 0.9  # how much of a step goes on in the next
UNSEEN = 1e-4  # a class that rules and model leave out is at least so likely
STRENGTHS = (0.0, 0.3, 1.0, 3.0)  # with which filings may speak; 0: not at all
USUAL = 1.0  # the one of these they speak with until they have measured otherwise
FOLDS = 5  # parts of the filings, of which each is left out once
FITTING_FEW = 30  # filings below which no strength can be measured
CHANCE = 1.0  # another strength must gain more than it loses by so many standard deviations

# extractor.filing.learn.keywords
LETTERS = 3  # a keyword must have served in so many letters
PRECISE = 0.75  # and at least so many of the body's texts that hold it must be filed there
PHRASES = 5  # keywords per rule, at most
HEAVIEST = 4.0  # a proposed rule weighs no more

# extractor.filing.learn.lessons
GROWN = 1.1  # how much more filings there are before their strength is measured anew

# extractor.filing.learn.precedents
LIKELY = 10  # examples of a pack that share most words with a text, and are held to it

# extractor.filing.learn.reranker
NEAREST = 3  # precedents shown
SUGGESTED = 5  # functions suggested, where rules and model suggested fewer
LIKE = 0.25  # how alike a text must be to be a precedent
MOST = 400  # filings of a body, and of all, that are learned from, the latest

# extractor.filing.rank
REST = 0.35  # share of their weight with which the rules beside the strongest count
SECTION = 0.5  # share of its weight with which a rule counts that needs words of the section's heading
HINT = 0.15  # share of its weight with which a rule counts that half holds
CLEAR = 2.0  # a rule of this weight or more speaks plainly
SUGGESTIONS = 5  # at most so many are given
SHOWN = 3  # evidence names at most so many places of one condition
LEAST_BELIEF = 0.0003  # the model is never surer than this that an obligation is not meant
MODEL_SHOWN = 1  # so many suggestions, from the first, name the words that moved the model
ALONE = -1.3  # what it takes off that a text was given alone: it is asked about as a report

# extractor.filing.reply
UNREAD = 60  # a letter with fewer characters has not been read
NONE_OF_ALL = 0.05  # chance that of a letter's doubtful actions none is one, below which they are taken for reports
CLAUSE = 240  # a receiver or an article stands at most so many characters from the phrase

# extractor.filing.voices
SURE = -2.7  # log-odds that it reports nothing, below which a text is a report
SURE_DENIED = 1.0  # the same where cues say that it is planned or was not done: less is lost by it
SURE_UNCUED = -1.0  # the same where no word plans or denies, and only the model says so
NONE = 1.9  # and from which it is none; between the two it is doubtful
NONE_NAMED = 2.6  # the same of what names an activity and says no more: "Charlas en colegios"
UNKNOWN = 0.3  # what a new writer's texts lie nearer to none than the model, which knows its own, says
DONE = -0.8  # what a verb adds that says it was done
DENIED = -1.3  # the same of a plan, or of nothing done
NAMES_A_DUTY = 0.5  # what a rule that plainly names a function takes off the odds
FRAMED = 3.0  # what it adds that all a text tells stands in a recital, a quotation or hearsay
ASKED = 4.0  # what a question adds that is all of a text
MOSTLY = 0.7  # share of a text that such a question is, at least: "Pregunta 3:" stands before it
TOLD = 6.5  # the same of what another body, named, is said to have told
OTHER_BODY = 1.5  # what a sentence adds that begins with another body's name
OWN_BODY = -1.0  # what it takes off that the body which writes is named before what was done
OWN_REACH = 3  # words before a deed among which "this" or "our" names the writer's own office
CUED = 5.0  # how much likelier the kind is that the cues name
CUED_OF_FEW = 20.0  # in a text of few words, which say little else
VOICES_FEW = 5  # words of such a text, at most
CAUTION = 1.5  # how much likelier than an action another kind must be: an action missed denies an office its work
UNCUED = 0.5  # chance by the model from which a text is planned, denied or another's business though no words say so
UNDENIED = 2.0  # the same, beside caution, of a text that only names an activity
LEAST = 1e-4  # no chance is taken for smaller
BEGINNING = 3  # words in which a sentence names who acts
