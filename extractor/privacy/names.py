"""Names of private persons: which runs of words are a name, and whose."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from extractor.filing.details.lexicon import PARTNER, PLACE, Seen
from extractor.privacy.vocabulary import NAME, Private, Vocabulary
from rules.words import fold

_LONGEST = 12  # words in a name, particles included
_BACK = 8  # how many words before a name a title or a street's word is looked for
_TO_AGE = 5  # ", de 15 años"
_BRACKETED_AGE = re.compile(r"\s?\(\d{1,2}\)")
_INITIALS = re.compile(r"(?<!\w)(?:[A-ZÑ]\.\s?){2,5}(?:[A-ZÑ](?!\w))?")


@dataclass(frozen=True, slots=True)
class _Name:
    """Words `first` to `last` of the text, taken as one name, and why: who it is depends on what stands beside it."""

    first: int
    last: int
    kinds: str  # one letter a word: G given name, S surname, U unknown, I initial, P particle


def find_names(seen: Seen, words: Vocabulary) -> list[Private]:
    """Return the names and initials of private persons in `seen`."""
    known = _known(seen)
    names = list(_candidates(seen, words, known))
    officials = {word for name in names if _is_official(seen, name, words) for word in _parts(seen, name)}
    private = [name for name in names if _is_private(seen, name, words, officials)]
    found = [_piece(seen, name.first, name.last) for name in private]
    again = {word for name in private for word in _parts(seen, name)} - officials - words.common
    taken = {index for name in private for index in range(name.first, name.last + 1)} | known
    for index, word in enumerate(seen.folded):
        if (
            word in again
            and index not in taken
            and _is_capital(seen, index)
            and (word in words.given or word in words.surnames)
        ):
            found.append(_piece(seen, index, index))
    return [*found, *_initials(seen, words)]


def _piece(seen: Seen, first: int, last: int) -> Private:
    start, end = seen.words.starts[first], seen.words.ends[last]
    return Private(start, end, NAME, seen.text[start:end])


def _parts(seen: Seen, name: _Name) -> list[str]:
    letters = zip(range(name.first, name.last + 1), name.kinds, strict=True)
    return [seen.folded[index] for index, kind in letters if kind in "GSU" and len(seen.folded[index]) > 2]


def _known(seen: Seen) -> set[int]:
    """Words that are part of a place's or an organisation's name."""
    hits = (*seen.hits[PLACE], *seen.hits[PARTNER])
    return {index for hit in hits for index in range(hit.first, hit.last + 1)}


def _is_capital(seen: Seen, index: int) -> bool:
    return seen.text[seen.words.starts[index]].isupper()


def _kind(seen: Seen, index: int, words: Vocabulary, inside: bool = False) -> str:
    """What a word may be in a name: G, S, U, I, or "" for none; `inside` a name "Guerra" is no war."""
    word = seen.folded[index]
    if not _is_capital(seen, index) or not word.isalpha():
        return ""
    if len(word) == 1:
        return "I"
    kind = "G" if word in words.given else "S" if word in words.surnames else "U"
    if word in words.titles or word in words.not_names:
        return kind if kind != "U" and (inside or _leads_name(seen, index, kind, words)) else ""
    if kind == "U" and (len(word) < 3 or (len(word) <= 6 and _is_acronym(seen, index))):
        return ""
    return kind


def _leads_name(seen: Seen, index: int, kind: str, words: Vocabulary) -> bool:
    """Is a month or the like a given name: "Julio" right before a known name that is no such word itself?"""
    if kind != "G" or index + 1 >= len(seen.folded) or _gap(seen, index) != " " or not _is_capital(seen, index + 1):
        return False
    after = seen.folded[index + 1]
    return (after in words.given or after in words.surnames) and not (after in words.titles or after in words.not_names)


def _is_acronym(seen: Seen, index: int) -> bool:
    """Is a word in capitals while one beside it is not?"""
    around = [i for i in (index - 1, index + 1) if 0 <= i < len(seen.folded)]
    return _upper(seen, index) and not any(_upper(seen, i) and len(seen.folded[i]) > 1 for i in around)


def _upper(seen: Seen, index: int) -> bool:
    return seen.text[seen.words.starts[index] : seen.words.ends[index]].isupper()


def _candidates(seen: Seen, words: Vocabulary, known: set[int]) -> Iterator[_Name]:
    index = 0
    while index < len(seen.folded):
        kind = _kind(seen, index, words)
        cued = kind != "" and _is_cued(seen, index, kind, words)
        if kind in ("G", "S") or (kind in ("U", "I") and cued and index not in known):
            name = _grow(seen, index, kind, words)
            whole = all(i in known for i in range(name.first, name.last + 1))
            if (cued and not (whole and kind == "U")) or not whole:
                yield name
                index = name.last
        index += 1


def _grow(seen: Seen, first: int, kind: str, words: Vocabulary) -> _Name:
    """Extend a name over the words that follow, particles inside it included."""
    kinds, last = kind, first
    while len(kinds) < _LONGEST:
        step, particles = last + 1, ""
        while step < len(seen.folded) and seen.folded[step] in words.particles and _joins(seen, step - 1, words):
            step, particles = step + 1, particles + "P"
        joined = step < len(seen.folded) and _joins(seen, step - 1, words, kinds)
        kind = _kind(seen, step, words, inside=not particles) if joined else ""
        if not kind or (kind == "U" and (particles or kinds.count("U") >= 2)) or len(particles) > 3:
            break
        kinds, last = kinds + particles + kind, step
    return _Name(first, last, kinds)


def _joins(seen: Seen, index: int, words: Vocabulary, kinds: str = "") -> bool:
    """Does only a blank (or the comma of "PÉREZ ROJAS, Juana", the stop of an initial) stand after a word?"""
    gap = _gap(seen, index)
    if gap.strip(" \u00a0") == "" or gap == "-":
        return True
    if gap.strip() == ".":
        return kinds.endswith("I")
    surnames = kinds.replace("P", "").strip("S") == "" and len(kinds) >= 2
    return gap.strip() == "," and surnames and seen.folded[index + 1] in words.given


def _cue_before(seen: Seen, index: int, words: Vocabulary) -> int | None:
    """The word for a private person that leads to word `index`, with nothing but small words between."""
    for before in range(index - 1, max(-1, index - 1 - _BACK), -1):
        word, gap = seen.folded[before], _gap(seen, before)
        if "\n" in gap:
            return None
        if gap.strip() not in ("", ",", ":") and not (gap.strip() == "." and word in words.courtesies):
            return None
        if word in words.cues:
            return before
        if word not in words.between or (word in words.particles and before == index - 1):
            return None  # "madre de Dios", "señor de los Milagros"
    return None


def _is_cued(seen: Seen, index: int, kind: str, words: Vocabulary) -> bool:
    """Does a word for a private person lead to this one? With a capital ("Víctimas") it leads to known names only."""
    cue = _cue_before(seen, index, words)
    if cue is None or kind in ("G", "S"):
        return cue is not None
    word = seen.folded[cue]
    return (
        word in words.courtesies
        or not _is_capital(seen, cue)
        or (_upper(seen, cue) and not word.endswith(words.plurals))
    )


def _gap(seen: Seen, index: int) -> str:
    return seen.text[seen.words.ends[index] : seen.words.starts[index + 1]]


def _is_private(seen: Seen, name: _Name, words: Vocabulary, officials: set[str]) -> bool:
    parts = _parts(seen, name)
    cue = _cue_before(seen, name.first, words)
    if cue is not None and seen.folded[cue] not in words.courtesies:
        return bool(parts)  # a victim may bear an official's name
    if not parts or all(part in officials for part in parts):
        return False
    if cue is not None:
        return True
    if _is_named_after(seen, name, words):
        return False
    return _is_name(seen, name, words) or _has_age(seen, name, words)


def _is_name(seen: Seen, name: _Name, words: Vocabulary) -> bool:
    """Is it a name by itself: a given name with another, an everyday word only with a known one?"""
    letters = list(zip(range(name.first, name.last + 1), name.kinds, strict=True))
    given = [i for i, kind in letters if kind == "G"]
    rare = [i for i in given if seen.folded[i] not in words.common]
    surnames = [i for i, kind in letters if kind == "S"]
    if not given or len(letters) - name.kinds.count("P") < 2:
        return False
    if rare:
        return len(given) + len(surnames) > 1 or "I" in name.kinds or not _in_capitals(seen, name)
    return any(seen.folded[i] not in words.common for i in surnames)


def _in_capitals(seen: Seen, name: _Name) -> bool:
    return all(_upper(seen, i) for i in range(name.first, name.last + 1))


def _has_age(seen: Seen, name: _Name, words: Vocabulary) -> bool:
    after = fold(seen.text[seen.words.ends[name.last] : seen.words.ends[name.last] + 24])
    age = words.age.search(after)
    return bool(_BRACKETED_AGE.match(after) or (age and age.start() <= _TO_AGE))


def _is_named_after(seen: Seen, name: _Name, words: Vocabulary) -> bool:
    """Does the name belong to a street, a school or the like?"""
    for index in range(name.first - 1, max(-1, name.first - 1 - _BACK), -1):
        said = " " + " ".join(seen.before(index + 1, 3))
        if said.endswith(words.named_after):
            return True
        word = seen.folded[index]
        if word not in words.particles and not (word in words.not_names and _is_capital(seen, index)):
            return False
    return False


def _is_official(seen: Seen, name: _Name, words: Vocabulary) -> bool:
    """Does a title stand beside the name: "la fiscal …", "jefa de la oficina, …", "…, alcalde de"?"""
    return _title_before(seen, name.first, words) or _title_after(seen, name.last, words)


def _title_before(seen: Seen, first: int, words: Vocabulary) -> bool:
    comma = first > 0 and _gap(seen, first - 1).strip() == ","
    for index in range(first - 1, max(-1, first - 1 - _BACK), -1):
        gap = _gap(seen, index)
        if ";" in gap or ("." in gap and len(seen.folded[index]) > 5):
            return False
        word = seen.folded[index]
        if word in words.titles:
            return True
        if word in words.cues and word not in words.between and word not in words.courtesies:
            return False
        if not (comma or _is_capital(seen, index) or word in words.particles):
            return False
    return False


def _title_after(seen: Seen, last: int, words: Vocabulary) -> bool:
    if last + 1 >= len(seen.folded):
        return False
    gap = _gap(seen, last).strip()
    following = seen.folded[last + 1 : last + 4]
    if gap not in ("", ",", "-", "–", "(", "/"):
        return False
    while following and following[0] in words.links:
        following = following[1:]
    return bool(following) and following[0] in words.titles


def _initials(seen: Seen, words: Vocabulary) -> Iterator[Private]:
    """Initials that stand for a name: "la menor de iniciales A.B.C."."""
    for match in _INITIALS.finditer(seen.text):
        index = bisect_left(seen.words.starts, match.start())
        if any(word in words.initials_after for word in seen.before(index, 5)):
            end = match.start() + len(match.group().rstrip())
            yield Private(match.start(), end, NAME, seen.text[match.start() : end])
