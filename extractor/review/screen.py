"""Draw the dialogue: `draw(state, width, height)` returns exactly `height` lines. Pure; colours are only an addition.

Everything reads without colour: bold, underline, reverse, and a bar in the margin carry the meaning.
"""

from __future__ import annotations

from gettext import gettext as _

from rich.cells import cell_len
from rich.text import Text

from db.records import LetterRow
from extractor.clean import clean
from extractor.model import Evidence, Suggestion
from extractor.review import sentences
from extractor.review.asking import Choice, Cut, Form, Menu, Selection
from extractor.review.detail_form import written_details
from extractor.review.passage import Mark, line_starts, passage, window
from extractor.review.records import FILED, Ask, Item, Question, ReviewState

WIDEST = 110  # longer lines are hard to read
EVIDENCE = "bold underline"
CUE = "underline"
STRONG = "bold"
QUIET = "dim"
SELECTED = "reverse"
ACCENT = "cyan"
BAR = "▌"
INDENT = 9  # where a suggestion's words begin
PANEL = 9  # lines kept for what is said of a statement, so that the letter does not jump from one to the next


def draw(state: ReviewState, width: int, height: int) -> list[Text]:
    """Return the screen: header, letter, what is said or asked, message, keys."""
    inner = min(width, WIDEST)
    head = _header(state, width)
    foot = [_message(state, width), _keys(state, width)]
    room = height - len(head) - len(foot)
    body = _body(state, inner, room)
    body = [*body, *[Text()] * room][: max(room, 0)]
    return [_fitted(line, width) for line in (*head, *body, *foot)][:height]


def _fitted(line: Text, width: int) -> Text:
    line = line.copy()
    line.no_wrap = True
    line.truncate(width, overflow="ellipsis")
    return line


def _body(state: ReviewState, width: int, room: int) -> list[Text]:
    if state.question and state.question.ask is Ask.HELP:
        return _help(width)
    if state.item is None:
        return _end(state)
    item, question = state.item, state.question
    panel = _question(question, item, width, room) if question else _said(item, width)
    panel = [*panel, *[Text()] * (min(PANEL, room // 2) - len(panel))][: max(room - 4, 3)]
    return [*_letter(state, item, width, room - len(panel) - 1), _rule(width), *panel]


# --- header and footer -----------------------------------------------------------------------------------------------


def _header(state: ReviewState, width: int) -> list[Text]:
    done = _("{settled}/{all} decided · {today} today").format(
        settled=state.settled, all=len(state.queue), today=state.today
    )
    if state.item is None:
        return [_apart(Text(_("Review"), STRONG), Text(done), width), _rule(width)]
    letter = state.item.letter
    title = Text(clean(letter.document), STRONG)
    if state.item.statement:
        page = _("page {page} of {pages}").format(page=state.item.statement.page, pages=letter.pages)
        title.append(f" · {page}", "not bold")
    return [_apart(title, Text(done), width), _whose(letter), _rule(width)]


def _whose(letter: LetterRow) -> Text:
    if letter.institution is None:
        line = Text(_("institution unknown: press i"), "bold yellow")
    else:
        line = Text(letter.institution, f"bold {ACCENT}")
    for part in (letter.unit, letter.number, letter.date):
        line.append(f" · {clean(part)}" if part else "")
    return line


def _apart(left: Text, right: Text, width: int) -> Text:
    """Put two texts at the ends of a line; the left one gives way."""
    room = max(width - cell_len(right.plain) - 2, 0)
    left = left.copy()
    left.truncate(room, overflow="ellipsis", pad=True)
    return Text.assemble(left, "  ", right)


def _rule(width: int) -> Text:
    return Text("─" * width, QUIET)


def _message(state: ReviewState, width: int) -> Text:
    if state.message is None:
        return Text()
    return Text(" " + clean(sentences.message_text(state.message)), f"bold {ACCENT}")


def _keys(state: ReviewState, width: int) -> Text:
    if state.question:
        anchored = isinstance(state.question.form, Selection) and state.question.form.anchor is not None
        return Text(" " + sentences.question_keys(state.question.ask, anchored), QUIET)
    return _key_line(sentences.short_keys(bool(state.item and state.item.statement)), width)


def _key_line(keys: list[tuple[str, str]], width: int) -> Text:
    """Return as many keys as fit; the last two (quit, more keys) always."""
    shown = list(keys)
    while sum(cell_len(f"{key} {says}  ") for key, says in shown) > width and len(shown) > 2:
        shown.pop(-3)
    line = Text(" ")
    for key, says in shown:
        line.append(key, STRONG).append(f" {says}  ", QUIET)
    return line


# --- the letter ------------------------------------------------------------------------------------------------------


def _letter(state: ReviewState, item: Item, width: int, room: int) -> list[Text]:
    form = state.question.form if state.question else None
    if isinstance(form, Selection):
        return _framed(item.text, form.span, ((*form.span, SELECTED),), width, room, 0, around="")
    focus, marks = _focus(item)
    if isinstance(form, Cut):
        marks = _cut_marks(form, focus)
    text = item.text
    if item.statement and text[slice(*focus)] != item.statement.text:  # no longer found in the letter as read now
        text, focus = item.statement.text, (0, len(item.statement.text))
    return _framed(text, focus, marks, width, room, state.scroll)


def _framed(
    text: str,
    focus: tuple[int, int],
    marks: tuple[Mark, ...],
    width: int,
    room: int,
    scroll: int,
    around: str = QUIET,
) -> list[Text]:
    """Return the part of the letter around the focus, a bar beside the lines of the focus."""
    part = passage(text, focus, marks, width - 3, around)
    lines = []
    for number, line in window(part, room, scroll):
        inside = part.first <= number <= part.last
        lines.append(Text.assemble((f"{BAR} " if inside else "  ", ACCENT), line))
    return lines + [Text()] * (room - len(lines))


def _focus(item: Item) -> tuple[tuple[int, int], tuple[Mark, ...]]:
    """Return what stands out in the letter's text: the statement with its evidence, or what the verdict rests on."""
    if item.statement is None:
        quote = item.letter.reply_quote
        start = max(item.text.find(quote), 0)
        return (start, start + len(quote)), ((start, start + len(quote), EVIDENCE),)
    start, end = item.statement.start, item.statement.end
    if item.text[start:end] != item.statement.text:
        start, end = 0, len(item.statement.text)
    evidence = item.best.evidence if item.best else ()
    cues = item.statement.cues
    return (start, end), (*(_mark(e, start, EVIDENCE) for e in evidence), *(_mark(cue, start, CUE) for cue in cues))


def _mark(found: Evidence, start: int, style: str) -> Mark:
    return (start + found.start, start + found.end, style)


def _cut_marks(cut: Cut, focus: tuple[int, int]) -> tuple[Mark, ...]:
    """Show the second part underlined, its first word reversed."""
    start, end = cut.words[cut.at]
    return ((focus[0] + start, focus[0] + end, SELECTED), (focus[0] + end, focus[1], "underline"))


# --- what the program says -------------------------------------------------------------------------------------------


def _said(item: Item, width: int) -> list[Text]:
    if item.statement is None:
        return _said_of_letter(item)
    lines = [_kind_line(item)]
    labels = {choice.value: choice for choice in item.obligations}
    if item.best:
        for number, suggestion in enumerate(item.statement.suggestions, 1):
            choice = labels.get(suggestion.obligation, Choice(suggestion.obligation, ""))
            lines += _suggestion_lines(number, suggestion, choice, width)
    elif item.kind in FILED:
        lines.append(Text("    " + _("nothing is suggested: / searches the list"), QUIET))
    return [*lines, *_why(item), *_details(item), *_standing(item, labels)]


def _kind_line(item: Item) -> Text:
    assert item.statement
    line = Text.assemble(" ", (sentences.kind_name(item.kind), STRONG))
    if item.statement.section:
        line.append(f" · {clean(item.statement.section)}", QUIET)
    return line


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
    return [Text.assemble(" " * INDENT if at else "", part) for at, part in enumerate(_wrapped(line, width - INDENT))][
        :2
    ]


def _duty(choice: Choice, style: str = "") -> tuple[tuple[str, str], ...]:
    """Return an obligation in parts: level and article, label, id."""
    return ((f"{clean(choice.note):<18}  ", ACCENT), (clean(choice.label), style), (f"  {choice.value}", QUIET))


def _wrapped(line: Text, width: int) -> list[Text]:
    starts = list(line_starts(line.plain, width))
    return list(line.divide(starts)) if starts else [line]


def _why(item: Item) -> list[Text]:
    """Name the rules that spoke and the words they spoke for."""
    assert item.statement
    evidence = item.best.evidence if item.best else item.statement.cues
    if not evidence:
        return []
    words = dict.fromkeys(f"“{clean(found.text)}”" for found in evidence)
    rules = dict.fromkeys(found.rule for found in evidence)
    return [Text(f"    {_('because of')} {', '.join(words)} ({', '.join(rules)})", QUIET)]


def _details(item: Item) -> list[Text]:
    assert item.statement
    known = written_details(item.statement.details)
    said = " · ".join(f"{sentences.line_name(name).lower()} {clean(text)}" for name, text in known)
    return [Text(f"    {said}", QUIET)] if known else []


def _standing(item: Item, labels: dict[str, Choice]) -> list[Text]:
    lines = []
    if item.note:
        lines.append(Text(f"    {_('note')}: {clean(item.note)}"))
    if item.decision and item.settled:
        filed = labels.get(item.decision.obligation or "", Choice(item.decision.obligation or "", ""))
        said = _("{what} by {reviewer}, {day}").format(
            what=sentences.standing_name(item.decision.verdict),
            reviewer=clean(item.decision.reviewer),
            day=item.decision.at[:10],
        )
        lines.append(Text(f"    ✓ {said}  {filed.value}  {clean(filed.label)}", "bold green"))
    return lines


def _said_of_letter(item: Item) -> list[Text]:
    letter = item.letter
    lines = [Text(f" {_('The reply as a whole')}", STRONG)]
    verdict = Text.assemble(
        "    ", (sentences.reply_name(letter.reply), STRONG), f": {sentences.reason_name(letter.reply_reason)}"
    )
    lines.append(verdict.append(f" → {clean(letter.reply_target)}" if letter.reply_target else ""))
    lines += [Text(f"    {clean(doubt)}", "yellow") for doubt in item.doubts]
    if item.settled:
        lines.append(Text(f"    ✓ {_('confirmed')}", "bold green"))
    return lines


# --- what is asked ---------------------------------------------------------------------------------------------------


def _question(question: Question, item: Item, width: int, room: int) -> list[Text]:
    title = [Text(" " + sentences.question_title(question.ask), STRONG)]
    form = question.form
    if isinstance(form, Menu):
        return title + _menu(question, form, width, max(min(room - 8, 12), 4))
    if isinstance(form, Form):
        return title + _form(form, width)
    if isinstance(form, Selection):
        lost = [Text("   " + _("nothing found"), QUIET)] if form.lost else []
        return [*title, _input(form.typed, len(form.typed), ""), *lost]
    return [
        *title,
        Text(f"   1 … {_end_of(form.text[: form.offset], width - 8)}"),
        Text(f"   2 {form.text[form.offset :]}"),
    ]


def _end_of(text: str, width: int) -> str:
    return clean(text.rstrip()[-width:])


def _menu(question: Question, menu: Menu, width: int, room: int) -> list[Text]:
    lines = [_input(menu.typed, len(menu.typed), "")] if menu.typing else []
    top = min(max(menu.cursor - room + 2, 0), max(len(menu.found) - room, 0))
    for number, choice in list(enumerate(menu.found))[top : top + room]:
        style = SELECTED if number == menu.cursor else ""
        lines.append(Text.assemble(" ", _choice_line(question.ask, choice, width - 2, style)))
    if not menu.found:
        lines.append(Text("   " + _("nothing found"), QUIET))
    return lines


def _choice_line(ask: Ask, choice: Choice, width: int, style: str) -> Text:
    if ask is Ask.KIND:
        line = Text.assemble((f" {choice.key}  ", STRONG), sentences.kind_name(choice.value))
    elif ask is Ask.VERDICT:
        line = Text.assemble(" ", (sentences.reply_name(choice.note), STRONG), f": {choice.label or choice.value}")
    elif ask is Ask.FILING:
        line = Text.assemble(" ", *_duty(choice))
    else:
        line = Text.assemble(f" {choice.value:<10} ", clean(choice.label))
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


def _input(text: str, caret: int | None, label: str, width: int = WIDEST) -> Text:
    """Return a line to write on; the caret is a reversed cell, and long text moves so that it stays in sight."""
    prompt = f" {label}  " if label else " › "
    room = max(width - cell_len(prompt) - 2, 8)
    start = max((caret or 0) - room + 1, 0)
    at = (caret or 0) - start
    shown = Text(clean(text[start:]) + " ")
    if caret is not None:
        shown.stylize(SELECTED, at, at + 1)
    return Text.assemble((prompt, STRONG if caret is not None else QUIET), shown)


# --- whole screens ---------------------------------------------------------------------------------------------------


def _help(width: int) -> list[Text]:
    pairs = sentences.all_keys()
    pad = max(cell_len(key) for key, _says in pairs) + 2
    return [Text.assemble("  ", (key + " " * (pad - cell_len(key)), STRONG), says) for key, says in pairs]


def _end(state: ReviewState) -> list[Text]:
    left = len(state.queue) - state.settled
    if not state.queue:
        return [Text(), Text("  " + _("Nothing waits for review here."), STRONG)]
    lines = [Text(), Text("  " + _("This is the end of the queue."), STRONG), Text()]
    if left:
        lines.append(Text("  " + _("Still open: {left}. Enter goes to the first of them.").format(left=left)))
    else:
        lines.append(Text("  " + _("Everything in it is decided.")))
    return lines
