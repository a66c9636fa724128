"""The days with which a letter's body says when it is given: "Dado en Tacna, a los tres días de mayo de …"."""

from __future__ import annotations

from datetime import date

from extractor.core.model import Layout
from extractor.read.head.lines import is_place
from extractor.read.head.settings import GIVEN_AT, GIVEN_PLACE
from extractor.read.layout.dates import dates_in, place_before
from extractor.read.layout.vocabulary import LayoutVocabulary
from rules.words import fold


def given_days(layout: Layout, words: LayoutVocabulary) -> list[date]:
    """The days that end a sentence which begins with how papers are given; else one set alone; else the first of today.

    Such a sentence closes a paper: of several, in papers that quote others, the last is its own. Of several days that
    stand alone behind a place none is told from the others.
    """
    given: list[date] = []
    alone: list[date] = []
    today: list[date] = []
    for block in layout.blocks:
        if block.kind == "head" or block.fields:  # a row tells when something was done
            continue
        text = layout.text[block.start : block.end].replace("\n", " ")
        for day, start, end in dates_in(text, words.days):
            sentence = text[text.rfind(". ", 0, start) + 1 : start].strip()
            folded = fold(sentence)
            begun, said = words.given.place(folded)
            if said and begun < GIVEN_AT and len(sentence) - said < GIVEN_PLACE and text[end : end + 1] in ("", "."):
                given.append(day)
            elif end + 2 > len(text) and is_place(place_before(text, start, words.days)):
                alone.append(day)
            elif (last := folded.split()[-2:]) and words.today & {word.strip(",;(") for word in last}:
                today.append(day)
    return given[-1:] or (alone if len(alone) == 1 else today[:1])


__all__ = ["given_days"]
