"""The register of requests and files of coded actions: rows of a spreadsheet -> records and faults."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from extractor.details import find_details
from extractor.heads.bodies import Source as Naming
from extractor.heads.bodies import bodies_of
from extractor.model import Kind
from extractor.sheets import Fault, SheetRow
from rules.models import Pack
from rules.words import fold

REGISTER_NEEDS = ("institution", "wave")
CODED_NEEDS = ("obligation", "source", "text")
EXCEL_DAY_ONE = date(1899, 12, 30)  # Excel counts days from here, its 29 February 1900 included


@dataclass(frozen=True, slots=True)
class Request:
    """A request letter that was sent. `sent` is ISO 8601 or None; `questions` are the points asked, in order."""

    id: str
    institution: str
    unit: str
    wave: str
    sent: str | None
    reference: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Coded:
    """An action filed by hand elsewhere. `period` is its dates as written; `page` is None if the file does not say."""

    id: str
    line: int
    institution: str
    unit: str
    obligation: str
    kind: str
    source: str
    period: str
    text: str
    document: str
    page: int | None


def read_requests(rows: Iterable[SheetRow], pack: Pack) -> tuple[tuple[Request, ...], tuple[Fault, ...]]:
    """Turn the register's rows into requests; a row that is not clear in all it must say is a fault."""
    requests: list[Request] = []
    faults: list[Fault] = []
    seen: dict[str, int] = {}
    for row in rows:
        request, wrong = _request(row, pack)
        faults += wrong
        if request is None:
            continue
        if request.id in seen:
            faults.append(Fault(row.line, "reference", f"the same request as line {seen[request.id]}"))
        seen.setdefault(request.id, row.line)
        requests.append(request)
    return tuple(requests), tuple(faults)


def _request(row: SheetRow, pack: Pack) -> tuple[Request | None, list[Fault]]:
    faults: list[Fault] = []
    institution = body_named(row.texts["institution"], pack)
    if institution is None:
        faults.append(Fault(row.line, "institution", f"unknown body: {row.texts['institution'] or '(empty)'}"))
    wave = _wave(row.texts["wave"], pack)
    if wave is None:
        known = ", ".join(wave.id for wave in pack.calendar.waves)
        faults.append(Fault(row.line, "wave", f"unknown wave: {row.texts['wave'] or '(empty)'}; known: {known}"))
    sent, wrong = _day(row.texts.get("sent", ""), pack)
    if wrong:
        faults.append(Fault(row.line, "sent", wrong))
    if faults or institution is None or wave is None:
        return None, faults
    unit, reference = row.texts.get("unit", ""), row.texts.get("reference", "")
    identity = [fold(part) for part in (wave, institution, unit, reference)]
    questions = tuple(
        part.strip() for part in row.texts.get("questions", "").replace(";", "\n").split("\n") if part.strip()
    )
    return Request(_short(identity), institution, unit, wave, sent, reference, questions), []


def read_coded(rows: Iterable[SheetRow], pack: Pack) -> tuple[tuple[Coded, ...], tuple[Fault, ...]]:
    """Turn rows of coded actions into records; obligations and sources must be the pack's."""
    institutions = {obligation.id: obligation.institution for obligation in pack.obligations}
    sources = {fold(name): source.id for source in pack.sources for name in (source.id, source.title, *source.written)}
    coded: list[Coded] = []
    faults: list[Fault] = []
    for row in rows:
        wrong = _coded_faults(row, institutions, sources)
        faults += wrong
        if not wrong:
            obligation = row.texts["obligation"]
            coded.append(_coded(row, institutions[obligation], sources[fold(row.texts["source"])]))
    return tuple(coded), tuple(faults)


def _coded_faults(row: SheetRow, institutions: dict[str, str], sources: dict[str, str]) -> list[Fault]:
    faults = []
    obligation, source = row.texts["obligation"], row.texts["source"]
    if obligation not in institutions:
        faults.append(Fault(row.line, "obligation", f"unknown obligation: {obligation or '(empty)'}"))
    if fold(source) not in sources:
        faults.append(Fault(row.line, "source", f"unknown source: {source or '(empty)'}"))
    if not row.texts["text"]:
        faults.append(Fault(row.line, "text", "no text"))
    if (kind := row.texts.get("kind", "")) and kind not in set(Kind):
        faults.append(Fault(row.line, "kind", f"unknown kind: {kind}; known: {', '.join(Kind)}"))
    if (page := row.texts.get("page", "")) and not page.isdigit():
        faults.append(Fault(row.line, "page", f"not a page number: {page}"))
    return faults


def _coded(row: SheetRow, institution: str, source: str) -> Coded:
    texts = row.texts
    return Coded(
        id=texts.get("id", ""),
        line=row.line,
        institution=institution,
        unit=texts.get("unit", ""),
        obligation=texts["obligation"],
        kind=texts.get("kind", "") or Kind.ACTION,
        source=source,
        period=texts.get("period", ""),
        text=texts["text"],
        document=texts.get("document", ""),
        page=int(texts["page"]) if texts.get("page") else None,
    )


def body_named(text: str, pack: Pack) -> str | None:
    """Return the id of the body that `text` names, by id, name, former name or unit; None if it is not clear."""
    wanted = text.strip()
    exact = [body.id for body in pack.bodies if fold(body.id) == fold(wanted)]
    return exact[0] if exact else bodies_of(pack).institution([Naming(wanted, 10.0)], ())


def _wave(text: str, pack: Pack) -> str | None:
    """A wave by its id, its title or its number in order."""
    wanted = fold(text.strip())
    for number, wave in enumerate(pack.calendar.waves, start=1):
        if wanted in (fold(wave.id), fold(wave.title), str(number)):
            return wave.id
    return None


def _day(text: str, pack: Pack) -> tuple[str | None, str]:
    """Return an ISO day, or what is wrong. Understands ISO, 14/03/2011, days in words and Excel's day numbers."""
    if not text:
        return None, ""
    if text.isdigit() and 20_000 < int(text) < 80_000:
        return (EXCEL_DAY_ONE + timedelta(days=int(text))).isoformat(), ""
    try:
        return date.fromisoformat(text[:10]).isoformat(), ""
    except ValueError:
        found = find_details(text, pack).dates
    if found and found[0].first == found[0].last:
        return found[0].first, ""
    return None, f"not a day: {text}"


def due(sent: date, days: int, holidays: Sequence[str]) -> date:
    """Return the last day to answer: `days` working days after `sent`; holidays are "MM-DD" or "YYYY-MM-DD"."""
    free = set(holidays)
    day = sent
    while days > 0:
        day += timedelta(days=1)
        if day.weekday() < 5 and day.isoformat() not in free and day.strftime("%m-%d") not in free:
            days -= 1
    return day


def _short(parts: Sequence[str]) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]
