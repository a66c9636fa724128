"""`veeduria report draft` and `report check`: the text of a balance, and whether it still holds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor.cli.exits import NeedsPerson
from extractor.cli.i18n import _, ngettext
from extractor.cli.options import current_db, now, shared_options
from extractor.cli.printing import Output, led_by, opened, output_options, write
from extractor.cli.report import bodies_named, command, report_context, write_bodies

if TYPE_CHECKING:
    from extractor.publish.draft.file import DraftFile

FORMATS = led_by("md")  # one's own text is written in Markdown
EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)


@shared_options
@command.command(
    "draft",
    help=_(
        "A text to begin with: what a body did and never did, level by level, and the conclusions, in sentences whose"
        " figures are those of the tables. A draft in Markdown is yours to write in: what you change, add or take out"
        " is kept when it is drafted again.\n\n"
        "\b\nExamples:\n"
        "  veeduria report draft MINEDU\n"
        "  veeduria report draft --all --output text.md\n"
        "  veeduria report draft --all --edited text.md --output text.docx"
    ),
)
@click.argument("body", required=False, metavar=_("[BODY]"))
@click.option("--all", "every", is_flag=True, help=_("Every body, and the conclusions."))
@click.option("--language", default="es", show_default=True, metavar=_("CODE"), help=_("What to write in: es, en."))
@click.option("--edited", type=EXISTING, metavar=_("FILE"), help=_("The draft as its author left it."))
@output_options(FORMATS)
def draft(body: str | None, every: bool, language: str, edited: Path | None, out: Output) -> None:
    from extractor.publish.draft.file import written
    from extractor.publish.draft.page import blocks, draft_report, drafted

    form = out.form(FORMATS)
    before = _before(edited or (out.path if form == "md" and out.path and out.path.exists() else None))
    with report_context("report draft", out.unmasked, every) as made:
        chosen = bodies_named(made.pack, body, every)
        teller, sentences = drafted(made, language, chosen)
        parts = blocks(teller, chosen, sentences)
        if form != "md":
            report = draft_report(teller, parts, before, made.note, tables=form == "html")
            write(replace(report, foot=made.foot), out, form)
            return
        titles = teller.speech.language.titles
        with opened(out.path) as file:
            file.writelines(line.encode() for line in written(language, titles["draft"], titles["hint"], parts, before))


@shared_options
@command.command(
    "check",
    help=_(
        "Does a draft still hold? Every sentence whose figures are no longer those of the tables is shown, with what"
        " has changed; the command then fails.\n\n"
        "\b\nExample:\n  veeduria report check text.md"
    ),
)
@click.argument("file", type=EXISTING, metavar=_("FILE"))
def check(file: Path) -> None:
    from extractor.publish.draft.check import check, new_sentences
    from extractor.publish.draft.page import drafted

    read = _before(file)
    assert read is not None
    with report_context("report check", None, every=True) as made:
        _teller, sentences = drafted(made, read.language, [one.id for one in made.pack.bodies])
    found = list(check(read, sentences))
    for one in found:
        click.echo(f"✗ {one.text}\n  {one.problem.said(_)}")
        if one.now:
            click.echo("  " + _("Today: {sentence}").format(sentence=one.now))
    held = len(read.sentences) - len(found)
    click.echo(ngettext("{n} sentence holds.", "{n} sentences hold.", held).format(n=held))
    if new := new_sentences(read, sentences):
        said = ngettext(
            "{n} sentence is new since the draft was made.", "{n} sentences are new since the draft was made.", new
        )
        click.echo(said.format(n=new))
    if found:
        raise NeedsPerson


@shared_options
@command.command(
    "figures",
    help=_(
        "The figures that texts and tables tell, as series by year: a line for each thing counted in one register by"
        " one source, and those that do not add up. One by one: veeduria export figures.\n\n"
        "\b\nExamples:\n"
        "  veeduria report figures MININTER\n"
        "  veeduria report figures --all --output figures.xlsx"
    ),
)
@click.argument("body", required=False, metavar=_("[BODY]"))
@click.option("--all", "every", is_flag=True, help=_("Every body."))
@output_options()
def series(body: str | None, every: bool, out: Output) -> None:
    from extractor.publish.figures.series import figures_report

    write_bodies("figures", figures_report, body, every, out)


@shared_options
@command.command(
    "registers",
    help=_(
        "What confirmed actions tell, as annexes: norms and what they create, networks by region, recommendations and"
        " what became of them, organs and their duties.\n\n"
        "\b\nExamples:\n"
        "  veeduria report registers --all --output registers.docx\n"
        "  veeduria report registers GR"
    ),
)
@click.argument("body", required=False, metavar=_("[BODY]"))
@click.option("--all", "every", is_flag=True, help=_("Every body."))
@output_options()
def registers(body: str | None, every: bool, out: Output) -> None:
    from extractor.publish.registers import registers_report

    write_bodies("registers", registers_report, body, every, out)


@shared_options
@command.command(
    "freeze",
    help=_(
        "Keep this edition under a name: which actions are filed where, and what the findings say, to be compared with"
        " the next. No words of letters are kept in it.\n\n"
        "\b\nExamples:\n"
        '  veeduria report freeze "Balance 2012"\n'
        '  veeduria report changes "Balance 2012"'
    ),
)
@click.argument("name", metavar=_("NAME"))
def freeze(name: str) -> None:
    from db.editions import freeze as keep
    from db.store import open_store
    from extractor.publish.editions import as_frozen

    with report_context("report freeze", None, every=True) as made:
        frozen = as_frozen(made, name, now())
    with open_store(current_db()) as store:
        keep(store, frozen)
    click.echo(
        _("{name} is kept: actions: {actions}, findings: {findings}.").format(
            name=name, actions=len(frozen.rows), findings=len(frozen.findings)
        )
    )


@shared_options
@command.command(
    "changes",
    help=_(
        "What changed since an edition was frozen: actions that came, went or were filed otherwise, and findings that"
        " say otherwise.\n\n"
        "\b\nExamples:\n"
        '  veeduria report changes "Balance 2012"\n'
        '  veeduria report changes "Balance 2012" --until "Balance 2013" --output changes.xlsx'
    ),
)
@click.argument("name", metavar=_("NAME"))
@click.option("--until", metavar=_("NAME"), help=_("Another frozen edition (default: how things stand now)."))
@output_options()
def changes(name: str, until: str | None, out: Output) -> None:
    from db.editions import edition_named
    from extractor.publish.editions import as_frozen, changes_report
    from extractor.publish.words import say

    form = out.form()
    with report_context("report changes", None) as made:
        before = edition_named(made.db, name)
        after = edition_named(made.db, until) if until else as_frozen(made, say("editions.now"), now())
        write(changes_report(made, before, after), out, form)


def _before(path: Path | None) -> DraftFile | None:
    """Read the draft as its author left it."""
    from extractor.publish.draft.file import read_text

    return read_text(path) if path else None
