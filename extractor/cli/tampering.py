"""What was done to a database behind the program's back, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.cli.i18n import _, ngettext

if TYPE_CHECKING:
    from db.audit import Begun
    from extractor.ingest.seals import SealDifference
    from extractor.ingest.verify import VerifyFault


def chain_line(begun: Begun) -> str:
    """Say how long the chain is, since when it exists, and what it cannot tell of."""
    said = ngettext(
        "{n} entry in the chain, begun {at}.", "{n} entries in the chain, begun {at}.", begun.length
    ).format(n=begun.length, at=begun.at)
    if not begun.existing:
        return said
    before = ngettext(
        "{n} word of people was there before: it is chained as it was found then.",
        "{n} words of people were there before: they are chained as they were found then.",
        begun.existing,
    ).format(n=begun.existing)
    return f"{said} {before}"


def tampering_line(fault: VerifyFault) -> str:
    """Name the row and what was done to it."""
    sentences = {
        "row_changed": _("Changed after it was written: {row}: {parts}"),
        "row_inserted": _("Put in behind the program's back: {row}"),
        "row_deleted": _("Deleted from the middle: {row}"),
        "row_deleted_last": _("Deleted from the end: {row}"),
        "row_deleted_all": _("All deleted: {row}"),
        "row_unsalted": _("Made impossible to check, and no erasure says why: {row}"),
        "row_altered": _("The chain was altered at entry {key}"),
        "row_cut": _("Entries were cut out of the chain: {key}"),
        "row_cut_last": _("The end of the chain was cut off: {key}"),
        "row_gone": _("The chain is gone."),
    }
    row = f"{_table(fault.table)} {fault.detail}"
    parts = ", ".join(_part(part) for part in fault.parts)
    return sentences[fault.code].format(row=row, parts=parts, key=fault.detail)


def difference_line(found: SealDifference) -> str:
    """Say how the log differs from what was sealed."""
    sentences = {
        "origin": _("Rewritten: this log is not the one that was sealed, but another or one begun anew."),
        "truncated": _("Truncated: the sealed entries {first}–{last} are no longer there."),
        "edited": _("Edited: entry {first} ({row}) is not what was sealed."),
        "inserted": _("Inserted: entries {first}–{last} ({row}) were not there when it was sealed."),
        "deleted": _("Deleted: sealed entries {first}–{last} are gone; {row} stands in their place."),
        "reordered": _("Reordered: from entry {first} ({row}) on, the sealed entries stand in another order."),
        "rewritten": _("Rewritten: the first bad row is among the entries {first}–{last}, which begin with {row}."),
    }
    return sentences[found.code].format(first=found.first, last=found.last, row=found.row)


def _table(table: str) -> str:
    names = {
        "decisions": _("decision"),
        "corrections": _("correction"),
        "remarks": _("remark"),
        "replies": _("link of a reply"),
        "answers": _("answer to a question"),
        "comparisons": _("comparison"),
        "disclosures": _("disclosure"),
        "coded": _("action coded by hand"),
        "statements": _("statement"),
        "documents": _("document"),
        "readings": _("reading"),
        "requests": _("request"),
        "obligations": _("obligation"),
        "bodies": _("body"),
        "waves": _("wave"),
        "moves": _("move"),
        "twins": _("pair of versions"),
        "samples": _("sample"),
        "erasures": _("erasure"),
        "seals": _("seal"),
        "begun": _("beginning of the chain"),
        "withdrawals": _("withdrawal of a request"),
        "paperless": _("reply without a file"),
        "releases": _("ruling on masked words"),
        "assignments": _("letter given to somebody"),
        "adjudications": _("adjudication"),
        "editions": _("edition"),
    }
    return names.get(table, table)


def _part(part: str) -> str:
    names = {
        "obligation": _("obligation"),
        "verdict": _("verdict"),
        "standing": _("standing"),
        "reviewer": _("reviewer"),
        "at": _("time"),
        "kind": _("kind"),
        "note": _("note"),
        "detail": _("details"),
        "details": _("details"),
        "suggestion": _("suggestions"),
        "suggested": _("suggestions"),
        "head": _("head"),
        "text": _("text"),
        "place": _("place"),
        "reply": _("reply"),
        "file": _("file"),
        "page": _("pages"),
        "problem": _("problems"),
        "doubt": _("what is doubtful"),
        "aside": _("what stands beside the text"),
        "value": _("value"),
        "field": _("field"),
        "reason": _("reason"),
        "what": _("what was disclosed"),
        "statement": _("statement"),
        "document": _("document"),
        "request": _("request"),
        "score": _("score"),
        "unit": _("unit"),
        "wave": _("wave"),
        "number": _("number"),
        "date": _("date"),
        "period": _("period"),
        "crosses": _("period"),
        "institution": _("institution"),
        "level": _("level"),
        "article": _("article"),
        "label": _("label"),
        "name": _("name"),
        "title": _("title"),
        "sent": _("day of sending"),
        "reference": _("reference"),
        "questions": _("questions"),
        "question": _("question"),
        "ruling": _("ruling"),
        "phrase": _("words"),
        "until": _("until when"),
        "by": _("by whom"),
        "act": _("with what it was written"),
        "undoes": _("what it takes back"),
        "rests": _("what it rests on"),
        "seen": _("what was on screen"),
        "pack_hash": _("rules in force"),
        "rows": _("actions of the edition"),
        "findings": _("findings of the edition"),
    }
    return names.get(part, part)
