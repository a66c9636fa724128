"""How a language says what findings hold: numbers, lists, what is counted, periods. Words are the pack's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from extractor.publish.settings import LISTED
from rules.models import Body, Language, Pack, Period, Source
from rules.templates import render
from rules.words import fold

PERCENT = 100


@dataclass(frozen=True)
class Speech:
    """One language of a pack, and the names that texts are about."""

    pack: Pack
    id: str
    language: Language

    def number(self, value: float) -> str:
        """Write a number: figures in groups of three from five on, a fraction with the language's sign."""
        whole = float(value).is_integer()
        written = f"{abs(value):,.0f}" if whole else f"{abs(value):,.1f}"
        if abs(value) < 10_000:
            written = written.replace(",", "")
        signs = {",": self.language.thousands, ".": self.language.decimal}
        return "".join(signs.get(sign, sign) for sign in written)

    def percent(self, share: float) -> str:
        """Write a share as a whole percentage; what is neither nothing nor all is never told as either."""
        rounded = round(share * PERCENT)
        if 0 < share < 1:
            rounded = min(max(rounded, 1), PERCENT - 1)
        return f"{rounded} %"

    def counted(self, value: int, noun: str) -> str:
        """Say how many of something: none, one and many have words of their own."""
        case = {0: "zero", 1: "one"}.get(abs(value), "many")
        forms = self.language.nouns[noun]
        return render(forms[case], lambda _name: self.number(value))

    def joined(self, names: Sequence[str]) -> str:
        """Put names into a list: "a, b y c"; names that hold commas are set apart by semicolons."""
        if len(names) < 2:
            return "".join(names)
        long = any("," in self._bare(name) for name in names)
        start = "; ".join(names[:-1]) + ";" if long else ", ".join(names[:-1])
        return f"{start} {self._link(names[-1])} {names[-1]}"

    def _bare(self, name: str) -> str:
        """A name without what it quotes: commas in there set nothing apart."""
        opening, closing = map(re.escape, self.language.quotes)
        return re.sub(rf"{opening}[^{closing}]*{closing}|\d,\d", "", name)

    def _link(self, name: str) -> str:
        begins = fold(name).lstrip(fold(self.language.quotes[0]))
        links = self.language.links
        usual = next((link for link, before in links.items() if not before), "")
        return next((link for link, before in links.items() if before and begins.startswith(tuple(before))), usual)

    def listed(self, names: Sequence[str], most: int = LISTED) -> str:
        """Put the first names into a list, and say how many more there are."""
        left = len(names) - most
        if left <= 1:  # its name is no longer than that there is one more
            return self.joined(names)
        return self.joined([*names[:most], self.word("more").replace("{{n}}", self.number(left))])

    def quoted(self, text: str) -> str:
        return text.join(self.language.quotes)

    def word(self, code: str) -> str:
        """Say a code as the language has it, as it is where it has none."""
        return self.language.words.get(code, code)

    def body(self, body: Body, way: str = "the") -> str:
        """Name a body with its article; `way` is the, to or of."""
        article = self.pack.prose.articles.get(body.id, "")
        forms = self.language.articles.get(article) or self.language.articles.get("", {})
        name = self.pack.prose.names.get(body.id, {}).get(self.id, body.name)
        return f"{forms.get(way, '')} {name}".strip()

    def source(self, source: Source, way: str = "the") -> str:
        """Name a source amid a sentence, with its article as a body's."""
        forms = self.language.articles.get(self.pack.prose.articles.get(source.id, ""), {})
        name = self.pack.prose.names.get(source.id, {}).get(self.id, source.title)
        return f"{forms.get(way, '')} {name}".strip()

    def period(self, period: Period, link: str = "and") -> str:
        """The months of a period, with the word between its ends: "mayo de 2010 y mayo de 2011", "… a …"."""
        return self.span(period.first, period.last, link)

    def span(self, first: date, last: date, link: str) -> str:
        ends = (f"{self.language.months[day.month - 1]} {day.year}" for day in (first, last))
        return f" {self.word(link)} ".join(dict.fromkeys(ends))
