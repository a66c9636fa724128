"""What names or describes a person without being a name: aliases, a minor's school."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractor.privacy.settings import CALLED_LONGEST, PERSONS_NEAR
from extractor.privacy.tokens import UPPER
from extractor.privacy.vocabulary import (
    AGE,
    ALIAS,
    BOTH,
    KNOWN,
    NAME,
    SCHOOL,
    UNKNOWN,
    NameVocabulary,
    Private,
    spelled,
)
from rules.models import Pack
from rules.words import fold

_QUOTED = r"[\"“”«»‘’'`´″]"
_NICKNAMED = re.compile(
    rf"(?<!\w)(?P<first>[{UPPER}][\w-]+)(?: [{UPPER}][\w-]+)? "
    rf"[\"“«'‘](?=[{UPPER}])[^\n\"“”«»]{{1,30}}?[\"”»'’] ?(?P<last>[{UPPER}][\w-]+)"
)
_CALLED = re.compile(
    rf"(?:(?<!\w)(?P<before>[^\W\d_]+) )?(?<!\w){_QUOTED}(?P<said>[{UPPER}][^\n\"“”«»‘’'.,;:]{{1,24}}){_QUOTED}(?!\w)"
)
_DONE = re.compile(r" ([^\W\d_]{2,3}) ([^\W\d_]+)")
_SMALL = rf"[^\W\d_{UPPER}]+"
_TITLED = re.compile(rf"(?<=[,;] )(?P<article>[{UPPER}][a-z]{{1,2}}) (?P<said>[{UPPER}]{_SMALL}) (?P<verb>{_SMALL})")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class PersonExpressions:
    alias: re.Pattern[str]
    more_aliases: re.Pattern[str]
    school: re.Pattern[str]
    studies: re.Pattern[str]


@lru_cache(maxsize=8)
def expressions(pack: Pack) -> PersonExpressions:
    data = pack.masking
    quoted = rf"{_QUOTED}(?P<quoted>[^\n\"“”«»]{{1,40}}?){_QUOTED}"
    joiners = spelled([*data.joiners, *data.alternatives])
    articles, small = spelled(data.articles), spelled(data.particles)
    bare_alias = rf"(?P<bare>(?:(?:{articles})\s+)?[^\W\d_]\w*(?:\s(?:(?:{small})\s)?[^\W\d_]\w*){{0,2}})"
    return PersonExpressions(
        alias=re.compile(
            rf"(?<!\w)(?:{spelled(data.aliases)})(?!\w)(?:\s+(?:de|como))?\s*[:,]?\s*"
            rf"(?:{quoted}|{bare_alias})"
        ),
        more_aliases=re.compile(
            rf"\s*(?:,|;|/|\b(?:{joiners}))\s+{_QUOTED}([^\n\"“”«»]{{1,40}}?){_QUOTED}"
        ),
        school=re.compile(
            rf"(?<!\w)(?:{spelled(data.schools)})(?:\.[a-z]){{0,3}}\.?(?:\s+(?:{spelled(data.school_kinds)}))*"
            rf"(?:\s+(?:{spelled(data.of)})\s+|\s*)(?P<name>(?:(?:{spelled(data.signs)})\s?[°º.]?\s?)?[\"“«]?\d{{1,5}}(?:-\d+|-[a-z])?"
            r"(?:\s*[-–]?\s*[\"“«]?[^\n,;:()|\t]{0,80})?|(?<=\s)[^\n,;:()|\t]{2,90})"
        ),
        studies=re.compile(rf"(?<!\w)(?:{spelled(data.studies)})(?!\w)"),
    )  # fmt: skip


def find_aliases(text: str, pack: Pack, *, quoted: bool = False) -> Iterator[Private]:
    """What somebody is called: in quotes, or with a capital, after "alias" and the like; more after "y" or a comma."""
    look = expressions(pack)
    for match in look.alias.finditer(fold(text)):
        place = "quoted" if match["quoted"] else "bare"
        start, end = match.span(place)
        if place == "bare":
            end = start + _capitals(text[start:end])
        if end > start and (place == "quoted" or not quoted):
            yield Private(start, end, ALIAS, text[start:end])
        more = look.more_aliases.match(text, match.end()) if place == "quoted" else None
        while more:
            yield Private(more.start(1), more.end(1), ALIAS, more[1])
            more = look.more_aliases.match(text, more.end())


def find_nicknamed(text: str, words: NameVocabulary) -> Iterator[Private]:
    """A name with what its bearer is called in its middle: "Estrella «La Muestra» Ejemplo"."""
    for match in _NICKNAMED.finditer(text):
        first, last = fold(match["first"]), fold(match["last"])
        stops = (words.titles, words.cues, words.small)
        if any(last in some for some in stops) or (first not in words.given and first in words.office):
            continue
        if KNOWN in (words.kind(first), words.kind(last)) or words.kind(first) in (BOTH, UNKNOWN):
            yield Private(match.start(), match.end(), NAME, match.group())


def find_called(text: str, words: NameVocabulary) -> Iterator[Private]:
    """What somebody is called, in quotes where a person stands: ""El Ejemplo", o sea …", "con "La Muestra"".

    After a noun it is a bar's or a campaign's name, and so it is with the words of an office.
    """
    for match in _CALLED.finditer(text):
        said = [fold(word) for word in _WORD.findall(match["said"])]
        public = words.office - words.titles - words.cues
        before = match["before"]
        if not before and len(said) < CALLED_LONGEST and _is_done_to(text, match.end(), words):
            yield Private(match.start("said"), match.end("said"), ALIAS, match["said"])
        if said[0] not in words.articles or not 2 <= len(said) <= CALLED_LONGEST or public.intersection(said[1:]):
            continue
        small = not before or fold(before) in words.small or before.endswith((*words.accented, *words.verbs))
        if small and (not before or before.islower()):
            yield Private(match.start("said"), match.end("said"), ALIAS, match["said"])


def _is_done_to(text: str, end: int, words: NameVocabulary) -> bool:
    """Does somebody do something to somebody: ""XY" le escribió"?"""
    after = _DONE.match(text, end)
    if not after or fold(after[1]) not in words.pronouns:
        return False
    return after[2].endswith(words.accented) or fold(after[2]).endswith(words.verbs) or fold(after[2]) in words.doing


def find_titled(text: str, words: NameVocabulary) -> Iterator[Private]:
    """What somebody is called with an article that has a capital inside a sentence: "…, La Muestra no debe"."""
    for match in _TITLED.finditer(text):
        verb = fold(match["verb"])
        acts = verb in words.doing or verb.endswith(words.verbs) or match["verb"].endswith(words.accented)
        if acts and fold(match["article"]) in words.articles and fold(match["said"]) not in words.office:
            start, end = match.start("article"), match.end("said")
            yield Private(start, end, ALIAS, text[start:end])


def _capitals(said: str) -> int:
    """How much of a text is words with capitals, an article before them included."""
    end, seen = 0, False
    for match in _WORD.finditer(said):
        if match.group()[0].isupper():
            end, seen = match.end(), True
        elif (seen and match.end() - match.start() > 3) or (not seen and match.start() > 0):
            break
    return end


def find_schools(text: str, found: Sequence[Private], pack: Pack) -> Iterator[Private]:
    """The school of one minor: after "alumna de la", or beside a masked name or a minor's age."""
    look = expressions(pack)
    folded = fold(text)
    persons = sorted((one.start, one.end) for one in found if one.kind in (NAME, AGE, ALIAS))
    for match in look.school.finditer(folded):
        start = match.start("name")
        end = _school_ends(text, start, match.end("name"))
        if end <= start:
            continue
        opens = max(folded.rfind(". ", 0, match.start()), folded.rfind("\n", 0, match.start()), match.start() - 160, 0)
        private = look.studies.search(folded, opens, match.start()) or any(
            opens <= last and first <= end + PERSONS_NEAR and not start <= first < end for first, last in persons
        )
        if private:
            start = match.start() if text[match.start()].isupper() else start  # "I.E." too
            yield Private(start, end, SCHOOL, text[start:end])


def _school_ends(text: str, start: int, end: int) -> int:
    """Where the name of a school ends: with its last figure or word that has a capital."""
    last = start
    for match in _WORD.finditer(text, start, end):
        word = match.group()
        if word[0].isupper() or word[0].isdigit():
            if (
                text[last : match.start()].strip().endswith(".")
                and match.start() - last > 1
                and last > start
                and len(word) > 1
            ):
                break
            last = match.end()
        elif len(word) > 3:
            break
    return last
