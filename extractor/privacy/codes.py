"""Numbers that nothing announces: private unless they are known to be a document's, a norm's, an amount or a year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
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
    """Both read folded text: what stands before a public number, and what an amount's number is followed by."""

    public: re.Pattern[str]
    small: re.Pattern[str]


@lru_cache(maxsize=8)
def expressions(pack: Pack) -> CodeExpressions:
    data, norms = pack.masking, pack.details.norms.kinds
    kinds = chain(pack.reading.document_kinds, norms, *norms.values(), data.public_numbers)
    words = {word.rstrip(".") for word in kinds}
    return CodeExpressions(
        public=re.compile(rf"(?<!\w)(?:{spelled([*words, *(f'{word}s' for word in words)])})(?!\w)"),
        small=re.compile(rf"(?:{spelled(data.small)})\Z"),
    )


def find_codes(text: str, found: Sequence[Private], pack: Pack) -> Iterator[Private]:
    """Yield numbers long enough to lead to one person of which nothing else was found: "PD1234567", "12345-2019"."""
    look, folded = expressions(pack), fold(text)
    taken = bytearray(len(text))
    for one in found:
        taken[one.start : one.end] = b"\1" * (one.end - one.start)
    for match in chain(_CODE.finditer(folded), _GROUPED.finditer(folded)):
        if any(taken[match.start() : match.end()]):
            continue
        said = match.group()
        digits = sum(char.isdigit() for char in said)
        long = digits >= CODES_SHORTEST or (_OF_YEAR.match(said) and digits > CODES_SHORTEST - 2)
        if not long or _DAY.fullmatch(said) or _of_office(text, match) or _counts(folded, match, look):
            continue
        if not look.public.search(folded, max(match.start() - CODES_BACK, 0), match.start()):
            yield Private(match.start(), match.end(), CODE, text[match.start() : match.end()])


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
