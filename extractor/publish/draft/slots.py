"""What stands for the names in a template: the figures and names of findings, said in one language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from extractor.core.errors import VeeduriaError
from extractor.publish.draft.speech import Speech
from extractor.publish.findings import ASSIGNED, PARTS, BalanceFinding
from extractor.publish.settings import OPPOSED, TOP

ABOUT = frozenset(
    {"value", "body", "unit", "level", "label", "period", "earlier", "related"}
)  # every finding may have them
GROUP = frozenset({"n", "items"})  # of all findings that a sentence tells
CHANGE = frozenset({"uneven"})
ARTICLES = ("the", "to", "of")
PERIODS = ("by_period", "missing", "why")  # what is told of each period, by its number
YES = "x"  # what stands for "so it is", where a section asks


class DraftError(VeeduriaError):
    """A draft cannot be made or read."""


def names_of(kind: str) -> frozenset[str]:
    """The names that a template of this kind of finding may ask for, without their ways."""
    return frozenset({*ABOUT, *GROUP, *PARTS[kind], *(CHANGE if kind == "change" else ())})


class Slots:
    """Looks names up for a template: in the first finding, and in what all of them are together."""

    def __init__(
        self, speech: Speech, found: Sequence[BalanceFinding], labels: Mapping[str, str], items: str = ""
    ) -> None:
        self.speech, self.found, self.labels, self.items = speech, found, labels, items

    def __call__(self, name: str) -> str:
        """Return what is said for a name.

        Raises:
            DraftError: the finding has nothing of this name, or it cannot be said this way.
        """
        base, _, way = name.partition(".")
        kind = self.found[0].kind
        if base not in names_of(kind):
            raise DraftError("{name} is nothing that the finding {kind} tells.", name=name, kind=kind)
        try:
            return self._said(base, way)
        except (KeyError, TypeError, ValueError) as fault:
            raise DraftError("{name} cannot be said of the finding {kind}.", name=name, kind=kind) from fault

    def _said(self, base: str, way: str) -> str:
        makers: Mapping[str, Callable[[str], str]] = {
            "items": lambda _way: self.items,
            "n": lambda way: self._number(len(self.found), way),
            "body": self._body,
            "level": lambda _way: self.speech.language.levels.get(self.found[0].level or "", ""),
            "label": lambda way: self._text(self.labels.get(self.found[0].obligation or "", ""), way),
            "unit": lambda way: self._text(self.found[0].unit or "", way),
            "period": lambda _way: self._period(-1),
            "earlier": lambda _way: self._period(0),
            "uneven": lambda _way: self._uneven(),
            "related": lambda _way: self._related(),
        }
        if base in makers:
            return makers[base](way)
        value = self.found[0].value if base == "value" else self.found[0].parts.get(base)
        return self._value(base, value, way)

    def _value(self, base: str, value: Any, way: str) -> str:
        if value is None:
            return ""
        if base in PERIODS and isinstance(value, Mapping):
            return self._by_period(base, value)
        if isinstance(value, Mapping):
            return self._counts(value, way)
        if way in ARTICLES and isinstance(value, str):
            return self._source(value, way)
        if isinstance(value, list | tuple):
            return self._list([self._name(one) for one in value], way)
        return self._text(self._name(value), way) if isinstance(value, str) else self._number(value, way)

    def _number(self, value: float, way: str) -> str:
        if way == "percent":
            return self.speech.percent(value)
        if way == "several":
            return self.speech.number(value) if value > 1 else ""
        if way and way != "size":
            return self.speech.counted(int(value), way)
        return self.speech.number(value)

    def _text(self, text: str, way: str) -> str:
        if way == "quoted":
            return self.speech.quoted(text) if text else ""
        return self.speech.word(text) if way == "word" else text

    def _list(self, names: Sequence[str], way: str = "") -> str:
        if way == "count":
            return self.speech.number(len(names))
        return self.speech.listed([*map(self.speech.quoted, names)] if way == "quoted" else names)

    def _counts(self, counts: Mapping[str, int], way: str) -> str:
        """Counted names: with their counts, without (`names`), count first (`each`), or the frequent ones (`top`)."""
        named = {self._name(name): self.speech.number(n) for name, n in counts.items()}
        if way in ("names", "count"):
            return self._list([*named], way)
        if way == "said":
            said = ((self._source(name), self.speech.number(n)) for name, n in counts.items())
            told = [self._by_source(*one, first=not at) for at, one in enumerate(said)]
            return f" {self.speech.word('against')} ".join(told) if len(told) == OPPOSED else self._list(told)
        if way == "each":
            return self._list([f"{n} ({name})" for name, n in named.items()])
        told = [f"{self._name(name)} ({self.speech.number(n)})" for name, n in counts.items() if n > 1 or not way]
        return self.speech.joined(told[:TOP]) if way == "top" else self._list(told)

    def _name(self, name: str) -> str:
        """A body, source or wave by its title; a level or any other name as it is said."""
        return self.labels.get(name) or self.speech.word(name)

    def _source(self, id: str, way: str = "the") -> str:
        """A source, or a register, with its article; by its name alone where the pack gives it none."""
        known = {one.id: one for one in self.speech.pack.sources}
        return self.speech.source(known[id], way) if id in known else self._name(id)

    def _by_source(self, source: str, n: str, first: bool) -> str:
        """A figure and who gives it; what it counts is said with the first."""
        template = self.speech.word("by_first" if first else "by_source")
        what = str(self.found[0].parts.get("what", ""))
        return template.replace("{{n}}", n).replace("{{what}}", what).replace("{{source}}", source)

    def _body(self, way: str) -> str:
        bodies = {body.id: body for body in self.speech.pack.bodies}
        return self.speech.body(bodies[str(self.found[0].body)], way or "the")

    def _period(self, place: int) -> str:
        numbers = self.found[0].periods
        periods = {period.number: period for period in self.speech.pack.details.periods}
        return self.speech.period(periods[numbers[place]]) if numbers else ""

    def _by_period(self, base: str, told: Mapping[str, Any]) -> str:
        """What is told of each period; counts name periods by their years, if these tell them apart."""
        if not any(told.values()):
            return ""
        counted, known = base != "why", self.speech.pack.details.periods
        years = {str(one.number): f"{one.first.year}-{one.last.year}" for one in known}
        link = "until" if counted else "and"
        periods = {str(one.number): self.speech.period(one, link) for one in known}
        template = self.speech.word("per_period" if counted else "in_period")
        if counted and len({*years.values()}) == len(known):
            periods, template = years, self.speech.word("per_years")
        said = [
            template.replace("{{period}}", periods[number])
            .replace("{{n}}", self.speech.number(value) if isinstance(value, int) else self.speech.word(str(value)))
            .replace("{{why}}", self.speech.word(str(value)))
            for number, value in told.items()
        ]
        return self.speech.joined(said)

    def _uneven(self) -> str:
        parts = self.found[0].parts
        return YES if parts["months_now"] != parts["months_before"] else ""

    def _related(self) -> str:
        """Is it a body that the norm assigns nothing to?"""
        bodies = {body.id: body.type for body in self.speech.pack.bodies}
        return "" if bodies.get(str(self.found[0].body)) == ASSIGNED else YES
