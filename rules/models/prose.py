"""prose.yaml, sentences.yaml: how the text of a balance is worded, language by language; no figure stands in them."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated, Literal

from rules.models.base import Limited, Phrases, record

Wordings = dict[str, str]  # case of a finding -> template


@record
class Language:
    """How a language writes numbers, lists, dates and what is counted. Keys are named in docs/drafts.md."""

    name: str
    numerals: Phrases = ()  # number words that no template may write
    ones: Phrases = ()  # those of one, which only the wording of one may write
    links: dict[str, Phrases] = field(default_factory=dict)  # before the last of a list -> before what it begins with
    thousands: str = " "
    decimal: str = "."
    quotes: tuple[str, str] = ("“", "”")
    months: Phrases = ()
    articles: dict[str, Wordings] = field(default_factory=dict)  # article -> the, to, of: "el" -> "al"
    levels: Wordings = field(default_factory=dict)
    words: Wordings = field(default_factory=dict)  # codes as they are said: not_asked, nacional
    nouns: dict[str, Wordings] = field(default_factory=dict)  # what is counted -> zero, one, many
    titles: Wordings = field(default_factory=dict)
    opinions: Wordings = field(default_factory=dict)  # the author's own places -> their titles


@record
class ProseWords:
    """The languages that drafts are made in, and the article of each body's name."""

    languages: dict[str, Language] = field(default_factory=dict)
    articles: dict[str, str] = field(default_factory=dict)  # body -> article
    names: dict[str, Wordings] = field(default_factory=dict)  # body -> language -> its name amid a sentence


@record
class SentenceForm:
    """A sentence that findings of one kind are told with: one for each case and language.

    `about`: findings of a whole body, of a level, anywhere in it, of all bodies, or of these level by level. `without`:
    findings of these kinds on the same thing make it needless. Of several findings those of at `least` this value are
    told, the `first` of them in this `order`, each as `items` says; those that are alike in what `by` names are told
    together, as `groups` says. `open`: only where the finding may still change.
    """

    id: str
    kind: str
    about: Literal["body", "level", "anywhere", "all", "all_levels"]
    part: Literal["opening", "level", "closing", "conclusions"]
    paragraph: str = ""
    open: bool = False
    without: Phrases = ()
    order: Literal["", "value", "-value"] = ""
    first: Annotated[int, Limited(ge=1, le=50)] | None = None
    least: int | None = None
    items: Wordings = field(default_factory=dict)  # language -> template
    by: str = ""
    groups: Wordings = field(default_factory=dict)  # language -> template
    says: dict[str, Wordings] = field(default_factory=dict)  # language -> wordings
