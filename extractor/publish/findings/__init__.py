"""Findings: what the balance says, as data. Each kind is a pure function over the same edition that the tables use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.publish.balance import ReportContext
from extractor.publish.findings.bodies import body_findings
from extractor.publish.findings.facts import facts_of
from extractor.publish.findings.figures import figure_findings
from extractor.publish.findings.functions import function_findings
from extractor.publish.findings.outside import outside_findings
from extractor.publish.findings.over_time import time_findings
from extractor.publish.findings.overall import overall_findings, tally
from extractor.publish.findings.records import ASSIGNED, KINDS, PARTS, BalanceFinding, record
from extractor.publish.findings.said import said_findings

__all__ = ["ASSIGNED", "KINDS", "PARTS", "BalanceFinding", "findings", "record"]


def findings(context: ReportContext, institutions: Sequence[str]) -> Iterator[BalanceFinding]:
    """Yield the findings of these bodies, body by body; of all together where all of the pack are asked for."""
    tallies = []
    for institution in institutions:
        facts = facts_of(context, institution)
        tallies.append(tally(facts))
        yield from function_findings(facts)
        yield from body_findings(facts)
        yield from figure_findings(facts)
        yield from said_findings(facts)
        yield from outside_findings(facts)
        yield from time_findings(facts)
    if {*institutions} == {body.id for body in context.pack.bodies}:
        yield from overall_findings(context, tallies)
