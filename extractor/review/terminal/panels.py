"""The lower part of the screen: what the program says of a statement, or what the analyst is asked. Pure."""

from __future__ import annotations

from gettext import gettext as _

from rich.cells import cell_len
from rich.text import Text

from extractor.core.clean import clean
from extractor.core.model import FILED_KINDS, Suggestion
from extractor.review import sentences
from extractor.review.asking import Choice, Form, Menu, Selection
from extractor.review.detail_form import written_details, written_figure
from extractor.review.records import Ask, Item, Question
from extractor.review.settings import INDENT
from extractor.review.terminal.passage import QUIET, SELECTED, STRONG, WARNING, wrapped


def said(item: Item, width: int) -> list[Text]:
    """Return what the program says of the statement or the letter, and what has been decided."""
    if item.statement is None:
        return _said_of_letter(item)
    lines = [_kind_line(item)]
    if item.of_figures:
        return [*lines, *_figures(item), *_standing(item, {})]
    labels = {choice.value: choice for choice in item.obligations}
    if item.best:
        for number, suggestion in enumerate(item.statement.suggestions, 1):
            choice = labels.get(suggestion.obligation, Choice(suggestion.obligation, ""))
            lines += _suggestion_lines(number, suggestion, choice, width)
    elif item.functionless:
        lines += _levels(item)
    elif item.kind in FILED_KINDS:
        lines.append(Text("    " + _("nothing is suggested: / searches the list"), QUIET))
    return [*lines, *_why(item), *_before(item), *_details(item), *_standing(item, labels)]


def _kind_line(item: Item) -> Text:
    assert item.statement
    line = Text.assemble(" ", (sentences.kind_name(item.kind), STRONG))
    if item.statement.section:
        line.append(f" · {clean(item.statement.section)}", QUIET)
    return line


def _levels(item: Item) -> list[Text]:
    """Offer the levels at which an action without function can be counted; the one said stands out."""
    assert item.statement
    said = item.statement.level_said
    levels = [
        Text.assemble((f" {number} ", STRONG), ("      ", ""), (name, STRONG if level == said else ""))
        for number, (level, name) in enumerate(sentences.LEVELS.items(), 1)
    ]
    return [Text("    " + _("no function: Enter accepts it without one, a number says its level"), QUIET), *levels]


def _suggestion_lines(number: int, suggestion: Suggestion, choice: Choice, width: int) -> list[Text]:
    """Return one line; the first suggestion is shown whole, on two lines if need be."""
    first = number == 1
    line = Text.assemble(
        (f" {number} ", STRONG),
        (f"{suggestion.score:4.0%}  ", STRONG if first else ""),
        *_duty(choice, STRONG if first else ""),
    )
    if not first or cell_len(line.plain) <= width:
        return [line]
    return [Text.assemble(" " * INDENT if at else "", part) for at, part in enumerate(wrapped(line, width - INDENT))][
        :2
    ]


def _duty(choice: Choice, style: str = "") -> tuple[tuple[str, str], ...]:
    """Return an obligation in parts: level and article, label, id."""
    return ((f"{clean(choice.note):<18}  ", ""), (clean(choice.label), style), (f"  {choice.value}", QUIET))


def _why(item: Item) -> list[Text]:
    """Name the rules that spoke and the words they spoke for."""
    assert item.statement
    evidence = item.best.evidence if item.best else item.statement.cues
    if not evidence:
        return []
    words = dict.fromkeys(f"“{clean(found.text)}”" for found in evidence)
    rules = dict.fromkeys(found.rule for found in evidence)
    return [Text(f"    {_('because of')} {', '.join(words)} ({', '.join(rules)})", QUIET)]


def _before(item: Item) -> list[Text]:
    """Name the most similar action that the team has filed, and how many decisions were learned from."""
    own = [one for one in item.precedents if one.filed.document]
    near = [f"{one.likeness:.0%} {sentences.precedent(one)}" for one in own[:1]]
    said = [one for one in (sentences.learned_from(item), *near) if one]
    return [Text(f"    {' · '.join(said)}", QUIET)] if said else []


def _details(item: Item) -> list[Text]:
    assert item.statement
    known = written_details(item.statement.details)
    said = " · ".join(f"{sentences.line_name(name).lower()} {clean(text)}" for name, text in known)
    return [Text(f"    {said}", QUIET)] if known else []


def _figures(item: Item) -> list[Text]:
    """Each figure in a line of its own: it is what is asked about."""
    assert item.statement
    told = [written_figure(figure) for figure in item.statement.details.figures]
    return [Text(f"    {clean(one)}", STRONG) for one in told] or [Text("    " + _("no figure stands here"), QUIET)]


def _standing(item: Item, labels: dict[str, Choice]) -> list[Text]:
    lines = [Text(f"    {clean(said)}", WARNING) for said in item.moved]
    if item.edited:
        lines.append(Text(f"    {_('printed')}: {clean(item.edited)}"))
    if item.note:
        lines.append(Text(f"    {_('note')}: {clean(item.note)}"))
    if item.decision and item.settled:
        filed = labels.get(item.decision.obligation or "", Choice(item.decision.obligation or "", ""))
        said = _("{what} by {reviewer}, {day}").format(
            what=sentences.standing_name(item.decision.verdict),
            reviewer=clean(item.decision.reviewer),
            day=item.decision.at[:10],
        )
        lines.append(Text(f"    ✓ {said}  {filed.value}  {clean(filed.label)}", STRONG))
    return lines


def _said_of_letter(item: Item) -> list[Text]:
    letter = item.letter
    lines = [Text(f" {_('The reply as a whole')}", STRONG)]
    verdict = Text.assemble(
        "    ", (sentences.reply_name(letter.reply), STRONG), f": {sentences.reason_name(letter.reply_reason)}"
    )
    lines.append(verdict.append(f" → {clean(letter.reply_target)}" if letter.reply_target else ""))
    lines += [Text(f"    {clean(doubt)}", WARNING) for doubt in item.doubts]
    if item.settled:
        lines.append(Text(f"    ✓ {_('confirmed')}", STRONG))
    return lines + [Text(f"    · {line}", QUIET) for line in item.filed]


# --- what is asked ---------------------------------------------------------------------------------------------------


def asked(question: Question, width: int, room: int) -> list[Text]:
    """Return the question and what has been written so far."""
    title = [Text(" " + sentences.question_title(question.ask), STRONG)]
    form = question.form
    if isinstance(form, Menu):
        return title + _menu(question, form, width, max(min(room - 8, 12), 4))
    if isinstance(form, Form):
        return title + _form(form, width)
    if isinstance(form, Selection):
        lost = [Text("   " + _("nothing found"), QUIET)] if form.lost else []
        return [*title, _input(form.typed, len(form.typed), "", width), *lost]
    return [
        *title,
        Text(f"   1 … {_end_of(form.text[: form.offset], width - 8)}"),
        Text(f"   2 {form.text[form.offset :]}"),
    ]


def _end_of(text: str, width: int) -> str:
    return clean(text.rstrip()[-width:])


def _menu(question: Question, menu: Menu, width: int, room: int) -> list[Text]:
    lines = [_input(menu.typed, len(menu.typed), "", width)] if menu.typing else []
    top = min(max(menu.cursor - room + 2, 0), max(len(menu.found) - room, 0))
    for number, choice in list(enumerate(menu.found))[top : top + room]:
        style = SELECTED if number == menu.cursor else ""
        lines.append(Text.assemble(" ", _choice_line(question.ask, choice, width - 2, style)))
    if not menu.found:
        lines.append(Text("   " + _("nothing found"), QUIET))
    return lines


def _choice_line(ask: Ask, choice: Choice, width: int, style: str) -> Text:
    if ask is Ask.LEVEL:
        line = Text.assemble((f" {choice.key}  ", STRONG), sentences.level_name(choice.value))
    elif ask is Ask.KIND:
        line = Text.assemble((f" {choice.key}  ", STRONG), sentences.kind_name(choice.value))
    elif ask is Ask.VERDICT:
        line = Text.assemble(" ", (sentences.reply_name(choice.note), STRONG), f": {choice.label or choice.value}")
    elif ask is Ask.REST:
        line = Text.assemble(f" {clean(choice.note)}  ", clean(choice.label))
    elif ask is Ask.READINGS:
        line = Text.assemble((f" {choice.note or choice.key}  ", STRONG), choice.label)
    elif ask is Ask.FILING:
        line = Text.assemble(" ", *_duty(choice))
    else:
        id = choice.note or choice.value
        line = Text.assemble(f" {clean(id):<10} ", clean(sentences.body_name(choice)))
    line.truncate(width, overflow="ellipsis", pad=True)
    line.stylize(style)
    return line


def _form(form: Form, width: int) -> list[Text]:
    labels = [sentences.line_name(line.name) for line in form.lines]
    pad = max(map(cell_len, labels))
    lines = []
    for at, (line, label) in enumerate(zip(form.lines, labels, strict=True)):
        shown = label + " " * (pad - cell_len(label))
        lines.append(_input(line.text, form.caret if at == form.at else None, shown, width))
    hint = sentences.line_hint(form.lines[form.at].name)
    return [*lines, Text(f"   {hint}", QUIET)]


def _input(text: str, caret: int | None, label: str, width: int) -> Text:
    """Return a line to write on; the caret is a reversed cell, and long text moves so that it stays in sight."""
    prompt = f" {label}  " if label else " › "
    room = max(width - cell_len(prompt) - 2, 8)
    start = max((caret or 0) - room + 1, 0)
    at = (caret or 0) - start
    shown = Text(clean(text[start:]) + " ")
    if caret is not None:
        shown.stylize(SELECTED, at, at + 1)
    return Text.assemble((prompt, STRONG if caret is not None else QUIET), shown)
