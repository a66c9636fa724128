"""The language of templates: variables and sections of Mustache, and no logic.

`{{name}}` and `{{name.way}}` are replaced, `{{#name}}…{{/name}}` stands where there is something, `{{^name}}…{{/name}}`
where there is nothing; 0 is nothing. A published implementation would escape for HTML, load partials and call
functions: none of it may happen here, and the lint has to see every word that a template writes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

Lookup = Callable[[str], str]

_TAG = re.compile(r"\{\{\s*([#^/]?)\s*([^{}]*?)\s*\}\}")
NOTHING = ("", "0")
_NAME = re.compile(r"[a-z][a-z_]*(?:\.[a-z_]+)?")


class TemplateFault(ValueError):
    """A template that cannot be read; the message is the piece that is wrong."""


@dataclass(frozen=True, slots=True)
class TemplatePart:
    """A piece of a template: words (no name), a variable (no inside) or a section, `empty` where nothing is there."""

    words: str = ""
    name: str = ""
    inside: tuple[TemplatePart, ...] | None = None
    empty: bool = False


@cache
def parse(template: str) -> tuple[TemplatePart, ...]:
    """Read a template.

    Raises:
        TemplateFault: a tag is no name, a section is not closed or was never opened.
    """
    open_: list[tuple[str, bool, list[TemplatePart]]] = [("", False, [])]
    end = 0
    for tag in _TAG.finditer(template):
        sign, name = tag.groups()
        open_[-1][2].append(_words(template[end : tag.start()]))
        end = tag.end()
        if not _NAME.fullmatch(name):
            raise TemplateFault(tag.group())
        if sign == "/":
            opened, empty, inside = open_.pop()
            if opened != name:
                raise TemplateFault(tag.group())
            open_[-1][2].append(TemplatePart(name=name, inside=tuple(inside), empty=empty))
        elif sign:
            open_.append((name, sign == "^", []))
        else:
            open_[-1][2].append(TemplatePart(name=name))
    open_[-1][2].append(_words(template[end:]))
    if len(open_) > 1:
        raise TemplateFault(open_[-1][0])
    return tuple(open_[0][2])


def _words(text: str) -> TemplatePart:
    if "{{" in text or "}}" in text:
        raise TemplateFault(text)
    return TemplatePart(text)


def render(template: str, lookup: Lookup) -> str:
    """Fill a template; `lookup` gives what stands for a name, "" where there is nothing."""
    return "".join(_rendered(parse(template), lookup))


def _rendered(parts: tuple[TemplatePart, ...], lookup: Lookup) -> Iterator[str]:
    for part in parts:
        if not part.name:
            yield part.words
        elif part.inside is None:
            yield lookup(part.name)
        elif (lookup(part.name) not in NOTHING) != part.empty:
            yield from _rendered(part.inside, lookup)


def names(template: str) -> frozenset[str]:
    """Return every name that a template asks for."""
    return frozenset(part.name for part in _all(parse(template)) if part.name)


def words(template: str) -> str:
    """Return what a template writes by itself."""
    return " ".join(part.words for part in _all(parse(template)))


def _all(parts: tuple[TemplatePart, ...]) -> Iterator[TemplatePart]:
    for part in parts:
        yield part
        yield from _all(part.inside or ())
