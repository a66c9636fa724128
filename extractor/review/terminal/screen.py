"""Draw the dialogue: `draw(state, width, height)` returns exactly `height` lines. Pure; colours are only an addition.

Everything reads without colour: bold, underline, reverse, and a bar in the margin carry the meaning.
"""

from __future__ import annotations

from gettext import gettext as _

from rich.cells import cell_len
from rich.text import Text

from extractor.core.clean import clean
from extractor.core.model import Evidence
from extractor.review import sentences
from extractor.review.asking import Cut, Selection
from extractor.review.detail_form import written_covers
from extractor.review.records import Ask, Item, ReviewState
from extractor.review.settings import PANEL, WIDEST
from extractor.review.terminal.panels import asked, said
from extractor.review.terminal.passage import (
    ACCENT,
    QUIET,
    SELECTED,
    STRONG,
    WARNING,
    Mark,
    passage,
    window,
    wrapped,
)

EVIDENCE = "bold underline"
CUE = "underline"
BAR = "▌"


def draw(state: ReviewState, width: int, height: int) -> list[Text]:
    """Return the screen: header, letter, what is said or asked, message, keys."""
    inner = min(width, WIDEST)
    head = _header(state, inner)
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
        return _help(width, state.figures)
    if state.question and state.question.ask is Ask.GROUNDS and state.item:
        return _grounds(state, state.item, width, room)
    if state.item is None:
        return _end(state)
    item, question = state.item, state.question
    panel = asked(question, width, room) if question else said(item, width)
    panel = [*panel, *[Text()] * (min(PANEL, room // 2) - len(panel))][: max(room - 4, 3)]
    return [*_letter(state, item, width, room - len(panel) - 1), _rule(width), *panel]


# --- header and footer -----------------------------------------------------------------------------------------------


def _header(state: ReviewState, width: int) -> list[Text]:
    done = sentences.progress(state)
    if state.item is None:
        return [_apart(Text(_("Review"), STRONG), Text(done), width), _rule(width)]
    letter = state.item.letter
    title = Text.assemble((clean(letter.document), STRONG))
    if state.item.statement:
        page = _("page {page} of {pages}").format(page=state.item.statement.page, pages=letter.pages)
        title.append(f" · {page}")
    return [_apart(title, Text(done), width), _whose(state.item), _rule(width)]


def _whose(item: Item) -> Text:
    """Name who writes; of a report on many bodies, whose action the statement is."""
    letter = item.letter
    whose = item.statement if item.statement and letter.institution is None else letter
    institution, unit = whose.institution, whose.unit
    if item.nobody_knows_whose:
        line = Text.assemble((_("institution unknown: press i"), WARNING))
    else:
        line = Text.assemble((institution or _("report on many bodies"), f"bold {ACCENT}"))
    covers = f"{_('covers')} {written_covers(letter.covers)}" if letter.covers else ""
    for part in (unit, letter.number, letter.date, covers, sentences.scan_said(letter)):
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
    return _key_line(sentences.short_keys(bool(state.item and state.item.statement), state.figures), width)


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
    evidence, cues = item.spoke, item.cues
    return (start, end), (*(_mark(e, start, EVIDENCE) for e in evidence), *(_mark(cue, start, CUE) for cue in cues))


def _mark(found: Evidence, start: int, style: str) -> Mark:
    return (start + found.start, start + found.end, style)


def _cut_marks(cut: Cut, focus: tuple[int, int]) -> tuple[Mark, ...]:
    """Show the second part underlined, its first word reversed."""
    start, end = cut.words[cut.at]
    return ((focus[0] + start, focus[0] + end, SELECTED), (focus[0] + end, focus[1], "underline"))


# --- whole screens ---------------------------------------------------------------------------------------------------


def _help(width: int, of_figures: bool) -> list[Text]:
    pairs = sentences.all_keys(of_figures)
    pad = max(cell_len(key) for key, _says in pairs) + 2
    return [Text.assemble("  ", (key + " " * (pad - cell_len(key)), STRONG), says) for key, says in pairs]


def _grounds(state: ReviewState, item: Item, width: int, room: int) -> list[Text]:
    """What was filed before, the law's words and the manual, wrapped, from where the reader has scrolled to."""
    lines = [Text(" " + sentences.question_title(Ask.GROUNDS), STRONG)]
    for title, text in sentences.grounds(item, state.pack):
        whole = Text.assemble((f" {title}", STRONG), f"  {text}" if title and text else text)
        lines += wrapped(whole, width - 2)
    return lines[min(state.scroll, max(len(lines) - room, 0)) :]


def _end(state: ReviewState) -> list[Text]:
    if not state.queue:
        return [Text(), Text("  " + _("Nothing waits for review here."), STRONG)]
    first, *rest = sentences.end_lines(state)
    return [Text(), Text(f"  {first}", STRONG), Text(), *(Text(f"  {line}") for line in rest)]
