"""Statements for annotation tools: Label Studio, Prodigy, the W3C's Web Annotation. Pure: records in, objects out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import quoteattr

from extractor.core.model import FILED_KINDS, Kind
from extractor.review.sentences import kind_name
from extractor.review.sheet.rows import function_name
from rules.models import Pack

Record = Mapping[str, Any]
VERSION = "veeduria"
META = ("id", "document", "page", "box", "institution", "kind", "seen", "control")
UNFILED = (Kind.NO_ACTION, Kind.NOT_COMPETENT, Kind.OTHER)  # kinds that no function goes with


def label_studio(records: Iterable[Record]) -> Iterator[dict[str, Any]]:
    """Yield Label Studio tasks: text with its facets as predicted labels, kind and function as choices.

    See https://labelstud.io/guide/tasks: ends are exclusive, results name the tags of the labelling configuration.
    """
    for record in records:
        results = [
            {
                "id": f"{record['id']}-{number}",
                "from_name": "facets",
                "to_name": "text",
                "type": "labels",
                "value": {"start": start, "end": end, "text": record["text"][start:end], "labels": [label]},
            }
            for number, (label, start, end) in enumerate(spans(record))
        ]
        results.append(_choice(record["id"], "kind", [record["kind"]]))
        if record["suggestions"] and record["kind"] in FILED_KINDS:  # what is no report is filed nowhere
            results.append(_choice(record["id"], "function", [record["suggestions"][0]["obligation"]]))
        score = record["suggestions"][0]["score"] if record["suggestions"] else 0.0
        shown = ("id", "document", "page", "box", "text", "kind", "institution", "unit", "seen", "control")
        yield {
            "data": {name: record.get(name) for name in shown},
            "predictions": [{"model_version": VERSION, "score": score, "result": results}],
        }


def label_config(pack: Pack) -> str:
    """Return the labelling configuration that these tasks fit: facets, kinds, every function of the pack, a note."""
    facets = [f"    <Label value={quoteattr(one.id)}/>" for one in pack.facets]
    kinds = [f"    <Choice value={quoteattr(kind)} hint={quoteattr(kind_name(kind))}/>" for kind in Kind]
    duties = [
        f"    <Choice value={quoteattr(one.id)} hint={quoteattr(function_name(one))}/>" for one in pack.obligations
    ]
    return "\n".join(
        [
            "<View>",
            '  <Header value="$institution"/>',
            '  <Labels name="facets" toName="text">', *facets, "  </Labels>",
            '  <Text name="text" value="$text"/>',
            '  <Choices name="kind" toName="text" choice="single">', *kinds, "  </Choices>",
            '  <Choices name="function" toName="text" choice="single" layout="select">', *duties, "  </Choices>",
            '  <TextArea name="note" toName="text" maxSubmissions="1"/>',
            "</View>",
            "",
        ]
    )  # fmt: skip


def _choice(id: str, name: str, choices: list[str]) -> dict[str, Any]:
    value = {"choices": choices}
    return {"id": f"{id}-{name}", "from_name": name, "to_name": "text", "type": "choices", "value": value}


def prodigy(records: Iterable[Record]) -> Iterator[dict[str, Any]]:
    """Yield Prodigy tasks for its `spans.manual` and `choice` interfaces: text, spans, options, what is accepted, meta.

    The options are the functions suggested and the kinds that no function goes with.

    See https://prodi.gy/docs/api-interfaces.
    """
    for record in records:
        options = [{"id": one["obligation"], "text": one["obligation"]} for one in record["suggestions"]]
        options += [{"id": str(kind), "text": kind_name(kind)} for kind in UNFILED]
        decision = record.get("decision")
        filed = decision["obligation"] if decision else None
        yield {
            "text": record["text"],
            "spans": [{"start": start, "end": end, "label": label} for label, start, end in spans(record)],
            "options": options,
            "accept": [filed] if filed in {one["id"] for one in options} else [],
            "meta": {name: record.get(name) for name in META},
        }


def web_annotations(records: Iterable[Record]) -> Iterator[dict[str, Any]]:
    """Yield W3C Web Annotations (https://www.w3.org/TR/annotation-model/): one for each kind, function and facet."""
    for record in records:
        source = f"urn:veeduria:statement:{record['id']}"
        whole = {"type": "TextQuoteSelector", "exact": record["text"]}
        bodies = [record["kind"], *(one["obligation"] for one in record["suggestions"][:1])]
        yield _annotation(f"{source}#filing", source, bodies, [whole], record)
        for number, (label, start, end) in enumerate(spans(record)):
            place = [
                {"type": "TextPositionSelector", "start": start, "end": end},
                {"type": "TextQuoteSelector", "exact": record["text"][start:end]},
            ]
            yield _annotation(f"{source}#facet-{number}", source, [label], place, record)


def _annotation(id: str, source: str, tags: Iterable[str], selectors: list[dict[str, Any]], record: Record) -> Any:
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": id,
        "type": "Annotation",
        "motivation": "classifying",
        "body": [{"type": "TextualBody", "purpose": "tagging", "value": tag} for tag in tags],
        "target": {
            "type": "SpecificResource",
            "source": source,
            "selector": selectors,
            "scope": f"urn:veeduria:document:{quote(record['document'], safe='')}#page={record['page']}",
        },
    }


def spans(record: Record) -> Iterator[tuple[str, int, int]]:
    """Yield (label, start, end) of each facet's words; offsets are into the record's text, the end exclusive."""
    for facet in record["facets"]:
        for one in facet["evidence"]:
            if one["start"] < one["end"]:
                yield facet["name"], one["start"], one["end"]
