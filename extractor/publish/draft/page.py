"""A draft put in order: a part for each body and level, the conclusions, and the places of the author's own words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from extractor.core.model import Level
from extractor.publish.balance import ReportContext
from extractor.publish.cells import matrix_table
from extractor.publish.draft.file import DraftFile, DraftSection, shown
from extractor.publish.draft.sentences import Sentence, Teller, tell, teller
from extractor.publish.findings import findings
from extractor.publish.tables import CitedSentence, Prose, Report, Section
from rules.models import Language

ALL = "all"  # the place of what is said of all bodies together


def drafted(context: ReportContext, language: str, institutions: Sequence[str]) -> tuple[Teller, tuple[Sentence, ...]]:
    """Return who tells and the sentences of these bodies; of all together where all are asked for.

    Raises:
        DraftError: the pack has no such language, or a template asks for what there is not.
    """
    made = teller(context, language)
    whole = {*institutions} == {body.id for body in context.pack.bodies}
    found = tuple(findings(context, [body.id for body in context.pack.bodies]))  # ranks compare with all bodies
    told = tell(made, found)
    return made, tuple(one for one in told if (one.body in institutions if one.body else whole))


def blocks(made: Teller, institutions: Sequence[str], sentences: Sequence[Sentence]) -> tuple[DraftSection, ...]:
    """Put sentences below their headings, body by body, the conclusions last; each has its places for opinions."""
    found: list[DraftSection] = []
    for id in institutions:
        found += _of_body(made, id, [one for one in sentences if one.body == id])
    whole = [one for one in sentences if one.body is None]
    if whole:
        title = made.speech.language.titles["conclusions"]
        found += [DraftSection(2, title, ALL, _paragraphs(whole)), *_opinions(made.speech.language, ALL)]
    return tuple(found)


def _of_body(made: Teller, id: str, told: Sequence[Sentence]) -> Iterator[DraftSection]:
    language = made.speech.language
    yield DraftSection(2, made.context.body(id).name, id, _paragraphs([one for one in told if one.part == "opening"]))
    for level in Level:
        of_level = [one for one in told if one.part == "level" and one.level == level]
        if of_level:
            title = language.levels[level]
            yield DraftSection(3, title[:1].upper() + title[1:], f"{id}/{level}", _paragraphs(of_level))
    closing = _paragraphs([one for one in told if one.part == "closing"])
    if closing:
        yield DraftSection(3, language.titles["closing"], f"{id}/closing", closing)
    yield from _opinions(language, id)


def _opinions(language: Language, place: str) -> Iterator[DraftSection]:
    for name, title in language.opinions.items():
        yield DraftSection(3, title, f"{place}/opinion/{name}")


def _paragraphs(told: Sequence[Sentence]) -> tuple[tuple[Sentence, ...], ...]:
    return tuple(tuple(some) for _, some in groupby(told, key=lambda one: one.paragraph))


# --- as published ----------------------------------------------------------------------------------------------------


def draft_report(
    made: Teller, parts: Sequence[DraftSection], edited: DraftFile | None, note: str, tables: bool = False
) -> Report:
    """The draft as a report of any format; `tables`: with the matrices, whose cells its sentences light up."""
    heads = [part for part in parts if part.depth == 2]
    sections = tuple(_sections(made, parts, edited, tables))
    contents = tuple((_id(part.place), part.title) for part in heads)
    return Report(made.speech.language.titles["draft"], contents, sections, note)


def _sections(made: Teller, parts: Sequence[DraftSection], edited: DraftFile | None, tables: bool) -> Iterator[Section]:
    for part, after in zip(parts, [*parts[1:], None], strict=True):
        own = edited.own.get(part.place, ()) if edited else ()
        texts = (*filter(None, (_prose(one, edited) for one in part.paragraphs)), *map(shown, own))
        if texts or part.depth == 2:
            yield Section(_id(part.place), part.title, texts, part=part.depth > 2)
        body = part.place.partition("/")[0]
        if tables and body != ALL and (after is None or after.place.partition("/")[0] != body):
            table = matrix_table(made.context, body)
            yield Section(f"{body}-matrix", table.title, tables=(table,), part=True)


def text_sections(context: ReportContext, edited: DraftFile) -> dict[str, tuple[Section, ...]]:
    """The text that an author left, body by body (and ALL), as parts of the sections of a whole balance."""
    bodies = [body.id for body in context.pack.bodies]
    made, sentences = drafted(context, edited.language, bodies)
    found: dict[str, tuple[Section, ...]] = {}
    for id, some in groupby(blocks(made, bodies, sentences), key=lambda part: part.place.partition("/")[0]):
        parts = tuple(_sections(made, list(some), edited, tables=False))
        title = made.speech.language.titles["draft"]
        told = (replace(one, part=id != ALL, title=title) if one.id == _id(id) and id != ALL else one for one in parts)
        found[id] = tuple(one for one in told if one.paragraphs)
    return found


def _id(place: str) -> str:
    return f"says-{place.replace('/', '-')}"


def _prose(paragraph: Sequence[Sentence], edited: DraftFile | None) -> Prose | None:
    told = tuple(said for one in paragraph if (said := _said(one, edited)))
    return Prose(told) if told else None


def _said(one: Sentence, edited: DraftFile | None) -> CitedSentence | None:
    """A sentence as published: an author's words before the template's; None where the author took it out."""
    kept = edited.sentences.get(one.id) if edited else None
    if edited and kept is None and one.id in edited.offered:
        return None
    own = kept is not None and kept.edited
    text = kept.text if kept and own else one.text
    return CitedSentence(one.id, text, one.statements, one.functions, own, _facts(one, own))


def _facts(one: Sentence, edited: bool) -> Mapping[str, Any]:
    return {
        "body": one.body,
        "level": one.level,
        "template": one.form,
        "case": one.case,
        "figures": dict(one.figures),
        "findings": list(one.findings),
        "statements": list(one.statements),
        "provisional": one.provisional,
        "edited": edited,
    }
