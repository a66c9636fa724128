"""A pack's reading vocabulary, compiled once for matching at the start of lines and sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

import ahocorasick

from extractor.read.layout.dates import SAID_YEARS, Days
from rules.models import Pack, ReadingWords
from rules.words import fold

_WORD = re.compile(r"[^\W_]+")


class Openings:
    """Phrases that a folded text may begin with, found by its first word."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_word: dict[str, list[str]] = {}
        for phrase in sorted({fold(phrase) for phrase in phrases}, key=len, reverse=True):
            first = _WORD.search(phrase)
            if first:
                self._by_word.setdefault(first.group(), []).append(phrase)

    def match(self, folded: str) -> int:
        """Length of the longest phrase at the start of `folded` (quotes and brackets skipped), 0 if there is none."""
        word, start = _first_word(folded[:60])
        for phrase in self._by_word.get(word, ()):
            end = start + len(phrase)
            if folded.startswith(phrase, start) and not (phrase[-1].isalnum() and folded[end : end + 1].isalnum()):
                return end
        return 0


@lru_cache(maxsize=512)  # each line is asked for many openings
def _first_word(beginning: str) -> tuple[str, int]:
    found = _WORD.search(beginning)
    return (found.group(), found.start()) if found else ("", 0)


class Inside:
    """Phrases looked for anywhere in a folded text, as whole words, in one pass."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._phrases = ahocorasick.Automaton()
        for phrase in {fold(phrase) for phrase in phrases}:
            self._phrases.add_word(phrase, phrase)
        self._phrases.make_automaton()

    def end(self, folded: str) -> int:
        """End of the phrase that stands first in `folded`, the longest of those; 0 if there is none."""
        return self.place(folded)[1]

    def place(self, folded: str) -> tuple[int, int]:
        """Where that phrase begins and ends, (0, 0) if there is none."""
        return min(self._found(folded), key=lambda place: (place[0], -place[1]), default=(0, 0))

    def __contains__(self, folded: str) -> bool:
        return next(self._found(folded), None) is not None

    def _found(self, text: str) -> Iterator[tuple[int, int]]:
        if not len(self._phrases):
            return
        for last, phrase in self._phrases.iter(text):
            start, end = last + 1 - len(phrase), last + 1
            before, after = text[max(0, start - 1) : start], text[end : end + 1]
            if not (phrase[0].isalnum() and before.isalnum()) and not (phrase[-1].isalnum() and after.isalnum()):
                yield start, end


@dataclass(frozen=True, slots=True)
class LayoutVocabulary:
    """What layout asks of a pack; all of it is matched in folded text. The groups of `labels` are the labels' names."""

    labels: re.Pattern[str]
    number: re.Pattern[str]
    mottos: Inside
    dated_mottos: tuple[tuple[str, int], ...]
    addressees: Openings
    salutations: Openings
    greetings: Openings
    closings: Openings
    sign_offs: Openings
    forms: Openings
    after_body: Openings
    annexes: Openings
    furniture: Inside
    columns: dict[str, str]
    answers: dict[str, frozenset[str]]
    months: dict[str, int]
    days: Days
    figured: Days  # without words of numbers
    long_ago: Days  # with the years in which nothing of today is dated
    given: Inside
    today: frozenset[str]
    title_words: frozenset[str]
    of_year: re.Pattern[str]
    kind: re.Pattern[str]
    sign: re.Pattern[str]
    blank: re.Pattern[str]
    stamps: Inside
    receipts: Openings
    cited: Openings
    openings: Openings
    recitals: Openings
    recited: Openings
    disposes: re.Pattern[str]
    hindered: re.Pattern[str]
    replied: Inside
    requests_by: Openings
    gazettes: Openings
    turns: Inside
    asks: re.Pattern[str]
    inquiries: re.Pattern[str]
    aims: dict[str, Openings]  # by the kind of what stands under them
    words: frozenset[str]
    speaks_for: Inside
    speaks_of_itself: Inside
    own: frozenset[str]  # "this", "our": so a writer names his own body
    articles: frozenset[str]
    particles: frozenset[str]
    abbreviations: frozenset[str]  # without their last full stop
    titles: Openings  # of those who hold an office
    not_bodies: frozenset[str]
    norms: Openings  # what rules a paper, and may be named at its foot: "Directiva N° 3-2010"


@cache
def vocabulary(pack: Pack) -> LayoutVocabulary:
    """Compile the pack's reading vocabulary."""
    reading = pack.reading
    months = {fold(name): number for name, number in reading.months.items()}
    numerals = {fold(word): n for word, n in {**pack.details.number_words, **reading.day_names}.items()}
    return LayoutVocabulary(
        labels=_labels(reading),
        number=number_pattern(reading),
        mottos=Inside(motto for mottos in reading.mottos.values() for motto in mottos),
        dated_mottos=tuple((fold(motto), int(year)) for year, all in reading.mottos.items() if year for motto in all),
        addressees=Openings(reading.addressees),
        salutations=Openings(reading.salutations),
        greetings=Openings(reading.greetings),
        closings=Openings(reading.closings),
        sign_offs=Openings(reading.sign_offs),
        forms=Openings(reading.forms),
        after_body=Openings(reading.after_body),
        annexes=Openings(reading.annexes),
        furniture=Inside(reading.furniture),
        columns={_plain(phrase): role for role, phrases in reading.columns.items() for phrase in phrases},
        answers={kind: frozenset(map(fold, phrases)) for kind, phrases in reading.answers.items()},
        months=months,
        days=Days(months, numerals, reading.day_forms),
        long_ago=Days(months, numerals, reading.day_forms, SAID_YEARS),
        figured=Days(months, {}, reading.day_forms),
        given=Inside(reading.day_forms.given),
        today=frozenset(map(fold, reading.day_forms.today)),
        title_words=frozenset(map(fold, reading.title_words)),
        of_year=re.compile(rf"\s*(?:/|{_choices(reading.years_of)})\s*(?P<year>(?:19|20)\d\d)\W*$"),
        kind=re.compile(rf"\W*{_kinds(reading)}\W*"),
        sign=re.compile(rf"\W{{0,2}}(?P<sign>{_choices(reading.number_signs)})\s*"),
        blank=_blank(reading),
        stamps=Inside(reading.stamps),
        receipts=Openings(reading.receipts),
        cited=Openings(reading.cited),
        openings=Openings(reading.openings),
        recitals=Openings(reading.recitals),
        recited=Openings(reading.recited),
        hindered=re.compile(rf"\W*(?:\w+\s+)?(?:{_choices(reading.hindrances)})(?:e?s)?(?!\w)"),
        disposes=re.compile(rf"(?:^|\W)(?:{_choices(reading.disposes)})\s*[:.]\W*$"),
        replied=Inside(reading.replied),
        requests_by=Openings(reading.requests_by),
        gazettes=Openings(reading.gazettes),
        turns=Inside(reading.turns),
        asks=re.compile(rf"\b(?:{_choices(reading.asks)})(?!\w)"),
        inquiries=inquiry_pattern(reading),
        aims={kind: Openings(_with_articles(phrases, reading)) for kind, phrases in reading.aims.items()},
        words=frozenset(fold(word) for word in reading.words),
        speaks_for=Inside(reading.speaks_for),
        speaks_of_itself=Inside(reading.speaks_of_itself),
        own=frozenset(map(fold, reading.own)),
        articles=frozenset(map(fold, reading.articles)),
        abbreviations=frozenset(map(fold, reading.abbreviations)),
        particles=frozenset(map(fold, reading.particles)),
        titles=Openings(pack.masking.titles),
        not_bodies=frozenset(map(fold, reading.not_bodies)),
        norms=Openings(pack.details.norms.kinds),
    )


def _with_articles(phrases: Iterable[str], reading: ReadingWords) -> Iterator[str]:
    for phrase in phrases:
        yield phrase
        yield from (f"{article} {phrase}" for article in reading.articles)


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(fold(text)))


def column_role(header: str, vocabulary: LayoutVocabulary) -> str | None:
    """The role of a table column by its header: the header itself, else its first words."""
    words = _plain(header).split()
    for length in range(min(len(words), 4), 0, -1):
        role = vocabulary.columns.get(" ".join(words[:length]))
        if role:
            return role
    if is_month(header, vocabulary):
        return "other"
    if header.strip().casefold() in ("n°", "nº", "#"):
        return "number"
    return None


def is_month(header: str, vocabulary: LayoutVocabulary) -> bool:
    """Is this a month's name or its first letters, alone or with a year?"""
    words = _plain(header).split()
    if not words or len(words) > 2:
        return False
    short = len(words[0]) in (3, 4)
    return words[0] in vocabulary.months or (short and any(name.startswith(words[0]) for name in vocabulary.months))


def _labels(reading: ReadingWords) -> re.Pattern[str]:
    """A label is followed by a colon, or by what print and OCR make of it."""
    groups = []
    for name, phrases in reading.head_labels.items():
        groups.append(rf"(?P<{name}>{_choices(phrases)})")
    return re.compile(rf"\W*(?:{'|'.join(groups) or '(?!)'})(?:\.?\s*:|\.?\s*\.-|\s;)\s*")


def number_pattern(reading: ReadingWords) -> re.Pattern[str]:
    """Matches a document's kind, its number sign and the number's first digits or marks, in folded text."""
    signs = rf"(?P<sign>{_choices(reading.number_signs)})|(?P<misread>{_choices(reading.misread_signs)})"
    sign = rf"(?:{signs})\s*[:.]?\s*(?=[^\s\d]{{0,15}}\d)"
    year = rf"\s+(?:{_choices(reading.years_of)})\s+(?:19|20)\d\d\W*$"
    marked = r"(?P<marked>[a-z][a-z.]*[/\-–][\w./–-]*\d[\w.]*[/\-–][\w./–-]*\d)"  # "Oficio XY-123-2019"
    bare = rf":\s*(?=[\w.]+[/\-–])|\s(?=\d+(?:\s?[/\-–]|{year}))|\s(?={marked})"
    return re.compile(rf"\b{_kinds(reading)}{_EXTRA}\s*(?::\s*)?(?:{sign}|{bare})")


def inquiry_pattern(reading: ReadingWords) -> re.Pattern[str]:
    """Matches how somebody asks to be told, in folded text: "Quisiera saber", "Solicito a usted que se me informe"."""
    wants = _choices((*reading.asks, *reading.wishes))
    return re.compile(rf"\b(?:{wants})(?:\s+[^\W\d_]+){{0,2}}?\s+(?:{_choices(reading.to_know)})(?!\w)")


def _blank(reading: ReadingWords) -> re.Pattern[str]:
    """Matches a document's kind and sign where the figure is left out, to be written by hand or stamped."""
    sign = _choices((*reading.number_signs, *reading.misread_signs))
    left_out = r"\s*[:.]?\s*(?:[_.…]{2}|[_…]|[-–—/]\s*(?=\D|(?:19|20)\d\d)|(?=(?:19|20)\d\d\s?[-–/]\s?[^\W\d])|$)"
    without = rf"\s*(?:(?:{sign})\s*[:.]?\s*)?(?P<unnumbered>{_choices(reading.unnumbered)})(?!\w)"
    return re.compile(rf"\W{{0,3}}{_kinds(reading)}{_EXTRA}\s*(?::\s*)?(?:(?:{sign}){left_out}|{without})")


_EXTRA = r"(?P<extra>(?:\s*\([^()]{1,20}\)|\s+[a-z](?:[a-z]|\.(?=\S)){0,12}\b\.?){0,4}?)"


def _kinds(reading: ReadingWords) -> str:
    return rf"(?P<kind>(?:{_choices(kind.rstrip('.') for kind in reading.document_kinds)})s?\.?)"


def _choices(phrases: Iterable[str]) -> str:
    folded = sorted({fold(phrase) for phrase in phrases}, key=lambda phrase: (len(phrase), phrase), reverse=True)
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s?") for phrase in folded) or "(?!)"
