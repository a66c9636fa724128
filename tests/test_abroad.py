"""Letters of other countries: the reading rules of the pack `es` serve any Spanish-speaking administration."""

from __future__ import annotations

import pytest

from corpus.abroad import ReadSample, false_reports, heads, is_whole, read_all, said
from tests.pdfs import PACK

READ = tuple(read_all(PACK))
NAMES = [read.sample.name for read in READ]


@pytest.mark.parametrize("read", READ, ids=NAMES)
def test_heads_of_other_countries_are_never_wrong(read: ReadSample) -> None:
    assert "wrong" not in heads(read).values()


@pytest.mark.parametrize("read", READ, ids=NAMES)
def test_what_letters_of_other_countries_report_is_found_whole_and_nothing_else(read: ReadSample) -> None:
    assert [part.text for part, finding in said(read) if not is_whole(finding, part)] == []
    assert [one.statement.text for one in false_reports(read)] == []


def test_most_of_what_heads_and_sentences_of_other_countries_say_is_known() -> None:
    marks = [mark for read in READ for mark in heads(read).values()]
    kinds = [
        finding is not None and finding.classification.kind is part.kind
        for read in READ
        for part, finding in said(read)
    ]
    assert marks.count("unknown") <= 2
    assert sum(kinds) >= 0.95 * len(kinds)


def test_six_countries_have_two_letters_each() -> None:
    assert sorted(read.sample.facts["country"] for read in READ) == sorted(["ar", "cl", "co", "ec", "es", "mx"] * 2)
