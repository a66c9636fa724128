"""The one gate for what leaves: every row that a masked output reads passes through it, whole.

A database whose `gate` is set gives out rows without private persons' data: texts, quotes, evidence, details, sections,
head fields, notes, references, units and names of files are masked, ids are keyed. What is private is found in a
letter's whole text once, so that a name is masked in every piece of its document.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from db.keys import keyed, keyed_mark, secret_of
from db.masked_rows import MaskedRows
from db.pieces import Piece, cut, moved_evidence, within
from db.records import ActionRow, DecisionRow, FileRow, LetterRow, ProblemRow, StatementRow
from db.settings import LETTERS
from extractor.core.clean import clean
from extractor.core.details import KINDS
from extractor.core.model import Beside, Details, Figure, Norm
from extractor.core.problems import DETAILS
from extractor.filing.details.dates import find_dates
from extractor.privacy import NOTHING, KnownNames, Private, mask, mask_file_name, survey
from extractor.privacy.part import part_for_masking
from rules.models import Pack

if TYPE_CHECKING:
    from extractor.filing.learn.lessons import Filed

PUBLIC, OFFICIAL, PRIVATE = "public", "official", "private"
WORDED = {  # the slots of each kind of details that hold words of a letter, beside the text of its place
    kind: tuple(name for name in ("what", "name", "number") if name in kind.__dataclass_fields__)
    for kind in (one.shape for one in KINDS.values())
}


class Opened(Protocol):
    """An open database: where it lies, and what speaks to it."""

    @property
    def path(self) -> Path: ...
    @property
    def connection(self) -> sqlite3.Connection: ...


class Gate:
    """Masks rows; made for one database and pack."""

    def __init__(self, db: Opened, pack: Pack) -> None:
        self._connection = db.connection
        self._pack = pack = part_for_masking(pack)
        self._secret = secret_of(db.path)
        self._ruled = rulings(db)
        self.masked_rows = MaskedRows(
            db.path, self._secret, pack, self._ruled
        )  # to be saved when the database is closed
        self._around = lru_cache(maxsize=LETTERS)(self._letter_mark)
        self._letter = lru_cache(maxsize=LETTERS)(self._survey)
        self._said = lru_cache(maxsize=8192)(self._mask)
        self._named = lru_cache(maxsize=4096)(self._file_name)
        self._listed = frozenset(body.id for body in pack.bodies)
        self._body = lru_cache(maxsize=1024)(self._body_id)

    # --- ids ---

    def id(self, id: str) -> str:
        return keyed(self._secret, "id", id)

    def key(self, what: str, value: str) -> str:
        """Return what stands for a letter's hash or a reviewer's name where neither is to be told."""
        return keyed(self._secret, what, value)

    def mark(self, content_hash: str) -> str:
        return keyed_mark(self._secret, content_hash) if content_hash else content_hash

    def body(self, id: str) -> str:
        """Return what stands for a body: one outside the pack's list may be called as a person is."""
        return id if not id or id in self._listed else self._body(id)

    def body_name(self, id: str, name: str) -> str:
        """Return the name of a body as it may leave."""
        return name if id in self._listed else self.text(name)

    def _body_id(self, id: str) -> str:
        row = self._connection.execute("SELECT name FROM bodies WHERE id = ?", (id,)).fetchone()
        shown = clean(row[0]) if row else id
        return id if row and self.text(shown) == shown else f"otra-{keyed(self._secret, 'body', id)[:8]}"

    def _of(self, institution: str | None) -> str | None:
        return self.body(institution) if institution else institution

    # --- texts ---

    def text(self, text: str, sha256: str | None = None) -> str:
        """Mask a text that stands by itself, with what is known of its document."""
        return self._said(text, sha256) if text else text

    def optional(self, text: str | None, sha256: str | None = None) -> str | None:
        return self.text(text, sha256) if text else text

    def name(self, name: str, sha256: str | None = None) -> str:
        """Mask the persons' names in the name of a file."""
        return self._named(name, sha256) if name else name

    def private(self, sha256: str) -> tuple[Private, ...] | None:
        """Return what is private in the text of a letter; None if its places in the stored text are not known."""
        text, found, _known = self._letter(sha256)
        return found if text else None

    def _mask(self, text: str, sha256: str | None) -> str:
        if text in DETAILS:  # the program's own words
            return text
        return mask(clean(text), self._pack, self._known(sha256))

    def _file_name(self, name: str, sha256: str | None) -> str:
        return mask_file_name(clean(name), self._pack, self._known(sha256))

    def _known(self, sha256: str | None) -> KnownNames:
        return self._letter(sha256)[2] if sha256 else self._ruled

    def _survey(self, sha256: str) -> tuple[str, tuple[Private, ...], KnownNames]:
        row = self._connection.execute("SELECT text FROM letters WHERE document = ?", (sha256,)).fetchone()
        text = clean(row[0]) if row else ""
        pieces, known = survey(text, self._pack, self._ruled)
        return (text if row and text == row[0] else ""), pieces, known

    def _piece(self, text: str, sha256: str, start: int) -> Piece:
        """Mask a piece of a letter that begins there, as it is masked in the whole letter."""
        if not text:
            return cut(text, (), self._pack, lambda place: place)
        whole, found, known = self._letter(sha256)
        end = start + len(text)
        if whole and whole[start:end] == text:
            cuts = [within(one, start, end) for one in found if one.start < end and start < one.end]
            return cut(text, cuts, self._pack, lambda place: place)
        shown = clean(text)
        shift: Callable[[int], int] = (lambda place: place) if shown == text else (lambda at: len(clean(text[:at])))
        return cut(shown, survey(shown, self._pack, known)[0], self._pack, shift)

    # --- rows ---

    def statement(self, row: StatementRow) -> StatementRow:
        piece = self._piece(row.text, row.sha256, row.start)
        return replace(
            row,
            id=self.id(row.id),
            document=self.name(row.document, row.sha256),
            text=piece.text,
            institution=self._of(row.institution),
            section=self.text(row.section, row.sha256),
            unit=self.optional(row.unit, row.sha256),
            suggestions=tuple(replace(one, evidence=moved_evidence(one.evidence, piece)) for one in row.suggestions),
            facets=tuple(replace(one, evidence=moved_evidence(one.evidence, piece)) for one in row.facets),
            cues=moved_evidence(row.cues, piece),
            details=self._details(row.details, row.text, piece, row.sha256),
            decision=self._decision(row.decision, row.sha256) if row.decision else None,
            mark=self.mark(row.content_hash),
            moved=tuple(map(self.id, row.moved)),
            unit_edited=self.optional(row.unit_edited, row.sha256),
            text_edited=self.optional(row.text_edited, row.sha256),
        )

    def row_mark(self, words: str, sha256: str) -> bytes:
        """Return the mark by which a row of a letter is kept, `words` being all that the row was made of."""
        return self.masked_rows.mark(words, self._around(sha256))

    def _letter_mark(self, sha256: str) -> bytes:
        """A mark of the letter around a row: what is private in it is so in its pieces."""
        row = self._connection.execute("SELECT text FROM letters WHERE document = ?", (sha256,)).fetchone()
        return hashlib.blake2b((row[0] if row else "").encode("utf8", "surrogatepass"), digest_size=16).digest()

    def action(self, row: ActionRow, start: int) -> ActionRow:
        """Mask an action whose text begins there in its letter."""
        piece = self._piece(row.text, row.sha256, start)
        return replace(
            row,
            id=self.id(row.id),
            document=self.name(row.document, row.sha256),
            text=piece.text,
            institution=self.body(row.institution),
            unit=self.optional(row.unit, row.sha256),
            number=self.optional(row.number, row.sha256),
            note=self.optional(row.note, row.sha256),
            unit_edited=self.optional(row.unit_edited, row.sha256),
            text_edited=self.optional(row.text_edited, row.sha256),
            written=self._beside_dates(row.written, row.sha256),
            details=self._details(row.details, row.text, piece, row.sha256),
        )

    def _beside_dates(self, written: str, sha256: str) -> str:
        """Mask what stands beside dates: "Mar" is a given name too."""
        made, done = [], 0
        for one in find_dates(written, self._pack, [], [(0, len(written))]) if written else ():
            made += [self.text(written[done : one.start], sha256), clean(written[one.start : one.end])]
            done = one.end
        return "".join([*made, self.text(written[done:], sha256)])

    def decision(self, row: DecisionRow) -> DecisionRow:
        query = "SELECT document FROM statements WHERE id = ?"
        document = self._connection.execute(query, (row.statement,)).fetchone()
        return self._decision(row, document[0] if document else None)

    def _decision(self, row: DecisionRow, sha256: str | None) -> DecisionRow:
        details = self._loose(row.details, sha256) if row.details else None
        return replace(
            row,
            statement=self.id(row.statement),
            note=self.optional(row.note, sha256),
            details=details,
            content_hash=self.mark(row.content_hash),
        )

    def filed(self, one: Filed) -> Filed:
        """Return a filed text as it may leave."""
        return replace(
            one,
            institution=self.body(one.institution),
            statement=self.id(one.statement),
            document=self.name(one.document, one.sha256),
            text=self.text(one.text, one.sha256),
        )

    def letter(self, row: LetterRow) -> LetterRow:
        sha256 = row.sha256
        return replace(
            row,
            document=self.name(row.document, sha256),
            path=self.name(row.path, sha256),
            institution=self._of(row.institution),
            unit=self.optional(row.unit, sha256),
            number=self.optional(row.number, sha256),
            reference=self.optional(row.reference, sha256),
            subject=self.optional(row.subject, sha256),
            reply_quote=self.text(row.reply_quote, sha256),
            reply_target=self.text(row.reply_target, sha256),
            problems=tuple(self.problem(one) for one in row.problems),
        )

    def problem(self, row: ProblemRow) -> ProblemRow:
        where, detail = self.name(row.where, row.sha256), self.name(row.detail, row.sha256)
        return replace(
            row,
            document=self.name(row.document, row.sha256),
            where=self.text(where, row.sha256) if " " in where else where,
            detail=self.text(detail, row.sha256) if " " in detail else detail,
        )

    def file(self, row: FileRow) -> FileRow:
        document = self.name(row.document, row.sha256) if row.document else None
        return replace(row, file=self.name(row.file, row.sha256), document=document)

    # --- details ---

    def _details(self, details: Details, text: str, piece: Piece, sha256: str) -> Details:
        """Leave out what stands where something private does; the rest moves with its text."""

        def things(found: Iterable[Any]) -> tuple[Any, ...]:
            kept = []
            for one in found:
                if not hasattr(one, "start"):
                    kept.append(self._cell(one, sha256))
                elif text[one.start : one.end] != one.text:
                    kept.append(self._spoken(one, sha256))
                elif not piece.hidden(one.start, one.end):
                    start, end = piece.move(one.start), piece.move(one.end)
                    moved = {"start": start, "end": end, "text": piece.text[start:end]}
                    kept.append(_with(one, self._worded(one, sha256) | moved))
            return tuple(kept)

        lists: Any = {name: things(found) for name in KINDS if (found := getattr(details, name))}
        return replace(details, **lists)

    def _loose(self, details: Details, sha256: str | None) -> Details:
        lists: Any = {name: tuple(self._spoken(one, sha256) for one in getattr(details, name)) for name in KINDS}
        return replace(details, **lists)

    def _spoken(self, one: Any, sha256: str | None) -> Any:
        """Mask what a detail says in words of its own: what is counted, what a partner is called."""
        if isinstance(one, Beside):
            return self._cell(one, sha256)
        return _with(one, self._worded(one, sha256) | {"text": self.text(one.text, sha256)})

    def figure(self, one: Figure, sha256: str) -> Figure:
        """Mask what a figure says in words of its own; whether its place is private is for its statement to say."""
        spoken: Figure = self._spoken(one, sha256)
        return spoken

    def _worded(self, one: Any, sha256: str | None) -> dict[str, Any]:
        if isinstance(one, Norm):
            return {"number": self.under(one.kind, one.number, sha256)}
        return {name: self.text(getattr(one, name), sha256) for name in WORDED[type(one)]}

    def _cell(self, cell: Beside, sha256: str | None) -> Beside:
        """Mask a cell under its header: "45678912" is private where the column says what it is."""
        header = self.text(cell.header, sha256)
        return Beside(header, self.under(cell.header, cell.text, sha256))

    def under(self, header: str, text: str, sha256: str | None) -> str:
        """Mask what stands under a word for what it is: a norm's number is public, a document's is not."""
        if not header:
            return self.text(text, sha256)
        return self.text(f"{header}: {text}", sha256).removeprefix(f"{self.text(header, sha256)}: ")


def _with(one: Any, values: dict[str, Any]) -> Any:
    """Return the record with these values: most have them already."""
    return one if all(getattr(one, name) == value for name, value in values.items()) else replace(one, **values)


def rulings(db: Opened) -> KnownNames:
    """What people said of masked runs, the newest word on each."""
    said: dict[str, str] = dict(
        db.connection.execute("SELECT phrase, ruling FROM releases WHERE phrase <> '' ORDER BY id")
    )
    released = frozenset(phrase for phrase, ruling in said.items() if ruling in (PUBLIC, OFFICIAL))
    officials = tuple(frozenset(phrase.split()) for phrase, ruling in said.items() if ruling == OFFICIAL)
    hidden = frozenset(phrase for phrase, ruling in said.items() if ruling == PRIVATE)
    return replace(NOTHING, released=released, hidden=hidden, officials=officials)
