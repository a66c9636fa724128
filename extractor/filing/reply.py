"""How a reply is to be judged: satisfactory or not, and why, with the words it rests on.

Satisfactory is a reply of a responsible body that reports at least one action which answers a function assigned to it;
of any other body, one that reports any action on the subject. What is only announced has not been done yet. Words that
pass the request on, refuse it or ask for something report nothing.

A verdict rests on what is surely reported. Where that leaves it open it is the best guess, and counts what is likelier
a report than none; so it does where several of these leave hardly a chance that none is one. It is doubtful if it would
be another without what is doubtful, or with all of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import exp, prod

from extractor.core.model import Finding, Kind, Letter, Verdict
from extractor.filing.details import find_details
from extractor.filing.settings import CLAUSE, NONE_OF_ALL, UNREAD
from rules.matching import close
from rules.models import Pack
from rules.words import Match, Phrases, read_words

# code -> what it says, in English; the first two go with a satisfactory reply, the others say why it is not
REASONS: dict[str, str] = {
    "informed": "reports what was asked",
    "partly": "reports a part and says that the rest is missing",
    "not_held": "says that it does not hold the information",
    "nothing_done": "says that nothing was done or registered",
    "outside_functions": "reports only actions outside its functions",
    "not_competent": "says that it is not its competence",
    "transferred": "passes the request on",
    "refused": "refuses to answer",
    "extension": "takes more time",
    "fee": "asks for a payment first",
    "clarification": "asks what is meant",
    "link_only": "only says where to look",
    "nothing_attached": "came with nothing in it or attached to it",
    "unread": "could not be read",
    "not_on_file": "came, and no copy of it is here",
    "unknown": "says nothing that the program recognises",
}
UNJUDGED = ("unread", "not_on_file")
OPEN = ("unknown", "outside_functions")  # reasons that are none: a doubtful report may be what the letter answers
SATISFACTORY, UNSATISFACTORY = "satisfactory", "unsatisfactory"

_PROCEDURAL = ("transferred", "refused", "clarification", "extension", "fee")
_EMPTY = (*_PROCEDURAL, "link_only", "not_held")  # a statement with such words is no report of an action
_MISSING = ("partly", "not_held")  # beside actions, these say that a part of the answer is missing
_QUOTES = ("“", "«", '"', "‘")
_OFFICE = r"(?P<office>[A-ZÁÉÍÓÚÑ]\w+(?:\s+(?:[a-záéíóú]{1,3}\s+){0,2}[A-ZÁÉÍÓÚÑ]\w+){0,9})"


def judgement(reason: str) -> str | None:
    """Return the verdict that goes with a reason; None where nobody can tell."""
    if reason in UNJUDGED:
        return None
    return SATISFACTORY if reason in ("informed", "partly") else UNSATISFACTORY


@dataclass(frozen=True, slots=True)
class _Said:
    """A reason that the letter gives, and where."""

    reason: str
    start: int
    end: int


def judge(letter: Letter, findings: Sequence[Finding], pack: Pack) -> Verdict:
    """Return how the reply is to be judged, with its reason and the part of `letter.text` that it rests on."""
    if len(letter.text.strip()) < UNREAD:
        return Verdict(None, "unread")
    said = [one for one in _said(letter, pack) if not _is_beside_a_deed(one, findings)]
    sure = [finding for finding in findings if not finding.classification.doubtful]
    verdict = _judged(letter, sure, said, pack)
    likely = [one for one in findings if not one.classification.doubtful or one.classification.odds < 0]
    if verdict.reason in OPEN or _chance_of_none(likely) < NONE_OF_ALL:
        verdict = _judged(letter, likely, said, pack)
    outcomes = {_judged(letter, some, said, pack).reply for some in (sure, findings)}
    return replace(verdict, doubtful=outcomes != {verdict.reply})


def _is_beside_a_deed(one: _Said, findings: Sequence[Finding]) -> bool:
    """Does a statement that denies something, and rather reports a deed, say so: no reason for the whole reply?"""
    if one.reason != "nothing_done":
        return False
    held = (finding.classification for finding in findings if _overlap(finding, one))
    return any(said.kind is Kind.ACTION and said.odds < 0 for said in held)


def _chance_of_none(findings: Sequence[Finding]) -> float:
    """How likely none of the actions is a report."""
    said = (finding.classification for finding in findings)
    return prod(1 / (1 + exp(-one.odds)) for one in said if one.kind is Kind.ACTION)


def _judged(letter: Letter, findings: Sequence[Finding], said: list[_Said], pack: Pack) -> Verdict:
    reports = [finding for finding in findings if not _is_empty(finding, said)]
    actions = [finding for finding in reports if finding.classification.kind is Kind.ACTION]
    answers = [finding for finding in actions if _answers(finding, letter, pack)]
    if letter.head.institution is None:
        return Verdict(None, "unknown")
    if answers:
        missing = next((one for one in said if one.reason in _MISSING), None)
        rest = (missing.start, missing.end) if missing else _span(max(answers, key=_score))
        return Verdict(SATISFACTORY, "partly" if missing else "informed", *rest)
    if actions:
        return Verdict(UNSATISFACTORY, "outside_functions", *_span(actions[0]))
    return _nothing(letter, reports, said, pack)


def gives_reason(letter: Letter, pack: Pack) -> bool:
    """Does a letter say why it reports nothing: that it refuses, passes on, holds nothing, only links, …?"""
    return any(True for _ in _said(letter, pack))


def _answers(finding: Finding, letter: Letter, pack: Pack) -> bool:
    """Does an action count for its body? For a responsible one only if it answers an assigned function."""
    if letter.head.institution not in _responsible(pack):
        return True
    best = next(iter(finding.classification.suggestions), None)
    return best is not None and best.obligation in _functions(pack)


def _score(finding: Finding) -> float:
    return max((suggestion.score for suggestion in finding.classification.suggestions), default=0.0)


def _is_empty(finding: Finding, said: list[_Said]) -> bool:
    """Does a statement only say why there is no answer, or quote the law in a refusal?"""
    quotes = finding.statement.text.startswith(_QUOTES) and any(one.reason == "refused" for one in said)
    return quotes or any(one.reason in _EMPTY and _overlap(finding, one) for one in said)


def _nothing(letter: Letter, reports: list[Finding], said: list[_Said], pack: Pack) -> Verdict:
    """Why a reply without an action is unsatisfactory: what its statements say, else what its phrases say."""
    procedural = _of(said, *_PROCEDURAL)
    blocks = [(b.start, b.end) for b in letter.blocks if any(b.start <= one.start < b.end for one in procedural)]
    denials = [f for f in reports if not any(a <= f.statement.start < b for a, b in blocks)]
    for one in _stated(denials, Kind.NO_ACTION, "nothing_done"):
        return Verdict(UNSATISFACTORY, one.reason, one.start, one.end)
    for one in procedural:
        return Verdict(UNSATISFACTORY, one.reason, one.start, one.end, _target(one, letter, pack))
    stated = [*_stated(reports, Kind.NOT_COMPETENT, "not_competent")]
    stated += _of(said, "not_competent", "not_held", "nothing_done", "link_only")
    stated += _stated(reports, Kind.PLANNED, "nothing_done")
    for one in stated:
        return Verdict(UNSATISFACTORY, one.reason, one.start, one.end)
    return Verdict(UNSATISFACTORY, "unknown")


def _of(said: list[_Said], *reasons: str) -> list[_Said]:
    return sorted((one for one in said if one.reason in reasons), key=lambda one: reasons.index(one.reason))


def _stated(findings: list[Finding], kind: Kind, reason: str) -> Iterator[_Said]:
    """The cue of each statement of this kind, or the whole statement if no cue is kept."""
    for finding in findings:
        if finding.classification.kind is kind:
            start, end = _span(finding)
            cue = next(iter(finding.classification.cues), None)
            yield _Said(reason, start + cue.start, start + cue.end) if cue else _Said(reason, start, end)


def _span(finding: Finding) -> tuple[int, int]:
    return finding.statement.start, finding.statement.end


def _overlap(finding: Finding, one: _Said) -> bool:
    return finding.statement.start < one.end and one.start < finding.statement.end


# --- what a pack says of replies, compiled ---


@cache
def _responsible(pack: Pack) -> frozenset[str]:
    return frozenset(body.id for body in pack.bodies if body.type == "responsable")


@cache
def _functions(pack: Pack) -> frozenset[str]:
    return frozenset(obligation.id for obligation in pack.obligations if obligation.role == "function")


@cache
def _phrases(pack: Pack) -> Phrases:
    """Every phrase of every reason, labelled with the reason's position and what the phrase is for."""
    return Phrases(
        (phrase, f"{number} {use}")
        for number, reason in enumerate(pack.reply.reasons)
        for use in ("phrases", "near", "unless")
        for phrase in getattr(reason, use)
    )


def _said(letter: Letter, pack: Pack) -> Iterator[_Said]:
    """The reasons that the letter gives below its head, in the order of the pack."""
    below = max((block.end for block in letter.blocks if block.kind == "head"), default=0)
    hits: dict[str, list[Match]] = {}
    for hit in _phrases(pack).find(read_words(letter.text[below:])):
        hits.setdefault(hit.label, []).append(hit)
    for number, reason in enumerate(pack.reply.reasons):
        found = hits.get(f"{number} phrases", [])
        if found and reason.near:
            found = close(found, hits.get(f"{number} near", []), reason.window)
        if found and reason.unless:
            barred = {id(hit) for hit in close(found, hits.get(f"{number} unless", []), reason.window)}
            found = [hit for hit in found if id(hit) not in barred]
        for hit in found:
            yield _Said(reason.id, below + hit.start, below + hit.end)


# --- who it was passed on to, which article refuses ---


def _target(one: _Said, letter: Letter, pack: Pack) -> str:
    """The body a request is passed on to, or the article it is refused on; "" if the clause names none."""
    start = letter.text.rfind("\n", 0, one.start) + 1
    stop = letter.text.find("\n", one.end)
    end = min(one.end + CLAUSE, len(letter.text) if stop < 0 else stop)
    if one.reason == "transferred":
        return _receiver(letter.text[one.end : end], letter.head.institution, pack)
    return _article(letter.text[max(start, one.start - CLAUSE) : end], pack) if one.reason == "refused" else ""


def _receiver(clause: str, own: str | None, pack: Pack) -> str:
    office = _receivers(pack).search(clause)
    partners = find_details(clause, pack, institution=own).partners
    if partners and (office is None or partners[0].start <= office.end()):
        return partners[0].name
    return office["office"] if office else ""


def _article(clause: str, pack: Pack) -> str:
    cited = _articles(pack).search(clause)
    if cited is None:
        return ""
    norms = [norm for norm in find_details(clause, pack).norms if norm.start > cited.start()]
    return f"{cited.group()}, {norms[0].kind} {norms[0].number}" if norms else cited.group()


@cache
def _receivers(pack: Pack) -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, pack.reply.receivers), key=len, reverse=True)) or r"(?!)"
    return re.compile(rf"(?<!\w)(?:{words})\s+{_OFFICE}")


@cache
def _articles(pack: Pack) -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, pack.reply.articles), key=len, reverse=True)) or r"(?!)"
    return re.compile(rf"(?<!\w)(?i:{words})\s*\d+(?:[-.]?\w)?")
