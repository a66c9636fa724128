"""The shapes of private numbers, compiled from a pack's words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from extractor.privacy.vocabulary import spelled
from rules.models import Pack
from rules.words import fold

_CODE = r"(?:[a-z]{1,4}[ .-]?)?\d(?:[ .-]?\d){4,12}(?:-?[a-z0-9](?![a-z0-9ñ]))?"
_PHONE = r"(?:\(?0?\d\d?\)?[ -]*)?\d(?:[ .-]?\d){5,9}"
_ADJECTIVE = r"(?:\s+[a-zñ]{3,12}\.?){1,3}"  # "cédula boliviana", "DNI en trámite"
_GROUPED = r"\d{1,4}(?:-\d{1,12}){2,4}|\d{4}(?: \d{4}){3,4}|\d{13,24}"
_WHOSE = r"(?:\s+[a-z]{1,14}){1,5}\s*:\s*"  # "de la madre: "
_BOAT = r"[A-Z]{2}-\d{4,6}-[A-Z]{2}"
_PLATE = rf"{_BOAT}|" r"[A-Z][A-Z0-9]{1,3}[ -]{0,2}\d{3,4}|[A-Z]{1,3}-\d{3,5}[A-Z]?|\d{4}-\d?[A-Z]{1,3}|\d{3}-?[A-Z]{3}"
_COURT_FILE = r"\d{2,6}-\d{4}-\d{1,3}-\d{3,4}-[a-z]{2}-[a-z]{2,3}-\d{1,2}"
_PROSECUTORS_FILE = r"\d{6,12}-\d{4}-\d{1,6}-\d{1,2}(?!\w)"


@dataclass(frozen=True, slots=True)
class Expressions:
    """What to look for; `bare_plate` and `row_file` read the text itself, the others folded text."""

    id: re.Pattern[str]
    bare_id: re.Pattern[str]
    dictated: re.Pattern[str]
    phone: re.Pattern[str]
    shapes: re.Pattern[str]
    abroad: re.Pattern[str]
    email: re.Pattern[str]
    at: re.Pattern[str]
    handle: re.Pattern[str]
    domains: tuple[str, ...]
    public_phones: tuple[str, ...]
    plate: re.Pattern[str]
    bare_plate: re.Pattern[str]
    vehicles: re.Pattern[str]
    account: re.Pattern[str]
    bare_account: re.Pattern[str]
    birth: re.Pattern[str]
    of_birth: re.Pattern[str]  # a word that `birth` needs
    file: re.Pattern[str]
    office_file: re.Pattern[str]
    bare_file: re.Pattern[str]
    row_file: re.Pattern[str]
    courts: re.Pattern[str]
    beside: re.Pattern[str]
    day: re.Pattern[str]
    ends: re.Pattern[str]
    born_before: int  # the year before which a day beside a name is a birth


@lru_cache(maxsize=8)
def expressions(pack: Pack) -> Expressions:
    """Compile the expressions of a pack, once per pack."""
    data = pack.masking
    sign = rf"(?:\s*(?:(?<!\w)(?:{spelled(data.signs)})\.?(?!\w)|[:(#*.°º/-]))*\s*"
    fill = rf"(?:\s+(?:{spelled(data.fillers)})(?!\w)\.?)"
    led = rf"(?:{sign}|{_ADJECTIVE}{sign}(?=[a-z]{{0,2}}\d(?:[.-]?\d){{5}}))"
    joiners = spelled(data.joiners)
    listed = rf"(?:\s*(?:,|;|/|\b(?:{joiners})\b|-)\s*)"  # between the numbers of a list
    code = rf"{led}(?P<number>{_CODE}(?:{listed}{sign}{_CODE})*)"
    small = spelled([*data.small, *data.signs, *data.fillers])
    digit = spelled(word for word, value in pack.details.number_words.items() if value < 10)
    thousand = spelled(word for word, value in pack.details.number_words.items() if value == 1000)
    day = _day(spelled(pack.reading.months), joiners, thousand)
    dot, at = spelled(data.dots), spelled(data.at)
    domain = rf"[\w-]+(?:\s?(?:\.|{dot})\s?[\w-]{{2,}})+"
    case = (
        rf"(?:(?!(?:{small})\b)[a-z]{{2,5}}\s{sign})?"
        r"(?:[a-z]{1,12}[/-]){0,3}[a-z]{0,3}\d[\w.]*(?:\s?[-/]\s?[\w.]+){0,8}"
        rf"(?:{listed}{sign}\d[\w.]*(?:[-/][\w.]+){{1,8}})*"
    )
    return Expressions(
        id=re.compile(rf"(?<!\w)(?:{spelled(data.ids)})s?\.?(?![a-zñ]){code}"),
        bare_id=re.compile(rf"(?<![\w./,-])(?:{_shapes(data.id_shapes, '')})(?![\w/-]|[.,]\d)"),
        dictated=re.compile(rf"(?<!\w)(?:{digit})(?:[\s,-]+(?:{digit})){{5,}}(?!\w)"),
        phone=re.compile(
            rf"(?<!\w)(?:{spelled(data.phones)})s?\.?(?:{sign}|{_WHOSE}{sign}|\s+[a-z]{{2,10}}\s)"
            rf"(?P<number>(?:\+?\d{{1,3}}[ -]?)?{_PHONE}(?:{listed}{sign}{_PHONE})*)(?!\d)"
        ),
        shapes=re.compile(rf"(?<![\w./-])(?:{_shapes(data.phone_shapes)})(?![\w/-]|[.,]\d)"),
        abroad=re.compile(r"(?<!\w)(?:\+|00)\d{1,3}(?:[ .-]?\(?\d\)?){7,12}(?!\d)"),
        email=re.compile(rf"[\w.+-]{{1,64}}(?:\s?[._]\s?[\w+-]{{1,30}}){{0,2}}\s?(?:@|＠|{at})\s?(?P<domain>{domain})"),
        at=re.compile(at),
        handle=re.compile(
            rf"(?:(?<![\w.\]])(?=@)|(?<!\w)(?:{spelled(data.handles)})(?!\w)\s*[:\"“(]?\s*(?=\w*[\d._]\w))"
            r"(?P<said>@?\w[\w.]{2,})(?![\w(])"  # what is called with brackets is a formula
        ),
        domains=tuple(f".{domain}" for domain in data.public_domains),
        public_phones=tuple(map(fold, data.public_phones)),
        plate=re.compile(
            rf"(?<!\w)(?:{spelled(data.plates)})\b\.?(?:{sign}|{_ADJECTIVE}{sign}(?=[a-z0-9]{{1,4}}-[a-z0-9]))"
            r"(?P<number>[a-z0-9]{1,4}[ -]{0,2}[a-z0-9]{1,6}(?:-[a-z0-9]{1,3})?)(?!\w)"
        ),
        bare_plate=re.compile(rf"(?<![\w/-])(?:{_PLATE})(?![\w/-])"),
        vehicles=re.compile(rf"(?<!\w)(?:{spelled([*data.vehicles, *data.plates])})(?!\w)"),
        account=re.compile(
            rf"(?<!\w)(?:{spelled(data.accounts)})\b\.?(?:\s+[a-z]{{1,10}}\.?){{0,6}}?{sign}"
            r"(?P<number>[a-z]{0,4}\d(?:[ .*-]?[\dx]){6,26})(?!\d)"
        ),
        bare_account=re.compile(rf"(?<![\w./-])(?:{_GROUPED})(?![\w/-])"),
        birth=re.compile(
            rf"(?<!\w)(?:{spelled(data.births)})\b\.?(?:\s+[a-z]+,?){{0,4}}?{sign}(?P<number>{day}|(?:19|20)\d\d)"
            rf"|(?<!\w)(?P<told>{day}),?\s+(?:{spelled(data.born)})(?!\w)"
        ),
        of_birth=re.compile(rf"(?<!\w)(?:{spelled([*data.births, *data.born])})"),
        file=re.compile(rf"(?<!\w)(?:{spelled(data.files)})\b\.?{fill}{{0,3}}{sign}(?P<number>{case})(?!\w)"),
        office_file=re.compile(rf"(?:{spelled(data.office_files)})(?!\w)"),
        bare_file=re.compile(rf"(?<![\w-])(?:{_COURT_FILE}|{_PROSECUTORS_FILE})"),
        row_file=re.compile(
            rf"(?:^|[|\t;([]|\s{{3}})\s*(?:{spelled(data.files)})?\.?{sign}"
            r"(?P<number>\d{1,6}-(?:19|20)\d\d(?:-[A-Z\d]{1,8}){0,4})(?![\w/-])",
            re.MULTILINE | re.IGNORECASE,
        ),
        beside=re.compile(
            r"\s?(?P<apart>[|\t,;(–-]|\s{2,})\s{0,3}(?:[a-z.]{1,6}\s)?"
            r"(?P<day>\d{1,2}\s?[/.-]\s?(?:\d{1,2}|[a-z]{3,10})\s?[/.-]\s?(?P<year>\d{4}|\d\d))(?!\w)(?P<alone>(?=\s*[,;).]|\s*\Z))?"
        ),
        day=re.compile(
            rf"(?<![\w/.-])\d{{1,2}}(?:\s?[/.-]\s?\d{{1,2}}\s?[/.-]\s?|\s+[a-z]{{2,3}}\s+(?:{spelled(pack.reading.months)})\s+[a-z]{{2,3}}\s+)"
            r"(?P<year>(?:19|20)\d\d)(?![\w/-])"
        ),
        ends=re.compile(rf"(?<!\w)(?:{spelled(data.number_ends)})\s*:?\s*(?P<number>\d[\d -]*\d)(?!\w)"),
        born_before=data.born_before,
        courts=re.compile(rf"(?<!\w)(?:{spelled(data.courts)})(?!\w)"),
    )


def _day(months: str, joiners: str, thousand: str) -> str:
    """A day in figures, or with the month in letters; the day of the month may be in letters too."""
    figures = r"\d{1,2}[a-z]{3}\d{2,4}|"
    figures += r"[\dlo]{1,2}\s?[/.-]\s?(?:[\dlo]{1,2}|[a-z]{3,10})\s?[/.-]\s?[\dlo]{2,4}|\d{4}[/.-]\d{1,2}[/.-]\d{1,2}"
    year = rf"(?:\s*,?\s*(?:[a-z]{{2,3}}\s+){{0,2}}(?:\d{{4}}|(?:{thousand})(?:\s+\w+){{1,5}}|['’]?\d\d(?![\w/.-])))?"
    return rf"(?:{figures}|(?:\d{{1,2}}\s+(?:{joiners})\s+)?\w+\s+(?:[a-z]{{2,3}}\s+){{0,4}}?(?:{months})\b\.?{year})"


def _shapes(shapes: tuple[str, ...], apart: str = r"[ .\u00a0-]?") -> str:
    """ "9## ### ###" as an expression: "#" is a digit; a blank, a hyphen or a stop may stand between any two.

    With nothing `apart`, what stands between them is what the shape has.
    """
    kept = [[char for char in shape if char != " " or not apart] for shape in shapes]
    return "|".join(apart.join({"#": r"\d"}.get(char, re.escape(char)) for char in chars) for chars in kept) or "(?!)"
