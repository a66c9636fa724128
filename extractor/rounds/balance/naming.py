"""What a published table names: sources, bodies, levels, functions. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from rapidfuzz import fuzz

from extractor.core.model import Level
from extractor.rounds.register import body_named
from extractor.rounds.settings import APART, LEVEL_TITLE, NAMING_SHORT, NEAR
from rules.models import Body, Obligation, Pack
from rules.words import fold


@lru_cache(maxsize=4096)
def source_named(cell: str, pack: Pack) -> str:
    """Return the source that a column's title names: by its id, title or other name, maybe with more in brackets."""
    title = fold(" ".join(re.sub(r"\([^()]*\)", "", cell).split()))
    if not title or len(title) > 80:
        return ""
    names = {fold(name): one.id for one in pack.sources for name in (one.title, *one.written, one.id)}
    if title in names:
        return names[title]
    likeness = sorted(((fuzz.token_sort_ratio(title, name), id) for name, id in names.items()), reverse=True)
    best, other = likeness[0], next((one for one in likeness if one[1] != likeness[0][1]), (0, ""))
    return best[1] if best[0] >= NEAR and best[0] - other[0] >= APART else ""


def body_above(above: Iterable[str], pack: Pack) -> str:
    """Return the body that the nearest heading names, in full or as the longest of all names that stand in it."""
    for text in reversed([line for lines in above for line in lines.split("\n")]):
        if found := body_named(text.strip(), pack) or body_named(text.partition(":")[0].strip(), pack):
            return found
        folded = f" {_plain(text)} "
        names = ((_plain(name), body.id) for body in pack.bodies for name in _names(body))
        held = [(len(name), id) for name, id in names if len(name) > NAMING_SHORT and f" {name} " in folded]
        if held:
            return max(held)[1]
    return ""


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", fold(text)))


def _names(body: Body) -> Iterator[str]:
    yield body.name
    yield from body.written
    yield from (one.name for one in body.former)


def level_named(text: str) -> str:
    """Return the level that a text begins with the name of; "" if there is none."""
    folded = fold(text.strip())
    return next((str(level) for level in Level if folded.startswith(str(level))), "")


def level_above(above: Iterable[str]) -> str:
    """Return the level that the nearest heading is; a heading that only begins with its name is none."""
    nearest = next((line for text in reversed(tuple(above)) for line in reversed(text.split("\n"))), "")
    return level_named(nearest) if len(nearest) <= LEVEL_TITLE else ""


def function_named(label: str, article: str, level: str, own: list[Obligation], pack: Pack) -> Obligation | None:
    """Return the function of a body that a row names: by its label, by its article, or as the likest of its labels.

    Rows that begin as collectors do (*Otras*) are the level's collector; a level's own rows come first.
    """
    wanted = [one for one in own if not level or one.level == level]
    plain = fold(" ".join(label.split())).strip(" .")
    exact = [one for one in wanted if fold(one.label) == plain or one.id == label.strip()]
    if len(exact) == 1:
        return exact[0]
    parts = article_parts(article)
    if parts and (named := [one for one in wanted if article_parts(one.article) == parts]):
        if not plain:
            return named[0] if len(named) == 1 else None
        return max(named, key=lambda one: fuzz.token_set_ratio(fold(one.label), plain))
    for role, starts in pack.sheets.balance.roles.items():
        if any(plain == fold(start) or plain.startswith(f"{fold(start)} ") for start in starts):
            found = [one for one in wanted if one.role == role]
            return found[0] if len(found) == 1 else None
    likeness = ((fuzz.token_sort_ratio(fold(one.label), plain), at) for at, one in enumerate(wanted))
    ranked = sorted(likeness, reverse=True)
    if ranked and ranked[0][0] >= NEAR and (len(ranked) == 1 or ranked[0][0] - ranked[1][0] >= APART):
        return wanted[ranked[0][1]]
    return None


def article_parts(text: str) -> tuple[str, ...]:
    """The parts of an article's number: "Art. 7, inciso a)" and "7.a" are the same."""
    return tuple(part for part in re.findall(r"\d+|\b[a-z]\b", fold(text)))
