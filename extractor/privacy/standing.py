"""Where words stand tells a person from a place, a month or a thing of the same name: "falta Mesa", "con Abril"."""

from __future__ import annotations

from extractor.privacy.capitals import acts, closes_cell, is_apposed, is_mixed, opens
from extractor.privacy.settings import SHORTEST_UNKNOWN
from extractor.privacy.tokens import INITIAL, NUMBER, Tokens
from extractor.privacy.vocabulary import EVERYDAY, KNOWN, UNKNOWN, NameVocabulary

BLANK = (" ", "\u00a0", "  ")


def stands_for_somebody(text: Tokens, index: int, words: NameVocabulary) -> bool:
    """Do words from `index` on, each of which is a name too, stand where only a person does?"""
    if text.upper[index] and not is_mixed(text, index):
        return False
    if _may_name(text, index, words):
        return _stands(text, index, index, words)
    plain = text.kinds[index] == EVERYDAY and not opens(text, index) and not text.folded[index].endswith(words.plurals)
    if not plain or text.folded[index] in words.public or not _is_free(text, index, index, words):
        return False
    return _leads(text, index - 1, words) if _is_led(text, index) else acts(text, index, words)


def run_stands(text: Tokens, first: int, last: int, words: NameVocabulary) -> bool:
    """The same of a run that was found: each of its words may be a name, or is small in one ("De la Cruz")."""
    if (text.upper[first] and not is_mixed(text, first)) or not is_named(text, last, words):
        return first == last and stands_for_somebody(text, first, words)
    small = words.particles | words.saints
    if any(not is_named(text, index, words) and text.folded[index] not in small for index in range(first, last)):
        return False
    return _stands(text, first, last, words)


def is_named(text: Tokens, index: int, words: NameVocabulary) -> bool:
    """Is a word with a capital a given name or a surname, whatever else it may be, or an initial?"""
    if index >= len(text) or not text.capital[index]:
        return False
    word = text.folded[index]
    if word in words.given or word in words.surnames or text.kinds[index] == INITIAL:
        return True
    return word in words.titles and not text.upper[index] and index > 0 and text.folded[index - 1] in words.given


def begins(text: Tokens, first: int, words: NameVocabulary) -> int:
    """Where a name with small words before it begins, if they have a capital inside a sentence: "trajo De la Cruz"."""
    step = first
    while step > 0 and text.gap(step - 1) in BLANK and _is_small(text, step - 1, words):
        step -= 1
        if text.capital[step] and not opens(text, step) and not text.upper[step] and text.kinds[step] != INITIAL:
            return step
    return first


def _is_small(text: Tokens, index: int, words: NameVocabulary) -> bool:
    lone = text.kinds[index] == INITIAL and text.text[text.ends[index] :][:1] != "."
    return lone or text.folded[index] in words.particles or text.folded[index] in words.saints


def _may_name(text: Tokens, index: int, words: NameVocabulary) -> bool:
    short = text.kinds[index] == UNKNOWN and len(text.folded[index]) <= SHORTEST_UNKNOWN
    return short or (text.kinds[index] != INITIAL and is_named(text, index, words))


def _is_led(text: Tokens, first: int) -> bool:
    return first > 0 and text.gap(first - 1) in BLANK


def _is_free(text: Tokens, first: int, last: int, words: NameVocabulary) -> bool:
    """Does nothing before or after make it a place's, a month's or a longer name: "en X", "Julio de 2012"?"""
    after, before = last + 1, first - 1
    goes_on = after < len(text) and text.gap(last) in BLANK
    if goes_on and (text.folded[after] in words.particles or text.kinds[after] == NUMBER or text.capital[after]):
        return False
    if not _is_led(text, first):
        return True
    if text.folded[before] in words.wheres | words.particles | words.articles:
        return False
    return not text.capital[before] or opens(text, before)


def _stands(text: Tokens, first: int, last: int, words: NameVocabulary) -> bool:
    first = begins(text, first, words)
    while is_named(text, last + 1, words) and text.gap(last) in BLANK:
        last += 1
    if begins_surname(text, first, words):
        return True
    if not _is_free(text, first, last, words):
        return False
    if acts(text, last, words) or is_apposed(text, last, words) or _is_told_of(text, last, words):
        return True
    if _is_led(text, first):
        return _leads(text, first - 1, words)
    gap = text.gap(first - 1) if first else ""
    if gap.strip(" ") == ";" and text.text[text.ends[last] :][:1] == ",":
        return True  # a capital inside a sentence: "…; Ejemplo, en cambio, …"
    return gap.endswith(": ") and text.kinds[first] != KNOWN and closes_cell(text, last)


def begins_surname(text: Tokens, first: int, words: NameVocabulary) -> bool:
    """Does a surname begin inside a sentence with a small word that no place begins with: "usuaria De la Cruz"?"""
    small = words.particles - words.definite - words.saints - words.abroad
    if text.folded[first] not in small or not text.capital[first] or opens(text, first) or not _is_led(text, first):
        return False
    before = first - 1
    return not text.capital[before] or (opens(text, before) and text.folded[before] in words.cues)


def _is_told_of(text: Tokens, index: int, words: NameVocabulary) -> bool:
    """Does a clause, a bracket, a verb or another person follow: "X, que …", "X (la mayor)", "X y Ejemplo"?"""
    after = index + 1
    if after + 1 >= len(text) or text.capital[after]:
        return False
    gap, word = text.gap(index), text.folded[after]
    if gap == " (":
        return word in words.definite and text.folded[after + 1] not in words.small
    if gap == ", ":
        return word in words.relatives
    if gap == ": ":
        return word in words.pronouns or word in words.doing
    paired = gap in BLANK and word in words.joiners and text.capital[after + 1] and not text.upper[after + 1]
    return paired and text.kinds[after + 1] in (KNOWN, UNKNOWN)


def _leads(text: Tokens, before: int, words: NameVocabulary) -> bool:
    """Does a verb, or a small word for persons, stand right before?"""
    word = text.folded[before]
    if word in words.ways:
        verb = text.folded[before - 1] if _is_led(text, before) else ""
        way = verb.startswith((*words.toward_places, *words.encompassing))
        return bool(verb) and not way and _is_verb(text, before - 1, words)
    return word in words.toward or (_is_verb(text, before, words) and not word.startswith(words.encompassing))


def _is_verb(text: Tokens, index: int, words: NameVocabulary) -> bool:
    word = text.folded[index]
    ends = word.endswith((*words.verbs, *words.infinitives)) or text.raw(index).endswith(words.accented)
    does = word in words.doing - words.copulas and (word not in words.small or not text.raw(index).isascii())  # "está"
    return (not text.capital[index] or opens(text, index)) and (ends or does)
