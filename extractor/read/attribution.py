"""Whose action a statement is, in a document that speaks of many bodies: headings, tables and openings say it.

A report of the State is written by one office and lists what all bodies did. What no heading, cell or opening gives to
a body is left to a person: nobody is credited, or accused, on a guess.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from extractor.core.model import Block, Kind, Letter, Level, Statement
from extractor.read.head.bodies import bodies_of
from extractor.read.settings import ATTRIBUTION_SURE
from rules.models import Pack
from rules.words import Match, Phrases, fold, read_words

_RUNS = re.compile(r"(.)\1+")


@dataclass(frozen=True, slots=True)
class Owner:
    """A body and its unit; None where it is unknown."""

    institution: str | None = None
    unit: str | None = None


NOBODY = Owner()


def attribute(statements: Sequence[Statement], letter: Letter, pack: Pack) -> tuple[Statement, ...]:
    """Return the statements, each with the body and unit whose action it is, as far as the document says it."""
    owners = list(_owners(letter, pack))
    starts = [block.start for block, _ in owners]
    return tuple(_owned(statement, owners, starts, pack) for statement in statements)


def _owned(statement: Statement, owners: Sequence[tuple[Block, Owner]], starts: Sequence[int], pack: Pack) -> Statement:
    at = bisect_right(starts, statement.start) - 1
    owner = owners[at][1] if at >= 0 and statement.start < owners[at][0].end else NOBODY
    if statement.kind is not Kind.OTHER:
        owner = _opening(statement.text, pack) or owner
    return replace(statement, institution=owner.institution, unit=owner.unit)


def _owners(letter: Letter, pack: Pack) -> Iterator[tuple[Block, Owner]]:
    """Yield each block with the owner of what stands in it.

    Under a heading, a list or table may be led in for a body of its own, and an empty cell of a column of bodies stands
    for the one above.
    """
    heading, lead_in, above = Heading(), NOBODY, NOBODY
    section = ""
    for block in letter.blocks:
        text = letter.text[block.start : block.end]
        if block.kind == "heading":
            heading = _under(heading, block, text, pack)
            lead_in = above = heading.owner
        elif block.kind == "paragraph":
            lead_in = _opening(text, pack) or heading.owner
        if block.section != section:
            section, above = block.section, NOBODY
            if block.kind in ("item", "row"):
                lead_in = _opening(section, pack) or _named(section, pack) or heading.owner
        if block.kind in ("head", "greeting", "closing", "quoted"):
            yield block, NOBODY
        elif block.kind == "row":
            above = _cell_owner(block, letter, pack) or (above if above != NOBODY else lead_in)
            yield block, above
        else:
            yield block, lead_in


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading in force: whose part of the document it opens, and how headings of its rank look."""

    owner: Owner = NOBODY
    rank: tuple[str, bool] | None = None


def _under(heading: Heading, block: Block, text: str, pack: Pack) -> Heading:
    """Return the heading in force after this one.

    One that names a body holds until the next that does; one that names several, or that looks of the same rank and
    names none ("Conclusiones"), leaves it open whose action follows. A level's name is a part of a body's.
    """
    rank = (_RUNS.sub(r"\1", "".join(map(_shape, block.marker))), text.isupper())
    named = _named(text, pack)
    if named is not None:
        return Heading(named, rank)
    of_level = any(fold(text).startswith(level) for level in Level)
    return Heading() if rank == heading.rank and not of_level else heading


def _shape(char: str) -> str:
    return "1" if char.isdigit() else "A" if char.isalpha() else char


def _named(text: str, pack: Pack) -> Owner | None:
    """Return the one body that a text names, NOBODY if it names several, None if it names none."""
    bodies = bodies_of(pack)
    if len(_whole_names(text, pack)) > 1:
        return NOBODY
    institution = bodies.body_in(text, ATTRIBUTION_SURE)
    if institution is None:
        return NOBODY if bodies.names_body(text) else None
    return Owner(institution, bodies.offices.named(institution, (text,)))


def _whole_names(text: str, pack: Pack) -> set[str]:
    """Return the bodies named in a text, names inside longer names left out."""
    hits = _names(pack).find(read_words(text))
    return {hit.label for hit in hits if not any(_holds(other, hit) for other in hits)}


def _holds(longer: Match, hit: Match) -> bool:
    return longer.first <= hit.first and hit.last <= longer.last and longer.last - longer.first > hit.last - hit.first


def _opening(text: str, pack: Pack) -> Owner | None:
    """Return the body that a sentence begins with, after an article at most: the one that acts. NOBODY: two do."""
    plain = (words := read_words(text)).plain.split()
    hits = _names(pack).find(words)
    first = int(bool(plain) and plain[0] in pack.reading.articles)
    actor = max((hit for hit in hits if hit.first == first), key=lambda hit: hit.last, default=None)
    if actor is None:
        return None
    joined = any(
        hit.first > actor.last
        and hit.label != actor.label
        and all(len(word) == 1 or word in pack.reading.articles for word in plain[actor.last + 1 : hit.first])
        for hit in hits
    )
    return NOBODY if joined else Owner(actor.label)


def _cell_owner(block: Block, letter: Letter, pack: Pack) -> Owner | None:
    """Return the body in the row's column of bodies, None if there is no such column or its cell is empty."""
    for field in block.fields:
        cell = letter.text[field.start : field.end].strip()
        if cell and fold(field.header).strip() in _columns(pack):
            return _named(cell, pack) or NOBODY
    return None


@cache
def _names(pack: Pack) -> Phrases:
    names: Mapping[str, tuple[str, ...]] = {
        body.id: (body.name, *body.written, *(former.name for former in body.former)) for body in pack.bodies
    }
    return Phrases(((name, id) for id, written in names.items() for name in written), stem=False)


@cache
def _columns(pack: Pack) -> frozenset[str]:
    return frozenset(fold(name) for name in pack.sheets.accepted.get("institution", ()))
