"""The shapes of private numbers, compiled from a pack's words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from extractor.privacy.vocabulary import any_of, spelled
from rules.models import Pack
from rules.words import fold

LIST = r"(?:\s*(?:,|;|/|\by\b|\be\b|-)\s*)"  # between the numbers of a list
_CODE = r"(?:[a-z]{1,4}[ .-]?)?\d(?:[ .-]?\d){4,12}(?:-?[a-z0-9](?![a-z0-9ñ]))?"
_PHONE = r"(?:\(?0?\d\d?\)?[ -]*)?\d(?:[ .-]?\d){5,9}"
_WHOSE = r"(?:\s+[a-z]{1,14}){1,5}\s*:\s*"  # "de la madre: "
_NAMED = r"[A-ZÁÉÍÓÚÑ\d][\w'’]*"
_PLATE = r"[A-Z][A-Z0-9]{1,2}[ -]?\d{3,4}|[A-Z]{1,3}-\d{3,4}[A-Z]?|\d{4}-\d?[A-Z]{1,2}|\d{3}-?[A-Z]{3}"
_COURT_FILE = r"\d{2,6}-\d{4}-\d{1,3}-\d{3,4}-[a-z]{2}-[a-z]{2,3}-\d{1,2}"
_PROSECUTORS_FILE = r"\d{6,12}-\d{4}-\d{1,6}-\d{1,2}(?!\w)"


@dataclass(frozen=True, slots=True)
class Expressions:
    """What to look for; `address`, `quarter` and `bare_plate` read the text itself, the others folded text."""

    id: re.Pattern[str]
    bare_id: re.Pattern[str]
    phone: re.Pattern[str]
    shapes: re.Pattern[str]
    abroad: re.Pattern[str]
    email: re.Pattern[str]
    at: re.Pattern[str]
    domains: tuple[str, ...]
    public_phones: tuple[str, ...]
    address: re.Pattern[str]
    quarter: re.Pattern[str]
    home: re.Pattern[str]
    plate: re.Pattern[str]
    bare_plate: re.Pattern[str]
    vehicles: re.Pattern[str]
    account: re.Pattern[str]
    birth: re.Pattern[str]
    file: re.Pattern[str]
    bare_file: re.Pattern[str]
    courts: re.Pattern[str]


@lru_cache(maxsize=8)
def expressions(pack: Pack) -> Expressions:
    """Compile the expressions of a pack, once per pack."""
    data = pack.masking
    sign = rf"(?:\s*(?:(?<!\w)(?:{spelled(data.signs)})\.?(?!\w)|[:(#.°º/-]))*\s*"
    fill = rf"(?:\s+(?:{spelled(data.fillers)})(?!\w)\.?)"
    code = rf"{sign}(?P<number>{_CODE}(?:{LIST}{sign}{_CODE})*)"
    months = spelled(pack.reading.months)
    dot, at = spelled(data.dots), spelled(data.at)
    domain = rf"[\w-]+(?:\s?(?:\.|{dot})\s?[\w-]{{2,}})+"
    case = rf"[a-z]{{0,3}}\d[\w.]*(?:\s?[-/]\s?[\w.]+){{0,8}}(?:{LIST}{sign}\d[\w.]*(?:[-/][\w.]+){{1,8}})*"
    return Expressions(
        id=re.compile(rf"(?<!\w)(?:{spelled(data.ids)})s?\.?{code}"),
        bare_id=re.compile(rf"(?<![\w./,-])(?:{_shapes(data.id_shapes, '')})(?![\w/-]|[.,]\d)"),
        phone=re.compile(
            rf"(?<!\w)(?:{spelled(data.phones)})s?\.?(?:{sign}|{_WHOSE}{sign})"
            rf"(?P<number>(?:\+?\d{{1,3}}[ -]?)?{_PHONE}(?:{LIST}{sign}{_PHONE})*)(?!\d)"
        ),
        shapes=re.compile(rf"(?<![\w./-])(?:{_shapes(data.phone_shapes)})(?![\w/-]|[.,]\d)"),
        abroad=re.compile(r"(?<!\w)(?:\+|00)\d{1,3}(?:[ .-]?\(?\d\)?){7,12}(?!\d)"),
        email=re.compile(rf"[\w.+-]{{1,64}}(?:\s?[._]\s?[\w+-]{{1,30}}){{0,2}}\s?(?:@|＠|{at})\s?(?P<domain>{domain})"),
        at=re.compile(at),
        domains=tuple(f".{domain}" for domain in data.public_domains),
        public_phones=tuple(map(fold, data.public_phones)),
        address=_address(data.streets, data.lots, data.links, months),
        quarter=re.compile(
            rf"[\s,.-]{{1,3}}(?i:{any_of(data.streets)})\b\.?\s+{_NAMED}"
            rf"(?:\s+(?:(?:{any_of(data.links)})\s+)*{_NAMED}){{0,4}}"
        ),
        home=_home(data.homes, data.streets, data.lots, data.links, data.fillers),
        plate=re.compile(
            rf"(?<!\w)(?:{spelled(data.plates)})\b\.?{sign}"
            r"(?P<number>[a-z0-9]{1,4}[ -]?[a-z0-9]{1,4}(?:-[a-z0-9]{1,3})?)(?!\w)"
        ),
        bare_plate=re.compile(rf"(?<![\w/-])(?:{_PLATE})(?![\w/-])"),
        vehicles=re.compile(rf"(?<!\w)(?:{spelled([*data.vehicles, *data.plates])})(?!\w)"),
        account=re.compile(
            rf"(?<!\w)(?:{spelled(data.accounts)})\b\.?(?:\s+[a-z]{{1,10}}\.?){{0,6}}?{sign}"
            r"(?P<number>[a-z]{0,4}\d(?:[ .*-]?[\dx]){6,26})(?!\d)"
        ),
        birth=re.compile(
            rf"(?<!\w)(?:{spelled(data.births)})\b\.?(?:\s+[a-z]+,?){{0,4}}?{sign}(?P<number>{_day(months)})"
        ),
        file=re.compile(rf"(?<!\w)(?:{spelled(data.files)})\b\.?{fill}{{0,3}}{sign}(?P<number>{case})(?!\w)"),
        bare_file=re.compile(rf"(?<![\w-])(?:{_COURT_FILE}|{_PROSECUTORS_FILE})"),
        courts=re.compile(rf"(?<!\w)(?:{spelled(data.courts)})(?!\w)"),
    )


def _day(months: str) -> str:
    """A day in figures, or with the month in letters; the day of the month may be in letters too."""
    figures = r"\d{1,2}\s?[/.-]\s?(?:\d{1,2}|[a-z]{3,10})\s?[/.-]\s?\d{2,4}|\d{4}[/.-]\d{1,2}[/.-]\d{1,2}"
    year = r"(?:\s*,?\s*(?:[a-z]{2,3}\s+){0,2}\d{4})?"
    return rf"(?:{figures}|\w+\s+(?:[a-z]{{2}}\s+)?(?:{months})\.?{year})"


def _address(streets: Iterable[str], lots: Iterable[str], links: Iterable[str], months: str) -> re.Pattern[str]:
    """A street with a number, or with what else tells one house from others."""
    lot = rf"(?:{any_of(lots)})\.?\s*[\"“']?(?:\d{{1,4}}[a-z]?|[a-z]{{1,2}}\d{{0,2}})(?!\w)[\"”']?"
    figure = rf"\d{{1,5}}(?!\d|/\d|\s(?:[a-z]{{2}}\s)?(?:{months}))(?:\s?-\s?[a-z0-9](?!\w))?"
    house = rf"(?:(?:n\s?[°º.]?\s?|nro\.?\s?|num\.?\s?|#\s?)?{figure}|s/n|{lot})"
    words = rf"(?:(?:{_NAMED}|{any_of(links)}|{any_of(link.upper() for link in links)})[\s\"“”,.-]{{1,3}}){{0,7}}?"
    return re.compile(rf"(?<!\w)(?i:{any_of(streets)})\b\.?\s+{words}(?i:{house})(?:[\s,.-]{{1,3}}(?i:{house})){{0,5}}")


def _home(
    homes: Iterable[str], streets: Iterable[str], lots: Iterable[str], links: Iterable[str], fillers: Iterable[str]
) -> re.Pattern[str]:
    """A street where somebody lives, without a number too."""
    small = spelled([*links, *fillers])
    word = r"[^\W\d_][\w.'’-]*"
    more = rf"\s+(?:{small}|\d+|n[°º])\b|[ ,]+(?:{spelled(lots)})\b\.?\s*\w+|\s+s/n|\s+{word}"
    ends = r"\s*[;:()\n]|,\s|\.\s|\.?$|\s+(?:desde|con|segun|quien|y|donde|para|por|en)\b"
    return re.compile(
        rf"(?<!\w)(?:{spelled(homes)})\b(?:\s*:|(?:\s+(?:{small})\b){{0,4}})?\s+"
        rf"(?P<place>(?:{spelled(streets)})\b\.?\s+{word}(?:{more})*?(?={ends}))"
    )


def _shapes(shapes: tuple[str, ...], apart: str = r"[ .\u00a0-]?") -> str:
    """ "9## ### ###" as an expression: "#" is a digit; a blank, a hyphen or a stop may stand between any two.

    With nothing `apart`, what stands between them is what the shape has.
    """
    kept = [[char for char in shape if char != " " or not apart] for shape in shapes]
    return "|".join(apart.join({"#": r"\d"}.get(char, re.escape(char)) for char in chars) for chars in kept) or "(?!)"
