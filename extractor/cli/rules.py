"""`veeduria rules`: check, list, explain, count, compare and start rule packs."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor.cli.exits import NeedsPerson
from extractor.cli.fitting import fit
from extractor.cli.i18n import _, ngettext
from extractor.cli.options import current_db, current_pack, shared_options
from extractor.cli.outside import outside
from extractor.core.clean import clean
from extractor.core.states import Ruling

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from extractor.core.model import Suggestion
    from extractor.filing.explain import Nearly, RankedObligation
    from extractor.filing.rulestats import Case
    from rules.models import Obligation, Pack


@click.group(
    "rules",
    help=_(
        "Check, explain, measure and start rule packs.\n\n"
        "\b\nExamples:\n"
        "  veeduria rules check my-pack/\n"
        '  veeduria rules explain "Se capacitó a 30 docentes" --institution MINEDU'
    ),
    no_args_is_help=True,
)
def command() -> None:
    pass


command.add_command(fit)
command.add_command(outside)


@shared_options
@command.command(
    "check",
    help=_(
        "Check a pack: its files, references and examples; rules that cannot fire or add nothing.\n\n"
        "\b\nExample:\n  veeduria rules check my-pack/"
    ),
)
@click.argument("folder", required=False, metavar=_("[NAME|FOLDER]"))
@click.option("--quiet", is_flag=True, help=_("Show faults only, no hints."))
def check(folder: str | None, quiet: bool) -> None:
    from extractor.filing.explain import misfiled_examples
    from extractor.publish.draft.forms import form_faults
    from rules.lint import LintFault, lint
    from rules.reader import read_pack

    sources = read_pack(folder or current_pack())
    faults = [*lint(sources.pack), *(LintFault("sentences", *fault) for fault in form_faults(sources.pack))]
    if not any(fault.grave for fault in faults):
        faults += misfiled_examples(sources.pack)
    faults = [fault for fault in faults if fault.grave or not sources.inherited(fault.section, fault.number)]
    grave = [fault for fault in faults if fault.grave]
    for fault in grave if quiet else faults:
        word = _("fault") if fault.grave else _("hint")
        place = sources.place(fault.section, fault.number, fault.key)
        click.echo(f"{place}: {word}: {fault.key}: {fault.problem.said(_)}")
    click.echo(
        _("{pack}: {rules} rules, {facets} facets, {cues} cues; faults: {faults}, hints: {hints}").format(
            pack=sources.pack.info.id,
            rules=len(sources.pack.rules),
            facets=len(sources.pack.facets),
            cues=len(sources.pack.cues),
            faults=len(grave),
            hints=len(faults) - len(grave),
        )
    )
    if (said := _of_the_model(sources.pack)) and not quiet:
        click.echo(said)
    if grave:
        raise NeedsPerson


@shared_options
@command.command(
    "list",
    help=_(
        "List rules, facets, cues, or the obligations of bodies.\n\n"
        "\b\nExamples:\n"
        "  veeduria rules list --obligation gl.prev.derivacion\n"
        "  veeduria rules list obligations --institution MINEDU"
    ),
)
@click.argument("what", type=click.Choice(["rules", "facets", "cues", "obligations"]), default="rules")
@click.option("--institution", metavar="ID", help=_("Only what this body has, or rules that speak for it."))
@click.option("--obligation", metavar="ID", help=_("Only rules that speak for this obligation."))
def list_(what: str, institution: str | None, obligation: str | None) -> None:
    from rules.loader import load_pack

    pack = load_pack(current_pack())
    lines = {"facets": _facet_lines, "cues": _cue_lines}.get(what)
    if lines:
        listed = lines(pack)
    else:
        duties = _duties(pack, institution, obligation)
        listed = _duty_lines(duties) if what == "obligations" else _rule_lines(pack, duties)
    for line in listed:
        click.echo(line)


@shared_options
@command.command(
    "explain",
    help=_(
        "Show how a text is classified: facets, cues, rules that fired or nearly did, and what decided.\n\n"
        '\b\nExample:\n  veeduria rules explain "Se dictó una charla a docentes" --institution MINEDU'
    ),
)
@click.argument("text", metavar=_("TEXT"))
@click.option("--institution", metavar="ID", help=_("The body that reports; without it nothing is suggested."))
@click.option("--section", default="", help=_("The heading or sentence under which the text stands."))
def explain(text: str, institution: str | None, section: str) -> None:
    from extractor.cli.teaching import taught_pack

    if text == "-":
        text = sys.stdin.read()
    pack = taught_pack()
    for line in explanation(text, pack, institution, section):
        click.echo(line)


@shared_options
@command.command(
    "stats",
    help=_(
        "Count what each rule does in the database: how often it speaks, wins and loses, and what reviewers made "
        "of it.\n\n"
        "\b\nExample:\n  veeduria rules stats --institution MININTER"
    ),
)
@click.option("--institution", metavar="ID", help=_("Only statements of this body."))
@click.option("--all", "everything", is_flag=True, help=_("Also rules that never spoke."))
def stats(institution: str | None, everything: bool) -> None:
    from extractor.filing.rulestats import rule_stats
    from rules.loader import load_pack

    header = (
        _("rule"),
        _("fired"),
        _("won"),
        _("lost"),
        _("accepted"),
        _("corrected"),
        _("rejected"),
        _("most often beside"),
    )
    click.echo("\t".join(header))
    for row in rule_stats(_stored(institution), load_pack(current_pack())):
        if row.fired or everything:
            beside = " ".join(f"{rule} ({count})" for rule, count in row.beside.most_common(1))
            counts = (row.fired, row.won, row.lost, row.accepted, row.corrected, row.rejected)
            click.echo("\t".join([row.rule, *map(str, counts), beside]))


@shared_options
@command.command(
    "diff",
    help=_(
        "Show which statements, and which confirmed decisions, two packs would suggest differently.\n\n"
        "\b\nExample:\n  veeduria rules diff pe-ley-28950 my-pack/"
    ),
)
@click.argument("old", metavar=_("OLD"))
@click.argument("new", metavar=_("NEW"))
@click.option(
    "--texts",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=_("JSON Lines with id, institution, text (and obligation) instead of the database."),
)
def diff(old: str, new: str, texts: Path | None) -> None:
    from extractor.filing.rulestats import differences
    from rules.loader import load_pack

    cases = _from_file(texts) if texts else _stored(None)
    total = gains = losses = 0
    for change in differences(cases, load_pack(old), load_pack(new)):
        total, gains, losses = total + 1, gains + (change.gain > 0), losses + (change.gain < 0)
        mark = {1: "+", -1: "-", 0: "~"}[change.gain]
        id, text = _shown(change.case)
        click.echo(f"{mark} {id}  {text[:90]}")
        click.echo(f"    {change.kind[0]} {change.top[0] or '-'} -> {change.kind[1]} {change.top[1] or '-'}")
        if change.case.decided is not None:
            click.echo(f"    {_('decided')}: {change.case.decided or _('rejected')}")
    click.echo(
        _("differ: {total}; of the decided ones gained: {gains}, lost: {losses}").format(
            total=total, gains=gains, losses=losses
        )
    )


@shared_options
@command.command(
    "new",
    help=_("Start a pack for another law in an empty folder.\n\n\b\nExample:\n  veeduria rules new my-pack"),
)
@click.argument("folder", metavar=_("FOLDER"), type=click.Path(file_okay=False, path_type=Path))
def new(folder: Path) -> None:
    from rules.skeleton import write_skeleton

    if folder.exists() and any(folder.iterdir()):
        raise click.UsageError(_("{folder} is not empty.").format(folder=folder))
    for path in write_skeleton(folder):
        click.echo(path)
    click.echo(_("Next: veeduria rules check {folder}").format(folder=folder))


def explanation(text: str, pack: Pack, institution: str | None, section: str = "") -> Iterator[str]:
    """Yield the lines that explain one classification."""
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
    yield from _of_the_team(text, pack, institution)
    yield from _prose([one.obligation for one in given.suggestions[:3]], pack)
    close = nearly(weighing)
    if close:
        yield f"{_('nearly fired')}:"
        yield from (f"  {one.rule.id}: {_lacks(one)}" for one in close)


def _model_words(suggestions: Iterable[Suggestion], obligation: str) -> str:
    found = (one for one in suggestions if one.obligation == obligation)
    return ", ".join(place.text for one in found for place in one.evidence if place.rule.startswith("model:"))


def _of_the_team(text: str, pack: Pack, institution: str) -> Iterator[str]:
    """Yield how many decisions taught, and the actions already filed that resemble the text most."""
    from extractor.filing.learn.reranker import reranker_of
    from rules.words import read_words

    reranker = reranker_of(pack)
    if reranker is None:
        return
    count = reranker.decisions
    yield ngettext("learned from {n} decision", "learned from {n} decisions", count).format(n=count)
    for one in reranker.precedents(institution, read_words(text)):
        place = _("{obligation} by {reviewer}, {document} p. {page}").format(
            obligation=one.filed.obligation,
            reviewer=one.filed.reviewer or "-",
            document=one.filed.document,
            page=one.filed.page,
        )
        yield f"  {one.likeness:.2f}  {place}"


def _prose(obligations: Sequence[str], pack: Pack) -> Iterator[str]:
    """Yield the law's words for the first suggestions, and the coding manual."""
    from rules.articles import articles, manual

    laws = articles(pack)
    if any(name in laws for name in obligations):
        yield f"{_('the law')}:"
    for name in obligations:
        if name in laws:
            yield f"  {name} ({laws[name].norm}, {laws[name].article}): {laws[name].text}"
    if said := manual(pack):
        yield from said.splitlines()


def _of_the_model(pack: Pack) -> str:
    """Say whether the pack's model can be used and is as new as what it is fitted to."""
    from rules.model import problem_of
    from rules.model.fit import is_stale, training_examples

    if problem := problem_of(pack):
        return _("{problem}; the rules alone suggest.").format(problem=problem.said(_))
    examples = training_examples(pack)
    if is_stale(pack, examples):
        return _("The model is older than the examples; fit it anew with: veeduria rules fit")
    return ""


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


def _duties(pack: Pack, institution: str | None, obligation: str | None) -> list[Obligation]:
    """Return the obligations that are asked for; refuse a name that the pack does not know."""
    if institution is not None and institution not in {body.id for body in pack.bodies}:
        known = ", ".join(body.id for body in pack.bodies)
        raise click.BadParameter(
            _("There is no body {body}; there are: {bodies}").format(body=institution, bodies=known)
        )
    duties = [duty for duty in pack.obligations if institution in (None, duty.institution)]
    found = [duty for duty in duties if obligation in (None, duty.id)]
    if obligation is not None and not found:
        said = _("There is no obligation {id}; those there are: veeduria rules list obligations")
        raise click.BadParameter(said.format(id=obligation))
    return found


def _duty_lines(duties: Iterable[Obligation]) -> Iterator[str]:
    from extractor.review.sentences import level_name

    return (f"{duty.id}\t{level_name(duty.level)}\t{duty.article}\t{duty.label}" for duty in duties)


def _rule_lines(pack: Pack, duties: Sequence[Obligation]) -> Iterator[str]:
    from rules.firing import speaks_for

    for rule in pack.rules:
        if any(speaks_for(rule, duty) and (not rule.bodies or duty.institution in rule.bodies) for duty in duties):
            yield f"{rule.id}\t{rule.obligation or rule.level}\t{rule.weight:g}\t{rule.says}"


def _facet_lines(pack: Pack) -> Iterable[str]:
    return (f"{facet.id}\t{facet.says}\t{', '.join(facet.phrases)}" for facet in pack.facets)


def _cue_lines(pack: Pack) -> Iterable[str]:
    return (f"{cue.id}\t{cue.effect}\t{cue.says}\t{', '.join(cue.phrases)}" for cue in pack.cues)


def _stored(institution: str | None) -> Iterator[Case]:
    """The database's statements with what reviewers decided."""
    from db import queries
    from db.connection import open_database
    from db.records import Filters
    from extractor.filing.rulestats import Case

    with open_database(current_db()) as db:
        for row in queries.statements(db, Filters(institution=institution)):
            decided = None
            if row.decision is not None and row.decision.filed:
                decided = row.decision.obligation
            elif row.decision is not None and row.decision.standing in (Ruling.REJECTED, Ruling.KIND):
                decided = ""
            yield Case(row.id, row.institution, row.text, row.section, decided)


def _shown(case: Case) -> tuple[str, str]:
    """A case's id and text as they may leave: a statement's as all outputs show it."""
    from db import queries
    from db.connection import open_database
    from extractor.cli.unmasking import guard
    from extractor.privacy import mask
    from rules.loader import load_pack

    if current_db().is_file():
        with open_database(current_db()) as db, suppress(queries.NotFound):
            row = queries.statement(guard(db), case.id)
            return row.id, clean(row.text)
    return case.id, mask(clean(case.text), load_pack(current_pack()))


def _from_file(path: Path) -> Iterator[Case]:
    import json

    from extractor.filing.rulestats import Case

    for number, line in enumerate(path.read_text(encoding="utf8").splitlines(), start=1):
        try:
            row = json.loads(line)
            yield Case(
                id=str(row.get("id", number)),
                institution=row.get("institution"),
                text=str(row["text"]),
                section=str(row.get("section", "")),
                decided=row.get("obligation"),
            )
        except (ValueError, KeyError, AttributeError) as error:
            raise click.UsageError(
                _("{path}, line {line}: {error}").format(path=path, line=number, error=error)
            ) from None
