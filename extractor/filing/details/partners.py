"""Partners: other public bodies and organisations named in an action."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from extractor.core.model import Partner
from extractor.filing.details.lexicon import PARTNER, PLACE, MatchedText
from rules.models import Pack


@cache
def _headed(pack: Pack) -> re.Pattern[str]:
    """An organisation that the pack does not know, by what its name begins with: "ONG Manos Abiertas"."""
    words = pack.details.partners
    heads = "|".join(sorted(map(re.escape, words.heads), key=len, reverse=True)) or r"(?!)"
    links = "|".join(sorted(map(re.escape, words.links), key=len, reverse=True)) or r"(?!)"
    word = r"[A-ZÁÉÍÓÚÑ][\w.&-]*[^\W_]"
    return re.compile(
        rf"""(?<!\w)(?:{heads})s?(?:\s+(?:{links}))*\s+["“«]?{word}(?:\s+(?:(?:{links})\s+){{0,3}}{word}){{0,7}}"""
    )


def find_partners(seen: MatchedText, pack: Pack, own: str | None = None) -> tuple[Partner, ...]:
    """Return the bodies and organisations named, each once, without `own`, the body that writes."""
    found = sorted([*_known(seen), *_unknown(seen, pack)], key=lambda partner: partner.start)
    unique: dict[str, Partner] = {}
    for partner in found:
        if partner.body is None or partner.body != own:
            unique.setdefault(partner.name, partner)
    return tuple(unique.values())


def _known(seen: MatchedText) -> Iterator[Partner]:
    follows = {hit.first: hit for hit in seen.hits[PLACE]}
    for hit in seen.hits[PARTNER]:
        body, _, name = hit.label.partition("\t")
        end = hit.end
        if not name:  # a unit: with the place it serves, or known by its name alone
            place = follows.get(hit.last + 1)
            end = place.end if place else end
            if not place and not _is_telling(seen.text[hit.start : hit.end]):
                continue
        text = seen.text[hit.start : end]
        if seen.text[seen.words.starts[hit.last]].isupper() or text[:1].isupper():
            yield Partner(hit.start, end, text, name or text, body or None)


def _is_telling(text: str) -> bool:
    """Does a unit's name say without a place what it is ("UGEL", "Fiscalía Provincial", but not "MP" or "Hospital")?"""
    return " " in text.strip() or (text.isupper() and len(text) > 2)


def _unknown(seen: MatchedText, pack: Pack) -> Iterator[Partner]:
    taken = [(hit.start, hit.end) for hit in seen.hits[PARTNER]]
    for match in _headed(pack).finditer(seen.text):
        if not any(start < match.end() and match.start() < end for start, end in taken):
            yield Partner(match.start(), match.end(), match.group(), match.group())
