"""What a heading or a lead-in says of what stands under it: done, to be done, not done, or no report at all."""

from __future__ import annotations

from functools import cache, lru_cache

from extractor.core.model import Kind
from extractor.filing.kinds import kind_of
from extractor.read.layout.vocabulary import Openings, vocabulary
from extractor.read.settings import HEADING
from rules.matching import matcher
from rules.models import Pack
from rules.words import Phrases, fold, read_words

_BROUGHT_ABOUT = {"{participio}", "{preterito}"}
UNDONE = frozenset((Kind.PLANNED, Kind.NO_ACTION))  # what a section gives to lines without words of their own for it


@lru_cache(maxsize=512)
def told_by(section: str, pack: Pack) -> Kind | None:
    """Return the kind that a section's text gives to its lines, OTHER if they report nothing, None if it says nothing.

    A lead-in that denies or plans by its cues does so whatever it names: "No se ha cumplido con:"; so does a heading
    that plans: "Lo que queda por hacer". Else the word of the pack's `sections` that stands first decides:
    "Cumplimiento de las funciones" tells of deeds. Where there is none, a sentence that leads in is read as any other
    is; a polite one says nothing, nor does one that only announces the answer: "Se informa lo siguiente:".
    """
    if _greetings(pack).match(fold(section)):
        return None
    leads_in = section.rstrip().endswith(":")
    kind = _cued(section, pack)
    told = leads_in or (kind is Kind.PLANNED and len(read_words(section)) <= HEADING)
    said = kind if told else None
    if said not in UNDONE and (named := _named(section, leads_in, pack)):
        return named
    return said


@lru_cache(maxsize=512)
def given_by(section: str, pack: Pack) -> Kind | None:
    """Return the kind that a section gives to lines that tell no deed by a verb: planned, not done, or no report.

    What stands under duties or a law may have been done, and is only doubted (`told_by`); but what somebody recommends,
    needs or aims at was not done yet: "RECOMENDACIONES", "Próximos pasos", "Se sugiere:".
    """
    told = told_by(section, pack)
    return told if told in UNDONE else _aimed(section, pack)


def _aimed(section: str, pack: Pack) -> Kind | None:
    """Return what a section gives that begins with what is only wanted, or still to come.

    One that says of its lines that they were brought about is none: "Metas alcanzadas"; nor is one that goes on with
    a deed: "Se necesita personal, por lo que se convocó:".
    """
    folded = fold(section)
    ends = {kind: opening.match(folded) for kind, opening in vocabulary(pack).aims.items()}
    best = max(ends, key=lambda kind: ends[kind], default="")
    if not best or not ends[best] or len(folded.split()) > HEADING:
        return None
    rest = matcher(pack).shaped(read_words(section[ends[best] :]))
    return None if _BROUGHT_ABOUT & set(rest.plain.split()) else Kind(best)


def _named(section: str, leads_in: bool, pack: Pack) -> Kind | None:
    """Return what the word says that stands first; what a lead-in recalls before its comma is not what it leads in."""
    words = read_words(section)
    recalled = section.rfind(",") if leads_in else 0
    hits = [hit for hit in _sections(pack).find(words) if hit.label != Kind.OTHER or hit.start >= recalled]
    first = min(hits, key=lambda hit: (hit.first, -hit.last), default=None)
    return Kind(first.label) if first is not None and len(words) <= HEADING else None


def _cued(section: str, pack: Pack) -> Kind | None:
    """Return the kind that its cues give a section, None where they only announce the answer."""
    kind, cues = kind_of(matcher(pack).find(section), pack)
    announces = kind is Kind.OTHER and all(cue.rule in pack.reading.announcing for cue in cues)
    return kind if cues and not announces else None


@cache
def _greetings(pack: Pack) -> Openings:
    return Openings(pack.reading.greetings)


@cache
def _sections(pack: Pack) -> Phrases:
    return Phrases((phrase, kind) for kind, phrases in pack.reading.sections.items() for phrase in phrases)
