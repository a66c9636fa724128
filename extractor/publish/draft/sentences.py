"""Sentences of a draft: templates filled with findings, each with the template, findings and statements it rests on."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extractor.core.errors import PackError, PackFault
from extractor.core.model import Level
from extractor.publish.balance import ReportContext
from extractor.publish.draft.cases import case_of, wording
from extractor.publish.draft.forms import form_faults
from extractor.publish.draft.slots import DraftError, Slots
from extractor.publish.draft.speech import Speech
from extractor.publish.findings import BalanceFinding
from rules.models import SentenceForm
from rules.templates import names, render

Key = tuple[str | None, str | None]  # body and level


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and what it rests on. `id` is its place in the text, whatever it says; `form` the template's id.

    `figures` are those of its findings by name, `edited`: an author has rewritten it.
    """

    id: str
    form: str
    case: str
    body: str | None
    level: str | None
    part: str
    paragraph: str
    text: str
    findings: tuple[str, ...]
    statements: tuple[str, ...]
    functions: tuple[str, ...]
    figures: Mapping[str, float]
    provisional: bool
    edited: bool = False


@dataclass(frozen=True)
class Teller:
    """What sentences of one language are made with."""

    context: ReportContext
    speech: Speech

    @property
    def labels(self) -> dict[str, str]:
        """What ids are called in a text: functions, bodies, sources, waves."""
        pack = self.context.pack
        return {
            **{body.id: self.speech.body(body) for body in pack.bodies},
            **{one.id: one.title for one in pack.sources},
            **{one.id: one.title for one in pack.calendar.waves},
            **{one.id: one.label for one in pack.obligations},
        }


def teller(context: ReportContext, language: str) -> Teller:
    """Return who tells findings in a language of the pack.

    Raises:
        DraftError: the pack has none of this name.
        PackError: its sentences ask for what no finding tells.
    """
    languages = context.pack.prose.languages
    if language not in languages:
        raise DraftError(
            "These rules have no sentences in {language}; they have: {known}.",
            language=language,
            known=", ".join(languages) or "–",
        )
    forms = context.pack.sentences
    faults = [PackFault(f"{forms[number].id}: {key}", problem) for number, key, problem in form_faults(context.pack)]
    if faults:
        raise PackError(faults)
    return Teller(context, Speech(context.pack, language, languages[language]))


def tell(made: Teller, found: Sequence[BalanceFinding]) -> Iterator[Sentence]:
    """Yield the sentences that findings give, in the order of the pack's forms; of each body before the next.

    Raises:
        DraftError: a template asks for a finding or figure that there is not.
    """
    labels = made.labels
    by_kind: dict[str, list[BalanceFinding]] = defaultdict(list)
    for one in found:
        by_kind[one.kind].append(one)
    for form in made.speech.pack.sentences:
        for key, group in _groups(form, by_kind).items():
            sentence = _sentence(made.speech, form, key, group, labels)
            if sentence:
                yield sentence


def _groups(form: SentenceForm, by_kind: Mapping[str, Sequence[BalanceFinding]]) -> dict[Key, list[BalanceFinding]]:
    """The findings that one sentence tells, by what it is about."""
    needless = {_thing(one) for kind in form.without for one in by_kind.get(kind, ())}
    groups: dict[Key, list[BalanceFinding]] = defaultdict(list)
    for one in by_kind.get(form.kind, ()):
        of_level = (one.body, one.level, None, None) in needless
        if _thing(one) not in needless and not of_level and (one.provisional or not form.open):
            key = _key(form, one)
            if key is not None:
                groups[key].append(one)
    return groups


def _thing(one: BalanceFinding) -> tuple[str | None, ...]:
    """What a finding is about: a function, a level, a body, or what it counts."""
    return one.body, one.level, one.obligation, one.parts.get("counted")


def _key(form: SentenceForm, one: BalanceFinding) -> Key | None:
    """What a sentence is about that tells this finding; None: this form does not tell it."""
    if form.about == "body":
        return (one.body, None) if one.level is None else None
    if form.about == "level":
        return (one.body, one.level) if one.level else None
    return {"anywhere": (one.body, None), "all": (None, None), "all_levels": (None, one.level)}[form.about]


def _sentence(
    speech: Speech, form: SentenceForm, key: Key, found: Sequence[BalanceFinding], labels: Mapping[str, str]
) -> Sentence | None:
    case = case_of(found, bool(form.items))
    template = wording(form.says.get(speech.id, {}), case)
    if not template:
        return None
    told = _told(form, found) if form.items else list(found)
    if not told:
        return None
    items = _items(speech, form, told, labels) if form.items else ""
    templates = (template, *(one[speech.id] for one in (form.items, form.groups) if one))
    asked = frozenset().union(*map(names, templates))
    return Sentence(
        id=hashlib.sha256(json.dumps([form.id, *key]).encode()).hexdigest()[:10],
        form=form.id,
        case=case,
        body=key[0],
        level=key[1],
        part=form.part,
        paragraph=form.paragraph,
        text=_sized(render(template, Slots(speech, found, labels, items))),
        findings=tuple(one.id for one in found),
        statements=tuple(dict.fromkeys(id for one in found for id in one.statements)),
        functions=tuple(dict.fromkeys(one.obligation for one in found if one.obligation)),
        figures=_figures(found, told, names(template) if len(found) > 1 else asked),
        provisional=any(one.provisional for one in found),
    )


def _items(speech: Speech, form: SentenceForm, told: Sequence[BalanceFinding], labels: Mapping[str, str]) -> str:
    """List findings, each as the form has it; those that are alike in what it names `by` together."""
    groups: dict[str, list[BalanceFinding]] = defaultdict(list)
    for one in told:
        groups[Slots(speech, [one], labels)(form.by) if form.by else ""].append(one)
    listed = [
        speech.joined([render(form.items[speech.id], Slots(speech, [one], labels)) for one in some])
        for some in groups.values()
    ]
    if not form.by:
        return listed[0]
    return speech.joined(
        [
            render(form.groups[speech.id], Slots(speech, some, labels, items))
            for some, items in zip(groups.values(), listed, strict=True)
        ]
    )


def _told(form: SentenceForm, found: Sequence[BalanceFinding]) -> list[BalanceFinding]:
    """Of several findings, those that the sentence names, in its order."""
    told = [one for one in found if form.least is None or (one.value or 0) >= form.least]
    if form.order:
        told.sort(key=lambda one: one.value or 0, reverse=form.order.startswith("-"))
    return told[: form.first]


def _sized(text: str) -> str:
    """Begin with a capital, and leave no gap where a part was left out."""
    plain = " ".join(text.split())
    return plain[:1].upper() + plain[1:]


def _figures(
    found: Sequence[BalanceFinding], told: Sequence[BalanceFinding], asked: frozenset[str]
) -> dict[str, float]:
    """The figures of a sentence by name: what its template asks of one finding; of several, how many and each value."""
    bases = {name.partition(".")[0] for name in asked}
    parts = {name: value for name, value in found[0].parts.items() if name in bases and isinstance(value, int | float)}
    if len(found) > 1:
        return {"n": len(found), **parts, **{one.id[:6]: one.value for one in told if one.value}}
    return parts if found[0].value is None else {**parts, "value": found[0].value}


def levels_of(sentences: Sequence[Sentence]) -> tuple[str, ...]:
    """The levels that sentences of a level speak of, in their order."""
    return tuple(level for level in Level if any(one.level == level and one.part == "level" for one in sentences))
