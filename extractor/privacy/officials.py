"""Names that are public: an official's beside the office, a school's or a street's after the word for it."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from typing import Protocol

from extractor.privacy.tokens import NUMBER, Tokens
from extractor.privacy.vocabulary import Vocabulary

_BACK = 8  # how many words before a name a title or a street's word is looked for
_ABBREVIATION = 5  # letters of the longest word that a stop shortens


class Run(Protocol):
    """Words `first` to `last` of a text."""

    @property
    def first(self) -> int: ...
    @property
    def last(self) -> int: ...


def named_with_office(text: Tokens, names: Iterable[Run], words: Vocabulary) -> Iterator[frozenset[str]]:
    """Yield the words of the names that stand beside an office somewhere in the text."""
    for name in names:
        if is_official(text, name, words):
            yield frozenset(word for word in text.folded[name.first : name.last + 1] if len(word) > 2)


def is_official(text: Tokens, name: Run, words: Vocabulary) -> bool:
    """Does a title stand beside the name: "la fiscal …", "jefa de la oficina, …", "…, alcalde de"?"""
    if _is_accused_of(text, name.last, words):
        return False
    return _title_before(text, name.first, words) or _title_after(text, name.last, words)


def _is_accused_of(text: Tokens, last: int, words: Vocabulary) -> bool:
    """Does a word for a private person follow the name: "…, acusado de", "… fue detenido"?"""
    after = last + 1
    if after >= len(text) or text.gap(last).strip() not in ("", ","):
        return False
    if text.folded[after] in words.doing and after + 1 < len(text) and text.gap(after).isspace():
        after += 1
    return text.folded[after] in words.cues - words.courtesies and not text.capital[after]


def _title_before(text: Tokens, first: int, words: Vocabulary) -> bool:
    opened = first - 1 if first > 1 and text.folded[first - 1] in words.courtesies else first  # "…, Sra. …"
    comma = first > 0 and text.gap(opened - 1).strip() in (",", ":", "-", "–")
    for index in range(first - 1, max(-1, first - 1 - _BACK), -1):
        gap = text.gap(index)
        if (
            ";" in gap
            or "\n" in gap
            or (":" in gap and not comma)
            or ("." in gap and len(text.folded[index]) > _ABBREVIATION)
        ):
            return False
        word = text.folded[index]
        if word in words.titles and not (comma and _of_institution(text, index, words)):
            return not _accused(text, index, words) and not (":" in gap and _is_spoken_to(text, index, words))
        if word in words.cues and word not in words.between and word not in words.courtesies:
            return False
        if not comma and index == first - 1 and word in words.particles:
            return False  # "abogada de Juana …"
        if not (comma or text.capital[index] or word in words.particles or text.kinds[index] == NUMBER):
            return False
    return False


def _of_institution(text: Tokens, index: int, words: Vocabulary) -> bool:
    """Is a title's word part of an institution's name: "Fiscalía Superior"?"""
    before = index - 1
    return before >= 0 and text.capital[before] and text.folded[before] in words.not_names | words.heads


def _accused(text: Tokens, title: int, words: Vocabulary) -> bool:
    """Does a word for a private person lead to the title: "el imputado, suboficial …"?"""
    return any(word in words.cues and word not in words.courtesies for word in text.before(title, 2))


def _is_spoken_to(text: Tokens, title: int, words: Vocabulary) -> bool:
    """Does a letter speak to somebody ("Señora fiscal: …"), so that what follows is no name of hers?"""
    return any(word in words.courtesies for word in text.before(title, 2))


def _title_after(text: Tokens, last: int, words: Vocabulary) -> bool:
    if last + 1 >= len(text):
        return False
    gap = text.gap(last)
    if gap.strip() not in ("", ",", "-", "–", "(", "/") or gap.count("\n") > 2:
        return False
    following = text.folded[last + 1 : last + 4]
    while following and following[0] in words.links:
        following = following[1:]
    if not following or following[0] not in words.titles:
        return False
    if _keeps_house(text, last + 1, words):
        return False
    return gap.strip() != "" or "\n" in gap or text.capital[last + 1]


def _keeps_house(text: Tokens, first: int, words: Vocabulary) -> bool:
    """Is it no office that follows a name, but a trade: "…, administrador del hostal"?"""
    for index in range(first, min(first + 5, len(text))):
        if text.folded[index] in words.premises:
            return True
        if text.gap(index - 1).strip(' \u00a0"“«') not in ("", ",") and index > first:
            return False
    return False


def named_after(text: Tokens, name: Run, words: Vocabulary, public: Container[int]) -> bool:
    """Does the name belong to a street, a school or the like? `public` are the words of known names."""
    placed = name.first > 0 and name.first - 1 in public and text.gap(name.first - 1).isspace()
    if name.first > 0 and text.gap(name.first - 1).strip() in ("-", "–") and _has_comma(text, name):
        return False  # "Pasaje Puno–Lima, Rosa …": what follows a way's end is no part of its name
    for index in range(name.first, max(-1, name.first - 1 - _BACK), -1):
        if index < name.first:
            gap = text.gap(index).strip(' \u00a0"“«')
            if gap not in ("", ".", "°", "º", "-", "–", ":", "N°", ".°"):
                return False
            if gap == ":" and not text.capital[index]:
                return False  # "trabajadora del hogar: …"
            if "\n" in text.gap(index):
                return False
        elif name.last > index and text.gap(index).strip() == ",":
            continue
        if index == name.first and _heads_itself(text, name, words):
            continue
        said = " " + " ".join(text.before(index + 1, 3))
        if said.endswith(words.named_after):
            if placed and any(word in words.particles for word in text.folded[index + 1 : name.first - 1]):
                return False  # "el albergue de Huánuco …" has its name
            head = text.capital[index] or name.first - index <= 1 or text.kinds[index + 1] == NUMBER
            return head or not _linked(text, index, name, words)
        if index == name.first:
            continue
        word = text.folded[index]
        small = word in words.particles or text.kinds[index] == NUMBER or word in ("n", "no", "nro")
        if not (small or (text.capital[index] and text.kinds[index] in "OPX")):
            return False
    return False


def _heads_itself(text: Tokens, name: Run, words: Vocabulary) -> bool:
    """Is the word for a street or the like somebody's surname: "MERCADO VARGAS, Mario", "contra Iglesia Saldaña"?"""
    first = name.first
    if text.folded[first] not in words.surnames or text.folded[first] in words.saints or name.last == first:
        return False
    commas = _has_comma(text, name)
    if any(word in words.saints for word in text.folded[first : name.last]):
        return False
    opens = first == 0 or "\n" in text.gap(first - 1) or text.kinds[first - 1] == NUMBER
    opens = opens or text.gap(first - 1).strip() in ("|", "–", "-", ":", ";")
    led = first > 0 and text.folded[first - 1] in words.toward | words.cues
    return commas or led or (opens and text.folded[name.last] in words.given)


def _has_comma(text: Tokens, name: Run) -> bool:
    return any("," in text.gap(index) for index in range(name.first, name.last))


def _linked(text: Tokens, index: int, name: Run, words: Vocabulary) -> bool:
    """Does "of" stand between a word in small letters and a name: "la casa de Juana …" is no institution's name."""
    return all(word in words.particles for word in text.folded[index + 1 : name.first])
