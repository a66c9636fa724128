"""The dialogue as the page shows it: everything in words of the analyst's language, nothing left to work out. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from gettext import gettext as _
from typing import Any

from extractor.core.clean import clean
from extractor.core.model import FILED_KINDS, Evidence
from extractor.review import sentences
from extractor.review.asking import Choice, Cut, Form, Menu, Selection
from extractor.review.commands import FILES
from extractor.review.detail_form import written_covers, written_details, written_figure
from extractor.review.records import Ask, Item, Question, ReviewState
from extractor.review.settings import SHOWN_CHOICES
from extractor.review.web.passage import pieces
from extractor.review.web.places import PlacedBox, boxes
from rules.models import Pack

View = dict[str, Any]


def view(state: ReviewState) -> View:
    """Return all that the page shows of the dialogue."""
    item = state.item
    shown: View = {
        "at": state.at,
        "total": len(state.queue),
        "settled": state.settled,
        "over": state.over,
        "progress": sentences.progress(state),
        "message": clean(sentences.message_text(state.message)) if state.message else "",
        "question": _question(state.question, item, state.pack) if state.question else None,
        "keys": sentences.short_keys(bool(item and item.statement), state.figures),
        "without": FILES if state.figures else (),
        "letter": _letter(item) if item else None,
        "item": _item(state, item) if item else None,
        "end": _end(state) if item is None else [],
    }
    return shown | {"live": _spoken(shown)}


def _spoken(shown: View) -> str:
    """Say what is on screen in one sentence, for those who hear it."""
    item, question = shown["item"], shown["question"]
    if question:
        return f"{question['title']}. {question['keys']}"
    if item is None:
        return " ".join(shown["end"])
    first = item["suggestions"][0] if item["suggestions"] else None
    parts = [
        shown["message"],
        _("{at} of {all}").format(at=shown["at"] + 1, all=shown["total"]),
        item["kind_name"],
        f"{first['score']} {first['label']}" if first else "",
    ]
    return ". ".join(part for part in parts if part)


def _end(state: ReviewState) -> list[str]:
    return [_("Nothing waits for review here.")] if not state.queue else sentences.end_lines(state)


# --- the letter ------------------------------------------------------------------------------------------------------


def _letter(item: Item) -> View:
    letter = item.letter
    whose = item.statement if item.statement and letter.institution is None else letter
    unknown = item.nobody_knows_whose
    name = _("institution unknown: press i") if unknown else whose.institution or _("report on many bodies")
    covers = f"{_('covers')} {written_covers(letter.covers)}" if letter.covers else ""
    parts = (name, whose.unit, letter.number, letter.date, covers)
    return {
        "id": letter.sha256,
        "name": clean(letter.document),
        "head": [clean(part) for part in parts if part],
        "unknown": unknown,
        "pages": letter.pages,
        "scan": sentences.scan_said(letter),
        "doubts": [clean(doubt) for doubt in item.doubts],
    }


# --- what is looked at -----------------------------------------------------------------------------------------------


def _item(state: ReviewState, item: Item) -> View:
    statement = item.statement
    labels = {choice.value: choice for choice in item.obligations}
    placed = places(item)
    page = statement.page if statement else (placed[0]["page"] if placed else 1)
    return {
        "id": statement.id if statement else item.letter.sha256,
        "whole": statement is None,
        "page": page,
        "place": _("page {page} of {pages}").format(page=page, pages=item.letter.pages),
        "kind": item.kind.value,
        "kind_name": sentences.kind_name(item.kind) if statement else _("The reply as a whole"),
        "section": clean(statement.section) if statement else "",
        "pieces": pieces(state, item),
        "suggestions": _suggestions(item, labels),
        "nothing": not item.of_figures
        and item.kind in FILED_KINDS
        and item.best is None
        and statement is not None
        and not item.functionless,
        "levels": _levels(item),
        "why": "" if item.of_figures else _why(item),
        "details": list(_details(item)),
        "note": clean(item.note),
        "edited": clean(item.edited),
        "settled": item.settled,
        "standing": _standing(item, labels),
        "verdict": _verdict(item) if statement is None else "",
        "boxes": placed,
        "filed": list(item.filed),
        "laws": []
        if item.of_figures
        else [[clean(law.article), clean(f"{law.id}, {law.norm}: {law.text}")] for law in item.articles],
        "precedents": []
        if item.of_figures
        else [
            [f"{one.likeness:.0%}", f"{sentences.precedent(one)}: {clean(one.filed.text)}"] for one in item.precedents
        ],
    }


def _details(item: Item) -> Iterator[list[str]]:
    """What is known beside the text; where figures are asked about, they alone, each by itself."""
    if item.statement is None:
        return
    details = item.statement.details
    if item.of_figures:
        yield from ([sentences.line_name("figures"), clean(written_figure(one))] for one in details.figures)
        return
    for name, text in written_details(details):
        yield [sentences.line_name(name), clean(text)]


def _levels(item: Item) -> list[View]:
    """The levels at which an action without function can be counted."""
    if item.of_figures or not item.functionless or item.best or item.statement is None:
        return []
    said = item.statement.level_said
    return [{"id": level.value, "label": name, "said": level == said} for level, name in sentences.LEVELS.items()]


def _suggestions(item: Item, labels: dict[str, Choice]) -> list[View]:
    if item.of_figures or item.statement is None or item.best is None:
        return []
    return [
        {
            "id": one.obligation,
            "score": f"{one.score:.0%}",
            "note": clean(labels[one.obligation].note if one.obligation in labels else ""),
            "label": clean(labels[one.obligation].label if one.obligation in labels else one.obligation),
        }
        for one in item.statement.suggestions[:9]
    ]


def _why(item: Item) -> str:
    """Name the words that spoke and the rules they spoke for."""
    spoke: tuple[Evidence, ...] = ()
    if item.statement:
        spoke = item.best.evidence if item.best else item.statement.cues
    if not spoke:
        return ""
    words = dict.fromkeys(f"“{clean(found.text)}”" for found in spoke)
    rules = dict.fromkeys(found.rule for found in spoke)
    return f"{_('because of')} {', '.join(words)} ({', '.join(rules)})"


def _standing(item: Item, labels: dict[str, Choice]) -> str:
    if item.statement is None:
        return _("confirmed") if item.settled else ""
    if item.decision is None or not item.settled:
        return ""
    filed = item.decision.obligation or ""
    said = _("{what} by {reviewer}, {day}").format(
        what=sentences.standing_name(item.decision.verdict),
        reviewer=clean(item.decision.reviewer),
        day=item.decision.at[:10],
    )
    return " ".join(part for part in (said, filed, clean(labels[filed].label) if filed in labels else "") if part)


def _verdict(item: Item) -> str:
    letter = item.letter
    target = f" → {clean(letter.reply_target)}" if letter.reply_target else ""
    return f"{sentences.reply_name(letter.reply)}: {sentences.reason_name(letter.reply_reason)}{target}"


def places(item: Item) -> list[View]:
    """Return the boxes of what is looked at and of its evidence, each on its page, in points from the top left."""
    statement = item.statement
    if statement is None or item.text[statement.start : statement.end] != statement.text:
        return []
    found = [_box("statement", one) for one in boxes(item.spans, statement.start, statement.end)]
    for evidence in dict.fromkeys((*item.spoke, *item.cues)):
        first, last = statement.start + evidence.start, statement.start + evidence.end
        found += [_box("evidence", one, clean(evidence.text)) for one in boxes(item.spans, first, last)]
    return found


def _box(name: str, placed: PlacedBox, text: str = "") -> View:
    box = placed.box
    return {
        "is": name,
        "page": placed.page,
        "box": [round(part, 1) for part in (box.x0, box.top, box.x1, box.bottom)],
        "text": text,
    }


# --- what is asked ---------------------------------------------------------------------------------------------------


def _question(question: Question, item: Item | None, pack: Pack) -> View:
    form = question.form
    anchored = isinstance(form, Selection) and form.anchor is not None
    asked: View = {
        "ask": question.ask.value,
        "title": sentences.question_title(question.ask),
        "keys": sentences.question_keys(question.ask, anchored),
    }
    if question.ask is Ask.HELP:
        return asked | {"form": "help", "all_keys": sentences.all_keys(bool(item and item.of_figures))}
    if question.ask is Ask.GROUNDS and item:
        return asked | {"form": "help", "all_keys": sentences.grounds(item, pack)}
    if isinstance(form, Menu):
        return asked | _menu(question.ask, form)
    if isinstance(form, Form):
        return asked | {"form": "lines", "at": form.at, "lines": _lines(form)}
    if isinstance(form, Cut):
        return asked | {
            "form": "cut",
            "first": clean(form.text[: form.offset]),
            "second": clean(form.text[form.offset :]),
        }
    return asked | {"form": "find", "typed": form.typed, "lost": form.lost, "anchored": anchored}


def _menu(ask: Ask, menu: Menu) -> View:
    top = min(max(menu.cursor - SHOWN_CHOICES // 2, 0), max(len(menu.found) - SHOWN_CHOICES, 0))
    choices = [_choice(ask, choice) for choice in menu.found[top : top + SHOWN_CHOICES]]
    return {"form": "menu", "typing": menu.typing, "typed": menu.typed, "cursor": menu.cursor - top, "choices": choices}


def _choice(ask: Ask, choice: Choice) -> View:
    note, label = clean(choice.note), clean(choice.label)
    if ask is Ask.LEVEL:
        note, label = choice.key, sentences.level_name(choice.value)
    elif ask is Ask.KIND:
        note, label = choice.key, sentences.kind_name(choice.value)
    elif ask is Ask.VERDICT:
        note, label = sentences.reply_name(choice.note), clean(choice.label or choice.value)
    elif ask is Ask.INSTITUTION:
        note, label = clean(choice.note or choice.value), clean(sentences.body_name(choice))
    return {"value": choice.value, "note": note, "label": label}


def _lines(form: Form) -> list[View]:
    return [
        {
            "name": line.name,
            "label": sentences.line_name(line.name),
            "hint": sentences.line_hint(line.name),
            "text": line.text,
            "long": line.name == "text",
        }
        for line in form.lines
    ]
