"""Write: what was read, and what people decided. One `Store` writes at a time; decisions are only ever added."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from db import chain, corrections, decisions, reading, remarks, undoing
from db.connection import Database, connect, prepare, writing_alone
from db.keys import secret_of, secret_path, stored_mark
from db.remarks import Remark
from db.rows import Saved, dump
from extractor.core.model import Decision, Finding

if TYPE_CHECKING:
    from rules.models import Pack


class Store(Database):
    """The database, open for writing."""

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Do everything inside or, if anything fails, nothing of it."""
        with writing_alone(self.path):
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield self.connection
                chain.link(self.connection)
            except BaseException:
                self.connection.rollback()
                raise
            self.connection.commit()

    # --- reading letters ---

    def begin_run(self, version: str, pack: Pack, options: Mapping[str, Any], at: str) -> int:
        """Record that this version and pack begin to read, and copy the pack's lists. Return the run's id."""
        with self.transaction() as connection:
            reading.copy_pack(connection, pack)
            cursor = connection.execute(
                "INSERT INTO runs (version, pack, pack_hash, options, started) VALUES (?, ?, ?, ?, ?) RETURNING id",
                (version, pack.info.id, pack.hash, dump(dict(options)), at),
            )
            return int(cursor.fetchone()[0])

    def end_run(self, run: int, at: str) -> None:
        """Record that a run came to its end; a run that changed nothing leaves no trace."""
        with self.transaction() as connection:
            connection.execute("UPDATE runs SET finished = ? WHERE id = ?", (at, run))
            connection.execute(
                "DELETE FROM runs WHERE id = :run AND NOT EXISTS (SELECT 1 FROM files WHERE run = :run)"
                " AND NOT EXISTS (SELECT 1 FROM documents WHERE run = :run)"
                " AND NOT EXISTS (SELECT 1 FROM statements WHERE run = :run)",
                {"run": run},
            )

    def known(self, unread: bool = True) -> dict[str, str]:
        """Return hash and name of the documents that have been taken in, whatever became of them or only those read."""
        outcomes = ("read", "needs_person", *["unread"] * unread)
        query = (
            "SELECT sha256, name FROM documents WHERE outcome IN (SELECT value FROM json_each(?))"
            " OR sha256 IN (SELECT document FROM erasures)"  # what was forgotten is not taken in again
        )
        return dict(self.connection.execute(query, (dump(outcomes),)))

    def expect(self, files: Iterable[tuple[str, str]], run: int) -> None:
        """Enter files (key, name) as failed: the outcome that stands if nothing else is ever written about them."""
        with self.transaction() as connection:
            connection.executemany(
                "INSERT INTO files (key, name, outcome, run) VALUES (?, ?, 'failed', ?) ON CONFLICT DO NOTHING",
                ((key, name, run) for key, name in files),
            )

    def save(self, files: Sequence[Saved], run: int) -> None:
        """Write what became of these files, in one transaction. Decisions are left alone.

        A statement that this reading no longer holds is marked stale. A file whose outcome is a duplicate only enters
        the ledger of files.
        """
        with self.transaction() as connection:
            for file in files:
                if file.data is not None:
                    self.keep(file.sha256, file.data, place=file.place)
            reading.write(connection, files, run)

    def keep(self, sha256: str, data: bytes, suffix: str = ".pdf", place: str = "") -> None:
        """Keep an original, in a folder of its owner alone, under its full name only once it is whole.

        A file of ours at `place` that nobody else may write is linked, where the file system can; else it is copied.
        """
        target = self.original(sha256).with_suffix(suffix)
        if target.exists():
            return
        self.originals.mkdir(mode=0o700, exist_ok=True)
        partial = target.with_suffix(f".{os.getpid()}.part")  # two runs may keep one original at once
        if not (place and _link(place, partial, data)):
            with os.fdopen(os.open(partial, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as file:
                file.write(data)
        partial.replace(target)

    def suggest_again(self, findings: Sequence[Finding]) -> None:
        """Replace kind, suggestions, facets and details of stored statements, as when the institution becomes known."""
        with self.transaction() as connection:
            reading.describe_again(connection, findings)

    # --- people ---

    def decide(self, decided: Sequence[Decision], made: Sequence[Finding] = (), remarked: Sequence[Remark] = ()) -> int:
        """Record one act of a reviewer, with the statements it makes (pieces, missed ones); return its number.

        `remarked` is what the reviewer says of statements beside their filing.

        What was set before (kind, note, details) stays in force unless `fields` sets it anew.

        Raises:
            Changed: the statement is not what the reviewer saw.
            Refused: unknown statement or obligation, one of another body, or a remark somebody wrote meanwhile.
        """
        with self.transaction() as connection:
            act = decisions.record(connection, [self._as_stored(one) for one in decided], made)
            remarks.record(connection, [one._replace(statement=self.stored_id(one.statement)) for one in remarked], act)
            return act

    def adjudge(self, decision: Decision, chosen: str) -> int:
        """Settle a statement of which two readings differ; the decision cites both. Return its act's number.

        `chosen`: "one", "other" or "neither" of the two, the earlier reading being the one.

        Raises:
            Changed: the statement is not what the reviewer saw.
            Refused: the readings do not differ, or the obligation is another body's.
        """
        with self.transaction() as connection:
            return decisions.adjudge(connection, self._as_stored(decision), chosen)

    def _as_stored(self, decision: Decision) -> Decision:
        """The same decision on the id and mark that are stored, where it names those of a masked output."""
        from db.queries import NotFound, statement
        from db.seen_by import seen_by

        id = self.stored_id(decision.statement)
        if not secret_path(self.path).exists():
            return replace(decision, statement=id)
        try:
            with seen_by(self.path, decision.reviewer) as db:
                mark = statement(db, id).content_hash
        except NotFound:
            return replace(decision, statement=id)
        return replace(
            decision, statement=id, content_hash=stored_mark(secret_of(self.path), mark, decision.content_hash)
        )

    def undo(self, reviewer: str, at: str, statement: str | None = None) -> tuple[str, ...]:
        """Take back the reviewer's last act of review (on this statement); return its statements, () if there is none.

        Raises:
            Refused: somebody has built on it since.
        """
        with self.transaction() as connection:
            named = self.stored_id(statement) if statement is not None else None
            return undoing.undo(connection, reviewer, at, named)

    def undo_import(self, sha256: str, reviewer: str, at: str) -> tuple[str, ...]:
        """Take back what the reviewer took in last from this file of coded actions and return its statements.

        Raises:
            Refused: somebody has built on it since.
        """
        with self.transaction() as connection:
            return undoing.undo_import(connection, sha256, reviewer, at)

    def take_back(self, reviewer: str, at: str) -> tuple[tuple[str, ...], str | None]:
        """Take back the reviewer's last act of review; return its statements, or the letter that it corrected.

        Raises:
            Refused: somebody has built on it since.
        """
        with self.transaction() as connection:
            correction, remark = (
                last(connection, reviewer) for last in (corrections.last_correction, remarks.last_remark)
            )
            decision = decisions.last_decision(connection, reviewer)
            if correction > max(decision, remark):
                return (), corrections.undo_correction(connection, correction, reviewer, at)
            if remark > decision:
                number = decisions.next_act(connection)
                return remarks.undo_remarks(connection, remark, number, reviewer, at), None
            return undoing.undo(connection, reviewer, at, None), None

    def correct(
        self, sha256: str, fields: Mapping[str, str | None], reviewer: str, at: str, origin: str = "review"
    ) -> None:
        """Record what a reviewer says of a letter's head or reply; confirming is setting the same value.

        `fields`: institution, unit, number, date, reference, subject, reply, reply_reason, wave, source, covers.
        `origin`: "ingest" of what was said of many files at once, which is no act of review.
        """
        with self.transaction() as connection:
            corrections.correct(connection, sha256, fields, reviewer, at, origin)

    def disclose(self, what: str, reason: str, reviewer: str, at: str) -> None:
        """Record that private persons' data is written out unmasked, and why."""
        with self.transaction() as connection:
            connection.execute(
                "INSERT INTO disclosures (what, reason, reviewer, at) VALUES (?, ?, ?, ?)", (what, reason, reviewer, at)
            )

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        with writing_alone(self.path):  # the last to close copies the log into the database
            self.close()


def _link(place: str, target: Path, data: bytes) -> bool:
    """Give a file a second name, if it is ours alone to write and holds these bytes; say whether it was done."""
    target.unlink(missing_ok=True)
    try:
        os.link(place, target, follow_symlinks=False)
        there = target.lstat()
    except (OSError, ValueError):
        return False
    others = stat.S_IWGRP | stat.S_IWOTH
    ours = stat.S_ISREG(there.st_mode) and there.st_uid == os.geteuid() and not there.st_mode & others
    if ours and target.read_bytes() == data:
        return True
    target.unlink()
    return False


def open_store(path: str | Path) -> Store:
    """Open the database for writing; create it and its folder, or bring its schema up to date, if need be.

    Raises:
        DatabaseError: it cannot be written, or is not one of ours.
    """
    path = Path(path)
    prepare(path)
    connection = connect(path, "rw")
    # in WAL mode a power cut can cost the last moments, never the rest; the log is copied back every 64 MB, because
    # each time waits for the disk
    connection.executescript("PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 16000;")
    chain.watch(connection)
    return Store(path, connection)
