"""The head of a letter: who wrote it, its number and date, what it answers and what it is about."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from extractor.core.model import Ground, Head, Layout, Page, Problem
from extractor.read.head.addresses import hosts_in
from extractor.read.head.bodies import Author, AuthorHint, Bodies, bodies_of
from extractor.read.head.country import country_of
from extractor.read.head.days import Day, own_day
from extractor.read.head.given import given_days
from extractor.read.head.letterhead import letterhead as names_on_top
from extractor.read.head.lines import HeadLine, head_lines
from extractor.read.head.marks import marks_of, mend_marks, years_of_number
from extractor.read.head.numbers import number_at_foot, own_number
from extractor.read.head.settings import ENOUGH_ALONE, LETTERHEAD, MAX_KIND
from extractor.read.head.signature import last_lines, names_itself, signature, signed_days, spoken_for
from extractor.read.layout.dates import date_alone, dates_in
from extractor.read.layout.head import is_number, with_head_tables_opened
from extractor.read.layout.parts import reply_first
from extractor.read.layout.vocabulary import LayoutVocabulary, vocabulary
from rules.models import Pack
from rules.words import fold

_ADDRESS = re.compile(r"\s*[<(\[]?\S+@\S+")  # behind a sender's name: "OD Puno <puno@…>"


@dataclass(frozen=True, slots=True)
class _Parts:
    """The texts that a head is read from."""

    letterhead: list[str]
    offices: list[str]  # those of them above which no motto ends the names
    plain: list[str]  # head lines without a label
    labelled: dict[str, str]
    closing: list[str]
    furniture: list[str]
    lines: list[HeadLine]
    repeated: frozenset[str]
    mottos: list[str]
    above: list[str]  # head lines below the letterhead with date or number below them, and the addressee
    heading: list[str]  # who acts, in capitals above what he considers: "EL CONCEJO DE …"
    signed: list[str]
    spoken: str
    itself: Callable[[], Iterator[str]]  # what the text calls its writer's body, where nothing else tells


def read_head(layout: Layout, pages: Sequence[Page], pack: Pack) -> tuple[Head, tuple[Problem, ...]]:
    """Return what the letter's head says, and a problem each for an institution, number or date it does not say."""
    words, bodies = vocabulary(pack), bodies_of(pack)
    pages, _ = reply_first(pages, words)
    parts = _parts(layout, pages, words, bodies)
    number, number_ground = own_number(parts.lines, parts.repeated, bodies.marks.all, words)
    if number_ground.reason == "not_printed" and (number := number_at_foot(pages, parts.lines, words)):
        number_ground = Ground("number", 0.7, "at_foot")
    years = _years(parts, number, words)
    last, given = partial(last_lines, layout, words), partial(given_days, layout, words)
    signed = partial(signed_days, layout, words)
    day, day_ground = own_day(
        parts.lines, parts.closing, years, _cited(parts, words), words, last, given, signed, layout.text
    )
    author, author_ground = _author(parts, layout.text, number, day, bodies, pack, words)
    institution = author.body if author else None
    if number and pages and pages[0].source == "ocr":
        number = mend_marks(number, bodies.marks.of(institution))
    unit, unit_ground = _unit(parts, institution, bodies, words)
    head = Head(
        institution,
        unit,
        number,
        day.day.isoformat() if day else None,
        parts.labelled.get("reference"),
        parts.labelled.get("subject"),
        (author_ground, unit_ground, number_ground, day_ground),
    )
    return head, tuple(_problems(head))


def _author(
    parts: _Parts,
    whole: str,
    number: str | None,
    day: Day | None,
    bodies: Bodies,
    pack: Pack,
    words: LayoutVocabulary,
) -> tuple[Author | None, Ground]:
    """The body that wrote the letter, if enough speaks for it and it is not another country's of the same name."""
    sources, country = list(_sources(parts, bodies)), country_of(pack)
    addressee = parts.labelled.get("to", "")
    if bodies.is_within(addressee, marks_of(number)):
        sources.append(AuthorHint(addressee, 0.6, "to"))
    texts = [source.text for source in sources]
    shown = [line.printed for line in parts.lines if not (line.goes_on or line.after or line.label == "to")]
    signs = country.signs([*texts, *shown, *parts.mottos], day.place if day else _place(parts))
    at_home = country.is_known and not signs.abroad and (signs.home or signs.place == "home")
    marks = marks_of(number)
    author = bodies.institution(sources, marks, at_home)
    if author is None:
        author = bodies.institution([*sources, *_by_the_way(parts, bodies)], marks, at_home)
    if author is None or (
        author.places == {"closing"}
        and _heads_paper_of_another(parts, words)
        and not _signs_for(author.body, parts, bodies, words)
    ):
        return None, Ground("institution", 0.0, "not_named")
    sure = _sure(author)
    if country.is_known:
        paper = country.signs(parts.letterhead, "")
        if paper.abroad and not paper.home:  # whatever else the pages name
            return None, Ground("institution", 0.0, "another_country")
        allowed = signs.allow(author.marks, bodies.is_specific(author.body, texts))
        if allowed is False or (allowed is None and country.is_abroad(whole)):
            return None, Ground("institution", 0.0, "another_country" if signs.abroad else "perhaps_another_country")
        if allowed is None and not author.whole:
            return None, Ground("institution", 0.0, "perhaps_another_country")
        sure = sure if allowed else min(sure, 0.7)
    return author, Ground("institution", sure, "_and_".join(sorted(author.places)))


def _heads_paper_of_another(parts: _Parts, words: LayoutVocabulary) -> bool:
    """Is there a letterhead? Then who signs by his rank alone ("Crnl. PNP") is not in the service of his corps."""
    return any(text.isupper() and _may_name_office(text, words) for text in parts.letterhead)


def _signs_for(body: str, parts: _Parts, bodies: Bodies, words: LayoutVocabulary) -> bool:
    """Does a line of the signature name a body, and not only the rank of who signs?"""
    named = (text for text in parts.signed if not words.titles.match(fold(text)))
    return any(bodies.body_in(text, ENOUGH_ALONE) == body for text in named)


def _sure(author: Author) -> float:
    several = len(author.places) > 1
    if "letterhead" in author.places:
        return 0.98 if several else 0.93 if author.lead >= 2 else 0.85
    return 0.92 if several else 0.85 if author.weight > ENOUGH_ALONE else 0.75


def _place(parts: _Parts) -> str:
    """The place of a line that would be dated, were its date there: "SANTIAGO,"."""
    for line in parts.lines:
        if not line.label and not line.after and line.text.endswith(",") and len(line.text) < MAX_KIND:
            return line.text.rstrip(", ")
    return ""


def _problems(head: Head) -> Iterator[Problem]:
    for name in ("institution", "number", "date"):
        if getattr(head, name) is None:
            yield Problem("head", f"{name}_unknown")


def _parts(layout: Layout, pages: Sequence[Page], words: LayoutVocabulary, bodies: Bodies) -> _Parts:
    plain: list[str] = []
    labelled: dict[str, str] = {}
    closing: list[str] = []
    for block in layout.blocks:
        text = layout.text[block.start : block.end]
        if block.kind == "closing" and not _is_below(fold(text), words):
            closing.append(text)
        elif block.kind == "head":
            label = words.labels.match(fold(text))
            if label and label.lastgroup and label.lastgroup != "number":
                labelled.setdefault(label.lastgroup, text[label.end() :].strip())
            else:
                plain.append(text)
    first = with_head_tables_opened(pages[0], words) if pages else None
    names = list(names_on_top(first, words, bodies)) if first else []
    letterhead = [name.text for name in names]
    lines = head_lines(layout, first, words) if first else []
    above = list(_above(lines, letterhead, words))
    if "from" not in labelled and (sender := _sender(lines)):
        labelled["from"], names, letterhead, above = sender, [], [], []
    furniture = [t for t in layout.furniture if t not in letterhead and not _is_below(fold(t), words)]
    mottos = [line.text for line in first.lines if fold(line.text) in words.mottos] if first else []
    return _Parts(
        letterhead,
        [name.text for name in names if not name.apart],
        plain,
        labelled,
        closing,
        furniture,
        lines,
        _repeated(pages),
        mottos,
        above,
        list(_heading(lines, letterhead, words)),
        signature(layout, words),
        spoken_for(layout, words),
        partial(names_itself, layout, words),
    )


def _is_below(folded: str, words: LayoutVocabulary) -> bool:
    """Does a text below the signature begin who gets copies, or an annex? Both name others."""
    return bool(words.after_body.match(folded) or words.annexes.match(folded))


def _sender(lines: Sequence[HeadLine]) -> str:
    """The line of a mail's sender that has no label: the last with an address above whom it went to.

    What stands on top of it, where a mail is printed, names whose box it was printed from.
    """
    to = next((number for number, line in enumerate(lines) if line.label == "to" and hosts_in(line.text)), 0)
    return next((line.text for line in reversed(lines[:to]) if "@" in line.text and hosts_in(line.text)), "")


def _above(lines: Sequence[HeadLine], letterhead: Sequence[str], words: LayoutVocabulary) -> Iterator[str]:
    """What stands in the head below a number or date, with another of them between it and the addressee."""
    plain = [line for line in lines if not line.after and not line.goes_on]
    fields = [n for n, line in enumerate(plain) if is_number(line.text, words) or date_alone(line.text, words.figured)]
    for number, line in enumerate(plain):
        if fields and fields[0] < number < fields[-1] and not line.label and line.text not in letterhead:
            yield line.text


def _heading(lines: Sequence[HeadLine], letterhead: Sequence[str], words: LayoutVocabulary) -> Iterator[str]:
    """Who acts in a decree or resolution: a line in capitals, with its article, that is no field's or addressee's."""
    for line in lines:
        acts = line.opens and line.text.isupper() and fold(line.text).partition(" ")[0] in words.articles
        if acts and line.text not in letterhead:
            yield line.text


def _repeated(pages: Sequence[Page]) -> frozenset[str]:
    """What stands on top of later pages."""
    return frozenset(
        fold(line.text) for page in pages[1:] for line in page.lines if line.box.bottom < LETTERHEAD * page.height
    )


def _sources(parts: _Parts, bodies: Bodies) -> Iterator[AuthorHint]:
    last = max((number for number, text in enumerate(parts.letterhead) if bodies.heads_paper(text)), default=-1)
    for number, text in enumerate(parts.letterhead):
        yield AuthorHint(
            text, 5.5 if number == last else 3.0, "letterhead"
        )  # the office that signs stands below those above it
    if "from" in parts.labelled:
        sender = parts.labelled["from"]
        yield AuthorHint(sender, 2.0, "from")
        yield AuthorHint(sender, 0.5, "from", signed=True)
        yield from (AuthorHint(host, 2.2, "address", host=True) for host in hosts_in(sender)[:1])
    for text in parts.above:
        yield AuthorHint(text, 3.0, "letterhead")
    for text in parts.heading:
        yield AuthorHint(text, 2.2, "text", signed=True)
    for text in parts.closing:
        if len(text) < 200:
            yield AuthorHint(text, 1.5, "closing")
    for text in parts.signed:
        yield AuthorHint(text, 2.0, "closing", signed=True)
    if parts.spoken:
        yield AuthorHint(parts.spoken, 2.2, "text", signed=True)
    for text in parts.furniture:
        yield AuthorHint(text, 1.0, "furniture")
    yield from (AuthorHint(host, 2.0, "address", host=True) for host in _hosts(parts.signed))
    yield from (AuthorHint(host, 1.0, "address", host=True) for host in _hosts((*parts.letterhead, *parts.furniture)))


def _by_the_way(parts: _Parts, bodies: Bodies) -> Iterator[AuthorHint]:
    """What tells the author where neither letterhead nor signature do: how the text calls it, whose page this is."""
    own = next((text for text in parts.itself() if bodies.names_body(text)), "")
    yield AuthorHint(own, 2.2, "text", signed=True)
    yield from (AuthorHint(host, 1.0, "address", host=True) for host in _hosts(parts.furniture)[:1])


def _hosts(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(host for text in texts for host in hosts_in(text)))


def _unit(parts: _Parts, institution: str | None, bodies: Bodies, words: LayoutVocabulary) -> tuple[str | None, Ground]:
    """The office that signs: by the body's unit names, else the line under the body's name."""
    if institution is None:
        return None, Ground("unit", 0.0, "no_institution")
    sender = [_ADDRESS.sub("", parts.labelled["from"])] if "from" in parts.labelled else []
    if unit := bodies.offices.on_paper(institution, parts.letterhead):
        return unit, Ground("unit", 0.95, "letterhead")
    places = (
        ("from", sender, 0.93),
        ("closing", [bodies.office_of(text) for text in parts.closing], 0.85),
        ("furniture", parts.furniture, 0.8),
    )
    for place, texts, sure in places:
        if unit := bodies.offices.named(institution, texts):
            return unit, Ground("unit", sure, place)
    unit = next(reversed(list(_lines_under_name(parts.offices, bodies, words))), None)
    return unit, Ground("unit", 0.7 if unit else 0.0, "under_the_name" if unit else "not_printed")


def _lines_under_name(letterhead: list[str], bodies: Bodies, words: LayoutVocabulary) -> Iterator[str]:
    below = False
    for text in letterhead:
        if bodies.heads_paper(text):
            below = True
        elif below and len(text) > 8 and _may_name_office(text, words):
            yield bodies.offices.calm(text)


def _may_name_office(text: str, words: LayoutVocabulary) -> bool:
    is_date = any(char.isdigit() for char in text) or date_alone(text, words.days) is not None
    folded = fold(text)
    stamped = words.stamps.place(folded)
    is_field = ":" in text or words.labels.match(f"{folded} :") or words.kind.fullmatch(folded)
    if is_field or folded.partition(" ")[0] in words.articles:  # "El suscrito secretario …" begins a sentence
        return False
    return not is_date and folded not in words.furniture and not (stamped[1] and stamped[0] == 0)


def _years(parts: _Parts, number: str | None, words: LayoutVocabulary) -> list[int]:
    """The years that the number and the motto bear out."""
    text = fold(" ".join((*parts.plain, *parts.furniture, *parts.mottos)))
    return [*years_of_number(number), *(year for motto, year in words.dated_mottos if motto in text)]


def _cited(parts: _Parts, words: LayoutVocabulary) -> list[date]:
    """The days of the documents that the letter answers."""
    text = parts.labelled.get("reference", "")
    return [day for day, _, _ in dates_in(text, words.days)]


__all__ = ["read_head"]
