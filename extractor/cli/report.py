"""`veeduria report`: what the watchdog publishes, in every format."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor.cli.i18n import _, ngettext
from extractor.cli.options import current_db, current_pack, now, options_as, shared_options
from extractor.cli.printing import Output, led_by, opened, output_options, write
from extractor.cli.unmasking import guard, make_sanitizer, masked_ahead

if TYPE_CHECKING:
    from extractor.publish.balance import ReportContext
    from extractor.publish.tables import Cover, Report
    from rules.models import Pack

BY = click.Choice(["source", "period"])


@click.group(
    "report",
    help=_(
        "What is published: matrices, rates, a page a body, the whole balance. Private persons' data is masked.\n\n"
        "\b\nExamples:\n"
        "  veeduria report matrix MINEDU\n"
        "  veeduria report matrix --all --output matrices.xlsx\n"
        "  veeduria report balance --output balance.html"
    ),
)
def command() -> None:
    pass


@shared_options
@command.command(
    "matrix",
    help=_(
        "The functions of a body by level, and what each source (or period) says was done.\n\n"
        "\b\nExamples:\n"
        "  veeduria report matrix PJ --by period\n"
        "  veeduria report matrix --all --output matrices.docx"
    ),
)
@click.argument("body", required=False, metavar=_("[BODY]"))
@click.option("--all", "every", is_flag=True, help=_("Every body, a table each."))
@click.option("--by", type=BY, default="source", show_default=True, help=_("What the columns are."))
@output_options()
def matrix(body: str | None, every: bool, by: str, out: Output) -> None:
    from extractor.publish.annual_report import matrices

    write_bodies("matrix", partial(matrices, by=by), body, every, out)


@shared_options
@command.command(
    "rates",
    help=_(
        "Letters sent and answered, replies judged and actions counted: by wave, type, scope, body, level and"
        " period.\n\n"
        "\b\nExamples:\n"
        "  veeduria report rates\n"
        "  veeduria report rates --output rates.xlsx"
    ),
)
@output_options()
def rates(out: Output) -> None:
    from extractor.publish import annual_report

    form = out.form()
    with report_context("report rates", out.unmasked) as made:
        write(annual_report.rates(made), out, form)


@shared_options
@command.command(
    "charts",
    help=_("The charts of the rates, each as SVG and as PNG.\n\n\b\nExample:\n  veeduria report charts charts/"),
)
@click.argument("folder", metavar=_("FOLDER"), type=click.Path(file_okay=False, path_type=Path))
def charts(folder: Path) -> None:
    from extractor.publish import annual_report
    from extractor.publish.charts import png, svg
    from extractor.publish.words import name_of

    with report_context("report charts", None) as made:
        drawn = annual_report.summary(made).charts
        caveats = (*made.caveats.of_letters(), *made.caveats.of_actions())
    folder.mkdir(parents=True, exist_ok=True)
    for chart in drawn:
        (folder / f"{name_of(chart.id)}.svg").write_text(svg(chart), "utf8")
        (folder / f"{name_of(chart.id)}.png").write_bytes(png(chart))
    click.echo(ngettext("{n} chart written", "{n} charts written", len(drawn)).format(n=len(drawn)))
    for said in caveats:  # charts have no room for it
        click.echo(said)


@shared_options
@command.command(
    "body",
    help=_(
        "What a body reported and never reported, what changed since the period before, how many people it reached,"
        " and where.\n\n"
        "\b\nExamples:\n"
        "  veeduria report body MTPE\n"
        "  veeduria report body --all --output bodies.html"
    ),
)
@click.argument("body", required=False, metavar=_("[BODY]"))
@click.option("--all", "every", is_flag=True, help=_("Every body."))
@output_options()
def body_page(body: str | None, every: bool, out: Output) -> None:
    from extractor.publish.annual_report import body_pages

    write_bodies("body", body_pages, body, every, out)


@shared_options
@command.command(
    "findings",
    help=_(
        "What the tables say, a judgement each, with its figures and the statements it rests on: what was never"
        " reported, dropped, first reported or told by one unit alone; covered functions, changes, shares, totals.\n\n"
        "\b\nExamples:\n"
        "  veeduria report findings MINEDU\n"
        "  veeduria report findings --all --format jsonl"
    ),
)
@click.argument("body", required=False, metavar=_("[BODY]"))
@click.option("--all", "every", is_flag=True, help=_("Every body, and all of them together."))
@output_options()
def judgements(body: str | None, every: bool, out: Output) -> None:
    import json

    from extractor.publish.findings import findings, record
    from extractor.publish.findings.table import findings_report

    form = out.form()
    with report_context("report findings", out.unmasked, every) as made:
        found = findings(made, bodies_named(made.pack, body, every))
        if form != "jsonl":
            write(findings_report(made, tuple(found)), out, form)
            return
        with opened(out.path) as file:
            for one in found:
                file.write(json.dumps(record(one), ensure_ascii=False).encode() + b"\n")


@dataclass(frozen=True, slots=True)
class CoverOptions:
    """What stands on the cover: as asked, else as the pack says; the day is today's unless another is named."""

    title: str
    observatory: str
    authors: tuple[str, ...]
    day: str

    def cover(self, pack: Pack) -> Cover:
        from extractor.publish.tables import Cover
        from extractor.publish.words import span

        today = date.fromisoformat(now()[:10])
        kept = pack.publication
        return Cover(self.observatory or kept.observatory, self.day or span(today, today), self.authors or kept.authors)


@shared_options
@command.command(
    "balance",
    help=_(
        "The whole balance in one file: rates and charts, and every body with its matrix, its page and its sources; "
        "or, with --publish, a folder to be put on the web as it is.\n\n"
        "\b\nExamples:\n"
        "  veeduria report balance --output balance.html\n"
        "  veeduria report balance --output balance.docx\n"
        "  veeduria report balance --publish site/ --pages"
    ),
)
@click.option(
    "--publish",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    metavar=_("FOLDER"),
    help=_("Write a site into this folder: the page, its data and nothing that leads elsewhere."),
)
@click.option(
    "--pages",
    is_flag=True,
    help=_("With --publish: pictures of the cited pages too, all that is private or was not read covered."),
)
@options_as(
    "front",
    CoverOptions,
    click.option("--title", default="", metavar=_("TEXT"), help=_("The title on the cover.")),
    click.option(
        "--observatory", default="", metavar=_("NAME"), help=_("Who publishes it (default: as the pack says).")
    ),
    click.option("--author", "authors", multiple=True, metavar=_("NAME"), help=_("Who wrote it; may be given often.")),
    click.option(
        "--date", "day", default="", metavar=_("DAY"), help=_("The date on the cover, as it is to be printed.")
    ),
)
@click.option(
    "--text",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar=_("FILE"),
    help=_("The text of each body and the conclusions: a draft (report draft) as its author left it."),
)
@output_options(led_by("html"))
def whole(folder: Path | None, pages: bool, front: CoverOptions, text: Path | None, out: Output) -> None:
    from extractor.cli.publishing import publish_site
    from extractor.publish.annual_report import NO_TEXT, balance, links, nowhere
    from extractor.publish.draft.file import read_text
    from extractor.publish.draft.page import text_sections

    if folder is not None and (out.named or out.path or out.template or out.unmasked is not None):
        raise click.UsageError(_("--publish goes without a format or a file of its own: what is published is masked."))
    if text is not None and folder is not None:
        raise click.UsageError(_("--text goes without --publish."))
    if pages and folder is None:
        raise click.UsageError(_("--pages goes with --publish."))
    form = out.form(("html",))
    with report_context("report balance", out.unmasked, every=True) as made:
        cover = front.cover(made.pack)
        if folder is not None:
            publish_site(made, folder, pages, front.title, cover)
            return
        link = nowhere if made.masked else links(made.db, out.path.parent if out.path else Path())
        told = text_sections(made, read_text(text)) if text else NO_TEXT
        write(balance(made, link, title=front.title, cover=cover, text=told), out, form)


@shared_options
@command.command(
    "dossier",
    help=_(
        "The right of reply: what was found about a body, with every page, how its replies were judged and what is"
        " missing, ready to be sent to it.\n\n"
        "\b\nExample:\n"
        '  veeduria report dossier MINSA --until "30 de junio" --reply-to balance@ong.example --output minsa.docx'
    ),
)
@click.argument("body", metavar=_("BODY"))
@click.option("--sender", default="", metavar=_("NAME"), help=_("Who sends it."))
@click.option("--reply-to", default="", metavar=_("ADDRESS"), help=_("Where to answer."))
@click.option("--until", default="", metavar=_("DAY"), help=_("The last day to answer, as it is to be printed."))
@output_options(("md", "docx", "pdf", "html", "txt"))
def right_of_reply(body: str, sender: str, reply_to: str, until: str, out: Output) -> None:
    from extractor.publish.dossier import Answering, dossier

    form = out.form(("docx" if out.path else "md",))
    with report_context(f"report dossier {body}", out.unmasked) as made:
        (chosen,) = bodies_named(made.pack, body, False)
        write(dossier(made, chosen, Answering(sender, reply_to, until)), out, form)


def write_bodies(
    what: str, make: Callable[[ReportContext, Sequence[str]], Report], body: str | None, every: bool, out: Output
) -> None:
    """Write the report that is made of one body, or of every one."""
    form = out.form()
    with report_context(f"report {what}", out.unmasked, every) as made:
        write(make(made, bodies_named(made.pack, body, every)), out, form)


def bodies_named(pack: Pack, body: str | None, every: bool) -> tuple[str, ...]:
    """Return the ids of the bodies meant; a body is named as the pack names it, in any case."""
    known = {one.id.casefold(): one.id for one in pack.bodies}
    if every == (body is not None):
        raise click.UsageError(_("Name one body, or give --all."))
    if body is None:
        return tuple(known.values())
    if body.casefold() not in known:
        raise click.BadParameter(_("{body} is none of: {known}").format(body=body, known=", ".join(known.values())))
    return (known[body.casefold()],)


@contextmanager
def report_context(what: str, unmasked: str | None, every: bool = False) -> Iterator[ReportContext]:
    """Open the database and the pack, with the way texts are to be shown; `every` row is about to be read."""
    from db.connection import open_database
    from extractor.publish.balance import ReportContext
    from rules.loader import load_pack

    with open_database(current_db()) as db:
        shown = make_sanitizer(what, unmasked)
        guarded = guard(db, shown)
        if every and guarded.gate and guarded.gate.masked_rows.empty:
            masked_ahead(guarded)
        yield ReportContext(guarded, load_pack(current_pack()), shown, masked=shown.masked)
