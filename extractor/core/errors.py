"""One exception hierarchy for the program's own errors, and the sentences of problems found in the user's data.

Doubt and failure in the data are values (`extractor.core.model.Problem`); an exception means that the command cannot
go on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


class VeeduriaError(Exception):
    """Base of all errors whose message may be shown to the user.

    `sentence` is English; the command line translates it and then fills its holes from `values`.
    """

    def __init__(self, sentence: str, **values: object) -> None:
        self.sentence = sentence
        self.values = values
        super().__init__(self.said())

    def said(self, translate: Callable[[str], str] = str) -> str:
        """Return the message, its sentence translated, and with it what a library said of the cause (`error`)."""
        values = {name: _heard(value, translate) if name == "error" else value for name, value in self.values.items()}
        return translate(self.sentence).format(**values) if values else translate(self.sentence)


def _heard(error: object, translate: Callable[[str], str]) -> str:
    said = str(error)
    return translate(said) if said else ""  # gettext answers "" with the head of its catalogue


@dataclass(frozen=True, slots=True)
class LazyMessage:
    """An English sentence and what fills its holes: the command line translates it before it fills them."""

    sentence: str
    values: Mapping[str, object]

    def said(self, translate: Callable[[str], str] = str) -> str:
        return translate(self.sentence).format(**self.values)

    def __str__(self) -> str:
        return self.said()


def remark(sentence: str, **values: object) -> LazyMessage:
    return LazyMessage(sentence, values)


@dataclass(frozen=True, slots=True)
class PackFault:
    """What is wrong with a pack, and where: "file:line" or "file:line: key"."""

    place: str
    problem: LazyMessage

    def said(self, translate: Callable[[str], str] = str) -> str:
        return f"{self.place}: {self.problem.said(translate)}"


class ClusterError(VeeduriaError):
    """The cluster or an address cannot be used."""


class PackError(VeeduriaError):
    """A rule pack cannot be used. Each fault names file, line and key."""

    def __init__(self, faults: Sequence[PackFault]) -> None:
        self.faults = faults
        super().__init__("")

    def said(self, translate: Callable[[str], str] = str) -> str:
        """Return all faults, a line each."""
        return "\n".join(fault.said(translate) for fault in self.faults)

    def __reduce__(self) -> tuple[type[PackError], tuple[Sequence[PackFault]]]:
        """Let it travel from a worker whole."""
        return PackError, (self.faults,)
