"""The page of a body: what it reported and what it never did, what changed, how many people it reached, and where."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from db.records import ActionRow
from extractor.core.model import Kind, Level, Place
from extractor.filing.details import find_details
from extractor.publish.balance import ReportContext
from extractor.publish.duplicates import duplicates_table
from extractor.publish.matrix import Blank, Function, Matrix, MatrixCell
from extractor.publish.quantities import unit_names, unit_of
from extractor.publish.tables import ReportCell, ReportEntry, ReportRow, ReportTable
from extractor.publish.words import lines, say
from rules.articles import articles
from rules.models import Pack


class FunctionChange(StrEnum):
    """What became of a function since the period before; unknown where either period is not known."""

    KEPT = "kept"
    NEW = "new"
    FALLEN = "fallen"
    SILENT = "silent"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class BodyPage:
    """Paragraphs that weigh what was reported, and the tables they rest on."""

    paragraphs: tuple[str, ...]
    tables: tuple[ReportTable, ...]


def body_page(
    context: ReportContext, institution: str, rows: Sequence[ActionRow], by_source: Matrix, by_period: Matrix
) -> BodyPage:
    """Make the page of a body from its confirmed actions. What is only announced was not done, and does not count."""
    current = current_period(context)
    changes = changes_of(by_period, current)
    acted = [row for row in rows if row.kind == Kind.ACTION]
    tables = (
        functions_table(by_period, changes, context.pack),
        counts_table(by_source),
        totals_table(context, institution, acted),
        places_table(context, institution, acted),
        duplicates_table(context, institution, acted),
    )
    assigned = context.body(institution).type == "responsable"
    paragraphs = (*_paragraphs(by_period, changes, current, assigned), *context.caveats.of_body(institution))
    return BodyPage(paragraphs, tuple(table for table in tables if table.rows))


def current_period(context: ReportContext) -> int:
    """The place among the periods of the latest one that anything was read of."""
    spoken = {str(period) for _, period in context.spoken}
    return max((place for place, column in enumerate(context.periods) if column.id in spoken), default=0)


# --- functions, and what became of them -----------------------------------------------------------------------------


def changes_of(matrix: Matrix, current: int) -> Mapping[str, FunctionChange]:
    """Compare each function of a matrix by period: column `current` with the one before. Empty if there is none."""
    if current == 0:
        return {}
    return {
        row.function.id: _change(row.cells[current], row.cells[current - 1], bool(done(row.cells[-1])))
        for row in matrix.rows
        if row.function.role == "function"
    }


def _change(now: MatrixCell, before: MatrixCell, undated: bool) -> FunctionChange:
    """Compare two periods. Actions without a date may belong to either: with them, silence proves nothing."""
    if done(now) and done(before):
        return FunctionChange.KEPT
    if undated or not (done(now) or _known(now)) or not (done(before) or _known(before)):
        return FunctionChange.UNKNOWN
    return FunctionChange.NEW if done(now) else FunctionChange.FALLEN if done(before) else FunctionChange.SILENT


def done(*cells: MatrixCell) -> int:
    """How many actions of these cells were done: neither announced nor denied; told twice, an action counts once."""
    return len({action.cluster for cell in cells for action in cell.actions if action.kind == Kind.ACTION})


def _known(cell: MatrixCell) -> bool:
    """Would an action have been seen here? Who was not asked, did not answer or was not read has not fallen silent."""
    return cell.blank in (None, Blank.SILENT)


def functions_table(matrix: Matrix, changes: Mapping[str, FunctionChange], pack: Pack) -> ReportTable:
    """How many actions each function has in each period, and what became of it since; below, the law's words."""
    return ReportTable(
        id=f"{matrix.institution}-functions",
        title=say("body.functions"),
        heads=(say("matrix.function"), say("matrix.article")),
        columns=(*(column.title for column in matrix.columns), *([say("body.change")] if changes else [])),
        rows=tuple(
            ReportRow(
                row.function.id,
                say(f"level.{row.function.level}"),
                (row.function.label, row.function.article),
                (*map(_count, row.cells), *([_situation(changes.get(row.function.id))] if changes else [])),
            )
            for row in matrix.rows
        ),
        notes=(*lines("matrix.legend")[:1], *_laws(matrix, pack)),
    )


def _laws(matrix: Matrix, pack: Pack) -> Iterator[str]:
    laws = articles(pack)
    for row in matrix.rows:
        if law := laws.get(row.function.id):
            yield f"{law.article} ({law.norm}): {law.text}"


def _count(cell: MatrixCell) -> ReportCell:
    return (
        ReportCell(number=done(cell))
        if cell.blank is None
        else ReportCell(blank=cell.blank, shown=say(f"blank.{cell.blank}"))
    )


def _situation(change: FunctionChange | None) -> ReportCell:
    return ReportCell((ReportEntry(say(f"change.{change}")),)) if change else ReportCell()


def counts_table(matrix: Matrix) -> ReportTable:
    """How many actions each level has in each source."""
    rows = []
    for level in Level:
        of_level = [row.cells for row in matrix.rows if row.function.level == level]
        columns = list(zip(*of_level, strict=True))
        counts = [*(done(*column) for column in columns), done(*(cell for column in columns for cell in column))]
        if of_level:
            rows.append(ReportRow(level, "", (say(f"level.{level}"),), tuple(ReportCell(number=n) for n in counts)))
    titles = (*(column.title for column in matrix.columns), say("body.total"))
    return ReportTable(f"{matrix.institution}-counts", say("body.counts"), (say("body.level"),), titles, tuple(rows))


def _paragraphs(matrix: Matrix, changes: Mapping[str, FunctionChange], current: int, assigned: bool) -> Iterator[str]:
    """Say in words which functions were reported and which never, and what changed."""
    rows = [row for row in matrix.rows if row.function.role == "function"]
    if not rows:
        yield say("body.no_functions")
        return
    functions = [row.function for row in rows]
    told = [row.function for row in rows if any(map(done, row.cells))]
    never = [function for function in functions if function not in told]
    yield " ".join(
        (_named("assigned" if assigned else "related", functions), _named("reported", told), _named("never", never))
    )
    if missing := "; ".join(_missing(matrix)):
        yield say("body.missing", periods=missing)
    changed = (FunctionChange.NEW, FunctionChange.FALLEN, FunctionChange.SILENT, FunctionChange.UNKNOWN)
    found = {change: [one for one in functions if changes.get(one.id) == change] for change in changed}
    if any(found.values()):
        head = say("body.against", current=matrix.columns[current].title, previous=matrix.columns[current - 1].title)
        yield " ".join((head, *(_named(change, of_it) for change, of_it in found.items() if of_it)))


def _missing(matrix: Matrix) -> Iterator[str]:
    """Name the periods of which nothing of the body could be read, and why."""
    for place, column in enumerate(matrix.columns):
        blanks = {row.cells[place].blank for row in matrix.rows}
        for blank in (Blank.NOT_ASKED, Blank.NO_REPLY, Blank.UNREAD):
            if blank in blanks and column.id:
                yield say("body.missing_period", blank=say(f"reason.{blank}"), period=column.title)


def _named(what: str, functions: Sequence[Function]) -> str:
    """Say how many functions, and which."""
    number = {0: "none", 1: "one"}.get(len(functions), "many")
    return say(f"body.{what}.{number}", n=len(functions), names="; ".join(one.label for one in functions))


# --- how many people, and where -------------------------------------------------------------------------------------


def totals_table(context: ReportContext, institution: str, rows: Iterable[ActionRow]) -> ReportTable:
    """What was counted, summed by source; sources that differ on one function and period are named."""
    sums: dict[str, Counter[tuple[str, int | None, str]]] = defaultdict(Counter)
    told = list(told_once(context, rows))
    names = unit_names(told)
    for row in told:
        for count in row.details.counts:
            sums[unit_of(count.what)][row.obligation, context.period(row), row.source] += count.value
    largest = sorted(sums, key=lambda unit: (-max(_by_source(sums[unit]).values()), unit))
    labels = {one.id: one.label for one in context.functions(institution)}
    made = (_total(context, names[unit], sums[unit], labels) for unit in largest)
    return ReportTable(
        f"{institution}-totals",
        say("totals.title"),
        (say("totals.what"),),
        (*(source.title for source in context.sources), say("totals.conflict")),
        tuple(made),
        lines("totals.legend"),
    )


def told_once(context: ReportContext, rows: Iterable[ActionRow]) -> Iterator[ActionRow]:
    """Leave out what a source tells again."""
    seen = set()
    for row in rows:
        told = (context.clusters.get(row.id, row.id), row.source)
        if told not in seen:
            seen.add(told)
            yield row


def _by_source(sums: Mapping[tuple[str, int | None, str], int]) -> Counter[str]:
    totals: Counter[str] = Counter()
    for (_, _, source), value in sums.items():
        totals[source] += value
    return totals


def _total(
    context: ReportContext, name: str, sums: Mapping[tuple[str, int | None, str], int], labels: Mapping[str, str]
) -> ReportRow:
    totals = _by_source(sums)
    numbers = [ReportCell(number=totals[one.id]) if one.id in totals else ReportCell() for one in context.sources]
    differing = tuple(ReportEntry(text) for text in _conflicts(context, sums, labels))
    return ReportRow(name, "", (name,), (*numbers, ReportCell(differing)))


def _conflicts(
    context: ReportContext, sums: Mapping[tuple[str, int | None, str], int], labels: Mapping[str, str]
) -> Iterator[str]:
    titles = {column.id: column.title for column in (*context.sources, *context.columns("period"))}
    found: dict[tuple[str, int | None], dict[str, int]] = defaultdict(dict)
    for (function, period, source), value in sums.items():
        found[function, period][source] = value
    for (function, period), values in found.items():
        if len(set(values.values())) > 1:
            figures = "; ".join(
                f"{titles[source]}: {ReportCell(number=value).text}" for source, value in values.items()
            )
            yield say("totals.differ", function=labels[function], period=titles[str(period or "")], figures=figures)


def places_table(context: ReportContext, institution: str, rows: Iterable[ActionRow]) -> ReportTable:
    """In which regions actions took place, how many at each level, and which places were named."""
    levels: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    named: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        places = row.details.places or unit_places(row.unit or "", context.pack)
        for region in {place.region or "" for place in places}:
            levels[region][row.level].add(context.clusters.get(row.id, row.id))
        for place in places:
            if place.kind != "region":
                named[place.region or ""][place.name] += 1
    order = [*(region.name for region in context.pack.details.regions), ""]
    return ReportTable(
        f"{institution}-places",
        say("places.title"),
        (say("places.region"),),
        (*(say(f"level.{level}") for level in Level), say("body.total"), say("places.named")),
        tuple(_region(name, levels[name], named[name]) for name in order if name in levels),
        lines("places.legend"),
    )


def _region(name: str, levels: Mapping[str, Collection[str]], named: Counter[str]) -> ReportRow:
    counts = [len(levels[level]) for level in Level]
    places = ", ".join(f"{place} ({n})" if n > 1 else place for place, n in named.most_common())
    cells = (
        *(ReportCell(number=n) for n in (*counts, sum(counts))),
        ReportCell((ReportEntry(places),) if places else ()),
    )
    return ReportRow(name, "", (name or say("places.ambiguous"),), cells)


@lru_cache(maxsize=4096)
def unit_places(unit: str, pack: Pack) -> tuple[Place, ...]:
    """The places that the name of a unit tells: "OD Cusco"."""
    return find_details(unit, pack).places if unit else ()
