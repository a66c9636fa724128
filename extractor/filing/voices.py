"""Is it a report? What the cues say, what the pack's model says and where the text stands, added up.

The odds that a text reports nothing are the model's, moved by its place. Between sure and sure lies what may be a
report: it is shown, marked doubtful. A pack without a model leaves it to the cues.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import log
from typing import TYPE_CHECKING

from extractor.core.model import Evidence, Kind
from extractor.filing.kinds import QUESTION, kind_by_cues
from extractor.filing.settings import (
    ASKED,
    BEGINNING,
    CAUTION,
    CUED,
    CUED_OF_FEW,
    DENIED,
    DONE,
    FRAMED,
    LEAST,
    MOSTLY,
    NAMES_A_DUTY,
    NONE,
    NONE_NAMED,
    OTHER_BODY,
    OWN_BODY,
    OWN_REACH,
    SURE,
    SURE_DENIED,
    SURE_UNCUED,
    TOLD,
    UNCUED,
    UNDENIED,
    UNKNOWN,
    VOICES_FEW,
)
from rules.cues import cues_by_writer
from rules.matching import MatchResult, matcher
from rules.model import KINDS, model_of
from rules.models import Pack
from rules.words import Words, fold

if TYPE_CHECKING:
    from rules.model.vectors import Vector

REPORTS = (Kind.ACTION, Kind.PLANNED, Kind.NO_ACTION, Kind.NOT_COMPETENT)


@dataclass(frozen=True, slots=True)
class Voices:
    """What was heard of a text: the kind by the cues and their words, and each kind's chance by the model, if any.

    `vector` is the text as that model sees it.
    """

    kind: Kind
    cues: tuple[Evidence, ...]
    chances: dict[str, float]
    odds: float
    vector: Vector | None = None


@dataclass(frozen=True, slots=True)
class KindVerdict:
    """The kind of a text, whether that is in doubt, and what moved it. `odds`: that it reports nothing."""

    kind: Kind
    doubtful: bool
    cues: tuple[Evidence, ...]
    odds: float = 0.0


def hear(found: MatchResult, pack: Pack, institution: str | None = None) -> Voices:
    """Ask the cues and the model about a text."""
    own, anyones = cues_by_writer(found, pack, [institution, None])
    kind, cues = kind_by_cues(found, own)
    model = model_of(pack)
    if model is None or not len(found.words):
        return Voices(kind, cues, {}, 0.0)
    vector = model.vector(found.words)
    chances = model.kinds(found, pack, vector, anyones)
    if not chances:
        return Voices(kind, cues, {}, 0.0, vector)
    none = min(max(chances.get(Kind.OTHER, 0.0), LEAST), 1 - LEAST)
    odds = log(none / (1 - none)) + UNKNOWN
    if cues and kind is not Kind.OTHER:
        odds += DONE if kind is Kind.ACTION else DENIED
    if kind is Kind.OTHER and cues:
        odds += TOLD if any(cue.rule in _told(pack) for cue in cues) else FRAMED
        odds += ASKED if _only_asks(found.words.text, cues) else 0.0
    elif kind is Kind.ACTION and _begins_with_another(found, pack, institution):
        odds += OTHER_BODY
    elif kind is Kind.ACTION and _acts_itself(found, cues, pack, institution):
        odds += OWN_BODY
    return Voices(kind, cues, chances, odds, vector)


def judge_kind(
    voices: Voices, found: MatchResult, pack: Pack, leaning: float = 0.0, names_a_duty: bool = False
) -> KindVerdict:
    """Return what a text is; `leaning` is what its place adds to the odds that it reports nothing."""
    if not voices.chances:
        kind = Kind.ACTION if voices.kind is Kind.OTHER and not voices.cues and names_a_duty else voices.kind
        return KindVerdict(kind, False, voices.cues)
    odds = voices.odds + leaning - (NAMES_A_DUTY if names_a_duty else 0.0)
    kind = Kind.OTHER
    best = max((one for one in REPORTS if _may_be(one, voices, pack)), key=lambda one: _weight(one, voices, found))
    none = NONE_NAMED if _is_only_named(voices) else NONE
    if odds < none:
        kind = best
    doubtful = _surely(best, voices) <= odds < none
    cues = voices.cues if kind is voices.kind else ()
    if doubtful or not cues:
        cues = (*cues, *_words(kind, voices.vector or found.words, pack))
    return KindVerdict(kind, doubtful, cues, odds)


def _may_be(kind: Kind, voices: Voices, pack: Pack) -> bool:
    """May a text be of a kind? What no words deny or announce is so for the model alone if that is surer than not.

    What begins with the words that set another kind, as "No se dictó …", is no deed, whatever the model says.
    """
    if kind is Kind.ACTION:
        return voices.kind is kind or not any(cue.rule in _opening(pack) for cue in voices.cues)
    return _is_cued(voices, kind) or voices.chances.get(kind, 0.0) >= UNCUED


def _surely(best: Kind, voices: Voices) -> float:
    """The odds below which a text surely is of the kind that is likeliest.

    What no words deny or announce is denied or planned for the model alone: to be sure of that takes more.
    """
    if best is Kind.ACTION:
        return SURE
    return SURE_DENIED if _is_cued(voices, best) else SURE_UNCUED


def _weight(kind: Kind, voices: Voices, found: MatchResult) -> float:
    cued = CUED if len(found.words) > VOICES_FEW else CUED_OF_FEW
    likelier = CAUTION if kind is Kind.ACTION else 1.0
    if kind is Kind.ACTION and _is_only_named(voices):
        likelier *= UNDENIED
    return voices.chances.get(kind, 0.0) * likelier * (cued if _is_cued(voices, kind) else 1.0)


def _only_asks(text: str, cues: tuple[Evidence, ...]) -> bool:
    """Is a question all of a text, but for what numbers it ("Pregunta 3: ¿Cuántas …?")? Then nothing answers it."""
    asked = [cue for cue in cues if cue.rule == QUESTION]
    whole = sum(cue.end - cue.start for cue in asked) >= MOSTLY * len(text)
    return whole and not any(char.isalnum() for char in text[max(cue.end for cue in asked) :])


@cache
def _told(pack: Pack) -> frozenset[str]:
    return frozenset(cue.id for cue in pack.cues if cue.speakers)


@cache
def _own_words(pack: Pack) -> frozenset[str]:
    return frozenset(map(fold, pack.reading.own))


@cache
def _opening(pack: Pack) -> frozenset[str]:
    return frozenset(cue.id for cue in pack.cues if cue.opens is not None)


def _is_only_named(voices: Voices) -> bool:
    """Is an activity named, and nothing said that plans, denies or reports it: "Charlas en colegios"?"""
    return voices.kind is Kind.ACTION and not voices.cues


def _is_cued(voices: Voices, kind: Kind) -> bool:
    return bool(voices.cues) and voices.kind is kind


def _words(kind: Kind, text: Words | Vector, pack: Pack) -> tuple[Evidence, ...]:
    """Return the words by which the model was moved."""
    model = model_of(pack)
    if model is None:
        return ()
    said = model.contributions(KINDS, kind, text)
    return tuple(Evidence(f"model.{kind}", one.start, one.end, one.word) for one in said)


def _begins_with_another(found: MatchResult, pack: Pack, institution: str | None) -> bool:
    """Does the sentence begin with the name of a body other than the one that writes?"""
    if institution is None:
        return False
    rules = matcher(pack).facet_rules
    named = {rules[name].body for name, hits in found.facets.items() if any(hit.first < BEGINNING for hit in hits)}
    return any(named) and institution not in named


def _acts_itself(found: MatchResult, deeds: tuple[Evidence, ...], pack: Pack, institution: str | None) -> bool:
    """Does the body that writes stand before the first deed: "la municipalidad dictó …", "esta jefatura dictó …"?"""
    if institution is None or not deeds:
        return False
    rules, start = matcher(pack).facet_rules, min(deed.start for deed in deeds)
    if not _own_words(pack).isdisjoint(fold(found.words.text[:start]).split()[-OWN_REACH:]):
        return True
    own = (hits for name, hits in found.facets.items() if rules[name].body == institution)
    return any(hit.end <= start for hits in own for hit in hits)
