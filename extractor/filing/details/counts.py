"""Counts and what they count: "180 docentes", "3 585 menores", "tres (03) talleres", "operadores turísticos (1080)"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from extractor.core.model import Count
from extractor.filing.details.lexicon import NOUN, MatchedText, look
from extractor.filing.settings import BIGGEST, BRACKETED, COUNTS_GAP, LIST_NUMBERS
from rules.models import Pack
from rules.words import Match, fold

Spans = Sequence[tuple[int, int]]

_FIGURE = re.compile(r"(?<![\w./,:°º-])(?:\d{1,3}(?:[ \u00a0\u2009.,]\d{3})+|\d+)(?!\w|[.,/:-]\d|\s?[%°º])")
_BETWEEN = re.compile(r"""[\s)\]"“”«»']*""")  # between a number and its noun
_BEFORE = re.compile(r"\s*(?:[:=]\s*)?[(\[]?\s*\Z")  # between a noun and the number after it


@dataclass(frozen=True, slots=True)
class _Reader:
    words: dict[str, int]
    links: frozenset[str]
    plurals: tuple[str, ...]
    signs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Number:
    start: int
    end: int
    value: int
    figure: bool


@cache
def _reader(pack: Pack) -> _Reader:
    details = pack.details
    return _Reader(
        words={fold(word): value for word, value in details.number_words.items()},
        links=frozenset(map(fold, details.number_links)),
        plurals=details.plurals,
        signs=tuple(f" {fold(sign)}" for sign in details.norms.signs),
    )


def find_counts(seen: MatchedText, pack: Pack, taken: Spans = ()) -> tuple[Count, ...]:
    """Return the counts in `seen`, in order; numbers inside `taken` (dates, norms) are passed over.

    A figure counts the pack's nouns and any other plural after it; a number word only the pack's nouns. A figure
    after a noun ("docentes: 120") counts it unless another noun follows.
    """
    reader = _reader(pack)
    nouns = {hit.first: hit for hit in seen.hits[NOUN]}
    counts, loose = [], []
    used: set[int] = set()
    for number in _joined(_numbers(seen, pack, taken), seen.text):
        noun = _noun_after(number, seen, nouns, reader)
        if noun is None:
            loose.append(number)
        else:
            used.add(noun[1])
            counts.append(_count(seen.text, number.start, noun[1], number.value, noun))
    ends = {hit.end: hit for hit in nouns.values() if hit.label and hit.end not in used}
    counts += [count for number in loose if number.figure for count in _noun_before(number, seen.text, ends, reader)]
    return tuple(sorted(counts, key=lambda count: count.start))


def count_under(header: str, cell: str, pack: Pack) -> Count | None:
    """The count of a cell that holds but a figure, of what its column's header names: "Varones", "N° de personas"."""
    if not _FIGURE.fullmatch(cell):
        return None
    words = header.lower().split()
    for first in range(len(words)):
        seen = look(f"{cell} {' '.join(words[first:])}", pack)
        found = next((count for count in find_counts(seen, pack) if count.start == 0), None)
        if found:
            return Count(0, len(cell), cell, found.value, found.what)
    return None


def _count(text: str, start: int, end: int, value: int, noun: tuple[int, int]) -> Count:
    return Count(start, end, text[start:end], value, text[noun[0] : noun[1]])


@lru_cache(maxsize=1)  # counts and figures are told by the same numbers
def _all_numbers(seen: MatchedText, pack: Pack) -> list[_Number]:
    reader = _reader(pack)
    return sorted([*_figures(seen.text, reader), *_written(seen, reader)], key=lambda number: number.start)


def _numbers(seen: MatchedText, pack: Pack, taken: Spans) -> list[_Number]:
    starts = sorted(taken)
    free, index = [], 0
    for number in _all_numbers(seen, pack):
        while index < len(starts) and starts[index][1] <= number.start:
            index += 1
        if index == len(starts) or number.end <= starts[index][0]:
            free.append(number)
    return free


def numbers_in(seen: MatchedText, pack: Pack, taken: Spans = ()) -> list[tuple[int, int, int]]:
    """Return where numbers stand and their values, in figures or words; those inside `taken` are passed over."""
    found = _joined(_numbers(seen, pack, taken), seen.text)
    return [(number.start, number.end, number.value) for number in found]


def _is_bracketed(text: str, place: int) -> bool:
    """Is a bracket open there, so that the next one closes it and marks no item of a list?"""
    first = max(0, place - BRACKETED)
    return text.rfind("(", first, place) > text.rfind(")", first, place)


def _figures(text: str, reader: _Reader) -> Iterator[_Number]:
    for match in _FIGURE.finditer(text):
        before = " " + fold(text[max(0, match.start() - 8) : match.start()]).replace("(", " (").rstrip()
        value = int(re.sub(r"\D", "", match.group()[:20]))
        marker = text[match.end() : match.end() + 1] == ")" and not _is_bracketed(text, match.start())
        if value < BIGGEST and not marker and not before.endswith(reader.signs):
            yield _Number(match.start(), match.end(), value, True)


def _written(seen: MatchedText, reader: _Reader) -> Iterator[_Number]:
    """Numbers in words; "treinta y cinco", "ciento veinte", "dos mil" are one number each."""
    index, words = 0, seen.folded
    while index < len(words):
        value = reader.words.get(words[index])
        if value is None:
            index += 1
            continue
        first, last, total = index, index, value
        while True:
            after = last + 2 if last + 2 < len(words) and words[last + 1] in reader.links else last + 1
            value = reader.words.get(words[after]) if after < len(words) else None
            if value is None or not (value == 1000 > total or value < _unit(total)):
                break
            total = total * value if value == 1000 else total + value
            last = after
        yield _Number(seen.words.starts[first], seen.words.ends[last], total, False)
        index = last + 1


def _unit(value: int) -> int:
    """The round part of a number that leaves room for a smaller one: 10 for 30, 100 for 200, 1 for 35."""
    return next((unit for unit in (1000, 100, 10) if value % unit == 0), 1)


def _joined(numbers: list[_Number], text: str) -> Iterator[_Number]:
    """Take "tres (03)" and "03 (tres)" as one number."""
    index = 0
    while index < len(numbers):
        number = numbers[index]
        after = numbers[index + 1] if index + 1 < len(numbers) else None
        if after and after.value == number.value and text[number.end : after.start].strip() == "(":
            number, index = _Number(number.start, after.end, number.value, True), index + 1
        yield number
        index += 1


def _noun_after(number: _Number, seen: MatchedText, nouns: dict[int, Match], reader: _Reader) -> tuple[int, int] | None:
    """Where the noun stands that follows a number, at once or after one other word ("02 nuevos talleres")."""
    starts, ends = seen.words.starts, seen.words.ends
    index = bisect_left(starts, number.end)
    between = _BETWEEN.match(seen.text, number.end)
    if index >= len(starts) or between is None or between.end() != starts[index]:
        return None
    word, noun = seen.folded[index], nouns.get(index)
    if noun:
        return (noun.start, noun.end) if noun.label else None
    if len(word) <= 3 or not word.isalpha() or word in reader.words:
        return None
    several = number.value > 1 and word.endswith(reader.plurals)
    noun = nouns.get(index + 1)
    agrees = noun and (not several or seen.folded[noun.first].endswith(reader.plurals))
    if noun and noun.label and agrees and seen.text[ends[index] : noun.start].isspace():
        return noun.start, noun.end  # "02 nuevos talleres"
    acronym = number.figure and seen.text[starts[index] : ends[index]].isupper()
    return (starts[index], ends[index]) if several or acronym else None


def _noun_before(number: _Number, text: str, ends: dict[int, Match], reader: _Reader) -> Iterator[Count]:
    """Count the noun right before a figure: "docentes: 8 038", "operadores turísticos (1080)"; not "proyecto 314"."""
    gap = _BEFORE.search(text, max(0, number.start - COUNTS_GAP), number.start)
    noun = ends.get(gap.start()) if gap else None
    if gap and noun and not (_is_other(number, text, gap.group()) or _is_name(number, noun, text, gap.group(), reader)):
        opened = "(" in gap.group() and text[number.end : number.end + 1] == ")"
        yield _count(text, noun.start, number.end + opened, number.value, (noun.start, noun.end))


def _is_name(number: _Number, noun: Match, text: str, gap: str, reader: _Reader) -> bool:
    """Does the figure tell one thing of several by its number, right behind a noun that stands for one?"""
    several = fold(text[noun.start : noun.end]).endswith(reader.plurals)
    return gap.isspace() and number.value > 1 and not several


def _is_other(number: _Number, text: str, gap: str) -> bool:
    """Is the figure after a noun a year, or the number of a list's item ("los siguientes talleres: 1. …")?"""
    after = text[number.end : number.end + 2]
    numbers_list = after[:1] in (".", "-") and after[1:].isspace() and number.value <= LIST_NUMBERS
    year = 1980 <= number.value <= 2079 and number.end - number.start == 4 and ":" not in gap
    return numbers_list or year
