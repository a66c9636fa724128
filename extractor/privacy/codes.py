"""Numbers that nothing announces: private unless they are known to be a document's, a norm's, an amount or a year."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from extractor.privacy.settings import CODES_BACK, CODES_SHORTEST
from extractor.privacy.vocabulary import CODE, Private, spelled
from rules.models import Pack
from rules.words import fold

_CODE = re.compile(r"(?<![\w.,/@:+°º-])(?=[\w/-]*\d[\w/-]*\d)[a-z]{0,4}-?\d[\w]*(?:[-/]\w+)*(?![\w@%°º]|[.,]\d|:\d)")
_GROUPED = re.compile(r"(?<![\w.,/@:+$-])\d{1,4}(?:[ .'’-]\d{1,4}){2,7}(?![\w@%°º/:-]|[.,]\d)")  # "71 33 05 94"
_DAY = re.compile(r"\d{1,4} ?[-/. ] ?(?:\d{1,2}|[a-z]{3,10}) ?[-/. ] ?\d{2,4}|(?:19|20)\d\d(?:[-/](?:19|20)?\d\d)*")
_THOUSANDS = re.compile(r"\d{1,3}(?:[ .'’]\d{3})+")
_OFFICES = re.compile(r"-(?:19|20)\d\d-?(?:[-/][a-z][\w]*)+")  # a document's, its office told: "341-2012-IN/DG"
_OF_YEAR = re.compile(r"\d{1,6}-(?:19|20)\d\d(?!\d)")
_AFTER = re.compile(r"\s+([^\W\d_]{3,})")


@dataclass(frozen=True, slots=True)
class CodeExpressions:
    """All read folded text: what stands before a public number, right before one, and what follows an amount's number.

    `cited` is the kind of a document or norm with the sign before its number: "MEMO N° 015-2011".
    """

    public: re.Pattern[str]
    numbered: re.Pattern[str]
    small: re.Pattern[str]
    cited: re.Pattern[str]


@lru_cache(maxsize=8)
def expressions(pack: Pack) -> CodeExpressions:
    data, norms = pack.masking, pack.details.norms.kinds
    kinds = {word.rstrip(".") for word in chain(pack.reading.document_kinds, norms, *norms.values())}
    words = kinds | {word.rstrip(".") for word in data.public_numbers}
    sign = rf"\s*(?<!\w)(?:{spelled(pack.details.norms.signs)})\s*"
    return CodeExpressions(
        public=re.compile(rf"(?<!\w)(?:{spelled([*words, *(f'{word}s' for word in words)])})(?!\w)"),
        numbered=re.compile(rf"(?<!\w)(?:{spelled(data.numbered)})(?:\s+[^\W\d_]+){{0,3}}?{sign}\Z"),
        small=re.compile(rf"(?:{spelled(data.small)})\Z"),
        cited=re.compile(
            rf"(?<![\w.])(?:{spelled([*kinds, *data.numbered])})(?!\w)\.?"
            rf"(?P<more>(?:\s+[^\W\d_]+){{0,3}}?)(?P<sign>{sign})(?=\d{{1,6}}[-–/](?:19|20)\d\d(?!\d))"
        ),
    )


def cited(text: str, pack: Pack) -> list[tuple[int, int]]:
    """Return where the kind of a document or a norm, and the sign, stand before its number: "R.E.R. N° 015-2011".

    They name nobody, and the last ends where the number begins; what stands between them may be a name.
    """
    found = expressions(pack).cited.finditer(fold(text))
    return [
        span
        for match in found
        for span in ([(match.start(), match.start("more")), match.span("sign")] if match["more"] else [match.span()])
    ]


def find_codes(
    text: str, found: Sequence[Private], pack: Pack, public: Set[str] = frozenset()
) -> tuple[list[Private], frozenset[str]]:
    """Return numbers long enough to lead to one person of which nothing else was found: "PD1234567", "12345-2019".

    `public` are those, folded, that are public in the document around; with those that this text shows to be so
    wherever they stand in it, they are returned too.
    """
    private: list[Private] = []
    shown = set(public)
    look, folded = expressions(pack), fold(text)
    taken = bytearray(len(text))
    for one in found:
        taken[one.start : one.end] = b"\1" * (one.end - one.start)
    for match in chain(_CODE.finditer(folded), _GROUPED.finditer(folded)):
        said = match.group()
        if said in public or any(taken[match.start() : match.end()]):
            continue
        digits = sum(char.isdigit() for char in said)
        long = digits >= CODES_SHORTEST or (_OF_YEAR.match(said) and digits > CODES_SHORTEST - 2)
        if not long or _DAY.fullmatch(said) or _of_office(text, match) or _counts(folded, match, look):
            continue
        before = (max(match.start() - CODES_BACK, 0), match.start())
        if look.public.search(folded, *before) or look.numbered.search(folded, *before):
            shown.add(said)
        else:
            private.append(Private(match.start(), match.end(), CODE, text[match.start() : match.end()]))
    return private, frozenset(shown.difference(fold(one.text) for one in (*found, *private)))


def _of_office(text: str, match: re.Match[str]) -> bool:
    """Does a document's number tell the office that wrote it, in capitals: "0341-2012-IN/SG"?"""
    offices = _OFFICES.search(match.group())
    return bool(offices) and text[match.start() : match.end()].isupper()


def _counts(folded: str, match: re.Match[str], look: CodeExpressions) -> bool:
    """Is it how many or how much: "150000 afiches", "S/ 150000"?"""
    if not (match.group().isdigit() or _THOUSANDS.fullmatch(match.group())):
        return False
    after = _AFTER.match(folded, match.end())
    return folded[: match.start()].rstrip()[-1:] in ("/", "$") or bool(after and not look.small.match(after[1]))
