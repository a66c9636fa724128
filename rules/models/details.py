"""details.yaml: the words of dates, counts, places, norms and partners; the balance periods."""

from __future__ import annotations

from dataclasses import field
from datetime import date

from rules.models.base import Phrases, record


@record
class Region:
    """A region with its provinces and their districts. A town or zone may be named for where it lies."""

    name: str
    written: Phrases = ()
    towns: dict[str, str] = field(default_factory=dict)  # town -> its district
    zones: dict[str, str] = field(default_factory=dict)  # zone or other name -> its province
    provinces: dict[str, Phrases] = field(default_factory=dict)  # province -> its districts

    def __post_init__(self) -> None:
        districts = {district for found in self.provinces.values() for district in found}
        unknown = ({*self.towns.values()} - districts) | ({*self.zones.values()} - {*self.provinces})
        if unknown:
            raise ValueError(f"no such district or province: {', '.join(sorted(unknown))}")


@record
class Period:
    """A balance period; `first` and `last` are ISO days, inclusive."""

    number: int
    first: date
    last: date


@record
class DateWords:
    """The words that dates are written with, beside the names of the months (`reading.months`)."""

    of: Phrases = ()  # between day, month and year: de, del
    to: Phrases = ()  # between first and last: al, a, hasta
    also: Phrases = ()  # between dates of a list: y, e
    between: Phrases = ()  # opens a span whose ends an `also` joins: entre
    fillers: Phrases = ()  # say nothing by themselves: el, los, días, mes, año
    parts: dict[str, int] = field(default_factory=dict)  # semestre: 6, in months
    ordinals: dict[str, int] = field(default_factory=dict)  # primer: 1, ii: 2
    month_after: Phrases = ()  # a month alone is a date only after these: en, durante
    year_after: Phrases = ()  # a year alone is a date only after these: en, durante, año
    not_after: Phrases = ()  # a day and month after these are a name: avenida, plaza


@record
class PlaceWords:
    """The words that show where a place is meant."""

    region: Phrases = ()  # what stands before a region's name: región, departamento de
    province: Phrases = ()
    district: Phrases = ()
    before: Phrases = ()  # what stands before any place: en, de, hacia
    not_after: Phrases = ()  # after these a name of a place is another name: avenida, colegio, contra
    careful: Phrases = ()  # places with the name of something common: only after region, province or district words


@record
class NormWords:
    """How norms are cited: kind, sign, number, date."""

    kinds: dict[str, Phrases] = field(default_factory=dict)  # "Decreto Supremo": [D.S., DS]
    signs: Phrases = ()  # before a number: N°, Nº, No.
    dated: Phrases = ()  # between number and date: del, de fecha


@record
class PartnerWords:
    """Organisations that work with public bodies."""

    names: dict[str, Phrases] = field(default_factory=dict)  # organisation -> other written forms
    heads: Phrases = ()  # what the name of an organisation begins with: ONG, Asociación
    links: Phrases = ()  # small words inside a name: de, la, por


@record
class PeopleWords:
    """Nouns of people, and the deeds that may say what was done with them."""

    words: Phrases = ()
    deeds: Phrases = ()


@record
class FigureWords:
    """The words of figures that letters tell, by the code that is kept of each."""

    counted: dict[str, Phrases] = field(default_factory=dict)  # nouns that say what is counted
    people: dict[str, PeopleWords] = field(default_factory=dict)  # the first are people of whom nothing else is said
    deeds: dict[str, Phrases] = field(default_factory=dict)  # what was done with people: rescatad*
    sex: dict[str, Phrases] = field(default_factory=dict)  # f, m, and both: those that say it only beside the other
    ages: dict[str, Phrases] = field(default_factory=dict)
    age_words: Phrases = ()  # años
    age_to: Phrases = ()  # 15 A 17 años
    purposes: dict[str, Phrases] = field(default_factory=dict)  # `several`: those that name more than one
    nations: dict[str, Phrases] = field(default_factory=dict)
    countries: dict[str, Phrases] = field(default_factory=dict)  # places that lie in no region
    toward: Phrases = ()  # before a country that is a place: desde
    described: Phrases = ()  # counted things that are told for whom: cases
    registers: dict[str, Phrases] = field(default_factory=dict)
    registered: Phrases = ()  # what a register counts: beside other things it is but named
    running: Phrases = ()  # the figure is of all time: hasta la fecha
    until: Phrases = ()  # before a date up to which is counted: al
    same: Phrases = ()  # this is of the date before: dicho año
    whole: Phrases = ()  # before the figure that a part is of: de las
    opening: Phrases = ()  # the same, where nothing stands before it: DE 80 denuncias, 20 …
    changes: Phrases = ()  # between what is counted and its figure then: pasó de
    changed: Phrases = ()  # between that figure and the one now: a
    indicators: Phrases = ()  # what a column is called whose cells say what their rows count
    them: Phrases = ()  # behind a figure that is a part: de ellas
    is_: Phrases = ()  # between a whole and what is said of its part: son
    links: Phrases = ()  # small words between a figure and what is said of it
    totals: Phrases = ()  # a row or column that sums the others


@record
class RegisterWords:
    """The words of what registers keep: networks, what a norm creates, recommendations, organs and their duties."""

    networks: Phrases = ()  # how the name of a network begins: Red, Mesa
    links: Phrases = ()  # small words inside a name
    not_networks: Phrases = ()
    of_places: Phrases = ()  # words of a name that say it is of one region, province or district
    creates: Phrases = ()  # what a norm does with a network: crea, reconoce
    created: Phrases = ()  # what was done with a network by a norm: fue creada
    recommends: Phrases = ()
    recommended_to: Phrases = ()  # before the body that something was recommended to: al, a la
    not_recommended: Phrases = ()
    taken_up: Phrases = ()
    not_taken_up: Phrases = ()
    no_answer: Phrases = ()
    drafts: Phrases = ()  # what says that a norm, plan or text is not approved yet: anteproyecto, en validación
    organs: Phrases = ()  # how the name of an organ begins: Dirección
    charged: Phrases = ()  # between an organ and its duty: tiene a su cargo
    charged_to: Phrases = ()  # before an organ, its duty behind it or before: está a cargo de, corresponde a
    in_charge: Phrases = ()  # before a duty, its organ behind "es": la responsable de
    is_: Phrases = ()  # es
    ranks: Phrases = ()  # kinds of norms, the highest first


@record
class DetailWords:
    counted: Phrases = ()  # nouns that words and later numbers count: docentes, padres de familia
    not_counted: Phrases = ()  # what a number measures rather than counts: años, horas, soles
    plurals: Phrases = ()  # how a noun that a figure counts ends: s
    number_words: dict[str, int] = field(default_factory=dict)
    number_links: Phrases = ()  # treinta Y cinco
    dates: DateWords = DateWords()
    places: PlaceWords = PlaceWords()
    norms: NormWords = NormWords()
    partners: PartnerWords = PartnerWords()
    figures: FigureWords = FigureWords()
    registers: RegisterWords = RegisterWords()
    regions: tuple[Region, ...] = ()
    periods: tuple[Period, ...] = ()
