"""Whose name a run of capitalised words is: a private person's unless something shows it to be public."""

from __future__ import annotations

import re

from extractor.privacy.capitals import (
    acts,
    closes_cell,
    in_capitals,
    is_acronym,
    is_apposed,
    is_numbered,
    opens,
    opens_cell,
)
from extractor.privacy.officials import Public, has_own, is_official, named_after, names_venue
from extractor.privacy.runs import BLANK, Name, cue_before, is_announced
from extractor.privacy.settings import SHORTEST_FORM, SHORTEST_UNKNOWN
from extractor.privacy.standing import begins_surname, run_stands
from extractor.privacy.tokens import INITIAL, NO_CASE, Tokens
from extractor.privacy.vocabulary import BOTH, EVERYDAY, KNOWN, OFFICE, PUBLIC, UNKNOWN, WEAK, NameVocabulary

_ROMAN = re.compile(r"[IVX]{2,5}")
_ORDINAL = re.compile(r"[IVX]{1,5}")
_PUBLIC_KINDS = (EVERYDAY, OFFICE, PUBLIC)
Officials = list[frozenset[str]]


def is_private(text: Tokens, name: Name, words: NameVocabulary, public: Public, officials: Officials) -> bool:
    """Decide on one run; in doubt it is private."""
    said = " ".join(text.folded[name.first : name.last + 1])
    cue = cue_before(text, name.first, words)
    stands = _stands(text, name, words, public)
    acting = stands or _is_acting(text, name, words, public)
    if said in words.released and not acting and (cue is None or not _is_led(text, cue, name, words)):
        return False
    paired = name.first > 1 and text.folded[name.first - 1] in words.joiners
    if paired and " ".join(text.folded[name.first - 2 : name.last + 1]) in words.released:
        return False  # "Fe y Alegría"
    if said in words.hidden or (stands and not is_official(text, name, words)):
        return True
    parts = [index for index, kind in _each(name) if kind in "NUACMX"]
    known = all(index in public or text.kinds[index] in (PUBLIC, EVERYDAY) for index in parts)
    known = known and INITIAL not in name.kinds and text.folded[name.first] not in words.abroad
    known = known and not _has_surname(text, name, words, public)
    lone = len(parts) == 1 and text.folded[parts[0]] in words.given
    courtesy = cue is not None and text.folded[cue] in words.courtesies
    venue = cue is not None and courtesy and text.capital[cue] and names_venue(text, cue - 1, words)
    if venue and named_after(text, name, words, public):
        return False  # "Hospedaje Doña Julia"
    if cue is not None and (_is_led(text, cue, name, words) or (not known and not courtesy)):
        return _is_cued(text, cue, name, words) and not (courtesy and is_official(text, name, words))
    if known and not acting and not (lone and not _is_placed(text, name, words, public)):
        return cue is None and _is_toward(text, name, words, public)
    if not courtesy and named_after(text, name, words, public) and not _outgrows_saint(text, name, words, public):
        return False
    if is_official(text, name, words) or is_known_official(text, name, officials):
        return False
    if cue is None and not acting and _is_event(text, name, words, public):
        return False
    return cue is not None or acting or _is_name(text, name, words)


def _is_event(text: Tokens, name: Name, words: NameVocabulary, public: Public) -> bool:
    """Does a numeral or an institution's adjective show that nobody is named: "I Encuentro …", "Ejemplo Nacional"?"""
    first, last = name.first, name.last
    if last + 1 < len(text) and text.gap(last) in BLANK and _ROMAN.fullmatch(text.raw(last + 1)):
        return True  # a ship's: "Eduardo IV"
    numbered = first > 0 and text.gap(first - 1) in BLANK and _ORDINAL.fullmatch(text.raw(first - 1))
    if numbered and text.kinds[first] in _PUBLIC_KINDS:
        return True
    unknown = all(kind in (UNKNOWN, EVERYDAY, PUBLIC) for kind in name.kinds)
    if not unknown:
        return False
    if _is_thing(text, name, words) or _is_among_places(text, name, words, public):
        return True
    begins = first - 1 if first and text.gap(first - 1) in BLANK else first
    if any(text.folded[i] in words.toponyms and text.capital[i] and not text.upper[i] for i in {begins, first}):
        return True
    if last + 1 < len(text) and text.gap(last) in BLANK and text.capital[last + 1]:
        return text.folded[last + 1] in words.qualifiers
    two = first + 1 == last and text.gap(first) == "-" and text.kinds[last] in (EVERYDAY, PUBLIC)
    return two and text.raw(first).endswith(words.compounding)  # "Hispano-Peruano"


def _is_among_places(text: Tokens, name: Name, words: NameVocabulary, public: Public) -> bool:
    """Does a run stand in a list of places: "Puno, Ejemplo y Lampa", "los distritos de Lampa, Ejemplo y …"?"""
    first, last = name.first, name.last
    if first == 0 or text.gap(first - 1).strip() not in (",", "") or acts(text, last, words):
        return False
    if text.gap(first - 1).strip() == "," and first - 1 in public and last + 2 < len(text):
        return text.folded[last + 1] in words.joiners and last + 2 in public and text.gap(last) in BLANK
    index = first - 1
    while (
        index > 0
        and (text.capital[index] or text.folded[index] in words.joiners)
        and text.gap(index).strip() in (",", "")
    ):
        index -= 1
    if text.folded[index] not in words.particles or index == 0 or index == first - 1:
        return False
    head = text.folded[index - 1]
    return not text.capital[index - 1] and not words.heads.isdisjoint(words.singulars(head))


def _is_thing(text: Tokens, name: Name, words: NameVocabulary) -> bool:
    """Do unknown words stand where a place or a thing does: "en Ejemplo", "llegó a Ejemplo", "un Ejemplo"?"""
    before = name.first - 1
    if before < 0 or text.gap(before) not in BLANK or (text.upper[name.first] and not text.upper[before]):
        return False
    if text.folded[before] in words.indefinite:
        return True
    if has_own(text, name.last, words) or is_apposed(text, name.last, words) or not _pauses(text, name.last, words):
        return False
    led = [word for word in text.before(before, 2) if word.startswith((*words.minds, *words.motions))]
    if text.folded[before] in words.stays:
        return not any(word.startswith(words.minds) for word in led) and not acts(text, name.last, words)
    lead = text.folded[before] in words.ways and before > 0 and text.folded[before - 1].startswith(words.motions)
    return lead and not acts(text, name.last, words)


def _pauses(text: Tokens, last: int, words: NameVocabulary) -> bool:
    """Does a phrase end with a place's name: with a sign or before a small word for a place or another?"""
    after = last + 1
    if after >= len(text) or text.gap(last) not in BLANK:
        return True
    return text.folded[after] in words.wheres | words.listing | words.particles


def _is_acting(text: Tokens, name: Name, words: NameVocabulary, public: Public) -> bool:
    """Does a name that stands alone do something, and is no place's: "Luz pidió"?"""
    paired = name.last + 2 < len(text) and text.folded[name.last + 1] in words.joiners and text.capital[name.last + 2]
    paired = (
        paired and text.folded[name.last + 2] in words.given and acts(text, name.last + 2, words)
    )  # "X y Luz huyeron"
    if text.upper[name.first] or not (paired or acts(text, name.last, words)):
        return False
    if (
        name.first != name.last
    ):  # "Concepción Huancayo la cuidó": a given name and a place that are not one place's name
        apart = len({public.get(index) for index in (name.first, name.last)}) > 1
        return apart and text.folded[name.first] in words.given and not _is_placed(text, name, words, public)
    named = text.folded[name.first] in words.given or text.folded[name.first] in words.surnames
    return named and not _is_placed(text, name, words, public)


def _stands(text: Tokens, name: Name, words: NameVocabulary, public: Public) -> bool:
    """Do words that are surnames and places or things too stand where a person does?"""
    places = {public.get(index) for index in range(name.first, name.last + 1)}
    one_place = name.first < name.last and len(places) == 1 and None not in places  # "San Juan"
    if one_place or not run_stands(text, name.first, name.last, words):
        return False
    return begins_surname(text, name.first, words) or not _is_placed(text, name, words, public)


def is_known_official(text: Tokens, name: Name, officials: Officials) -> bool:
    """Is somebody named who was named with an office elsewhere in the document?"""
    said = [word for word in text.folded[name.first : name.last + 1] if len(word) > 2]
    return len(said) > 1 and any(one.issuperset(said) for one in officials)


def _each(name: Name) -> zip[tuple[int, str]]:
    return zip(range(name.first, name.last + 1), name.kinds, strict=True)


def _is_led(text: Tokens, cue: int, name: Name, words: NameVocabulary) -> bool:
    """Does a word for one person stand right before, so that even a place's name is hers: "la menor Leticia"?"""
    word, first = text.folded[cue], name.first
    if word in words.kin:
        return True
    if text.capital[cue] and ":" not in text.gap(cue) and word not in words.courtesies:
        return is_announced(text, cue, first, words)
    labelled = ":" in text.gap(cue)
    if word.endswith(words.plurals) and not (text.folded[first] in words.given and (labelled or not text.capital[cue])):
        return False
    return not text.upper[first] or text.upper[cue] or in_capitals(text, first) or text.kinds[first] != PUBLIC


def _is_cued(text: Tokens, cue: int, name: Name, words: NameVocabulary) -> bool:
    """After a word for a person in capitals or the plural ("Víctimas") only what may be a name is one."""
    if any(kind in "NUAC" for kind in name.kinds) or _is_led(text, cue, name, words):
        return True
    return not text.capital[cue] and not text.folded[cue].endswith(words.plurals)


def _is_toward(text: Tokens, name: Name, words: NameVocabulary, public: Public) -> bool:
    """Does one everyday word stand where a person does: "que Régulo viajaba"?"""
    first = name.first
    lone = first == name.last and name.kinds == EVERYDAY and first not in public and not text.upper[first]
    return lone and first > 0 and not text.capital[first - 1] and text.folded[first - 1] in words.toward


def _has_surname(text: Tokens, name: Name, words: NameVocabulary, public: Public) -> bool:
    """Is it a given name before a surname, and not one name of a place?"""
    named = name.first < name.last and text.folded[name.first] in words.given
    whole = range(name.first, name.last + 1)
    apart = len({public.get(index) for index in whole}) > 1
    if named and apart and text.folded[name.last] in words.given:
        return True
    return named and text.folded[name.last] in words.surnames and (apart or public.get(name.first) is None)


def _outgrows_saint(text: Tokens, name: Name, words: NameVocabulary, public: Public) -> bool:
    """Is it more than a saint's name: "Santa Quispe Mamani", "San Martín Silva Carolina"?"""
    begins = name.first
    if begins > 0 and text.folded[begins - 1] in words.saints and text.gap(begins - 1) in BLANK:
        begins -= 1
    if text.folded[begins] not in words.saints or (begins > 0 and text.folded[begins - 1] in words.heads):
        return False
    if begins > 1 and text.folded[begins - 1] in words.particles and text.folded[begins - 2] in words.heads:
        return False
    parts = [index for index, kind in _each(name) if kind in "NUA" and index != begins]
    sure = [index for index in parts if text.folded[index] in words.surnames and index not in public]
    given = begins < name.first or text.folded[begins] in words.given
    ended = bool(sure) and text.folded[name.last] in words.given
    return (
        len(sure) >= 2
        or ended
        or (bool(sure) and given and text.folded[begins] in words.given and len(parts) == len(sure))
    )


def _is_placed(text: Tokens, name: Name, words: NameVocabulary, public: Public) -> bool:
    """Does a place that is a given name too ("Magdalena") stand where a place does?"""
    before = name.first - 1
    if before < 0:
        return False
    beside = text.gap(before).strip() in ("", ",", "-", "–", "(")
    word = text.folded[before]
    cue = word in words.cues and not text.capital[before] and not word.endswith(words.plurals)
    office = text.kinds[before] == OFFICE and not cue and word not in words.small
    if beside and (before in public or office or word in words.wheres):
        return True
    if beside and word in words.particles and before and _of_place(text, before, words):
        return True
    after = name.last + 1
    return after in public and text.gap(name.last).strip() in ("", "-", "–", "(")


def _of_place(text: Tokens, particle: int, words: NameVocabulary) -> bool:
    """Does a word for an office or a place stand before "de"?"""
    before = particle - 1
    if text.folded[before] in words.small:
        return False  # "Lo de Guadalupe"
    return text.folded[before] in words.office or (text.capital[before] and not text.upper[before])


def _is_name(text: Tokens, name: Name, words: NameVocabulary) -> bool:
    """Does nothing show that a run of words names nobody?"""
    kinds = name.kinds.replace("p", "")
    firm = sum(kind in "NUC" for kind in kinds)
    if NO_CASE in kinds or _has_age(text, name, words) or text.folded[name.first] in words.abroad:
        return True
    if text.upper[name.first] and is_numbered(text, name.first):
        return False
    if len(kinds) == 1:
        return _is_single(text, name.first, kinds, words)
    if firm == 0:
        both = kinds.count(BOTH)
        if both >= 2 or (both and INITIAL in kinds) or _is_abbreviated(kinds):
            return True
        if both == 1 and (EVERYDAY in kinds or PUBLIC in kinds):
            return text.folded[name.first] in words.given and (_is_cell(text, name) or _is_somebody(text, name, words))
        return both == 1
    if kinds.count(UNKNOWN) == firm and firm == 1 and set(kinds) <= {UNKNOWN, EVERYDAY, PUBLIC, INITIAL}:
        return not is_acronym(text, name.first + name.kinds.index(UNKNOWN), words)
    return True


def _is_somebody(text: Tokens, name: Name, words: NameVocabulary) -> bool:
    """Does a run stand where a person does: before a verb or what somebody is, after "a" or "con"?"""
    if acts(text, name.last, words) or is_apposed(text, name.last, words):
        return True
    return _leads(text, name.first, words) and not text.upper[name.first]


def _is_abbreviated(kinds: str) -> bool:
    """Is it a word with initials: "H. Guerra T.", "Loreto B. G."?"""
    return kinds.count(INITIAL) > 1 or (kinds.startswith(INITIAL) and len(kinds) == 2)


def _is_cell(text: Tokens, name: Name) -> bool:
    return opens_cell(text, name.first) and closes_cell(text, name.last)


def _is_single(text: Tokens, index: int, kind: str, words: NameVocabulary) -> bool:
    if kind == UNKNOWN:
        if _is_plural(text, index, words) or _is_listed_with_bodies(text, index):
            return False
        if (
            opens(text, index)
            and text.raw(index).lower().endswith(words.acute)
            and len(text.raw(index)) >= SHORTEST_FORM
            and not (opens_cell(text, index) and closes_cell(text, index))
        ):
            return False  # "Sugirió": a verb
        short = len(text.folded[index]) <= SHORTEST_UNKNOWN and (text.upper[index] or opens(text, index))
        return not is_acronym(text, index, words) and not short
    if kind == KNOWN:
        return not (text.upper[index] and len(text.folded[index]) <= 4 and not in_capitals(text, index))
    if text.upper[index]:
        given = text.folded[index] in words.given
        return given and kind != WEAK and in_capitals(text, index) and _leads(text, index, words)
    if opens(text, index):
        return _is_bracketed(text, index) or _does(text, index, words)
    beside = any(
        0 <= other < len(text)
        and text.kinds[other] in _PUBLIC_KINDS
        and text.folded[other] not in words.plain
        and not (
            other < index and text.folded[index] in words.given and opens(text, other) and _is_verb(text, other, words)
        )
        and text.gap(min(index, other)) in BLANK
        for other in (index - 1, index + 1)
    )
    linked = index > 1 and text.folded[index - 1] in words.particles and text.kinds[index - 2] in _PUBLIC_KINDS
    linked = linked and text.folded[index - 2] not in words.small
    return not (beside or linked)


def _is_verb(text: Tokens, index: int, words: NameVocabulary) -> bool:
    word = text.folded[index]
    return word in words.doing or word.endswith(words.verbs) or text.raw(index).endswith(words.accented)


def _is_plural(text: Tokens, index: int, words: NameVocabulary) -> bool:
    """Is it a place's name in the plural: "por Las Ejemplos"? A family's has a surname."""
    word, article = text.folded[index], text.folded[index - 1] if index > 1 else ""
    plural = (
        article in words.articles
        and article.endswith(words.plurals)
        and word.endswith(words.plurals)
        and not text.upper[index]
    )
    family = words.singulars(word) & (words.surnames | words.given)
    return plural and not family and text.capital[index - 1] and not opens(text, index - 1)


def _is_listed_with_bodies(text: Tokens, index: int) -> bool:
    """Does a word in capitals, among others that are not, stand in a list beside a body's name?"""
    if not text.upper[index] or in_capitals(text, index):
        return False
    for other, gap in ((index - 1, index - 1), (index + 1, index)):
        if 0 <= other < len(text) and text.gap(gap).strip() == "," and text.kinds[other] in (PUBLIC, OFFICE):
            return text.capital[other]
    return False


def _leads(text: Tokens, index: int, words: NameVocabulary) -> bool:
    """Does a word that leads to persons stand before: "A BLANCA"?"""
    if index == 0 or text.gap(index - 1) not in BLANK:
        return False
    acted = text.upper[index - 1] and text.raw(index - 1).lower().endswith(words.accented)  # "SE PRESENTÓ ROSA"
    return acted or text.folded[index - 1] in words.toward


def _does(text: Tokens, index: int, words: NameVocabulary) -> bool:
    """Does a name that opens a sentence do something, or stand alone in its cell: "Luz pidió", "Rosa –"?"""
    colon = text.text[text.ends[index] :][:1] == ":"
    if closes_cell(text, index) and not colon:
        return opens_cell(text, index) and text.folded[index] in words.given
    if index + 1 >= len(text):
        return False
    told = colon and text.folded[index + 1] in words.doing
    if told or acts(text, index, words) or is_apposed(text, index, words):
        return True
    word, gap = text.folded[index + 1], text.gap(index)
    paired = word in words.joiners and index + 2 < len(text) and text.folded[index + 2] in words.given
    if paired and text.capital[index + 2] and text.folded[index] in words.given:
        return True  # "Rosa y Luz dicen"
    goes_on = gap in BLANK and not text.capital[index + 1] and (word in words.pronouns or word not in words.small)
    return text.folded[index] in words.given and (goes_on or gap == ", ")


def _is_bracketed(text: Tokens, index: int) -> bool:
    """Does a name stand in a bracket, alone or before a comma: "(Toro, 2011)"?"""
    return text.gap(index - 1).endswith("(") and text.text[text.ends[index] :][:1] in (")", ",") if index else False


def _has_age(text: Tokens, name: Name, words: NameVocabulary) -> bool:
    after = text.text[text.ends[name.last] : text.ends[name.last] + 24]
    return bool(words.ages_after.match(after)) and any(kind in "NUCA" for kind in name.kinds)
