"""What a text is: something done, planned, not done, not the body's business, or no report at all."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate

from extractor.core.model import Evidence, Kind
from rules.cues import Cued, cues_in
from rules.matching import MatchResult, matcher
from rules.models import Pack
from rules.words import Match

FRAMES = ("recital", "quoted_request", "hearsay")  # what stands in these is not the writer's own report
DENIALS = (Kind.NOT_COMPETENT, Kind.NO_ACTION, Kind.PLANNED)  # in order: the first that holds names the kind
REPORTS = ("activity", "report")  # a facet of these classes reports something, even without a verb
QUESTION = "question"  # names a question as the evidence of a kind

_QUESTION = re.compile(r"¿[^¿?]*\?")
_LAST_QUESTION = re.compile(r"\w{3}\?\s*\Z")  # its first mark may be lost; but "OFICIO N? 12" asks nothing
_SENTENCE = re.compile(r"[.:;!?¿\n]\s*")  # what stands between a sentence and the one before it


def kind_of(found: MatchResult, pack: Pack, institution: str | None = None) -> tuple[Kind, tuple[Evidence, ...]]:
    """Return the kind of a text that `institution` writes, and the cues that set it.

    A deed said outside the scope of every denial makes an action ("realizó operativos sin encontrar víctimas"); what
    is said inside a question, a recital, a quoted request or hearsay does not count. In doubt, a text that names an
    activity is an action, unless it recites, quotes or tells of others.
    """
    return kind_by_cues(found, cues_in(found, pack, institution))


def cued_kind(text: str, pack: Pack, institution: str | None = None) -> Kind | None:
    """Return the kind that the cues of a text set, None where no cue speaks."""
    kind, cues = kind_of(matcher(pack).find(text), pack, institution)
    return kind if cues else None


def kind_by_cues(found: MatchResult, held: Iterable[Cued]) -> tuple[Kind, tuple[Evidence, ...]]:
    """Return what `kind_of` does of a text whose cues were found."""
    asked = _questions(found.words.text)
    cues = [cued for cued in held if not _holds(asked, cued.hit)]
    frames = [cued for cued in cues if cued.cue.effect in FRAMES]
    framed = _Scopes(frames)
    own = [cued for cued in cues if cued.cue.effect not in FRAMES and cued.hit not in framed]
    denials = [cued for cued in own if cued.cue.effect != "done"]
    denied = _Scopes(denials)
    deeds = [cued for cued in own if cued.cue.effect == "done" and cued.hit not in denied]
    if deeds:
        return Kind.ACTION, _evidence(deeds, found)
    for kind in DENIALS:
        holding = [cued for cued in denials if cued.cue.effect == kind]
        if holding:
            return kind, _evidence(holding, found)
    if not frames and any(not _holds(asked, hit) for name in REPORTS for hit in found.hits.get(name, ())):
        return Kind.ACTION, ()
    return Kind.OTHER, (*asked, *_evidence(frames, found))


def _questions(text: str) -> tuple[Evidence, ...]:
    """Return the questions of a text: who asks reports nothing."""
    if "?" not in text:
        return ()
    spans = [asked.span() for asked in _QUESTION.finditer(text)]
    if (end := _LAST_QUESTION.search(text)) and (not spans or spans[-1][1] < end.start()):
        stops = [stop.end() for stop in _SENTENCE.finditer(text, 0, end.start())]
        spans.append((stops[-1] if stops else 0, end.end()))
    return tuple(Evidence(QUESTION, start, end, text[start:end]) for start, end in spans)


def _holds(asked: Iterable[Evidence], hit: Match) -> bool:
    return any(question.start <= hit.start and hit.end <= question.end for question in asked)


class _Scopes:
    """The scopes of some cues; `hit in scopes` tells whether one of them holds the whole hit."""

    def __init__(self, cues: Iterable[Cued]) -> None:
        ordered = sorted((cued.first, cued.last) for cued in cues)
        self._firsts = [first for first, _ in ordered]
        self._reach = list(accumulate((last for _, last in ordered), max))

    def __contains__(self, hit: Match) -> bool:
        before = bisect_right(self._firsts, hit.first)
        return before > 0 and self._reach[before - 1] >= hit.last


def _evidence(cues: Iterable[Cued], found: MatchResult) -> tuple[Evidence, ...]:
    """Return where each cue holds first."""
    text = found.words.text
    hits: dict[str, Match] = {}
    for cued in cues:
        hits.setdefault(cued.cue.id, cued.hit)
    return tuple(Evidence(rule, hit.start, hit.end, text[hit.start : hit.end]) for rule, hit in hits.items())
