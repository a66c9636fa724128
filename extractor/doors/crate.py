"""Everything for an archive: an RO-Crate (https://w3id.org/ro/crate/1.1) of texts, decisions, pack and steps.

Beside the crate's own metadata, `provenance.jsonld` tells every step in the W3C's PROV-O: runs of the program, and each
act of a reviewer with the decisions and corrections it made. Reviewers stand under pseudonyms.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from db.publication import Published, Row
from extractor.doors.archive import Archive, Member
from extractor.doors.datapackage import write_datapackage

CONTEXT, PROFILE = "https://w3id.org/ro/crate/1.1/context", "https://w3id.org/ro/crate/1.1"
METADATA, PROVENANCE, HASHES = "ro-crate-metadata.json", "provenance.jsonld", "manifest-sha256.txt"
FORMATS = {".csv": "text/csv", ".txt": "text/plain", ".json": "application/json", ".jsonld": "application/ld+json",
           ".jsonl": "application/jsonl", ".yaml": "application/yaml", ".md": "text/markdown",
           ".pdf": "application/pdf"}  # fmt: skip
OTHER = "application/octet-stream"
PROV = {
    "prov": "http://www.w3.org/ns/prov#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "used": {"@id": "prov:used", "@type": "@id"},
    "generated": {"@id": "prov:generated", "@type": "@id"},
    "agent": {"@id": "prov:wasAssociatedWith", "@type": "@id"},
    "started": {"@id": "prov:startedAtTime", "@type": "xsd:dateTime"},
    "ended": {"@id": "prov:endedAtTime", "@type": "xsd:dateTime"},
    "name": "http://www.w3.org/2000/01/rdf-schema#label",
}
PROGRAM = "#veeduria"
WEB = ("https://", "http://")
Entity = dict[str, Any]


@dataclass(frozen=True, slots=True)
class CrateWords:
    """What the crate says of itself, in the language of what is published."""

    title: str
    description: str
    license: str
    run: str
    review: str
    publisher: str = ""
    address: str = ""  # the publisher's, on the web


@dataclass(frozen=True, slots=True)
class Contents:
    """All that goes into a crate, beside its tables: names and titles of files with their parts, runs, time."""

    words: CrateWords
    created: str
    version: str
    files: Iterable[tuple[str, str, Iterable[bytes]]]
    runs: tuple[Row, ...]


@dataclass(slots=True)
class _Acts:
    """What passes of decisions and corrections: each act with its reviewer, its time, what it made and of what."""

    acts: dict[int, tuple[str, str, list[tuple[str, str]]]] = field(default_factory=dict)

    def watch(self, table: Published, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            if table.name in ("decisions", "corrections"):
                act = self.acts.setdefault(row["act"], (row["reviewer"], row["at"], []))
                of = f"#letter-{row['letter']}" if table.name == "corrections" else f"#statement-{row['statement']}"
                act[2].append((f"#{table.name.removesuffix('s')}-{row['id']}", of))
            yield row


def write_crate(
    into: Archive, tables: Iterable[tuple[Published, Iterable[Row]]], about: Mapping[str, Any], held: Contents
) -> None:
    """Write the tables as a data package, the other files, provenance, hashes, and the crate's metadata last."""
    acts, titles = _Acts(), {}
    write_datapackage(into, ((table, acts.watch(table, rows)) for table, rows in tables), about)
    for name, title, parts in held.files:
        into.write(name, parts)
        titles[name] = title
    into.write(PROVENANCE, _json({"@context": PROV, "@graph": list(_steps(acts, held))}))
    hashes = "".join(f"{one.sha256}  {one.name}\n" for one in into.members)
    into.write(HASHES, [hashes.encode()])
    into.write(METADATA, _json({"@context": CONTEXT, "@graph": list(_graph(into.members, titles, acts, held))}))


def _json(value: object) -> Iterator[bytes]:
    yield json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"


# --- the crate's own metadata ----------------------------------------------------------------------------------------


def _graph(members: Iterable[Member], titles: Mapping[str, str], acts: _Acts, held: Contents) -> Iterator[Entity]:
    files = [_file(one, titles.get(one.name, one.name)) for one in members]
    steps = [*_runs(held), *_reviews(acts, held)]
    license = held.words.license if held.words.license.startswith(WEB) else "#license"
    publisher = held.words.address if held.words.address.startswith(WEB) else "#publisher"
    yield {"@id": METADATA, "@type": "CreativeWork", "conformsTo": {"@id": PROFILE}, "about": {"@id": "./"}}
    yield {
        "@id": "./",
        "@type": "Dataset",
        "name": held.words.title,
        "description": held.words.description,
        "datePublished": held.created,
        "license": {"@id": license},
        **({"publisher": {"@id": publisher}} if held.words.publisher else {}),
        **_links("author", (one for one in steps if one["@type"] == "Person")),
        **_links("hasPart", files),
        **_links("mentions", (one for one in steps if one["@type"] == "CreateAction")),
    }
    yield {"@id": license, "@type": "CreativeWork", "name": held.words.license, "description": held.words.license}
    if held.words.publisher:
        yield {"@id": publisher, "@type": "Organization", "name": held.words.publisher,
               **({"url": publisher} if publisher != "#publisher" else {})}  # fmt: skip
    yield {"@id": PROGRAM, "@type": "SoftwareApplication", "name": "veeduria", "version": held.version}
    yield from files
    yield from steps


def _links(name: str, entities: Iterable[Entity]) -> Entity:
    """Point at entities: none as nothing, one as itself, as the specification wants it."""
    links = [{"@id": one["@id"]} for one in entities]
    return {name: links[0] if len(links) == 1 else links} if links else {}


def _file(member: Member, title: str) -> Entity:
    kind = FORMATS.get(Path(member.name).suffix.lower(), OTHER)
    return {"@id": quote(member.name), "@type": "File", "name": title, "encodingFormat": kind,
            "contentSize": str(member.size), "identifier": f"sha256:{member.sha256}"}  # fmt: skip


def _runs(held: Contents) -> Iterator[Entity]:
    for run in held.runs:
        said = held.words.run.format(version=run["version"], pack=run["pack"], hash=run["pack_hash"][:16])
        yield {"@id": f"#run-{run['id']}", "@type": "CreateAction", "name": said, "instrument": {"@id": PROGRAM},
               "startTime": run["started"], "endTime": run["finished"] or run["started"],
               "result": {"@id": "data/statements.csv"}}  # fmt: skip


def _reviews(acts: _Acts, held: Contents) -> Iterator[Entity]:
    """Each reviewer as a person, and all that they decided as one action."""
    people: dict[str, list[tuple[str, int]]] = {}
    for reviewer, at, decided in acts.acts.values():
        people.setdefault(reviewer, []).append((at, len(decided)))
    for reviewer, times in people.items():
        said = held.words.review.format(reviewer=reviewer, n=sum(count for _, count in times))
        yield {"@id": f"#{reviewer}", "@type": "Person", "name": reviewer}
        yield {"@id": f"#review-{reviewer}", "@type": "CreateAction", "name": said, "agent": {"@id": f"#{reviewer}"},
               "instrument": {"@id": PROGRAM}, "startTime": min(times)[0], "endTime": max(times)[0],
               "object": {"@id": "data/statements.csv"}, "result": {"@id": "data/decisions.csv"}}  # fmt: skip


# --- every step ------------------------------------------------------------------------------------------------------


def _steps(acts: _Acts, held: Contents) -> Iterator[Entity]:
    yield {"@id": PROGRAM, "@type": "prov:SoftwareAgent", "name": f"veeduria {held.version}"}
    for run in held.runs:
        yield {"@id": f"#run-{run['id']}", "@type": "prov:Activity", "agent": PROGRAM, "started": run["started"],
               "ended": run["finished"] or run["started"], "used": f"#pack-{run['pack_hash']}",
               "generated": "data/statements.csv"}  # fmt: skip
    for reviewer in dict.fromkeys(reviewer for reviewer, _, _ in acts.acts.values()):
        yield {"@id": f"#{reviewer}", "@type": "prov:Person"}
    for number, (reviewer, at, decided) in acts.acts.items():
        yield {
            "@id": f"#act-{number}",
            "@type": "prov:Activity",
            "agent": f"#{reviewer}",
            "ended": at,
            "used": list(dict.fromkeys(of for _, of in decided)),
            "generated": [made for made, _ in decided],
        }
