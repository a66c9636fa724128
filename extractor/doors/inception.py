"""Letters as CAS XMI for INCEpTION, and back: a text a letter, its statements and facets as annotations.

The layers are those of `TypeSystem.xml`, which INCEpTION takes in as layers (Settings, Layers, Import) first.
"""

from __future__ import annotations

import re
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Any

from cassis import Cas, TypeSystem, load_cas_from_xmi, load_typesystem

from extractor.core.atomic import whole_file
from extractor.core.clean import clean
from extractor.doors.annotation import spans
from extractor.doors.answers import AnnotatorAnswer
from extractor.rounds.settings import SHEETS_MAX_BYTES
from extractor.rounds.sheets import SheetError

STATEMENT, FACET = "webanno.custom.Statement", "webanno.custom.Facet"
TYPES = "TypeSystem.xml"
TEXTS = (
    "identifier",
    "kind",
    "function",
    "note",
    "read",
    "suggested",
    "box",
    "control",
)  # kind, function, note: to fill in
BETWEEN = "\n"
Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class XmiCounts:
    """How many letters and statements were written."""

    letters: int
    statements: int


def type_system() -> TypeSystem:
    """Return the layers: a statement with what is known and to be filled in of it, and a facet."""
    types = TypeSystem()
    statement = types.create_type(STATEMENT)
    for name in TEXTS:
        types.create_feature(statement, name, "uima.cas.String")
    types.create_feature(statement, "page", "uima.cas.Integer")
    types.create_feature(types.create_type(FACET), "value", "uima.cas.String")
    return types


def write_cas(letters: Iterable[Sequence[Record]], path: Path) -> XmiCounts:
    """Write each letter's records into an archive, as one XMI a letter, beside the layers."""
    count = statements = 0
    types = type_system()
    with whole_file(path) as partial, zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(TYPES, types.to_xml() or "")
        for count, records in enumerate(letters, start=1):
            name = re.sub(r"[^\w.-]+", "_", clean(records[0]["document"]))[:80]
            archive.writestr(f"{count:05}-{name}.xmi", _cas(records, types).to_xmi() or "")
            statements += len(records)
    return XmiCounts(count, statements)


def _cas(records: Sequence[Record], types: TypeSystem) -> Cas:
    cas = Cas(types)
    cas.sofa_string = BETWEEN.join(record["text"] for record in records)
    cas.sofa_mime = "text/plain"
    statement, facet = types.get_type(STATEMENT), types.get_type(FACET)
    start = 0
    for record in records:
        end = start + len(record["text"])
        known: dict[str, Any] = {"identifier": record["id"], "control": record.get("control"), "page": record["page"]}
        box = " ".join(f"{value:g}" for value in record["box"])
        known |= {"read": str(record["kind"]), "kind": str(record["kind"]), "function": _filed(record)}
        known["suggested"] = "; ".join(one["obligation"] for one in record["suggestions"])
        cas.add(statement(begin=start, end=end, box=box, **known))
        cas.add_all(facet(begin=start + first, end=start + last, value=label) for label, first, last in spans(record))
        start = end + len(BETWEEN)
    return cas


def _filed(record: Record) -> str | None:
    """A person's filing; what is only suggested is none, lest who saves it untouched seem to have said so."""
    return record["decision"]["obligation"] if record.get("decision") else None


# --- back ------------------------------------------------------------------------------------------------------------


def read_cas(path: Path) -> Iterator[AnnotatorAnswer]:
    """Yield what stands at each statement of an XMI with its TypeSystem.xml beside it, or of an archive of both.

    An archive may be a document's or a whole project's, where each person's work lies in an archive of its own.

    Raises:
        SheetError: the file is no such thing.
    """
    files = dict(_archive(path) if path.suffix.lower() == ".zip" else _folder(path))
    texts = {name: data for name, data in files.items() if name.suffix == ".xmi" and not _is_untouched(name)}
    types = {name: _types_of(name, files) for name in texts}
    if not texts or None in types.values():
        raise SheetError("{file}: no XMI with its {types} beside it", file=path.name, types=TYPES)
    line = 0
    for name, data in sorted(texts.items()):
        for one in _statements(path.name, str(name), data, types[name] or b""):
            line += 1
            task = {"id": one.identifier, "control": one.control, "kind": one.read, "text": one.get_covered_text()}
            given = {role: clean(str(one.get(role) or "")) for role in ("function", "kind", "note")}
            if given["kind"] == one.read:
                given["kind"] = ""  # untouched: the layer shows what was read
            yield AnnotatorAnswer(line, _who(name), task, given)


def _who(name: PurePosixPath) -> str:
    """In a project, work lies in annotation/DOCUMENT/PERSON or curation/DOCUMENT/CURATION_USER."""
    parts = name.parts
    return parts[2].removesuffix(".xmi") if parts[0] in ("annotation", "curation") and len(parts) > 2 else ""


def _is_untouched(name: PurePosixPath) -> bool:
    """In a project lie also the files that it was made of, and what each letter was before anybody worked on it."""
    return name.parts[0] == "source" or _who(name) == "INITIAL_CAS"


def _types_of(name: PurePosixPath, files: Mapping[PurePosixPath, bytes]) -> bytes | None:
    return next((files[folder / TYPES] for folder in name.parents if folder / TYPES in files), None)


def _statements(file: str, name: str, data: bytes, types: bytes) -> list[Any]:
    if b"<!DOCTYPE" in data or b"<!DOCTYPE" in types:
        raise SheetError("{file}: {name} cannot be read: {error}", file=file, name=name, error="DOCTYPE")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of types that are not ours
            cas = load_cas_from_xmi(BytesIO(data), typesystem=load_typesystem(BytesIO(types)), lenient=True)
        return list(cas.select(STATEMENT))
    except Exception as error:  # an XML parser's, or what a damaged file makes of its types
        raise SheetError("{file}: {name} cannot be read: {error}", file=file, name=name, error=error) from None


def _archive(path: Path) -> Iterator[tuple[PurePosixPath, bytes]]:
    """Yield the files of an archive by their whole names, those of archives in it as if these were folders."""
    left = SHEETS_MAX_BYTES
    try:
        with zipfile.ZipFile(path) as archive:
            for name, data in _members(archive, PurePosixPath()):
                if name.suffix == ".zip":
                    with zipfile.ZipFile(BytesIO(data)) as inner:
                        found = list(_members(inner, name.with_suffix("")))
                else:
                    found = [(name, data)]
                left -= sum(len(content) for _, content in found)
                if left < 0:
                    raise _too_large(path)
                yield from found
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError) as error:
        raise SheetError(
            "{file}: {name} cannot be read: {error}", file=path.name, name=path.name, error=error
        ) from None


def _members(archive: zipfile.ZipFile, folder: PurePosixPath) -> Iterator[tuple[PurePosixPath, bytes]]:
    members = [one for one in archive.infolist() if PurePosixPath(one.filename).suffix in (".xmi", ".xml", ".zip")]
    if sum(one.file_size for one in members) > SHEETS_MAX_BYTES:
        raise _too_large(Path(archive.filename or folder.name))
    for one in members:
        if not one.is_dir():
            yield folder / one.filename.lstrip("/"), archive.read(one)


def _too_large(path: Path) -> SheetError:
    return SheetError("{file}: larger than {limit} MB unpacked", file=path.name, limit=SHEETS_MAX_BYTES // 1_000_000)


def _folder(path: Path) -> Iterator[tuple[PurePosixPath, bytes]]:
    beside = path.with_name(TYPES)
    files = [one for one in (path, beside) if one.is_file()]
    if sum(one.stat().st_size for one in files) > SHEETS_MAX_BYTES:
        raise SheetError("{file}: larger than {limit} MB", file=path.name, limit=SHEETS_MAX_BYTES // 1_000_000)
    return ((PurePosixPath(one.name), one.read_bytes()) for one in files)
