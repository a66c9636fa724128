"""The region of a network, where its text tells none."""

from __future__ import annotations

from dataclasses import replace

from db.records import ActionRow
from extractor.filing.registers import NETWORK, RegisterEntry
from extractor.publish.body import unit_places
from rules.models import Pack
from rules.words import fold


def with_place(entry: RegisterEntry, row: ActionRow, pack: Pack) -> RegisterEntry:
    """Give a network that calls itself regional the region of the unit that tells of it, if the text tells no place."""
    names = {fold(word) for word in pack.details.registers.of_places}
    if entry.kind != NETWORK or row.details.places or names.isdisjoint(fold(entry.name or "").split()):
        return entry
    regions = {place.region for place in unit_places(row.unit or "", pack)}
    return replace(entry, region=regions.pop()) if len(regions) == 1 else entry
