"""What a table says of its rows beside their activity: done, not done, to be done.

A cell under "Estado", "Resultado", "Cumplimiento" speaks by its percentage, by how it begins, or, on what is to come,
as a sentence does; of two columns that are ticked, the ticked one speaks. That no victims were found denies no deed,
but a row that counts nothing at all does: "Operativos | 00".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import takewhile

from extractor.core.model import Evidence, Kind
from extractor.filing.details import count_under
from extractor.filing.kinds import cued_kind
from extractor.read.layout.vocabulary import Openings, vocabulary
from extractor.read.settings import MAX_REMARK, MAX_STATE, MIN_CANDIDATE, SHORT
from rules.models import Pack
from rules.words import fold

RESULT, REMARK, PLAN, NUMBER = "result", "remark", "planned", "number"
_PERCENT = re.compile(r"\s*(\d{1,3}(?:[.,]\d+)?)\s*%\s*")
_ZERO = re.compile(r"\s*0+(?:[.,]0+)?\s*")
_NOUGHT = re.compile(r"\s*(?:[^\d,]{1,5}\s?)?0+(?:[.,]0+)?\s*")  # with what money is called before it
_FIGURE = re.compile(r"\s*\d{1,6}\s*")
_CASE = re.compile(r"\s*\d{2,6}\s?[-–]\s?(?:19|20)\d\d(?:[-–/][\w./–-]*)?\s*")  # "00977-2011-0-JR"
_NOT_TICKED = frozenset("-–—☐□0()[]{} ")
CHECKS, _CROSSES = frozenset("✓✔☑"), frozenset("✗✘")
_STOP = re.compile(r"[.,;:(]")


def kind_by_cells(
    cells: Sequence[tuple[str, str]], pack: Pack, institution: str | None = None, named: str = "", checks: bool = False
) -> Kind | None:
    """Return the kind that the cells of a row, (role, text) each, give it; None where they say nothing.

    `named`: what the row names. A directive that is under way is still to come, where a course is being given.
    `checks`: what was done is checked with a sign of its own, so that a cross says the contrary.
    """
    ticked = [_kind(role) for role, text in cells if role in _answers(pack) and _is_ticked(text)]
    if len(ticked) == 1:
        return ticked[0]
    results = [text for role, text in cells if role == RESULT]
    if checks and (marked := _marked(results)):
        return marked
    if _is_still_to_come(results, pack, institution):
        return Kind.PLANNED
    said = [kind for text in results if (kind := _said(text, pack, institution))]
    if said:
        begun = any(_begun(pack).match(fold(text)) for text in results)
        done = Kind.ACTION in said or any(_FIGURE.fullmatch(text) and not _NOUGHT.fullmatch(text) for text in results)
        kind = Kind.ACTION if done else said[0]  # what was made and not paid for was made
        return Kind.PLANNED if begun and _drafted(pack).match(fold(named)) else kind
    planned = any(role == PLAN and text.strip().isdigit() and not _ZERO.fullmatch(text) for role, text in cells)
    none = planned and any(map(_ZERO.fullmatch, results))
    none = none or (len(results) > 1 and all(map(_NOUGHT.fullmatch, results)))  # of what was made and what was spent
    return Kind.NO_ACTION if none or any(role == REMARK and _is_undone(text, pack) for role, text in cells) else None


def kind_by_state(text: str, pack: Pack, institution: str | None = None) -> Kind | None:
    """Return the kind that a line's last words give what it names before a colon: "Mapa de riesgos: pendiente"."""
    named, _, state = text.rstrip(" .").rpartition(": ")
    if not named or len(state.split()) > MAX_STATE:
        return None
    return Kind.NO_ACTION if _ZERO.fullmatch(state) else _said(state, pack, institution)


def _marked(results: Sequence[str]) -> Kind | None:
    """Return what a check or a cross says that stands alone in a cell."""
    signs = {text.strip() for text in results}
    if signs & CHECKS:
        return Kind.ACTION
    return Kind.NO_ACTION if signs & _CROSSES else None


def _is_still_to_come(results: Sequence[str], pack: Pack, institution: str | None) -> bool:
    """Does one cell say that it is to come, and another that only a part of it is ready: "En trámite | 40%"?"""
    shares = [percent[1] for text in results if (percent := _PERCENT.fullmatch(text))]
    words = [_said(text, pack, institution) for text in results if not _PERCENT.fullmatch(text)]
    partly = any(_number(share) < 100 for share in shares)
    return partly and Kind.PLANNED in words and Kind.ACTION not in words


def _number(share: str) -> float:
    return float(share.replace(",", "."))


def _is_undone(text: str, pack: Pack) -> bool:
    """Does a cell deny, and nothing but what its row names: "No se imprimieron", "No hubo por falta de fondos"?

    With something of its own ("No se hallaron menores", "No se cuenta con fotos") it denies that; without the means
    ("No se cuenta con personal") nothing was done.
    """
    words = fold(_STOP.split(text, maxsplit=1)[0]).split()
    if len(words) > MAX_REMARK:
        return False
    if _lacking(pack).match(fold(text)):
        return True
    clause = list(takewhile(lambda word: word not in _reasons(pack), words))
    return len(clause) > 1 and all(word in _helping(pack) for word in clause[1:-1]) and _denies(text, pack)


def names_case(text: str) -> bool:
    """Does a cell hold the number of a case, and nothing else? What is pending then was brought already."""
    return _CASE.fullmatch(text) is not None


def is_answer(text: str, pack: Pack) -> bool:
    """Does a cell say of what stands beside it that it was done, or was not?"""
    return _said(text, pack, None) is not None


def tells(text: str, pack: Pack) -> bool:
    """Does a cell tell something of what was done, beside a yes: "Seis charlas", not "X", "En elaboración"?"""
    long = sum(map(str.isalnum, text)) >= MIN_CANDIDATE
    return long and _said(text, pack, None) in (None, Kind.ACTION) and not _denies(text, pack)


def counts_nothing(cells: Sequence[tuple[str, str]], pack: Pack, names_activity: bool) -> bool:
    """Do the cells of a row, (header, text) each, count what it names, and none of it?

    Under a heading of its own ("Detenidos") a nought denies no activity that the row names; under "Cantidad" it does,
    and beside a court or an office any heading will do, and words as well ("Ninguno", "No registra").
    """
    if not cells:
        return False
    if names_activity:
        return all(_ZERO.fullmatch(text) and count_under(header, "1", pack) is None for header, text in cells)
    return all(_ZERO.fullmatch(text) or _denies(text, pack) for _, text in cells)


def _denies(text: str, pack: Pack) -> bool:
    folded = fold(text)
    opening = _openings(pack).get(Kind.NO_ACTION)
    begins = opening is not None and _length(opening.match(folded), folded) > 0
    return begins or cued_kind(text, pack) is Kind.NO_ACTION


def _said(text: str, pack: Pack, institution: str | None) -> Kind | None:
    if percent := _PERCENT.fullmatch(text):
        return Kind.ACTION if _number(percent[1]) else Kind.NO_ACTION
    folded = fold(text)
    lengths = {kind: _length(opening.match(folded), folded) for kind, opening in _openings(pack).items()}
    best = max(lengths, key=lambda one: lengths[one], default=None)
    if best and lengths[best]:
        return best
    if _is_undone(text, pack):
        return Kind.NO_ACTION
    kind = cued_kind(text, pack, institution)
    return kind if kind in (Kind.PLANNED, Kind.NOT_COMPETENT) else None


def _length(end: int, folded: str) -> int:
    """How much of a cell a phrase takes; a word as short as "no" speaks alone, or before a stop."""
    goes_on = folded[end:].lstrip()[:1].isalnum()
    return 0 if goes_on and len(folded[:end].strip()) <= SHORT else end


def _is_ticked(text: str) -> bool:
    return bool(set(text.strip()) - _NOT_TICKED)


@cache
def _openings(pack: Pack) -> dict[Kind, Openings]:
    return {_kind(name): Openings(phrases) for name, phrases in pack.reading.results.items()}


@cache
def _begun(pack: Pack) -> Openings:
    return Openings(pack.reading.begun)


@cache
def _drafted(pack: Pack) -> Openings:
    return Openings(pack.reading.drafted)


@cache
def _answers(pack: Pack) -> frozenset[str]:
    return frozenset(pack.reading.answers)


@cache
def _reasons(pack: Pack) -> frozenset[str]:
    return frozenset(map(fold, pack.reading.reasons))


@cache
def _lacking(pack: Pack) -> re.Pattern[str]:
    """Matches what says that the means are lacking, in folded text."""
    lacks, means = (
        "|".join(re.escape(fold(one)) for one in sorted(some, key=len, reverse=True)) or "(?!)"
        for some in (pack.reading.lacks, pack.reading.means)
    )
    return re.compile(rf"\W*(?:{lacks})\s+(?:\w{{1,6}}\s+)?(?:{means})(?!\w)")


@cache
def _helping(pack: Pack) -> frozenset[str]:
    return frozenset(map(fold, pack.reading.auxiliaries))


def _kind(name: str) -> Kind:
    return Kind.ACTION if name == "done" else Kind(name)


def denies_hindrance(text: str, cues: Sequence[Evidence], pack: Pack) -> bool:
    """Is all that is denied that something stood in the way: "No se presentaron dificultades"? That denies no deed."""
    folded, hindered = fold(text), vocabulary(pack).hindered
    return bool(cues) and all(hindered.match(folded, cue.end) for cue in cues)
