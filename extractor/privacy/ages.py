"""Ages of minors: beside a masked name or a word for a minor, in letters or figures, in a cell of a row with a name."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractor.privacy.settings import AGES_LIST, AGES_NEAR
from extractor.privacy.vocabulary import AGE, ALIAS, NAME, NameVocabulary, Private, spelled, vocabulary
from rules.models import Pack
from rules.words import fold

_MISREAD = str.maketrans("lios", "1105")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class AgeExpressions:
    age: re.Pattern[str]
    bare: re.Pattern[str]
    worded: re.Pattern[str]
    not_ages: re.Pattern[str]
    of_age: re.Pattern[str]
    legal: re.Pattern[str]
    minors: re.Pattern[str]
    cell: re.Pattern[str]
    told: re.Pattern[str]
    after: re.Pattern[str]
    beside: re.Pattern[str]  # reads the text itself
    words: tuple[str, ...]
    longest: int  # characters of a word for an age and what stands between it and the age
    numbers: dict[str, int]


@lru_cache(maxsize=8)
def expressions(pack: Pack) -> AgeExpressions:
    data = pack.masking
    numbers = {fold(word): value for word, value in pack.details.number_words.items() if value > 0}
    between = spelled((*data.joiners, *data.alternatives, *data.age_ranges))
    one = rf"(?:\d{{1,2}}(?!\d)|(?:[li][\dos]|\d[osl]|{spelled(numbers)})(?!\w))"
    many = rf"{one}(?:(?:\s*,\s*|\s+(?:{between})\s+|\s*-\s*){one}){{0,{AGES_LIST}}}"
    words_after = {*data.between, *data.cues} - {*data.particles, *data.small}
    years = spelled(data.years)
    of, unit = spelled(data.of), spelled(data.year_letters)
    words, verbs = spelled(data.age_words), spelled(data.age_verbs)
    return AgeExpressions(
        age=re.compile(
            rf"(?<![\w.,/-])(?P<age>{many})"
            rf"(?:\s?\((?:\d{{1,2}}|{spelled(numbers)})\))?\s{{0,2}}(?:(?:{years})(?!\w)|(?:{unit})\.(?!\s?m)|(?<=\d)(?:{unit})(?!\w))"
            rf"(?:\s+(?:{spelled(data.joiners)})\s+{one}\s+(?:{years})(?!\w))?"
        ),
        bare=re.compile(
            rf"(?:\s+(?:{of})\s+(?:{words}))?(?:\s?[(,|]?\s?[fm]\s?[,/|-]\s?|\s(?=\d{{1,2}}\s[fm]\b)|\s?(?:,|;|/|\||-|–|,?\s?\()\s?(?:(?:{of})\s+)?|\s?(?:{of})\s+)"
            rf"({many})(?:\s?(?:(?:{unit})\.?|{years}))?"
            rf"\s?(?=[,);|]|\s?[fm]\b|\s(?:{spelled(words_after)})\b|\.?\s*\Z|\.\s|/(?!\d)|\s[-–]\s)"
        ),
        worded=re.compile(
            rf"(?<!\w)(?:(?:{words})(?:\s*[:=|]|\s+[a-z]+[.:]?){{0,2}}\s*(?P<age>{many})(?!\w)"
            rf"|(?<![\w/])[fm]\s?/\s?(?P<sexed>{one})(?![\w/])"
            rf"|(?:{verbs})(?:\s+(?:{spelled(data.age_adverbs)}))?\s+(?P<told>{one})(?=\s*[,.;)]|\s+(?:{spelled(data.wheres)}|{spelled(data.small)})\b|\s*\Z))"
        ),
        legal=re.compile(
            rf"(?:^|(?P<counted>(?:\d|(?<!\w)(?:{spelled(numbers)}))\s+)|\W)"
            rf"(?:{spelled(data.legal_ages)})\s*\Z"
        ),
        not_ages=re.compile(rf"(?<!\w)(?:{spelled(data.not_ages)})(?:\s+(?:{of}))?\s*\Z"),
        of_age=re.compile(rf"\s+(?:{of})\s+(?:{words})"),
        minors=re.compile(rf"(?<!\w)(?:{spelled(data.minors)})(?!\w)"),
        cell=re.compile(
            rf"(?:(?<=[|\t])|(?<=\s[–-]\s))[ \u00a0]*({one})(?:\s?(?:(?:{unit})\.?|{years}))?"
            r"[ \u00a0]*(?=[|\t\n]|\s[–-]\s|\Z)"
        ),
        told=re.compile(rf"(?<!\w)(?:(?:{verbs})(?:\s+(?:{spelled(data.age_adverbs)}))?|(?:{words})\s+(?:{of}))\s+$"),
        after=re.compile(rf"(?:\s+(?:{of}))?(?:\s+[a-z]+)?\s+(?:{spelled(data.spans)})(?!\w)"),
        beside=re.compile(rf" ({one})(?=\s*(?:\n|\t|\Z)| [A-ZÁÉÍÓÚÑ])"),
        words=tuple(map(fold, data.age_words)),
        longest=max(map(len, data.age_words), default=0) + 3,
        numbers=numbers,
    )


def find_ages(text: str, found: Sequence[Private], pack: Pack) -> Iterator[Private]:
    """Ages under the adult age beside a masked name or a word for a minor: "15 años", or "(15)" right after it."""
    look, words = expressions(pack), vocabulary(pack)
    folded = fold(text)
    names = sorted((one.start, one.end) for one in found if one.kind in (NAME, ALIAS))
    ends = [end for _, end in names]
    minors = [match.end() for match in look.minors.finditer(folded)]
    for start, end, sure, legal in _said(folded, look, words):
        after = bisect_left(ends, start - AGES_NEAR)
        near = after < len(names) and names[after][0] <= end + AGES_NEAR
        if legal and not (near and names[after][0] <= end + AGES_NEAR // 2):
            continue
        if sure or near or look.minors.search(folded, max(0, start - AGES_NEAR), end + AGES_NEAR // 2):
            yield Private(start, end, AGE, text[start:end])
    for end in (*ends, *minors):
        bare = look.bare.match(folded, end)
        if bare and _is_minors(bare[1], look, words) and not _is_legal(folded, bare.start(1), look):
            yield Private(bare.start(1), bare.end(1), AGE, bare[1])
    for end in ends:
        beside = look.beside.match(text, end)
        if beside and _is_minors(fold(beside[1]), look, words):
            yield Private(beside.start(1), beside.end(1), AGE, beside[1])
    for match in look.cell.finditer(folded) if ends else ():
        row = text.rfind("\n", 0, match.start()) + 1
        if _is_minors(match[1], look, words) and any(row <= end <= match.start() for end in ends):
            yield Private(match.start(1), match.end(1), AGE, text[match.start(1) : match.end(1)])


def _said(folded: str, look: AgeExpressions, words: NameVocabulary) -> Iterator[tuple[int, int, bool, bool]]:
    """Yield where an age under the adult age is told with a word for it: "15 años", "edad: quince", "cumplió 15".

    Said with a verb ("aparenta 15 años") or in a form ("edad: 15") it is somebody's, whoever else is near. One that
    may be a bound of the law's ("desde los 14 años") is somebody's only beside a name.
    """
    for match in look.age.finditer(folded):
        if _is_minors(match["age"], look, words) and not _is_span(folded, match, look):
            sure = bool(look.told.search(folded, max(0, match.start() - 32), match.start()))
            yield *match.span(), sure, _is_legal(folded, match.start(), look)
    for match in look.worded.finditer(folded):
        place = next(place for place in ("age", "told", "sexed") if match[place])
        if _is_minors(match[place], look, words) and not _is_legal(folded, match.start(), look):
            form = match.group().startswith(look.words) and match.start("age") - match.start() <= look.longest
            yield *match.span(place), form or place == "sexed", False


def _is_legal(folded: str, start: int, look: AgeExpressions) -> bool:
    """Is an age a bound of the law's ("menores de 14 años") and no one's? "Dos menores de 14" are somebody."""
    found = look.legal.search(folded[max(0, start - 32) : start])
    return bool(found and not found["counted"])


def _is_span(folded: str, match: re.Match[str], look: AgeExpressions) -> bool:
    """Is it how long something took ("durante dos años"), and no age?"""
    if look.of_age.match(folded, match.end()):
        return False
    if look.after.match(folded, match.end()):
        return True
    return bool(look.not_ages.search(folded[max(0, match.start() - 24) : match.start()]))


def _is_minors(said: str, look: AgeExpressions, words: NameVocabulary) -> bool:
    ages = [_years(word, look.numbers.get(word, words.adult)) for word in _WORD.findall(said)]
    return any(0 < age < words.adult for age in ages)


def _years(word: str, known: int) -> int:
    """How many years a word says, with letters that machines take for figures: "l6"."""
    figures = word.translate(_MISREAD)
    return int(figures) if figures.isdigit() else known
