"""What a letter says of the form that it is written on: "Proceso: …", below it "Versión: …"; two lines or more."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from extractor.core.model import Line
from extractor.read.layout.settings import FORM_WORDS
from extractor.read.layout.vocabulary import LayoutVocabulary
from rules.words import fold


def names_form(text: str, vocabulary: LayoutVocabulary) -> bool:
    """Does a line begin with the label of what is said of a form?"""
    folded = fold(text)
    end = vocabulary.forms.match(folded)
    return end > 0 and folded[end:].lstrip().startswith(":")


def heads_form(text: str, vocabulary: LayoutVocabulary) -> bool:
    """Does a line that stands above all text name a form in capitals? Then it needs no second one."""
    return names_form(text, vocabulary) and " ".join(text.split()[:FORM_WORDS]).isupper()


def form_starts(lines: Sequence[Line], vocabulary: LayoutVocabulary) -> frozenset[int]:
    """The lines of such a head, and what follows it, which open blocks; by their identity."""
    opening = {id(line) for line in lines[:2] if heads_form(lines[0].text, vocabulary)}
    at = 0
    for is_named, group in groupby(lines, key=lambda line: names_form(line.text, vocabulary)):
        count = len(list(group))
        at += count
        if is_named and count > 1:
            opening |= {id(line) for line in lines[at - count : at + 1]}
    return frozenset(opening)
