"""Is a document a letter on what the pack is about? In one that is not, nothing is a report for want of a cue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from extractor.core.model import Classification, Finding, Kind, Letter
from extractor.read.recitals import is_norm
from extractor.read.settings import MERE_LETTERS, OFF_SUBJECT, RARELY, RARELY_ABROAD, SUBJECT_UNNAMED
from rules.matching import MatchResult, matcher
from rules.models import Pack

ACTIVITY = "activity"  # the class of facets that name one
LEARNED = "model."  # so begin the names of what the model was moved by


def subject_leaning(letter: Letter, pack: Pack, known: Iterable[MatchResult] = ()) -> float:
    """What it adds to the log-odds that a text reports nothing that its letter does not name what the pack is about.

    `OFF_SUBJECT` if nobody that the pack knows wrote it either, or it is a norm: then it is off the subject. 0 if it is
    named. `known` is what was found in its statements already: most letters name it there, and need not be looked
    through again.
    """
    subjects = pack.reading.subjects
    if not subjects:
        return 0.0
    words = max(1, len(letter.text.split()))
    rarely = RARELY_ABROAD if letter.head.institution is None else RARELY
    again = (matcher(pack).find(letter.text[block.start : block.end]) for block in letter.blocks)
    for found in (known, again):
        named = 0
        for one in found:
            hits = (hit for subject in subjects for hit in one.hits.get(subject, ()))
            named += sum(hit.end - hit.start > MERE_LETTERS for hit in hits)
            if named * rarely >= words:  # more than by chance
                return 0.0
    return OFF_SUBJECT if letter.head.institution is None or is_norm(letter, pack) else SUBJECT_UNNAMED


def without_guesses(findings: Iterable[Finding], known: bool = False) -> tuple[Finding, ...]:
    """The findings of a letter that does not name the subject, none of them a report for want of a cue.

    `known`: a body of the pack wrote it. Then what names an activity stays, and what the model is sure of. Of a
    document off the subject nothing stays but what a cue says, and that in doubt.
    """
    return tuple(_sober(finding, known) for finding in findings)


def _sober(finding: Finding, known: bool) -> Finding:
    said = finding.classification
    cued = any(not cue.rule.startswith(LEARNED) for cue in said.cues)
    sure = bool(said.cues) and not said.doubtful
    if cued and not known and said.kind is not Kind.OTHER:
        return replace(finding, classification=replace(said, doubtful=True))
    if said.kind is Kind.OTHER or cued or (known and (sure or _names_activity(said))):
        return finding
    return replace(
        finding,
        statement=replace(finding.statement, kind=Kind.OTHER),
        classification=replace(said, kind=Kind.OTHER, suggestions=(), doubtful=False),
    )


def _names_activity(said: Classification) -> bool:
    return any(facet.name.partition(".")[0] == ACTIVITY for facet in said.facets)
