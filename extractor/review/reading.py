"""What the review shows of an entry: read from the store, suggested with what the reviewer's colleagues have filed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from gettext import gettext as _
from itertools import chain

from db import letter_rows, queries
from db.connection import Database
from db.outline import outline
from db.queue import following
from db.records import REPLIES, StatementRow
from db.requests import open_links, requests
from db.seen_by import is_bare
from db.together import is_unread
from extractor.core.model import Level
from extractor.core.problems import SENTENCES
from extractor.filing.learn.precedents import precedents_of
from extractor.filing.learn.reranker import Precedent, Reranker
from extractor.review.asking import Choice
from extractor.review.lineup import QueueEntry
from extractor.review.making import filed_line
from extractor.review.records import Item
from extractor.review.sentences import LEVELS
from extractor.review.settings import LAWS
from extractor.review.teaching import Teaching
from rules.articles import Article, articles
from rules.models import Obligation, Pack
from rules.words import read_words


@dataclass(frozen=True)
class ItemReader:
    """Reads entries for one reviewer."""

    db: Database
    pack: Pack
    teaching: Teaching

    def load(self, entry: QueueEntry, learning: bool = True) -> Item:
        """Return the entry with all that is shown of it; `learning`: suggested with what filings teach."""
        letter = next(letter_rows.letters(self.db, sha256=entry.letter))
        text, spans = letter_rows.letter_text(self.db, entry.letter)
        statement = queries.statement(self.db, entry.statement) if entry.statement else None
        reranker = self._reranker(statement, learning) if statement else None
        statement = _reranked(statement, reranker) if statement else None
        after = following(self.db, entry.statement) if entry.statement else None
        doubts = dict.fromkeys(_(SENTENCES.get(p.code, p.code)).format(detail=p.detail) for p in letter.problems)
        if statement is None:
            doubts |= dict.fromkeys(self._open_links(entry.letter))
        return Item(
            letter,
            text,
            spans,
            tuple(doubts),
            self.obligations(statement.institution if statement else letter.institution, letter.source),
            statement,
            after,
            queries.statement(self.db, after).content_hash if after else "",
            tuple(chain.from_iterable(map(self._stood_before, statement.moved if statement else ()))),
            () if statement else tuple(map(filed_line, outline(self.db, entry.letter, filed=True))),
            reranker.decisions if reranker and statement and is_open(statement) else 0,
            _precedents(statement, self.pack, reranker) if statement else (),
            self._articles(statement) if statement else (),
            unread=statement is not None and not is_open(statement) and is_unread(self.db, statement.id),
        )

    def statement(self, id: str, learning: bool) -> StatementRow:
        """Return a statement as it is shown in review."""
        row = queries.statement(self.db, id)
        return _reranked(row, self._reranker(row, learning))

    def _reranker(self, row: StatementRow, learning: bool) -> Reranker | None:
        """Return what filings teach about the statement's body; None where nothing is to be suggested by them."""
        if not learning or row.institution is None or is_bare(self.db, row.sha256):
            return None
        return self.teaching.reranker(row.institution)

    def _articles(self, row: StatementRow) -> tuple[Article, ...]:
        """The law's words for what is suggested, and for what it is filed under."""
        filed = (row.decision.obligation,) if row.decision and row.decision.obligation else ()
        names = dict.fromkeys((*filed, *(one.obligation for one in row.suggestions[:LAWS])))
        laws = articles(self.pack)
        return tuple(laws[name] for name in names if name in laws)

    def obligations(self, institution: str | None, source: str) -> tuple[Choice, ...]:
        """The body's whole list; everybody's where a report does not say whose action it is."""
        anybody = institution is None and source != REPLIES
        return tuple(_choice(duty) for duty in self.pack.obligations if anybody or duty.institution == institution)

    def _open_links(self, document: str) -> Iterator[str]:
        """Yield a sentence for a request that the letter may answer, which nobody has confirmed."""
        titles = {wave.id: wave.title for wave in self.pack.calendar.waves}
        for link in open_links(self.db, self.pack, document):
            request = next(requests(self.db, id=link.request)).request
            parts = (titles.get(request.wave, request.wave), request.unit, request.reference, request.sent)
            said = _("It may answer a request ({request}); say whether it does with: veeduria requests link")
            yield said.format(request=", ".join(part for part in parts if part))

    def _stood_before(self, id: str) -> Iterator[str]:
        """Say what was decided on a statement that an earlier reading held, which this one may be."""
        row = queries.statement(self.db, id)
        said = row.decision
        if row.stale and said and said.standing:
            filed = said.obligation or said.kind or said.standing
            sentence = _("An earlier reading had “{text}” (page {page}), which {reviewer} decided on: {filed}.")
            yield sentence.format(text=row.text, page=row.page, reviewer=said.reviewer, filed=filed)


def _choice(duty: Obligation) -> Choice:
    level = LEVELS[Level(duty.level)].split()[0]
    return Choice(duty.id, duty.label, f"{level:<11} {duty.article}".rstrip())


def is_open(row: StatementRow) -> bool:
    """Does it still wait for a decision?"""
    return row.decision is None or row.decision.standing is None


def _precedents(row: StatementRow, pack: Pack, reranker: Reranker | None) -> tuple[Precedent, ...]:
    if row.institution is None:
        return ()
    suggested = [one.obligation for one in row.suggestions]
    return precedents_of(pack, row.institution, read_words(row.text), suggested, reranker, row.id)


def _reranked(row: StatementRow, reranker: Reranker | None) -> StatementRow:
    """The same statement, suggested with what filings teach while it is open."""
    if reranker is None or row.institution is None or not is_open(row):
        return row
    return replace(row, suggestions=reranker.rerank(row.suggestions, row.institution, read_words(row.text)))
