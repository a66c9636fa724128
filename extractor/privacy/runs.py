"""Runs of capitalised words that may be a name, before anything is said of whose it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractor.privacy.capitals import acts, in_capitals, is_apposed, is_mixed, opens, opens_cell
from extractor.privacy.officials import Public, of_place
from extractor.privacy.settings import RUNS_BACK, RUNS_LONGEST
from extractor.privacy.standing import begins, stands_for_somebody
from extractor.privacy.tokens import INITIAL, NO_CASE, Tokens
from extractor.privacy.vocabulary import BOTH, EVERYDAY, KNOWN, OFFICE, PUBLIC, UNKNOWN, WEAK, NameVocabulary

NAMES = frozenset((KNOWN, BOTH, UNKNOWN, NO_CASE))
NAMES_AND_WORDS = NAMES | {EVERYDAY, PUBLIC, WEAK}
BLANK = frozenset((" ", "\u00a0", "  "))
_VOWEL = re.compile("[aeiouyáéíóúäëïöü]")


@dataclass(frozen=True, slots=True)
class Name:
    """Words `first` to `last` of the text, taken as one name; `kinds` has a letter for each of them."""

    first: int
    last: int
    kinds: str


def candidates(text: Tokens, words: NameVocabulary, public: Public) -> Iterator[Name]:
    """Yield the runs that may be a name, in order, without overlaps."""
    index, count = 0, len(text)
    while index < count:
        kind = text.kinds[index]
        if kind in NAMES or (kind in (WEAK, INITIAL, EVERYDAY, PUBLIC) and _starts(text, index, words)):
            name = _grow(text, index, words, public)
            led = name.first > 0 and text.folded[name.first - 1] in words.abroad
            if (
                led
                or any(letter in "NUACI" for letter in name.kinds)
                or name.kinds == WEAK
                or cue_before(text, name.first, words) is not None
            ):
                name = _grow_left(text, name, words, public)
                yield name
                index = name.last
            elif _is_toward(text, index, words) or stands_for_somebody(text, index, words):
                yield name
                index = name.last
        index += 1


def cue_before(text: Tokens, index: int, words: NameVocabulary) -> int | None:
    """The word for a private person that leads to word `index`, with nothing but small words between."""
    for before in range(index - 1, max(-1, index - 1 - RUNS_BACK), -1):
        word, gap = text.folded[before], text.gap(before)
        if "\n" in gap and ":" not in gap:
            return None
        if gap.strip(" \u00a0\n\"“”«»'") not in ("", ",", ":", "(", "-", "–") and not (
            gap.strip() in (".", ".:", ":") and (word in words.courtesies or len(word) < 4)
        ):
            return None
        if word in words.cues:
            return None if of_place(text, before, words) and not text.upper[before] else before
        if word in words.kin and (not text.capital[before] or ":" in gap):
            return None if word not in words.called and _is_anybodys(text, before, words) else before
        leads = word not in words.between or (word in words.particles and before == index - 1)
        if leads and _is_of(text, before, index, words):
            return before - 1
        if leads and not (word in words.particles and _kin_leads(text, before, words)):
            return None  # "madre de Dios", "señor de los Milagros"
    return None


def _is_of(text: Tokens, particle: int, index: int, words: NameVocabulary) -> bool:
    """Is it somebody of somebody's with a given name: "el hijo de Domingo"? "Madre de Dios" is not."""
    whose = particle - 1
    if whose < 0 or text.folded[particle] not in words.particles or text.folded[index] not in words.given:
        return False
    same = text.upper[whose] if text.upper[index] else not text.capital[whose]
    return same and text.folded[whose] in words.cues - words.courtesies


def _is_anybodys(text: Tokens, index: int, words: NameVocabulary) -> bool:
    """Does a word for a family belong to the word before it: "los padres de familia de Puno" are no family Puno."""
    before = text.folded[index - 1] if index else ""
    return before in words.particles and before not in words.definite


def _kin_leads(text: Tokens, index: int, words: NameVocabulary) -> bool:
    """Does a word for a family come before small words: "el clan de los …", "apellido de la …"?"""
    while index > 0 and text.folded[index] in words.particles:
        index -= 1
    return text.folded[index] in words.kin and text.folded[index] not in words.toward


def _starts(text: Tokens, index: int, words: NameVocabulary) -> bool:
    """Does a month, an initial or an everyday word begin a name: "Julio Quispe", "J. Quispe", after "la menor"?"""
    kind = text.kinds[index]
    follows = index + 1 < len(text)
    if kind == INITIAL:
        lone = not opens_cell(text, index) and "." not in text.gap(index - 1)  # else it numbers a list: "I. Primer …"
        return (
            follows
            and text.gap(index).strip(" \u00a0\nªº") == "."
            and text.kinds[index + 1] in (NAMES_AND_WORDS if lone else NAMES | {WEAK})
        )
    if kind in (PUBLIC, EVERYDAY) and _has_initials(text, index):
        return True
    if kind == WEAK:
        turned = follows and text.gap(index).strip() == "," and text.capital[index + 1]
        if turned and (text.upper[index] == text.upper[index + 1]) and (text.upper[index] or opens(text, index)):
            return text.folded[index + 1] in words.given and text.folded[index] in words.surnames
        if follows and text.gap(index) in BLANK and text.kinds[index + 1] in (KNOWN, UNKNOWN, BOTH, INITIAL):
            return True
        if stands_for_somebody(text, index, words):
            return True
        if (
            opens(text, index)
            and not text.upper[index]
            and (text.folded[index] in words.given or text.folded[index] in words.surnames)
        ):
            return acts(text, index, words) or is_apposed(text, index, words)
    if kind == EVERYDAY and stands_for_somebody(text, index, words):
        return True
    if index > 0 and text.folded[index - 1] in words.abroad and text.gap(index - 1) in BLANK:
        return kind == EVERYDAY
    return _is_led(text, index, words) or _is_toward(text, index, words)


def _has_initials(text: Tokens, index: int) -> bool:
    """Do two initials with dots follow: "Loreto B. G."?"""
    both = index + 2 < len(text) and text.kinds[index + 1] == text.kinds[index + 2] == INITIAL
    return both and text.gap(index) in BLANK and text.gap(index + 1).strip() == "."


def _is_led(text: Tokens, index: int, words: NameVocabulary) -> bool:
    """Does a word for one person lead to a word that is a place's or an everyday one?"""
    cue = cue_before(text, index, words)
    if cue is None or (text.upper[index] != text.upper[cue] and text.upper[cue]):
        return False
    if text.folded[cue] in words.kin:
        return (not text.capital[cue] or ":" in text.gap(cue)) and not _is_several(text, index, words)
    if text.upper[index] and is_mixed(text, index) and text.kinds[index] != EVERYDAY:
        return False
    if is_announced(text, cue, index, words):
        return True
    direct = ":" in text.gap(cue) or not text.capital[cue] or text.folded[cue] in words.courtesies
    one = not text.folded[cue].endswith(words.plurals)
    labelled = ":" in text.gap(cue) or not text.capital[cue]
    return direct and (one or (text.folded[index] in words.given and labelled))


def is_announced(text: Tokens, cue: int, index: int, words: NameVocabulary) -> bool:
    """Does a word for one person with a capital lead to a given name: "LA MENOR MAGDALENA", "Testigo Florencia"?"""
    one = text.capital[cue] and not text.folded[cue].endswith(words.plurals) and cue == index - 1
    if not one or text.folded[index] not in words.given:
        return False
    return in_capitals(text, index) if text.upper[cue] else opens(text, cue) and not text.upper[index]


def _is_several(text: Tokens, index: int, words: NameVocabulary) -> bool:
    """Is it an everyday word in the plural: "contra Mujeres"?"""
    return (
        text.kinds[index] == EVERYDAY
        and text.folded[index].endswith(words.plurals)
        and text.folded[index] in words.ordinary
    )


def _is_toward(text: Tokens, index: int, words: NameVocabulary) -> bool:
    """Does an everyday word with a capital stand alone where a person does: "que Régulo viajaba", "por Dimas"?"""
    if index == 0 or text.kinds[index] != EVERYDAY or text.upper[index] or text.capital[index - 1]:
        return False
    word = text.folded[index]
    alone = text.gap(index - 1) in BLANK and text.folded[index - 1] in words.toward and word not in words.public
    last = index + 1 >= len(text) or not text.capital[index + 1]
    return (
        alone
        and last
        and not _is_several(text, index, words)
        and not word.endswith(words.endings)
        and word not in words.small
    )


def _grow(text: Tokens, first: int, words: NameVocabulary, public: Public) -> Name:
    """Extend a name over the words that follow, particles inside it included."""
    kinds, last, turned = text.kinds[first], first, False
    while len(kinds) < RUNS_LONGEST:
        step, particles = last + 1, ""
        while step < len(text) and text.folded[step] in words.particles and joins(text, step - 1, kinds, words):
            step, particles = step + 1, particles + "p"
        if particles and _is_last(text, last + 1):
            kinds, last = kinds + UNKNOWN, last + 1  # "Jane Lê"
            break
        turned = turned or _is_in(text, last, words, public, first)
        if step >= len(text) or len(particles) > 4 or not joins(text, step - 1, kinds, words, turned):
            break
        kind = text.kinds[step]
        if not _continues(text, step, last, kind, particles, kinds, words):
            break
        turned = turned or "," in text.gap(step - 1)
        kinds, last = kinds + particles + kind, step
    return Name(first, last, kinds)


def _is_in(text: Tokens, index: int, words: NameVocabulary, public: Public, first: int) -> bool:
    """Does a small word lead to a place, so that no given name follows: "de Pisco, …", "Posta de Yauri, …"?"""
    if index == 0 or text.folded[index - 1] not in words.particles | words.wheres:
        return False
    named = index == first and index > 1 and text.capital[index - 2] and text.kinds[index - 2] == OFFICE
    return index in public or named


def _is_last(text: Tokens, index: int) -> bool:
    """Is a small word with a capital a name's last one?"""
    follows = index + 1 < len(text) and text.gap(index) in BLANK and text.capital[index + 1]
    return text.capital[index] and not text.upper[index] and not follows


def _continues(
    text: Tokens, step: int, last: int, kind: str, particles: str, kinds: str, words: NameVocabulary
) -> bool:
    """Is a word that follows a name part of it?"""
    if not (text.capital[step] or kind == NO_CASE):
        return False
    if kind in (KNOWN, BOTH, NO_CASE):
        return True
    if kind == UNKNOWN:
        return not (text.upper[step] and not text.upper[last] and not _VOWEL.search(text.folded[step]))
    if kind == INITIAL:
        dotted = text.text[text.ends[step] : text.ends[step] + 1] == "."
        if len(particles) > 1:
            return not dotted  # "de la O"
        follows = step + 1 < len(text) and text.kinds[step + 1] in NAMES and text.gap(step) in BLANK
        return not particles and (dotted or follows or text.folded[step] not in "aeoyu")
    among = text.upper[step] and is_mixed(text, step - len(kinds) - len(particles))
    if kind == WEAK:
        return among or not text.upper[step] or text.folded[step] in words.given
    if kind == OFFICE:
        hyphen = step + 1 < len(text) and text.gap(step) == "-" and text.kinds[step + 1] in NAMES
        initial = kinds.endswith(INITIAL) and not particles
        built = text.folded[step] in words.buildings and not text.upper[step] and len(particles) < len("pp")
        titled = text.folded[step] in words.titles and text.folded[step] not in words.surnames  # "ANA EJEMPLO FAU"
        return (among and text.upper[last] and not titled) or hyphen or initial or built
    if kind == PUBLIC:
        return (not particles and not text.upper[step]) or kinds == INITIAL
    if kind == EVERYDAY:
        return (among or not text.upper[step]) and text.gap(step - 1).strip(" \u00a0") in ("", "-", ".")
    return False


def _grow_left(text: Tokens, name: Name, words: NameVocabulary, public: Public) -> Name:
    """Take in everyday words with a capital right before a name, and particles with one: "Rico", "De La"."""
    first, kinds = name.first, name.kinds
    if kinds == PUBLIC:
        return name
    mixed = is_mixed(text, first)
    while first > 0 and text.gap(first - 1) in BLANK and _is_abroad(text, first - 1, words):
        first, kinds = first - 1, "p" + kinds  # "van der Berg", "van de Berg"
    small = first - begins(text, first, words)
    first, kinds = first - small, "p" * small + kinds
    while first > 0 and text.capital[first - 1] and text.gap(first - 1) in BLANK:
        before = first - 1
        if len(text.folded[before]) < 2 or not _fits_before(text, first, mixed, words, public):
            break
        particle = text.folded[before] in words.particles
        first, kinds = before, ("p" if particle else EVERYDAY) + kinds
    return Name(first, name.last, kinds)


def _is_abroad(text: Tokens, index: int, words: NameVocabulary) -> bool:
    if text.folded[index] in words.abroad:
        return True
    return index > 0 and text.folded[index] in words.particles and text.folded[index - 1] in words.foreign


def _fits_before(text: Tokens, first: int, mixed: bool, words: NameVocabulary, public: Public) -> bool:
    before = first - 1
    kind, particle = text.kinds[before], text.folded[before] in words.particles
    if text.upper[before]:
        return mixed and text.folded[before] not in words.cues and (particle or kind in (EVERYDAY, WEAK, OFFICE))
    begins = opens(text, before)
    if kind == PUBLIC and before not in public and (not begins or not text.upper[first]):
        return True
    if not begins and (particle or kind in (EVERYDAY, WEAK)):
        return True
    led = words.cues | words.toward
    cued = kind == OFFICE and before > 0 and text.folded[before - 1] in led and not text.capital[before - 1]
    return cued and text.folded[before] not in words.titles


def joins(text: Tokens, index: int, kinds: str, words: NameVocabulary, turned: bool = True) -> bool:
    """Does only a blank (or the comma of "PÉREZ ROJAS, Juana", the stop of an initial) stand after a word?"""
    gap = text.gap(index)
    if gap in BLANK or gap in ("-", "‐", "‑", "’", "'", "·"):
        return True
    bare = gap.strip(" \u00a0ªº")  # "M.ª"
    if bare == "." and text.folded[index] in words.particles:
        return True  # "vda. de"
    if bare in ("", "-"):
        return 0 < len(gap) <= 3
    if bare == ".":
        short = len(text.folded[index]) <= 3 and not text.upper[index] and text.kinds[index] == UNKNOWN
        return kinds.endswith(INITIAL) or short
    shortened = bare == ".," and kinds.endswith(INITIAL)  # "Ejemplo A., Rosa"
    if not (bare == "," or shortened) or turned or "\n" in gap:
        return False
    after = index + 1
    if after >= len(text) or not text.capital[after]:
        return text.kinds[after] == NO_CASE and kinds == NO_CASE if after < len(text) else False
    surnames = all(letter in "NUApCM" for letter in kinds.removesuffix(INITIAL)) and len(kinds) <= 5
    if not surnames:
        return False
    known = NAMES | {PUBLIC} if any(kind in kinds for kind in "NA") else NAMES
    named = text.folded[after] in words.given or shortened or (text.upper[index] and text.kinds[after] in known)
    return named and (text.folded[index] not in words.given or (text.upper[index] and text.upper[after]))
