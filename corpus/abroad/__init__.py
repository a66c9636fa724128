"""Twelve whole letters in the forms of six other countries: what the reading rules of `es` make of them.

`python -m corpus.abroad` sets each from its source and says of every head field whether it is right, wrong or unknown,
and of every labelled sentence what became of it. No body is the pack's: an institution is always wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz

from corpus.build import build_pdf
from corpus.heads import same
from corpus.sample import SAID, LabelledText, SampleLetter, load_samples, spoken
from corpus.score import plain
from extractor.core.model import Finding, Kind, Reading
from extractor.read.letter import read_letter
from rules.loader import load_pack
from rules.models import Pack

FOLDER = Path(__file__).parent
WHOLE = 96  # of 100: how like a statement is to what it was labelled as, if it holds all of it and nothing else


@dataclass(frozen=True, slots=True)
class ReadSample:
    """A letter with what the program reads in it."""

    sample: SampleLetter
    reading: Reading


def read_all(pack: Pack) -> Iterator[ReadSample]:
    """Set and read every letter of the folder."""
    for sample in load_samples(FOLDER):
        yield ReadSample(sample, read_letter(build_pdf(sample), pack))


def heads(read: ReadSample) -> dict[str, str]:
    """Each field of the head: right, wrong, or unknown though printed."""
    head = read.reading.letter.head if read.reading.letter else None
    marks = {}
    for field in ("institution", "number", "date"):
        said, got = read.sample.facts.get(field), getattr(head, field, None)
        right = same(field, str(said) if said else None, got)
        marks[field] = "right" if right else "unknown" if got is None else "wrong"
    return marks


def said(read: ReadSample) -> Iterator[tuple[LabelledText, Finding | None]]:
    """Each labelled sentence with the statement that holds it whole and alone; None where there is none."""
    for block in read.sample.blocks:
        for part in spoken(block):
            if part.kind in SAID:
                yield part, max(read.reading.findings, key=lambda one: _likeness(one, part), default=None)


def is_whole(finding: Finding | None, part: LabelledText) -> bool:
    """Does a statement hold a labelled sentence, and nothing beside it?"""
    return finding is not None and _likeness(finding, part) >= WHOLE


def _likeness(finding: Finding, part: LabelledText) -> float:
    return fuzz.ratio(plain(finding.statement.text), plain(part.text))


def false_reports(read: ReadSample) -> list[Finding]:
    """What is called a report and is none that was labelled."""
    labelled = [plain(part.text) for part, _ in said(read)]
    told = (one for one in read.reading.findings if one.classification.kind is not Kind.OTHER)
    return [
        one
        for one in told
        if not any(fuzz.partial_ratio(plain(one.statement.text), text) >= WHOLE for text in labelled)
    ]


def main() -> None:
    counts: Counter[str] = Counter()
    for read in read_all(load_pack()):
        marks = heads(read)
        print(read.sample.name, marks, read.reading.letter and read.reading.letter.head.number)
        counts.update(f"{field} {mark}" for field, mark in marks.items())
        for part, finding in said(read):
            kind = finding.classification.kind if finding else None
            mark = "cut" if not is_whole(finding, part) else "right" if kind is part.kind else f"{part.kind} as {kind}"
            counts[mark] += 1
            if mark != "right":
                print(f"  {mark}: {part.text}\n    read: {finding and finding.statement.text}")
        for one in false_reports(read):
            counts["false"] += 1
            print(f"  false {one.classification.kind}: {one.statement.text}")
    print(dict(counts))


__all__ = ["ReadSample", "false_reports", "heads", "is_whole", "main", "read_all", "said"]
