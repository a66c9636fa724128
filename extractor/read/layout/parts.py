"""The reply in what was sent with it: a request or a receipt on pages before it, the mail that it answers below it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from datetime import date

from extractor.core.model import Line, Page
from extractor.read.layout.dates import date_alone
from extractor.read.layout.head import is_number, is_prose, labelled_rows
from extractor.read.layout.kinds import Draft
from extractor.read.layout.settings import ASKED, BESIDE, FORM, FRONT, MARK, NAMED, TITLE, TOP
from extractor.read.layout.vocabulary import LayoutVocabulary
from extractor.read.tables import rows_of
from rules.words import fold

QUOTE = ">"
_FIGURES = re.compile(r"\d+\s?[-–/]\s?\d+")  # of a number: "118-2012"
_SENTENCE_END = re.compile(r"[.:;?]\s")


def reply_first(pages: Sequence[Page], vocabulary: LayoutVocabulary) -> tuple[list[Page], frozenset[int]]:
    """The pages with those of the reply first, and the numbers of those that are of the request or a receipt.

    A page is told apart that calls itself a request or a receipt, or begins a letter that asks where another one
    answers; and only if a letter with a number follows, or stands before. So is a slip in front of the letter.
    """
    if len(pages) < 2:
        return list(pages), frozenset()
    printed = Counter(text for page in pages for text in {fold(line.text) for line in page.lines})
    titled = [_asks(page, printed, vocabulary) or _is_form(page, vocabulary) for page in pages]
    titled[0] = titled[0] or _is_front(pages, vocabulary)
    asking = _asking(pages, vocabulary)
    if not any(titled) and not any(asking):
        return list(pages), frozenset()
    other, state = [], ""
    for page, has_title, is_letter in zip(pages, titled, asking, strict=True):
        if has_title or is_letter:
            state = "title" if has_title else "letter"
        elif (
            state
            and not _is_annex(page, printed, vocabulary)
            and _begins_letter(page, vocabulary, dated=state == "letter")
        ):
            state = ""
        other.append(bool(state))
    if all(other):
        return list(pages), frozenset()
    mine = [page for page, aside in zip(pages, other, strict=True) if not aside]
    rest = [page for page, aside in zip(pages, other, strict=True) if aside]
    return [*mine, *rest], frozenset(page.number for page in rest)


def _head(page: Page, vocabulary: LayoutVocabulary) -> Iterable[Line]:
    """The lines of a page's upper half, labels with their values."""
    rows = labelled_rows(page.lines, vocabulary)
    return (line for row in rows for line in row if line.box.bottom < TOP * page.height)


def _asks(page: Page, printed: Mapping[str, int], vocabulary: LayoutVocabulary) -> bool:
    """Does the page call itself a request or a receipt, before anything that a letter begins with?

    What stands on other pages too, as `printed` counts, heads them all.
    """
    first = {id(row[0]) for row in rows_of(page.lines)}  # what stands beside a label is no title
    for line in _head(page, vocabulary):
        folded = fold(line.text)
        if printed[folded] > 1:
            continue
        if id(line) in first and len(folded) < TITLE and vocabulary.requests_by.match(folded):
            return True
        if vocabulary.labels.match(folded) or vocabulary.addressees.match(folded) or is_number(line.text, vocabulary):
            return False
    return False


def _is_annex(page: Page, printed: Mapping[str, int], vocabulary: LayoutVocabulary) -> bool:
    """Does a page call itself an annex, above all that does not head other pages too?"""
    first = next((fold(line.text) for line in _head(page, vocabulary) if printed[fold(line.text)] == 1), "")
    return bool(vocabulary.annexes.match(first))


def _is_form(page: Page, vocabulary: LayoutVocabulary) -> bool:
    """Is a page nothing but labels and what was filled in, as a slip of receipt is, and no text?"""
    rows = [[line.text for line in row] for row in rows_of(page.lines)]
    rows += [[cell.text for cell in row] for table in page.tables for row in table.rows]
    filled = sum(len(row) > 1 and row[0].rstrip().endswith(":") for row in rows)
    greets = any(vocabulary.salutations.match(text) or vocabulary.greetings.match(text) for text in _folded(page))
    if filled < FORM or greets or _begins_letter(page, vocabulary):
        return False
    return sum(is_prose(text) for row in rows for text in row) <= 1  # the year's motto


def _is_front(pages: Sequence[Page], vocabulary: LayoutVocabulary) -> bool:
    """Is the first page a slip or a mail that came with the letter behind it: a few words, and no letter itself?

    A letter greets and takes leave; what has a number, who wrote it and to whom, is a paper of its own, however short.
    """
    first, second = ([fold(line.text) for line in page.lines] for page in pages[:2])
    formulas = (vocabulary.salutations, vocabulary.greetings, vocabulary.closings)
    is_mail = any("@" in folded for folded in first)
    greets = not is_mail and any(one.match(folded) for folded in first for one in formulas)
    if greets or sum(map(len, first)) > FRONT:
        return False
    labels = {match.lastgroup for folded in first if (match := vocabulary.labels.match(folded))}
    numbered = any(is_number(line.text, vocabulary) for line in pages[0].lines)
    if (numbered and {"from", "to"} <= labels) or (numbered and is_mail):
        return False
    return any(map(vocabulary.salutations.match, second)) and _begins_letter(pages[1], vocabulary)


def _folded(page: Page) -> Iterator[str]:
    return (fold(line.text) for line in page.lines)


def _begins_letter(page: Page, vocabulary: LayoutVocabulary, *, dated: bool = False) -> bool:
    """Does a page begin a letter: with a number and an addressee? `dated`: or with a day and one."""
    lines = [(line, fold(line.text)) for line in _head(page, vocabulary)]
    numbered = any(is_number(line.text, vocabulary) or vocabulary.blank.match(folded) for line, folded in lines)
    addressed = any(vocabulary.addressees.match(text) or vocabulary.salutations.match(text) for _, text in lines)
    if numbered:
        return addressed or any(vocabulary.labels.match(folded) for _, folded in lines)
    return dated and addressed and _day(page, vocabulary) is not None


# --- letters that ask ------------------------------------------------------------------------------------------------


def _asking(pages: Sequence[Page], vocabulary: LayoutVocabulary) -> list[bool]:
    """Which pages begin a letter that another one among the pages answers: one that asks nothing, and is no older."""
    begin = [_begins_letter(page, vocabulary, dated=True) for page in pages]
    asks = [first and _asks_first(page, vocabulary) for page, first in zip(pages, begin, strict=True)]
    answers = [page for page, first, ask in zip(pages, begin, asks, strict=True) if first and not ask]
    return [ask and _is_answered(page, answers, vocabulary) for page, ask in zip(pages, asks, strict=True)]


def _asks_first(page: Page, vocabulary: LayoutVocabulary) -> bool:
    """Does the body of a letter begin by asking: its writer asks before a sentence has told anything?"""
    for sentence in _SENTENCE_END.split(fold(" ".join(_body(page, vocabulary))))[:ASKED]:
        if vocabulary.asks.search(sentence) or vocabulary.inquiries.search(sentence):
            return True
        if vocabulary.turns.end(sentence):
            return False
    return False


def _body(page: Page, vocabulary: LayoutVocabulary) -> Iterator[str]:
    """The lines below a letter's head: from its salutation on, else from its last field above the first prose."""
    lines = [line.text for row in rows_of(page.lines) for line in row]
    begins = 0
    for number, text in enumerate(lines):
        folded = fold(text)
        if vocabulary.salutations.match(folded):
            begins = number + 1
            break
        if vocabulary.addressees.match(folded) or vocabulary.labels.match(folded):
            begins = number + 1
        elif is_prose(text):
            break
    return iter(lines[begins:])


def _is_answered(request: Page, answers: Sequence[Page], vocabulary: LayoutVocabulary) -> bool:
    """Is one of the letters of a later day, or does it cite the request's number, or name who sent it?

    A letter that asks to take note of an older one, or of one of its own day, is no request, nor is one on the same
    paper.
    """
    asked, paper = _day(request, vocabulary), set(_letterhead(request, vocabulary))
    for page in answers:
        if paper & set(_letterhead(page, vocabulary)):
            continue
        day = _day(page, vocabulary)
        if day and asked and day != asked:
            if day > asked:
                return True
            continue
        head = {fold(line.text) for line in _head(page, vocabulary)}
        numbers = (
            _FIGURES.search(line.text) for line in _head(request, vocabulary) if is_number(line.text, vocabulary)
        )
        cited = any(number and any(number.group() in line for line in head) for number in numbers)
        if cited or any(text in head for text in _names(request, vocabulary)):
            return True
    return False


def _letterhead(page: Page, vocabulary: LayoutVocabulary) -> Iterator[str]:
    """The lines above the first field of a head; mottos, which all offices print, left out."""
    for line in _head(page, vocabulary):
        folded = fold(line.text)
        field = vocabulary.labels.match(folded) or vocabulary.addressees.match(folded)
        if field or is_number(line.text, vocabulary) or date_alone(line.text, vocabulary.figured):
            return
        if len(folded) > NAMED and folded not in vocabulary.mottos:
            yield folded


def _names(page: Page, vocabulary: LayoutVocabulary) -> Iterator[str]:
    """The lines that name who wrote a letter: on top of it and below it, those that are no field, date or formula."""
    fields = (vocabulary.labels, vocabulary.addressees, vocabulary.salutations, vocabulary.closings)
    for row in rows_of(page.lines):
        for line in row:
            folded = fold(line.text)
            told = is_prose(line.text) or is_number(line.text, vocabulary) or any(one.match(folded) for one in fields)
            if not told and len(folded) > NAMED and date_alone(line.text, vocabulary.figured) is None:
                yield folded


def _day(page: Page, vocabulary: LayoutVocabulary) -> date | None:
    days = (date_alone(line.text, vocabulary.figured) for line in _head(page, vocabulary))
    return next((day for day in days if day), None)


def close_quoted(drafts: Sequence[Draft], elsewhere: frozenset[int], vocabulary: LayoutVocabulary) -> None:
    """What stands on pages of the request, or in the mail that was answered, is no part of the reply."""
    leads = [_leads_to_mail(draft, vocabulary) for draft in drafts]
    heads = dict(_heads(drafts, vocabulary))
    is_mail = any(leads) or any(_is_quoted(draft, 2) for draft in drafts)
    below = quoted = False
    for number, (draft, leads_on) in enumerate(zip(drafts, leads, strict=True)):
        quoted = quoted or leads_on
        below = below or quoted or heads.get(number) is False
        if quoted or draft.page in elsewhere or number in heads or (is_mail and _is_quoted(draft)):
            draft.kind = "quoted"
        elif below:
            draft.kind = "closing"


def _is_quoted(draft: Draft, lines: int = 1) -> bool:
    """Does each of a block's lines, so many at least, begin with the sign by which mails quote? Bullets stand once."""
    return len(draft.lines) >= lines and all(line.text.startswith(QUOTE) for line in draft.lines)


def _leads_to_mail(draft: Draft, vocabulary: LayoutVocabulary) -> bool:
    """Does a block say that the mail that was answered follows: "… escribió:"?"""
    return any(len(line.text) < MARK and fold(line.text) in vocabulary.replied for line in draft.lines)


def _heads(drafts: Sequence[Draft], vocabulary: LayoutVocabulary) -> Iterable[tuple[int, bool]]:
    """The blocks that are the head of a paper below the letter; is it a numbered report, which answers with it?

    What has no number of its own is a mail that was answered, or a paper that was sent along.
    """
    labels: set[str | None] = set()
    first = 0
    for number, draft in enumerate(drafts):
        found = {match.lastgroup for line in draft.lines if (match := vocabulary.labels.match(fold(line.text)))}
        if not found:
            labels = set()
            continue
        first = first if labels else number
        labels |= found
        if _is_head(labels):
            numbered = first > 0 and is_number(drafts[first - 1].text, vocabulary)
            yield from ((one, numbered) for one in range(first, number + 1))


def _is_head(labels: Set[str | None]) -> bool:
    return {"from", "to"} <= labels and bool({"date", "subject"} & labels)


def head_starts(lines: Sequence[Line], vocabulary: LayoutVocabulary) -> frozenset[int]:
    """The lines that open a block because they stand in a head below the letter, or follow it; by their identity."""
    found: set[int] = set()
    run: list[Line] = []
    labels: set[str | None] = set()
    for line in lines:
        label = vocabulary.labels.match(fold(line.text))
        if label:
            run.append(line)
            labels.add(label.lastgroup)
        elif run and line.box.x0 < run[0].box.x0 + BESIDE:  # else it goes on with what is told beside a label
            found |= {id(one) for one in (*run, line)} if _is_head(labels) else set()
            run, labels = [], set()
    return frozenset(found)
