"""A private piece of text, and the pack's words that show one, compiled."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from extractor.privacy.settings import (
    SHORTEST_ABBREVIATION,
    SHORTEST_ENDING,
    SHORTEST_FORM,
    SHORTEST_GUESS,
    SHORTEST_MISREAD,
    SHORTEST_TITLE,
)
from rules.models import Pack
from rules.words import fold

NAME, ID, PHONE, EMAIL, AGE = "name", "id", "phone", "email", "age"
ALIAS, ADDRESS, PLATE, ACCOUNT, BIRTH, FILE, SCHOOL, CODE = (
    "alias", "address", "plate", "account", "birth", "file", "school", "code",
)  # fmt: skip

# what a word may be: a known name, one that is an everyday word too, one that is a month or the like; an everyday word,
# one of offices, a public name; nothing that is known
KNOWN, BOTH, WEAK, EVERYDAY, OFFICE, PUBLIC, UNKNOWN = "N", "A", "M", "O", "P", "X", "U"
_WORD = re.compile(r"[^\W_]+")
_MISREAD = str.maketrans("0134568", "oleasob")
_CONFUSED = (
    ("rn", "m"),
    ("m", "rn"),
    ("l", "i"),
    ("i", "l"),
    ("c", "e"),
    ("e", "c"),
    ("ii", "u"),
    ("cl", "d"),
    ("t", "l"),
)


@dataclass(frozen=True, slots=True)
class Private:
    """A piece of private data: `text[start:end]`; `kind` is one of those that the pack labels (`Masking.labels`)."""

    start: int
    end: int
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class NameVocabulary:
    """The pack's words, folded."""

    given: frozenset[str]
    surnames: frozenset[str]
    common: frozenset[str]
    worded: frozenset[str]  # surnames that in small letters are everyday words: verde
    ordinary: frozenset[str]
    public: frozenset[str]
    endings: tuple[str, ...]
    office: frozenset[str]
    released: frozenset[str]
    hidden: frozenset[str]
    letters: frozenset[str]  # of the language, beside a to z
    particles: frozenset[str]
    buildings: frozenset[str]  # words for streets and the like, which are surnames too: Plaza, Iglesia
    wheres: frozenset[str]  # words before a place: en
    abroad: frozenset[str]  # particles that are no words of the language: van, von
    foreign: frozenset[str]  # those of them that no language of the pack has
    cues: frozenset[str]
    between: frozenset[str]
    courtesies: frozenset[str]
    initials_after: frozenset[str]
    not_initials: frozenset[str]
    spelling: frozenset[str]
    headed: frozenset[str]  # letters of the abbreviations that begin the name of a school or the like
    titles: frozenset[str]
    not_names: frozenset[str]
    links: frozenset[str]
    named_after: tuple[str, ...]
    venues: tuple[str, ...]  # the same of what a person's whole name does not become public by: bar
    company: re.Pattern[str] | None  # forms of companies, after their name
    premises: frozenset[str]  # words for a trade's place: hostal
    heads: frozenset[str]
    kin: frozenset[str]  # words before a surname, whatever else it may be: familia, contra
    toward: frozenset[str]  # small words that lead to persons: a, con, que
    small: frozenset[str]  # words of grammar, which are no part of a name whatever their capitals
    plain: frozenset[str]  # those that are no articles
    saints: frozenset[str]
    contracted: frozenset[str]  # particles that hold an article: del
    articles: frozenset[str]
    definite: frozenset[str]  # those of them that are not `indefinite`: el, del
    doing: frozenset[str]  # what somebody who opens a sentence does: fue, no
    dwellings: frozenset[str]  # words that begin a name only with a capital: casa
    bodies: frozenset[str]  # words that a body's name begins with: fiscalía
    trades: tuple[str, ...]  # ends of words for a trade's place: pollería
    toponyms: frozenset[str]  # words before the rest of a place's name: alto
    qualifiers: frozenset[str]  # what stands after the noun in an institution's name: nacional
    verbs: tuple[str, ...]  # ends of verbs, folded
    accented: tuple[str, ...]  # those with an accent, as they are
    authorities: frozenset[str]  # words for public bodies, in small letters too: comisaría
    callings: frozenset[str]  # titles that are offices only with a body's name: técnico
    forces: frozenset[str]  # acronyms right before an officer's name: pnp
    authors: tuple[str, ...]  # phrases before who wrote or spoke: elaborado por
    listing: frozenset[str]  # small words inside a list of names and bodies: de, y
    joiners: frozenset[str]  # between two who are meant together: y
    alternatives: frozenset[str]  # between two of whom one is meant: o
    compounding: tuple[str, ...]  # ends of the first half of an adjective with a hyphen: o
    deeds: tuple[str, ...]  # stems of what an accused does: abus
    possessives: frozenset[str]  # su
    called: frozenset[str]  # words before a name, in small letters too: llamo
    naming: frozenset[str]  # these, and words for a private person
    stays: frozenset[str]  # words before a place, unknown too: en, desde
    toward_places: tuple[str, ...]  # stems of verbs before a place that is known: remit, and those of `motions`
    encompassing: tuple[str, ...]  # stems of verbs whose object is a place: visit
    participles: tuple[str, ...]
    infinitives: tuple[str, ...]
    relatives: frozenset[str]  # words that begin what is told of somebody: que, quien
    marriages: frozenset[str]  # words between two names of one person: viuda
    motions: tuple[str, ...]  # stems of words for a way, before one of `ways` and a place: viaj
    ways: frozenset[str]  # a, hasta
    minds: tuple[str, ...]  # stems of words after which "en" leads to a person: confi
    copulas: frozenset[str]
    indefinite: frozenset[str]  # articles of things: un
    acute: tuple[str, ...]  # ends of words, as written, that no name has
    pronouns: frozenset[str]  # what stands between who does something and the verb: le
    pretended: frozenset[str]  # words before an office that nobody holds: supuesta
    minors: frozenset[str]
    years: frozenset[str]
    beneath: frozenset[str]  # what stands between a word for a person and an office: de, señora
    ages: re.Pattern[str]  # the age of whoever is named right before: "(14)", ", de 14 "
    ages_after: re.Pattern[str]  # the same, and what may be one: " | 14 "
    signs: frozenset[str]  # what stands before a number: n, nro
    plurals: tuple[str, ...]
    adult: int
    labels: dict[str, str]
    kinds: dict[str, str] = field(default_factory=dict, compare=False)  # of words seen before
    whole: dict[str, str] = field(default_factory=dict, compare=False)  # of abbreviations seen before

    def singulars(self, word: str) -> set[str]:
        """Return what a folded word may be the plural of; nothing if it ends like none."""
        return {word.removesuffix(ending) for ending in self.plurals if word.endswith(ending)}

    def spells(self, folded: str) -> bool:
        """Does a text say that initials follow?"""
        return any(word in self.spelling for word in _WORD.findall(folded))

    def unshortened(self, word: str, *, ranked: bool = False) -> str:
        """Return the office or the head of a name that a folded abbreviation stands for ("crnl"), or "".

        What may stand for a given name too ("alej") stands for nothing, unless a rank's acronym follows.
        """
        found = self.whole.get(f"{word} {ranked}")
        if found is None:
            known = word in self.office or word in self.particles or word in self.given or word in self.surnames
            offices = () if known else sorted(self.titles | self.heads)
            found = next((full for full in offices if _shortens(word, full)), "")
            if found and not ranked and any(_shortens(word, name) for name in self.given):
                found = ""
            self.whole[f"{word} {ranked}"] = found
        return found

    def kind(self, word: str) -> str:
        """Say what a folded word may be."""
        known = self.kinds.get(word)
        if known is None:
            if len(self.kinds) > 50_000:
                self.kinds.clear()
            known = self.kinds[word] = self._kind(word)
        return known

    def _kind(self, word: str) -> str:
        name = word in self.given or word in self.surnames
        if word in self.office:
            return WEAK if name else OFFICE
        if word in self.hidden:
            return KNOWN
        if name:
            return BOTH if word in self.common or word in self.ordinary else KNOWN
        if word in self.ordinary:
            return EVERYDAY
        if word in self.public or word in self.released or word.removesuffix("s") in self.public:
            return PUBLIC
        return EVERYDAY if self._is_form(word) or self._is_misread(word) else UNKNOWN

    def _is_form(self, word: str) -> bool:
        """Is it another number or gender of an everyday word, or has it an ending that names have not?"""
        if len(word) >= SHORTEST_ENDING and word.endswith(self.endings):
            return True
        if len(word) < SHORTEST_GUESS:
            return False
        stem = word.removesuffix("s")
        forms = {stem, f"{word}s", f"{word}es", word.removesuffix("es")}
        if stem[-1] in "ao":
            other = stem[:-1] + ("o" if stem[-1] == "a" else "a")
            forms |= {other, f"{other}s"}
        return not forms.isdisjoint(self.ordinary)

    def _is_misread(self, word: str) -> bool:
        """Is it an everyday word with a letter or two that machines take for others?"""
        if len(word) < SHORTEST_MISREAD:
            return False
        for wrong, right in _CONFUSED:
            at = word.find(wrong)
            while at >= 0:
                mended = word[:at] + right + word[at + len(wrong) :]
                if mended in self.ordinary or mended in self.office:
                    return True
                at = word.find(wrong, at + 1)
        return False


def _shortens(word: str, full: str) -> bool:
    """Is a word the beginning of another up to a consonant ("brig"), or its first letters and its last ("crnl")?"""
    if len(word) < SHORTEST_ABBREVIATION or len(full) < len(word) + 2 or word[0] != full[0]:
        return False
    if full.startswith(word):
        return word[-1] not in "aeiou"
    left = iter(full)
    return word[-1] == full[-1] and word[1] not in "aeiou" and all(char in left for char in word)


def mended(word: str) -> str:
    """Return a folded word with the figures that stand for letters as letters."""
    return word if word.isalpha() else word.translate(_MISREAD)


@lru_cache(maxsize=8)
def vocabulary(pack: Pack) -> NameVocabulary:
    data = pack.masking
    cues, not_names = _folded(data.cues), _folded(data.not_names)
    named = (*data.named_after, *data.venues)
    heads = {word for phrase in named for word in _WORD.findall(fold(phrase)) if len(word) > 2}
    titles = _women(_folded(data.titles)) - heads - not_names  # "comisaria" is a station's name too
    known = {word for text in _public_texts(pack) for word in _WORD.findall(fold(text))}
    kin, small = _folded(data.kin), _folded(data.small)
    surnames = _folded(data.surnames)
    given = _both(_folded(data.given), _lines([*data.ordinary, *data.public]) | known | surnames | small)
    public = (_lines(data.public) | known) - given - surnames
    particles = _folded(data.particles)
    numbered = _numbered(pack) - (given - _folded(data.minors))  # "RUT" is a number, Rut a woman
    return NameVocabulary(
        given=given,
        surnames=surnames,
        common=_folded(data.common),
        worded=_folded(data.worded),
        ordinary=_lines(data.ordinary),
        public=frozenset(public),
        endings=tuple(_folded(data.endings)) or ("\0",),
        office=frozenset(titles | cues | not_names | (kin - small) | (heads | numbered) - particles),
        released=_folded(data.released),
        hidden=_folded(data.hidden),
        letters=frozenset(data.letters),
        particles=particles,
        buildings=frozenset((heads | numbered) - titles - cues - not_names),
        wheres=_folded(data.wheres),
        abroad=_folded(data.abroad),
        foreign=_folded(data.abroad) - _folded(data.contracted),
        cues=cues,
        between=_folded(data.between),
        courtesies=_folded(data.courtesies),
        initials_after=_folded(data.initials_after),
        not_initials=frozenset(bare(text) for text in data.not_initials),
        spelling=_folded(data.spelling),
        headed=frozenset(bare(text) for text in (*named, *data.schools, *data.ids, *data.streets, *data.settlements)),
        titles=titles,
        not_names=not_names,
        links=_folded(pack.details.partners.links),
        named_after=_phrases(data.named_after),
        venues=_phrases([*data.venues, *data.premises]),
        company=re.compile(rf"[ ,]{{1,2}}(?i:{spelled(data.companies)})(?!\w)") if data.companies else None,
        premises=_folded(data.premises),
        heads=frozenset(heads),
        kin=kin,
        toward=_folded(data.toward),
        small=small,
        plain=small - _folded(data.articles),
        saints=_folded(data.saints),
        contracted=_folded(data.contracted),
        articles=_folded(data.articles),
        definite=_folded(data.articles) - _folded(data.indefinite),
        doing=_folded(data.doing),
        dwellings=_folded(data.dwellings),
        bodies=_folded(data.bodies),
        trades=tuple(_folded(data.trades)) or ("\0",),
        toponyms=_folded(data.toponyms),
        qualifiers=_folded(data.qualifiers),
        verbs=tuple(end for end in data.verbs if fold(end) == end) or ("\0",),
        accented=tuple(end for end in data.verbs if fold(end) != end) or ("\0",),
        authorities=_folded(data.authorities),
        callings=_women(_folded(data.callings)),
        forces=_folded(data.forces),
        authors=_phrases(data.authors),
        listing=particles | _folded(data.listing),
        joiners=_folded(data.joiners),
        alternatives=_folded(data.alternatives),
        compounding=tuple(_folded(data.compounding)) or ("\0",),
        deeds=tuple(_folded(data.deeds)) or ("\0",),
        possessives=_folded(data.possessives),
        called=_folded(data.naming),
        naming=_folded(data.naming) | _folded(data.courtesies) | cues,
        stays=_folded(data.stays),
        ways=_folded(data.ways),
        toward_places=tuple(_folded([*data.toward_places, *data.motions])) or ("\0",),
        encompassing=tuple(_folded(data.encompassing)) or ("\0",),
        participles=tuple(_folded(data.participles)) or ("\0",),
        infinitives=tuple(_folded(data.infinitives)) or ("\0",),
        relatives=_folded(data.relatives),
        marriages=_folded(data.marriages),
        motions=tuple(_folded(data.motions)) or ("\0",),
        minds=tuple(_folded(data.minds)) or ("\0",),
        copulas=_folded(data.copulas),
        indefinite=_folded(data.indefinite),
        acute=data.acute or ("\0",),
        pronouns=_folded(data.pronouns),
        pretended=_folded(data.pretended),
        minors=_folded(data.minors),
        years=_folded(data.years),
        beneath=particles | _folded(data.courtesies),
        ages=re.compile(rf"\s?\((?:\d|[lIO]\d|\d[lIO])\d?\)|,? (?:{any_of(data.of)}) \d{{1,2}} "),
        ages_after=re.compile(rf"\s?\(\d{{1,2}}(?:\)|\s[^\W\d])|\s?[,|]?\s?(?:(?:{any_of(data.of)})\s)?\d{{1,2}}\s"),
        signs=frozenset(word.rstrip(".°º") for word in _folded(data.signs)),
        plurals=pack.details.plurals,
        adult=data.adult,
        labels={str(kind): label for kind, label in data.labels.items()},
    )


def _numbered(pack: Pack) -> set[str]:
    """The words that stand before numbers: they are no names."""
    data = pack.masking
    phrases = (
        *data.ids,
        *data.phones,
        *data.signs,
        *data.plates,
        *data.accounts,
        *data.births,
        *data.files,
        *data.streets,
    )
    more = (*data.lots, *data.homes, *data.schools, *data.studies, *data.vehicles, *data.age_words, *data.minors)
    return {word for phrase in (*phrases, *more) for word in _WORD.findall(fold(phrase)) if len(word) > 1}


def _public_texts(pack: Pack) -> Iterable[str]:
    """What a pack calls institutions, units, norms and duties: none of it is a private person's name."""
    for body in pack.bodies:
        yield from (body.id, body.name, *body.written, *body.numbers, *(former.name for former in body.former))
        for unit in body.units:
            yield from (unit.pattern, unit.name or "", *unit.written)
    for duty in pack.obligations:
        yield duty.label
    details = pack.details
    for name, forms in details.partners.names.items():
        yield from (name, *forms)
    yield from details.partners.heads
    for kind, forms in details.norms.kinds.items():
        yield from (kind, *forms)


def bare(text: str) -> str:
    """Return the letters of an abbreviation, folded: "S.A.C." is "sac"."""
    return "".join(char for char in fold(text) if char.isalnum())


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(fold, words))


def _both(given: frozenset[str], taken: frozenset[str]) -> frozenset[str]:
    """Add the other gender of given names that end in o or a: "dominga"; not where that is another word."""
    named = {name for name in given if len(name) >= SHORTEST_FORM and name[-1] in "oa"}
    return given | ({name[:-1] + ("a" if name[-1] == "o" else "o") for name in named} - taken)


def _women(titles: frozenset[str]) -> frozenset[str]:
    """Add the feminine of long titles: "subprefecta"."""
    long = {title for title in titles if len(title) >= SHORTEST_TITLE and title[-1] in "oer"}
    return titles | {(title if title[-1] == "r" else title[:-1]) + "a" for title in long}


def _phrases(phrases: Iterable[str]) -> tuple[str, ...]:
    """Return phrases as they end a run of folded words, acronyms with dots too: "CEBA", "C.E.B.A"."""
    said = [_WORD.findall(fold(phrase)) for phrase in phrases]
    dotted = [list(fold(phrase)) for phrase in phrases if phrase.isupper() and phrase.isalpha()]
    return tuple(" " + " ".join(words) for words in (*said, *dotted))


def _lines(lines: Iterable[str]) -> frozenset[str]:
    return frozenset(word for line in lines for word in fold(line).split())


def any_of(words: Iterable[str]) -> str:
    """An expression for any of these words, as they are, the longest first; blanks may be any."""
    parts = (r"\s+".join(map(re.escape, word.split())) for word in sorted(set(words), key=len, reverse=True))
    return "|".join(parts) or r"(?!)"


def spelled(words: Iterable[str]) -> str:
    """The same for folded text, in the singular or with the dots that abbreviations have."""
    return any_of(fold(word).strip() for word in words)


__all__ = ["NameVocabulary", "Private", "any_of", "bare", "mended", "spelled", "vocabulary"]
