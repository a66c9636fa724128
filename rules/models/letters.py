"""reading.yaml, reply.yaml, masking.yaml: the words of official letters and of what must not be published."""

from __future__ import annotations

from dataclasses import field
from typing import Literal

from rules.models.base import Phrases, Window, record


@record
class DayForms:
    """The words that the head's date is written with, beside the names of the months and of the numbers."""

    of: Phrases = ()  # between day, month and year: de, del
    days: Phrases = ()  # after the figure of the day: días
    month: Phrases = ()  # before the month's name: mes
    year: Phrases = ()  # before the year: año
    plus: Phrases = ()  # inside a number in words: y
    ordinals: Phrases = ()  # what is written to the figure of a first day: ro
    filled: Phrases = ()  # between a place's comma and the day: a, a los
    given: Phrases = ()  # how a sentence begins that says where and when a paper is given: dado en
    today: Phrases = ()  # before a day that is the writer's own: hoy


@record
class ReadingWords:
    """Vocabulary of letters. All of it is matched with case and accents folded."""

    abbreviations: Phrases = ()  # a full stop after these does not end a sentence
    document_kinds: Phrases = ()  # OFICIO, CARTA, …: what a document number begins with
    title_words: Phrases = ()  # small words of a title between kind and number: de, la, y
    years_of: Phrases = ()  # before the year at the end of a number: de
    number_signs: Phrases = ()  # N°
    misread_signs: Phrases = ()  # what OCR makes of them
    head_labels: dict[str, Phrases] = field(default_factory=dict)  # subject: [ASUNTO, MAT.], reference: [REF., …]
    mottos: dict[str, Phrases] = field(default_factory=dict)  # year -> words of its official motto
    addressees: Phrases = ()  # lines of the address: Señor, Señora, Presente
    salutations: Phrases = ()  # "De mi consideración": the head ends here
    greetings: Phrases = ()  # openings of the first, polite sentence
    turns: Phrases = ()  # where a polite sentence turns to its content: "informarle que"
    closings: Phrases = ()  # formulas that end the body
    sign_offs: Phrases = ()  # Elaboró, Firma: names of those who made or signed it follow
    forms: Phrases = ()  # labels of what a form's head says of the form: Proceso, Versión
    after_body: Phrases = ()  # c.c., Distribución, Copia: nothing after these is a statement
    totals: Phrases = ()  # with these a table's last row begins if it only sums up the others
    roles: dict[str, str] = field(default_factory=dict)  # who signs -> the office meant: director -> Dirección
    genitives: Phrases = ()  # between who signs and the body: de, del
    not_bodies: Phrases = ()  # words of those who name a body and are none: sindicato, asociación, ex
    own: Phrases = ()  # before its name a writer's own body: "este Ministerio de …"
    speaks_for: Phrases = ()  # before the body that a letter is by, in its text: "en representación de"
    speaks_of_itself: Phrases = ()  # after the body that greets: "La Embajada … saluda atentamente"
    annexes: Phrases = ()  # headings under which the body goes on after the signature
    furniture: Phrases = ()  # words of footers and verification notes
    connectives: Phrases = ()  # "Asimismo", "De igual manera": a new action starts here
    conjunctions: Phrases = ()  # what is told begins with one: "informó que …; que …"
    products: Phrases = ()  # what an action makes, and a further sentence may go on about: manual, campaña
    general: Phrases = ()  # words by which any of these may be meant: texto, material
    openers: Phrases = ()  # words with which a sentence starts to report an action of its own (by stem)
    followers: Phrases = ()  # beginnings of sentences that only complete the one before
    fresh: Phrases = ()  # beginnings that look like these, and yet report anew: "Esta oficina", "Está pendiente"
    auxiliaries: Phrases = ()  # what may stand before an opener: se, ha, también
    helpers: Phrases = ()  # verbs, and what makes one of the word beside it: se, ha, viene, es
    lead_ins: Phrases = ()  # "las siguientes acciones": introduces a list or table
    sections: dict[str, Phrases] = field(default_factory=dict)  # kind -> words of headings over what is of that kind
    aims: dict[str, Phrases] = field(default_factory=dict)  # kind -> how headings begin over what is wanted, to come
    requests: Phrases = ()  # "solicita lo siguiente": the list that follows quotes the request
    begun: Phrases = ()  # so begins the cell of what is under way
    drafted: Phrases = ()  # what is not there until it is finished: a directive, an agreement
    announcing: Phrases = ()  # cues of what only announces the writer's own answer: "Se informa lo siguiente:"
    columns: dict[str, Phrases] = field(default_factory=dict)  # table headers by role
    results: dict[str, Phrases] = field(default_factory=dict)  # kind -> how a cell begins that says so of its row
    reasons: Phrases = ()  # words after which such a cell says why or when: por, durante
    lacks: Phrases = ()  # how a cell says that something is lacking: "no se cuenta con"
    means: Phrases = ()  # without these nothing of its row was done: personal, presupuesto
    answers: dict[str, Phrases] = field(default_factory=dict)  # kind -> header of the column in which it is ticked
    months: dict[str, int] = field(default_factory=dict)
    day_forms: DayForms = field(default_factory=DayForms)
    day_names: dict[str, int] = field(default_factory=dict)  # days that are no number word: primero
    stamps: Phrases = ()  # words of stamps and signatures: what stands in them is not the letter's own
    receipts: Phrases = ()  # so begins the line of a stamp that says that the letter was received: "RECIBIDO"
    cited: Phrases = ()  # what follows a document number that is cited: "de fecha", "del"
    openings: Phrases = ()  # with these the body begins where there is no salutation: VISTO, CONSIDERANDO
    recitals: Phrases = ()  # what a resolution rests on stands under these: VISTO, CONSIDERANDO
    recited: Phrases = ()  # so each of it begins: Que
    disposes: Phrases = ()  # below it stands what is ordered: RESUELVE, DECRETA
    hindrances: Phrases = ()  # who denies but these tells of no deed left undone: dificultad
    unnumbered: Phrases = ()  # stands where a document has no number: S/N
    subjects: Phrases = ()  # facets of what the pack is about; a letter of nobody known that shows none is off it
    home: str = ""  # the country of the pack's bodies, one of `countries`: as hosts of its addresses end
    countries: dict[str, Phrases] = field(default_factory=dict)  # country -> its names, as letters print them
    cities: dict[str, Phrases] = field(default_factory=dict)  # country -> cities that its letters are dated from
    replied: Phrases = ()  # between an e-mail and the one that it answers: "escribió:", "Mensaje original"
    gazettes: Phrases = ()  # names of what prints what others wrote: its pages are dated by the day of publication
    asks: Phrases = ()  # how a writer asks: "solicito", "requerimos"
    wishes: Phrases = ()  # how else he asks to be told: "quisiera", "sírvase"
    to_know: Phrases = ()  # after these: "saber", "que se me informe"
    requests_by: Phrases = ()  # titles of pages that ask or acknowledge, and are not the answer
    articles: Phrases = ()  # may stand before the name of who acts: el, la
    particles: Phrases = ()  # small words inside names: de, del, la
    function_words: Phrases = ()  # words that hold sentences together: the grammar of a text is told by them
    words: Phrases = ()  # frequent words, to judge a text layer and to join hyphenated lines
    languages: dict[str, Phrases] = field(default_factory=dict)  # other languages' names -> their small words


@record
class ReplyReason:
    """How a reply says that it reports nothing.

    A phrase, with one of `near` (where given) and none of `unless` at most `window` words away.
    """

    id: Literal[
        "transferred",
        "refused",
        "clarification",
        "extension",
        "fee",
        "not_competent",
        "not_held",
        "nothing_done",
        "link_only",
        "partly",
    ]
    phrases: Phrases
    near: Phrases = ()
    window: Window = 6
    unless: Phrases = ()
    examples: Phrases = ()
    counterexamples: Phrases = ()


PrivateKind = Literal[
    "name", "id", "phone", "email", "age", "alias", "address", "plate", "account", "birth", "file", "school", "code"
]


@record
class ReplyWords:
    """The words by which a reply is judged."""

    reasons: tuple[ReplyReason, ...] = ()
    articles: Phrases = ()  # before the number of an article: artículo, art.
    receivers: Phrases = ()  # before the office that a request is passed on to: a la, al


@record
class Masking:
    """How private persons' data is recognised, and what stands in its place. Single words, unless said otherwise.

    A capitalised word that nothing here or elsewhere in the pack knows as public may name a person and is masked.
    """

    labels: dict[PrivateKind, str] = field(default_factory=dict)
    given: Phrases = ()
    surnames: Phrases = ()
    common: Phrases = ()  # names that are everyday words too: they count only beside another known name
    worded: Phrases = ()  # surnames that in small letters are everyday words: verde
    ordinary: Phrases = ()  # lines of everyday words, which name nobody by themselves
    endings: Phrases = ()  # ends of everyday words that no name has
    public: Phrases = ()  # lines of words known in public: countries, organisations, acronyms
    released: Phrases = ()  # phrases that somebody looked at and said to be public
    hidden: Phrases = ()  # phrases that somebody looked at and said to be private
    letters: str = ""  # of the language beside a to z: a word with another one is no everyday word
    particles: Phrases = ()  # small words inside a name: de, la
    abroad: Phrases = ()  # those of other languages, which are part of the name that follows: van
    cues: Phrases = ()  # after these a name is a private person's: agraviada, señora
    between: Phrases = ()  # what may stand between such a word and the name
    pipelines: Phrases = ()  # packages of spaCy that find names, the best first; used where one is installed
    person_labels: Phrases = ()  # what such a package calls a person
    kin: Phrases = ()  # after these, whatever has a capital is a surname: familia, contra
    toward: Phrases = ()  # small words that lead to persons: a, con, que
    small: Phrases = ()  # words of grammar, which are no part of a name whatever their capitals: según, fue
    saints: Phrases = ()  # words before a saint's name: santa
    contracted: Phrases = ()  # particles that hold an article: del
    articles: Phrases = ()  # el, la
    doing: Phrases = ()  # what somebody who opens a sentence does: fue, no
    dwellings: Phrases = ()  # words of `named_after` that begin a name only with a capital: casa
    bodies: Phrases = ()  # words that a public body's name begins with: fiscalía
    trades: Phrases = ()  # ends of words for a trade's place: ería
    toponyms: Phrases = ()  # words before the rest of a place's name: alto
    qualifiers: Phrases = ()  # adjectives after the noun in an institution's name: nacional
    verbs: Phrases = ()  # ends of verbs, those with an accent too
    authorities: Phrases = ()  # words for public bodies, which make an official in small letters too: comisaría
    callings: Phrases = ()  # titles that, in small letters, are offices only with a body's name: técnico
    forces: Phrases = ()  # acronyms right before an officer's name: PNP
    authors: Phrases = ()  # phrases before who wrote or spoke as an official: elaborado por
    listing: Phrases = ()  # small words inside a list of names and their bodies: y, por
    joiners: Phrases = ()  # between two who are meant together: y
    alternatives: Phrases = ()  # between two of whom one is meant: o
    compounding: Phrases = ()  # ends of the first half of an adjective with a hyphen: o (hispano-peruano)
    deeds: Phrases = ()  # stems of what an accused does, after the name: abus
    possessives: Phrases = ()  # su
    naming: Phrases = ()  # words before a name, in small letters too: llamo
    stays: Phrases = ()  # words before a place, unknown too: en, desde
    toward_places: Phrases = ()  # stems of more verbs before a place, which may lead to a person too: remit, visit
    encompassing: Phrases = ()  # stems of verbs whose object is a place: visit
    participles: Phrases = ()  # their ends
    infinitives: Phrases = ()  # their ends
    relatives: Phrases = ()  # words that begin what is told of somebody: que, quien
    marriages: Phrases = ()  # words between two names of one person: viuda
    motions: Phrases = ()  # stems of words for a way, before one of `ways` and a place: viaj
    ways: Phrases = ()  # a, hasta
    minds: Phrases = ()  # stems of words after which "en" leads to a person: confi
    copulas: Phrases = ()  # between an office and its holder's name: fue
    indefinite: Phrases = ()  # articles of things, never of a name: un
    acute: Phrases = ()  # ends of words, with their accents, that no name has
    pronouns: Phrases = ()  # words between who does something and the verb: le, la
    pretended: Phrases = ()  # words before an office that nobody holds: supuesta, como
    courtesies: Phrases = ()  # cues said of officials too, and with a capital: Señora
    initials_after: Phrases = ()  # near these, initials stand for a name
    initials_between: Phrases = ()  # small words between one of those and the initials: de, con
    spelling: Phrases = ()  # words that say that initials follow: iniciales
    not_initials: Phrases = ()  # abbreviations that look like initials: S.A.C
    titles: Phrases = ()  # a name beside one of these is an official's
    named_after: Phrases = ()  # phrases; after these a name is a street's or a school's
    venues: Phrases = ()  # the same, but somebody's whole name is no venue's: operativo, refugio
    companies: Phrases = ()  # after these a company's name ends: S.A.C.
    premises: Phrases = ()  # words for the place of a trade: one who keeps it is no official
    not_names: Phrases = ()  # capitalised words that are no part of a name
    wheres: Phrases = ()  # words before a place: en, desde
    aliases: Phrases = ()  # phrases before what somebody is called: alias, conocido como
    years: Phrases = ()  # units of an age
    year_letters: Phrases = ()  # the letter that stands for years: 15a.
    of: Phrases = ()  # between somebody and the age, a school's word and its name: de
    not_ages: Phrases = ()  # words before so many years that are nobody's age: durante
    age_words: Phrases = ()  # words before an age: edad
    age_ranges: Phrases = ()  # words between two ages, beside `joiners` and `alternatives`: a, para
    age_adverbs: Phrases = ()  # words between such a verb and the age: ya, hoy
    spans: Phrases = ()  # words after so many years that are nobody's age: prisión
    age_verbs: Phrases = ()  # verbs before an age: cumplió
    adult: int = 18
    minors: Phrases = ()  # words for one minor: the age and the school beside them are private
    legal_ages: Phrases = ()  # phrases before an age that is nobody's: menores de, entre
    schools: Phrases = ()  # phrases that begin the name of a school
    school_kinds: Phrases = ()  # words between it and the name
    studies: Phrases = ()  # words that say that somebody goes to the school named after them
    ids: Phrases = ()  # phrases before an identity number
    signs: Phrases = ()  # what may stand between such a word and its number: N°, número
    fillers: Phrases = ()  # what else may: judicial, ubicado en
    links: Phrases = ()  # small words inside the name of a street
    number_ends: Phrases = ()  # before the last figures of a number: termina en
    phones: Phrases = ()  # words before a telephone number
    phone_shapes: Phrases = ()  # numbers that are telephones by their shape: "9## ### ###"
    id_shapes: Phrases = ()  # numbers that are identity numbers by their shape: "########"
    public_phones: Phrases = ()  # phrases before, or beginnings of, a public telephone number
    public_domains: Phrases = ()  # e-mail domains of public bodies
    handles: Phrases = ()  # words before the name that somebody has in a network: facebook
    at: Phrases = ()  # how the sign of an e-mail address is written out: arroba
    dots: Phrases = ()  # and its dots: punto
    streets: Phrases = ()  # words that begin an address
    settlements: Phrases = ()  # words that begin the name of where somebody lives: caserío, comunidad
    landmarks: Phrases = ()  # words that say what a house is beside: frente a
    address_ends: Phrases = ()  # small words that end an address: donde, con
    dwelling_marks: Phrases = ()  # words that tell one house from others after `homes`: puerta, cuadra
    lots: Phrases = ()  # words before a part of it: lote, manzana, piso
    homes: Phrases = ()  # words after which an address is somebody's: domicilia en
    plates: Phrases = ()  # words before a number plate
    vehicles: Phrases = ()  # near these, what looks like a number plate is one
    accounts: Phrases = ()  # words before a bank account
    births: Phrases = ()  # phrases before a day of birth
    public_numbers: Phrases = ()  # words before numbers that lead to nobody: SNIP
    numbered: Phrases = ()  # papers whose number right after leads to nobody: plan
    born_before: int = 0  # the year before which a day beside a name is a birth
    born: Phrases = ()  # verbs after one: nació
    files: Phrases = ()  # words before the number of a file
    office_files: Phrases = ()  # those of them that any office numbers too: a person's only near one of `courts`
    courts: Phrases = ()  # near these, a file is a person's
