"""The queue as the dialogue holds it: hundreds of thousands of places, of which each key changes one. Immutable."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import takewhile
from typing import Any, NamedTuple

Waiting = tuple[Any, ...]  # what makes an entry, and what it was sorted by: 200,000 of them are not copied


class QueueEntry(NamedTuple):
    """A place in the queue: a statement, or (without one) the letter itself. `settled` if nothing is left to decide."""

    letter: str
    statement: str | None
    settled: bool = False


class Lineup:
    """The entries in order. What a change leaves as it was is shared with the lineup before it, not copied."""

    __slots__ = ("_changed", "_entries", "_letters", "settled")

    def __init__(
        self, entries: Iterable[Waiting] = (), settled: int | None = None, letters: list[str] | None = None
    ) -> None:
        self._entries = tuple(entries)
        self._letters = [] if letters is None else letters  # each entry's, once somebody asks: one text a letter
        self._changed: dict[int, bool] = {}
        self.settled = sum(entry[2] for entry in self._entries) if settled is None else settled

    def __len__(self) -> int:
        return len(self._entries)

    def __getitem__(self, at: int) -> QueueEntry:
        letter, statement, settled, *_ = self._entries[at]
        return QueueEntry(letter, statement, bool(self._changed.get(at, settled)))

    def __iter__(self) -> Iterator[QueueEntry]:
        return map(self.__getitem__, range(len(self._entries)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Lineup) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def settle(self, at: int, settled: bool) -> Lineup:
        """Return the lineup with this entry settled, or open again."""
        return self._settled({at: settled})

    def _settled(self, changes: Mapping[int, bool]) -> Lineup:
        real = {at: settled for at, settled in changes.items() if self[at].settled != settled}
        if not real:
            return self
        after = Lineup.__new__(Lineup)
        after._entries, after._letters = self._entries, self._letters
        after._changed = {**self._changed, **real}
        after.settled = self.settled + sum(1 if settled else -1 for settled in real.values())
        return after

    def next_open(self, after: int) -> int:
        """Return the place of the first open entry after this one; the end if there is none."""
        changed, entries = self._changed, self._entries
        for at in range(after + 1, len(entries)):
            if not (changed[at] if at in changed else entries[at][2]):
                return at
        return len(entries)

    def _of(self, letter: str) -> list[int]:
        """Return where this letter's entries stand."""
        if not self._letters:
            one: dict[str, str] = {}
            self._letters.extend(one.setdefault(entry[0], entry[0]) for entry in self._entries)
        places, at = [], -1
        with suppress(ValueError):
            while True:
                places.append(at := self._letters.index(letter, at + 1))
        return places

    def of(self, letter: str) -> list[QueueEntry]:
        """Return the entries of a letter."""
        return [self[at] for at in self._of(letter)]

    def find(self, letter: str, statement: str | None) -> int:
        """Return where this statement or letter stands; the end if it does not."""
        return next((at for at in self._of(letter) if self._entries[at][1] == statement), len(self._entries))

    def find_any(self, id: str) -> int | None:
        """Return the first place of a statement, or of a letter or what it holds, by id; None if there is none."""
        return next((at for at, entry in enumerate(self._entries) if id in (entry[1], entry[0])), None)

    def put(self, at: int, entry: QueueEntry) -> Lineup:
        """Return the lineup with this entry put in here."""
        entries = self._standing()
        entries.insert(at, entry)
        return Lineup(entries, self.settled + bool(entry.settled))

    def renewed(self, letter: str, entries: Iterable[Waiting], near: int) -> Lineup:
        """Return the lineup with these as the letter's entries: known ones in their places, new ones beside theirs."""
        fresh = list(entries)
        standing = {entry[1]: entry for entry in fresh}
        known = {self._entries[at][1]: at for at in self._of(letter)}
        if standing.keys() == known.keys():
            return self._settled({known[id]: bool(entry[2]) for id, entry in standing.items()})
        lead = list(takewhile(lambda entry: entry[1] not in known, fresh))
        beside: dict[str | None, list[Waiting]] = {}  # new entries, by the known one they follow
        for entry in fresh[len(lead) :]:
            if entry[1] in known:
                anchor = entry[1]
            else:
                beside.setdefault(anchor, []).append(entry)
        return self._spliced(known, standing, beside, lead, near)

    def _spliced(
        self,
        known: Mapping[str | None, int],
        standing: Mapping[str | None, Waiting],
        beside: Mapping[str | None, list[Waiting]],
        lead: list[Waiting],
        near: int,
    ) -> Lineup:
        """Put each known entry anew with what stands beside it; `lead` before them all, or `near` if that is first."""
        old, letters = self._standing(), self._letters
        before = min([*known.values(), near, len(old)] if lead or not known else known.values())
        made, of = old[:before] + lead, letters[:before] + [entry[0] for entry in lead]
        for id, at in known.items():
            new = [standing[id], *beside.get(id, ())] if id in standing else []
            made += old[before:at] + new
            of += letters[before:at] + [entry[0] for entry in new]
            before = at + 1
        settled = self.settled - sum(bool(old[at][2]) for at in known.values())
        settled += sum(bool(entry[2]) for entry in standing.values())
        return Lineup(made + old[before:], settled, of + letters[before:])

    def _standing(self) -> list[Waiting]:
        """Return the entries as they are settled now."""
        entries = list(self._entries)
        for at, settled in self._changed.items():
            entries[at] = (*entries[at][:2], settled)
        return entries
