"""Initials that stand for a name: dotted ones that are no abbreviation, others where a person is named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from extractor.privacy.capitals import acts, in_capitals, is_explained, is_numbered, opens
from extractor.privacy.officials import has_age
from extractor.privacy.runs import BLANK, cue_before
from extractor.privacy.settings import INITIALS_LONGEST
from extractor.privacy.tokens import INITIAL, UPPER, Tokens
from extractor.privacy.vocabulary import BOTH, KNOWN, NAME, UNKNOWN, NameVocabulary, Private, bare, spelled, vocabulary
from rules.models import Pack
from rules.words import fold

_LETTER = rf"(?:CH|LL|Ch|Ll|[{UPPER}])"
_DOTTED = re.compile(rf"(?<![\w.])(?:{_LETTER}\s?[.·]\s?-?){{2,6}}(?:{_LETTER}(?![\w°º]))?")
_PLAIN = re.compile(rf"(?<![\w.])(?:{_LETTER}(?:[ .\-]{{1,2}}{_LETTER}){{1,5}}|[{UPPER}]{{2,6}})\.?(?![\w])")
_PARTICLES = re.compile(rf"\s?(?:[a-z]{{2,3}} ){{1,2}}{_LETTER}\.(?!\w)")  # "A. B. de la C."
_SMALL = re.compile(r"(?:[a-zñ]\.){2,6}")  # "iniciales p.r.m."
_WITH_PARTICLES = re.compile(  # "M. de la C."
    rf"(?<![\w.])(?:{_LETTER}\. ?){{1,4}}(?:[a-z]{{2,3}} ){{1,2}}{_LETTER}\.(?: ?{_LETTER}\.){{0,3}}(?!\w)"
)
_TWO = rf"[{UPPER}]{{2}}\."
_DOUBLED = re.compile(  # "NN.A."
    rf"(?<![\w.])(?:{_TWO}[{UPPER}]\.|[{UPPER}]\.{_TWO})(?:[{UPPER}]{{1,2}}\.)*(?!\w)"
)
_LAST = re.compile(r"(\w+)[ (]$")
_FOLLOWS = re.compile(r"[,;)]| [a-zñáéíóúü]|\.?$")
_NEXT = re.compile(r"\s?([a-zñáéíóúü]{2,})")
_APART = re.compile(rf"(?<![\w.])[{UPPER}](?: [{UPPER}]){{2,3}}(?=[,.;]|\s[a-z])")
_SPACED = re.compile(rf"(?<!\w)[{UPPER}](?: [{UPPER}]){{3,}}(?!\w)")
_DOTTED_ON = re.compile(rf"\.[{UPPER}]")  # "RR.HH."


@lru_cache(maxsize=8)
def _cues(pack: Pack) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{spelled(pack.masking.initials_after)})(?!\w)")


@lru_cache(maxsize=8)
def _pair(joiners: frozenset[str]) -> re.Pattern[str]:
    """Two who are meant together: "R. y M., hermanos"."""
    return re.compile(rf"(?<![\w.]){_LETTER}\. (?:{spelled(joiners)}) {_LETTER}\.(?=[,;]|\s[a-z])")


@lru_cache(maxsize=8)
def _listed(joiners: frozenset[str]) -> re.Pattern[str]:
    """What stands between initials of a list: a comma, "and", a stroke."""
    return re.compile(rf"\.?\s?(?:\([^()\n]{{1,12}}\))?\s?(?:[,;]|[,;]?\s(?:{spelled(joiners)}))\s|\.?\s?[/-]\s?")


@lru_cache(maxsize=8)
def _between(pack: Pack) -> re.Pattern[str]:
    """What may stand between such a word and the initials: ", de iniciales «"."""
    small = spelled(pack.masking.initials_between)
    return re.compile(rf"[\s:,.\"“«(]{{0,3}}(?:(?:{small}|:)\s+){{0,3}}[\"“«(]?")


@lru_cache(maxsize=8)
def _led(pack: Pack) -> re.Pattern[str]:
    """A word for one person right before initials: "hijo de", "usuaria"."""
    words = vocabulary(pack)
    return re.compile(
        rf"(?<!\w)(?:{spelled(words.cues - words.small)})(?: (?:{spelled(words.particles)}))? ?[:,(\"“]? ?$"
    )


def find_initials(text: Tokens, pack: Pack) -> Iterator[Private]:
    words = vocabulary(pack)
    found = {*_said(text.text, pack), *_spaced(text.text, words)}
    for pattern in (_APART, _WITH_PARTICLES, _DOUBLED, _pair(words.joiners)):
        found |= {match.span() for match in pattern.finditer(text.text)}
    if found or any(_may_be(text, index) or text.kinds[index] == INITIAL for index in range(len(text))):
        for way in (range(len(text) - 1, -1, -1), range(len(text))):
            found |= set(_bare(text, words, way, {edge for start, end in found for edge in (start, end, end - 1)}))
    yield from (Private(start, end, NAME, text.text[start:end]) for start, end in sorted(found))


def _is_person(text: str, start: int, end: int, words: NameVocabulary) -> bool:
    """Do two letters that a norm's or a body's abbreviation has stand where neither does: "C.P. y M.P., hermanas"?"""
    before, after = _LAST.search(text, 0, start), _FOLLOWS.match(text, end)
    if not after or (before and (before[1][0].isupper() or before[1].isdigit() or fold(before[1]) in words.articles)):
        return False
    return bool(before) or after[0] != "."


def _is_company(text: str, start: int, words: NameVocabulary) -> bool:
    """Are letters with dots the form of a company whose name stands before: "Ejemplo S.R.L."?"""
    before = _LAST.search(text, 0, start)
    return bool(before and before[1][0].isupper() and words.company and words.company.match(text, start - 1))


def _acts(text: str, end: int, words: NameVocabulary) -> bool:
    """Does a verb in small letters follow initials: "C.P. dijo"?"""
    after = _NEXT.match(text, end)
    if not after:
        return False
    word = fold(after[1])
    return word in words.doing - words.small or after[1].endswith(words.accented) or word.endswith(words.verbs)


def _spaced(text: str, words: NameVocabulary) -> Iterator[tuple[int, int]]:
    """Names in letters with blanks between them: "Q U I S P E"."""
    for match in _SPACED.finditer(text):
        if words.kind(bare(match.group())) in (KNOWN, BOTH):
            yield match.span()


def _said(text: str, pack: Pack) -> Iterator[tuple[int, int]]:
    """Initials with dots, and those that a word for a person leads to."""
    words, folded = vocabulary(pack), fold(text)
    cues = [match.end() for match in _cues(pack).finditer(folded)]
    for match in _DOTTED.finditer(text):
        said = match.group().rstrip(" -")
        letters = bare(said)
        if _is_company(text, match.start(), words):
            continue
        near = any(0 <= match.start() - end <= 40 for end in cues)
        sure = (
            has_age(text, match.end(), words)
            or _acts(text, match.end(), words)
            or bool(_led(pack).search(folded, max(0, match.start() - 32), match.start()))
        )
        may = len(letters) == 2 and letters not in words.headed
        sure = sure or (may and _is_person(text, match.start(), match.start() + len(said), words))
        if letters in words.not_initials | words.heads and not sure and not (near and len(letters) > 2):
            continue
        end = match.start() + len(said)
        if near or sure or len(letters) >= 3 or not (text[end:][:1].isupper() or text[end:][:1].isdigit()):
            more = _PARTICLES.match(text, end)
            yield match.start(), more.end() if more else end
    between = _between(pack)
    for end in cues:
        after = between.match(folded, end)
        start = after.end() if after else end
        small = _SMALL.match(text, start) if words.spells(folded[max(0, start - 14) : start]) else None
        if small:
            yield small.span()
        plain = _PLAIN.match(text, start)
        if plain and (bare(plain.group()) not in words.public or words.spells(folded[max(0, start - 14) : start])):
            stop = start + len(plain.group().rstrip(". "))
            stop += text[stop : stop + 1] == "."
            yield start, stop


def _bare(text: Tokens, words: NameVocabulary, way: range, edges: set[int]) -> Iterator[tuple[int, int]]:
    """Letters without dots that are no known acronym, or one letter, where somebody is named.

    `edges` are the places where other initials begin and end: what stands in a list with them is initials too.
    """
    among = bool(edges)
    for index in way:
        start, end = text.starts[index], text.ends[index]
        if not text.capital[index] or start in edges:
            continue
        dotted = text.kinds[index] == INITIAL and text.text[end : end + 1] == "."
        may = dotted or _may_be(text, index)
        listed = may and _is_listed(text, index, end + dotted, edges, words)
        listed = listed or (among and may and not dotted and _is_apart(text, index, words))
        if listed or (dotted and _is_lone(text, index, words)) or (may and not dotted and _names(text, index, words)):
            end += text.text[end : end + 1] == "."
            more = _DOTTED.match(text.text, start)
            end = max(end, start + len(more.group().rstrip(" -")) if more else end)
            edges |= {start, end, text.ends[index]}
            yield start, end


def _is_listed(text: Tokens, index: int, end: int, edges: set[int], words: NameVocabulary) -> bool:
    """Do other initials stand before or after a comma or "and"?"""
    listed = _listed(words.joiners | words.alternatives)
    after = listed.match(text.text, end)
    if after and after.end() in edges:
        return True
    before = next((text.ends[one] for one in range(index - 1, max(-1, index - 3), -1) if text.ends[one] in edges), -1)
    return before >= 0 and bool(listed.fullmatch(text.text, before, text.starts[index]))


def _is_apart(text: Tokens, index: int, words: NameVocabulary) -> bool:
    """Do letters stand by themselves after a small word that is no article, as a body's do not: "para XYZ"?"""
    before = text.folded[index - 1] if index else ""
    return before in words.small - words.articles - words.particles and text.gap(index - 1) in BLANK


def _is_cued(text: Tokens, index: int, words: NameVocabulary) -> bool:
    return index >= 0 and text.folded[index] in words.cues and not text.capital[index]


def _may_be(text: Tokens, index: int) -> bool:
    short = text.upper[index] and text.kinds[index] == UNKNOWN and 2 <= len(text.folded[index]) <= INITIALS_LONGEST
    if not short or not text.raw(index).isalpha() or _DOTTED_ON.match(text.text, text.ends[index]):
        return False
    return not (is_numbered(text, index) or in_capitals(text, index) or is_explained(text, index))


def _is_lone(text: Tokens, index: int, words: NameVocabulary) -> bool:
    """Is it the one letter by which somebody is called: "la menor M."?"""
    if not index or text.text[text.ends[index] : text.ends[index] + 1] != "." or text.gap(index - 1) not in BLANK:
        return False
    cue = text.folded[index - 1]
    follows = index + 1 < len(text) and text.capital[index + 1] and "\n" not in text.gap(index)
    led = cue in words.minors & words.cues or cue in words.toward
    return led and not text.capital[index - 1] and not follows


def _names(text: Tokens, index: int, words: NameVocabulary) -> bool:
    """Do letters stand where a person does: in a bracket, after "madre de", before a verb?"""
    before = text.folded[index - 1] if index else ""
    gap = text.gap(index - 1) if index else ""
    if gap.endswith("(") and not text.capital[index - 1] and text.kinds[index - 1] == "":
        return text.text[text.ends[index] :][:1] in (")", ",")
    if cue_before(text, index, words) is not None or (before in words.particles and _is_cued(text, index - 2, words)):
        return True
    if gap in BLANK and before in words.toward:
        return True
    return (not index or opens(text, index)) and acts(text, index, words)
