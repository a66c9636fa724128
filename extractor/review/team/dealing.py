"""Who gets which letter: by body, by chance, in equal loads; some read twice, some without suggestions. Pure."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest

from db.assignments import AssignedLetter, Free


@dataclass(frozen=True, slots=True)
class DealRequest:
    """What is asked for: at most `quota` letters a person; `twice` and `bare` are shares of the letters, 0 to 1."""

    people: tuple[str, ...]
    quota: int | None = None
    twice: float = 0.0
    bare: float = 0.0
    seed: int = 1


def deal(letters: Sequence[Free], request: DealRequest) -> list[AssignedLetter]:
    """Return who gets which letter; the same letters and wish are dealt the same way.

    Bodies take turns, so that a quota leaves none out and a share is a share of each. A letter on which anything was
    decided is read once: who reads it second would know. One that lacks a reader is read as it was begun.
    """
    dice = random.Random(request.seed)  # noqa: S311
    hands = _Hands(request, dice)
    twice = _share(request.twice)
    dealt: list[tuple[Free, list[str], bool]] = []
    for letter in _in_turn(letters, dice):
        blind = letter.blind or (letter.untouched and next(twice))
        readers = hands.next(letter, letter.missing if letter.blind else 1 + blind)
        if readers:
            dealt.append((letter, readers, blind and (letter.blind or len(readers) > 1)))
    bare = set(dice.sample(range(len(dealt)), round(request.bare * len(dealt))))
    return [
        AssignedLetter(letter.document, reader, blind, letter.bare if letter.blind else at in bare)
        for at, (letter, readers, blind) in enumerate(dealt)
        for reader in readers
    ]


class _Hands:
    """What each person has been dealt so far."""

    def __init__(self, request: DealRequest, dice: random.Random) -> None:
        self._people = dice.sample(request.people, len(request.people))
        self._quota = request.quota
        self._letters: dict[str, int] = dict.fromkeys(self._people, 0)
        self._statements: dict[str, int] = dict.fromkeys(self._people, 0)

    def next(self, letter: Free, wanted: int) -> list[str]:
        """Deal a letter to those with the least to read; to fewer than wanted where the quotas are full."""
        room = [one for one in self._people if self._quota is None or self._letters[one] < self._quota]
        able = [one for one in room if one not in letter.readers]
        chosen = sorted(able, key=lambda one: self._statements[one])[:wanted]
        for one in chosen:
            self._letters[one] += 1
            self._statements[one] += letter.open
        return chosen


def _in_turn(letters: Sequence[Free], dice: random.Random) -> Iterator[Free]:
    """Yield the letters in an order by chance in which the bodies take turns; what lacks a second reader first."""
    yield from (one for one in letters if one.blind)
    bodies: defaultdict[str, list[Free]] = defaultdict(list)
    for letter in letters:
        if not letter.blind:
            bodies[letter.institution].append(letter)
    mixed = [dice.sample(part, len(part)) for _body, part in sorted(bodies.items())]
    yield from (one for one in chain.from_iterable(zip_longest(*mixed)) if one is not None)


def _share(share: float) -> Iterator[bool]:
    """Yield, without end, whether the next one is among the share: as near to it as whole numbers come."""
    count = taken = 0
    while True:
        count += 1
        hit = taken < round(share * count)
        taken += hit
        yield hit
