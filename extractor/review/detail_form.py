"""The details of an action, and the head of a letter, as lines an analyst can edit, and back.

What is left as it was keeps its place in the text; what was written anew has none (start = end = 0).
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from gettext import gettext as _
from typing import Any

from extractor.core.model import Count, DateSpan, Details, Figure, Norm, Partner, Place
from extractor.filing.details import period_of
from extractor.filing.details.lexicon import look
from extractor.filing.details.places import find_places
from extractor.review.asking import NEW, Form, FormLine
from extractor.rounds.coded import dates_written
from rules.models import Pack, Source, Wave

RANGE = ".."
SAID = ("sex", "age", "purpose", "nation", "place", "register")  # what a figure may say, beside its dates and base
FLAGS = ("percent", "running", "total")
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?|(?:(\d{1,2})/)?(\d{1,2})/(\d{4})")
_FIGURE = re.compile(r"(\d+(?:\.\d+)?)\s+(\S.*)")
_COUNT = re.compile(r"(\d+)\s+(\S.*)")


class NotUnderstood(ValueError):
    """A line that cannot be read. `line` is its name, `written` what stands there."""

    def __init__(self, line: str, written: str) -> None:
        self.line, self.written = line, written
        super().__init__(f"{line}: {written}")


# --- out -------------------------------------------------------------------------------------------------------------


def written_date(span: DateSpan) -> str:
    """Write a span as short as it can be read back: 2011, 2011-05, 2011-05-03 or two of them."""
    first, last = span.first, span.last
    ways = (first[:4], first[:7], first, f"{first[:7]}{RANGE}{last[:7]}")
    said = ((way, read_date(way)) for way in ways)
    return next((way for way, read in said if (read.first, read.last) == (first, last)), f"{first}{RANGE}{last}")


def written_count(count: Count) -> str:
    return f"{count.value} {count.what}"


def written_norm(norm: Norm) -> str:
    return f"{norm.kind} {norm.number}".strip()


def figure_words() -> dict[str, str]:
    """What is said of a figure, by its name, in the analyst's language."""
    return {
        "sex": _("sex"),
        "age": _("age"),
        "purpose": _("purpose"),
        "nation": _("nation"),
        "place": _("place"),
        "register": _("register"),
        "when": _("when"),
        "base": _("base"),
        "percent": _("percent"),
        "running": _("running"),
        "total": _("total"),
    }


def written_figure(figure: Figure) -> str:
    """Write a figure as `read_figure` reads it."""
    words = figure_words()
    said = [f"{words[name]}={value}" for name in SAID if (value := getattr(figure, name)) is not None]
    if figure.first and figure.last:
        said.append(f"{words['when']}={written_date(DateSpan(0, 0, '', figure.first, figure.last))}")
    if figure.base is not None:
        said.append(f"{words['base']}={figure.base:g}")
    said += [words[name] for name in FLAGS if getattr(figure, name)]
    return ", ".join((f"{figure.value:.12g} {figure.what}", *said))


def _line(name: str, parts: Iterable[str]) -> FormLine:
    return FormLine(name, "; ".join(dict.fromkeys(parts)))


def written_details(details: Details) -> tuple[tuple[str, str], ...]:
    """Return what is known, each with the name of its line."""
    return tuple((line.name, line.text) for line in detail_form(details).lines if line.text)


def detail_form(details: Details) -> Form:
    """Return the form that shows the details."""
    lines = [_line(name, map(way.write, getattr(details, name))) for name, way in WAYS.items()]
    return Form.of(lines[0], FormLine("period", str(details.period or "")), *lines[1:])


# --- back ------------------------------------------------------------------------------------------------------------


def _day(written: str, last: bool) -> str:
    """Return the first or last day meant by 2011, 2011-05, 2011-05-03, 05/2011 or 03/05/2011."""
    match = _DAY.fullmatch(written.strip())
    if not match:
        raise ValueError(written)
    year, month, day = int(match[1] or match[6]), match[2] or match[5], match[3] or match[4]
    month_number = int(month) if month else (12 if last else 1)
    in_month = date(year, month_number, 1)
    day_number = int(day) if day else (monthrange(in_month.year, in_month.month)[1] if last else 1)
    return date(year, month_number, day_number).isoformat()


def read_date(written: str) -> DateSpan:
    """Read "2011-05-03", "03/05/2011", "2011-05", "2011" or two of them with ".." between."""
    first, _, last = written.partition(RANGE)
    span = DateSpan(0, 0, written, _day(first, last=False), _day(last or first, last=True))
    if span.last < span.first:
        raise ValueError(written)
    return span


def written_covers(covers: str | None) -> str:
    return written_date(read_date(covers)) if covers else ""


def read_covers(written: str, pack: Pack) -> str:
    """Return the days that a document is about, "2010-01-01..2010-12-31", from "2010" or "enero a diciembre de 2010".

    Raises:
        ValueError: it is no span of days, or there are several.
    """
    try:
        span = read_date(written)
    except ValueError:
        (span,) = dates_written(written, pack)
    return f"{span.first}{RANGE}{span.last}"


def read_count(written: str) -> Count:
    match = _COUNT.fullmatch(written)
    if not match:
        raise ValueError(written)
    return Count(0, 0, written, int(match[1]), match[2])


def read_norm(written: str) -> Norm:
    kind, _, number = written.rpartition(" ")
    return Norm(0, 0, written, kind or number, number if kind else "")


def read_figure(written: str) -> Figure:
    """Read "45 víctimas, sex=f, when=2011-05..2011-07, percent": value, what is counted, and what is said of them, in
    the analyst's language or in English.

    Raises:
        ValueError: there is no number, or one of its parts is not known.
    """
    count, *said = (part.strip() for part in written.split(","))
    match = _FIGURE.fullmatch(count)
    if not match:
        raise ValueError(written)
    told: dict[str, Any] = {}
    names = {word: name for name, word in figure_words().items()}
    for part in said:
        word, given, value = part.partition("=")
        name = names.get(word, word)
        if name == "when" and value:
            span = read_date(value)
            told |= {"first": span.first, "last": span.last}
        elif name in FLAGS and not given:
            told[name] = True
        elif name == "base" and value:
            told[name] = float(value)
        elif name in SAID and value:
            told[name] = value
        else:
            raise ValueError(written)
    return Figure(0, 0, count, float(match[1]), match[2], **told)


def read_place(written: str, pack: Pack) -> Place:
    """Take the place the pack knows by this name, else the name alone."""
    known = find_places(look(written, pack), pack)
    if len(known) == 1 and known[0].text == written:
        return replace(known[0], start=0, end=0)
    return Place(0, 0, written, "", written)


def read_partner(written: str) -> Partner:
    return Partner(0, 0, written, written)


@dataclass(frozen=True, slots=True)
class Way:
    """How one detail of a kind is written on its line, and read back."""

    write: Callable[[Any], str]
    read: Callable[[str, Pack], Any]


# the lines of the form, in order; each has its label and its hint in `extractor.review.sentences`
WAYS: dict[str, Way] = {
    "dates": Way(written_date, lambda text, _pack: read_date(text)),
    "counts": Way(written_count, lambda text, _pack: read_count(text)),
    "places": Way(lambda place: str(place.name), read_place),
    "norms": Way(written_norm, lambda text, _pack: read_norm(text)),
    "partners": Way(lambda partner: str(partner.name), lambda text, _pack: read_partner(text)),
    "figures": Way(written_figure, lambda text, _pack: read_figure(text)),
}


def _parts(name: str, text: str, old: Iterable[Any], way: Way, pack: Pack) -> tuple[Any, ...]:
    """Return one record for each part of the line, the old ones where the part was not touched."""
    known: dict[str, list[Any]] = {}
    for record in old:
        known.setdefault(way.write(record), []).append(record)
    records: list[Any] = []
    for part in filter(None, (part.strip() for part in text.split(";"))):
        try:
            records.extend(known[part] if part in known else [way.read(part, pack)])
        except ValueError as error:
            raise NotUnderstood(name, part) from error
    return tuple(records)


def _period(text: str, old: int | None, pack: Pack) -> int | None:
    numbers = {str(number): number for number in (old, *(period.number for period in pack.details.periods)) if number}
    if text and text not in numbers:
        raise NotUnderstood("period", text)
    return numbers.get(text)


def read_details(values: dict[str, str], old: Details, pack: Pack) -> Details:
    """Return the details the form's lines say; new dates set the period, unless it was written too.

    Raises:
        NotUnderstood: a date, a period or a count is not written as one.
    """
    parts: dict[str, Any] = {
        name: _parts(name, values.get(name, ""), getattr(old, name), way, pack) for name, way in WAYS.items()
    }
    read = replace(old, **parts, period=_period(values["period"], old.period, pack))
    if read.dates == old.dates:
        return read
    period, crosses = period_of(read.dates, pack.details.periods)
    return replace(read, crosses=crosses, period=period if read.period == old.period else read.period)


def read_head(values: dict[str, str], pack: Pack, others: Sequence[str] = ()) -> tuple[tuple[str, str | None], ...]:
    """Return the lines of a letter's head by name, None where nothing is written.

    `others` are ids of bodies outside the pack's list.

    Raises:
        NotUnderstood: there is no such institution, wave or source, the date is none, or the days it covers are none.
    """
    read: dict[str, Callable[[str], str]] = {
        "institution": lambda written: _institution(written, [*(body.id for body in pack.bodies), *others]),
        "date": _head_date,
        "covers": lambda written: read_covers(written, pack),
        "wave": lambda written: _one_of(written, pack.calendar.waves),
        "source": lambda written: _one_of(written, pack.sources),
    }
    return tuple((name, _head_line(name, text, read.get(name))) for name, text in values.items())


def _head_line(name: str, text: str, read: Callable[[str], str] | None) -> str | None:
    if read is None or not (text or name in ("institution", "source")):
        return text or None
    try:
        return read(text)
    except ValueError as error:
        raise NotUnderstood(name, text) from error


def _institution(written: str, known: Iterable[str]) -> str:
    """Return the id that is meant; a name outside the list, with a plus before it, as it is."""
    if written.startswith(NEW) and written.removeprefix(NEW).strip():
        return written
    (institution,) = (id for id in known if id.casefold() == written.casefold())
    return institution


def _one_of(written: str, known: Iterable[Wave | Source]) -> str:
    (id,) = (one.id for one in known if written.casefold() in (one.id.casefold(), one.title.casefold()))
    return id


def _head_date(written: str) -> str:
    day = read_date(written)
    if day.first != day.last:
        raise ValueError(written)
    return day.first
