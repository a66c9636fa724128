"""Files of actions that were coded by hand elsewhere: rows of a spreadsheet -> records and faults, one by one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from extractor.core.model import DateSpan, Details, Kind
from extractor.filing.details import find_details, period_of
from extractor.filing.details.dates import find_dates
from extractor.rounds.balance.naming import article_parts, function_named, level_named
from extractor.rounds.register import body_named
from extractor.rounds.settings import ARTICLE
from extractor.rounds.sheets import RowFault, SheetRow
from rules.models import Obligation, Pack
from rules.words import fold

CODED_NEEDS = ("obligation", "source", "text")
COLUMNS = ("id", "institution", "unit", "level", "obligation", "kind", "source", "period", "text", "document", "page")


@dataclass(frozen=True, slots=True)
class Coded:
    """An action filed by hand.

    `id` is its statement's: the same row gets the same one whatever file it stands in. `ref` is the row's own id, ""
    if it has none; `period` are its dates as written. `document` and `page` say where it was taken from, as far as the
    row does.
    """

    id: str
    line: int
    ref: str
    institution: str
    unit: str
    obligation: str
    kind: str
    source: str
    period: str
    text: str
    document: str
    page: int | None


@dataclass(frozen=True, slots=True)
class _Known:
    """What a row may name: the pack's obligations by id, its sources by folded name."""

    pack: Pack
    obligations: Mapping[str, Obligation]
    sources: Mapping[str, str]


def read_coded(rows: Iterable[SheetRow], pack: Pack, source: str = "") -> Iterator[Coded | RowFault]:
    """Yield each row's action or, where it is not clear in all it must say, its faults.

    Dates that cannot be read are told (`UNDATED`, no fault that keeps a row out), and the action comes without them.
    A row that says what another has said, or has its id, is a fault: equal actions need ids to be told apart.

    Args:
        source: where rows come from that do not say it.
    """
    names = {fold(name): one.id for one in pack.sources for name in (one.id, one.title, *one.written)}
    known = _Known(pack, {duty.id: duty for duty in pack.obligations}, names)
    lines: dict[str, int] = {}
    for row in rows:
        texts = {**dict.fromkeys(COLUMNS, ""), **row.texts}
        texts["source"] = texts["source"] or source
        texts["obligation"] = _function(texts, known)
        faults = list(_faults(row, texts, known))
        yield from faults
        if not faults:
            coded = _coded(row.line, texts, known)
            before = lines.setdefault(coded.ref or coded.id, row.line)
            if before == row.line:
                if not _is_dated(coded.period, known.pack):
                    yield row.fault("period", UNDATED, coded.period)
                yield coded
            else:
                yield row.fault("id" if coded.ref else "text", "same_row", str(before))


UNDATED = "balance_date"  # a doubt: it is told, and the action is taken in


def _function(texts: Mapping[str, str], known: _Known) -> str:
    """Return the id of the function that a row names: by its id, or of the row's body by its label or its article.

    What names none, or more than one, comes back as it was written.
    """
    given, level = texts["obligation"], level_named(texts["level"])
    if given in known.obligations or not given:
        return given
    body = body_named(texts["institution"], known.pack) if texts["institution"] else None
    own = [one for one in known.pack.obligations if body in (None, one.institution)]
    labelled = [one for one in own if fold(one.label) == fold(given) and level in ("", one.level)]
    if len(labelled) == 1:
        return labelled[0].id
    article = given if len(given) <= ARTICLE and article_parts(given) else ""
    found = function_named("" if article else given, article, level, own, known.pack) if body else None
    return found.id if found else given


def _faults(row: SheetRow, texts: Mapping[str, str], known: _Known) -> Iterator[RowFault]:
    duty, body, level = known.obligations.get(texts["obligation"]), texts["institution"], texts["level"]
    if duty is None:
        yield row.fault("obligation", "unknown_obligation", texts["obligation"])
    elif body and body_named(body, known.pack) != duty.institution:
        yield row.fault("institution", "other_body", f"{duty.id}, {body}")
    elif level and fold(level) != duty.level:
        yield row.fault("level", "other_level", f"{duty.id}, {level}")
    if fold(texts["source"]) not in known.sources:
        yield row.fault("source", "unknown_source", texts["source"])
    if not texts["text"]:
        yield row.fault("text", "text_missing")
    if texts["kind"] and texts["kind"] not in set(Kind):
        yield row.fault("kind", "unknown_kind", f"{texts['kind']}; {', '.join(Kind)}")
    if (page := texts["page"]) and not (page.isascii() and page.isdigit() and len(page) < 6):
        yield row.fault("page", "not_a_page", page)


def _coded(line: int, texts: Mapping[str, str], known: _Known) -> Coded:
    duty = known.obligations[texts["obligation"]]
    source = known.sources[fold(texts["source"])]
    said = [texts[name] for name in ("id", "unit", "kind", "period", "text", "document", "page")]
    return Coded(
        id="c" + hashlib.sha256("\x1f".join((duty.id, source, *said)).encode()).hexdigest()[:15],
        line=line,
        ref=texts["id"],
        institution=duty.institution,
        unit=texts["unit"],
        obligation=duty.id,
        kind=texts["kind"] or Kind.ACTION,
        source=source,
        period=texts["period"],
        text=texts["text"],
        document=texts["document"],
        page=int(texts["page"]) if texts["page"] else None,
    )


def coded_details(coded: Coded, pack: Pack) -> Details:
    """Return the details of a coded action. Its own column says when it was, before what its text says.

    Offsets of that column's dates lie behind the text, as if it followed on the next line.
    """
    told = find_details(coded.text, pack, institution=coded.institution)
    if _is_period(coded.period, pack):
        return replace(told, period=int(coded.period), crosses=False)
    written = dates_written(coded.period, pack)
    if not written:
        return told
    behind = len(coded.text) + 1
    moved = tuple(replace(date, start=date.start + behind, end=date.end + behind) for date in written)
    period, crosses = period_of(written, pack.details.periods)
    return replace(told, dates=(*moved, *told.dates), period=period, crosses=crosses)


def _is_dated(written: str, pack: Pack) -> bool:
    return not written or _is_period(written, pack) or bool(dates_written(written, pack))


def _is_period(written: str, pack: Pack) -> bool:
    return written in {str(period.number) for period in pack.details.periods}


@lru_cache(maxsize=4096)
def dates_written(written: str, pack: Pack) -> tuple[DateSpan, ...]:
    """Return the dates that were written as such; none if a number is left over: "2010-13" is not the year 2010."""
    dates = find_dates(written, pack, [], [(0, len(written))])
    left = (char for at, char in enumerate(written) if not any(date.start <= at < date.end for date in dates))
    return () if any(char.isdigit() for char in left) else dates
