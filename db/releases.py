"""What people say of masked runs: public, an official's name, or private. Said once, it holds in all outputs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from db.connection import Database
from db.decisions import Refused
from db.gate import OFFICIAL, PRIVATE, PUBLIC
from db.settings import AROUND
from db.store import Store
from extractor.core.clean import clean
from extractor.privacy import NOTHING, phrase_of, survey
from rules.models import Pack

RULINGS = (PRIVATE, PUBLIC, OFFICIAL)
ASKED = ("name", "alias", "school", "address", "code")  # kinds that may be public after all


@dataclass(frozen=True, slots=True)
class MaskedRun:
    """Words that are masked: as they first stand, how often, in how many letters, where, and what was said of them."""

    phrase: str
    text: str
    kind: str
    count: int
    letters: int
    before: str
    after: str
    ruling: str | None


def masked_runs(db: Database, pack: Pack) -> Iterator[MaskedRun]:
    """Yield what is masked in the letters unless somebody says otherwise, the most frequent first."""
    said = said_of(db)
    count: Counter[str] = Counter()
    letters: Counter[str] = Counter()
    first: dict[str, tuple[str, str, str, str]] = {}
    for (text,) in db.connection.execute("SELECT text FROM letters ORDER BY document"):
        shown = clean(text)
        found = [one for one in survey(shown, pack, NOTHING)[0] if one.kind in ASKED]
        for one in found:
            phrase = phrase_of(one.text)
            count[phrase] += 1
            before, after = shown[max(0, one.start - AROUND) : one.start], shown[one.end : one.end + AROUND]
            first.setdefault(phrase, (one.text, one.kind, before, after))
        letters.update({phrase_of(one.text) for one in found})
    for phrase, times in sorted(count.items(), key=lambda item: (-item[1], item[0])):
        shown, kind, before, after = first[phrase]
        yield MaskedRun(phrase, shown, kind, times, letters[phrase], _line(before), _line(after), said.get(phrase))


def _line(text: str) -> str:
    return text.replace("\n", " ")


def said_of(db: Database) -> dict[str, str]:
    """Return what was said of each run, the newest word on it."""
    return dict(db.connection.execute("SELECT phrase, ruling FROM releases WHERE phrase <> '' ORDER BY id"))


def rule(store: Store, text: str, ruling: str, reviewer: str, at: str) -> str:
    """Record what a person says of a run; return it as it is kept.

    Raises:
        Refused: there are no words in it, or nothing of this kind can be said.
    """
    phrase = phrase_of(clean(text))
    if not phrase or ruling not in RULINGS:
        raise Refused("Of {text} cannot be said that it is {ruling}.", text=text, ruling=ruling)
    with store.transaction() as connection:
        connection.execute(
            "INSERT INTO releases (phrase, ruling, reviewer, at) VALUES (?, ?, ?, ?)", (phrase, ruling, reviewer, at)
        )
    return phrase


def as_pack_data(db: Database) -> dict[str, list[str]]:
    """Return what was said as a pack's `masking` holds it; officials are public there."""
    said = said_of(db)
    return {
        "released": sorted(phrase for phrase, ruling in said.items() if ruling in (PUBLIC, OFFICIAL)),
        "hidden": sorted(phrase for phrase, ruling in said.items() if ruling == PRIVATE),
    }
