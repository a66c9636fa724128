"""What is masked by, module by module: each value with its unit and why."""

# extractor.privacy.addresses
ADDRESSES_MORE = 6  # pieces after the house: its floor, quarter, town

ADDRESS_OFFICE = 90  # characters before an address in which a body's name shows that it is the body's

# extractor.privacy.ages
AGES_NEAR = 80  # characters between an age and what shows whose it is
AGES_LIST = 60  # ages in a row: a longer one would be looked through from each of its numbers

# extractor.privacy.capitals
ACRONYM = 10  # letters of the longest
CAPITALS_NUMBER = 40  # characters of a document's number

# extractor.privacy.codes
CODES_BACK = 90  # characters before a number in which a document's or a norm's word shows that it is public
CODES_SHORTEST = 6  # digits of the shortest that may lead to somebody

# extractor.privacy.entities
ENTITIES_LONGEST = 50_000  # characters given at once

# extractor.privacy.initials
INITIALS_LONGEST = 4  # letters of initials without dots

# extractor.privacy.masking
BRIDGE = 4  # words between two names of one person

# extractor.privacy.numbers
NUMBERS_NEAR = 90  # characters around a number in which a word tells what it is
BIRTH_BESIDE = 40  # characters in which a day of birth stands beside a name
LAST_CENTURY = 40  # years of two figures after this one are of the last century
NUMBERS_ACCOUNT = 11  # digits of the shortest that no word announces

# extractor.privacy.officials
OFFICIALS_BACK = 12  # how many words before a name a title or a street's word is looked for
OFFICIALS_LIST = 30  # words of a list of officials
SHORTEST_TRADE = 7  # letters of a word for a trade's place
APPOSED = 8  # words of what is said of somebody between two commas

# extractor.privacy.officials, extractor.privacy.tokens
ABBREVIATION = 5  # letters of the longest word that a stop shortens

# extractor.privacy.persons
PERSONS_NEAR = 80  # a school this near a masked name or a minor's age is masked
CALLED_LONGEST = 3  # words, the article too

# extractor.privacy.reach
REACH_MORE = 4  # words on either side
SHORT = 3  # letters of a shortened name

# extractor.privacy.runs
RUNS_LONGEST = 12  # words in a name, particles included
RUNS_BACK = 8  # how many words before a name a word for a person is looked for

# extractor.privacy.small
SMALL_AROUND = 8  # words on either side of two unknown ones by which it is seen whether the language is the pack's

# extractor.privacy.standing, extractor.privacy.judging
SHORTEST_UNKNOWN = 2  # letters up to which an unknown word that opens a sentence is a name only where a person stands

# extractor.privacy.vocabulary
SHORTEST_MISREAD = 8  # letters of a word that may be misread
SHORTEST_ENDING = 8  # letters of a word whose ending says that it is a surname
SHORTEST_ABBREVIATION = 3  # letters of what stands for a title
SHORTEST_TITLE = 6  # letters of a title that has a feminine
SHORTEST_FORM = 5  # letters of a name that has another gender, or of what may be a verb
SHORTEST_GUESS = 8  # letters of a word taken for an everyday one because another form of it is: a guess is no knowledge
