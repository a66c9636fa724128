"""Which reply answers which request: by body, unit, cited reference and date. Doubtful links are left to a person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from rapidfuzz import fuzz

from extractor.filing.details import find_details
from extractor.rounds.register import Request
from extractor.rounds.settings import CITED, DATE, FIGURE, LEAD, LINKING_LIKELY, REFERENCE, SURE, UNIT, UNSAID
from rules.models import Pack
from rules.words import fold, read_words


@dataclass(frozen=True, slots=True)
class ReplyLetter:
    """What a reply says of itself; ISO date. `wave` is the one it was taken in for, None if that was not said."""

    document: str
    institution: str | None
    unit: str
    reference: str
    date: str | None
    wave: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A request that a reply may answer; `sure` links are taken, the others asked for in review."""

    request: str
    document: str
    score: float
    sure: bool


def suggest_links(
    replies: Iterable[ReplyLetter],
    requests: Sequence[Request],
    pack: Pack,
    rejected: Collection[tuple[str, str]] = (),
) -> tuple[Link, ...]:
    """Return the likeliest request of each reply, if any is likely at all; never one of the `rejected` pairs.

    A reply whose institution is unknown is linked to nothing: nobody is answered for on a guess. One whose wave is
    known answers a request of that wave. Pairs are of request and document.
    """
    by_body: dict[str, list[Request]] = defaultdict(list)
    for request in requests:
        by_body[request.institution].append(request)
    return tuple(
        link
        for reply in replies
        if reply.institution
        for link in _best(reply, list(_possible(reply, by_body[reply.institution], rejected)), pack)
    )


def _possible(
    reply: ReplyLetter, requests: Iterable[Request], rejected: Collection[tuple[str, str]]
) -> Iterator[Request]:
    """Those of its wave that were sent before it was written, and that nobody has said it does not answer."""
    for request in requests:
        early = bool(reply.date and request.sent and reply.date < request.sent)
        if reply.wave in (None, request.wave) and not early and (request.id, reply.document) not in rejected:
            yield request


def _best(reply: ReplyLetter, requests: Sequence[Request], pack: Pack) -> Iterable[Link]:
    """Yield the likeliest request, if it is likely at all. One that anything contradicts is never sure."""
    cited = tuple(span.first for span in find_details(reply.reference, pack).dates)
    cites = [_cites(reply.reference, cited, request) for request in requests]
    named = cites.count(CITED) == 1  # then the one cited is meant, also where its unit is not named
    units = bool(reply.unit) or any(request.unit for request in requests)  # else nobody tells units apart
    scored = [
        (_parts(reply, request, cite, CITED if not units or (named and cite == CITED) else UNSAID, pack), request.id)
        for request, cite in zip(requests, cites, strict=True)
    ]
    ranked = sorted(((sum(parts), id, all(parts)) for parts, id in scored), reverse=True)
    if not ranked or ranked[0][0] < LINKING_LIKELY:
        return
    score, request, consistent = ranked[0]
    ahead = len(ranked) == 1 or score - ranked[1][0] >= LEAD
    yield Link(request, reply.document, round(score, 3), score >= SURE and ahead and consistent)


def _parts(
    reply: ReplyLetter, request: Request, cites: float, unnamed: float, pack: Pack
) -> tuple[float, float, float]:
    """What unit, reference and date add to the score; `unnamed` stands for the unit where not both name theirs."""
    unit = _same_unit(reply.unit, request.unit)
    return UNIT * (unnamed if unit is None else unit), REFERENCE * cites, DATE * _in_time(reply.date, request, pack)


def _same_unit(one: str, other: str) -> float | None:
    """1 for the same name, 0 for different ones; None if not both are named."""
    if not one or not other:
        return None
    return max(0.0, fuzz.token_set_ratio(fold(one), fold(other)) / 50 - 1)


def _cites(reference: str, cited: Sequence[str], request: Request) -> float:
    """CITED if the reply cites the request's day or number, less for a mere figure; 0 if it cites something else."""
    if request.sent and request.sent in cited:
        return CITED
    number = _plain(request.reference) if any(map(str.isdigit, request.reference)) else ""  # "s/n" is none
    if number and number in _plain(reference):
        return CITED if len(number.split()) > 1 else FIGURE
    return 0.0 if (cited and request.sent) or (reference and number) else UNSAID


@lru_cache(maxsize=8192)
def _plain(text: str) -> str:
    """The words of a text between blanks: a number is found as a word of its own."""
    return read_words(text).plain


def _in_time(written: str | None, request: Request, pack: Pack) -> float:
    """1 if the reply was written in the months after its request, less the later; 0 if before it."""
    ends = (wave.last for wave in pack.calendar.waves if wave.id == request.wave)
    asked = date.fromisoformat(request.sent) if request.sent else next(ends, None)
    if written is None or asked is None:
        return UNSAID
    days = (date.fromisoformat(written) - asked).days
    return 0.0 if days < 0 else max(0.0, 1 - days / 730)
