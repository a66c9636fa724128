"""Exports of the platforms that requests are made on, Alaveteli and Froide, as requests of the register.

Read are, in a folder, a ZIP archive or alone: of Alaveteli the JSON of a request (`/request/NAME.json`), the table of a
batch (CSV: request_url, authority_name, number_of_replies, request_status) and the folders of a batch's archive
("AUTHORITY - NAME/TIME/incoming_1.txt", "…/attachments-1/letter.pdf"); of Froide the JSON of the programming interface
(a request with its messages, or a list in `objects`), its CSV (`?format=csv`: the same, a request a row, its columns
paths into it such as `messages.0.timestamp`) and an account's archive (`requests/1/request.json`,
`requests/1/2/message.json`). Who asked is never taken in, nor what messages say.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from extractor.core.errors import VeeduriaError
from extractor.core.model import Problem
from extractor.rounds.paperless import Paperless
from extractor.rounds.register import Request, body_named, numbered
from extractor.rounds.settings import LIMIT, MOST
from rules.models import Pack
from rules.words import fold

ALAVETELI, FROIDE = "alaveteli", "froide"
SAID = ("institution", "wave", "unit", "sent", "reference", "withdrawn")  # of the register's columns
TABLE = ("request_url", "authority_name", "number_of_replies", "request_status")
ROWS = ("id", "created_at", "status", "resolution", "public_body.name")  # of a list of Froide's requests
TABLES = (TABLE, ROWS)
WRITTEN: Mapping[str, object] = {"": None, "True": True, "False": False}  # in a cell of Froide's, for what is no text
NO_ANSWER = ("waiting_response", "error_message", "internal_review")  # an acknowledgement, a bounce, a request again
WAITING = ("awaiting_response", "asleep")
ANSWERED = ("awaiting_classification", "resolved")  # there is a message of the body, be it listed or not
REASONS = {
    "waiting_clarification": "clarification", "not_held": "not_held", "rejected": "refused", "refused": "refused",
}  # fmt: skip
OTHER = "not_on_file"  # how all else is told: its words are not here
WITHDRAWN = ("user_withdrawn", "user_withdrew", "user_withdrew_costs")
_STAMP = re.compile(r"(\d{4}-\d\d-\d\d)-\d{6}$")
_ATTACHED = re.compile(r"attachments-(\d+)$")


class NoExport(VeeduriaError):
    """The file is no export of a platform that is known here, or is damaged."""


class File(Protocol):
    """A file that was found: its name with the folders above it, and its bytes."""

    @property
    def name(self) -> str: ...
    def read(self, limit: int) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Exported:
    """A request as a platform tells it. `files` are the names of the letters that came with it."""

    teller: str
    name: str
    body: str
    sent: str | None
    withdrawn: str = ""
    replies: tuple[Paperless, ...] = ()
    files: tuple[str, ...] = ()


@dataclass
class _Folder:
    """What an archive holds of one request, by its name: days of messages sent and received, letters by message."""

    sent: list[str] = field(default_factory=list)
    received: dict[str, str] = field(default_factory=dict)
    letters: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


def read_export(files: Iterable[File], pack: Pack) -> list[Exported]:
    """Return the requests that these files tell of.

    Raises:
        NoExport: there is none in them, or one is not as its platform writes it.
    """
    found = list(files)
    folders = _folders(found)
    told: dict[tuple[str, str], Exported] = {}
    for file in found:
        ending = file.name.lower().rpartition(".")[2]
        if ending in ("json", "csv"):
            for one in _told(file, ending, found, folders, pack):
                before = told.setdefault((one.teller, one.name), one)  # a table of all, and the JSON of one
                told[one.teller, one.name] = max(one, before, key=_fullness)
                if len(told) > MOST:
                    raise NoExport("{file}: more than {n} requests", file=file.name, n=MOST)
    if not told:
        raise NoExport("There is no export of Alaveteli or Froide in it that is known here.")
    return list(told.values())


def _fullness(one: Exported) -> tuple[int, int]:
    """How much is told of the replies to a request: of how many, and of how many of them the day."""
    return len(one.replies), sum(reply.date is not None for reply in one.replies)


def as_requests(
    exported: Sequence[Exported], wave: str, pack: Pack
) -> tuple[list[tuple[Exported, Request]], list[Problem]]:
    """Turn them into requests of this wave; what the pack does not know is a problem."""
    pairs, problems = [], []
    for one in exported:
        institution = body_named(one.body, pack)
        if institution is None:
            problems.append(Problem(one.name, "unknown_body", one.body))
            continue
        unit = "" if _is_name(one.body, institution, pack) else one.body
        reference = f"#{one.name}" if one.teller == FROIDE else one.name
        made = Request("", institution, unit, wave, one.sent, reference, (), one.withdrawn, one.replies)
        pairs.append((one, numbered(made)))
    return pairs, problems


def _is_name(text: str, institution: str, pack: Pack) -> bool:
    """Does a platform name the body itself, and none of its units?"""
    body = next(body for body in pack.bodies if body.id == institution)
    former = [one.name for one in body.former]
    return fold(text) in map(fold, (body.id, body.name, *body.written, *former))


# --- what a file tells -----------------------------------------------------------------------------------------------


def _told(
    file: File, ending: str, found: Sequence[File], folders: Mapping[str, _Folder], pack: Pack
) -> Iterator[Exported]:
    data = file.read(LIMIT)
    if ending == "csv":
        yield from _table(file.name, data, folders, pack)
    for one in _objects(file.name, data) if ending == "json" else _rows(file.name, data):
        try:
            if "info_request_events" in one or "described_state" in one:
                yield _alaveteli(one, folders)
            elif "public_body" in one and "resolution" in one:
                yield _froide(one, _messages(file.name, one, found), found)
        except (AttributeError, IndexError, KeyError, TypeError, ValueError):
            raise _odd(file.name) from None


def _objects(name: str, data: bytes) -> Iterator[dict[str, Any]]:
    try:
        given = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise NoExport("{file}: not valid JSON: {error}", file=name, error=error) from None
    if isinstance(given, dict) and isinstance(found := given.get("objects"), dict | list):
        given = found["results"] if isinstance(found, dict) and isinstance(found.get("results"), list) else found
    yield from (one for one in (given if isinstance(given, list) else [given]) if isinstance(one, dict))


def _odd(name: str) -> NoExport:
    return NoExport("{file}: a request in it is not as its platform writes it.", file=name)


def _day(text: object) -> str | None:
    return date.fromisoformat(str(text)[:10]).isoformat() if text else None


def _name(text: object) -> str:
    """A name as it may be kept: one line of bearable length.

    Raises:
        ValueError: it is none.
    """
    if not isinstance(text, str | int) or not str(text).strip():
        raise ValueError(text)
    return " ".join(str(text).split())[:300]


# --- Alaveteli -------------------------------------------------------------------------------------------------------


def _alaveteli(one: Mapping[str, Any], folders: Mapping[str, _Folder]) -> Exported:
    name = _name(one["url_title"])
    here = folders.get(name, _Folder())
    events = one.get("info_request_events") or []
    waits = one["described_state"] in NO_ANSWER and not one.get("awaiting_description")
    replies = []
    for event in events[:MOST]:
        state = event.get("calculated_state")
        message = str(event.get("incoming_message_id") or event["id"])
        if event["event_type"] != "response" or message in here.letters:
            continue
        if state not in NO_ANSWER and not (state is None and waits):
            replies.append(
                Paperless(f"{ALAVETELI}:{message}", _day(event["created_at"]), "", REASONS.get(state, OTHER))
            )
    state = str(one["described_state"])
    withdrawn = state if state in WITHDRAWN else ""
    body, sent = _name(one["public_body"]["name"]), _day(one.get("created_at"))
    return Exported(ALAVETELI, name, body, sent, withdrawn, tuple(replies), _letters(here))


def _table(file: str, data: bytes, folders: Mapping[str, _Folder], pack: Pack) -> Iterator[Exported]:
    rows = csv.DictReader(io.StringIO(data.decode("utf8", "replace")))
    try:
        if not {*TABLE} <= {*(rows.fieldnames or ())}:
            return
        for row in rows:
            name = _name(row["request_url"].rstrip("/").rpartition("/")[2])
            waits = fold(row["request_status"].strip()) in map(fold, pack.sheets.awaits)
            here = folders.get(name, _Folder())
            days = {id: day for id, day in here.received.items() if id not in here.letters}
            if int(row["number_of_replies"] or 0) and not here.received:
                days = {name: ""}
            replies = [Paperless(f"{ALAVETELI}:{id}", day or None, "", OTHER) for id, day in days.items()]
            sent = min(here.sent, default=None)
            yield Exported(
                ALAVETELI, name, _name(row["authority_name"]), sent, "", () if waits else tuple(replies), _letters(here)
            )
    except (csv.Error, ValueError, AttributeError):
        raise _odd(file) from None


def _folders(found: Iterable[File]) -> dict[str, _Folder]:
    """What a batch's archive holds, by the name of the request that its folders bear."""
    folders: dict[str, _Folder] = defaultdict(_Folder)
    for file in found:
        parts = file.name.split("/")
        at = next((at for at, part in enumerate(parts) if _STAMP.search(part) and at), 0)
        if not at or at + 1 == len(parts):
            continue
        here, day = folders[parts[at - 1].rpartition(" - ")[2]], parts[at][:10]
        kind, _, number = parts[at + 1].partition(".")[0].partition("_")
        attached = _ATTACHED.match(parts[at + 1])
        if attached and _is_letter(file.name):
            here.letters[attached[1]].append(file.name)
        elif kind == "incoming":
            here.received[number] = day
        elif kind == "outgoing":
            here.sent.append(day)
    return folders


def _letters(here: _Folder) -> tuple[str, ...]:
    return tuple(name for names in here.letters.values() for name in names)


def _is_letter(name: str) -> bool:
    return name.lower().endswith(".pdf")


# --- Froide ----------------------------------------------------------------------------------------------------------


def _froide(one: Mapping[str, Any], messages: Sequence[Mapping[str, Any]], found: Sequence[File]) -> Exported:
    name = _name(one["id"])
    folder = f"/requests/{name}/"
    files = tuple(file.name for file in found if folder in f"/{file.name}" and _is_letter(file.name))
    here = {file.rpartition("/")[2] for file in files}
    answers = [] if one["status"] in WAITING else [message for message in messages if _answers(message, one)]
    withdrawn = one["resolution"] if one["resolution"] in WITHDRAWN else ""
    replies = []
    if not messages and not files and not withdrawn and one["status"] in ANSWERED:  # a list, which tells no messages
        replies.append(Paperless(f"{FROIDE}:#{name}", None, "", REASONS.get(one["resolution"], OTHER)))
    for at, message in enumerate(answers, 1):
        if not any(part["name"] in here for part in message.get("attachments") or ()):
            reason = REASONS.get(one["resolution"], OTHER) if at == len(answers) else OTHER
            replies.append(Paperless(f"{FROIDE}:{_name(message['id'])}", _day(message["timestamp"]), "", reason))
    body, sent = _name(one["public_body"]["name"]), _day(one.get("created_at"))
    return Exported(FROIDE, name, body, sent, withdrawn, tuple(replies), files)


def _rows(name: str, data: bytes) -> Iterator[dict[str, Any]]:
    """Yield what the rows of a table of Froide's tell, as its JSON would: a heading is a path ("messages.0.sent")."""
    rows = csv.DictReader(io.StringIO(data.decode("utf-8-sig", "replace")))
    try:
        if not {*ROWS} <= {*(rows.fieldnames or ())}:
            return
        for row in rows:
            made: dict[str, Any] = {}
            for path, value in row.items():
                *parents, last = path.split(".")
                place = made
                for parent in parents:
                    place = place.setdefault(parent, {})
                place[last] = WRITTEN.get(value, value)
            yield made | {"messages": _listed(made.get("messages"))}
    except (csv.Error, AttributeError, TypeError):
        raise _odd(name) from None


def _listed(numbered: Any) -> list[dict[str, Any]]:
    """The things of a list, by number in a row that has columns for the longest list of all."""
    told = (numbered or {}).values()
    return [one | {"attachments": _listed(one.get("attachments"))} for one in told if one.get("id") or one.get("name")]


def _answers(message: Mapping[str, Any], one: Mapping[str, Any]) -> bool:
    """Is this message one of the body that was asked, and not of a mediator?"""
    sender, asked = message.get("sender_public_body"), one["public_body"].get("resource_uri")
    sent = message.get("sent", True) and not message.get("is_draft")
    return bool(message["is_response"] and sent and (not sender or not asked or sender == asked))


def _messages(name: str, one: Mapping[str, Any], found: Sequence[File]) -> list[Mapping[str, Any]]:
    """The messages of a request: in it or, in an account's archive, in files beside it; the earliest first."""
    messages = list(one.get("messages") or ())[:MOST]
    if name.endswith("request.json") and not messages:
        folder = name.removesuffix("request.json")
        beside = (file for file in found if file.name.startswith(folder) and file.name.endswith("/message.json"))
        messages = [message for file in beside for message in _objects(file.name, file.read(LIMIT))]
    return sorted(messages, key=lambda message: str(message["timestamp"]))
