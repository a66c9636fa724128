"""The register of requests: rows of a spreadsheet -> requests and faults; and the law's deadline."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from extractor.filing.details import find_details
from extractor.rounds.paperless import NONE, REGISTER, Paperless, reason_named
from extractor.rounds.paperless import ROLES as REPLY_ROLES
from extractor.rounds.sheets import RowFault, SheetRow
from rules.models import Calendar, Pack
from rules.words import fold

REGISTER_NEEDS = ("institution", "wave")
ROLES = (*REGISTER_NEEDS, "unit", "sent", "reference", "questions", "withdrawn", *REPLY_ROLES)
EXCEL_DAY_ONE = date(1899, 12, 30)  # Excel counts days from here, its 29 February 1900 included


@dataclass(frozen=True, slots=True)
class Request:
    """A request letter that was sent. `sent` is ISO 8601 or None; `questions` are the points asked, in order.

    `withdrawn` is why its row no longer counts, "" if it does, None if the register does not say. `replies` are those
    that it tells of without a file, None if it does not say.
    """

    id: str
    institution: str
    unit: str
    wave: str
    sent: str | None
    reference: str
    questions: tuple[str, ...]
    withdrawn: str | None = None
    replies: tuple[Paperless, ...] | None = None

    @property
    def bare(self) -> Request:
        """What is stored of the letter itself."""
        return replace(self, withdrawn=None, replies=None)

    @property
    def identity(self) -> tuple[str, ...]:
        """What tells requests apart, however it is written."""
        return tuple(fold(part) for part in (self.wave, self.institution, self.unit, self.reference))


def read_requests(rows: Iterable[SheetRow], pack: Pack) -> tuple[tuple[Request, ...], tuple[RowFault, ...]]:
    """Turn the register's rows into requests; a row that is not clear in all it must say is a fault."""
    requests: list[Request] = []
    faults: list[RowFault] = []
    seen: dict[str, int] = {}
    for row in rows:
        request, wrong = _request(row, pack)
        faults += wrong
        if request is None:
            continue
        if request.id in seen:
            faults.append(row.fault("reference", "same_row", str(seen[request.id])))
        seen.setdefault(request.id, row.line)
        requests.append(request)
    return tuple(requests), tuple(faults)


def _request(row: SheetRow, pack: Pack) -> tuple[Request | None, list[RowFault]]:
    faults: list[RowFault] = []
    institution = body_named(row.texts["institution"], pack)
    if institution is None:
        faults.append(row.fault("institution", "unknown_body", row.texts["institution"]))
    wave = wave_named(row.texts["wave"], pack)
    if wave is None:
        known = ", ".join(wave.title for wave in pack.calendar.waves)
        faults.append(row.fault("wave", "unknown_wave", f"{row.texts['wave']}; {known}"))
    sent = _day_in(row, "sent", pack, faults)
    replies = _replies(row, pack, sent, faults)
    if faults or institution is None or wave is None:
        return None, faults
    unit, reference = row.texts.get("unit", ""), row.texts.get("reference", "")
    questions = tuple(
        part.strip() for part in row.texts.get("questions", "").replace(";", "\n").split("\n") if part.strip()
    )
    withdrawn = _reason(row.texts["withdrawn"]) if "withdrawn" in row.texts else None
    made = Request("", institution, unit, wave, sent, reference, questions, withdrawn, replies)
    return numbered(made), []


def numbered(made: Request) -> Request:
    """Return the request with the id that what it says of itself gives."""
    return replace(made, id=_short(made.identity))


def _day_in(row: SheetRow, role: str, pack: Pack, faults: list[RowFault]) -> str | None:
    text = row.texts.get(role, "")
    day = _day(text, pack)
    if text and day is None:
        faults.append(row.fault(role, "not_a_day", text))
    return day


def _replies(row: SheetRow, pack: Pack, sent: str | None, faults: list[RowFault]) -> tuple[Paperless, ...] | None:
    """The reply that a row tells of, if it has columns for one."""
    said = [row.texts[role] for role in REPLY_ROLES if role in row.texts]
    day = _day_in(row, "reply_date", pack, faults)
    if not any(said):
        return () if said else None
    reason = reason_named(row.texts.get("reply", ""), pack)
    if reason is None:
        faults.append(row.fault("reply", "unknown_reply", row.texts["reply"]))
    if reason == NONE and not any(said[1:]):
        return ()
    if day and sent and day < sent:
        faults.append(row.fault("reply_date", "reply_before", f"{day} < {sent}"))
    return (Paperless(REGISTER, day, row.texts.get("reply_number", ""), reason or ""),)


def _reason(text: str) -> str:
    """Why a row is withdrawn, as it says; "" if it says no."""
    return "" if fold(text.strip()) in ("", "no", "0") else text.strip()


def match_requests(
    found: Iterable[Request], stored: Sequence[Request], said: Collection[str] = ROLES
) -> tuple[list[tuple[Request | None, Request]], list[Request]]:
    """Pair the rows of a register with the requests stored; return the pairs, and what was left of those waves.

    A row is the same request if it says the same; else if it has its number, or its unit, and no other row and no
    other request has. It keeps the id that it was stored under. What the register has no column for stays as it was.
    """
    rows = list(found)
    by_identity = {row.identity: row for row in stored}
    same = {row.id: by_identity[row.identity] for row in rows if row.identity in by_identity}
    taken = {row.id for row in same.values()}
    left = [row for row in stored if row.id not in taken]
    for key in (_by_number, _by_unit, _by_body):
        others = _alone(key, [row for row in rows if row.id not in same])
        free = _alone(key, left)
        same |= {row.id: free[name] for name, row in others.items() if name in free}
        taken = {row.id for row in same.values()}
        left = [row for row in left if row.id not in taken]
    waves = {row.wave for row in rows}
    pairs: list[tuple[Request | None, Request]] = [(None, row) for row in rows if row.id not in same]
    pairs += [(same[row.id], _kept(same[row.id], row, said)) for row in rows if row.id in same]
    return pairs, [row for row in left if row.wave in waves]


Key = Callable[[Request], tuple[str, ...] | None]


def _by_number(row: Request) -> tuple[str, ...] | None:
    return (row.wave, row.institution, fold(row.reference)) if row.reference else None


def _by_unit(row: Request) -> tuple[str, ...] | None:
    return (row.wave, row.institution, fold(row.unit)) if row.unit else None


def _by_body(row: Request) -> tuple[str, ...] | None:
    return None if row.unit else (row.wave, row.institution)


def _alone(key: Key, rows: Iterable[Request]) -> dict[tuple[str, ...], Request]:
    """The rows that have their key to themselves."""
    keyed = [(name, row) for row in rows if (name := key(row)) is not None]
    counts = Counter(name for name, _ in keyed)
    return {name: row for name, row in keyed if counts[name] == 1}


def _kept(before: Request, now: Request, said: Collection[str]) -> Request:
    """The row under the id it is stored under, with what was stored where the register has no column."""
    silent = {name: getattr(before, name) for name in ("unit", "sent", "reference", "questions") if name not in said}
    return replace(now, id=before.id, **silent)


@lru_cache(maxsize=4096)
def body_named(text: str, pack: Pack) -> str | None:
    """Return the id of the body that `text` names, by id, name, former name or unit; None if it is not clear."""
    from extractor.read.head.bodies import (  # here, for reviews import this module and read no register
        bodies_of,
    )

    wanted = text.strip()
    exact = [body.id for body in pack.bodies if fold(body.id) == fold(wanted)]
    return exact[0] if exact else bodies_of(pack).body_in(wanted, 10.0)


def wave_named(text: str, pack: Pack) -> str | None:
    """Return the id of the wave that `text` names, by its id, its title or its number in order."""
    wanted = fold(text.strip())
    for number, wave in enumerate(pack.calendar.waves, start=1):
        if wanted in (fold(wave.id), fold(wave.title), str(number)):
            return wave.id
    return None


def _day(text: str, pack: Pack) -> str | None:
    """Return an ISO day, None if it is none. Understands ISO, 14/03/2011, days in words and Excel's day numbers."""
    if text.isascii() and text.isdigit() and 20_000 < int(text[:9]) < 80_000:
        return (EXCEL_DAY_ONE + timedelta(days=int(text))).isoformat()
    try:
        return date.fromisoformat(text[:10]).isoformat()
    except ValueError:
        found = find_details(text, pack).dates
    return found[0].first if found and found[0].first == found[0].last else None


@dataclass(frozen=True, slots=True)
class LinkedReply:
    """A reply linked to a request: its document's name and hash, its ISO date, the verdict on it and its reason."""

    document: str
    sha256: str
    date: str | None
    reply: str | None
    reason: str | None
    standing: str = "confirmed"


ANSWERED, OVERDUE, WAITING = "answered", "overdue", "waiting"
EXTENSION = "extension"  # the reason of a reply that only takes more time


@dataclass(frozen=True, slots=True)
class State:
    """Where a request stands: answered, overdue, or waiting for an answer; and the last legal day, None if unknown.

    `late`: the first answer is dated after that day.
    """

    name: str
    due: date | None
    extended: bool = False
    late: bool = False


def state_of(request: Request, answers: Sequence[LinkedReply], on: date, calendar: Calendar) -> State:
    """Say where a request stands on this day.

    A reply that only takes more time is no answer, but moves the deadline.
    """
    extended = any(answer.reason == EXTENSION for answer in answers)
    days = calendar.deadline_days + calendar.extension_days * extended
    last = due(date.fromisoformat(request.sent), days, calendar.holidays) if request.sent else None
    given = [answer for answer in answers if answer.reason != EXTENSION]
    if given:
        first = min((answer.date for answer in given if answer.date), default=None)
        return State(ANSWERED, last, extended, late=bool(last and first and first > last.isoformat()))
    return State(OVERDUE if last and on > last else WAITING, last, extended)


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
