"""Names of private persons: runs of capitalised words that nothing shows to be public."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from extractor.filing.details.lexicon import PARTNER, PLACE, Seen
from extractor.privacy.officials import is_official, named_after, named_with_office
from extractor.privacy.tokens import INITIAL, NO_CASE, NUMBER, Tokens
from extractor.privacy.vocabulary import (
    BOTH,
    EVERYDAY,
    KNOWN,
    NAME,
    OFFICE,
    PUBLIC,
    UNKNOWN,
    WEAK,
    Private,
    Vocabulary,
)
from rules.words import fold

Public = dict[int, tuple[int, int]]  # a word of a public name, and where that name lies in the text


_LONGEST = 12  # words in a name, particles included
_BACK = 8  # how many words before a name a word for a person is looked for
_BRACKETED_AGE = re.compile(r"\s?\(\d{1,2}\)")
_AGE = re.compile(r",?\s?(?:de\s)?\d{1,2}\s")
_NAMES = frozenset((KNOWN, BOTH, UNKNOWN, NO_CASE))
_ACRONYM = 10  # letters of the longest
_NUMBER = 40  # characters of a document's number
_SENTENCE = re.compile(r"[.:;!?\n•\-–—(\"“«¿¡|/]")
_VOWEL = re.compile("[aeiouyáéíóúäëïöü]")
_BLANK = frozenset((" ", "\u00a0", "  "))


@dataclass(frozen=True, slots=True)
class Name:
    """Words `first` to `last` of the text, taken as one name; `kinds` has a letter for each of them."""

    first: int
    last: int
    kinds: str


@dataclass(frozen=True, slots=True)
class Known:
    """What is known before a text is read: the parts of private names of its document, and of officials' names.

    `released` and `hidden` are the runs that a person said to be public or private, folded.
    """

    private: frozenset[str] = frozenset()
    officials: tuple[frozenset[str], ...] = ()
    released: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()


NOTHING = Known()


def find_names(text: Tokens, seen: Seen, words: Vocabulary, known: Known = NOTHING) -> tuple[list[Private], Known]:
    """Return the names of private persons in a text, and what its names teach for the rest of its document."""
    public = _public(text, seen)
    names = list(_candidates(text, words, public))
    officials = [*known.officials, *(parts for parts in named_with_office(text, names, words) if len(parts) > 1)]
    private = [
        name
        for name in names
        if not _is_released(text, name, known) and _is_private(text, name, words, public, officials)
    ]
    hidden = set(private)
    found = [_piece(text, name.first, name.last) for name in private]
    again = known.private | {part for name in private for part in parts_of(text, name, words)}
    taken = {index for name in private for index in range(name.first, name.last + 1)}
    spared = {
        index
        for name in names
        if is_official(text, name, words)
        or (named_after(text, name, words) and not again.issuperset(parts_of(text, name, words)))
        or (name not in hidden and _is_known_official(text, name, officials))
        for index in range(name.first, name.last + 1)
    }
    for index, word in enumerate(text.folded):
        if word in again and index not in taken and index not in spared and _recurs(text, index, public):
            found.append(_piece(text, index, index))
    return found, replace(known, private=frozenset(again), officials=tuple(dict.fromkeys(officials)))


def _is_released(text: Tokens, name: Name, known: Known) -> bool:
    if not known.released:
        return False
    raw = fold(text.text[text.starts[name.first] : text.ends[name.last]])
    return " ".join(raw.split()) in known.released


def parts_of(text: Tokens, name: Name, words: Vocabulary) -> Iterator[str]:
    """Yield the words of a name by which its bearer may be named again."""
    for index, kind in zip(range(name.first, name.last + 1), name.kinds, strict=True):
        word = text.folded[index]
        if kind in "NUCA" and (len(word) > 2 or kind == NO_CASE) and word not in words.particles:
            yield word


def _recurs(text: Tokens, index: int, public: Public) -> bool:
    kind = text.kinds[index]
    return kind == NO_CASE or (text.capital[index] and kind in _NAMES and index not in public)


def _piece(text: Tokens, first: int, last: int) -> Private:
    start, end = text.starts[first], text.ends[last]
    if text.kinds[last] == INITIAL and text.text[end : end + 1] == ".":
        end += 1
    return Private(start, end, NAME, text.text[start:end])


def _public(text: Tokens, seen: Seen) -> Public:
    """Words of a place's or an organisation's name, as the pack has it, each with where that name lies."""
    found: Public = {}
    hits = [(hit.start, hit.end) for kind in (PLACE, PARTNER) for hit in seen.hits[kind]]
    if not hits:
        return found
    hits.sort()
    place = 0
    for index, (start, end) in enumerate(zip(text.starts, text.ends, strict=True)):
        while place < len(hits) and hits[place][1] <= start:
            place += 1
        around = [hit for hit in hits[place : place + 4] if hit[0] <= start and end <= hit[1]]
        if around:
            found[index] = max(around, key=lambda hit: hit[1] - hit[0])
    return found


# --- what may be a name ------------------------------------------------------------------------------------------


def _candidates(text: Tokens, words: Vocabulary, public: Public) -> Iterator[Name]:
    index, count = 0, len(text)
    while index < count:
        kind = text.kinds[index]
        if kind in _NAMES or (kind in (WEAK, INITIAL, EVERYDAY, PUBLIC) and _starts(text, index, words)):
            name = _grow(text, index, words)
            led = name.first > 0 and text.folded[name.first - 1] in words.abroad
            if led or any(letter in "NUAC" for letter in name.kinds) or _cue(text, name.first, words) is not None:
                name = _grow_left(text, name, words, public)
                yield name
                index = name.last
        index += 1


def _starts(text: Tokens, index: int, words: Vocabulary) -> bool:
    """Does a month, an initial or an everyday word begin a name: "Julio Quispe", "J. Quispe", after "la menor"?"""
    kind = text.kinds[index]
    if kind == WEAK:
        if index + 1 < len(text) and text.gap(index).strip() == "," and text.upper[index]:
            return text.folded[index + 1] in words.given and text.upper[index + 1]
        return index + 1 < len(text) and text.gap(index) in _BLANK and text.kinds[index + 1] in (KNOWN, UNKNOWN, BOTH)
    if kind == INITIAL:
        return index + 1 < len(text) and text.gap(index).strip() == "." and text.kinds[index + 1] in _NAMES
    if index > 0 and text.folded[index - 1] in words.abroad and text.gap(index - 1) in _BLANK:
        return kind == EVERYDAY
    cue = _cue(text, index, words)
    if cue is None or (text.upper[index] != text.upper[cue] and text.upper[cue]):
        return False
    return kind == EVERYDAY and not text.capital[cue] and not text.folded[cue].endswith(words.plurals)


def _grow(text: Tokens, first: int, words: Vocabulary) -> Name:
    """Extend a name over the words that follow, particles inside it included."""
    kinds, last, turned = text.kinds[first], first, False
    while len(kinds) < _LONGEST:
        step, particles = last + 1, ""
        while step < len(text) and text.folded[step] in words.particles and _joins(text, step - 1, kinds, words):
            step, particles = step + 1, particles + "p"
        if particles and _is_last(text, last + 1, words):
            kinds, last = kinds + UNKNOWN, last + 1  # "Jane Lê"
            break
        if step >= len(text) or len(particles) > 3 or not _joins(text, step - 1, kinds, words, turned):
            break
        kind = text.kinds[step]
        if not _continues(text, step, last, kind, particles, kinds, words):
            break
        turned = turned or "," in text.gap(step - 1)
        kinds, last = kinds + particles + kind, step
    return Name(first, last, kinds)


def _is_last(text: Tokens, index: int, words: Vocabulary) -> bool:
    """Is a small word with a capital a name's last one?"""
    follows = index + 1 < len(text) and text.gap(index) in _BLANK and text.capital[index + 1]
    return text.capital[index] and not text.upper[index] and not follows


def _continues(text: Tokens, step: int, last: int, kind: str, particles: str, kinds: str, words: Vocabulary) -> bool:
    """Is a word that follows a name part of it?"""
    if not (text.capital[step] or kind == NO_CASE):
        return False
    if kind in (KNOWN, BOTH, NO_CASE):
        return True
    if kind == UNKNOWN:
        return not (text.upper[step] and not text.upper[last] and not _VOWEL.search(text.folded[step]))
    if kind == INITIAL:
        dotted = text.text[text.ends[step] : text.ends[step] + 1] == "."
        follows = step + 1 < len(text) and text.kinds[step + 1] in _NAMES and text.gap(step) in _BLANK
        return not particles and (dotted or follows or text.folded[step] not in "aeoyu")
    among = text.upper[step] and _is_mixed(text, step - len(kinds) - len(particles))
    if kind == WEAK:
        return among or not text.upper[step]
    if kind == OFFICE:
        hyphen = step + 1 < len(text) and text.gap(step) == "-" and text.kinds[step + 1] in _NAMES
        initial = kinds.endswith(INITIAL) and not particles
        built = text.folded[step] in words.buildings and not text.upper[step]
        return (among and text.upper[last]) or hyphen or initial or built
    if kind == PUBLIC:
        return not particles and not text.upper[step]
    if kind == EVERYDAY:
        return (among or not text.upper[step]) and text.gap(step - 1).strip(" \u00a0") in ("", "-", ".")
    return False


def _is_mixed(text: Tokens, first: int) -> bool:
    """Does a run of words in capitals that begins here stand among words in small letters?"""
    before = [i for i in range(max(0, first - 5), first) if len(text.folded[i]) > 2]
    after = [i for i in range(first + 1, min(len(text), first + 13)) if len(text.folded[i]) > 2]
    return any(not text.capital[i] and text.kinds[i] == "" for i in (*before, *after))


def _grow_left(text: Tokens, name: Name, words: Vocabulary, public: Public) -> Name:
    """Take in everyday words with a capital right before a name, and particles with one: "Rico", "De La"."""
    first, kinds = name.first, name.kinds
    if kinds == PUBLIC:
        return name
    mixed = _is_mixed(text, first)
    while first > 0 and text.gap(first - 1) in _BLANK and text.folded[first - 1] in words.abroad:
        first, kinds = first - 1, "p" + kinds  # "van der Berg"
    while first > 0 and text.capital[first - 1] and text.gap(first - 1) in _BLANK:
        before = first - 1
        kind, particle = text.kinds[before], text.folded[before] in words.particles
        if text.upper[before]:
            fits = mixed and text.folded[before] not in words.cues and (particle or kind in (EVERYDAY, WEAK, OFFICE))
        else:
            opens = before == 0 or bool(_SENTENCE.search(text.gap(before - 1)))
            fits = (
                (kind == PUBLIC and before not in public and (not opens or not text.upper[first]))
                or (not opens and (particle or kind in (EVERYDAY, WEAK)))
                or (
                    kind == OFFICE
                    and before > 0
                    and text.folded[before - 1] in words.cues
                    and text.folded[before] not in words.titles
                )
            )
        if not fits or len(text.folded[before]) < 2:
            break
        first, kinds = before, ("p" if particle else EVERYDAY) + kinds
    return Name(first, name.last, kinds)


def _joins(text: Tokens, index: int, kinds: str, words: Vocabulary, turned: bool = True) -> bool:
    """Does only a blank (or the comma of "PÉREZ ROJAS, Juana", the stop of an initial) stand after a word?"""
    gap = text.gap(index)
    if gap in _BLANK or gap in ("-", "‐", "‑", "’", "'", "·", "•"[:0]):
        return gap != ""
    bare = gap.strip(" \u00a0")
    if bare == "" or bare == "-":
        return len(gap) <= 3
    if bare == ".":
        short = len(text.folded[index]) <= 3 and not text.upper[index] and text.kinds[index] == UNKNOWN
        return kinds.endswith(INITIAL) or short
    if bare != "," or turned or "\n" in gap:
        return False
    after = index + 1
    if after >= len(text) or not text.capital[after]:
        return False
    surnames = all(letter in "NUApCM" for letter in kinds) and len(kinds) <= 5
    if not surnames:
        return False
    named = text.folded[after] in words.given or (text.upper[index] and text.kinds[after] in "NUAXC")
    return named and (text.folded[index] not in words.given or (text.upper[index] and text.upper[after]))


# --- whose it is ---------------------------------------------------------------------------------------------------


def _cue(text: Tokens, index: int, words: Vocabulary) -> int | None:
    """The word for a private person that leads to word `index`, with nothing but small words between."""
    for before in range(index - 1, max(-1, index - 1 - _BACK), -1):
        word, gap = text.folded[before], text.gap(before)
        if "\n" in gap and ":" not in gap:
            return None
        if gap.strip(" \u00a0\n\"“”«»'") not in ("", ",", ":", "(", "-", "–") and not (
            gap.strip() in (".", ".:", ":") and (word in words.courtesies or len(word) < 4)
        ):
            return None
        if word in words.cues:
            return before
        if word not in words.between or (word in words.particles and before == index - 1):
            return None  # "madre de Dios", "señor de los Milagros"
    return None


def _is_given_and_surname(text: Tokens, name: Name, words: Vocabulary, public: Public) -> bool:
    """Is it a given name before a surname, and not one name of a place?"""
    named = name.first < name.last and text.folded[name.first] in words.given
    whole = range(name.first, name.last + 1)
    if not named or text.folded[name.last] not in words.surnames:
        return False
    return len({public.get(index) for index in whole}) > 1 or public.get(name.first) is None


def _is_private(text: Tokens, name: Name, words: Vocabulary, public: Public, officials: list[frozenset[str]]) -> bool:
    parts = [
        index for index, kind in zip(range(name.first, name.last + 1), name.kinds, strict=True) if kind in "NUACMX"
    ]
    said = " ".join(text.folded[name.first : name.last + 1])
    if said in words.released:
        return False
    if said in words.hidden:
        return True
    cue = _cue(text, name.first, words)
    whole = all(index in public or text.kinds[index] in (PUBLIC, EVERYDAY) for index in parts)
    whole = (
        whole and text.folded[name.first] not in words.abroad and not _is_given_and_surname(text, name, words, public)
    )
    lone = len(parts) == 1 and text.folded[parts[0]] in words.given
    if (
        cue is not None
        and text.folded[cue] not in words.courtesies
        and (not whole or (lone and not text.folded[cue].endswith(words.plurals)))
    ):
        return _is_cued(text, cue, name, words)
    if whole and not (lone and not _is_placed(text, name, words, public)):
        return False
    if (cue is None or text.folded[cue] not in words.courtesies) and named_after(text, name, words):
        return False
    if is_official(text, name, words):
        return False
    if _is_known_official(text, name, officials):
        return False
    return cue is not None or _is_name(text, name, words, public)


def _is_known_official(text: Tokens, name: Name, officials: list[frozenset[str]]) -> bool:
    """Is somebody named who was named with an office elsewhere in the document?"""
    said = [word for word in text.folded[name.first : name.last + 1] if len(word) > 2]
    return len(said) > 1 and any(one.issuperset(said) for one in officials)


def _is_cued(text: Tokens, cue: int, name: Name, words: Vocabulary) -> bool:
    """After a word for a person in capitals or the plural ("Víctimas") only what may be a name is one."""
    if any(kind in "NUAC" for kind in name.kinds):
        return True
    return not text.capital[cue] and not text.folded[cue].endswith(words.plurals)


def _is_placed(text: Tokens, name: Name, words: Vocabulary, public: Public) -> bool:
    """Does a place that is a given name too ("Magdalena") stand where a place does?"""
    before = name.first - 1
    if before < 0:
        return False
    beside = text.gap(before).strip() in ("", ",", "-", "–", "(")
    word = text.folded[before]
    if beside and (before in public or text.kinds[before] == OFFICE or word in words.wheres):
        return True
    if (
        beside
        and word in words.particles
        and before
        and (text.capital[before - 1] or text.folded[before - 1] in words.office)
    ):
        return True
    after = name.last + 1
    return after in public and text.gap(name.last).strip() in ("", "-", "–", "(")


def _is_name(text: Tokens, name: Name, words: Vocabulary, public: Public) -> bool:
    """Does nothing show that a run of words names nobody?"""
    kinds = name.kinds.replace("p", "")
    firm = sum(kind in "NUC" for kind in kinds)
    if NO_CASE in kinds or _has_age(text, name) or text.folded[name.first] in words.abroad:
        return True
    if text.upper[name.first] and _is_numbered(text, name.first):
        return False
    if len(kinds) == 1:
        return _is_single(text, name.first, kinds, words)
    if firm == 0:
        both = kinds.count(BOTH)
        if both >= 2 or (both and INITIAL in kinds):
            return True
        return both == 1 and EVERYDAY not in kinds and PUBLIC not in kinds
    if kinds.count(UNKNOWN) == firm and firm == 1 and set(kinds) <= {UNKNOWN, EVERYDAY, PUBLIC, INITIAL}:
        return not _is_acronym(text, name.first + name.kinds.index(UNKNOWN), words)
    return True


def _is_single(text: Tokens, index: int, kind: str, words: Vocabulary) -> bool:
    if kind == UNKNOWN:
        return not _is_acronym(text, index, words) and len(text.folded[index]) > 2
    if kind == KNOWN:
        return not (text.upper[index] and len(text.folded[index]) <= 4 and not _in_capitals(text, index))
    opens = index == 0 or bool(_SENTENCE.search(text.gap(index - 1)))
    beside = any(
        0 <= other < len(text)
        and text.kinds[other] in (EVERYDAY, OFFICE, PUBLIC)
        and text.gap(min(index, other)) in _BLANK
        for other in (index - 1, index + 1)
    )
    linked = (
        index > 1 and text.folded[index - 1] in words.particles and text.kinds[index - 2] in (EVERYDAY, OFFICE, PUBLIC)
    )
    return not (opens or beside or linked or text.upper[index])


def _in_capitals(text: Tokens, index: int) -> bool:
    """Are the words around one in capitals too?"""
    around = [i for i in (*range(index - 3, index), *range(index + 1, index + 4)) if 0 <= i < len(text)]
    longer = [i for i in around if len(text.folded[i]) > 3 and text.kinds[i] != NUMBER]
    return bool(longer) and all(text.upper[i] for i in longer)


def _is_acronym(text: Tokens, index: int, words: Vocabulary) -> bool:
    """Is a word in capitals among words that are not an acronym? Short, unpronounceable, or after an article."""
    if not text.upper[index]:
        return False
    if _is_numbered(text, index):
        return True
    word = text.folded[index]
    if len(word) <= 4 and not _in_capitals(text, index):
        return True
    if len(word) > _ACRONYM:
        return False
    if not any(char in "aeiou" for char in word) or re.search(r"[^aeiouy]{4}", word):
        return True
    before = text.folded[index - 1] if index else ""
    bracketed = index > 0 and text.gap(index - 1).endswith("(") and text.text[text.ends[index] :][:1] == ")"
    return not _in_capitals(text, index) and (bracketed or before in ("la", "el", "del", "al", "las", "los"))


def _is_numbered(text: Tokens, index: int) -> bool:
    """Does a word in capitals stand in the number of a document: "0341-2012-IN/SG/OACGD"?"""
    start, end = text.starts[index], text.ends[index]
    while start > 0 and not text.text[start - 1].isspace() and text.ends[index] - start < _NUMBER:
        start -= 1
    while end < len(text.text) and not text.text[end].isspace() and end - text.starts[index] < _NUMBER:
        end += 1
    whole = text.text[start:end]
    return ("-" in whole or "/" in whole) and any(char.isdigit() for char in whole)


def _has_age(text: Tokens, name: Name) -> bool:
    after = text.text[text.ends[name.last] : text.ends[name.last] + 24]
    return bool(_BRACKETED_AGE.match(after) or _AGE.match(after)) and any(kind in "NUC" for kind in name.kinds)
