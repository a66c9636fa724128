"""The spaCy component `veeduria`: kind, facets, suggestions and details of each text of anybody's pipeline.

    nlp = spacy.blank("es")
    nlp.add_pipe("veeduria", config={"pack": "pe-ley-28950"})
    doc = nlp("Se capacitó a 30 docentes de Puno.")
    doc._.veeduria["kind"], doc.spans["facets"]

A text is one statement. Whose it is comes from the component's `institution`, or from `doc._.institution` where the
text is made into a Doc first. Offsets are those of `veeduria classify`; spans are widened to whole tokens. No database
is needed, and the component holds nothing but its settings, so it can be saved, copied and run in several processes.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any, Self

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from db.rows import details_dict
from extractor.core.model import Classification, Details, Evidence
from extractor.filing.details import find_details
from extractor.filing.rank import classify
from rules import load_pack

EXTENSION = "veeduria"
_pack = cache(load_pack)


class Component:
    """Adds to a Doc what the program says of its text."""

    def __init__(self, vocab: Any, name: str, pack: str, institution: str | None) -> None:
        self.vocab, self.name, self.pack, self.institution = vocab, name, pack, institution
        for extension in (EXTENSION, "institution"):
            if not Doc.has_extension(extension):
                Doc.set_extension(extension, default=None)
        _pack(pack)  # a pack that cannot be read is told when the pipeline is made

    def __call__(self, doc: Doc) -> Doc:
        pack, institution = _pack(self.pack), doc._.institution or self.institution
        said = classify(doc.text, pack, institution)
        details = find_details(doc.text, pack, institution=institution or "")
        doc._.veeduria = _record(said, details)
        for group, entries in _groups(said).items():
            doc.spans[group] = SpanGroup(doc, name=group, spans=list(_spans(doc, entries)))
        return doc

    def pipe(self, docs: Iterable[Doc], **_settings: Any) -> Iterator[Doc]:
        """Yield each Doc with what is said of it."""
        return map(self, docs)

    # what spaCy asks of a component that is saved with its pipeline; the settings are in the pipeline's own config

    def to_bytes(self, **_settings: Any) -> bytes:
        return b""

    def from_bytes(self, _data: bytes, **_settings: Any) -> Self:
        return self

    def to_disk(self, path: Path, **_settings: Any) -> None:
        Path(path).mkdir(parents=True, exist_ok=True)

    def from_disk(self, _path: Path, **_settings: Any) -> Self:
        return self


def make(nlp: Language, name: str, pack: str, institution: str | None) -> Component:
    """Return the component; spaCy finds it by the entry point `veeduria`."""
    return Component(nlp.vocab, name, pack, institution)


def _record(said: Classification, details: Details) -> dict[str, Any]:
    """What `veeduria classify` writes of a text, and its details: plain values, so that a Doc can be saved."""
    record: dict[str, Any] = json.loads(json.dumps(_values(said, details)))
    return record


def _values(said: Classification, details: Details) -> dict[str, Any]:
    return {
        "kind": str(said.kind),
        "suggestions": [{**asdict(one), "level": str(one.level)} for one in said.suggestions],
        "facets": [asdict(facet) for facet in said.facets],
        "cues": [asdict(cue) for cue in said.cues],
        "details": details_dict(details),
    }


def _groups(said: Classification) -> dict[str, list[tuple[str, Evidence]]]:
    return {
        "facets": [(facet.name, one) for facet in said.facets for one in facet.evidence],
        "evidence": [(one.obligation, evidence) for one in said.suggestions for evidence in one.evidence],
        "cues": [(cue.rule, cue) for cue in said.cues],
    }


def _spans(doc: Doc, entries: Iterable[tuple[str, Evidence]]) -> Iterator[Span]:
    for label, one in entries:
        span = doc.char_span(one.start, one.end, label=label, alignment_mode="expand")
        if span is not None and len(span):
            yield span


Language.factory(
    "veeduria",
    default_config={"pack": "pe-ley-28950", "institution": None},
    assigns=["doc._.veeduria"],
    func=make,
)
