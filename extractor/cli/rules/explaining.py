"""`veeduria rules explain`: how a text is classified, and what decided."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from extractor.cli.i18n import _, ngettext
from extractor.cli.options import shared_options
from extractor.cli.teaching import taught_pack
from extractor.core.clean import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from extractor.core.model import Suggestion
    from extractor.filing.explain import Nearly, RankedObligation
    from rules.models import Pack


@shared_options
@click.command(
    "explain",
    help=_(
        "Show how a text is classified: facets, cues, rules that fired or nearly did, and what decided.\n\n"
        '\b\nExample:\n  veeduria rules explain "Se dictó una charla a docentes" --institution MINEDU'
    ),
)
@click.argument("text", metavar=_("TEXT"))
@click.option("--institution", metavar="ID", help=_("The body that reports; without it nothing is suggested."))
@click.option(
    "--section", default="", metavar=_("TEXT"), help=_("The heading or sentence under which the text stands.")
)
def explain(text: str, institution: str | None, section: str) -> None:
    from shutil import get_terminal_size

    if text == "-":
        text = sys.stdin.read()
    pack = taught_pack()
    width = get_terminal_size().columns if sys.stdout.isatty() else None
    for line in explanation(text, pack, institution, section, width):
        click.echo(line)


def explanation(
    text: str, pack: Pack, institution: str | None, section: str = "", width: int | None = None
) -> Iterator[str]:
    """Yield the lines that explain one classification; prose is wrapped to `width` cells, as the review wraps it."""
    from extractor.filing.explain import nearly, standings
    from extractor.filing.rank import classify, weigh
    from rules.matching import matcher

    given = classify(text, pack, institution, section)
    from extractor.review.sentences import kind_name

    yield f"{_('kind')}: {kind_name(given.kind)}"
    yield from (f'  {cue.rule}: "{cue.text}"' for cue in given.cues)
    yield f"{_('facets')}:" + ("" if given.facets else " -")
    for facet in given.facets:
        yield f"  {facet.name}: " + ", ".join(f'"{place.text}"' for place in facet.evidence)
    if institution is None:
        return
    weighing = weigh(matcher(pack).find(text), pack, institution, section)
    ranking = standings(weighing)
    yield f"{_('suggestions')}:" if ranking else _("No rule speaks for this text: nothing is suggested.")
    words = {one.obligation: _learned_words(one) for one in given.suggestions}
    for standing in ranking[:5]:
        yield f"  {standing.chance:.2f}  {standing.obligation}  ({_('score')} {standing.score:.2f})"
        for one in standing.added:
            yield f"        {one.weight:+.2f}  {one.compiled.rule.id}  {one.compiled.rule.says}"
        if words[standing.obligation]:
            yield f"        {_('learned from decisions')}: {words[standing.obligation]}"
        if spoken := _model_words(given.suggestions, standing.obligation):
            yield f"        {_('by the model')}: {spoken}"
    yield from _why(ranking)
    suggested = [one.obligation for one in given.suggestions[:3]]
    yield from _filed_before(text, pack, institution, suggested)
    yield from _prose(suggested, pack, width)
    close = nearly(weighing)
    if close:
        yield f"{_('nearly fired')}:"
        yield from (f"  {one.rule.id}: {_lacks(one)}" for one in close)


def _model_words(suggestions: Iterable[Suggestion], obligation: str) -> str:
    found = (one for one in suggestions if one.obligation == obligation)
    return ", ".join(place.text for one in found for place in one.evidence if place.rule.startswith("model:"))


def _filed_before(text: str, pack: Pack, institution: str, suggested: Sequence[str]) -> Iterator[str]:
    """Yield how many decisions taught, and what was filed before that resembles the text most."""
    from extractor.filing.learn.precedents import precedents_of
    from extractor.filing.learn.reranker import reranker_of
    from extractor.review.sentences import precedent
    from rules.words import read_words

    reranker = reranker_of(pack)
    if reranker is not None:
        count = reranker.decisions
        yield ngettext("learned from {n} decision", "learned from {n} decisions", count).format(n=count)
    near = precedents_of(pack, institution, read_words(text), suggested, reranker)
    if near:
        yield f"{_('What was filed before')}:"
        for one in near:  # what a letter says is not for every screen; an example of the pack is
            said = "" if one.filed.document else f": {clean(one.filed.text)}"
            yield f"  {one.likeness:.2f}  {precedent(one)}{said}"


def _prose(obligations: Sequence[str], pack: Pack, width: int | None) -> Iterator[str]:
    """Yield the law's words for the first suggestions, and the coding manual."""
    from extractor.review.sentences import manual_parts
    from rules.articles import articles

    laws = articles(pack)
    if any(name in laws for name in obligations):
        yield f"{_('the law')}:"
    for name in obligations:
        if name in laws:
            yield from _indented(f"{name} ({laws[name].norm}, {laws[name].article}): {laws[name].text}", width)
    for title, said in manual_parts(pack):
        yield from [f"{title}:"] if title else _indented(said, width)


def _indented(prose: str, width: int | None) -> Iterator[str]:
    """Yield a paragraph wrapped to the terminal's width; whole where it goes to a file or another program."""
    from rich.text import Text

    from extractor.review.terminal.passage import wrapped

    lines = wrapped(Text(prose), max(width - 2, 1)) if width else [Text(prose)]
    yield from (f"  {line.plain.rstrip()}" for line in lines)


def _lacks(nearly: Nearly) -> str:
    sentence = {
        "all": _("needs {names}"),
        "any": _("needs one of {names}"),
        "none": _("barred by {names}"),
        "within": _("the words stand more than {names} words apart"),
    }[nearly.lacks]
    return sentence.format(names=nearly.names)


def _learned_words(suggestion: Suggestion) -> str:
    return ", ".join(place.text for place in suggestion.evidence if place.rule.startswith("learned:"))


def _why(ranking: list[RankedObligation]) -> Iterator[str]:
    from extractor.filing.explain import decisive

    if len(ranking) < 2:
        return
    first, second = ranking[:2]
    rules = ", ".join(f"{one.compiled.rule.id} ({one.weight:+g})" for one in decisive(first, second))
    yield _("{winner} leads {other} by {points:.2f}: {rules}").format(
        winner=first.obligation, other=second.obligation, points=first.score - second.score, rules=rules or "-"
    )
