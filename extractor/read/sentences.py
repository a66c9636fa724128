"""Running text to sentences, and which of them report anew: the others complete the one before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import takewhile

from extractor.core.model import Block
from extractor.read.layout.vocabulary import Inside, Openings
from extractor.read.settings import LONG, OPENING, SHORT_TITLE, TITLE
from rules.matching import matcher
from rules.models import Pack, ReadingWords
from rules.words import Words, fold, read_words

_PART = r"\((?:[ivx]{1,4}|[a-z]|\d{1,2})\)\s+"  # what numbers the parts of a sentence: "(ii) "
_SENTENCE_END = re.compile(
    rf"""[.?!;]["”»')\]]*\s+(?=["“«'(¿¡]*[A-ZÁÉÍÓÚÑÜ\d])|[;.]\s+(?=\w)|[:;,]\s+(?=(?:\w\s+)?{_PART})"""
)
_NUMBERED = re.compile(rf"(?:\w\s+)?{_PART}")
_LAST_WORD = re.compile(r"[^\s(\[\"“«]+$")
_TITLE_BEFORE = re.compile(r"([^\W\d_]+)\.\s+$")
_WORD = re.compile(r"[^\W_]+")
_WHOLE_BRACKET = re.compile(r"\s*\([^()]*\)[\s.;]*")
_FINITE = ("{preterito}", "{futuro}")
VERB, NOUN = "verb", "noun"
BARE = ("article", "noun", "verb")


@dataclass(frozen=True, slots=True)
class Sentences:
    """A pack's vocabulary as splitting into sentences needs it."""

    pack: Pack
    abbreviations: frozenset[str]
    months: frozenset[str]
    signs: frozenset[str]
    connectives: Openings
    followers: Openings
    fresh: Openings
    lead_ins: Inside
    openers: frozenset[str]
    products: frozenset[str]
    general: frozenset[str]
    conjunctions: frozenset[str]
    articles: frozenset[str]
    auxiliaries: frozenset[str]
    helpers: frozenset[str]
    small: frozenset[str]


@cache
def sentence_words(pack: Pack) -> Sentences:
    """Compile a pack's vocabulary of sentences."""
    reading: ReadingWords = pack.reading
    return Sentences(
        pack=pack,
        abbreviations=frozenset(fold(word) for word in reading.abbreviations),
        months=frozenset(fold(word) for word in reading.months),
        signs=frozenset(fold(sign).rstrip(".") for sign in reading.number_signs if sign.endswith(".")),
        connectives=Openings(reading.connectives),
        followers=Openings(reading.followers),
        fresh=Openings(reading.fresh),
        lead_ins=Inside(reading.lead_ins),
        openers=_stems(reading.openers),
        products=_stems(reading.products),
        general=_stems(reading.general),
        conjunctions=frozenset(fold(word) for word in reading.conjunctions),
        articles=frozenset(fold(word) for word in reading.articles),
        auxiliaries=frozenset(fold(word) for word in reading.auxiliaries),
        helpers=frozenset(fold(word) for word in reading.helpers),
        small=frozenset(fold(word) for word in (*reading.particles, *reading.articles, *reading.function_words)),
    )


def _stems(words: Iterable[str]) -> frozenset[str]:
    return frozenset(read_words(word).stems.strip() for word in words)


def sentences(text: str, start: int, end: int, words: Sentences) -> Iterator[tuple[int, int]]:
    """Yield where the sentences between two offsets stand, blanks between them left out."""
    first = start
    for match in _SENTENCE_END.finditer(text, start, end):
        if not _ends(text, first, match, end, words) or _is_in_quotes(text, first, match.start(), end):
            continue
        yield first, match.end() - len(match.group()) + len(match.group().rstrip())
        first = match.end()
    if first < end:
        yield first, end


def is_part(sentence: str) -> bool:
    """Does a sentence begin with the number of one of several parts: "(ii) se dictó …"?"""
    return _NUMBERED.match(sentence) is not None


def starts_anew(sentence: str, words: Sentences) -> bool:
    """Does a sentence report anew, rather than complete the one before?"""
    folded = fold(sentence)
    if words.connectives.match(folded) or words.fresh.match(folded):
        return True
    return not (words.followers.match(folded) or _WHOLE_BRACKET.fullmatch(sentence) or _is_day(folded, words))


def is_title(sentence: str, after: str, words: Sentences) -> bool:
    """Does a sentence without a verb only name what the next one tells?"""
    count = len(_WORD.findall(sentence))
    if count > TITLE or any(map(str.isdigit, sentence)) or _has_verb(sentence, words):
        return False
    return _has_verb(after, words) and not words.connectives.match(fold(after)) and opening(after, words) != NOUN


def names_again(sentence: str, before: str, words: Sentences) -> bool:
    """Does a sentence go on about what the one before has made: "El manual se repartió…", "El texto fue…"?

    Its subject is a bare noun with an article, a verb beside it; the noun, or a product that a general one may mean,
    stands before. A denial is told of anew.
    """
    read = read_words(sentence[:OPENING])
    plain, stems = read.plain.split(), read.stems.split()
    if len(plain) < len(BARE) or plain[0] not in words.articles or not _is_verb(plain[2], read, 2, words):
        return False
    told = set(read_words(before).stems.split())
    return (stems[1] in words.products and stems[1] in told) or (
        stems[1] in words.general and bool(words.products & told)
    )


def _is_verb(word: str, read: Words, at: int, words: Sentences) -> bool:
    """Is a word a finite verb, or what stands beside one, and no denial?"""
    return word in words.helpers or matcher(words.pack).shaped(read).plain.split()[at] in _FINITE


def _tells_for_parts(sentence: str, part: str, words: Sentences) -> bool:
    """Does a sentence report what the items below are but parts of: "Se capacitó a:" above "40 docentes"?"""
    stems = read_words(sentence).stems.split()
    reports = any(stem in words.openers for stem in stems) and _has_verb(sentence, words)
    return reports and not opening(part, words) and not _has_verb(part, words)


def leads_in(text: str, sentence: str, block: Block, after: Block | None, words: Sentences) -> bool:
    """Does a sentence at the end of a block only introduce what follows?"""
    folded = fold(sentence)
    listed = after is not None and (after.kind in ("item", "row")) and after.depth >= block.depth
    if not folded.rstrip().endswith(":"):
        end = words.lead_ins.end(folded) if listed and block.kind != "item" else 0
        return end > 0 and ":" not in folded[end:] and not opening(sentence, words)  # what it led in follows a colon
    if after is not None and listed and after.kind == "item":
        if _tells_for_parts(sentence, text[after.start : after.end], words):
            return False
        if after.depth > block.depth and opening(sentence, words) == NOUN:
            return True  # the title of its parts
    return folded in words.lead_ins or (listed and not opening(sentence, words))


def opening(sentence: str, words: Sentences) -> str:
    """How a sentence begins to report: by a verb ("Se capacitó…"), by a noun ("Difusión de…"), or "" if not at all."""
    read = read_words(sentence[:OPENING])
    shaped = matcher(words.pack).shaped(read).plain.split()
    helped = False
    for word, stem, form in zip(read.plain.split(), read.stems.split(), shaped, strict=True):
        if word not in words.auxiliaries and not word.isdigit():
            if stem not in words.openers:
                return VERB if helped and form in _FINITE else ""
            return VERB if helped or form in _FINITE else NOUN
        helped = helped or word in words.helpers
    return ""


def tells_by_verb(sentence: str, pack: Pack) -> bool:
    """Is what was done the verb of a sentence: "La oficina capacitó…", not "El taller, que se dictó…"?"""
    words = sentence_words(pack)
    read = read_words(sentence)
    shaped = matcher(pack).shaped(read).plain.split()
    main = takewhile(lambda one: one[0] not in words.conjunctions, zip(read.plain.split(), shaped, strict=True))
    return any(form in _FINITE or word in words.helpers for word, form in main)


def _has_verb(sentence: str, words: Sentences) -> bool:
    """Does a sentence hold a finite verb, as far as its form or a verb beside it tells?"""
    shaped = matcher(words.pack).shaped(read_words(sentence)).plain.split()
    return any(word in _FINITE or word in words.helpers for word in shaped)


def _is_day(folded: str, words: Sentences) -> bool:
    """Does a sentence hold a date and nothing else?"""
    found = _WORD.findall(folded)
    return any(word in words.months for word in found) and all(
        word.isdigit() or word in words.months or word in words.small for word in found
    )


def _ends(text: str, first: int, match: re.Match[str], end: int, words: Sentences) -> bool:
    """Does a sentence end at a mark?"""
    mark, after = match.group()[0], text[match.end() : min(end, match.end() + OPENING)]
    if _NUMBERED.match(after):
        return _are_parts(text, first, match, end, words)
    if mark in ":,":
        return False
    if mark == ";" and text.count("(", first, match.start()) > text.count(")", first, match.start()):
        return False
    if mark == ";":
        if words.connectives.match(fold(after)) or _is_told_too(text, first, match, end, words):
            return True
        said = opening(after, words)
        return bool(said) and said == opening(text[first : match.start()], words)
    if mark != ".":
        return True
    if after[:1].islower() and not _ends_before_small(text, first, match.start(), after, words):
        return False
    return not _is_abbreviation(text, first, match.start(), after[:1], words)


def _are_parts(text: str, first: int, match: re.Match[str], end: int, words: Sentences) -> bool:
    """Do numbered parts follow each of which tells by a verb of its own: "… lo siguiente: (i) se dictó …; (ii) …"?"""
    parts = _NUMBERED.split(text[match.end() : end])[1:]
    before = _NUMBERED.split(text[first : match.start()])[1:]
    told = (before[-1:] + parts) if match.group()[0] != ":" else parts
    return len(told) > 1 and all(_has_verb(part, words) for part in told)


def _is_told_too(text: str, first: int, match: re.Match[str], end: int, words: Sentences) -> bool:
    """Does another clause follow that is told as the one before was: "informó que …; que los locales fueron …"?"""
    rest = text[match.end() : end].partition(";")[0]
    word = next((one for one in _WORD.findall(fold(rest)) if one not in words.small or one in words.conjunctions), "")
    told = f" {word} " in fold(text[first : match.start()])
    return word in words.conjunctions and told and _has_verb(rest, words)


def _ends_before_small(text: str, first: int, stop: int, after: str, words: Sentences) -> bool:
    """Does a sentence end where the next begins with a small letter by mistake?"""
    last, next_word = _LAST_WORD.search(text, max(first, stop - 20), stop), _WORD.match(fold(after))
    if last is None or next_word is None or next_word.group() in words.small:
        return False
    return len(last.group()) >= LONG and last.group().isalpha() and last.group().islower()


def _is_in_quotes(text: str, start: int, at: int, end: int) -> bool:
    """Does `at` lie between quotation marks that open and close?"""
    if text.count('"', start, at) % 2 and '"' in text[at + 2 : end]:
        return True
    return any(text.rfind(a, start, at) > text.rfind(b, start, at) and b in text[at + 2 : end] for a, b in ("“”", "«»"))


def _is_abbreviation(text: str, start: int, stop: int, after: str, words: Sentences) -> bool:
    """Does the full stop at `stop` belong to the word before it?"""
    match = _LAST_WORD.search(text, max(start, stop - 20), stop)
    if match is None:
        return False
    word = fold(match.group())
    if word in words.abbreviations or (len(word) == 1 and word.isalpha()) or word.endswith("/"):
        return True
    title = _TITLE_BEFORE.search(text, max(start, match.start() - 20), match.start())
    if title and match.group().istitle() and len(word) <= SHORT_TITLE and fold(title[1]) in words.abbreviations:
        return True  # one title after the other: "Lic. Psic. Rosa …"
    if after.isdigit() and (word in words.months or (word in words.signs and match.group()[:1].isupper())):
        return True
    return "." in word and len(word.rsplit(".", 1)[1]) == 1 and word.rsplit(".", 1)[1].isalpha()
