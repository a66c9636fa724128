"""Is a document a letter on what the pack is about? In one that is not, nothing is an action for want of a cue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from extractor.core.model import Finding, Kind, Letter
from rules.matching import matcher
from rules.models import Pack


def is_off_subject(letter: Letter, pack: Pack) -> bool:
    """Is the letter of nobody that the pack knows, and does it not name what the pack is about?"""
    subjects = pack.reading.subjects
    if not subjects or letter.head.institution is not None:
        return False
    found = matcher(pack).find(letter.text)
    return not any(found.hits.get(subject) for subject in subjects)


def without_guesses(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings, none of them an action for which no word speaks."""
    return tuple(_sober(finding) for finding in findings)


def _sober(finding: Finding) -> Finding:
    said = finding.classification
    if said.kind is not Kind.ACTION or said.cues:
        return finding
    return replace(
        finding,
        statement=replace(finding.statement, kind=Kind.OTHER),
        classification=replace(said, kind=Kind.OTHER, suggestions=()),
    )
