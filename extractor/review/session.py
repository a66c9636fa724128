"""The dialogue's effects, carried out on the store: the only part of the review that reads and writes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property, singledispatchmethod

from db import letter_rows, queries
from db.bodies import name_body, outside
from db.connection import Database
from db.decisions import Changed, Refused
from db.queries import EVERYTHING, NotFound
from db.queue import decided_since, leave_place, place_left, queue
from db.records import Filters, StatementRow, content_hash_of
from db.remarks import Remark
from db.rows import dump
from db.store import Store
from db.together import is_unread
from extractor.core.model import FILED_KINDS, Decision, Kind
from extractor.core.states import Ruling
from extractor.ingest.reclassify import suggest_again
from extractor.review.asking import NEW, Choice, Menu
from extractor.review.effects import (
    Add,
    Effect,
    Goto,
    Judge,
    ListRest,
    Merge,
    Reshape,
    Reword,
    Save,
    SaveAll,
    SetHead,
    Show,
    ShowPage,
    Split,
    Undo,
)
from extractor.review.intents import Intent
from extractor.review.keys import meant
from extractor.review.lineup import Lineup, QueueEntry
from extractor.review.making import as_suggested, head_taken_back, made_of, taken_back
from extractor.review.moves import Step, moved_on, told
from extractor.review.reading import ItemReader
from extractor.review.records import Ask, Item, Question, ReviewState, Say
from extractor.review.sentences import confirmed_as
from extractor.review.settings import FEW
from extractor.review.state import begin, requeued, shown, update
from extractor.review.teaching import Teaching
from extractor.review.terminal.keys import pasted
from rules.models import Pack

Clock = Callable[[], datetime]
WHOLE_LETTER = 64  # letters of a letter's id; a statement's is shorter


@dataclass(frozen=True)
class ReviewSession:
    """One reviewer at one queue. `clock` tells the time, with its zone; `sight` is what the reviewer may see of it.

    While `learning`, each decision that the reviewer may see moves what is suggested for the rest of its body.
    """

    store: Store
    pack: Pack
    reviewer: str
    filters: Filters = EVERYTHING
    order: str = "letter"
    reasons: tuple[Choice, ...] = ()
    look: Callable[[Store, Item], str] = lambda store, item: str(store.original(item.letter.sha256))
    clock: Clock = lambda: datetime.now().astimezone()
    sight: Database | None = None
    learning: bool = True

    @property
    def db(self) -> Database:
        """What is read; the store is written to."""
        return self.sight or self.store

    def open(self) -> ReviewState:
        """Return the dialogue where this reviewer left it."""
        state = ReviewState(
            self._queue(),
            self.pack,
            self.reasons,
            self._others(),
            today=self._today(),
            learning=self.learning,
            figures=self.filters.figures,
        )
        return self.carry_out(begin(state, place_left(self.db, self.reviewer, self._name)))

    def dispatch(self, state: ReviewState, intent: Intent) -> ReviewState:
        """Return the dialogue after what the analyst wanted, with everything it asked for done."""
        return self.carry_out(update(state, intent))

    def press(self, state: ReviewState, key: str) -> ReviewState:
        """Return the dialogue after a key of the terminal."""
        return self.dispatch(state, meant(key, state.question is not None, pasted(key)))

    def carry_out(self, step: Step) -> ReviewState:
        """Carry out the effects of a step, and those of the steps they lead to."""
        state, effects = step
        for effect in effects:
            try:
                state = self._do(effect, state)
            except Changed:
                return self._refresh(state, Say.CHANGED_SINCE)
            except (Refused, NotFound) as problem:
                return self._refresh(state, Say.REFUSED, str(problem))
        return state

    # --- reading ---

    @cached_property
    def reader(self) -> ItemReader:
        return ItemReader(self.db, self.pack, Teaching(self.db, self.pack))

    @property
    def _name(self) -> str:
        """What identifies the queue when its place is kept."""
        given = {name: getattr(self.filters, name) for name in Filters.__dataclass_fields__}
        return dump({"order": self.order, **{name: value for name, value in given.items() if value}})

    def _queue(self) -> Lineup:
        again = {id for id in self.filters.ids if is_unread(self.db, id)}  # a sample of what was accepted together
        entries = queue(self.db, self.filters, self.order)
        if not again:
            return Lineup(entries)
        return Lineup((*one[:2], 0, *one[3:]) if one[1] in again else one for one in entries)

    def _others(self) -> tuple[Choice, ...]:
        known = (body.id for body in self.pack.bodies)
        return tuple(Choice(other.id, other.name) for other in outside(self.db, known))

    def _renewed(self, state: ReviewState, letter: str) -> Lineup:
        """Return the queue with this letter's part of it read anew."""
        part = queue(self.db, replace(self.filters, document=letter), self.order)
        return state.queue.renewed(letter, part, state.at)

    def load(self, entry: QueueEntry, learning: bool) -> Item:
        """Return an entry with all that is shown of it."""
        return replace(self.reader.load(entry, learning), of_figures=self.filters.figures)

    def now(self) -> str:
        """Return the time as it is stored."""
        return self.clock().astimezone(UTC).isoformat(timespec="seconds")

    def _today(self) -> int:
        """Count what was decided since midnight where the reviewer sits."""
        midnight = self.clock().replace(hour=0, minute=0, second=0, microsecond=0)
        return decided_since(self.db, self.reviewer, midnight.astimezone(UTC).isoformat(timespec="seconds"))

    def _functionless(self, row: StatementRow) -> bool:
        """Is there no function that an action of this body, or of nobody knows whom, could be filed under?"""
        return row.institution is None or not self.reader.obligations(row.institution, row.source)

    def _refresh(self, state: ReviewState, say: Say, detail: str = "") -> ReviewState:
        """Show again what is on screen as it now is, and say why nothing was done."""
        state = replace(state, at=self._place_of(state))
        return told(self._do(Show(state.at), state), say, detail)

    def _place_of(self, state: ReviewState) -> int:
        """Return where the item on screen stands in the queue: a refused step may have moved on already."""
        if state.item is None:
            return state.at
        statement = state.item.statement
        return state.queue.find(state.item.letter.sha256, statement.id if statement else None)

    # --- doing ---

    @singledispatchmethod
    def _do(self, effect: Effect, state: ReviewState) -> ReviewState:
        raise TypeError(effect)

    @_do.register
    def _show(self, effect: Show, state: ReviewState) -> ReviewState:
        if effect.at >= len(state.queue):
            return shown(state, None)
        entry = state.queue[effect.at]
        leave_place(self.store, self.reviewer, self._name, entry.statement or entry.letter, self.now())
        item = _as_it_stood(self.load(entry, state.learning), state.item)
        return shown(replace(state, today=self._today()), item)

    @_do.register
    def _save(self, effect: Save, state: ReviewState) -> ReviewState:
        decision = self._saved(effect)
        level = Remark(decision.statement, "level", effect.level, effect.level_before, self.reviewer, decision.at)
        self.store.decide([decision], remarked=[level] if effect.level else [])
        return state

    @_do.register
    def _split(self, effect: Split, state: ReviewState) -> ReviewState:
        row = queries.statement(self.db, effect.statement)
        at = row.start + effect.offset
        parts = [
            made_of(self.db, self.pack, row.sha256, start, end, of=row)
            for start, end in ((row.start, at), (at, row.end))
        ]
        self.store.decide([self._decision(row.id, Ruling.SPLIT, effect.content_hash)], parts)
        return self._at(state, [row.sha256], QueueEntry(row.sha256, parts[0].statement.id), Say.SPLIT)

    @_do.register
    def _merge(self, effect: Merge, state: ReviewState) -> ReviewState:
        first, second = (queries.statement(self.db, id) for id in (effect.statement, effect.following))
        kind = first.kind if first.kind in FILED_KINDS else second.kind
        whole = made_of(self.db, self.pack, first.sha256, first.start, second.end, kind, first)
        hashes_then = ((first.id, effect.content_hash), (second.id, effect.following_hash))
        decided = [self._decision(id, Ruling.MERGED, hash_then) for id, hash_then in hashes_then]
        self.store.decide(decided, [whole])
        return self._at(state, [first.sha256], QueueEntry(first.sha256, whole.statement.id), Say.MERGED)

    @_do.register
    def _reshape(self, effect: Reshape, state: ReviewState) -> ReviewState:
        row = queries.statement(self.db, effect.statement)
        whole = made_of(
            self.db, self.pack, row.sha256, effect.start, effect.end, row.kind if row.kind in FILED_KINDS else None, row
        )
        if whole.statement.id == row.id:
            return state
        self.store.decide([self._decision(row.id, Ruling.MERGED, effect.content_hash)], [whole])
        return self._at(state, [row.sha256], QueueEntry(row.sha256, whole.statement.id), Say.MOVED)

    @_do.register
    def _list_rest(self, effect: ListRest, state: ReviewState) -> ReviewState:
        open_ones = [e.statement for e in state.queue.of(effect.letter) if e.statement and not e.settled]
        rows = [self.reader.statement(id, state.learning) for id in open_ones]
        rows = [row for row in rows if not effect.least or (row.score >= effect.least and not row.in_doubt)]
        found = [(row, duty) for row in rows for duty in as_suggested(row, self._functionless(row))]
        if not found:
            return told(state, Say.NOTHING_LEFT)
        labels = {duty.id: duty.label for duty in self.pack.obligations}
        choices = tuple(
            Choice(
                f"{row.id} {row.content_hash} {duty}".rstrip(),
                row.text,
                labels.get(duty, duty) or confirmed_as(row.kind),
            )
            for row, duty in found
        )
        return replace(state, question=Question(Ask.REST, Menu(choices)))

    @_do.register
    def _save_all(self, effect: SaveAll, state: ReviewState) -> ReviewState:
        shown = [self.reader.statement(one.statement, state.learning).suggestions for one in effect.decided]
        made = [self._saved(replace(one, suggested=was)) for one, was in zip(effect.decided, shown, strict=True)]
        self.store.decide(made)
        state = replace(state, queue=self._renewed(state, effect.letter))
        return self.carry_out(moved_on(told(state, Say.REST_ACCEPTED, str(len(made)))))

    @_do.register
    def _look(self, effect: ShowPage, state: ReviewState) -> ReviewState:
        assert state.item
        return told(state, Say.LOOKED, self.look(self.store, state.item))

    @_do.register
    def _goto(self, effect: Goto, state: ReviewState) -> ReviewState:
        if len(effect.id) == WHOLE_LETTER:
            letter = next(letter_rows.letters(self.db, sha256=effect.id), None)
            if letter is None:
                raise NotFound("There is no letter {id}.", id=effect.id)
            return self.carry_out(requeued(state, state.queue, QueueEntry(letter.sha256, None)))
        row = queries.statement(self.db, effect.id)
        return self.carry_out(requeued(state, state.queue, QueueEntry(row.sha256, row.id)))

    @_do.register
    def _add(self, effect: Add, state: ReviewState) -> ReviewState:
        made = made_of(self.db, self.pack, effect.letter, effect.start, effect.end, Kind.ACTION)
        hash_then = content_hash_of(made.statement.text, made.classification.kind, made.classification.suggestions)
        self.store.decide([self._decision(made.statement.id, Ruling.ADDED, hash_then)], [made])
        return self._at(state, [effect.letter], QueueEntry(effect.letter, made.statement.id), Say.ADDED)

    @_do.register
    def _set_head(self, effect: SetHead, state: ReviewState) -> ReviewState:
        values = dict(effect.values)
        whose = values.get("institution") or ""
        if whose.startswith(NEW):
            values["institution"] = name_body(self.store, whose.removeprefix(NEW))
            state = replace(state, others=self._others())
        self.store.correct(effect.letter, values, self.reviewer, self.now())
        if "institution" in values:
            suggest_again(self.store, effect.letter, self.pack)
        return self.carry_out((state, (Show(state.at),)))

    @_do.register
    def _reword(self, effect: Reword, state: ReviewState) -> ReviewState:
        before, now = dict(effect.before), self.now()
        remarks = [
            Remark(effect.statement, name, value, before[name], self.reviewer, now) for name, value in effect.values
        ]
        self.store.decide([], remarked=remarks)
        return state

    @_do.register
    def _judge(self, effect: Judge, state: ReviewState) -> ReviewState:
        said = {"reply": effect.reply, "reply_reason": effect.reason}
        self.store.correct(effect.letter, said, self.reviewer, self.now())
        return state

    @_do.register
    def _undo(self, effect: Undo, state: ReviewState) -> ReviewState:
        undone, letter = self.store.take_back(self.reviewer, self.now())
        if letter:
            suggest_again(self.store, letter, self.pack)
            here = state.item is not None and state.item.letter.sha256 == letter
            said = head_taken_back(self.db, letter)
            return self._at(state, [letter], None if here else QueueEntry(letter, None), Say.UNDONE, said)
        if not undone:
            return told(state, Say.NOTHING_TO_UNDO)
        rows = [queries.statement(self.db, id) for id in undone]
        focus = next((QueueEntry(row.sha256, row.id) for row in rows if not row.stale), None)
        return self._at(state, [row.sha256 for row in rows], focus, Say.UNDONE, taken_back(self.db, rows))

    def _at(
        self, state: ReviewState, letters: Iterable[str], focus: QueueEntry | None, say: Say, detail: str = ""
    ) -> ReviewState:
        """Read these letters' parts of the queue anew and go to this entry, or stay."""
        found = tuple(dict.fromkeys(letters))
        if len(found) > FEW:
            line = self._queue()
        else:
            line = state.queue
            for letter in found:
                line = self._renewed(replace(state, queue=line), letter)
        return self.carry_out(requeued(told(state, say, detail), line, focus))

    def _decision(
        self, id: str, verdict: str, content_hash: str, obligation: str | None = None, fields: str = "{}"
    ) -> Decision:
        return Decision(id, verdict, obligation, fields, self.reviewer, self.now(), content_hash)

    def _saved(self, save: Save) -> Decision:
        made = self._decision(save.statement, save.verdict, save.content_hash, save.obligation, save.fields)
        return replace(made, suggested=save.suggested)


def _as_it_stood(item: Item, before: Item | None) -> Item:
    """What is on screen keeps the order of its suggestions until it is decided, whatever was learned meanwhile."""
    old, new = before and before.statement, item.statement
    if before is None or not old or not new or item.settled:
        return item
    if (old.id, old.institution, old.text) != (new.id, new.institution, new.text) or before.settled:
        return item
    kept = replace(new, suggestions=old.suggestions)
    return replace(item, statement=kept, learned=before.learned, precedents=before.precedents, articles=before.articles)
