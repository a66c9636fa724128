"""What the review screen says, in the analyst's language. gettext's domain is set by the command line."""

from __future__ import annotations

from gettext import gettext as _
from gettext import ngettext

from db.records import LetterRow
from extractor.core.clean import clean
from extractor.core.model import FILED_KINDS, Kind, Level
from extractor.core.states import Ruling
from extractor.filing.learn.reranker import Precedent
from extractor.filing.reply import REASONS, SATISFACTORY, UNSATISFACTORY, judgement
from extractor.review.asking import NEW, Choice
from extractor.review.records import Ask, Item, Message, ReviewState, Say
from rules.articles import manual, paragraphs
from rules.models import Pack

LEVELS = {
    Level.PREVENCION: "Prevención",
    Level.PROTECCION: "Protección y asistencia",
    Level.PERSECUCION: "Persecución y sanción",
}


def body_name(choice: Choice) -> str:
    """Name a body to choose; one that is typed is outside the list."""
    return _("outside the list: {name}").format(name=choice.label) if choice.note == NEW else choice.label


def kind_name(kind: str) -> str:
    return {
        Kind.ACTION: _("action done"),
        Kind.PLANNED: _("planned"),
        Kind.NO_ACTION: _("nothing done"),
        Kind.NOT_COMPETENT: _("not competent"),
        Kind.OTHER: _("not a report"),
    }[Kind(kind)]


def confirmed_as(kind: str) -> str:
    """Name what is confirmed where nothing is filed under a function."""
    return _("{kind}, without function").format(kind=kind_name(kind)) if kind in FILED_KINDS else kind_name(kind)


def level_name(level: str) -> str:
    return LEVELS[Level(level)]


def standing_name(standing: str) -> str:
    """Name the filing in force."""
    names: dict[str, str] = {
        Ruling.ACCEPTED: _("accepted"),
        Ruling.CORRECTED: _("corrected"),
        Ruling.REJECTED: _("rejected"),
        Ruling.KIND: _("kind set"),
        Ruling.SPLIT: _("split in two"),
        Ruling.MERGED: _("merged"),
        Ruling.ADDED: _("added"),
        Ruling.NOTE: _("note"),
        Ruling.DETAILS: _("details"),
        Ruling.SKIPPED: _("skipped"),
        Ruling.UNDONE: _("taken back"),
    }
    return names.get(standing, standing)


def reply_name(reply: str | None) -> str:
    return {SATISFACTORY: _("satisfactory"), UNSATISFACTORY: _("unsatisfactory")}.get(reply or "", _("not judged"))


def reasons() -> tuple[Choice, ...]:
    """List the judgements of a reply with their reasons; `note` is the judgement, "" where there is none."""
    return tuple(Choice(code, _(words), judgement(code) or "") for code, words in REASONS.items())


def reason_name(code: str | None) -> str:
    return _(REASONS[code]) if code in REASONS else code or "?"


def line_name(name: str) -> str:
    """Label a line of a form."""
    return {
        "note": _("Note"),
        "text": _("Text"),
        "level": _("Level"),
        "dates": _("Dates"),
        "period": _("Period"),
        "counts": _("Counts"),
        "places": _("Places"),
        "norms": _("Norms"),
        "partners": _("Partners"),
        "figures": _("Figures"),
        "institution": _("Institution"),
        "unit": _("Unit"),
        "number": _("Number"),
        "date": _("Date"),
        "covers": _("Covers"),
        "wave": _("Wave"),
        "source": _("Source"),
        "reference": _("Reference"),
        "subject": _("Subject"),
    }[name]


def line_hint(name: str) -> str:
    """Say how a line of a form is written."""
    return {
        "dates": _("2011-05-03, 03/05/2011, 2011-05, 2011; a span: 2011-05..2011-07; more: ;"),
        "period": _("the number of the balance period, or nothing"),
        "counts": _("a number and what it counts: 40 docentes; 2 talleres"),
        "places": _("names, with ; between them"),
        "norms": _("kind and number: Decreto Supremo 004-2011-IN"),
        "partners": _("names, with ; between them"),
        "figures": _("45 víctimas, sex=f, age=menores, when=2011; take a part out to refuse a figure"),
        "institution": _("the short name of the body; one outside the list: + and its name"),
        "unit": _("the office that signs"),
        "text": _("as it is to be printed; empty: as the letter has it"),
        "date": _("year, month and day: 2011-03-14"),
        "wave": _("the wave of letters it answers, or nothing"),
        "source": _("where it comes from: replies to letters, a report …"),
        "covers": _("the days it is about, for actions without dates: 2010, 2009-05..2010-05"),
    }.get(name, "")


def question_title(ask: Ask) -> str:
    return {
        Ask.LEVEL: _("This body has no functions in the list: at which level was it?"),
        Ask.FILING: _("File it under: type words of the function, its article or its id"),
        Ask.KIND: _("What kind of statement is it?"),
        Ask.NOTE: _("Note"),
        Ask.WORDING: _("Unit and text for print; what the letter says stays beside them"),
        Ask.DETAILS: _("Details of the action"),
        Ask.SPLIT: _("Cut before the marked word"),
        Ask.ADD: _("An action the program missed: type to find it, Enter at its first word"),
        Ask.INSTITUTION: _("Which institution wrote this letter? Type its name"),
        Ask.HEAD: _("The head of the letter"),
        Ask.REST: _("Accept what is left of this letter, as it is suggested?"),
        Ask.READINGS: _("Two people read this differently. What holds?"),
        Ask.VERDICT: _("How is the reply to be judged?"),
        Ask.GROUNDS: _("What was filed before, the law and the manual"),
        Ask.HELP: _("Keys"),
    }[ask]


def question_keys(ask: Ask, anchored: bool = False) -> str:
    """Say which keys answer the question."""
    move = _("↑ ↓ choose · Enter take it · Esc leave")
    write = _("↑ ↓ other line · Enter keep · Esc leave")
    return {
        Ask.FILING: move,
        Ask.LEVEL: _("press the number, or ↑ ↓ and Enter · Esc leave"),
        Ask.KIND: _("press the letter, or ↑ ↓ and Enter · Esc leave"),
        Ask.NOTE: _("Enter keep · Esc leave"),
        Ask.WORDING: write,
        Ask.DETAILS: write,
        Ask.SPLIT: _("← → word · ↑ ↓ ten words · Enter cut · Esc leave"),
        Ask.ADD: _("← → ↑ ↓ or type up to its last word · Enter take it · Esc again from the start")
        if anchored
        else _("type to find · Tab next place · ← → ↑ ↓ move · Enter start here · Esc leave"),
        Ask.INSTITUTION: move,
        Ask.HEAD: write,
        Ask.REST: _("Enter accept all of these · ↑ ↓ look through them · Esc leave"),
        Ask.READINGS: _("press the letter, or ↑ ↓ and Enter · Esc: say it yourself"),
        Ask.VERDICT: move,
        Ask.GROUNDS: _("↑ ↓ scroll · any other key goes back"),
        Ask.HELP: _("any key goes back"),
    }[ask]


def message_text(message: Message) -> str:
    detail = message.detail
    if message.say is Say.KIND_SET or (message.say is Say.ACCEPTED and detail in list(Kind)):
        detail = kind_name(detail)
    if message.say is Say.NO_FUNCTION and detail:
        detail = f" ({level_name(detail)})"
    if message.say is Say.JUDGED:
        detail = reason_name(detail)
    return {
        Say.ACCEPTED: _("Accepted: {detail}"),
        Say.NO_FUNCTION: _("Accepted as an action without function; it is counted apart") + "{detail}",
        Say.FILED_AS: _("Filed under {detail}"),
        Say.REJECTED: _("Rejected: it will not be counted"),
        Say.SKIPPED: _("Skipped: it stays open"),
        Say.KIND_SET: _("Kind: {detail}"),
        Say.NOTED: _("Note kept"),
        Say.DETAILS_SET: _("Details kept"),
        Say.FIGURES_KEPT: _("The figures are kept"),
        Say.FIGURES_REJECTED: _("Rejected: none of it counts as a figure"),
        Say.FIGURES_ALONE: _("Figures alone are reviewed here: a accepts them, e corrects them, r rejects them"),
        Say.REWORDED: _("What will be printed is kept"),
        Say.HEAD_SET: _("The head of the letter is set"),
        Say.JUDGED: _("The reply is judged: {detail}"),
        Say.SPLIT: _("Split in two; this is the first part"),
        Say.MERGED: _("Merged with the next"),
        Say.MOVED: _("Its borders are moved"),
        Say.NOTHING_MARKED: _("There are no words there"),
        Say.ADDED: _("Added; now file it"),
        Say.UNDONE: _("Taken back: {detail}") if detail else _("Taken back"),
        Say.REST_ACCEPTED: ngettext("{n} accepted as suggested", "{n} accepted as suggested", _number(detail)).format(
            n=_number(detail)
        ),
        Say.ADJUDICATED: _("Settled as {detail} has it; both readings are cited"),
        Say.NEITHER: _("Neither of the two: say what it is with /, k or r"),
        Say.NOTHING_LEFT: _("Nothing open in this letter has a suggestion"),
        Say.LOOKED: _("The page: {detail}"),
        Say.LEARNING: _("What has been filed speaks beside rules and model"),
        Say.NOT_LEARNING: _("Rules and model alone suggest"),
        Say.RESUMED: _("Here you stopped last time"),
        Say.NOTHING_TO_UNDO: _("There is nothing of yours to take back"),
        Say.NO_SUGGESTION: _("Nothing is suggested: search the list with /, or say what it is with k or r"),
        Say.NO_SUCH_SUGGESTION: _("There is no suggestion {detail}"),
        Say.NEEDS_INSTITUTION: _("First say with i which institution wrote the letter"),
        Say.HAS_NO_FUNCTIONS: _("This body has no functions in the list: Enter accepts an action without one"),
        Say.NOT_A_STATEMENT: _("There is no statement here for that"),
        Say.TOO_SHORT: _("One word cannot be split"),
        Say.NOTHING_FOLLOWS: _("No open statement of this letter follows"),
        Say.FIRST: _("This is the first"),
        Say.LAST: _("There is nothing more"),
        Say.CHANGED_SINCE: _("The text has changed since it was shown. Nothing was saved: look at it again"),
        Say.NOT_UNDERSTOOD: _("This was not understood: {detail}"),
        Say.UNKNOWN_KEY: _("Nothing happens with “{detail}”; ? shows the keys"),
        Say.REFUSED: _("Not saved: {detail}"),
    }[message.say].format(detail=detail)


def _number(detail: str) -> int:
    return int(detail) if detail.isdigit() else 0


def scan_said(letter: LetterRow) -> str:
    """Say that the text was recognised, and how sure that is; "" if it was not."""
    if letter.text_source not in ("ocr", "mixed"):
        return ""
    return _("scan; read with a confidence of {share}").format(share=f"{letter.confidence or 0:.0%}")


def progress(state: ReviewState) -> str:
    """Say how much of the queue is done, and how much this reviewer did today."""
    settled, total = state.settled, len(state.queue)
    if state.figures:
        return _("figures of {settled}/{all} reviewed").format(settled=settled, all=total)
    return _("{settled}/{all} decided · {today} today").format(settled=settled, all=total, today=state.today)


def short_keys(has_statement: bool, of_figures: bool = False) -> list[tuple[str, str]]:
    """The keys in the last line, the most used first."""
    if of_figures:
        keys = [(_("Enter"), _("accept")), ("e", _("correct")), ("r", _("reject")), ("s", _("skip")), ("b", _("back"))]
        return [*keys, ("u", _("undo")), ("o", _("page")), ("q", _("quit")), ("?", _("keys"))]
    of_letter = [(_("Enter"), _("confirm")), ("v", _("other verdict")), ("i", _("head")), ("+", _("add action"))]
    of_statement = [(_("Enter"), _("accept")), ("1–9", _("pick")), ("/", _("search")), ("k", _("kind"))]
    of_statement += [("r", _("reject")), ("u", _("undo")), ("s", _("skip")), ("b", _("back"))]
    of_letter += [("u", _("undo")), ("b", _("back"))]
    return [*(of_statement if has_statement else of_letter), ("q", _("quit")), ("?", _("keys"))]


def all_keys(of_figures: bool = False) -> tuple[tuple[str, str], ...]:
    if of_figures:
        first = ((_("Enter a"), _("accept the figures as they were read")), ("r", _("reject: none of them is one")),
                 ("e", _("correct the figures, or take one out")))  # fmt: skip
        kept = {"s", "n", "w", "i", "o", "p", "u", _("b ← →"), "↑ ↓", "q"}
        return (*first, *(pair for pair in all_keys() if pair[0] in kept))
    return (
        (_("Enter a"), _("accept the first suggestion, or the kind")),
        ("1–9", _("file under another suggestion")),
        ("/", _("search the body's whole list")),
        ("k", _("change the kind")),
        ("r", _("reject: it reports nothing that counts")),
        ("s", _("skip for now; it stays open")),
        ("e", _("edit dates, period, counts, places …")),
        ("n", _("write a note")),
        ("w", _("write unit and text as they are to be printed")),
        ("x", _("split it in two")),
        ("m", _("merge it with the next")),
        ("+", _("add an action the program missed")),
        ("i", _("set institution, unit, number, date, days covered")),
        ("v", _("judge the reply")),
        ("A", _("accept what is left of this letter")),
        ("S", _("accept what is sure in this letter, 90% and more")),
        ("o", _("look at the page as it was printed")),
        ("p", _("read what was filed before, the law and the manual")),
        ("L", _("learn from what is filed, or not")),
        ("u", _("undo, as far back as you like")),
        (_("b ← →"), _("back, forward without deciding")),
        ("↑ ↓", _("scroll the letter")),
        ("q", _("quit; the next time goes on here")),
    )


def learned_from(item: Item) -> str:
    """Say of how many decisions the suggestions were learned; "" where rules and model speak alone."""
    if not item.learned:
        return ""
    return ngettext("learned from {n} decision", "learned from {n} decisions", item.learned).format(n=item.learned)


def precedent(one: Precedent) -> str:
    """Say what a similar action is filed under, who filed it and where it stands."""
    filed = one.filed
    if not filed.document:
        return _("{obligation}, an example of the pack ({batch})").format(
            obligation=filed.obligation, batch=clean(filed.reviewer)
        )
    return _("{obligation} by {reviewer}, {document} p. {page}").format(
        obligation=filed.obligation,
        reviewer=clean(filed.reviewer) or "-",
        document=clean(filed.document),
        page=filed.page,
    )


def grounds(item: Item, pack: Pack) -> tuple[tuple[str, str], ...]:
    """Return what helps to decide, each under a short title: precedents, the law's words, the coding manual."""
    found = [(f"{one.likeness:.0%}", f"{precedent(one)}: {clean(one.filed.text)}") for one in item.precedents]
    found += [(law.article, f"{law.id}, {law.norm}: {law.text}") for law in item.articles]
    return (*found, *manual_parts(pack))


def manual_parts(pack: Pack) -> tuple[tuple[str, str], ...]:
    """Return the coding manual as titles and paragraphs, whatever the width of the lines of its file."""
    return tuple(map(_of_manual, paragraphs(manual(pack))))


def _of_manual(paragraph: str) -> tuple[str, str]:
    """A heading is a title with nothing under it."""
    return (paragraph.lstrip("# "), "") if paragraph.startswith("#") else ("", paragraph)


def end_lines(state: ReviewState) -> list[str]:
    """Say that the end of the queue is reached, and what is left in it."""
    left = len(state.queue) - state.settled
    if left:
        rest = _("Still open: {left}. Enter goes to the first of them.").format(left=left)
    else:
        rest = _("Everything in it is decided.")
    return [_("This is the end of the queue."), rest]
