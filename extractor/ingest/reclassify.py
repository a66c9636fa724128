"""Suggest anew for letters whose institution is known now, under the rules and list of that body."""

from __future__ import annotations

from dataclasses import replace

from db import letter_rows, queries
from db.records import Filters, StatementRow
from db.store import Store
from extractor.core.model import Finding, Statement
from extractor.filing.rank import classify, in_pack
from rules.models import Pack


def suggest_where_corrected(store: Store, pack: Pack) -> None:
    """Suggest anew for the letters whose institution a reviewer has set: they were read under another one."""
    query = "SELECT DISTINCT document FROM corrections WHERE field = 'institution'"
    for (digest,) in store.connection.execute(query).fetchall():
        suggest_again(store, digest, pack)


def suggest_again(store: Store, digest: str, pack: Pack) -> None:
    """Suggest anew for a letter whose institution is now known; kinds and details stay as they were read."""
    rows = queries.statements(store, Filters(document=digest))
    recognised = letter_rows.recognised_pages(store, digest)
    store.suggest_again([_described(row, pack, row.page in recognised) for row in rows])


def _described(row: StatementRow, pack: Pack, misread: bool) -> Finding:
    said = classify(row.text, pack, in_pack(row.institution, pack), row.section, misread)
    statement = Statement(row.id, row.sha256, row.start, row.end, row.page, row.text, row.kind_read, row.section)
    partners = tuple(partner for partner in row.details.partners if partner.body != row.institution)
    return Finding(
        statement,
        replace(said, kind=row.kind_read, cues=row.cues, doubtful=row.doubtful),
        replace(row.details, partners=partners),
    )
