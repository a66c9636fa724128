"""The queue as the dialogue holds it: hundreds of thousands of places, of which each key changes one. Immutable."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple


class Entry(NamedTuple):
    """A place in the queue: a statement, or (without one) the letter itself. `settled` if nothing is left to decide."""

    letter: str
    statement: str | None
    settled: bool = False


class Lineup:
    """The entries in order. What a change leaves as it was is shared with the lineup before it, not copied."""

    __slots__ = ("_changed", "_entries", "settled")

    def __init__(self, entries: Iterable[Entry] = (), settled: int | None = None) -> None:
        self._entries = tuple(entries)
        self._changed: dict[int, bool] = {}
        self.settled = sum(entry[2] for entry in self._entries) if settled is None else settled

    def __len__(self) -> int:
        return len(self._entries)

    def __getitem__(self, at: int) -> Entry:
        entry = self._entries[at]
        settled = self._changed.get(at)
        return entry if settled is None else entry._replace(settled=settled)

    def __iter__(self) -> Iterator[Entry]:
        return map(self.__getitem__, range(len(self._entries)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Lineup) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def settle(self, at: int, settled: bool) -> Lineup:
        """Return the lineup with this entry settled, or open again."""
        before = self[at].settled
        if before == settled:
            return self
        after = Lineup.__new__(Lineup)
        after._entries = self._entries
        after._changed = {**self._changed, at: settled}
        after.settled = self.settled + (1 if settled else -1)
        return after

    def next_open(self, after: int) -> int:
        """Return the place of the first open entry after this one; the end if there is none."""
        changed, entries = self._changed, self._entries
        for at in range(after + 1, len(entries)):
            if not (changed[at] if at in changed else entries[at][2]):
                return at
        return len(entries)

    def find(self, letter: str, statement: str | None) -> int:
        """Return where this statement or letter stands; the end if it does not."""
        for at, entry in enumerate(self._entries):
            if entry[1] == statement and entry[0] == letter:
                return at
        return len(self._entries)

    def find_any(self, id: str) -> int | None:
        """Return the first place of a statement, or of a letter or what it holds, by id; None if there is none."""
        return next((at for at, entry in enumerate(self._entries) if id in (entry[1], entry[0])), None)

    def put(self, at: int, entry: Entry) -> Lineup:
        """Return the lineup with this entry put in here."""
        entries = list(self)
        return Lineup([*entries[:at], entry, *entries[at:]])

    def renewed(self, letter: str, entries: Iterable[Entry], near: int) -> Lineup:
        """Return the lineup with these as the letter's entries: known ones in their places, new ones beside theirs."""
        fresh = list(entries)
        standing = {entry.statement: entry for entry in fresh}
        known = {entry[1] for entry in self._entries if entry[0] == letter}
        beside: dict[str | None, list[Entry]] = {}  # new entries, by the known one they follow
        anchor: str | None = ""  # none yet; None is the letter itself
        lead: list[Entry] = []
        for entry in fresh:
            if entry.statement in known:
                anchor = entry.statement
            elif anchor == "":
                lead.append(entry)
            else:
                beside.setdefault(anchor, []).append(entry)
        made: list[Entry] = []
        placed = not lead
        for at, entry in enumerate(self):
            if entry[0] != letter:
                if not placed and at >= near:
                    made += lead
                    placed = True
                made.append(entry)
                continue
            if not placed:
                made += lead
                placed = True
            if entry[1] in standing:
                made.append(standing[entry[1]])
                made += beside.get(entry[1], ())
        return Lineup(made if placed else [*made, *lead])
