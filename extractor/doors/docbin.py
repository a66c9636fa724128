"""Statements as a spaCy DocBin: facets as spans, kinds and functions as cats, page and box beside them.

A span whose ends fall inside a token is widened to it and counted; none is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import spacy
from spacy.tokens import Doc, DocBin, SpanGroup

from extractor.core.atomic import whole_file
from extractor.core.model import Kind
from rules.models import Pack

FIELDS = ("id", "document", "page", "box", "institution", "unit")
SPANS = "sc"  # the group that spaCy's spancat learns from unless told otherwise


@dataclass(frozen=True, slots=True)
class DocBinCounts:
    """How many texts were written, and how many spans had to be widened to whole tokens."""

    texts: int
    widened: int


def write_docbin(records: Iterable[Mapping[str, Any]], pack: Pack, path: Path) -> DocBinCounts:
    """Write exported statements (`veeduria export statements`); a person's filing comes before what is suggested."""
    nlp = spacy.blank("es")
    labels = (*map(str, Kind), *(one.id for one in pack.obligations))
    docs, widened = DocBin(store_user_data=True), 0
    texts = 0
    for record in records:
        doc = nlp.make_doc(record["text"])
        doc.cats = {label: float(label in (record["kind"], _filed(record))) for label in labels}
        doc.user_data.update({name: record.get(name) for name in FIELDS})
        widened += _facets(doc, record)
        docs.add(doc)
        texts += 1
    with whole_file(path) as partial:
        docs.to_disk(partial)
    return DocBinCounts(texts, widened)


def _filed(record: Mapping[str, Any]) -> str | None:
    decision = record.get("decision")
    if decision:
        return str(decision["obligation"]) if decision["obligation"] else None
    suggestions = record["suggestions"]
    return str(suggestions[0]["obligation"]) if suggestions else None


def _facets(doc: Doc, record: Mapping[str, Any]) -> int:
    """Put the facets into the Doc's spans; return how many had to be widened."""
    spans, widened = [], 0
    for facet in record["facets"]:
        for one in facet["evidence"]:
            span = doc.char_span(one["start"], one["end"], label=facet["name"], alignment_mode="expand")
            if span is not None and len(span):
                spans.append(span)
                widened += (span.start_char, span.end_char) != (one["start"], one["end"])
    doc.spans[SPANS] = SpanGroup(doc, name=SPANS, spans=spans)
    return widened
